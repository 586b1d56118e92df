//! Rows that wait until enough is known of their cases' keys.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::back::Rows;
use super::buckets::{Block, Buckets, Record};
use super::order::Order;
use super::{Budget, Spill, Spilled, batches, lock};
use crate::scratch::ScratchError;

/// In so many places rows wait, so that threads don't wait for each other.
const PLACES: usize = 16;
/// What a key takes beside its bytes.
const KEY: usize = 40;

/// The rows of a source that is read before all others of cases.
#[derive(Debug)]
pub struct Aside {
    pub source: usize,
    pub rows: Buckets,
    /// Keys with a lower hash are in the sample: which ones these are doesn't depend on the order of rows.
    below: AtomicU64,
    sample: Mutex<Sample>,
    /// How many bytes the sample may take.
    most: usize,
}

/// Some keys, with their hashes.
pub type Keys = Vec<(u64, Box<str>)>;

#[derive(Debug, Default)]
struct Sample {
    keys: Keys,
    bytes: usize,
}

impl Aside {
    /// For a source, with a temporary file in a folder.
    pub fn new(source: usize, budget: Budget, folder: &Path) -> Result<Self, ScratchError> {
        Ok(Self {
            source,
            rows: Buckets::new(folder, PLACES, PLACES, budget.buffers() / 4)?,
            below: AtomicU64::new(u64::MAX),
            sample: Mutex::default(),
            most: budget.sample() as usize,
        })
    }

    /// Where the rows of a piece wait.
    pub fn bucket(&self, piece: u32) -> usize {
        piece as usize % PLACES
    }

    /// Whether a key with such a hash is in the sample.
    #[inline]
    pub fn is_sampled(&self, hash: u64) -> bool {
        hash < self.below.load(Ordering::Relaxed)
    }

    /// Takes keys into the sample.
    pub fn sample(&self, keys: &mut Keys) {
        let mut sample = lock(&self.sample);
        keys.retain(|(hash, _)| self.is_sampled(*hash));
        sample.bytes += keys.iter().map(|(_, key)| KEY + key.len()).sum::<usize>();
        sample.keys.append(keys);
        while sample.bytes > self.most {
            self.below.store(self.below.load(Ordering::Relaxed) / 2, Ordering::Relaxed);
            sample.keys.retain(|(hash, _)| self.is_sampled(*hash));
            sample.bytes = sample.keys.iter().map(|(_, key)| KEY + key.len()).sum();
        }
    }

    fn take_sample(&self) -> Vec<Box<str>> {
        std::mem::take(&mut *lock(&self.sample)).keys.into_iter().map(|(_, key)| key).collect()
    }
}

impl Spill<'_> {
    /// Puts cases in order once the source is read whose keys say how, and sends its rows to their places.
    pub(super) fn settle(&self, source: usize) {
        let Some(aside) = self.aside.as_ref().filter(|aside| aside.source == source) else { return };
        self.order.get_or_init(|| Order::of(aside.take_sample(), self.rows.count()));
        if let Err(error) = self.send_on(aside) {
            self.fail(error.diagnostic());
        }
    }

    fn send_on(&self, aside: &Aside) -> Result<(), ScratchError> {
        aside.rows.flush()?;
        let Some(spilled) = self.spilled(aside.source) else { return Ok(()) };
        let blocks: Vec<Block> = (0..PLACES).flat_map(|place| aside.rows.blocks(place)).collect();
        let send = |bytes: &mut Vec<u8>, block: Block| self.send(&aside.rows, &block, spilled, bytes, |_| true);
        blocks.into_par_iter().map_init(Vec::new, send).collect::<Result<(), ScratchError>>()?;
        aside.rows.clear_below(PLACES);
        Ok(())
    }

    /// Sends those rows of a block to their places that are to go to a wanted bucket.
    pub(super) fn send(
        &self,
        from: &Buckets,
        block: &Block,
        spilled: &Spilled,
        bytes: &mut Vec<u8>,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Result<(), ScratchError> {
        from.read(block, bytes)?;
        let (mut records, mut end, mut near) = (Vec::new(), 0, 0);
        for row in Rows::of(bytes) {
            let row = row.ok_or_else(|| from.damaged())?;
            let start = end;
            end += 4 + row.whole.len();
            let bucket = self.rows.of(self.place(row.case, &mut near));
            if is_wanted(bucket) {
                let need = batches::need(&spilled.layout, end - start);
                Record { bucket: bucket as u32, rows: 1, place: (start, end), need }.join(&mut records);
            }
        }
        self.rows.push_all(block.source as usize, bytes, &mut records)
    }
}
