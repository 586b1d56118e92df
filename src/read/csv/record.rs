//! One record, and its fields as they are asked for.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::chunk::Chunk;

/// A record of a [`Chunk`]. Nothing in it is copied but fields that hold a doubled quote.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    pub(super) chunk: &'a Chunk<'a>,
    pub(super) index: usize,
    pub(super) start: usize,
    /// Where its fields end; the last one is the record's end.
    pub(super) ends: &'a [u32],
    /// A field may hold more than the text between two quotes.
    pub(super) special: bool,
}

/// Why a record can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum Fault {
    /// A quote opens and never closes: the record goes to the end of the file.
    UnclosedQuote,
    /// It has more or fewer fields than the header.
    Ragged { expected: usize, found: usize },
    /// It is the header once more.
    HeaderRepeated,
    /// A wanted field isn't valid UTF-8, or (in a transcoded file) not valid in the file's encoding. `wanted` is its place
    /// among the wanted columns.
    InvalidText { wanted: usize },
    /// A wanted field goes on behind its closing quote, and not with spaces alone. `wanted` is its place among the wanted
    /// columns.
    TextBehindQuote { wanted: usize },
    /// A field that isn't wanted does, and a line ends in it: it may hold other records. `column` is its place in the record.
    RecordsBehindQuote { column: usize },
}

impl<'a> Record<'a> {
    /// Its place in the chunk, from 0. In the file: [`super::Part::first_record`] and this.
    pub fn index(&self) -> usize {
        self.index
    }

    /// How many lines below the chunk's first record it begins. In the file: [`super::Part::first_line`] and this.
    /// Counted when asked for, from the last record of the chunk that was asked.
    pub fn line_offset(&self) -> u64 {
        self.chunk.lines_before(self.start)
    }

    /// The record as it stands in the file with its line end; in a transcoded file: as it stands in the transcoded text.
    pub fn raw(&self) -> &'a [u8] {
        let bytes = self.chunk.bytes;
        let end = self.end();
        let line_end = match bytes[end..] {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        &bytes[self.start..end + line_end]
    }

    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no fields, which no record has.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The field in the `wanted`-th of the wanted columns, without quotes; empty where a short record doesn't reach.
    #[inline]
    pub fn field(&self, wanted: usize) -> Cow<'a, [u8]> {
        self.chunk.wanted.get(wanted).map_or(Cow::Borrowed(&[]), |&column| self.column(column))
    }

    /// The text of the only field that holds any, empty where none does; `None`: several do.
    pub fn only_text(&self) -> Option<Cow<'a, [u8]>> {
        let mut texts =
            (0..self.ends.len()).map(|column| self.column(column)).filter(|text| !text.trim_ascii().is_empty());
        let first = texts.next().unwrap_or_default();
        texts.next().is_none().then_some(first)
    }

    /// What is wrong with the record, the gravest first.
    #[inline]
    pub fn fault(&self) -> Option<Fault> {
        let header = self.chunk.header;
        if self.chunk.unclosed && self.index + 1 == self.chunk.len() {
            return Some(Fault::UnclosedQuote);
        }
        if self.ends.len() != header.names.len() {
            return Some(Fault::Ragged { expected: header.names.len(), found: self.ends.len() });
        }
        if self.repeats_header() {
            return Some(Fault::HeaderRepeated);
        }
        let invalid = if self.chunk.text.is_some() { None } else { self.invalid_text() };
        if invalid.is_none() && self.chunk.has_text_behind_quotes { self.text_behind_quote() } else { invalid }
    }

    fn end(&self) -> usize {
        self.ends.last().map_or(self.start, |&end| end as usize)
    }

    #[inline]
    fn column(&self, column: usize) -> Cow<'a, [u8]> {
        let field = self.raw_column(column);
        match (field, self.chunk.quote) {
            (&[first, .., last], Some(quote)) if first == quote => {
                if last == quote && !self.special {
                    Cow::Borrowed(&field[1..field.len() - 1])
                } else {
                    unquote(field, quote)
                }
            }
            (&[only], Some(quote)) if only == quote => Cow::Borrowed(&[]),
            _ => Cow::Borrowed(field),
        }
    }

    #[inline]
    fn raw_column(&self, column: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(column) else { return &[] };
        let start = if column == 0 { self.start } else { self.ends[column - 1] as usize + 1 };
        &self.chunk.bytes[start..end as usize]
    }

    #[inline]
    fn repeats_header(&self) -> bool {
        let names = &self.chunk.header.names;
        let same = |column: usize, name: &String| {
            let raw = self.raw_column(column);
            raw.len() >= name.len() && cell_is(&self.column(column), self.chunk.quote, name)
        };
        names.iter().enumerate().all(|(column, name)| same(column, name))
    }

    #[cold]
    fn text_behind_quote(&self) -> Option<Fault> {
        let quote = self.chunk.quote?;
        let goes_on = |column: usize| {
            let field = self.raw_column(column);
            field.first() == Some(&quote) && !behind_quote(field, quote).trim_ascii().is_empty()
        };
        if let Some(wanted) = self.chunk.wanted.iter().position(|column| goes_on(*column)) {
            return Some(Fault::TextBehindQuote { wanted });
        }
        let has_lines = |column: &usize| memchr2(b'\n', b'\r', self.raw_column(*column)).is_some();
        let column = (0..self.ends.len()).find(|column| has_lines(column) && goes_on(*column))?;
        Some(Fault::RecordsBehindQuote { column })
    }

    #[cold]
    fn invalid_text(&self) -> Option<Fault> {
        let invalid = |&wanted: &usize| str::from_utf8(&self.field(wanted)).is_err();
        (0..self.chunk.wanted.len()).find(invalid).map(|wanted| Fault::InvalidText { wanted })
    }
}

/// What follows the closing quote of a field that begins with one.
fn behind_quote(field: &[u8], quote: u8) -> &[u8] {
    let mut rest = field.get(1..).unwrap_or_default();
    while let Some(end) = memchr(quote, rest) {
        let behind = &rest[end + 1..];
        match behind.strip_prefix(&[quote]) {
            Some(after) => rest = after,
            None => return behind,
        }
    }
    &[]
}

/// Whether a cell of a joined file is a name of the header, which is trimmed and has no byte order mark. Behind a mark, a
/// quote doesn't begin the field, and is still there.
pub(super) fn cell_is(cell: &[u8], quote: Option<u8>, name: &str) -> bool {
    match cell.strip_prefix("\u{feff}".as_bytes()) {
        None => cell.trim_ascii() == name.as_bytes(),
        Some(marked) => match quote {
            Some(quote) if marked.first() == Some(&quote) => unquote(marked, quote).trim_ascii() == name.as_bytes(),
            _ => marked.trim_ascii() == name.as_bytes(),
        },
    }
}

/// The value of a field that begins with a quote: two quotes are one, and what follows the closing quote is kept.
pub(super) fn unquote(field: &[u8], quote: u8) -> Cow<'_, [u8]> {
    let inner = &field[1..];
    match memchr(quote, inner) {
        None => Cow::Borrowed(inner),
        Some(end) if end + 1 == inner.len() => Cow::Borrowed(&inner[..end]),
        Some(_) => Cow::Owned(joined(inner, quote)),
    }
}

fn joined(mut rest: &[u8], quote: u8) -> Vec<u8> {
    let mut value = Vec::with_capacity(rest.len());
    while let Some(end) = memchr(quote, rest) {
        value.extend_from_slice(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix(&[quote]) {
            Some(after) => {
                value.push(quote);
                rest = after;
            }
            None => break,
        }
    }
    value.extend_from_slice(rest);
    value
}
