//! Reading texts, whether they are still being collected or complete.

use std::borrow::Cow;

use crate::rows::{CarriedId, TextId, Texts};

/// Where texts are read from: the frozen texts of a run, or those that loading collects at the moment.
pub trait TextRead {
    /// The text of an id.
    fn text(&self, id: TextId) -> Cow<'_, str>;
    /// A carried text.
    fn carried(&self, id: CarriedId) -> Cow<'_, str>;
    /// The id of a text, where any cell has it.
    fn id_of(&self, text: &str) -> Option<TextId>;
}

impl TextRead for Texts {
    fn text(&self, id: TextId) -> Cow<'_, str> {
        Cow::Borrowed(self.get(id))
    }

    fn carried(&self, id: CarriedId) -> Cow<'_, str> {
        Cow::Borrowed(Texts::carried(self, id))
    }

    fn id_of(&self, text: &str) -> Option<TextId> {
        self.find(text)
    }
}

/// What separates the members of a list in its text.
pub const LIST_SEPARATOR: char = '\u{1f}';
