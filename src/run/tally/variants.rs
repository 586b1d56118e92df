//! Which sequences of activities there are.

use rustc_hash::FxHashSet;

/// Sequences of activities, as hashes.
///
/// They wait until there are some, and then go to their places together: the processor fetches many of those at once.
#[derive(Debug, Default)]
pub struct Variants {
    known: FxHashSet<u64>,
    waiting: Vec<u64>,
}

/// How many wait.
const WAITING: usize = 256;

impl Variants {
    /// Takes in a sequence.
    #[inline]
    pub fn insert(&mut self, variant: u64) {
        self.waiting.push(variant);
        if self.waiting.len() == WAITING {
            self.settle();
        }
    }

    fn settle(&mut self) {
        for variant in self.waiting.drain(..) {
            self.known.insert(variant);
        }
    }

    /// Takes in those of another.
    pub fn add(&mut self, other: Self) {
        self.settle();
        self.known.extend(other.known);
        self.known.extend(other.waiting);
    }

    /// The different ones.
    pub fn into_known(mut self) -> FxHashSet<u64> {
        self.settle();
        self.known
    }
}
