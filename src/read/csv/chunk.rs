//! A stretch of a file that holds whole records.

use std::cell::Cell;

use memchr::memchr_iter;

use super::header::Header;
use super::record::Record;
use super::separators::{Index, Quoting};

/// Some successive records of a file, whole ones; never none. It lives as long as the work on it.
pub struct Chunk<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) header: &'a Header,
    pub(super) wanted: &'a [usize],
    pub(super) quote: Option<u8>,
    /// All from the first record on, where it is valid UTF-8.
    pub(super) text: Option<&'a str>,
    pub(super) unclosed: bool,
    /// Text may follow the closing quote of a field.
    pub(super) has_text_behind_quotes: bool,
    /// Where the first record begins.
    pub(super) origin: usize,
    /// Which of the `ends` is the first record's first.
    pub(super) first_end: usize,
    pub(super) ends: &'a [u32],
    pub(super) rows: &'a [u32],
    pub(super) specials: &'a [u32],
    /// How its fields are quoted.
    pub(super) quoting: Quoting,
    /// Which of the file's blocks it is, from 0.
    pub(super) block: usize,
    /// Up to where lines have been counted, and how many.
    counted: Cell<(usize, u64)>,
}

/// What all chunks of one scan share.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) header: &'a Header,
    pub(super) wanted: &'a [usize],
    pub(super) quote: Option<u8>,
}

impl<'a> Chunk<'a> {
    /// The records of `index`; the first ended one is left out where it began before `bytes`. None without records.
    pub(super) fn new(
        context: Context<'a>,
        bytes: &'a [u8],
        index: &'a Index,
        (block, from): (usize, From),
    ) -> Option<Self> {
        let (first_end, from) = match from {
            From::Position(position) => (0, position),
            From::SecondRow => {
                let last = *index.rows().first()? as usize;
                (last + 1, index.ends()[last] as usize + 1)
            }
        };
        let rows = &index.rows()[usize::from(first_end > 0)..];
        rows.first()?;
        let origin = skip_line_ends(bytes, from);
        let text = simdutf8::basic::from_utf8(&bytes[origin..]).ok();
        let Context { header, wanted, quote } = context;
        let (ends, specials, unclosed) = (index.ends(), index.specials(), index.unclosed);
        let counted = Cell::new((origin, 0));
        Some(Self {
            bytes,
            header,
            wanted,
            quote,
            text,
            unclosed,
            has_text_behind_quotes: index.has_text_behind_quotes(),
            origin,
            first_end,
            ends,
            rows,
            specials,
            quoting: index.quoting(&bytes[origin..]),
            block,
            counted,
        })
    }
}

/// Where a chunk's records begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// At this position.
    Position(usize),
    /// After the first line end outside quotes.
    SecondRow,
}

impl Chunk<'_> {
    /// Its records in order.
    pub fn records(&self) -> Records<'_> {
        Records { chunk: self, next: 0, start: self.origin, first_end: self.first_end, specials: self.specials }
    }

    /// How many records it has: at least one.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no records, which doesn't happen.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Which of the file's blocks it is, from 0: chunks of later blocks stand behind it.
    pub fn block(&self) -> usize {
        self.block
    }

    /// Its bytes, from the first record to the end of the last.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.origin..]
    }

    pub(super) fn origin(&self) -> usize {
        self.origin
    }

    /// Lines between the first record and `position`. Going on from the last answer keeps many faulty records cheap.
    pub(super) fn lines_before(&self, position: usize) -> u64 {
        let (from, lines) = match self.counted.get() {
            (from, lines) if from <= position => (from, lines),
            _ => (self.origin, 0),
        };
        let lines = lines + line_ends(&self.bytes[from..position], false);
        self.counted.set((position, lines));
        lines
    }
}

/// How many lines end in `text`; an LF at its start ends none `after_return`.
pub(crate) fn line_ends(text: &[u8], after_return: bool) -> u64 {
    let feeds = memchr_iter(b'\n', text).count();
    let lone = memchr_iter(b'\r', text).filter(|&at| text.get(at + 1) != Some(&b'\n')).count();
    (feeds + lone) as u64 - u64::from(after_return && text.first() == Some(&b'\n'))
}

/// The position of the first byte from `position` on that isn't a line end: records never begin with one.
pub(super) fn skip_line_ends(bytes: &[u8], mut position: usize) -> usize {
    while matches!(bytes.get(position), Some(b'\n' | b'\r')) {
        position += 1;
    }
    position
}

/// The records of a [`Chunk`], in order.
pub struct Records<'a> {
    chunk: &'a Chunk<'a>,
    next: usize,
    start: usize,
    first_end: usize,
    specials: &'a [u32],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    #[inline]
    fn next(&mut self) -> Option<Record<'a>> {
        let chunk = self.chunk;
        let after = *chunk.rows.get(self.next)? as usize + 1;
        let ends = &chunk.ends[self.first_end..after];
        let end = ends.last().map_or(self.start, |&end| end as usize);
        let special = self.has_special(end);
        let record = Record { chunk, index: self.next, start: self.start, ends, special };
        self.next += 1;
        self.first_end = after;
        self.start = skip_line_ends(chunk.bytes, end + 1);
        Some(record)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.chunk.rows.len() - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Records<'_> {}

impl Records<'_> {
    /// Whether a special quote stands before `end`; those are used up.
    #[inline]
    fn has_special(&mut self, end: usize) -> bool {
        let mut found = false;
        while let Some((&position, rest)) = self.specials.split_first()
            && (position as usize) < end
        {
            found |= position as usize >= self.start;
            self.specials = rest;
        }
        found
    }
}
