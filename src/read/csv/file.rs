//! A CSV file that has been opened: its header is known.

use std::io::Read;
use std::sync::Arc;

use fearless_simd::Level;

use super::chunk::{Chunk, Context, line_ends};
use super::header::{self, Head, Header};
use super::scan::{Done, Scan};
use super::scan::{plain, stream};
use super::separators::mask::Symbols;
use super::{Dialect, LONGEST_RECORD};
use crate::read::digest;
use crate::read::encoding::Encoding;
use crate::read::error::ReadError;
use crate::read::file::{Compression, InputFile};

/// A CSV file whose header has been read.
#[derive(Debug)]
pub struct CsvFile {
    pub(super) file: InputFile,
    pub(super) dialect: Dialect,
    header: Header,
    /// Where the records begin: for a plain file its byte, else the byte of its text.
    pub(super) data: u64,
    next_line: u64,
    direct: bool,
    encoding: Encoding,
    pub(super) block: usize,
    pub(super) level: Level,
}

/// How much of a file is looked at at once: it fits a core's cache, and is enough to make the rest negligible.
const BLOCK: usize = 256 << 10;

impl CsvFile {
    /// Reads the header. A byte order mark decides the encoding, then the dialect, then it is UTF-8.
    pub fn open(file: &InputFile, dialect: &Dialect) -> Result<Self, ReadError> {
        let mut decoded = file.decoded(dialect.encoding, &Arc::default())?;
        let encoding = decoded.encoding;
        let Head { header, length, next_line } =
            header::read(file.name(), &mut decoded.stream, dialect, encoding, |error| file.fault(error))?;
        let direct = encoding.is_utf8() && *file.compression() == Compression::None;
        let data = length as u64 + if direct { decoded.mark } else { 0 };
        let (file, dialect) = (file.clone(), *dialect);
        Ok(Self { file, dialect, header, data, next_line, direct, encoding, block: BLOCK, level: Level::new() })
    }

    /// Looks at `bytes` at once instead of at 256 KiB. The records are the same whatever it is; at least 1.
    #[must_use]
    pub fn with_block(mut self, bytes: usize) -> Self {
        self.block = bytes.clamp(1, LONGEST_RECORD);
        self
    }

    /// Uses no instructions but those that every processor of the target has. The records are the same.
    #[must_use]
    pub fn with_common_instructions(mut self) -> Self {
        self.level = Level::baseline();
        self
    }

    /// The columns.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether it is stored as it is read: then [`CsvFile::scan_digesting`] gives its digest, unless it is empty.
    pub fn is_plain(&self) -> bool {
        self.direct
    }

    /// Whether the text had to be decoded from another encoding than UTF-8.
    pub fn is_transcoded(&self) -> bool {
        !self.encoding.is_utf8()
    }

    /// The line on which a byte of the text stands, from 1: to be asked for before the run stops.
    pub(super) fn line_of(&self, position: u64) -> Result<u64, ReadError> {
        let mut text = self.file.decoded(self.dialect.encoding, &Arc::default())?.stream.take(position);
        let (mut buffer, mut line, mut last) = (vec![0; 256 << 10], 1, 0);
        loop {
            let length = text.read(&mut buffer).map_err(|error| self.file.fault(error))?;
            let Some(&end) = buffer[..length].last() else { return Ok(line) };
            line += line_ends(&buffer[..length], last == b'\r');
            last = end;
        }
    }

    /// The file that was opened.
    pub fn file(&self) -> &InputFile {
        &self.file
    }

    /// Calls `work` on each chunk of records and gives what it returned, in the order of the file.
    ///
    /// `wanted` are positions of columns in any order: [`super::Record::field`] counts in it. Chunks come in no order, on
    /// the threads of the current rayon pool, a small file on this one alone. `work` is called once for each chunk, only
    /// with records whose bounds are certain; but if the scan fails later, what it returned is dropped. `progress` gets
    /// the bytes read since its last call, as stored; they add up to about the file's size.
    ///
    /// Memory: a few blocks for each thread, and the longest record.
    pub fn scan<T: Send>(
        &self,
        wanted: &[usize],
        work: impl Fn(&Chunk<'_>) -> T + Sync,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Scan<T>, ReadError> {
        self.scan_with(wanted, work, progress, false)
    }

    /// The same, with a digest of the file where that costs no second reading.
    pub fn scan_digesting<T: Send>(
        &self,
        wanted: &[usize],
        work: impl Fn(&Chunk<'_>) -> T + Sync,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Scan<T>, ReadError> {
        self.scan_with(wanted, work, progress, digest::is_stretch(self.block))
    }

    fn scan_with<T: Send>(
        &self,
        wanted: &[usize],
        work: impl Fn(&Chunk<'_>) -> T + Sync,
        progress: &(dyn Fn(u64) + Sync),
        digests: bool,
    ) -> Result<Scan<T>, ReadError> {
        let found = self.header.names.len();
        if let Some(&column) = wanted.iter().find(|&&column| column >= found) {
            return Err(ReadError::NoSuchColumn { file: self.name(), column, found });
        }
        let job = Job { file: self, context: self.context(wanted), work: &work, progress, digests };
        let done = if self.direct { plain::scan(&job) } else { stream::scan(&job) }?;
        self.file.check_length()?;
        Ok(Scan::new(done, self.next_line, self.file.size(), self.block))
    }

    fn context<'a>(&'a self, wanted: &'a [usize]) -> Context<'a> {
        Context { header: &self.header, wanted, quote: self.dialect.quote }
    }

    /// The bytes that separate and enclose its fields.
    pub fn symbols(&self) -> Symbols {
        Symbols { delimiter: self.header.delimiter, quote: self.dialect.quote }
    }

    pub(super) fn name(&self) -> String {
        self.file.name().to_owned()
    }
}

/// One scan, as its threads share it.
pub(super) struct Job<'a, W> {
    pub(super) file: &'a CsvFile,
    pub(super) context: Context<'a>,
    pub(super) work: &'a W,
    pub(super) progress: &'a (dyn Fn(u64) + Sync),
    /// Whether a digest of the file is wanted.
    pub(super) digests: bool,
}

impl<W> Job<'_, W> {
    /// Calls `worker` on up to `threads` threads of the pool, on this one if that is 1, and gathers what they give.
    pub(super) fn spread<T: Send>(&self, threads: usize, worker: impl Fn() -> Vec<Done<T>> + Sync) -> Vec<Done<T>> {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        if threads <= 1 {
            return worker();
        }
        let threads = threads.min(rayon::current_num_threads());
        (0..threads).into_par_iter().flat_map_iter(|_| worker()).collect()
    }
}
