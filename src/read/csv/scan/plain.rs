//! The scan of a file that is stored as it is: by blocks, at any place of it, on all threads.
//!
//! A record belongs to the block in which it begins. Each block is indexed from a guessed state; before its records are
//! used the state is compared with the one in which the block before it ended, and the block is indexed again if they
//! differ. Blocks are given out in order, so the one that is waited for is always being indexed by a running thread.

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::Done;
use super::chain::Chain;
use crate::read::ahead::Ahead;
use crate::read::csv::LONGEST_RECORD;
use crate::read::csv::chunk::{Chunk, From, line_ends};
use crate::read::csv::file::{CsvFile, Job};
use crate::read::csv::separators::{Index, State};
use crate::read::digest::{self, Piece};
use crate::read::error::ReadError;
use crate::read::read_at;

/// Blocks for which one more thread is worth starting.
const BLOCKS_PER_THREAD: usize = 4;
/// How much is read first to find the end of a block's last record.
const TAIL: usize = 4 << 10;

pub(in crate::read::csv) fn scan<T: Send, W: Fn(&Chunk<'_>) -> T + Sync>(
    job: &Job<'_, W>,
) -> Result<Vec<Done<T>>, ReadError> {
    let csv = job.file;
    let size = csv.file.size();
    let skipped = csv.data / csv.block as u64;
    let blocks = if csv.data < size { (size.div_ceil(csv.block as u64) - skipped) as usize } else { 0 };
    let (file, next) = (csv.file.open()?, AtomicUsize::new(0));
    let scan = PlainScan { job, file, ahead: Ahead::default(), size, next, skipped, blocks, chain: Chain::default() };
    let done = job.spread(blocks.div_ceil(BLOCKS_PER_THREAD), || scan.worker());
    scan.chain.into_error().map_or(Ok(done), Err)
}

struct PlainScan<'a, W> {
    job: &'a Job<'a, W>,
    file: File,
    ahead: Ahead,
    size: u64,
    next: AtomicUsize,
    /// Blocks that the header takes wholly.
    skipped: u64,
    /// Blocks in which records stand; each begins at a multiple of its length.
    blocks: usize,
    chain: Chain,
}

/// A thread's buffers.
struct Desk {
    /// The byte before the block (the header before the first one), the block, and as much of what follows as its last
    /// record needs.
    text: Vec<u8>,
    index: Index,
}

impl<W> PlainScan<'_, W> {
    fn worker<T>(&self) -> Vec<Done<T>>
    where
        W: Fn(&Chunk<'_>) -> T,
    {
        let mut desk = Desk { text: Vec::new(), index: Index::new(self.job.file.symbols(), self.job.file.level) };
        let mut done = Vec::new();
        loop {
            let block = self.next.fetch_add(1, Ordering::Relaxed);
            if block >= self.blocks {
                return done;
            }
            match self.block(block, &mut desk) {
                Ok(Some(part)) => done.push(part),
                Ok(None) => return done,
                Err(error) => {
                    self.chain.fail(error);
                    return done;
                }
            }
        }
    }

    /// None if the scan has failed elsewhere.
    fn block<T>(&self, block: usize, desk: &mut Desk) -> Result<Option<Done<T>>, ReadError>
    where
        W: Fn(&Chunk<'_>) -> T,
    {
        let csv = self.job.file;
        let link = self.chain.link(block);
        let begin = (self.skipped + block as u64) * csv.block as u64;
        // Before the first block's records stands the header; before any other's, the byte that tells how to begin.
        let (start, before) = if block == 0 { (csv.data, csv.data - begin) } else { (begin, 1) };
        let lead = before as usize;
        let end = begin + csv.block as u64;
        let began = Instant::now();
        let length = self.read(&mut desk.text, 0, start - before, (end - start + before) as usize)? - lead;
        self.ahead.note(&self.file, end, began.elapsed());
        let guess = desk.index_guessed(block, lead, csv);
        let piece = |text: &[u8]| self.piece(block, begin, &text[lead - (start - begin) as usize..]);
        // What others wait for comes first, and to wait last.
        let early = (!link.is_reached()).then(|| piece(&desk.text));
        let Some(entry) = link.entry() else { return Ok(None) };
        if entry != guess {
            desk.index_from(lead, entry);
        }
        link.pass_on(desk.index.state);
        let piece = early.unwrap_or_else(|| piece(&desk.text));
        (self.job.progress)(length as u64);
        let lines = desk.index.lines();
        if entry.line_start || desk.index.last_end().is_some() {
            self.complete(desk, start + length as u64, lead)?;
        }
        let from = if entry.line_start { From::Position(lead) } else { From::SecondRow };
        let chunk = Chunk::new(self.job.context, &desk.text, &desk.index, (block, from));
        let head = chunk.as_ref().map_or(&[][..], |chunk| &desk.text[lead..chunk.origin()]);
        let lines_before = line_ends(head, entry.after_return);
        let value = chunk.as_ref().map(self.job.work);
        Ok(Some(Done { piece, ..Done::new(block, chunk.as_ref(), lines, lines_before, value) }))
    }

    /// What the digest of the file needs to know of a block.
    fn piece(&self, block: usize, begin: u64, bytes: &[u8]) -> Option<Piece> {
        let is_whole = block == 0 && bytes.len() as u64 == self.size;
        self.job.digests.then(|| digest::piece(bytes, begin, is_whole))
    }

    /// Reads on from `position` in the file to the end of the block's last record, and drops what follows it.
    fn complete(&self, desk: &mut Desk, mut position: u64, lead: usize) -> Result<(), ReadError> {
        let Desk { text, index } = desk;
        let (first, known) = (position - text.len() as u64, index.last_end());
        let rows = index.rows().len();
        let mut more = TAIL;
        while !index.state.line_start && index.rows().len() == rows {
            let read = self.read(text, text.len(), position, more)?;
            position += read as u64;
            more = text.len();
            if read == 0 {
                index.finish();
            }
            index.run(text);
            if more > LONGEST_RECORD {
                let begin = first + known.map_or(lead, |end| end + 1) as u64;
                return Err(self.too_long(begin));
            }
        }
        index.truncate(if index.rows().len() > rows { rows + 1 } else { rows });
        self.cut(desk, position)
    }

    /// `begin` is where the record begins in the file.
    #[cold]
    fn too_long(&self, begin: u64) -> ReadError {
        let csv = self.job.file;
        let line = csv.line_of(begin);
        line.map_or_else(
            |error| error,
            |line| ReadError::RecordTooLong { file: csv.name(), line, limit: LONGEST_RECORD },
        )
    }

    /// Drops what follows the last record's line end, whose second byte may still have to be read.
    fn cut(&self, Desk { text, index }: &mut Desk, position: u64) -> Result<(), ReadError> {
        let Some(end) = index.last_end() else { return Ok(()) };
        if text[end..] == *b"\r" {
            self.read(text, end + 1, position, 1)?;
        }
        let line_end = if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
        text.truncate(end + line_end);
        Ok(())
    }

    /// Puts up to `length` bytes from `position` of the file behind the first `kept` of `text`, less only where the file
    /// ends, and gives how many.
    fn read(&self, text: &mut Vec<u8>, kept: usize, position: u64, length: usize) -> Result<usize, ReadError> {
        let length = self.size.saturating_sub(position).min(length as u64) as usize;
        text.resize(kept + length, 0);
        let csv = self.job.file;
        read_at(&self.file, &mut text[kept..], position).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => ReadError::Changed { file: csv.name() },
            _ => csv.file.fault(error),
        })?;
        Ok(length)
    }
}

impl Desk {
    /// Indexes the block from the state that its text suggests, and gives that state.
    fn index_guessed(&mut self, block: usize, lead: usize, csv: &CsvFile) -> State {
        let state = match self.text.split_first() {
            Some((&before, text)) if block > 0 => State::guess(before, text, csv.symbols(), csv.level),
            _ => State::start(),
        };
        self.index_from(lead, state);
        state
    }

    fn index_from(&mut self, lead: usize, state: State) {
        self.index.reset(lead, state);
        self.index.run(&self.text);
    }
}
