//! Where text goes: results to standard output, everything else to standard error.

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};

use caseloom::diagnostic::render::{human, printable};
use caseloom::diagnostic::{Diagnostic, Files};
use clap::ValueEnum;
use indicatif::ProgressDrawTarget;

use super::failure::Failure;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The widest that text is drawn, in columns.
const WIDEST: usize = 120;
/// The width where there is no terminal.
const USUAL: usize = 100;

/// The two streams, and how to write to them.
#[derive(Debug)]
pub struct Terminal {
    quiet: bool,
    color: ColorChoice,
    /// What was told, where nobody is to see it.
    kept: Option<RefCell<String>>,
}

impl Terminal {
    /// The streams of this process.
    pub fn new(quiet: bool, color: ColorChoice) -> Self {
        Self { quiet, color, kept: None }
    }

    /// Streams that nobody sees: what is told is kept.
    pub fn silent() -> Self {
        Self { quiet: false, color: ColorChoice::Never, kept: Some(RefCell::default()) }
    }

    /// What was told to streams that nobody sees.
    pub fn into_told(self) -> String {
        self.kept.map(RefCell::into_inner).unwrap_or_default()
    }

    /// Draws findings as results of this terminal.
    pub fn draw(&self, diagnostics: &[Diagnostic], files: &Files) -> String {
        human::render(diagnostics, files, self.options(io::stdout().is_terminal()))
    }

    fn to_stderr(&self, text: &str) {
        match &self.kept {
            Some(kept) => kept.borrow_mut().push_str(text),
            None => to_stderr(text),
        }
    }

    /// Writes a result.
    ///
    /// # Errors
    /// Where standard output can't be written.
    pub fn result(&self, text: impl AsRef<[u8]>) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(text.as_ref()).and_then(|()| stdout.flush());
        written.map_err(|error| Failure::of_stdout(&error))
    }

    /// Writes words for people as a result: nothing that data say steers the terminal.
    ///
    /// # Errors
    /// Where standard output can't be written.
    pub fn words(&self, text: &str) -> Result<(), Failure> {
        self.result(printable(text).as_bytes())
    }

    /// Writes findings as a result.
    ///
    /// # Errors
    /// Where standard output can't be written.
    pub fn findings(&self, diagnostics: &[Diagnostic], files: &Files) -> Result<(), Failure> {
        self.result(self.draw(diagnostics, files))
    }

    /// Tells what a reader may want to know, unless they want quiet.
    pub fn tell(&self, text: &str) {
        if !self.quiet {
            self.to_stderr(&printable(text));
        }
    }

    /// Tells what was asked for by an option of its own, whatever else is to be seen.
    pub fn answer(&self, text: &str) {
        self.to_stderr(&printable(text));
    }

    /// Tells what a reader has to know: findings, whatever was asked for.
    pub fn complain(&self, diagnostics: &[Diagnostic], files: &Files) {
        if !diagnostics.is_empty() {
            self.to_stderr(&human::render(diagnostics, files, self.options(io::stderr().is_terminal())));
        }
    }

    /// Where progress is drawn: nowhere but on a terminal.
    pub fn progress_target(&self) -> ProgressDrawTarget {
        if self.quiet || self.kept.is_some() || !io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        }
    }

    fn options(&self, is_terminal: bool) -> human::Options {
        human::Options { color: self.has_color(is_terminal), unicode: true, width: width(is_terminal) }
    }

    fn has_color(&self, is_terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }
}

fn width(is_terminal: bool) -> usize {
    let size = if is_terminal { terminal_size::terminal_size() } else { None };
    size.map_or(USUAL, |(width, _)| usize::from(width.0).min(WIDEST))
}

/// Where nobody reads standard error, there is nobody to tell.
fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
