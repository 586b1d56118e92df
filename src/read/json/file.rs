//! A file of JSON, in batches of records spread over the cores.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use memchr::{memchr, memchr_iter, memrchr};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::is_lines;
use super::path::JsonPath;
use super::split::{Broken, Piece, Splitter};
use super::window::{Streamed, Whole, Window, is_small};
use crate::read::Encoding;
use crate::read::error::ReadError;
use crate::read::file::InputFile;

/// A file of JSON: one document, several in a row, an array of them, or one on each line.
#[derive(Debug, Clone)]
pub struct JsonFile {
    file: InputFile,
    encoding: Option<Encoding>,
    block: usize,
}

/// How much text a batch has at least, but for the last one.
const BLOCK: usize = 256 << 10;

/// Some text of a file, and the pieces in it.
#[derive(Debug, Default)]
pub struct Batch {
    /// The text.
    pub text: Vec<u8>,
    /// The position of its first byte in the file as decoded.
    pub offset: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Records and what is broken, in the order of the text, by positions in it.
    pub pieces: Vec<Piece>,
}

impl Batch {
    /// The text of a stretch.
    pub fn text(&self, range: Range<u64>) -> &[u8] {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// How many lines end before a position.
    pub fn lines_before(&self, position: u64) -> u64 {
        let before = self.text.get(..position as usize).unwrap_or(&self.text);
        memchr_iter(b'\n', before).count() as u64
    }
}

/// Counts the lines of a batch, going on from the last answer, so that many faults in it stay cheap.
#[derive(Debug, Default)]
pub struct LineCount {
    counted: (u64, u64),
}

impl LineCount {
    /// How many lines of the batch end before a position. All questions are about one batch.
    pub fn before(&mut self, batch: &Batch, position: u64) -> u64 {
        let (from, lines) = if self.counted.0 <= position { self.counted } else { (0, 0) };
        let lines = lines + memchr_iter(b'\n', batch.text(from..position)).count() as u64;
        self.counted = (position, lines);
        lines
    }
}

/// What the work on a batch gave.
#[derive(Debug)]
pub struct BatchPart<T> {
    /// The batch's place in the file, from 0.
    pub batch: usize,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What the work returned.
    pub value: T,
}

impl JsonFile {
    /// A file; nothing of it is read yet. A byte order mark decides the encoding, then `encoding`, then it is UTF-8.
    pub fn new(file: &InputFile, encoding: Option<Encoding>) -> Self {
        Self { file: file.clone(), encoding, block: BLOCK }
    }

    /// Looks at `bytes` at once instead of at 256 KiB. The records are the same whatever it is; at least 1.
    #[must_use]
    pub fn with_block(mut self, bytes: usize) -> Self {
        self.block = bytes.max(1);
        self
    }

    /// The file.
    pub fn file(&self) -> &InputFile {
        &self.file
    }

    /// Whether the text had to be decoded from another encoding than UTF-8.
    pub fn is_transcoded(&self) -> bool {
        self.file.encoding(self.encoding).is_ok_and(|encoding| !encoding.is_utf8())
    }

    /// Whether it is so small that one thread reads it.
    pub fn is_small(&self) -> bool {
        is_small(&self.file)
    }

    /// Calls `work` on each batch of records and gives what it returned, in the order of the file. `paths` lead from a
    /// document to its rows; without any, or where they lead nowhere and `.` is among them, the document is the record.
    ///
    /// Batches come in no order, on the threads of the current rayon pool; a small file's on this one alone. `progress` gets
    /// the bytes read since its last call, as stored.
    ///
    /// Memory: a few batches for each thread, and the longest record.
    ///
    /// # Errors
    /// The file can't be read to its end, changed its length meanwhile, has no document, or a record in it is longer than
    /// 256 MiB. What isn't JSON is no error, but a [`Broken`] piece.
    pub fn scan<T: Send>(
        &self,
        paths: &[JsonPath],
        work: impl Fn(&Batch) -> T + Sync,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Vec<BatchPart<T>>, ReadError> {
        let threads = if self.is_small() { 1 } else { rayon::current_num_threads() };
        let window = Streamed::open(&self.file, self.encoding, self.block)?;
        let mut done = if is_lines(self.file.name()) {
            let feed = Mutex::new(Lines { window, at: 0, batch: 0, error: None, is_done: false, block: self.block });
            let done = spread(threads, || lines_worker(&feed, paths, &work, progress));
            let feed = feed.into_inner().unwrap_or_else(PoisonError::into_inner);
            feed.error.map_or(Ok((done, feed.batch > 0)), Err)
        } else {
            let splitter = Splitter::new(window, paths);
            let feed = Mutex::new(Feed { splitter, batch: 0, error: None, is_done: false, block: self.block });
            let done = spread(threads, || worker(&feed, &work, progress));
            let feed = feed.into_inner().unwrap_or_else(PoisonError::into_inner);
            feed.error.map_or(Ok((done, feed.splitter.has_documents)), Err)
        }
        .and_then(|(done, has_documents)| {
            let empty = || ReadError::NoDocument { file: self.file.name().to_owned() };
            if has_documents { Ok(done) } else { Err(empty()) }
        })?;
        self.file.check_length()?;
        done.sort_unstable_by_key(|part| part.batch);
        Ok(done)
    }
}

fn spread<T: Send>(threads: usize, worker: impl Fn() -> Vec<BatchPart<T>> + Sync) -> Vec<BatchPart<T>> {
    if threads <= 1 {
        return worker();
    }
    (0..threads).into_par_iter().flat_map_iter(|_| worker()).collect()
}

/// The text that is still to come, where records are found in order.
struct Feed<'p> {
    splitter: Splitter<'p, Streamed>,
    batch: usize,
    error: Option<ReadError>,
    is_done: bool,
    block: usize,
}

fn worker<T>(
    feed: &Mutex<Feed<'_>>,
    work: &(impl Fn(&Batch) -> T + Sync),
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<BatchPart<T>> {
    let mut done = Vec::new();
    loop {
        let taken = feed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((number, batch, stored)) = taken else { return done };
        progress(stored);
        done.push(BatchPart { batch: number, line: batch.line, value: work(&batch) });
    }
}

impl Feed<'_> {
    /// The next batch, its number and how much was read for it; `None` at the end and after an error.
    fn take(&mut self) -> Option<(usize, Batch, u64)> {
        if self.is_done {
            return None;
        }
        let pieces = match self.gather() {
            Ok(pieces) => pieces,
            Err(error) => {
                self.error = Some(error);
                self.is_done = true;
                return None;
            }
        };
        let (start, end) = (pieces.first().map(Piece::start)?, pieces.last().map(Piece::end)?);
        let window = &mut self.splitter.window;
        let mut batch = Batch { text: window.copy(start, end), offset: start, line: window.line(start), pieces };
        batch.pieces.iter_mut().for_each(|piece| piece.shift(start));
        self.splitter.hold = u64::MAX;
        self.batch += 1;
        Some((self.batch - 1, batch, self.splitter.window.progress()))
    }

    fn gather(&mut self) -> Result<Vec<Piece>, ReadError> {
        let mut pieces = Vec::new();
        while !self.is_done {
            let Some(piece) = self.splitter.next()? else {
                self.is_done = true;
                break;
            };
            let start = if pieces.is_empty() { piece.start() } else { self.splitter.hold };
            let is_full = piece.end() - start >= self.block as u64;
            self.splitter.hold = start;
            pieces.push(piece);
            if is_full {
                break;
            }
        }
        Ok(pieces)
    }
}

impl Piece {
    /// Its first byte.
    pub fn start(&self) -> u64 {
        match self {
            Self::Record { start, .. } => *start,
            Self::Broken(broken) => broken.start,
        }
    }

    /// Behind its last byte.
    pub fn end(&self) -> u64 {
        match self {
            Self::Record { end, .. } => *end,
            Self::Broken(broken) => broken.end,
        }
    }

    /// Counts positions from another start.
    fn shift(&mut self, by: u64) {
        match self {
            Self::Record { start, end, .. } => (*start, *end) = (*start - by, *end - by),
            Self::Broken(Broken { start, end, at, .. }) => {
                (*start, *end, *at) = (*start - by, *end - by, at.saturating_sub(by));
            }
        }
    }

    /// Counts positions from an earlier start.
    fn unshift(&mut self, by: u64) {
        match self {
            Self::Record { start, end, .. } => (*start, *end) = (*start + by, *end + by),
            Self::Broken(Broken { start, end, at, .. }) => (*start, *end, *at) = (*start + by, *end + by, *at + by),
        }
    }
}

/// The text that is still to come, where lines are documents.
struct Lines {
    window: Streamed,
    at: u64,
    batch: usize,
    error: Option<ReadError>,
    is_done: bool,
    block: usize,
}

fn lines_worker<T>(
    feed: &Mutex<Lines>,
    paths: &[JsonPath],
    work: &(impl Fn(&Batch) -> T + Sync),
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<BatchPart<T>> {
    let mut done = Vec::new();
    loop {
        let taken = feed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((number, mut batch, stored)) = taken else { return done };
        progress(stored);
        batch.pieces = pieces_of_lines(&batch.text, paths);
        done.push(BatchPart { batch: number, line: batch.line, value: work(&batch) });
    }
}

impl Lines {
    fn take(&mut self) -> Option<(usize, Batch, u64)> {
        if self.is_done {
            return None;
        }
        let end = match self.fill() {
            Ok(end) => end,
            Err(error) => {
                self.error = Some(error);
                self.is_done = true;
                return None;
            }
        };
        if end == self.at {
            return None;
        }
        let batch = Batch {
            text: self.window.copy(self.at, end),
            offset: self.at,
            line: self.window.line(self.at),
            pieces: Vec::new(),
        };
        self.at = end;
        // Blank text alone makes no document.
        let is_first_blank = self.batch == 0 && batch.text.iter().all(u8::is_ascii_whitespace);
        if is_first_blank {
            return self.take();
        }
        self.batch += 1;
        Some((self.batch - 1, batch, self.window.progress()))
    }

    /// The position behind the last line end at hand, or the end of the file.
    fn fill(&mut self) -> Result<u64, ReadError> {
        loop {
            let text = &self.window.bytes()[(self.at - self.window.base()) as usize..];
            if text.len() >= self.block
                && let Some(last) = memrchr(b'\n', text)
            {
                return Ok(self.at + last as u64 + 1);
            }
            if !self.window.more(self.at)? {
                self.is_done = true;
                return Ok(self.window.base() + self.window.bytes().len() as u64);
            }
        }
    }
}

fn pieces_of_lines(text: &[u8], paths: &[JsonPath]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = memchr(b'\n', &text[start..]).map_or(text.len(), |offset| start + offset);
        pieces_of_line(&text[start..end], start as u64, paths, &mut pieces);
        start = end + 1;
    }
    pieces
}

fn pieces_of_line(line: &[u8], start: u64, paths: &[JsonPath], pieces: &mut Vec<Piece>) {
    let mut splitter = Splitter::new(Whole(line), paths);
    // Nothing that is read from memory fails.
    while let Ok(Some(mut piece)) = splitter.next() {
        piece.unshift(start);
        pieces.push(piece);
    }
}
