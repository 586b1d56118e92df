//! From a file's text to its records: through arrays of documents, and through documents around the rows.

mod walk;

use memchr::memmem;

use super::path::{JsonPath, Step};
use super::window::Window;
use crate::read::error::ReadError;

/// Where a record stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Its document is that element of an array.
    pub document: Option<u64>,
    /// It stands at the end of that path of the document.
    pub path: Option<usize>,
    /// It is that element of an array there.
    pub element: Option<u64>,
}

/// A stretch of text, by the positions of its start and end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A record.
    Record {
        /// Its first byte.
        start: u64,
        /// Behind its last byte.
        end: u64,
        /// Where it stands.
        place: Place,
    },
    /// Text that holds no record.
    Broken(Broken),
}

/// Text that should hold records and doesn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its first byte.
    pub start: u64,
    /// Behind its last byte.
    pub end: u64,
    /// The byte at fault.
    pub at: u64,
    /// What is wrong.
    pub what: String,
    /// How many rows are lost with it.
    pub extent: Extent,
    /// Whether there was more of it than from its first byte to its last.
    pub is_cut: bool,
    /// Where it stands.
    pub place: Place,
}

/// How many rows may stand in text that holds no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// One.
    Row,
    /// Nobody knows, but what stands behind it is read.
    Rows,
    /// Nobody knows, and nothing behind it could be read.
    Rest,
}

/// Finds records.
pub(super) struct Splitter<'p, W> {
    pub window: W,
    /// The paths to the rows in a document.
    paths: &'p [JsonPath],
    /// Where we are.
    at: u64,
    /// From where on text must not be forgotten.
    pub hold: u64,
    frames: Vec<Frame>,
    document: Document,
    is_done: bool,
    /// Nothing of the value that we go over is kept.
    is_skipping: bool,
    /// Whether any document was there.
    pub has_documents: bool,
}

/// The document that we are in.
#[derive(Default)]
struct Document {
    start: u64,
    element: Option<u64>,
    /// The path that leads somewhere in it.
    found: Option<usize>,
}

/// What we are in.
enum Frame {
    /// An array of documents.
    Documents(u64),
    /// An object on the way to the rows, so many keys below the document: the paths that lead through it.
    Members(usize, Vec<usize>, bool),
    /// The rows.
    Rows(usize, u64),
}

/// Why a value has no end.
enum Stop {
    Error(ReadError),
    /// The byte at fault, what is wrong, and whether the text at fault goes to the end of all text.
    Broken {
        at: u64,
        what: String,
        is_whole: bool,
    },
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Error(error)
    }
}

type Found<T> = Result<T, Stop>;

/// The most of a broken text without an end that is kept.
const BROKEN: u64 = 64 << 10;

impl<'p, W: Window> Splitter<'p, W> {
    pub fn new(window: W, paths: &'p [JsonPath]) -> Self {
        Self {
            window,
            paths,
            at: 0,
            hold: u64::MAX,
            frames: Vec::new(),
            document: Document::default(),
            is_done: false,
            is_skipping: false,
            has_documents: false,
        }
    }

    /// The next piece; `None` at the end, or after text that can't be read on from.
    pub fn next(&mut self) -> Result<Option<Piece>, ReadError> {
        while !self.is_done {
            match self.step() {
                Ok(Some(piece)) => return Ok(Some(piece)),
                Ok(None) => {}
                Err(Stop::Error(error)) => return Err(error),
                Err(Stop::Broken { at, what, is_whole }) => {
                    self.is_done = true;
                    return self.rest(at, what, is_whole).map(|broken| Some(Piece::Broken(broken)));
                }
            }
        }
        Ok(None)
    }

    /// The text that can't be read on from.
    fn rest(&mut self, at: u64, what: String, is_whole: bool) -> Result<Broken, ReadError> {
        // The text of a document that may be the record is kept.
        let wanted = if self.is_undecided() { self.document.start } else { at };
        let (start, limit) = (wanted.max(self.window.base()), at + BROKEN);
        while !is_whole && self.end() <= limit && self.window.more(start.min(self.hold).max(self.window.base()))? {}
        let is_long = !is_whole && !W::IS_LINE && self.end() > limit;
        let end = if is_long { limit } else { self.end() };
        let (start, is_cut) = (start.min(end), is_long || start > wanted);
        let extent = if W::IS_LINE { self.extent_in_line(start, end, is_whole) } else { Extent::Rest };
        Ok(Broken { start, end, at, what, extent, is_cut, place: self.place(self.innermost()) })
    }

    fn end(&self) -> u64 {
        self.window.base() + self.window.bytes().len() as u64
    }

    /// How many rows may stand in a stretch at the end of a line: the next line is another document.
    fn extent_in_line(&self, start: u64, end: u64, is_whole: bool) -> Extent {
        let is_one = match self.frames.as_slice() {
            [] => is_whole || !self.bytes(start, end).contains(&b'{'),
            // A document on its own is the row, unless rows may still come in it.
            [Frame::Members(..)] if self.document.found.is_none() => !self.names_rows(start, end),
            _ => false,
        };
        if is_one { Extent::Row } else { Extent::Rows }
    }

    /// Whether the first key of a path to rows stands in a stretch.
    fn names_rows(&self, start: u64, end: u64) -> bool {
        let text = self.bytes(start, end);
        let first = |path: &JsonPath| match path.steps.first() {
            Some(Step::Key(key)) => serde_json::to_string(key).ok(),
            _ => None,
        };
        self.paths.iter().filter_map(first).any(|key| memmem::find(text, key.as_bytes()).is_some())
    }

    /// How many rows stand in a value that isn't where rows are.
    fn extent_of(&self, start: u64, end: u64) -> Extent {
        if self.bytes(start, end).contains(&b'{') { Extent::Rows } else { Extent::Row }
    }

    /// Whether nothing in the document led to rows so far.
    fn is_undecided(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Members(..))) && self.document.found.is_none()
    }

    fn innermost(&self) -> Option<(usize, u64)> {
        match self.frames.last() {
            Some(Frame::Rows(path, next)) => Some((*path, next.saturating_sub(1))),
            _ => None,
        }
    }

    fn place(&self, row: Option<(usize, u64)>) -> Place {
        let document = match self.frames.first() {
            Some(Frame::Documents(_)) => self.document.element,
            _ => None,
        };
        Place { document, path: row.map(|(path, _)| path), element: row.map(|(_, element)| element) }
    }

    fn step(&mut self) -> Found<Option<Piece>> {
        match self.frames.last_mut() {
            None => self.top(),
            Some(Frame::Documents(_)) => self.documents(),
            Some(Frame::Members(..)) => self.members(),
            Some(Frame::Rows(..)) => self.rows(),
        }
    }

    fn top(&mut self) -> Found<Option<Piece>> {
        let Some(byte) = self.skip_blank()? else {
            self.is_done = true;
            return Ok(None);
        };
        self.has_documents = true;
        if byte == b'[' {
            self.at += 1;
            self.frames.push(Frame::Documents(0));
            return Ok(None);
        }
        self.document(None, byte)
    }

    fn documents(&mut self) -> Found<Option<Piece>> {
        let Some(Frame::Documents(next)) = self.frames.last() else { return Ok(None) };
        let next = *next;
        let Some(byte) = self.element(next == 0)? else { return Ok(None) };
        if let Some(Frame::Documents(next)) = self.frames.last_mut() {
            *next += 1;
        }
        self.document(Some(next), byte)
    }

    fn rows(&mut self) -> Found<Option<Piece>> {
        let Some(Frame::Rows(path, next)) = self.frames.last() else { return Ok(None) };
        let (path, next) = (*path, *next);
        let Some(byte) = self.element(next == 0)? else { return Ok(None) };
        if let Some(Frame::Rows(_, next)) = self.frames.last_mut() {
            *next += 1;
        }
        let start = self.at;
        let end = self.value(byte)?;
        let place = self.place(Some((path, next)));
        Ok(Some(Piece::Record { start, end, place }))
    }

    /// The first byte of the next element; `None` where the array ends.
    fn element(&mut self, is_first: bool) -> Found<Option<u8>> {
        let mut byte = self.needed("the array never closes")?;
        if byte == b']' {
            self.at += 1;
            self.frames.pop();
            return Ok(None);
        }
        if !is_first {
            if byte != b',' {
                return Err(self.broken("expected `,` or `]`"));
            }
            self.at += 1;
            byte = self.needed("the array never closes")?;
        }
        Ok(Some(byte))
    }

    /// Begins a document.
    fn document(&mut self, element: Option<u64>, byte: u8) -> Found<Option<Piece>> {
        self.document = Document { start: self.at, element, found: None };
        let ways: Vec<usize> = (0..self.paths.len()).filter(|path| !self.paths[*path].is_here()).collect();
        if byte == b'{' && !ways.is_empty() {
            self.at += 1;
            self.frames.push(Frame::Members(0, ways, true));
            return Ok(None);
        }
        let end = self.value(byte)?;
        let start = self.document.start;
        if byte != b'{' {
            let what = "expected a record".to_owned();
            return Ok(Some(self.no_record(start, end, what)));
        }
        Ok(self.whole_document(end))
    }

    /// Text that is no record, and behind which reading goes on.
    fn no_record(&self, start: u64, end: u64, what: String) -> Piece {
        let (extent, place) = (self.extent_of(start, end), self.place(None));
        Piece::Broken(Broken { start, end, at: start, what, extent, is_cut: false, place })
    }

    /// The document as the record. One without keys is an empty answer, unless it is an element among others.
    fn whole_document(&self, end: u64) -> Option<Piece> {
        let start = self.document.start;
        let is_row = self.document.element.is_some() || !self.is_empty(end);
        is_row.then(|| Piece::Record { start, end, place: self.place(None) })
    }

    /// Whether the document that ends there has no keys.
    fn is_empty(&self, end: u64) -> bool {
        self.bytes(self.document.start + 1, end - 1).iter().all(u8::is_ascii_whitespace)
    }

    fn members(&mut self) -> Found<Option<Piece>> {
        let Some(Frame::Members(depth, ways, is_first)) = self.frames.last_mut() else { return Ok(None) };
        let (depth, ways, is_first) = (*depth, ways.clone(), std::mem::replace(is_first, false));
        let mut byte = self.needed("the object never closes")?;
        if byte == b'}' {
            self.at += 1;
            self.frames.pop();
            return Ok(if depth == 0 { self.end_of_document() } else { None });
        }
        if !is_first {
            if byte != b',' {
                return Err(self.broken("expected `,` or `}`"));
            }
            self.at += 1;
            byte = self.needed("the object never closes")?;
        }
        if byte != b'"' {
            return Err(self.broken("expected a key in quotes"));
        }
        let key = self.key()?;
        let byte = self.needed("the object never closes")?;
        let wanted = |path: &usize| self.paths[*path].steps.get(depth) == Some(&Step::Key(key.clone()));
        let onward: Vec<usize> = ways.into_iter().filter(wanted).collect();
        self.member(depth, &onward, byte)
    }

    fn member(&mut self, depth: usize, onward: &[usize], byte: u8) -> Found<Option<Piece>> {
        let ends = onward.iter().find(|path| self.paths[**path].steps.len() == depth + 1);
        if let Some(path) = ends {
            return self.at_rows(*path, byte);
        }
        if !onward.is_empty() && byte == b'{' {
            self.at += 1;
            self.frames.push(Frame::Members(depth + 1, onward.to_vec(), true));
            return Ok(None);
        }
        self.is_skipping = self.document.found.is_some();
        let end = self.value(byte);
        self.is_skipping = false;
        end.map(|_| None)
    }

    /// At the end of a path.
    fn at_rows(&mut self, path: usize, byte: u8) -> Found<Option<Piece>> {
        let start = self.at;
        if let Some(other) = self.document.found {
            let end = self.value(byte)?;
            let what = match other == path {
                true => format!("the document has `{}` twice", self.paths[path]),
                false => format!("the document has both `{}` and `{}`", self.paths[other], self.paths[path]),
            };
            return Ok(Some(self.no_record(start, end, what)));
        }
        self.document.found = Some(path);
        match byte {
            b'[' => {
                self.at += 1;
                self.frames.push(Frame::Rows(path, 0));
                Ok(None)
            }
            b'{' => {
                let end = self.value(byte)?;
                let place = Place { path: Some(path), ..self.place(None) };
                Ok(Some(Piece::Record { start, end, place }))
            }
            _ => {
                let end = self.value(byte)?;
                if self.bytes(start, end) == b"null" {
                    return Ok(None);
                }
                let what = format!("`{}` holds no rows", self.paths[path]);
                Ok(Some(self.no_record(start, end, what)))
            }
        }
    }

    fn end_of_document(&mut self) -> Option<Piece> {
        if self.document.found.is_some() {
            return None;
        }
        let (start, end) = (self.document.start, self.at);
        if self.paths.iter().any(JsonPath::is_here) {
            return self.whole_document(end);
        }
        let names: Vec<String> = self.paths.iter().map(|path| format!("`{path}`")).collect();
        let what = format!("the document has no {}", names.join(" and no "));
        let (extent, place) = (Extent::Row, self.place(None));
        let broken = Broken { start, end, at: start, what, extent, is_cut: false, place };
        (!self.is_empty(end)).then_some(Piece::Broken(broken))
    }

    /// Reads a key and the colon behind it.
    fn key(&mut self) -> Found<String> {
        let start = self.at;
        let end = self.value(b'"')?;
        let text = serde_json::from_slice::<String>(self.bytes(start, end));
        let key =
            text.map_err(|_| Stop::Broken { at: start, what: "the key is no text".to_owned(), is_whole: false })?;
        if self.needed("the object never closes")? != b':' {
            return Err(self.broken("expected `:`"));
        }
        self.at += 1;
        Ok(key)
    }
}
