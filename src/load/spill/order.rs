//! In which order cases stand on disk.

use super::bytes::mixed;
use super::ties;
use crate::load::group::is_called_by_key;
use crate::plan::Plan;
use crate::rows::hash_of;

/// The place of each case among all: those of one interval of keys stand together, intervals in the order of keys, and the
/// cases of one by their hashes. One interval has all cases where nothing is known of their keys.
#[derive(Debug, Default)]
pub struct Order {
    /// The least key of each interval but the first.
    firsts: Vec<Box<str>>,
    /// How all of these begin.
    alike: Box<[u8]>,
    /// The same as a number, and its bits, where it is that short.
    begin: Option<(u128, u128)>,
    /// What follows in each, as a number of the same order.
    words: Vec<u64>,
    /// As many intervals as two to this power.
    bits: u32,
}

impl Order {
    /// Intervals with about as many of some keys in each, `most` at the most.
    pub fn of(mut keys: Vec<Box<str>>, most: usize) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let bits = keys.len().min(most).max(1).ilog2();
        let count = 1 << bits;
        let firsts: Vec<Box<str>> =
            (1..count).filter_map(|interval| keys.get(interval * keys.len() / count).cloned()).collect();
        let alike: Box<[u8]> = match (firsts.first(), firsts.last()) {
            // They are sorted: what these two have in common all have.
            (Some(first), Some(last)) => {
                let pairs = first.bytes().zip(last.bytes());
                pairs.take_while(|(one, other)| one == other).map(|(byte, _)| byte).collect()
            }
            _ => Box::default(),
        };
        let words = firsts.iter().map(|key| word(key.as_bytes(), alike.len())).collect();
        Self { firsts, begin: begin(&alike), alike, words, bits }
    }

    /// The place of a case. `near` is the interval of the case before: neighbours often are of one.
    #[inline]
    pub fn place(&self, key: &[u8], near: &mut usize) -> u64 {
        let hash = mixed(hash_of(key));
        if self.bits == 0 {
            return hash;
        }
        *near = self.interval(key, *near);
        (*near as u64) << (64 - self.bits) | hash >> self.bits
    }

    /// The least place of the interval of a case.
    #[inline]
    pub fn start(&self, key: &[u8], near: &mut usize) -> u64 {
        *near = self.interval(key, *near);
        (*near as u64).checked_shl(64 - self.bits).unwrap_or(0)
    }

    #[inline]
    fn interval(&self, key: &[u8], near: usize) -> usize {
        if !self.begins_alike(key) {
            return if key < &*self.alike { 0 } else { self.firsts.len() };
        }
        let (word, words) = (word(key, self.alike.len()), self.words.as_slice());
        let is_above = near == 0 || words.get(near - 1).is_some_and(|first| *first < word);
        if is_above && words.get(near).is_none_or(|next| word < *next) {
            return near;
        }
        let low = words.partition_point(|first| *first < word);
        let same = words[low..].partition_point(|first| *first == word);
        low + self.firsts[low..low + same].partition_point(|first| first.as_bytes() <= key)
    }

    #[inline]
    fn begins_alike(&self, key: &[u8]) -> bool {
        match (self.begin, key.first_chunk()) {
            (Some((begin, bits)), Some(first)) => (u128::from_le_bytes(*first) ^ begin) & bits == 0,
            _ => key.starts_with(&self.alike),
        }
    }

    /// How many intervals there are.
    pub fn intervals(&self) -> usize {
        1 << self.bits
    }

    /// Whether an interval begins at a place.
    pub fn begins(&self, place: u64) -> bool {
        place & (u64::MAX >> self.bits) == 0
    }

    /// About how much memory it takes.
    pub fn held(&self) -> u64 {
        self.firsts.iter().map(|key| key.len() as u64 + 40).sum()
    }
}

/// The eight bytes of a key behind the first few as a number that has their order.
#[inline]
fn word(key: &[u8], behind: usize) -> u64 {
    let rest = key.get(behind..).unwrap_or_default();
    match (rest.first_chunk(), key.last_chunk()) {
        (Some(first), _) => u64::from_be_bytes(*first),
        // What stands before them is shifted out.
        (None, Some(last)) => u64::from_be_bytes(*last).checked_shl(64 - 8 * rest.len() as u32).unwrap_or(0),
        (None, None) => {
            let mut padded = [0; 8];
            padded[..rest.len()].copy_from_slice(rest);
            u64::from_be_bytes(padded)
        }
    }
}

/// Up to sixteen bytes as a number, and the bits that are theirs.
fn begin(bytes: &[u8]) -> Option<(u128, u128)> {
    let mut padded = [0; 16];
    padded.get_mut(..bytes.len())?.copy_from_slice(bytes);
    let bits = u128::MAX.checked_shr(128 - 8 * bytes.len() as u32).unwrap_or(0);
    Some((u128::from_le_bytes(padded), bits))
}

/// The record by whose keys cases are put in order: where a case is called by its key, and nothing but its key says to which
/// case a record belongs.
pub fn by_keys_of(plan: &Plan) -> Option<usize> {
    let record = plan.case.record?;
    let is_alone = !plan.is_nested(record) && ties::of(plan, record).is_empty();
    (is_called_by_key(plan) && is_alone).then_some(record)
}
