//! The tree.

use super::{Scalar, Style};
use crate::diagnostic::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its place, without anchor; of an alias the place of what it stands for.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text, a number, true, false, or null.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values, in the order of the file; no key stands twice.
    Mapping(Vec<Entry>),
    /// Something that couldn't be read and has been reported: to be passed over in silence.
    Invalid,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value; null where it is left out.
    pub value: Node,
}

/// The key of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its text, without quotes.
    pub text: String,
    /// Its place, with quotes.
    pub span: Span,
}

impl Node {
    /// A null at a place.
    #[must_use]
    pub fn null(span: Span) -> Self {
        Self { span, kind: Kind::Scalar(Scalar::new("", Style::Plain, span)) }
    }

    /// What stands for something that has been reported.
    #[must_use]
    pub fn invalid(span: Span) -> Self {
        Self { span, kind: Kind::Invalid }
    }

    /// The value of a key; none if this isn't a mapping or hasn't the key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key; none if this isn't a mapping or hasn't the key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.as_mapping()?.iter().find(|entry| entry.key.text == key)
    }

    /// The entries, if it is a mapping.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&[Entry]> {
        match &self.kind {
            Kind::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if it is a sequence.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The scalar, if it is one.
    #[must_use]
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar that isn't null, whatever it looks like: `00412`, `no` and `1.0` are texts, too.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        self.as_scalar().filter(|scalar| !scalar.is_null()).map(|scalar| scalar.text.as_str())
    }

    /// `true` or `false`, if it is one of them and not quoted.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        self.as_scalar()?.as_bool()
    }

    /// A whole number, if it is one and not quoted.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.as_scalar()?.as_i64()
    }

    /// A number, if it is one and not quoted.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.as_scalar()?.as_f64()
    }

    /// Whether it is null: left out, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(Scalar::is_null)
    }

    /// Whether it stands for something that has been reported.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self.kind, Kind::Invalid)
    }

    /// What it is, in words for a message: `a list`, `text`, `a number`.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.describe(),
            Kind::Sequence(_) => "a list",
            Kind::Mapping(_) => "a mapping",
            Kind::Invalid => "unreadable",
        }
    }
}
