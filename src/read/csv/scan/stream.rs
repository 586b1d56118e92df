//! The scan of a file that can only be read from its start: a packed or a transcoded one.
//!
//! Whoever holds the reader takes the next block from it and finds its records; the work on them goes on beside that.

use std::io::{self, Read};
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Done;
use crate::read::csv::LONGEST_RECORD;
use crate::read::csv::chunk::{Chunk, From, line_ends};
use crate::read::csv::file::{CsvFile, Job};
use crate::read::csv::separators::{Index, State};
use crate::read::error::ReadError;
use crate::read::file::Stream;

/// Files of which no second thread is worth starting: unpacked they still are small.
const SMALL: u64 = 64 << 10;

pub(in crate::read::csv) fn scan<T: Send, W: Fn(&Chunk<'_>) -> T + Sync>(
    job: &Job<'_, W>,
) -> Result<Vec<Done<T>>, ReadError> {
    let feed = Mutex::new(Feed::open(job.file)?);
    let threads = if job.file.file.size() <= SMALL { 1 } else { usize::MAX };
    let done = job.spread(threads, || worker(job, &feed));
    match feed.into_inner().unwrap_or_else(PoisonError::into_inner).error {
        Some(error) => Err(error),
        None => Ok(done),
    }
}

/// Works until the text is used up.
fn worker<T, W: Fn(&Chunk<'_>) -> T + Sync>(job: &Job<'_, W>, feed: &Mutex<Feed>) -> Vec<Done<T>> {
    let mut text = Vec::new();
    let mut index = Index::new(job.file.symbols(), job.file.level);
    let mut done = Vec::new();
    loop {
        let taken = feed.lock().unwrap_or_else(PoisonError::into_inner).take(job.file, &mut text, &mut index);
        let Some(Taken { block, stored }) = taken else { return done };
        (job.progress)(stored);
        let chunk = Chunk::new(job.context, &text, &index, (block, From::Position(0)));
        let lines = line_ends(&text, false);
        let lines_before = chunk.as_ref().map_or(0, |chunk| line_ends(&text[..chunk.origin()], false));
        let value = chunk.as_ref().map(job.work);
        done.push(Done::new(block, chunk.as_ref(), lines, lines_before, value));
    }
}

/// The text that is still to come.
struct Feed {
    stream: Stream,
    /// Bytes of the file as stored that were read, and how many of them were told.
    count: Arc<AtomicU64>,
    told: u64,
    /// What was read behind the last whole record.
    rest: Vec<u8>,
    /// Where the block at hand begins in the text.
    begin: u64,
    block: usize,
    ended: bool,
    error: Option<ReadError>,
}

/// A block that was taken.
struct Taken {
    block: usize,
    /// Bytes of the file as stored that were read for it.
    stored: u64,
}

impl Feed {
    fn open(csv: &CsvFile) -> Result<Self, ReadError> {
        let count = Arc::default();
        let mut stream = csv.file.decoded(csv.dialect.encoding, &count)?.stream;
        let fault = |error| csv.file.fault(error);
        let skipped = io::copy(&mut stream.by_ref().take(csv.data), &mut io::sink()).map_err(fault)?;
        if skipped < csv.data {
            return Err(ReadError::Changed { file: csv.name() });
        }
        Ok(Self { stream, count, told: 0, rest: Vec::new(), begin: csv.data, block: 0, ended: false, error: None })
    }

    /// Fills `text` with whole records and indexes them. None at the end and after an error.
    fn take(&mut self, csv: &CsvFile, text: &mut Vec<u8>, index: &mut Index) -> Option<Taken> {
        if self.ended {
            return None;
        }
        text.clear();
        mem::swap(text, &mut self.rest);
        index.reset(0, State::start());
        if let Err(error) = self.fill(csv, text, index) {
            self.error = Some(error);
            self.ended = true;
            return None;
        }
        self.begin += text.len() as u64;
        let stored = self.count.load(Ordering::Relaxed) - self.told;
        self.told += stored;
        self.block += 1;
        Some(Taken { block: self.block - 1, stored })
    }

    fn fill(&mut self, csv: &CsvFile, text: &mut Vec<u8>, index: &mut Index) -> Result<(), ReadError> {
        let mut more = csv.block;
        while !self.ended && index.last_end().is_none() {
            self.read(csv, text, more)?;
            index.run(text);
            more = text.len().max(csv.block);
            if index.last_end().is_none() && text.len() > LONGEST_RECORD {
                let line = csv.line_of(self.begin)?;
                return Err(ReadError::RecordTooLong { file: csv.name(), line, limit: LONGEST_RECORD });
            }
        }
        if self.ended {
            index.finish();
        } else if let Some(end) = index.last_end() {
            let crlf = text[end..].starts_with(b"\r\n");
            self.rest.extend_from_slice(&text[end + 1 + usize::from(crlf)..]);
            text.truncate(end + 1 + usize::from(crlf));
        }
        Ok(())
    }

    /// Reads on, never to the middle of a CRLF.
    fn read(&mut self, csv: &CsvFile, text: &mut Vec<u8>, mut more: usize) -> Result<(), ReadError> {
        while !self.ended && more > 0 {
            let read =
                self.stream.by_ref().take(more as u64).read_to_end(text).map_err(|error| csv.file.fault(error))?;
            self.ended = read < more;
            more = usize::from(text.last() == Some(&b'\r'));
        }
        Ok(())
    }
}
