//! Cases that are worked on together, because something ties them.

use rustc_hash::FxHashMap;

use super::bytes::mixed;
use super::{Spill, stop};
use crate::diagnostic::Diagnostic;
use crate::scratch::ScratchError;

/// What a case takes of which is known what it is tied to.
pub const CASE: u64 = 40;

/// The hash of something that rows of a source may have in common; `kind` tells sorts of it apart.
pub fn token(source: usize, kind: usize, bytes: &[u8]) -> u64 {
    let salt = mixed((source as u64) << 8 | kind as u64);
    let (words, rest) = bytes.as_chunks::<8>();
    let step = |hash: u64, word: u64| mixed(hash ^ word).wrapping_add(hash.rotate_left(29));
    let hash = words.iter().fold(salt, |hash, word| step(hash, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mixed(step(step(hash, u64::from_le_bytes(last)), bytes.len() as u64))
}

/// Cases that are one group, by their places: each leads to another of the group, the last to itself.
#[derive(Debug, Default)]
struct Groups {
    above: FxHashMap<u64, u64>,
}

impl Groups {
    fn root(&mut self, case: u64) -> u64 {
        let mut at = case;
        while let Some(above) = self.above.get(&at).copied().filter(|above| *above != at) {
            // Halves the way for the next one.
            let next = self.above.get(&above).copied().unwrap_or(above);
            self.above.insert(at, next);
            at = above;
        }
        at
    }

    fn join(&mut self, one: u64, other: u64) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        self.above.insert(low, low);
        self.above.insert(high, low);
    }

    fn into_moved(mut self) -> FxHashMap<u64, u64> {
        let cases: Vec<u64> = self.above.keys().copied().collect();
        let moved = cases.into_iter().map(|case| (case, self.root(case)));
        moved.filter(|(case, root)| case != root).collect()
    }
}

impl Spill<'_> {
    /// Notes that a case has something that others may have, too.
    ///
    /// # Errors
    /// The disk is full, or fails.
    pub fn tie_case(&self, token: u64, key: &str) -> Result<(), ScratchError> {
        self.tie(token, self.order().place(key.as_bytes(), &mut 0))
    }

    /// Puts cases together that something ties.
    ///
    /// # Errors
    /// What is known of them doesn't fit, or the disk fails.
    pub fn put_together(&self) -> Result<(), Diagnostic> {
        self.pairs.flush().map_err(|error| error.diagnostic())?;
        let mut groups = Groups::default();
        for bucket in 0..self.pairs.count() {
            self.join_pairs(bucket, &mut groups).map_err(|error| error.diagnostic())?;
            let need = groups.above.len() as u64 * CASE;
            if need > self.budget.ties() {
                return Err(stop::ties(self.budget, groups.above.len(), need));
            }
        }
        let moved = self.moved.get_or_init(|| groups.into_moved());
        self.move_rows(moved).map_err(|error| error.diagnostic())
    }

    fn join_pairs(&self, bucket: usize, groups: &mut Groups) -> Result<(), ScratchError> {
        let (mut pairs, mut bytes): (Vec<(u64, u64)>, _) = (Vec::new(), Vec::new());
        for block in self.pairs.blocks(bucket) {
            self.pairs.read(&block, &mut bytes)?;
            let (words, _) = bytes.as_chunks::<8>();
            let mut words = words.iter().map(|word| u64::from_le_bytes(*word));
            while let (Some(token), Some(case)) = (words.next(), words.next()) {
                pairs.push((token, case));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs.windows(2) {
            if let [(token, case), (next, other)] = pair
                && token == next
            {
                groups.join(*case, *other);
            }
        }
        Ok(())
    }

    /// Copies rows to the bucket where their case's others are. In their own they are passed over from now on.
    fn move_rows(&self, moved: &FxHashMap<u64, u64>) -> Result<(), ScratchError> {
        let mut away = vec![false; self.rows.count()];
        for (case, root) in moved {
            away[self.rows.of(*case)] |= self.rows.of(*case) != self.rows.of(*root);
        }
        let blocks: Vec<_> = (0..away.len()).map(|bucket| self.rows.blocks(bucket)).collect();
        let mut bytes = Vec::new();
        for (bucket, blocks) in blocks.into_iter().enumerate().filter(|(bucket, _)| away[*bucket]) {
            for block in blocks {
                let Some(spilled) = self.spilled(block.source as usize) else { continue };
                self.send(&self.rows, &block, spilled, &mut bytes, |to| to != bucket)?;
            }
        }
        self.rows.flush()
    }
}
