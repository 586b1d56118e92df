//! Codes of diagnostics and what is known of each.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::codes;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing runs until it is mended.
    Error,
    /// It runs, but probably not as meant.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of finding: stable, never used again for another kind.
///
/// It reads `E` (error) or `W` (warning) and four digits, the first two for the stage.
#[derive(Clone, Copy)]
pub struct Code(pub(super) &'static Entry);

/// What the registry holds of a code.
pub(super) struct Entry {
    pub id: &'static str,
    pub name: &'static str,
    pub title: &'static str,
    pub explanation: &'static str,
    pub example: &'static str,
}

impl Code {
    /// The code as users write it, such as `E0203`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// Its name in words, such as `unknown-activity`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Error or warning, as its first letter says.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.0.id.starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// What it says, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// What it means, why it matters, and how to mend it.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        self.0.explanation
    }

    /// A short piece of a mapping or of data that shows the mistake and its mend.
    #[must_use]
    pub fn example(self) -> &'static str {
        self.0.example
    }

    /// Every code, in the order of the numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        codes::STAGES.iter().flat_map(|stage| stage.iter().copied())
    }

    /// The code with this id (in either case of letters) or this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::all().find(|code| code.id().eq_ignore_ascii_case(text) || code.name() == text)
    }

    /// The number without the letter: the key of the order.
    fn number(self) -> &'static str {
        self.0.id.get(1..).unwrap_or("")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}({})", self.id(), self.name())
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(other.number()).then_with(|| self.id().cmp(other.id()))
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}
