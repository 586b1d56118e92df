//! The stretch of a file that is looked at.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memchr_iter;

use crate::read::error::ReadError;
use crate::read::file::{InputFile, Stream};
use crate::read::{Compression, Encoding};

/// Text, of which more may come. Positions count from the start of the whole.
pub(super) trait Window {
    /// Whether the text is a line of a file, and other lines follow.
    const IS_LINE: bool;

    /// The text at hand.
    fn bytes(&self) -> &[u8];

    /// The position of its first byte.
    fn base(&self) -> u64;

    /// Brings more, and forgets what stands before `keep`; whether there was any.
    ///
    /// # Errors
    /// The file can't be read, or what is kept gets longer than a record may be.
    fn more(&mut self, keep: u64) -> Result<bool, ReadError>;
}

/// A line of a file that is at hand.
pub(super) struct Whole<'a>(pub &'a [u8]);

impl Window for Whole<'_> {
    const IS_LINE: bool = true;

    fn bytes(&self) -> &[u8] {
        self.0
    }

    fn base(&self) -> u64 {
        0
    }

    fn more(&mut self, _: u64) -> Result<bool, ReadError> {
        Ok(false)
    }
}

/// The text of a file, from its start on.
pub(super) struct Streamed {
    file: InputFile,
    stream: Stream,
    count: Arc<AtomicU64>,
    told: u64,
    bytes: Vec<u8>,
    base: u64,
    /// Line ends before a position.
    counted: (u64, u64),
    block: usize,
    ended: bool,
}

/// The longest record, in bytes.
const LONGEST_RECORD: usize = 256 << 20;

impl Streamed {
    pub fn open(file: &InputFile, encoding: Option<Encoding>, block: usize) -> Result<Self, ReadError> {
        let count = Arc::default();
        let stream = file.decoded(encoding, &count)?.stream;
        Ok(Self {
            file: file.clone(),
            stream,
            count,
            told: 0,
            bytes: Vec::new(),
            base: 0,
            counted: (0, 0),
            block,
            ended: false,
        })
    }

    /// Bytes of the file as stored that were read since the last call.
    pub fn progress(&mut self) -> u64 {
        let read = self.count.load(Ordering::Relaxed);
        let fresh = read - self.told;
        self.told = read;
        fresh
    }

    /// The line on which a position at hand is, from 1. Positions have to come in order.
    pub fn line(&mut self, position: u64) -> u64 {
        self.count_lines(position);
        self.counted.1 + 1
    }

    fn count_lines(&mut self, position: u64) {
        let (from, lines) = self.counted;
        if position > from {
            let text = &self.bytes[(from - self.base) as usize..(position - self.base) as usize];
            self.counted = (position, lines + memchr_iter(b'\n', text).count() as u64);
        }
    }

    /// A copy of a stretch at hand.
    pub fn copy(&self, from: u64, to: u64) -> Vec<u8> {
        self.bytes[(from - self.base) as usize..(to - self.base) as usize].to_vec()
    }

    fn forget(&mut self, keep: u64) {
        let gone = (keep - self.base) as usize;
        if gone > 0 && gone >= self.bytes.len() / 2 {
            self.count_lines(keep);
            self.bytes.drain(..gone);
            self.base = keep;
        }
    }
}

impl Window for Streamed {
    const IS_LINE: bool = false;

    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn base(&self) -> u64 {
        self.base
    }

    fn more(&mut self, keep: u64) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        self.forget(keep);
        if self.bytes.len() - (keep - self.base) as usize > LONGEST_RECORD {
            let line = self.line(keep);
            return Err(ReadError::RecordTooLong { file: self.file.name().to_owned(), line, limit: LONGEST_RECORD });
        }
        let wanted = self.bytes.len().clamp(self.block, 64 << 20);
        let read = self.stream.by_ref().take(wanted as u64).read_to_end(&mut self.bytes);
        let read = read.map_err(|error| self.file.fault(error))?;
        self.ended = read < wanted;
        if self.base == 0 && self.bytes.iter().take(4).any(|byte| *byte == 0) {
            return Err(ReadError::NotText { file: self.file.name().to_owned() });
        }
        Ok(read > 0)
    }
}

/// Whether a file is worth more than one thread.
pub(super) fn is_small(file: &InputFile) -> bool {
    let limit = if *file.compression() == Compression::None { 1 << 20 } else { 128 << 10 };
    file.size() <= limit
}
