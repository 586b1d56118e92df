//! Everything that a command found, for formats that are one document.

use super::folders::Folders;
use crate::diagnostic::{Diagnostic, Files};

/// Findings about one mapping.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The mapping's file: the place of findings that have no other.
    pub about: String,
    /// The findings, in the order in which they are told.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they point into.
    pub files: Files,
}

/// Why a command stopped before its end.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    /// Whether the command line was wrong, rather than what it names.
    pub is_usage: bool,
    /// What is told of it.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that this points into.
    pub files: Files,
}

/// Everything that a command found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, mapping by mapping.
    pub findings: Vec<Findings>,
    /// Set where the command stopped before its end.
    pub stop: Option<Stop>,
    /// The exit code that says the same.
    pub exit_code: u8,
    /// Where files are.
    pub folders: Folders,
}

impl Report {
    /// All that is told, with the texts that it points into: findings first, then why the command stopped.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Diagnostic, &Files)> {
        let findings = self.findings.iter().flat_map(|each| each.diagnostics.iter().map(|found| (found, &each.files)));
        findings.chain(self.stop.iter().flat_map(|stop| stop.diagnostics.iter().map(|told| (told, &stop.files))))
    }
}
