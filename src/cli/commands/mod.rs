//! The commands: each its arguments and what it does.

pub mod codes;
pub mod completions;
pub mod coverage;
pub mod diff;
pub mod docs;
pub mod explain;
pub mod generate;
pub mod init;
pub mod list;
pub mod man;
pub mod schema;
pub mod show;
pub mod test;
pub mod upgrade_check;
pub mod validate;

use clap::ValueEnum;

/// The form of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// The form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people
    Human,
    /// For programs: an array with an object per finding
    Json,
    /// For code scanning: a SARIF 2.1.0 log
    Sarif,
    /// For GitHub Actions: annotations
    Github,
}

/// A JSON value as a result: indented, with a final line end.
fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
