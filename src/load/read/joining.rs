//! The rows of all chunks of a source in one run, put together while they are read: so the memory of a chunk's rows serves
//! the next chunk's, and no second copy of all of them ever stands beside the first.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::part::Part;
use crate::read::csv::Chunk;

/// Puts rows together; threads share it, one at a time.
#[derive(Debug)]
pub struct Joining {
    stride: usize,
    joined: Mutex<Joined>,
}

#[derive(Debug, Default)]
struct Joined {
    words: Vec<u32>,
    cases: Vec<u32>,
    late_keys: Vec<u32>,
    /// How many records stand before the next row, faulty ones too.
    records: u32,
    /// Which block of the file comes next.
    next: usize,
    /// Blocks that were read before their turn.
    waiting: BTreeMap<usize, Piece>,
    /// About how many bytes of the file are still to come.
    left: u64,
}

/// The rows of a chunk.
#[derive(Debug)]
struct Piece {
    words: Vec<u32>,
    cases: Vec<u32>,
    late_keys: Vec<u32>,
    records: u32,
    bytes: u64,
}

impl Joining {
    /// Of rows of so many words.
    pub fn new(stride: usize) -> Self {
        Self { stride, joined: Mutex::default() }
    }

    /// Begins a file of so many bytes.
    pub fn begin(&self, bytes: u64) {
        let mut joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        (joined.next, joined.left) = (0, bytes);
    }

    /// Takes the rows of a chunk, and numbers them from the source's first row.
    pub fn take(&self, chunk: &Chunk<'_>, part: &mut Part) {
        let piece = Piece {
            words: std::mem::take(&mut part.words),
            cases: std::mem::take(&mut part.cases),
            late_keys: std::mem::take(&mut part.late_keys),
            records: chunk.len() as u32,
            bytes: chunk.bytes().len() as u64,
        };
        let mut joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        joined.waiting.insert(chunk.block(), piece);
        while let Some(piece) = joined.its_turn() {
            joined.append(piece, self.stride);
        }
    }

    /// Ends a file. Blocks in which no record begins never came.
    pub fn end(&self) {
        let mut joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, piece)) = joined.waiting.pop_first() {
            joined.append(piece, self.stride);
        }
    }

    /// All rows.
    pub fn finish(self) -> Part {
        let Joined { words, cases, late_keys, .. } = self.joined.into_inner().unwrap_or_else(PoisonError::into_inner);
        Part { words, cases, late_keys, ..Part::default() }
    }
}

impl Joined {
    fn its_turn(&mut self) -> Option<Piece> {
        let piece = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(piece)
    }

    fn append(&mut self, mut piece: Piece, stride: usize) {
        piece.words.chunks_exact_mut(stride).for_each(|row| row[stride - 1] += self.records);
        self.records += piece.records;
        let ahead = self.left / piece.bytes.max(1);
        append(&mut self.words, &piece.words, ahead);
        append(&mut self.cases, &piece.cases, ahead);
        append(&mut self.late_keys, &piece.late_keys, ahead);
        self.left = self.left.saturating_sub(piece.bytes);
    }
}

/// Appends words where about so many times as many are still to come. Memory that isn't written to is the system's.
fn append(all: &mut Vec<u32>, words: &[u32], ahead: u64) {
    if all.capacity() - all.len() < words.len() && ahead > 0 {
        let most = (words.len() as u64).saturating_mul(ahead + ahead / 16 + 1);
        // What can't be had at once may be had bit by bit.
        let _ = usize::try_from(most).map(|most| all.try_reserve_exact(most));
    }
    all.extend_from_slice(words);
}
