//! Attributes of cases and of the log.

use std::collections::BTreeMap;

use super::Difference;
use super::review::{Mark, ReviewLine, change, shown};
use super::same::is_same;
use crate::testing::actual::{ActualLog, Row};
use crate::testing::document::{Cells, TestCase, text_of};

/// Compares the cases that the test names, and looks for others where there are to be none.
pub fn of_cases(test: &TestCase, log: &ActualLog, found: &mut Difference) {
    for (key, wanted) in test.cases.iter() {
        match log.cases.get(&key.text) {
            Some(row) => of_case(&key.text, wanted, row, found),
            None => {
                found.unmet(format!("there is no case `{}`", key.text), key.span, "not in the log");
                found.of_case(&key.text).lines.push(ReviewLine::new(Mark::Missing, "the case"));
            }
        }
    }
    let others = log.cases.keys().filter(|id| test.only == Some(true) && test.cases.get(id).is_none());
    for id in others {
        found.unmet(format!("there is a case `{id}`"), test.place("only"), "expects no others");
        found.of_case(id).lines.push(ReviewLine::new(Mark::Added, "the case"));
    }
}

fn of_case(case: &str, wanted: &Cells, row: &Row, found: &mut Difference) {
    for (key, value) in &wanted.cells {
        let (old, new) = (text_of(value), row.get(&key.text).map_or("", String::as_str));
        if !is_same(value, new) {
            let message = format!("`{}` of case `{case}` is {}, not {}", key.text, shown(new), shown(old));
            found.unmet(message, value.span, "expected here");
            let line = ReviewLine::new(Mark::Changed, change(&key.text, old, new));
            found.of_case(case).lines.push(line);
        }
    }
}

/// Compares attributes of the log.
pub fn of_log(wanted: &Cells, attributes: &BTreeMap<String, String>, found: &mut Difference) {
    for (key, value) in &wanted.cells {
        let (old, new) = (text_of(value), attributes.get(&key.text).map_or("", String::as_str));
        if !is_same(value, new) {
            let message = format!("`{}` of the log is {}, not {}", key.text, shown(new), shown(old));
            found.unmet(message, value.span, "expected here");
        }
    }
}
