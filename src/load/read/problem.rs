//! What can be wrong with a row, in words.

use super::json::{RowIs, place_of_record};
use super::part::Problem;
use super::reader::SourceReader;
use crate::diagnostic::render::printable;
use crate::diagnostic::{Code, codes};
use crate::evaluate::ScriptFault;
use crate::load::cell::Fault;
use crate::plan::{Plan, SourcePlan, ValueType};
use crate::read::csv;
use crate::read::json::Place;

/// How much of a value a reason quotes.
const QUOTED: usize = 60;

const NO_SUCH_TIME: &str = "no day or time that exists within the years 0 to 9999";
const BEYOND_64_BITS: &str =
    "too large to be read: whole ones lie between -9223372036854775807 and 9223372036854775807";
const BEYOND_A_NUMBER: &str = "too large to be read: numbers lie between -1.797e308 and 1.797e308";

fn problem(code: Code, column: Option<usize>, reason: String) -> Problem {
    Problem { code, column, reason }
}

/// A value, cut where it is long.
pub fn quoted(value: &str) -> String {
    let mut letters = value.chars();
    let start: String = letters.by_ref().take(QUOTED).collect();
    let start = printable(&start);
    if letters.next().is_some() { format!("`{start}…`") } else { format!("`{start}`") }
}

pub fn unreadable(plan: &SourcePlan, column: usize, fault: Fault, value: &str, expected: &str) -> Problem {
    let own = &plan.columns[column];
    let (code, reason) = misread((&own.id, own.kind), fault, value, expected);
    problem(code, Some(column), reason)
}

/// Why a value of the column of that id and type can't be read.
pub fn misread((id, kind): (&str, ValueType), fault: Fault, value: &str, expected: &str) -> (Code, String) {
    let value = quoted(value);
    match fault {
        Fault::Type => (codes::CELL_OF_WRONG_TYPE, format!("`{id}` is {value}, expected {expected}")),
        Fault::Format => (codes::TIME_IN_NO_FORMAT, format!("`{id}` is {value}, expected {expected}")),
        Fault::NoSuchTime => (codes::NO_SUCH_TIME, format!("`{id}` is {value}, {NO_SUCH_TIME}; expected {expected}")),
        Fault::TooLarge => {
            let beyond = match kind {
                ValueType::Number => BEYOND_A_NUMBER,
                _ => BEYOND_64_BITS,
            };
            (codes::CELL_OF_WRONG_TYPE, format!("`{id}` is {value}, a number {beyond}"))
        }
        Fault::ClockChange => {
            (codes::CLOCK_CHANGE_REJECTED, format!("`{id}` is {value}, which the zone's clock skips or shows twice"))
        }
    }
}

pub fn clock_change(plan: &SourcePlan, column: usize) -> Problem {
    let reason = format!("`{}` is a time that the zone's clock skips or shows twice", plan.columns[column].id);
    problem(codes::CLOCK_CHANGE_REJECTED, Some(column), reason)
}

pub fn beyond_years(plan: &SourcePlan, column: usize) -> Problem {
    let reason = format!("`{}` is a time outside the years 0 to 9999", plan.columns[column].id);
    problem(codes::NO_SUCH_TIME, Some(column), reason)
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
    problem(codes::KEY_IS_NULL, Some(key), empty_key(&plan.columns[key].id))
}

/// That a row has no value in its key, the column of that id.
pub fn empty_key(id: &str) -> String {
    format!("`{id}`, the key, is empty")
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
            let cells = if found == 1 { "cell" } else { "cells" };
            problem(codes::RAGGED_ROW, None, format!("the row has {found} {cells}, the header {expected}"))
        }
        csv::Fault::HeaderRepeated => {
            problem(codes::HEADER_REPEATED, None, "the header stands here once more".to_owned())
        }
        csv::Fault::InvalidText { wanted } => match column(wanted) {
            Some(column) => not_text(plan, column),
            None => problem(codes::ROW_NOT_UTF8, None, "the row isn't valid in the file's encoding".to_owned()),
        },
        csv::Fault::TextBehindQuote { wanted } => {
            let column = column(wanted);
            let id = column.map_or("a cell".to_owned(), |column| format!("`{}`", plan.columns[column].id));
            problem(codes::TEXT_BEHIND_QUOTE, column, format!("{id} goes on behind its closing quote"))
        }
        csv::Fault::RecordsBehindQuote { column } => {
            let reason = format!(
                "cell {} goes on behind its closing quote and over the end of a line: other rows may stand in it",
                column + 1
            );
            problem(codes::TEXT_BEHIND_QUOTE, None, reason)
        }
    }
}

/// A value of JSON that no cell of the column is.
pub fn unfit(plan: &SourcePlan, column: usize, found: &str, expected: &str) -> Problem {
    let reason = format!("`{}` is {found}, expected {expected}", plan.columns[column].id);
    problem(codes::CELL_OF_WRONG_TYPE, Some(column), reason)
}

/// Text of a file of JSON that holds no record. Of text that was too long, `kept` bytes stand in quarantine.
pub fn no_record(plan: &Plan, source: usize, place: &Place, what: &str, at: u64, kept: Option<u64>) -> Problem {
    let mut reason = placed(what.to_owned(), &place_of_record(place, &plan.sources[source].rows), at);
    if let Some(kept) = kept {
        reason.push_str(&format!("; the text is longer, and {kept} bytes of it are kept"));
    }
    problem(codes::NO_RECORD_HERE, None, reason)
}

/// A record of JSON that isn't valid text.
pub fn record_not_text(plan: &Plan, source: usize, place: &Place, at: u64) -> Problem {
    let what = "the record isn't valid in the file's encoding".to_owned();
    problem(codes::ROW_NOT_UTF8, None, placed(what, &place_of_record(place, &plan.sources[source].rows), at))
}

/// A row of JSON that is none.
pub fn no_row(plan: &Plan, source: usize, found: &RowIs) -> Problem {
    let id = &plan.sources[source].id;
    let reason = match found {
        RowIs::NoObject => format!("a row of `{id}` is an object, and this is none"),
        RowIs::KeyTwice(key) => format!("the key `{key}` stands twice"),
    };
    problem(codes::NO_RECORD_HERE, None, reason)
}

/// A row in a row that can't be used.
pub fn below_faulty(plan: &Plan, above: usize, place: &str, at: u64) -> Problem {
    let reason = format!("the row of `{}` in which it stands can't be used", plan.sources[above].id);
    problem(codes::ROW_ABOVE_IN_QUARANTINE, None, placed(reason, place, at))
}

/// What is wrong, with its place in the document.
pub fn at_place(found: Problem, place: &str, at: u64) -> Problem {
    Problem { reason: placed(found.reason, place, at), ..found }
}

fn placed(what: String, place: &str, at: u64) -> String {
    if place.is_empty() { format!("{what}, at byte {at}") } else { format!("{what}, at `{place}`, byte {at}") }
}
