//! How a command ends, well or not.

use std::io;

use caseloom::diagnostic::{Code, Diagnostic, Files, codes, system};
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
            LocateError::Unreadable { source, .. } if source.kind() == io::ErrorKind::InvalidData => {
                codes::MAPPING_NOT_UTF8
            }
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

fn explained(code: Code, error: &impl ToString, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, error.to_string()).help(help)
}
