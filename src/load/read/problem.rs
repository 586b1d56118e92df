//! What can be wrong with a row, in words.

use super::part::Problem;
use super::reader::SourceReader;
use crate::diagnostic::{Code, codes};
use crate::evaluate::ScriptFault;
use crate::load::cell::Fault;
use crate::plan::SourcePlan;
use crate::read::csv;

/// How much of a value a reason quotes.
const QUOTED: usize = 60;

fn problem(code: Code, column: Option<usize>, reason: String) -> Problem {
    Problem { code, column, reason }
}

/// A value, cut where it is long.
pub fn quoted(value: &str) -> String {
    let mut letters = value.chars();
    let start: String = letters.by_ref().take(QUOTED).collect();
    if letters.next().is_some() { format!("`{start}…`") } else { format!("`{start}`") }
}

pub fn unreadable(plan: &SourcePlan, column: usize, fault: Fault, value: &str, expected: &str) -> Problem {
    let (id, value) = (&plan.columns[column].id, quoted(value));
    let (code, reason) = match fault {
        Fault::Type => (codes::CELL_OF_WRONG_TYPE, format!("`{id}` is {value}, expected {expected}")),
        Fault::Format => (codes::TIME_IN_NO_FORMAT, format!("`{id}` is {value}, expected {expected}")),
        Fault::ClockChange => {
            (codes::TIME_IN_NO_FORMAT, format!("`{id}` is {value}, which the zone's clock skips or shows twice"))
        }
    };
    problem(code, Some(column), reason)
}

pub fn clock_change(plan: &SourcePlan, column: usize) -> Problem {
    let reason = format!("`{}` is a time that the zone's clock skips or shows twice", plan.columns[column].id);
    problem(codes::TIME_IN_NO_FORMAT, Some(column), reason)
}

pub fn beyond_years(plan: &SourcePlan, column: usize) -> Problem {
    let reason = format!("`{}` is a time outside the years 0 to 9999", plan.columns[column].id);
    problem(codes::TIME_IN_NO_FORMAT, Some(column), reason)
}

pub fn not_text(plan: &SourcePlan, column: usize) -> Problem {
    let reason = format!("`{}` holds bytes that aren't valid in the file's encoding", plan.columns[column].id);
    problem(codes::ROW_NOT_UTF8, Some(column), reason)
}

pub fn wrong_value(plan: &SourcePlan, column: usize, found: &str) -> Problem {
    let column_plan = &plan.columns[column];
    let reason = format!("`{}` came out as {found}, expected {}", column_plan.id, column_plan.kind.in_words());
    problem(codes::CELL_OF_WRONG_TYPE, Some(column), reason)
}

pub fn script(reader: &SourceReader<'_>, fault: &ScriptFault) -> Problem {
    let title = reader.context.plan.scripts.get(fault.script).map_or("", |script| &script.title);
    problem(codes::SCRIPT_FAILED, None, format!("the script of {title} failed: {}", fault.error.message))
}

/// A script stopped that isn't a column's.
pub fn script_failed(fault: &ScriptFault) -> Problem {
    problem(codes::SCRIPT_FAILED, None, format!("the script failed: {}", fault.error.message))
}

pub fn no_key(plan: &SourcePlan, key: usize) -> Problem {
    problem(codes::KEY_IS_NULL, Some(key), format!("`{}`, the key, is empty", plan.columns[key].id))
}

pub fn no_case(plan: &SourcePlan) -> Problem {
    problem(codes::KEY_IS_NULL, None, format!("`case` of `{}` is empty", plan.id))
}

pub fn of_record(fault: csv::Fault, column: impl Fn(usize) -> Option<usize>, plan: &SourcePlan) -> Problem {
    match fault {
        csv::Fault::UnclosedQuote => {
            problem(codes::QUOTE_NEVER_CLOSES, None, "a quote opens here and never closes".to_owned())
        }
        csv::Fault::Ragged { expected, found } => {
            problem(codes::RAGGED_ROW, None, format!("the row has {found} cells, the header {expected}"))
        }
        csv::Fault::HeaderRepeated => {
            problem(codes::HEADER_REPEATED, None, "the header stands here once more".to_owned())
        }
        csv::Fault::InvalidText { wanted } => match column(wanted) {
            Some(column) => not_text(plan, column),
            None => problem(codes::ROW_NOT_UTF8, None, "the row isn't valid in the file's encoding".to_owned()),
        },
    }
}
