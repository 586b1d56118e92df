//! Cells that are written for people: their digits and marks are made plain first.

use std::borrow::Cow;

use super::{Fault, Form, Reading, TimeNotes, number};
use crate::writing::Writing;

/// How cells are written, and what they are once they are plain.
#[derive(Debug)]
pub struct Written {
    pub writing: Writing,
    pub form: Form,
}

impl Written {
    pub fn read<'a>(&self, text: &str, notes: &mut TimeNotes) -> Reading<'a> {
        match self.writing.plain(text) {
            None => Reading::Unreadable(Fault::Type),
            Some(plain) => owned(self.form.read(plain.trim(), notes)),
        }
    }

    /// What a cell may hold, for messages.
    pub fn expected(&self) -> String {
        let expected = match (&self.form, &self.writing.marks) {
            (Form::Integer, Some(marks)) => format!("a whole number such as `{}`", marks.example(false)),
            (Form::Number, Some(marks)) => format!("a number such as `{}`", marks.example(true)),
            (Form::Duration(formats, is_inline), Some(marks)) => {
                format!("{} such as `{}`", number::duration_expected(formats, *is_inline), marks.example(true))
            }
            (form, _) => form.expected(),
        };
        match &self.writing.digits {
            Some(digits) => format!("{expected} in digits {}", digits.in_words()),
            None => expected,
        }
    }
}

/// A reading that borrows nothing from the plain text.
fn owned<'a>(reading: Reading<'_>) -> Reading<'a> {
    match reading {
        Reading::Null => Reading::Null,
        Reading::Text(text) => Reading::Text(Cow::Owned(text.into_owned())),
        Reading::List(members) => Reading::List(members),
        Reading::Cell(cell) => Reading::Cell(cell),
        Reading::Naive => Reading::Naive,
        Reading::Unreadable(fault) => Reading::Unreadable(fault),
    }
}
