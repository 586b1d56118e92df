//! What a scan gives.

mod chain;
pub(super) mod plain;
pub(super) mod stream;

use super::chunk::Chunk;
use crate::read::digest::{self, Digest, Piece};

/// What the work on a file's chunks gave, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan<T> {
    /// One for each chunk.
    pub parts: Vec<Part<T>>,
    /// Records in the file, faulty ones too, without the header.
    pub records: u64,
    /// Size of the file as stored, in bytes.
    pub bytes: u64,
    /// How many blocks it has.
    pub blocks: usize,
    /// The digest of the file's bytes, where it was wanted and all of them were read one after the other.
    pub digest: Option<Digest>,
}

/// What the work on one chunk gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<T> {
    /// What the work returned.
    pub value: T,
    /// How many records of the file stand before the chunk, the header not counted.
    pub first_record: u64,
    /// The line on which its first record begins, from 1.
    pub first_line: u64,
}

/// What became of one block.
pub(super) struct Done<T> {
    pub(super) block: usize,
    /// What the work gave, if a record begins in the block.
    pub(super) value: Option<T>,
    pub(super) records: u64,
    /// Lines that end in the block.
    pub(super) lines: u64,
    /// Those of them that end before the first record that begins in it.
    pub(super) lines_before: u64,
    /// What was found for the block's bytes, where digests are wanted.
    pub(super) piece: Option<Piece>,
}

impl<T> Done<T> {
    pub(super) fn new(
        block: usize,
        chunk: Option<&Chunk<'_>>,
        lines: u64,
        lines_before: u64,
        value: Option<T>,
    ) -> Self {
        let records = chunk.map_or(0, |chunk| chunk.len() as u64);
        Self { block, value, records, lines, lines_before, piece: None }
    }
}

impl<T> Scan<T> {
    /// Puts blocks into order and counts through them.
    pub(super) fn new(mut blocks: Vec<Done<T>>, first_line: u64, bytes: u64, block: usize) -> Self {
        blocks.sort_unstable_by_key(|done| done.block);
        let pieces: Option<Vec<Piece>> = blocks.iter().map(|done| done.piece).collect();
        let digest = pieces.and_then(|pieces| digest::joined(&pieces, block, bytes));
        let count = blocks.last().map_or(0, |done| done.block + 1);
        let (mut records, mut line) = (0, first_line);
        let mut parts = Vec::with_capacity(blocks.len());
        for done in blocks {
            if let Some(value) = done.value {
                parts.push(Part { value, first_record: records, first_line: line + done.lines_before });
            }
            records += done.records;
            line += done.lines;
        }
        Self { parts, records, bytes, blocks: count, digest }
    }
}
