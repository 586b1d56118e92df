//! Times: which formats an export needs, whether day and month can be told apart, and which carry no zone.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::infer::column::{Kind, TimeGuess};
use crate::infer::recognise::Fit;
use crate::infer::survey::Survey;
use crate::plan::{ColumnFrom, ValueType};

/// What a column of times needs.
#[derive(Debug)]
pub(super) struct TimeColumn {
    /// Formats to declare; empty where the mapping's own do.
    pub declare: Vec<String>,
    /// What the whole column says.
    pub guess: TimeGuess,
    /// Whether nothing gives a zone to its times.
    pub needs_zone: bool,
    /// Its values are days without a time of day.
    pub is_days: bool,
}

/// The columns of times, by source and column.
pub(super) type Times = BTreeMap<(usize, usize), TimeColumn>;

/// Looks at each column of times that the mapping reads.
pub(super) fn of_all(survey: &Survey, fit: &Fit<'_>, facts: &Facts) -> Times {
    let mut times = Times::new();
    for bound in &fit.bound {
        let plan = &fit.base.plan.sources[bound.source];
        for (column, found) in bound.columns.iter().enumerate() {
            let (Some(found), ColumnFrom::Cell { reader, .. }) = (found, &plan.columns[column].from) else { continue };
            if plan.columns[column].kind != ValueType::Time {
                continue;
            }
            let at = (bound.table, found.position);
            let look = &survey.tables[bound.table].columns[found.position].look;
            if let (Some(reading), Some(whole)) = (facts.readings.get(&at), facts.column(at)) {
                let own: Vec<&str> = reader.formats.iter().map(|format| format.pattern()).collect();
                let guess = reading.guess(whole);
                let is_known = guess.unread.is_none()
                    && guess.formats.iter().all(|format| covers(&own, format))
                    && guess.or.is_none();
                let declare = if is_known { Vec::new() } else { guess.formats.clone() };
                let needs_zone = guess.naive > 0 && reader.local.zone.is_none();
                times.insert((bound.source, column), TimeColumn { declare, guess, needs_zone, is_days: false });
            } else if look.kind == Kind::Date {
                let guess = TimeGuess { formats: Vec::new(), or: None, unread: None, naive: 0 };
                times.insert(
                    (bound.source, column),
                    TimeColumn { declare: Vec::new(), guess, needs_zone: false, is_days: true },
                );
            }
        }
    }
    settle(&mut times);
    times
}

/// Whether the mapping's formats read what this one reads, and in the same way: it is theirs, or strict where they are lenient.
fn covers(own: &[&str], format: &str) -> bool {
    own.iter().any(|known| *known == format || known.replace("%-", "%") == format)
}

/// Where one column leaves the order of day and month open and another of the same export doesn't, that one decides.
fn settle(times: &mut Times) {
    let clear: Vec<String> =
        times.values().filter(|time| time.guess.or.is_none()).flat_map(|time| time.guess.formats.clone()).collect();
    for time in times.values_mut() {
        let Some(or) = &time.guess.or else { continue };
        let is_clear = |format: &String| clear.iter().any(|known| same_order(known, format));
        let chosen = time.guess.formats.first().cloned().unwrap_or_default();
        match (is_clear(&chosen), is_clear(or)) {
            (true, false) => time.guess.or = None,
            (false, true) => {
                time.guess.formats = vec![or.clone()];
                time.declare = vec![or.clone()];
                time.guess.or = None;
            }
            _ => {}
        }
    }
}

fn same_order(one: &str, other: &str) -> bool {
    let day = |format: &str| format.replace('-', "").split([' ', ',']).next().map(str::to_owned);
    day(one) == day(other)
}
