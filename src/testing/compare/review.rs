//! What differs in a case, as lines that people read.

/// What differs in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReview {
    /// Its id.
    pub case: String,
    /// Attributes that differ, then its events in order, or only what differs of them.
    pub lines: Vec<ReviewLine>,
}

/// A line of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// What it is.
    pub mark: Mark,
    /// The event, or the attribute: its time and activity, or its name.
    pub what: String,
    /// What there is to say: attributes that differ, as `Priority: Low → High`.
    pub notes: Vec<String>,
}

/// What a line of a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// As expected.
    Same,
    /// Expected, and not in the log.
    Missing,
    /// In the log, and not expected.
    Added,
    /// At another place among the events of its case.
    Moved,
    /// With other values.
    Changed,
}

impl Mark {
    /// The sign before a line.
    pub fn sign(self) -> char {
        match self {
            Self::Same => ' ',
            Self::Missing => '-',
            Self::Added => '+',
            Self::Moved => '>',
            Self::Changed => '~',
        }
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Missing => "missing",
            Self::Added => "added",
            Self::Moved => "moved",
            Self::Changed => "changed",
        }
    }
}

impl ReviewLine {
    /// A line without notes.
    pub fn new(mark: Mark, what: impl Into<String>) -> Self {
        Self { mark, what: what.into(), notes: Vec::new() }
    }

    /// Adds what there is to say.
    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// An old value and a new one.
pub fn change(name: &str, old: &str, new: &str) -> String {
    format!("{name}: {} → {}", shown(old), shown(new))
}

/// A value in a sentence.
pub fn shown(value: &str) -> String {
    if value.is_empty() { "empty".to_owned() } else { format!("`{value}`") }
}
