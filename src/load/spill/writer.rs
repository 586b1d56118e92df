//! Rows on their way to the disk.

use super::buckets::Record;
use super::bytes::{mixed, put_number, put_text};
use super::layout::Passing;
use super::ties::Tie;
use super::{Spill, Spilled, batches, token};
use crate::load::read::SourceReader;
use crate::rows::{PassingArena, TextId, hash_of};
use crate::scratch::ScratchError;

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
}

impl<'w, 'a> Writer<'w, 'a> {
    /// For a piece's rows of a source; the arena of their carried texts, where it is known.
    pub fn new(
        spill: &'w Spill<'a>,
        spilled: &'w Spilled,
        reader: &'w SourceReader<'w>,
        (piece, arena): (u32, Option<PassingArena>),
    ) -> Self {
        let texts = Passing::new(reader.interner, arena);
        let (bytes, records, content) = (Vec::new(), Vec::new(), Vec::new());
        Self { spill, spilled, reader, piece, bytes, records, content, texts }
    }

    /// Takes a row of a case: that of a key, where it is at hand, else of the key of that word.
    ///
    /// # Errors
    /// The temporary file can't be written.
    pub fn row(&mut self, row: &[u32], key: Option<&str>, case: u32) -> Result<(), ScratchError> {
        let Self { spilled, .. } = *self;
        let (bytes, stride) = (&mut self.bytes, spilled.layout.stride);
        let start = bytes.len();
        bytes.extend_from_slice(&[0; 4]);
        let mut put_case = |key: &str| {
            put_text(bytes, Some(key));
            mixed(hash_of(key.as_bytes()))
        };
        let hash = match (key, TextId::from_word(case)) {
            (Some(key), _) => put_case(key),
            (None, Some(key)) => self.texts.interner.with(key, put_case),
            (None, None) => {
                bytes.truncate(start);
                return Ok(());
            }
        };
        put_number(bytes, u64::from(self.piece));
        put_number(bytes, u64::from(row[stride - 1]));
        spilled.layout.put(row, &mut self.texts, bytes);
        let length = bytes.len() - start;
        bytes[start..start + 4].copy_from_slice(&(length as u32 - 4).to_le_bytes());
        let need = batches::need(&spilled.layout, length);
        self.records.push(Record { bucket: self.spill.rows.of(hash) as u32, place: (start, bytes.len()), need });
        for (index, tie) in spilled.ties.iter().enumerate() {
            self.tie(index, tie, row, hash)?;
        }
        Ok(())
    }

    /// Sends all rows on their way; gives the arena of their carried texts.
    ///
    /// # Errors
    /// The temporary file can't be written.
    pub fn finish(mut self) -> Result<Option<PassingArena>, ScratchError> {
        self.spill.rows.push_all(self.reader.source, &self.bytes, &mut self.records)?;
        Ok(self.texts.arena)
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
        for column in columns {
            self.spilled.layout.put_column(*column, row, &mut self.texts, &mut self.content);
        }
        token(self.reader.source, index, &self.content)
    }
}
