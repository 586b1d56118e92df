//! A value of JSON as it is written, as the text of a cell.

use std::borrow::Cow;

use memchr::memchr;
use serde_json::value::RawValue;

use crate::plan::ValueType;

/// What a value is for a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Lexeme<'a> {
    /// A text, or a number exactly as it is written.
    Text(Cow<'a, str>),
    /// True or false, for a column of that type.
    Truth(bool),
    /// Null.
    Null,
    /// The members of an array, as they are written, for a list.
    List(Vec<&'a str>),
    /// Something that no cell of that type is, in words.
    Unfit(&'static str),
}

/// What a value is for a cell of that type. Ids that are written as numbers keep every digit.
pub fn read(raw: &str, kind: ValueType) -> Lexeme<'_> {
    match raw.as_bytes().first() {
        Some(b'"') => text(raw),
        Some(b'n') => Lexeme::Null,
        Some(b't' | b'f') if kind == ValueType::Boolean => Lexeme::Truth(raw == "true"),
        Some(b'{') => Lexeme::Unfit("an object"),
        Some(b'[') if kind == ValueType::List => list(raw),
        Some(b'[') => Lexeme::Unfit("an array"),
        _ if kind == ValueType::Integer => Lexeme::Text(whole(raw)),
        _ => Lexeme::Text(Cow::Borrowed(raw)),
    }
}

fn text(raw: &str) -> Lexeme<'_> {
    let inner = raw.get(1..raw.len() - 1).unwrap_or_default();
    if memchr(b'\\', inner.as_bytes()).is_none() {
        return Lexeme::Text(Cow::Borrowed(inner));
    }
    match serde_json::from_str::<String>(raw) {
        Ok(text) => Lexeme::Text(Cow::Owned(text)),
        // Half of a pair that stands for one character.
        Err(_) => Lexeme::Unfit("a text with an escape that stands for no character"),
    }
}

fn list(raw: &str) -> Lexeme<'_> {
    match serde_json::from_str::<Vec<&RawValue>>(raw) {
        Ok(members) => Lexeme::List(members.into_iter().map(RawValue::get).collect()),
        Err(_) => Lexeme::Unfit("an array"),
    }
}

/// `2720.0` and `2.72e3` are whole numbers too; what isn't whole stays as it is.
fn whole(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['.', 'e', 'E']) {
        return Cow::Borrowed(raw);
    }
    match raw.parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => Cow::Owned((number as i64).to_string()),
        _ => Cow::Borrowed(raw),
    }
}
