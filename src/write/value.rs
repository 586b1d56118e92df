//! Values as text.

use std::io::Write as _;

use super::csv;
use crate::evaluate::{Datum, LIST_SEPARATOR as UNIT_SEPARATOR};
use crate::rows::{Cell, Texts};
use crate::script::Value;
use crate::time::{DAY, HOUR, MINUTE, Precision, SECOND, write_rfc3339};

/// What separates the members of a list in one field.
const LIST_SEPARATOR: &[u8] = b"; ";

/// Appends a value, a cell's or a script's, as [`put_cell`] does.
pub fn put_datum(out: &mut Vec<u8>, datum: &Datum, texts: &Texts, precision: Precision) {
    match datum {
        Datum::Cell(cell) => put_cell(out, *cell, texts, precision),
        Datum::Value(Value::Text(text)) => csv::put_field(out, text.as_bytes()),
        Datum::Value(Value::List(members)) => put_members(out, members, precision),
        Datum::Value(value) => put_single(out, value, precision),
    }
}

/// A script's value that is neither text nor list, as bytes without quotes.
fn put_single(out: &mut Vec<u8>, value: &Value, precision: Precision) {
    match value {
        Value::Null | Value::List(_) => {}
        Value::Text(text) => out.extend_from_slice(text.as_bytes()),
        Value::Integer(value) | Value::Duration(value) => put_integer(out, *value),
        Value::Number(value) => put_number(out, *value),
        Value::Boolean(value) => put_boolean(out, *value),
        Value::Time(value) => write_rfc3339(*value, precision, out),
    }
}

/// A script's list; a list within it has no form in one field, and its members stand among the others.
fn put_members(out: &mut Vec<u8>, members: &[Value], precision: Precision) {
    let mut joined = Vec::new();
    put_flat(&mut joined, members, precision);
    csv::put_field(out, &joined);
}

fn put_flat(joined: &mut Vec<u8>, members: &[Value], precision: Precision) {
    for (position, member) in members.iter().enumerate() {
        if position > 0 {
            joined.extend_from_slice(LIST_SEPARATOR);
        }
        match member {
            Value::List(inner) => put_flat(joined, inner, precision),
            single => put_single(joined, single, precision),
        }
    }
}

/// Appends a value as a field of CSV; null is the empty field.
///
/// Times are RFC 3339 in UTC, dates `2026-03-01`, times of day `08:15:00` (with milliseconds where the run's times have
/// them), durations whole milliseconds, numbers as short as they read back the same, lists joined by `; `.
pub fn put_cell(out: &mut Vec<u8>, cell: Cell, texts: &Texts, precision: Precision) {
    match cell {
        Cell::Null => {}
        Cell::Text(id) => csv::put_field(out, texts.get(id).as_bytes()),
        Cell::Carried(id) => csv::put_field(out, texts.carried(id).as_bytes()),
        Cell::Integer(value) | Cell::Duration(value) => put_integer(out, value),
        Cell::Number(value) => put_number(out, value.value()),
        Cell::Boolean(value) => put_boolean(out, value.holds()),
        Cell::Time(value) => write_rfc3339(value, precision, out),
        Cell::Date(value) => put_date(out, value),
        Cell::TimeOfDay(value) => put_time_of_day(out, value, precision),
        Cell::List(id) => put_list(out, texts.get(id)),
    }
}

fn put_boolean(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

/// Appends a whole number.
pub fn put_integer(out: &mut Vec<u8>, value: i64) {
    let (text, length) = integer(value);
    out.extend_from_slice(&text[..length]);
}

/// A whole number: the text is as long as the number says.
#[inline]
pub(super) fn integer(value: i64) -> ([u8; 20], usize) {
    let mut text = [b'-'; 20];
    let mut rest = value.unsigned_abs();
    let length = usize::from(value < 0) + rest.checked_ilog10().map_or(1, |last| last as usize + 1);
    for digit in text.iter_mut().take(length).skip(usize::from(value < 0)).rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    (text, length)
}

/// Appends a number as short as it reads back the same; very great and very small ones with an exponent.
pub fn put_number(out: &mut Vec<u8>, value: f64) {
    let size = value.abs();
    // Writing into memory doesn't fail.
    let _ =
        if size != 0.0 && !(1e-7..1e21).contains(&size) { write!(out, "{value:e}") } else { write!(out, "{value}") };
}

/// Appends a day.
fn put_date(out: &mut Vec<u8>, days: i64) {
    write_rfc3339(days.saturating_mul(DAY), Precision::Seconds, out);
    let time = b"T00:00:00Z".len();
    out.truncate(out.len() - time);
}

pub(super) fn put_time_of_day(out: &mut Vec<u8>, at: i64, precision: Precision) {
    let (hours, minutes, seconds) = (at / HOUR, at % HOUR / MINUTE, at % MINUTE / SECOND);
    let _ = write!(out, "{hours:02}:{minutes:02}:{seconds:02}");
    if precision == Precision::Milliseconds {
        let _ = write!(out, ".{:03}", at % SECOND);
    }
}

fn put_list(out: &mut Vec<u8>, members: &str) {
    let mut joined = Vec::with_capacity(members.len() + 8);
    for (position, member) in members.split(UNIT_SEPARATOR).enumerate() {
        if position > 0 {
            joined.extend_from_slice(LIST_SEPARATOR);
        }
        joined.extend_from_slice(member.as_bytes());
    }
    csv::put_field(out, &joined);
}

/// Appends an event's id: 16 hexadecimal digits.
pub fn put_hexadecimal(out: &mut Vec<u8>, id: u64) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for shift in (0..64).step_by(4).rev() {
        out.push(DIGITS[(id >> shift & 15) as usize]);
    }
}
