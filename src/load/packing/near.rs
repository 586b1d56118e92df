//! The numbers of cases by keys of one length that begin alike by many, as those that a system counts up do.
//!
//! Keys stand in their order, most of them where their last letters say: a file tells of cases from one time, whose keys
//! are near each other, so that the processor has most of what rows need at hand. One look tells a key from all others.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use super::digits::{Digits, REST};
use super::index::{Keys, Stretch, number};
use crate::load::group::NO_CASE;
use crate::read::csv::WINDOW;

/// How many bytes of a key can be its beginning.
const LONGEST_BEGINNING: usize = 16;
/// How many stand in a slot of its own: a beginning, digits and they are all of it.
const TAIL: usize = 4;
/// How many keys begin alike, on average.
const ALIKE: usize = 512;
/// How many slots there are for each key, at most.
const ROOM: usize = 2;
/// No slot: there are fewer.
const NOWHERE: u32 = u32::MAX;
/// How many slots may be looked at for a key.
const LONGEST_WAY: usize = 16;

/// Finds keys of one length.
#[derive(Debug)]
pub struct Near {
    length: usize,
    /// The bits of the first bytes of a key that are its beginning.
    kept: u128,
    /// What tells where a key stands among those that begin alike.
    digits: Digits,
    /// How many slots each region has.
    own: usize,
    /// How many of them a number of the digits takes, in parts of 2^32.
    step: u64,
    /// How many slots have to be looked at for a key.
    way: usize,
    /// By a hash of it what begins so; a power of two of them.
    regions: Vec<Option<Region>>,
    slots: Slots,
    /// How many cases there are; keys behind theirs are of cases that were left out.
    cases: u32,
}

/// The search for a key.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// In which slot it begins; [`NOWHERE`] if the key can't be one of them.
    begin: u32,
    /// The last bytes of the key.
    rest: u64,
}

impl Search {
    const NOWHERE: Self = Self { begin: NOWHERE, rest: 0 };
}

/// Where the keys with one beginning stand.
#[derive(Debug, Clone, Copy)]
struct Region {
    begin: u128,
    first: usize,
}

/// Where keys stand, region after region.
#[derive(Debug)]
enum Slots {
    /// No two keys have the same digits: each stands where they say, with its last bytes in the upper half, and in the
    /// lower one 1 more than which it is; 0 for none.
    Own(Vec<AtomicU64>),
    /// Each stands where its digits say, or behind.
    Shared(Vec<Slot>),
}

/// The last bytes of a key, and 1 more than which it is; 0 for none.
#[derive(Debug, Default)]
struct Slot {
    rest: AtomicU64,
    place: AtomicU32,
}

impl Near {
    /// `None` where the keys aren't of that kind.
    pub(super) fn of(keys: &Keys) -> Option<Self> {
        let length = keys.iter().next()?.len();
        let is_alike = |keys: &Stretch| keys.length() == Some(length);
        if !(REST..=LONGEST_BEGINNING + REST).contains(&length) || !keys.stretches().all(is_alike) {
            return None;
        }
        let beginning = beginning(keys, length)?;
        let kept = kept(beginning);
        let counts = counts(keys, kept);
        let digits = Digits::of(keys, beginning..length, length - TAIL, ROOM * keys.all / counts.len());
        let most = counts.iter().map(|count| count.1).max()?;
        let own = if most > digits.bound() { ROOM * most } else { digits.bound() };
        if own * counts.len() > (ROOM * keys.all).min(NOWHERE as usize) {
            return None;
        }
        let (step, cases) = (((own as u64) << 32) / digits.bound() as u64, keys.cases);
        let slots = Slots::Own(Vec::new());
        let mut near = Self { length, kept, digits, own, step, way: 0, regions: Vec::new(), slots, cases };
        near.make_regions(&counts);
        let all = counts.len() * own;
        if near.digits.end() + TAIL >= length && own == near.digits.bound() {
            near.slots = Slots::Own((0..all).into_par_iter().map(|_| AtomicU64::default()).collect());
            if near.fill(keys) {
                return Some(near);
            }
        }
        near.slots = Slots::Shared((0..all).into_par_iter().map(|_| Slot::default()).collect());
        near.fill(keys).then_some(near)
    }

    /// Gives each key its slot; whether there is one for each.
    fn fill(&mut self, keys: &Keys) -> bool {
        let longest = AtomicUsize::new(0);
        keys.each(|place, key| {
            let way = self.add(key, place).unwrap_or(usize::MAX);
            if way > longest.load(Ordering::Relaxed) {
                longest.fetch_max(way, Ordering::Relaxed);
            }
        });
        self.way = longest.into_inner();
        self.way <= LONGEST_WAY
    }

    /// Notes where the keys with each beginning stand.
    fn make_regions(&mut self, counts: &[(u128, usize)]) {
        self.regions = vec![None; (counts.len() * 2).next_power_of_two()];
        for (which, (begin, _)) in counts.iter().enumerate() {
            let mut place = self.place(*begin);
            while self.regions[place].is_some() {
                place = (place + 1) & (self.regions.len() - 1);
            }
            self.regions[place] = Some(Region { begin: *begin, first: which * self.own });
        }
    }

    /// Takes a slot for a key, and gives how many were looked at; `None` where none is free near the right one. Which of
    /// several threads comes first changes where a key stands, not what is found.
    fn add(&self, key: &[u8], place: u32) -> Option<usize> {
        let window = window(key)?;
        let (region, digits) = (self.region(first(&window) & self.kept)?, self.digits.number(&window));
        let rest = rest(&window, self.length)?;
        match &self.slots {
            Slots::Own(slots) => {
                let own = u64::from(tail(rest)) << 32 | u64::from(place + 1);
                let slot = slots.get(region.first + digits)?;
                slot.compare_exchange(0, own, Ordering::Relaxed, Ordering::Relaxed).ok().map(|_| 1)
            }
            Slots::Shared(slots) => {
                let right = self.right(digits);
                let mut slots = (0..LONGEST_WAY).map(|next| &slots[region.first + (right + next) % self.own]);
                Some(1 + slots.position(|slot| slot.take(rest, place + 1))?)
            }
        }
    }

    /// The number of the case that has a key: [`NO_CASE`] for none, or [`crate::load::group::LEFT_OUT`].
    pub(super) fn find(&self, key: &[u8]) -> u32 {
        let search = self.begin_of(key);
        self.find_from(&search, self.look(&search))
    }

    /// Begins the search for a key of so many bytes, with which the window begins; it goes on with whatever follows.
    #[inline(always)]
    pub fn begin(&self, window: &[u8; WINDOW], length: usize) -> Search {
        let Some(rest) = rest(window, length).filter(|_| length == self.length) else { return Search::NOWHERE };
        let digits = self.digits.number(window);
        let region = self.region(first(window) & self.kept);
        let Some(region) = region.filter(|_| digits < self.digits.bound()) else { return Search::NOWHERE };
        let right = if let Slots::Own(_) = self.slots { digits } else { self.right(digits) };
        Search { begin: (region.first + right) as u32, rest }
    }

    /// The same without a window.
    pub fn begin_of(&self, key: &[u8]) -> Search {
        window(key).map_or(Search::NOWHERE, |window| self.begin(&window, key.len()))
    }

    /// What stands where the search for a key begins.
    #[inline(always)]
    pub fn look(&self, search: &Search) -> u64 {
        match &self.slots {
            Slots::Own(slots) => slots.get(search.begin as usize).map_or(0, |slot| slot.load(Ordering::Relaxed)),
            Slots::Shared(slots) => {
                slots.get(search.begin as usize).map_or(0, |slot| slot.place.load(Ordering::Relaxed).into())
            }
        }
    }

    /// The number of the case that has a key, of which it is known what [`Near::look`] gives.
    #[inline(always)]
    pub fn find_from(&self, search: &Search, found: u64) -> u32 {
        let place = match &self.slots {
            Slots::Own(_) => own(found, search.rest),
            Slots::Shared(slots) => self.shared(slots, search),
        };
        place.map_or(NO_CASE, |place| number(place - 1, self.cases))
    }

    /// What stands for a key in one of the slots of its region, from the right one on.
    #[inline(always)]
    fn shared(&self, slots: &[Slot], search: &Search) -> Option<u32> {
        let mut at = search.begin as usize;
        for _ in 0..self.way {
            let slot = slots.get(at)?;
            match slot.place.load(Ordering::Relaxed) {
                0 => return None,
                place if slot.rest.load(Ordering::Relaxed) == search.rest => return Some(place),
                // Behind the last slot of the region comes its first one.
                _ => at = if (at + 1).is_multiple_of(self.own) { at + 1 - self.own } else { at + 1 },
            }
        }
        None
    }

    /// In which of its region's slots a key with these digits should stand.
    #[inline(always)]
    fn right(&self, digits: usize) -> usize {
        ((digits as u64 * self.step) >> 32) as usize
    }

    /// The region of a beginning.
    #[inline(always)]
    fn region(&self, begin: u128) -> Option<&Region> {
        let mut place = self.place(begin);
        while let Some(region) = self.regions.get(place)?.as_ref() {
            if region.begin == begin {
                return Some(region);
            }
            place = (place + 1) & (self.regions.len() - 1);
        }
        None
    }

    /// Where a region should stand.
    #[inline(always)]
    fn place(&self, begin: u128) -> usize {
        spread(begin) as usize & (self.regions.len() - 1)
    }
}

impl Slot {
    /// Takes it for a key; whether it was free.
    fn take(&self, rest: u64, place: u32) -> bool {
        let is_free = self.place.compare_exchange(0, place, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if is_free {
            self.rest.store(rest, Ordering::Relaxed);
        }
        is_free
    }
}

/// The beginnings of keys in the order in which they are met first, with how many keys have each.
fn counts(keys: &Keys, kept: u128) -> Vec<(u128, usize)> {
    let runs: Vec<Vec<(u128, usize)>> = keys.stretches().map(|keys| runs(keys, kept)).collect();
    let (mut counts, mut places) = (Vec::new(), FxHashMap::default());
    for (begin, count) in runs.into_iter().flatten() {
        let place = *places.entry(begin).or_insert_with(|| {
            counts.push((begin, 0));
            counts.len() - 1
        });
        counts[place].1 += count;
    }
    counts
}

/// How many keys begin alike, one after the other.
fn runs(keys: &Stretch, kept: u128) -> Vec<(u128, usize)> {
    let mut runs: Vec<(u128, usize)> = Vec::new();
    for key in keys.iter() {
        let begin = window(key).map_or(0, |window| first(&window)) & kept;
        match runs.last_mut() {
            Some((known, count)) if *known == begin => *count += 1,
            _ => runs.push((begin, 1)),
        }
    }
    runs
}

/// How long the beginnings of keys are: as long as enough keys have the same.
fn beginning(keys: &Keys, length: usize) -> Option<usize> {
    let counts = keys.stretches().map(differing);
    let counts = counts.reduce(Default::default, |one, other| std::array::from_fn(|at| one[at] + other[at]));
    let (mut runs, most) = (1, (keys.all / ALIKE).max(1));
    let mut longest = 0;
    for (at, count) in counts.iter().enumerate().take(length.min(LONGEST_BEGINNING)) {
        runs += count;
        if runs > most {
            break;
        }
        longest = at + 1;
    }
    (longest + REST >= length).then_some(longest)
}

/// By place, how many keys differ there first from the one before.
fn differing(keys: &Stretch) -> [usize; LONGEST_BEGINNING + 1] {
    let (mut counts, mut before) = ([0; LONGEST_BEGINNING + 1], None);
    for key in keys.iter().filter_map(window).map(|window| first(&window)) {
        if let Some(before) = before.replace(key) {
            let differing: u128 = before ^ key;
            counts[differing.trailing_zeros() as usize / 8] += 1;
        }
    }
    counts
}

/// A key with zeros behind it; `None` for one that is longer than all that are found here.
#[inline]
fn window(key: &[u8]) -> Option<[u8; WINDOW]> {
    let mut window = [0; WINDOW];
    window.get_mut(..key.len())?.copy_from_slice(key);
    Some(window)
}

/// The first bytes of a key, and what follows it where it has fewer.
#[inline(always)]
fn first(window: &[u8; WINDOW]) -> u128 {
    window.first_chunk().map_or(0, |bytes| u128::from_le_bytes(*bytes))
}

/// The last bytes of a key of that length.
#[inline(always)]
fn rest(window: &[u8; WINDOW], length: usize) -> Option<u64> {
    window.get(length.checked_sub(REST)?..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// The very last ones of these.
#[inline(always)]
fn tail(rest: u64) -> u32 {
    (rest >> (u64::BITS - 8 * TAIL as u32)) as u32
}

/// What stands in a slot for a key, if it is its own.
#[inline(always)]
fn own(slot: u64, rest: u64) -> Option<u32> {
    let is_it = (slot >> 32) as u32 == tail(rest);
    NonZeroU32::new(slot as u32).filter(|_| is_it).map(NonZeroU32::get)
}

/// The bits of so many first bytes.
fn kept(bytes: usize) -> u128 {
    u128::MAX.checked_shr(128 - 8 * bytes as u32).unwrap_or(0)
}

/// A hash of a beginning.
#[inline(always)]
fn spread(begin: u128) -> u64 {
    let (low, high) = (begin as u64 ^ FACTOR, (begin >> 64) as u64 ^ FACTOR.rotate_left(17));
    let product = u128::from(low) * u128::from(high);
    product as u64 ^ (product >> 64) as u64
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
