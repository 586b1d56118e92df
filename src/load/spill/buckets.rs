//! Rows on disk, by the places of their cases.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::scratch::{Scratch, ScratchError};

/// Records on disk, each in the bucket of its place; a bucket has all places from one to another.
#[derive(Debug)]
pub struct Buckets {
    /// Each for as many buckets, one after the other: threads write several at once, and what isn't needed any more can go
    /// before the rest.
    files: Vec<Scratch>,
    /// How many of the files are empty again.
    cleared: AtomicUsize,
    /// How many bytes of a bucket are kept in memory.
    block: usize,
    buckets: Vec<Mutex<Bucket>>,
}

#[derive(Debug, Default)]
struct Bucket {
    /// By source, what isn't written yet.
    buffers: Vec<Buffer>,
    buffered: usize,
    blocks: Vec<Block>,
    need: u64,
}

#[derive(Debug, Default)]
struct Buffer {
    source: u32,
    rows: u32,
    bytes: Vec<u8>,
}

/// Some records of a bucket and a source, one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    pub source: u32,
    pub bucket: u32,
    pub rows: u32,
    pub length: u32,
    start: u64,
}

/// Records, one after the other, that are on their way to their bucket.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    pub bucket: u32,
    pub rows: u32,
    /// Where they begin and end among the bytes at hand.
    pub place: (usize, usize),
    /// How much memory they need, about, once they are read again.
    pub need: u64,
}

impl Record {
    /// Goes behind others: with the last of these, where it follows that in the same bucket.
    #[inline]
    pub fn join(self, records: &mut Vec<Self>) {
        match records.last_mut() {
            Some(last) if last.bucket == self.bucket && last.place.1 == self.place.0 => {
                last.place.1 = self.place.1;
                last.rows += self.rows;
                last.need += self.need;
            }
            _ => records.push(self),
        }
    }
}

impl Buckets {
    /// So many buckets in so many files of a folder. Of all together about `memory` bytes are kept in memory.
    ///
    /// # Errors
    /// A file can't be made.
    pub fn new(folder: &Path, files: usize, count: usize, memory: u64) -> Result<Self, ScratchError> {
        let block = (memory / count as u64).clamp(512, 64 << 10) as usize;
        let files = (0..files.clamp(1, count)).map(|_| Scratch::create(folder)).collect::<Result<_, _>>()?;
        Ok(Self { files, cleared: AtomicUsize::new(0), block, buckets: (0..count).map(|_| Mutex::default()).collect() })
    }

    /// The file of a bucket.
    fn file(&self, bucket: usize) -> &Scratch {
        &self.files[bucket * self.files.len() / self.buckets.len()]
    }

    /// Gives the room on the disk back that buckets below this one take, as far as files hold no others.
    pub fn clear_below(&self, bucket: usize) {
        let done = bucket * self.files.len() / self.buckets.len();
        let cleared = self.cleared.fetch_max(done, Ordering::Relaxed);
        self.files.get(cleared..done).unwrap_or_default().iter().for_each(Scratch::clear);
    }

    /// What was read isn't what was written.
    pub fn damaged(&self) -> ScratchError {
        self.files[0].damaged()
    }

    pub fn count(&self) -> usize {
        self.buckets.len()
    }

    /// The bucket of a place.
    #[inline]
    pub fn of(&self, place: u64) -> usize {
        ((u128::from(place) * self.buckets.len() as u128) >> 64) as usize
    }

    /// The places of a bucket.
    pub fn range(&self, bucket: usize) -> RangeInclusive<u64> {
        let start = |bucket: usize| ((bucket as u128) << 64).div_ceil(self.buckets.len() as u128);
        start(bucket) as u64..=(start(bucket + 1) - 1) as u64
    }

    /// Takes records of a source; those of a bucket stay in order.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn push_all(&self, source: usize, bytes: &[u8], records: &mut [Record]) -> Result<(), ScratchError> {
        records.sort_by_key(|record| record.bucket);
        for of_bucket in records.chunk_by(|one, next| one.bucket == next.bucket) {
            let number = of_bucket[0].bucket as usize;
            let length = of_bucket.iter().map(|record| record.place.1 - record.place.0).sum();
            if length >= self.block {
                self.write(source, bytes, of_bucket, length)?;
                continue;
            }
            let mut bucket = self.lock(number);
            bucket.push(source as u32, bytes, of_bucket);
            if bucket.buffered >= self.block {
                bucket.write_largest(self.file(number), number)?;
            }
        }
        Ok(())
    }

    /// Writes records of one bucket that are enough for a block, so that a bucket's memory stays small.
    fn write(&self, source: usize, bytes: &[u8], records: &[Record], length: usize) -> Result<(), ScratchError> {
        let number = records.first().map_or(0, |record| record.bucket);
        let of = |record: &Record| &bytes[record.place.0..record.place.1];
        let file = self.file(number as usize);
        let start = match records {
            [only] => file.append(of(only))?,
            several => file.append(&several.iter().map(of).collect::<Vec<_>>().concat())?,
        };
        let rows = records.iter().map(|record| record.rows).sum();
        let mut bucket = self.lock(number as usize);
        bucket.need += records.iter().map(|record| record.need).sum::<u64>();
        bucket.blocks.push(Block { source: source as u32, bucket: number, rows, length: length as u32, start });
        Ok(())
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn flush(&self) -> Result<(), ScratchError> {
        for number in 0..self.buckets.len() {
            let mut bucket = self.lock(number);
            while bucket.buffered > 0 {
                bucket.write_largest(self.file(number), number)?;
            }
            bucket.buffers = Vec::new();
        }
        Ok(())
    }

    /// How much memory is held to know where blocks are.
    pub fn held(&self) -> u64 {
        let blocks: usize = (0..self.count()).map(|bucket| self.lock(bucket).blocks.len()).sum();
        (blocks * size_of::<Block>()) as u64
    }

    /// What was written of a bucket.
    pub fn blocks(&self, bucket: usize) -> Vec<Block> {
        self.lock(bucket).blocks.clone()
    }

    /// How much memory a bucket's records need.
    pub fn need(&self, bucket: usize) -> u64 {
        self.lock(bucket).need
    }

    /// The bytes of a block.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn read(&self, block: &Block, into: &mut Vec<u8>) -> Result<(), ScratchError> {
        into.resize(block.length as usize, 0);
        self.file(block.bucket as usize).read(block.start, into)
    }

    fn lock(&self, bucket: usize) -> MutexGuard<'_, Bucket> {
        self.buckets[bucket].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bucket {
    fn push(&mut self, source: u32, bytes: &[u8], records: &[Record]) {
        let at = match self.buffers.iter().position(|buffer| buffer.source == source) {
            Some(at) => at,
            None => {
                self.buffers.push(Buffer { source, ..Buffer::default() });
                self.buffers.len() - 1
            }
        };
        let buffer = &mut self.buffers[at];
        let before = buffer.bytes.len();
        for record in records {
            buffer.bytes.extend_from_slice(&bytes[record.place.0..record.place.1]);
            buffer.rows += record.rows;
            self.need += record.need;
        }
        self.buffered += buffer.bytes.len() - before;
    }

    fn write_largest(&mut self, file: &Scratch, number: usize) -> Result<(), ScratchError> {
        let Some(buffer) = self.buffers.iter_mut().max_by_key(|buffer| buffer.bytes.len()) else { return Ok(()) };
        let start = file.append(&buffer.bytes)?;
        let (length, bucket) = (buffer.bytes.len(), number as u32);
        self.blocks.push(Block { source: buffer.source, bucket, rows: buffer.rows, length: length as u32, start });
        self.buffered -= length;
        buffer.bytes.clear();
        buffer.rows = 0;
        Ok(())
    }
}
