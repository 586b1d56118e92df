//! A value that was computed: a cell, or what a script gave.

use std::borrow::Cow;

use super::texts::{LIST_SEPARATOR, TextRead};
use crate::rows::Cell;
use crate::script::{Given, Plain, Seen, Value};
use crate::time::DAY;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// A cell, its text elsewhere.
    Cell(Cell),
    /// What a script, or the joining of texts, gave; never null.
    Value(Value),
}

impl Datum {
    /// No value.
    pub const NULL: Self = Self::Cell(Cell::Null);

    /// Becomes a cell, as two words of the processor where it is one already.
    #[inline(always)]
    pub fn set(&mut self, cell: Cell) {
        match self {
            Self::Cell(place) => *place = cell,
            place => *place = Self::Cell(cell),
        }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        match self {
            Self::Cell(cell) => cell.is_null(),
            Self::Value(value) => value.is_null(),
        }
    }

    /// The moment, where it is one.
    pub fn as_time(&self) -> Option<i64> {
        match self.as_cell() {
            Some(Cell::Time(time)) => Some(time),
            _ => None,
        }
    }

    /// The length of time in milliseconds, where it is one.
    pub fn as_duration(&self) -> Option<i64> {
        match self.as_cell() {
            Some(Cell::Duration(length)) => Some(length),
            _ => None,
        }
    }

    /// True or false, where it is one of them.
    pub fn as_boolean(&self) -> Option<bool> {
        match self.as_cell() {
            Some(Cell::Boolean(truth)) => Some(truth.holds()),
            _ => None,
        }
    }

    /// The value as a cell; `None` for texts and lists that no cell has.
    pub fn as_cell(&self) -> Option<Cell> {
        match self {
            Self::Cell(cell) => Some(*cell),
            Self::Value(value) => cell_of(value),
        }
    }

    /// The value as scripts see it. A day is its midnight in UTC, a time of day the time since midnight.
    pub fn to_value(&self, texts: &impl TextRead) -> Value {
        match self {
            Self::Cell(cell) => value_of(*cell, texts),
            Self::Value(value) => value.clone(),
        }
    }

    /// [`Datum::to_value`] where the value stands.
    pub fn into_seen(self, texts: &impl TextRead) -> Seen<'_> {
        match self {
            Self::Cell(cell) => see_cell(cell, texts),
            Self::Value(value) => Seen::Value(value),
        }
    }

    /// Calls `action` with the text, where it is one.
    pub fn with_text<R>(&self, texts: &impl TextRead, action: impl FnOnce(&str) -> R) -> Option<R> {
        match self {
            Self::Cell(Cell::Text(id)) => Some(action(&texts.text(*id))),
            Self::Cell(Cell::Carried(id)) => Some(action(&texts.carried(*id))),
            Self::Value(Value::Text(text)) => Some(action(text)),
            _ => None,
        }
    }
}

impl From<Cell> for Datum {
    fn from(cell: Cell) -> Self {
        Self::Cell(cell)
    }
}

impl From<Value> for Datum {
    fn from(value: Value) -> Self {
        match cell_of(&value) {
            Some(cell) => Self::Cell(cell),
            None => Self::Value(value),
        }
    }
}

impl From<Given<'_>> for Datum {
    #[inline]
    fn from(given: Given<'_>) -> Self {
        Self::Cell(match given {
            Given::Plain(plain) => cell_of_plain(plain),
            Given::Text(text) => return Self::Value(Value::Text(text.clone())),
            Given::Value(value) => return value.into(),
        })
    }
}

/// The cell of a plain value.
#[inline]
pub fn cell_of_plain(plain: Plain) -> Cell {
    match plain {
        Plain::Null | Plain::Other => Cell::Null,
        Plain::False => Cell::boolean(false),
        Plain::True => Cell::boolean(true),
        Plain::Integer(number) => Cell::Integer(number),
        Plain::Number(bits) => Cell::number(f64::from_bits(bits)),
        Plain::Time(time) => Cell::Time(time),
        Plain::Duration(length) => Cell::Duration(length),
    }
}

fn cell_of(value: &Value) -> Option<Cell> {
    match Plain::of(value) {
        Plain::Other => None,
        plain => Some(cell_of_plain(plain)),
    }
}

/// [`value_of`] where the value stands.
pub fn see_cell(cell: Cell, texts: &impl TextRead) -> Seen<'_> {
    let text = match cell {
        Cell::Text(id) => texts.text(id),
        Cell::Carried(id) => texts.carried(id),
        other => return Seen::Value(value_of(other, texts)),
    };
    match text {
        Cow::Borrowed(text) => Seen::Text(text),
        Cow::Owned(text) => Seen::Value(Value::Text(text.into())),
    }
}

/// A cell as scripts see it.
pub fn value_of(cell: Cell, texts: &impl TextRead) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(id) => Value::text(&texts.text(id)),
        Cell::Carried(id) => Value::text(&texts.carried(id)),
        Cell::Integer(number) => Value::Integer(number),
        Cell::Number(number) => Value::Number(number.value()),
        Cell::Boolean(truth) => Value::Boolean(truth.holds()),
        Cell::Time(time) => Value::Time(time),
        Cell::Date(day) => Value::Time(day.saturating_mul(DAY)),
        Cell::TimeOfDay(time) => Value::Duration(time),
        Cell::Duration(length) => Value::Duration(length),
        Cell::List(id) => Value::List(texts.text(id).split(LIST_SEPARATOR).map(Value::text).collect()),
    }
}
