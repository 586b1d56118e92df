//! Rows on their way to the disk.

use super::aside::{Aside, Keys};
use super::buckets::{Buckets, Record};
use super::bytes::{mixed, put_number, put_text};
use super::layout::Passing;
use super::order::Order;
use super::ties::Tie;
use super::{Spill, Spilled, batches, lock, token};
use crate::load::read::SourceReader;
use crate::rows::{PassingArena, TextId, hash_of};
use crate::scratch::ScratchError;

/// Where the rows of a piece go.
struct Way<'w> {
    rows: &'w Buckets,
    /// The order of cases; none as long as rows wait for it.
    order: Option<&'w Order>,
    /// The interval of the case before.
    near: usize,
    /// Nobody asks for more of a place than its bucket.
    is_rough: bool,
    aside: Option<&'w Aside>,
    /// Where all of them go that wait.
    bucket: usize,
    sampled: Keys,
}

impl<'w> Way<'w> {
    fn of(spill: &'w Spill<'_>, spilled: &Spilled, piece: u32) -> Self {
        let order = spill.order.get();
        let aside = spill.aside.as_ref().filter(|_| order.is_none());
        let rows = aside.map_or(&spill.rows, |aside| &aside.rows);
        let bucket = aside.map_or(0, |aside| aside.bucket(piece));
        let is_bucket = |order: &Order| order.intervals() == spill.rows.count();
        let is_rough = spilled.ties.is_empty() && order.is_some_and(is_bucket);
        Self { rows, order, near: 0, is_rough, aside, bucket, sampled: Keys::new() }
    }

    /// The place of a case, as far as there is one.
    #[inline]
    fn place(&mut self, key: &str) -> u64 {
        if let Some(order) = self.order {
            return match self.is_rough {
                true => order.start(key.as_bytes(), &mut self.near),
                false => order.place(key.as_bytes(), &mut self.near),
            };
        }
        let hash = mixed(hash_of(key.as_bytes()));
        if self.aside.is_some_and(|aside| aside.is_sampled(hash)) {
            self.sampled.push((hash, key.into()));
        }
        hash
    }

    /// The bucket of rows of a place.
    #[inline]
    fn bucket(&self, place: u64) -> usize {
        if self.order.is_some() { self.rows.of(place) } else { self.bucket }
    }

    fn push_all(&mut self, source: usize, bytes: &[u8], records: &mut [Record]) -> Result<(), ScratchError> {
        if let Some(aside) = self.aside {
            aside.sample(&mut self.sampled);
        }
        self.rows.push_all(source, bytes, records)
    }
}

/// Writes the rows of a piece.
pub struct Writer<'w, 'a> {
    spill: &'w Spill<'a>,
    spilled: &'w Spilled,
    reader: &'w SourceReader<'w>,
    piece: u32,
    /// The rows, each with its length before it.
    bytes: Vec<u8>,
    /// Where they are to go.
    records: Vec<Record>,
    /// What tells ties.
    content: Vec<u8>,
    texts: Passing<'w>,
    way: Way<'w>,
}

impl<'w, 'a> Writer<'w, 'a> {
    /// For a piece's rows of a source; its bytes, and the arena of their carried texts where it is known.
    pub fn new(
        spill: &'w Spill<'a>,
        spilled: &'w Spilled,
        reader: &'w SourceReader<'w>,
        piece: u32,
        texts: (&'w [u8], Option<PassingArena>),
    ) -> Self {
        let texts = Passing::new(reader.interner, texts, lock(&spilled.recalls).pop());
        let way = Way::of(spill, spilled, piece);
        let (bytes, records, content) = (Vec::new(), Vec::new(), Vec::new());
        Self { spill, spilled, reader, piece, bytes, records, content, texts, way }
    }

    /// Takes a row of a case: that of a key, where it is at hand, else of the key of that word.
    ///
    /// # Errors
    /// The temporary file can't be written.
    pub fn row(&mut self, row: &[u32], key: Option<&str>, case: u32) -> Result<(), ScratchError> {
        let (start, spilled) = (self.bytes.len(), self.spilled);
        self.bytes.extend_from_slice(&[0; 4]);
        let Some(place) = self.put_case(key, case) else {
            self.bytes.truncate(start);
            return Ok(());
        };
        put_number(&mut self.bytes, u64::from(self.piece));
        put_number(&mut self.bytes, u64::from(row[spilled.layout.stride - 1]));
        self.texts.case = if key.is_none() { case } else { 0 };
        spilled.layout.put(row, &mut self.texts, &mut self.bytes);
        let length = self.bytes.len() - start;
        self.bytes[start..start + 4].copy_from_slice(&(length as u32 - 4).to_le_bytes());
        let need = batches::need(&spilled.layout, length);
        let bucket = self.way.bucket(place) as u32;
        Record { bucket, rows: 1, place: (start, start + length), need }.join(&mut self.records);
        for (index, tie) in spilled.ties.iter().enumerate() {
            self.tie(index, tie, row, place)?;
        }
        Ok(())
    }

    /// Writes the key of a row's case, and gives its place; `None` where there is no key.
    #[inline]
    fn put_case(&mut self, key: Option<&str>, case: u32) -> Option<u64> {
        let Self { bytes, way, texts, .. } = self;
        let mut put = |key: &str| {
            put_text(bytes, Some(key));
            way.place(key)
        };
        match (key, TextId::from_word(case)) {
            (Some(key), _) => Some(put(key)),
            (None, Some(key)) => Some(texts.interner.with(key, put)),
            (None, None) => None,
        }
    }

    /// Sends all rows on their way; gives the arena of their carried texts.
    ///
    /// # Errors
    /// The temporary file can't be written.
    pub fn finish(mut self) -> Result<Option<PassingArena>, ScratchError> {
        self.way.push_all(self.reader.source, &self.bytes, &mut self.records)?;
        let (arena, recall) = self.texts.finish();
        lock(&self.spilled.recalls).extend(recall);
        Ok(arena)
    }

    fn tie(&mut self, index: usize, tie: &Tie, row: &[u32], case: u64) -> Result<(), ScratchError> {
        let (own, number) = (self.reader.source, |source: usize, number: u32| {
            mixed(mixed(1 << 32 | source as u64) ^ u64::from(self.piece) << 32 ^ u64::from(number))
        });
        let token = match tie {
            Tie::RowAbove { source, place } => number(*source, row[*place]),
            Tie::OwnRow => number(own, row[self.spilled.layout.stride - 1]),
            Tie::Key(column) => self.hash_of(&[*column], row, index),
            Tie::Same(columns) => self.hash_of(columns, row, index),
        };
        self.spill.tie(token, case)
    }

    fn hash_of(&mut self, columns: &[usize], row: &[u32], index: usize) -> u64 {
        self.content.clear();
        // Rows of several cases are compared.
        self.texts.case = 0;
        for column in columns {
            self.spilled.layout.put_column(*column, row, &mut self.texts, &mut self.content);
        }
        token(self.reader.source, index, &self.content)
    }
}
