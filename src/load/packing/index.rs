//! The number of a case by the text of its key.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

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
        let all: Vec<TextId> = cases.keys.iter().chain(left_out).copied().collect();
        let stretches: Vec<Vec<&str>> =
            all.par_chunks(STRETCH).map(|keys| keys.iter().map(|key| texts.get(*key)).collect()).collect();
        let keys = Keys { stretches, all: all.len(), cases: u32::try_from(cases.len()).ok()? };
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
pub(super) struct Keys<'t> {
    /// They stand in the order of cases: those of neighbours, of which files often tell together, stand together.
    stretches: Vec<Vec<&'t str>>,
    /// How many there are.
    pub(super) all: usize,
    /// How many of them are cases'.
    pub(super) cases: u32,
}

impl<'t> Keys<'t> {
    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'t str> {
        self.stretches.iter().flatten().copied()
    }

    /// Stretches of them, from several threads.
    pub(super) fn stretches(&self) -> impl ParallelIterator<Item = &[&'t str]> {
        self.stretches.par_iter().map(Vec::as_slice)
    }

    /// Calls `action` with each and its place, from several threads.
    pub(super) fn each(&self, action: impl Fn(u32, &str) + Sync) {
        self.stretches.par_iter().enumerate().for_each(|(which, keys)| {
            ((which * STRETCH) as u32..).zip(keys).for_each(|(place, key)| action(place, key));
        });
    }
}

/// What stands for the case whose key has a place among all, of which so many are cases'.
#[inline(always)]
pub(super) fn number(place: u32, cases: u32) -> u32 {
    if place < cases { place } else { LEFT_OUT }
}
