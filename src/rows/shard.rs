//! Texts one after the other, each findable by its content.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A part of all texts; which part a text belongs to, its hash says.
#[derive(Debug, Default, Clone)]
pub(super) struct Shard {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// Positions by content.
    table: HashTable<u32>,
}

/// A table with fewer texts grows by more at once: each time, all of them are hashed again.
const SMALL: usize = 8192;

/// The hash of a text, the same in every run.
#[inline]
pub fn hash_of(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

/// Whether two texts are equal: faster for short ones than a comparison of any length.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if (16..=32).contains(&one.len())
        && let (Some(first), Some(last)) = (one.first_chunk(), one.last_chunk())
        && let (Some(other_first), Some(other_last)) = (other.first_chunk(), other.last_chunk())
    {
        return differing(first, other_first) | differing(last, other_last) == 0;
    }
    one == other
}

#[inline(always)]
fn differing(one: &[u8; 16], other: &[u8; 16]) -> u128 {
    u128::from_le_bytes(*one) ^ u128::from_le_bytes(*other)
}

/// The shard of a hash: bits that the tables inside the shards don't use.
#[inline]
pub(super) fn shard_of(hash: u64) -> usize {
    (hash >> 44) as usize & (super::text_id::SHARDS - 1)
}

impl Shard {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn get(&self, position: usize) -> Option<&str> {
        let end = *self.ends.get(position)? as usize;
        let start = if position == 0 { 0 } else { self.ends[position - 1] as usize };
        self.text.get(start..end)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }

    #[inline]
    fn bytes_of(&self, position: usize) -> Option<&[u8]> {
        let end = *self.ends.get(position)? as usize;
        let start = if position == 0 { 0 } else { self.ends[position - 1] as usize };
        self.text.as_bytes().get(start..end)
    }

    #[inline]
    pub(super) fn find(&self, hash: u64, text: &str) -> Option<usize> {
        let is_it = |&at: &u32| self.bytes_of(at as usize).is_some_and(|known| is_same(known, text.as_bytes()));
        self.table.find(hash, is_it).map(|&at| at as usize)
    }

    /// The position of a text, which is added where it isn't there; beyond what 32 bits can name, texts share one.
    pub(super) fn find_or_add(&mut self, hash: u64, text: &str) -> usize {
        if self.table.len() == self.table.capacity() {
            self.grow();
        }
        let has_room = self.has_room(text.len());
        let Self { text: all, ends, table } = self;
        let is_it = |at: &u32| is_same(slice(all, ends, *at as usize).as_bytes(), text.as_bytes());
        let hash_of_known = |at: &u32| hash_of(slice(all, ends, *at as usize).as_bytes());
        match table.entry(hash, is_it, hash_of_known) {
            Entry::Occupied(known) => *known.get() as usize,
            Entry::Vacant(_) if !has_room => ends.len(),
            Entry::Vacant(place) => {
                let position = ends.len();
                place.insert(position as u32);
                all.push_str(text);
                ends.push(all.len() as u32);
                position
            }
        }
    }

    /// Makes the table larger. Texts are looked at in the order in which they stand, which is much faster than in that of
    /// the table.
    fn grow(&mut self) {
        let Self { text, ends, table } = self;
        let hash = |at: &u32| hash_of(slice(text, ends, *at as usize).as_bytes());
        let factor = if table.len() < SMALL { 4 } else { 2 };
        *table = HashTable::with_capacity((table.len() * factor).max(4));
        for at in 0..ends.len() as u32 {
            table.insert_unique(hash(&at), at, hash);
        }
    }

    /// Whether a text of that length still fits: places are 32 bits.
    fn has_room(&self, length: usize) -> bool {
        self.text.len() + length <= u32::MAX as usize
    }

    /// Adds the texts of another part, none of which is here, behind those that are.
    pub(super) fn append(&mut self, other: Self) {
        if self.ends.is_empty() {
            *self = other;
            return;
        }
        let (before, known) = (self.text.len(), self.len() as u32);
        self.text.reserve_exact(other.text.len());
        self.text.push_str(&other.text);
        self.ends.reserve_exact(other.len());
        self.ends.extend(other.ends.iter().map(|end| (before + *end as usize) as u32));
        self.join(known, other.table);
    }

    /// Joins the table of the first texts, of which there are so many, with that of all behind them: what the smaller one
    /// holds goes into the larger one, of whose texts no hash is needed.
    fn join(&mut self, known: u32, mut behind: HashTable<u32>) {
        let Self { text, ends, table } = self;
        let all = ends.len() as u32;
        let mut added = known..all;
        if all - known > known {
            behind.iter_mut().for_each(|at| *at += known);
            *table = behind;
            added = 0..known;
        }
        let hash = |at: &u32| hash_of(slice(text, ends, *at as usize).as_bytes());
        table.reserve(added.len(), hash);
        for at in added {
            table.insert_unique(hash(&at), at, hash);
        }
    }
}

impl Shard {
    /// How many bytes its texts and their places take.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + 12 * self.ends.len()
    }

    /// Keeps the first texts only; their memory stays.
    pub(super) fn truncate(&mut self, texts: usize) {
        self.table.retain(|at| (*at as usize) < texts);
        self.ends.truncate(texts);
        self.text.truncate(self.ends.last().map_or(0, |end| *end as usize));
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], position: usize) -> &'a str {
    let start = if position == 0 { 0 } else { ends[position - 1] as usize };
    &text[start..ends[position] as usize]
}
