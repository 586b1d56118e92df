//! The numbers of cases by keys of any kind.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::ParallelIterator;

use super::index::{Keys, Stretch, number};
use crate::load::group::NO_CASE;
use crate::rows::hash_of;

/// Finds keys by a look into a small table, and one at the key.
#[derive(Debug, Default)]
pub struct Hashed {
    /// For each place half of the hash of the key that is found there, and 1 more than which it is; 0 for none.
    slots: Vec<AtomicU64>,
    keys: Vec<u8>,
    ends: Vec<u32>,
    /// How many cases there are; keys behind theirs are of cases that were left out.
    cases: u32,
}

impl Hashed {
    /// `None` where there are too many keys.
    pub(super) fn of(keys: &Keys) -> Option<Self> {
        let mut index = Self { cases: keys.cases, ..Self::default() };
        index.slots.resize_with((keys.all * 2).next_power_of_two().max(16), AtomicU64::default);
        index.ends.reserve_exact(keys.all);
        index.keys.reserve_exact(keys.stretches().map(Stretch::bytes).sum());
        for key in keys.iter() {
            index.keys.extend_from_slice(key);
            index.ends.push(u32::try_from(index.keys.len()).ok()?);
        }
        keys.each(|place, key| index.add(hash_of(key), u64::from(place) + 1));
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

    pub(super) fn is_empty(&self) -> bool {
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

    /// The number of the case that has a key.
    pub(super) fn find(&self, key: &[u8]) -> u32 {
        if self.is_empty() {
            return NO_CASE;
        }
        let hash = hash_of(key);
        self.find_from(self.begin(hash), hash, key)
    }

    /// The same, where the key's hash is known, and what [`Hashed::begin`] gives.
    #[inline(always)]
    pub fn find_from(&self, mut slot: u64, hash: u64, key: &[u8]) -> u32 {
        let mut place = self.place(hash);
        loop {
            if slot == 0 {
                return NO_CASE;
            }
            if (slot ^ hash) & HALF == 0 {
                let which = (slot & !HALF) as u32 - 1;
                if self.key(which as usize) == key {
                    return number(which, self.cases);
                }
            }
            place = (place + 1) & (self.slots.len() - 1);
            slot = self.slots[place].load(Ordering::Relaxed);
        }
    }

    #[inline]
    fn key(&self, which: usize) -> &[u8] {
        let start = which.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.keys.get(start..self.ends[which] as usize).unwrap_or_default()
    }
}

/// The half of a hash that is kept.
const HALF: u64 = 0xffff_ffff << 32;
