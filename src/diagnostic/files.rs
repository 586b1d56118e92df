//! Texts of files, and spans that point into them.

use std::ops::Range;

/// Names one text in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in the text of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file whose text is meant.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one; equal to `start` where the span is a point.
    pub end: u32,
}

impl Span {
    /// The span of a range of bytes; beyond 4 GiB it ends at that limit.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The smallest span that holds both, in the file of `self`; a span of another file is left aside.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn clamp(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode characters.
    Characters,
    /// Code units of UTF-16, as many programs hold their texts.
    Utf16,
}

impl Unit {
    /// The length of a text.
    #[must_use]
    pub fn length(self, text: &str) -> u64 {
        match self {
            Self::Characters => text.chars().count() as u64,
            Self::Utf16 => text.encode_utf16().count() as u64,
        }
    }
}

/// The texts that spans point into: mappings, overlays, scripts.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

#[derive(Clone, Debug)]
struct File {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Files {
    /// No texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a text under a name (a path as the user gave it) for spans to point into; a file that was read before keeps
    /// its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let (name, text) = (name.into(), text.into());
        if let Some(known) = self.files.iter().position(|file| file.name == name && file.text == text) {
            return FileId(clamp(known));
        }
        let line_starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        let id = FileId(clamp(self.files.len()));
        self.files.push(File { name, text, line_starts });
        id
    }

    /// The name of a file; empty for an id that isn't from here.
    #[must_use]
    pub fn name(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.name)
    }

    /// The text of a file; empty for an id that isn't from here.
    #[must_use]
    pub fn text(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.text)
    }

    /// The line and the column (in characters) of a byte, both counted from 1; a byte order mark isn't counted.
    #[must_use]
    pub fn line_column(&self, id: FileId, byte: u32) -> (u32, u32) {
        self.position(id, byte, Unit::Characters)
    }

    /// The line and the column of a byte, both counted from 1; a byte order mark isn't counted.
    #[must_use]
    pub fn position(&self, id: FileId, byte: u32, unit: Unit) -> (u32, u32) {
        self.file(id).map_or((1, 1), |file| file.position(byte as usize, unit))
    }

    fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0 as usize)
    }
}

impl File {
    fn position(&self, byte: usize, unit: Unit) -> (u32, u32) {
        let byte = byte.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= byte).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..byte).or_else(|| self.text.get(start..self.text.floor_char_boundary(byte)));
        let column = unit.length(before.unwrap_or("").trim_start_matches('\u{feff}')) + 1;
        (clamp(line), u32::try_from(column).unwrap_or(u32::MAX))
    }
}
