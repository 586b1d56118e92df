//! The number of a case by the text of its key.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use crate::load::group::{LEFT_OUT, NO_CASE};
use crate::load::model::Cases;
use crate::rows::{TextId, Texts, hash_of};

/// Finds the numbers of cases by their keys while rows are read: a look into a small table, and one at the key.
///
/// Keys stand in the order of cases: those of neighbours, of which files often tell together, stand together.
#[derive(Debug, Default)]
pub struct CaseIndex {
    /// For each place half of the hash of the key that is found there, and 1 more than which it is; 0 for none.
    slots: Vec<AtomicU64>,
    keys: String,
    ends: Vec<u32>,
    /// How long each key is, where all are equally long.
    length: Option<usize>,
    /// How many cases there are; keys behind theirs are of cases that were left out.
    cases: u32,
}

impl CaseIndex {
    /// For the keys of cases, and of those that were left out; `None` where there are too many.
    pub fn of(cases: &Cases, left_out: &[TextId], texts: &Texts) -> Option<Self> {
        let all: Vec<TextId> = cases.keys.iter().chain(left_out).copied().collect();
        let mut index = Self { cases: cases.len() as u32, ..Self::default() };
        index.slots.resize_with((all.len() * 2).next_power_of_two().max(16), AtomicU64::default);
        index.ends.reserve_exact(all.len());
        let stretches: Vec<Vec<&str>> =
            all.par_chunks(STRETCH).map(|keys| keys.iter().map(|key| texts.get(*key)).collect()).collect();
        index.keys.reserve_exact(stretches.par_iter().flatten_iter().map(|key| key.len()).sum());
        for key in stretches.iter().flatten() {
            index.keys.push_str(key);
            index.ends.push(u32::try_from(index.keys.len()).ok()?);
        }
        stretches.par_iter().enumerate().for_each(|(which, keys)| {
            (1 + (which * STRETCH) as u64..)
                .zip(keys)
                .for_each(|(number, key)| index.add(hash_of(key.as_bytes()), number));
        });
        let first = index.ends.first().map_or(0, |end| *end as usize);
        let is_alike = (1..).zip(&index.ends).all(|(which, end)| first * which == *end as usize);
        index.length = is_alike.then_some(first);
        Some(index)
    }

    /// Takes a place for a key. Which of several threads comes first changes where a key stands, not what is found.
    fn add(&self, hash: u64, number: u64) {
        let slot = hash & HALF | number;
        let mut place = self.place(hash);
        while self.slots[place].compare_exchange(0, slot, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    /// Whether there is nothing to be found.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    /// What stands where the search for a hash begins.
    #[inline(always)]
    pub fn begin(&self, hash: u64) -> u64 {
        self.slots[self.place(hash)].load(Ordering::Relaxed)
    }

    /// The number of the case that has a key of that hash: [`NO_CASE`] for none, or [`LEFT_OUT`].
    #[inline(always)]
    pub fn find(&self, hash: u64, key: &[u8]) -> u32 {
        self.find_from(self.begin(hash), hash, key)
    }

    /// The same, where it is known what [`CaseIndex::begin`] gives.
    #[inline(always)]
    pub fn find_from(&self, mut slot: u64, hash: u64, key: &[u8]) -> u32 {
        let mut place = self.place(hash);
        loop {
            if slot == 0 {
                return NO_CASE;
            }
            if (slot ^ hash) & HALF == 0 {
                let which = (slot & !HALF) as usize - 1;
                if self.has_key(which, key) {
                    return if which < self.cases as usize { which as u32 } else { LEFT_OUT };
                }
            }
            place = (place + 1) & (self.slots.len() - 1);
            slot = self.slots[place].load(Ordering::Relaxed);
        }
    }

    /// Whether a key is this one.
    #[inline(always)]
    fn has_key(&self, which: usize, key: &[u8]) -> bool {
        match self.length {
            Some(length) if length == key.len() && (16..=32).contains(&length) => {
                let keys = self.keys.as_bytes();
                let (start, end) = (which * length, which * length + length);
                let begins = keys.get(start..).and_then(<[u8]>::first_chunk::<16>) == key.first_chunk();
                begins && keys.get(..end).and_then(<[u8]>::last_chunk::<16>) == key.last_chunk()
            }
            _ => self.has_any_key(which, key),
        }
    }

    #[inline(never)]
    fn has_any_key(&self, which: usize, key: &[u8]) -> bool {
        self.key(which) == key
    }

    #[inline]
    fn key(&self, which: usize) -> &[u8] {
        let range = match self.length {
            Some(length) => which * length..(which + 1) * length,
            None => which.checked_sub(1).map_or(0, |before| self.ends[before] as usize)..self.ends[which] as usize,
        };
        self.keys.as_bytes().get(range).unwrap_or_default()
    }
}

/// How many keys a thread takes at a time.
const STRETCH: usize = 4096;

/// The half of a hash that is kept.
const HALF: u64 = 0xffff_ffff << 32;
