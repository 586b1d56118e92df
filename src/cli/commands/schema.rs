//! `caseloom schema`

use super::json;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// Prints the JSON Schema of the mapping language.
pub fn run(terminal: &Terminal) -> Result<Exit, Failure> {
    terminal.result(json(&caseloom::resolve::schema()))?;
    Ok(Exit::Fine)
}
