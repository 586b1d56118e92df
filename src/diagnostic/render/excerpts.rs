//! The texts that the labels of one diagnostic point into, laid end to end.
//!
//! The drawing library knows one source per diagnostic; with the texts one after another, labels in several files, and
//! in data of which only an excerpt is known, are drawn in one picture.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::diagnostic::{Diagnostic, Excerpt, FileId, Files, Label, Place, Span};

/// The texts and the labels into them.
#[derive(Debug)]
pub(super) struct Excerpts {
    parts: Vec<Part>,
    labels: Vec<LabeledSpan>,
}

/// One text.
#[derive(Debug)]
struct Part {
    /// Which file it is, if it isn't an excerpt of data.
    file: Option<FileId>,
    name: String,
    text: String,
    /// The byte at which it begins among all texts.
    offset: usize,
    /// Bytes of the file left out at its start: a byte order mark.
    skipped: usize,
    first_line: usize,
    /// The column of the first character; of data it may not be known.
    first_column: Option<usize>,
}

impl Excerpts {
    pub(super) fn new(diagnostic: &Diagnostic, files: &Files) -> Self {
        let mut excerpts = Self { parts: Vec::new(), labels: Vec::new() };
        for (index, label) in diagnostic.labels.iter().enumerate() {
            match &label.place {
                Place::Text(span) => excerpts.add_text(label, *span, files, index == 0),
                Place::Data { file, line, column, text: Some(excerpt) } => {
                    excerpts.add_data(label, Part::data(file, *line, *column, excerpt), excerpt, index == 0);
                }
                _ => {}
            }
        }
        excerpts
    }

    pub(super) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    fn add_text(&mut self, label: &Label, span: Span, files: &Files, primary: bool) {
        let offset = self.end();
        let index = self.parts.iter().position(|part| part.file == Some(span.file)).unwrap_or(self.parts.len());
        if index == self.parts.len() {
            self.parts.push(Part { offset, ..Part::file(span.file, files) });
        }
        if let Some(part) = self.parts.get(index) {
            let range = part.visible(span.range());
            self.labels.push(drawn(&label.text, part.offset + range.start, range.len(), primary));
        }
    }

    fn add_data(&mut self, label: &Label, part: Part, excerpt: &Excerpt, primary: bool) {
        let offset = self.end();
        let meant = drawn(&label.text, offset + excerpt.before.len(), excerpt.text.len(), primary);
        self.labels.push(meant);
        self.parts.push(Part { offset, ..part });
    }

    /// Where the next text begins. Between texts a byte is left, so that the end of one isn't the start of the next.
    fn end(&self) -> usize {
        self.parts.last().map_or(0, |part| part.offset + part.text.len() + 1)
    }
}

impl SourceCode for Excerpts {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let part = self.parts.iter().rev().find(|part| part.offset <= span.offset()).ok_or(MietteError::OutOfBounds)?;
        let start = span.offset() - part.offset;
        let contents = part.read(start..start + span.len(), before, after).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(contents))
    }
}

impl Part {
    fn file(id: FileId, files: &Files) -> Self {
        let whole = files.text(id);
        let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        Self {
            file: Some(id),
            name: files.name(id).to_owned(),
            text: printable(text),
            offset: 0,
            skipped: whole.len() - text.len(),
            first_line: 1,
            first_column: Some(1),
        }
    }

    fn data(file: &str, line: u64, column: Option<u64>, excerpt: &Excerpt) -> Self {
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let Excerpt { before, text, after, .. } = excerpt;
        Self {
            file: None,
            name: file.to_owned(),
            text: printable(&[before.as_str(), text, after].concat()),
            offset: 0,
            skipped: 0,
            first_line: number(line).max(1),
            first_column: column.map(|column| number(column).saturating_sub(before.chars().count())),
        }
    }

    /// The lines of a range with some lines around it, under a name that tells where the range begins.
    fn read(&self, range: Range<usize>, before: usize, after: usize) -> Option<MietteSpanContents<'_>> {
        let text = self.text.as_str();
        if range.end > text.len() {
            return None;
        }
        let from = (0..before)
            .fold(line_start(text, range.start)?, |at, _| line_start(text, at.saturating_sub(1)).unwrap_or(0));
        let last = range.end.max(range.start + 1) - 1;
        let until =
            (0..after).fold(line_end(text, last.min(text.len()))?, |at, _| line_end(text, at).unwrap_or(text.len()));
        let contents = text.get(from..until)?.as_bytes();
        let line = self.first_line - 1 + breaks(text.get(..from)?);
        let name = self.position(range.start)?;
        let span = SourceSpan::from((self.offset + from, until - from));
        // In the library's own reading a range without lines around it begins in its column, which the name tells already.
        Some(MietteSpanContents::new_named(name, contents, span, line, 0, breaks(text.get(from..until)?)))
    }

    fn position(&self, at: usize) -> Option<String> {
        let line = self.first_line + breaks(self.text.get(..at)?);
        let start = line_start(&self.text, at)?;
        let column = self.text.get(start..at)?.chars().count();
        Some(match self.first_column {
            Some(first) => format!("{}:{line}:{}", self.name, first + column),
            None => format!("{}:{line}", self.name),
        })
    }

    /// The range cut to the text; what would lie behind the last character is put on it.
    fn visible(&self, range: Range<usize>) -> Range<usize> {
        let last = self.text.char_indices().next_back().map_or(0, |(index, _)| index);
        let start = self.text.floor_char_boundary(range.start.saturating_sub(self.skipped)).min(last);
        let end = range.end.saturating_sub(self.skipped).min(self.text.len());
        start..self.text.ceil_char_boundary(end).max(start)
    }
}

fn drawn(text: &str, offset: usize, length: usize, primary: bool) -> LabeledSpan {
    let text = Some(text.to_owned()).filter(|text| !text.is_empty());
    if primary {
        LabeledSpan::new_primary_with_span(text, (offset, length))
    } else {
        LabeledSpan::new(text, offset, length)
    }
}

/// The text with characters that would steer a terminal made harmless, byte for byte.
fn printable(text: &str) -> String {
    let steers = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') || letter == '\u{feff}';
    let harmless = |letter: char| match steers(letter) {
        true => "?".repeat(letter.len_utf8()),
        false => letter.to_string(),
    };
    if text.contains(steers) { text.chars().map(harmless).collect() } else { text.to_owned() }
}

fn line_start(text: &str, at: usize) -> Option<usize> {
    Some(text.get(..at)?.rfind('\n').map_or(0, |index| index + 1))
}

/// The byte after the line break that follows.
fn line_end(text: &str, at: usize) -> Option<usize> {
    Some(
        text.get(text.floor_char_boundary(at)..)?
            .find('\n')
            .map_or(text.len(), |index| text.floor_char_boundary(at) + index + 1),
    )
}

fn breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}
