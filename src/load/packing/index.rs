//! The number of a case by the text of its key.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::hashed::Hashed;
use super::near::Near;
use crate::load::group::LEFT_OUT;
use crate::load::model::Cases;
use crate::rows::{TextId, Texts};

/// Finds the numbers of cases by their keys while rows are read. Which way it does is chosen by what the keys look like;
/// both give the same.
#[derive(Debug)]
pub enum CaseIndex {
    /// Keys of one length that begin alike by many.
    Near(Near),
    /// Any keys.
    Hashed(Hashed),
}

impl Default for CaseIndex {
    fn default() -> Self {
        Self::Hashed(Hashed::default())
    }
}

/// How many keys a thread takes at a time.
const STRETCH: usize = 4096;

impl CaseIndex {
    /// For the keys of cases, and of those that were left out; `None` where there are too many.
    pub fn of(cases: &Cases, left_out: &[TextId], texts: &Texts) -> Option<Self> {
        let all = cases.len() + left_out.len();
        let key = |place: usize| match place.checked_sub(cases.len()) {
            None => cases.key(place as u32),
            Some(place) => left_out.get(place).copied(),
        };
        let stretch = |first: usize| {
            let places = first..all.min(first + STRETCH);
            Stretch::of(places.map(|place| key(place).map_or("", |id| texts.get(id))))
        };
        let starts = (0..all.div_ceil(STRETCH)).into_par_iter();
        let stretches: Vec<Stretch> = starts.map(|which| stretch(which * STRETCH)).collect();
        let keys = Keys { stretches, all, cases: u32::try_from(cases.len()).ok()? };
        match Near::of(&keys) {
            Some(near) => Some(Self::Near(near)),
            None => Hashed::of(&keys).map(Self::Hashed),
        }
    }

    /// Whether there is nothing to be found.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Near(_) => false,
            Self::Hashed(hashed) => hashed.is_empty(),
        }
    }

    /// The number of the case that has a key: [`crate::load::group::NO_CASE`] for none, or [`LEFT_OUT`].
    pub fn find(&self, key: &[u8]) -> u32 {
        match self {
            Self::Near(near) => near.find(key),
            Self::Hashed(hashed) => hashed.find(key),
        }
    }
}

/// The keys of cases, and behind them those of cases that were left out.
pub(super) struct Keys {
    /// They stand in the order of cases: those of neighbours, of which files often tell together, stand together.
    stretches: Vec<Stretch>,
    /// How many there are.
    pub(super) all: usize,
    /// How many of them are cases'.
    pub(super) cases: u32,
}

/// Keys side by side: they are looked at several times, and texts stand all over memory.
#[derive(Default)]
pub(super) struct Stretch {
    bytes: Vec<u8>,
    lengths: Vec<u32>,
}

impl Stretch {
    fn of<'t>(keys: impl Iterator<Item = &'t str>) -> Self {
        let (mut stretch, mut keys) = (Self::default(), keys.peekable());
        stretch.lengths.reserve_exact(STRETCH);
        stretch.bytes.reserve(STRETCH * keys.peek().map_or(0, |first| first.len()));
        for key in keys {
            stretch.bytes.extend_from_slice(key.as_bytes());
            stretch.lengths.push(key.len() as u32);
        }
        stretch
    }

    /// How many bytes they have.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Each of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.bytes.as_slice();
        self.lengths.iter().map(move |length| {
            let key;
            (key, rest) = rest.split_at(*length as usize);
            key
        })
    }

    /// The length that all of them have.
    pub(super) fn length(&self) -> Option<usize> {
        let first = *self.lengths.first()?;
        self.lengths.iter().all(|length| *length == first).then_some(first as usize)
    }
}

impl Keys {
    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.stretches.iter().flat_map(Stretch::iter)
    }

    /// Stretches of them, from several threads.
    pub(super) fn stretches(&self) -> impl ParallelIterator<Item = &Stretch> {
        self.stretches.par_iter()
    }

    /// Calls `action` with each and its place, from several threads.
    pub(super) fn each(&self, action: impl Fn(u32, &[u8]) + Sync) {
        self.stretches.par_iter().enumerate().for_each(|(which, keys)| {
            ((which * STRETCH) as u32..).zip(keys.iter()).for_each(|(place, key)| action(place, key));
        });
    }
}

/// What stands for the case whose key has a place among all, of which so many are cases'.
#[inline(always)]
pub(super) fn number(place: u32, cases: u32) -> u32 {
    if place < cases { place } else { LEFT_OUT }
}
