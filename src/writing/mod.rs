//! How an export writes numbers and times where it does so for people: digits of other scripts, marks in numbers.

mod digits;
mod marks;

pub use digits::Digits;
pub use marks::{Mark, Marks};

use std::borrow::Cow;

/// How the cells of a column are written, where that isn't as programs do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writing {
    /// Digits beside 0 to 9.
    pub digits: Option<Digits>,
    /// The marks in numbers.
    pub marks: Option<Marks>,
}

impl Writing {
    /// A value as programs write it; `None` where its marks don't stand where they may.
    pub fn plain<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        let text = self.digits.as_ref().map_or(Cow::Borrowed(text), |digits| digits.plain(text));
        match &self.marks {
            None => Some(text),
            Some(marks) => marks.plain(&text).map(Cow::Owned),
        }
    }
}
