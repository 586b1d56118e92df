//! For people, in a terminal.

use crate::diagnostic::{Diagnostic, Files};

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// With ANSI colours.
    pub color: bool,
    /// With line-drawing characters, else in ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 100 }
    }
}

/// Draws diagnostics one after another, each with the lines that its labels point at.
#[must_use]
pub fn render(_diagnostics: &[Diagnostic], _files: &Files, _options: Options) -> String {
    String::new()
}
