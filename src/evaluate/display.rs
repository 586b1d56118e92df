//! Values as text: for joined values, names taken from data, and reports.

use super::datum::Datum;
use super::texts::{LIST_SEPARATOR, TextRead};
use crate::rows::Cell;
use crate::script::Value;
use crate::time::{DAY, HOUR, MINUTE, Precision, SECOND, write_rfc3339};

/// A value as text; `None` for null. Times are RFC 3339 in UTC, durations a number of milliseconds, members of lists are
/// separated by `; `.
pub fn display(value: &Datum, texts: &impl TextRead) -> Option<String> {
    match value {
        Datum::Cell(cell) => display_cell(*cell, texts),
        Datum::Value(Value::Text(text)) => Some(text.to_string()),
        Datum::Value(Value::List(members)) => {
            let members = members.iter().filter_map(|member| display(&Datum::from(member.clone()), texts));
            Some(members.collect::<Vec<_>>().join("; "))
        }
        Datum::Value(_) => value.as_cell().and_then(|cell| display_cell(cell, texts)),
    }
}

fn display_cell(cell: Cell, texts: &impl TextRead) -> Option<String> {
    Some(match cell {
        Cell::Null => return None,
        Cell::Text(id) => texts.text(id).into_owned(),
        Cell::Carried(id) => texts.carried(id).into_owned(),
        Cell::List(id) => texts.text(id).replace(LIST_SEPARATOR, "; "),
        Cell::Integer(number) | Cell::Duration(number) => number.to_string(),
        Cell::Number(number) => number.value().to_string(),
        Cell::Boolean(truth) => truth.holds().to_string(),
        Cell::Time(time) => time_text(time),
        Cell::Date(day) => time_text(day.saturating_mul(DAY)).chars().take_while(|letter| *letter != 'T').collect(),
        Cell::TimeOfDay(time) => {
            format!("{:02}:{:02}:{:02}", time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND)
        }
    })
}

fn time_text(time: i64) -> String {
    let precision = if time % SECOND == 0 { Precision::Seconds } else { Precision::Milliseconds };
    let mut text = Vec::new();
    write_rfc3339(time, precision, &mut text);
    text.into_iter().map(char::from).collect()
}
