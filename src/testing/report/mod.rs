//! What came of tests.

pub mod human;
pub mod json;
pub mod junit;

pub use human::review_text;

use std::sync::Arc;
use std::time::Duration;

use super::compare::CaseReview;
use super::coverage::Coverage;
use crate::diagnostic::{Diagnostic, Files};

/// What came of all tests.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The tests, file by file.
    pub tests: Vec<TestReport>,
    /// What is told beside: snapshots that nobody needs, too little coverage.
    pub findings: Vec<Diagnostic>,
    /// Snapshots that were written or removed, in words.
    pub updates: Vec<String>,
    /// What the tests reached, where that is wanted.
    pub coverage: Option<Coverage>,
}

/// What came of a test.
#[derive(Debug, Clone)]
pub struct TestReport {
    /// The mapping, as it was named.
    pub mapping: String,
    /// The file of the test.
    pub file: String,
    /// The line of its name, from 1.
    pub line: u32,
    /// Its name; of a file that can't be read that of the file.
    pub name: String,
    /// What it is there for.
    pub covers: Vec<String>,
    /// The keys under which it expects something.
    pub expects: Vec<&'static str>,
    /// What came of it.
    pub status: Status,
    /// What is wrong with it, or wasn't met.
    pub findings: Vec<Diagnostic>,
    /// The texts that these point into.
    pub files: Arc<Files>,
    /// What differs in the log, case by case.
    pub review: Vec<CaseReview>,
    /// What the run said, where that tells more.
    pub said: Option<String>,
    /// How long it took.
    pub took: Duration,
}

/// What came of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All is as expected.
    Passed,
    /// Something isn't.
    Failed,
    /// The test itself is wrong, so that it wasn't run.
    Wrong,
}

impl Status {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Wrong => "wrong",
        }
    }
}

/// How many tests came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// As expected.
    pub passed: usize,
    /// Not as expected.
    pub failed: usize,
    /// Wrong themselves.
    pub wrong: usize,
}

impl Totals {
    /// Counts tests.
    pub fn of<'a>(tests: impl Iterator<Item = &'a TestReport>) -> Self {
        let mut totals = Self::default();
        for test in tests {
            match test.status {
                Status::Passed => totals.passed += 1,
                Status::Failed => totals.failed += 1,
                Status::Wrong => totals.wrong += 1,
            }
        }
        totals
    }

    /// For people.
    pub fn in_words(self) -> String {
        let parts = [(self.passed, "passed"), (self.failed, "failed"), (self.wrong, "wrong")];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, what)| *count > 0 || *what == "passed")
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        parts.join(", ")
    }
}

impl Report {
    /// How the tests came out.
    pub fn totals(&self) -> Totals {
        Totals::of(self.tests.iter())
    }

    /// The tests by mapping and file, in order.
    fn by_file(&self) -> Vec<&[TestReport]> {
        self.tests.chunk_by(|one, other| one.file == other.file && one.mapping == other.mapping).collect()
    }
}
