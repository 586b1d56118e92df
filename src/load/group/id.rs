//! How cases are called.

use std::borrow::Cow;

use crate::evaluate::Datum;
use crate::rows::{Cell, Texts};
use crate::time::{Precision, write_rfc3339};

/// How a case is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Id {
    Cell(Cell),
    /// A text that no cell has.
    New(String),
}

impl Id {
    /// By a value; `None`: it is null.
    pub fn of(datum: Datum, texts: &Texts) -> Option<Self> {
        match datum {
            Datum::Cell(Cell::Null) => None,
            Datum::Cell(cell) => Some(Self::Cell(cell)),
            other => match (other.as_cell(), other.with_text(texts, str::to_owned)) {
                (Some(cell), _) => Some(Self::Cell(cell)),
                (None, text) => text.map(Self::New),
            },
        }
    }

    /// As it is written.
    pub fn text<'a>(&'a self, texts: &'a Texts) -> Cow<'a, str> {
        match self {
            Self::New(text) => Cow::Borrowed(text),
            Self::Cell(Cell::Text(id)) => Cow::Borrowed(texts.get(*id)),
            Self::Cell(Cell::Carried(id)) => Cow::Borrowed(texts.carried(*id)),
            Self::Cell(other) => Cow::Owned(written(*other)),
        }
    }
}

fn written(cell: Cell) -> String {
    match cell {
        Cell::Integer(number) => number.to_string(),
        Cell::Number(number) => number.value().to_string(),
        Cell::Boolean(truth) => truth.holds().to_string(),
        Cell::Time(time) => {
            let mut text = Vec::new();
            write_rfc3339(time, Precision::Milliseconds, &mut text);
            String::from_utf8(text).unwrap_or_default()
        }
        Cell::Date(value) | Cell::TimeOfDay(value) | Cell::Duration(value) => value.to_string(),
        Cell::Null | Cell::Text(_) | Cell::Carried(_) | Cell::List(_) => String::new(),
    }
}

/// The text by which cases are put in order, of what a case is called.
pub fn text_of_id(id: Cell, texts: &Texts) -> String {
    Id::Cell(id).text(texts).into_owned()
}

/// The same, of a value by which a record calls its case; `None`: it doesn't.
pub fn text_of_value(value: Datum, texts: &Texts) -> Option<String> {
    Id::of(value, texts).map(|id| id.text(texts).into_owned())
}
