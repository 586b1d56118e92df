//! How a command ends, well or not.

use std::io;

use caseloom::diagnostic::{Code, Diagnostic, Files, Span, codes, system};
use caseloom::shipped::LocateError;
use caseloom::write::OutputError;

/// Exit codes that scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All is well; warnings too, unless they are denied.
    Fine = 0,
    /// There are findings, or more rows in quarantine than allowed.
    Findings = 1,
    /// The command line was wrong.
    Usage = 2,
    /// The command could not run.
    CouldNotRun = 3,
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub enum Failure {
    /// The reader of our output went away.
    NobodyReads,
    /// It could not go on.
    Stopped {
        /// The exit code.
        exit: Exit,
        /// What to tell.
        diagnostics: Vec<Diagnostic>,
        /// The texts that they point into.
        files: Files,
    },
}

impl Failure {
    /// The command line was wrong.
    pub fn usage(diagnostic: Diagnostic) -> Self {
        Self::Stopped { exit: Exit::Usage, diagnostics: vec![diagnostic], files: Files::new() }
    }

    /// The command could not run.
    pub fn could_not_run(diagnostic: Diagnostic) -> Self {
        Self::Stopped { exit: Exit::CouldNotRun, diagnostics: vec![diagnostic], files: Files::new() }
    }

    /// Writing to standard output failed.
    pub fn of_stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::NobodyReads;
        }
        Self::could_not_run(Diagnostic::new(
            codes::OUTPUT_NOT_WRITABLE,
            format!("standard output can't be written: {}", system::reason(error)),
        ))
    }
}

impl From<LocateError> for Failure {
    fn from(error: LocateError) -> Self {
        let code = match &error {
            LocateError::NotUtf8 { file, text, at } => return not_utf8(&error, file, text, *at),
            LocateError::Unreadable { .. } => codes::UNREADABLE_FILE,
            _ => codes::UNKNOWN_MAPPING,
        };
        let diagnostic = explained(code, &error, error.help());
        if error.is_usage() { Self::usage(diagnostic) } else { Self::could_not_run(diagnostic) }
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        let code = match error {
            OutputError::NotOurs { .. } => codes::OUTPUT_EXISTS,
            _ => codes::OUTPUT_NOT_WRITABLE,
        };
        let diagnostic = explained(code, &error, error.help());
        if error.is_usage() { Self::usage(diagnostic) } else { Self::could_not_run(diagnostic) }
    }
}

/// A mapping that isn't UTF-8, and where.
fn not_utf8(error: &LocateError, file: &str, text: &str, at: usize) -> Failure {
    let mut files = Files::new();
    let length = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = Span::new(files.add(file, text), at..at + length);
    let diagnostic = explained(codes::MAPPING_NOT_UTF8, error, error.help()).at(span, "not UTF-8");
    Failure::Stopped { exit: Exit::CouldNotRun, diagnostics: vec![diagnostic], files }
}

fn explained(code: Code, error: &impl ToString, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, error.to_string()).help(help)
}
