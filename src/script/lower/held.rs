//! Values while a lowered script runs.

use std::cmp::Ordering;
use std::ops::Deref;
use std::rc::Rc;

use rhai::Dynamic;

use super::bounds::{BYTES, ELEMENTS};
use super::{Out, Stop};
use crate::script::case::facts::Span;
use crate::script::case::view::Seen;
use crate::script::value::{Duration, Text, Time, Value};

/// A value. What lies in the case or in the script stays there.
#[derive(Debug, Clone)]
pub enum Held<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Time(i64),
    Duration(i64),
    Text(Words<'a>),
    List(List<'a>),
    /// `events`, or a part of them.
    Events(Span),
    Event(usize),
    /// A tracked field, up to a time.
    Field(u32, Option<i64>),
    /// Rows of a source, or a part of them.
    Rows(u32, Span),
    Row(u32, usize),
}

/// A text.
#[derive(Debug, Clone)]
pub enum Words<'a> {
    /// Of the case.
    Seen(&'a str),
    /// Of the script.
    Written(&'a Text),
    /// Made by the script.
    Made(Text),
}

/// A list.
#[derive(Debug, Clone)]
pub enum List<'a> {
    Texts(&'a [String]),
    Values(Rc<Vec<Value>>),
}

impl Deref for Words<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Seen(text) => text,
            Self::Written(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl Words<'_> {
    fn into_text(self) -> Text {
        match self {
            Self::Seen(text) => text.into(),
            Self::Written(text) => text.clone(),
            Self::Made(text) => text,
        }
    }
}

impl<'a> Held<'a> {
    /// A value out of the case.
    pub fn seen(seen: Seen<'a>) -> Self {
        match seen {
            Seen::Text(text) => Self::Text(Words::Seen(text)),
            Seen::Texts(texts) => Self::List(List::Texts(texts)),
            Seen::Value(value) => value.into(),
        }
    }

    /// A text that the script made.
    pub fn made(text: impl Into<Text>) -> Self {
        Self::Text(Words::Made(text.into()))
    }

    pub fn whole(count: usize) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The bytes of its texts.
    ///
    /// # Errors
    /// It is larger than lowered scripts handle.
    pub fn bytes(&self) -> Out<usize> {
        let bytes = match self {
            Self::Text(text) => text.len(),
            Self::List(list) if list.len() > ELEMENTS => return Err(Stop::Interpret),
            Self::List(List::Texts(texts)) => texts.iter().map(String::len).sum(),
            Self::List(List::Values(values)) => values.iter().map(text_length).sum(),
            _ => 0,
        };
        if bytes > BYTES { Err(Stop::Interpret) } else { Ok(bytes) }
    }

    /// The value as the interpreter holds it.
    ///
    /// # Errors
    /// It is a handle, which has no value.
    pub fn into_dynamic(self) -> Out<Dynamic> {
        self.into_value().map(Into::into)
    }

    /// The value as a script gives it.
    ///
    /// # Errors
    /// It is a handle, which has no value.
    pub fn into_value(self) -> Out<Value> {
        Ok(match self {
            Self::Null => Value::Null,
            Self::Boolean(truth) => Value::Boolean(truth),
            Self::Integer(number) => Value::Integer(number),
            Self::Number(number) => Value::Number(number),
            Self::Time(time) => Value::Time(time),
            Self::Duration(length) => Value::Duration(length),
            Self::Text(text) => Value::Text(text.into_text()),
            Self::List(list) => Value::List(list.into_values()),
            _ => return Err(Stop::Interpret),
        })
    }

    /// Whether two values are the same.
    ///
    /// # Errors
    /// They are of different kinds.
    pub fn same(&self, other: &Held<'_>) -> Out<bool> {
        match (self, other) {
            (Held::Null, other) | (other, Held::Null) => Ok(other.is_null()),
            (Held::Text(left), Held::Text(right)) => Ok(**left == **right),
            (Held::Boolean(left), Held::Boolean(right)) => Ok(left == right),
            (Held::List(left), Held::List(right)) => left.same(right),
            (Held::Event(left), Held::Event(right)) => Ok(left == right),
            (Held::Row(source, row), Held::Row(other_source, other)) => Ok(source == other_source && row == other),
            _ => self.scalar_order(other).map(Ordering::is_eq).ok_or(Stop::Interpret),
        }
    }

    /// The order of two values; nothing if one is null.
    ///
    /// # Errors
    /// They can't be ordered.
    pub fn order(&self, other: &Held<'_>) -> Out<Option<Ordering>> {
        match (self, other) {
            (Held::Null, _) | (_, Held::Null) => Ok(None),
            _ => self.scalar_order(other).map(Some).ok_or(Stop::Interpret),
        }
    }

    fn scalar_order(&self, other: &Held<'_>) -> Option<Ordering> {
        match (self, other) {
            (Held::Integer(left), Held::Integer(right))
            | (Held::Time(left), Held::Time(right))
            | (Held::Duration(left), Held::Duration(right)) => Some(left.cmp(right)),
            (Held::Integer(left), Held::Number(right)) => (*left as f64).partial_cmp(right),
            (Held::Number(left), Held::Integer(right)) => left.partial_cmp(&(*right as f64)),
            (Held::Number(left), Held::Number(right)) => left.partial_cmp(right),
            (Held::Text(left), Held::Text(right)) => Some((**left).cmp(&**right)),
            _ => None,
        }
    }
}

impl List<'_> {
    pub fn len(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Values(values) => values.len(),
        }
    }

    pub fn get(&self, index: usize) -> Option<Held<'_>> {
        match self {
            Self::Texts(texts) => texts.get(index).map(|text| Held::Text(Words::Seen(text))),
            Self::Values(values) => values.get(index).map(Held::of),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = Held<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Whether one of the elements is the same as a value; elements behind it are not looked at.
    pub fn has(&self, wanted: &Held<'_>) -> Out<bool> {
        for element in self.iter() {
            if element.same(wanted)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn same(&self, other: &List<'_>) -> Out<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        for (left, right) in self.iter().zip(other.iter()) {
            if !left.same(&right)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn into_values(self) -> Vec<Value> {
        match self {
            Self::Texts(texts) => texts.iter().map(|text| Value::text(text)).collect(),
            Self::Values(values) => Rc::unwrap_or_clone(values),
        }
    }
}

impl<'a> Held<'a> {
    /// A value that stands in a list.
    fn of(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(Words::Written(text)),
            other => other.clone().into(),
        }
    }

    /// The value, freed from where it stands.
    pub fn owned<'b>(self) -> Held<'b> {
        match self {
            Self::Null => Held::Null,
            Self::Boolean(truth) => Held::Boolean(truth),
            Self::Integer(number) => Held::Integer(number),
            Self::Number(number) => Held::Number(number),
            Self::Time(time) => Held::Time(time),
            Self::Duration(length) => Held::Duration(length),
            Self::Text(text) => Held::Text(Words::Made(text.into_text())),
            Self::List(list) => Held::List(List::Values(Rc::new(list.into_values()))),
            Self::Events(span) => Held::Events(span),
            Self::Event(event) => Held::Event(event),
            Self::Field(field, end) => Held::Field(field, end),
            Self::Rows(source, span) => Held::Rows(source, span),
            Self::Row(source, row) => Held::Row(source, row),
        }
    }
}

impl From<Value> for Held<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Text(text) => Self::Text(Words::Made(text)),
            Value::Integer(number) => Self::Integer(number),
            Value::Number(number) => Self::Number(number),
            Value::Boolean(truth) => Self::Boolean(truth),
            Value::Time(time) => Self::Time(time),
            Value::Duration(length) => Self::Duration(length),
            Value::List(values) => Self::List(List::Values(Rc::new(values))),
        }
    }
}

impl From<Time> for Held<'_> {
    fn from(time: Time) -> Self {
        Self::Time(time.0)
    }
}

impl From<Duration> for Held<'_> {
    fn from(length: Duration) -> Self {
        Self::Duration(length.0)
    }
}

fn text_length(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(_) => BYTES + 1,
        _ => 0,
    }
}
