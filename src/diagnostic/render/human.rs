//! For people, in a terminal.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity as Level};

use super::excerpts::Excerpts;
use super::printable::printable;
use crate::diagnostic::{Diagnostic, Files, Label, Place, Severity};

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
pub fn render(diagnostics: &[Diagnostic], files: &Files, options: Options) -> String {
    let handler = handler(options);
    let drawn: Vec<String> = diagnostics.iter().map(|diagnostic| draw(&handler, diagnostic, files)).collect();
    drawn.join("\n")
}

fn handler(options: Options) -> GraphicalReportHandler {
    let theme = match (options.unicode, options.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    // Positions are part of the excerpts' names, as a file without lines has none.
    GraphicalReportHandler::new_themed(theme).with_width(options.width).with_links(false).without_primary_span_start()
}

fn draw(handler: &GraphicalReportHandler, diagnostic: &Diagnostic, files: &Files) -> String {
    let mut text = String::new();
    let report = Report { diagnostic, excerpts: Excerpts::new(diagnostic, files) };
    // Writing to a string doesn't fail; a label that can't be drawn leaves what was drawn so far.
    match handler.render_report(&mut text, &report) {
        Ok(()) => trim_lines(&text),
        Err(_) => format!("{}\n{}\n{report}\n", diagnostic.code, trim_lines(&text)),
    }
}

/// Without blanks at the ends of lines.
fn trim_lines(text: &str) -> String {
    text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// A diagnostic as the drawing library wants it.
#[derive(Debug)]
struct Report<'a> {
    diagnostic: &'a Diagnostic,
    excerpts: Excerpts,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&printable(&self.diagnostic.message))?;
        self.diagnostic.labels.iter().filter_map(without_text).try_for_each(|line| write!(formatter, "\n{line}"))
    }
}

/// The line for a label that has no text to be drawn under.
fn without_text(label: &Label) -> Option<String> {
    let place = match &label.place {
        Place::File(file) => file.clone(),
        Place::Data { file, line, column: Some(column), text: None } => format!("{file}:{line}:{column}"),
        Place::Data { file, line, column: None, text: None } => format!("{file}:{line}"),
        _ => return None,
    };
    let line = if label.text.is_empty() { format!("in `{place}`") } else { format!("in `{place}`: {}", label.text) };
    Some(printable(&line).into_owned())
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{} {}", self.diagnostic.code.id(), self.diagnostic.code.name())))
    }

    fn severity(&self) -> Option<Level> {
        Some(match self.diagnostic.severity() {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help.as_ref().map(|help| Box::new(printable(help)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpts.labels().iter().cloned()))
    }
}
