//! Texts that are there for a while: read, handed on, forgotten.

use std::sync::Arc;

use std::sync::atomic::Ordering;

use super::interner::{Interner, lock};
use super::shard::Shard;
use super::text_id::{CarriedId, TextId};
use super::texts::Texts;

/// How many texts there were at a moment.
#[derive(Debug, Clone)]
pub struct Mark {
    shards: Vec<usize>,
    arenas: usize,
}

impl Interner {
    /// About how much memory texts take that weren't there before.
    pub fn fresh_bytes(&self) -> usize {
        self.fresh.iter().map(|shard| lock(shard).bytes()).sum()
    }

    /// Forgets all texts that weren't there before: no id of one may be in use.
    pub fn forget(&self) {
        self.fresh.iter().for_each(|shard| lock(shard).truncate(0));
        lock(&self.arenas).clear();
        self.next_arena.store(self.known.arenas.len() as u32, Ordering::Relaxed);
    }

    /// Does something with the text of an id. Nothing may be interned meanwhile.
    #[inline]
    pub fn with<R>(&self, id: TextId, action: impl FnOnce(&str) -> R) -> R {
        match self.fresh_place(id) {
            None => action(self.known.get(id)),
            Some(place) => self.with_fresh(place, action),
        }
    }

    /// Takes the arena with a carried text out again, where it was closed here.
    pub fn take_arena(&self, id: CarriedId) -> Option<PassingArena> {
        let (index, _) = id.place();
        let mut arenas = lock(&self.arenas);
        let at = arenas.iter().rposition(|(known, _)| *known as usize == index)?;
        Some(PassingArena { index, text: arenas.swap_remove(at).1 })
    }
}

/// Carried texts that nobody keeps.
#[derive(Debug)]
pub struct PassingArena {
    index: usize,
    text: String,
}

impl PassingArena {
    /// A carried text, where it is here.
    pub fn get(&self, id: CarriedId) -> Option<&str> {
        let (index, start) = id.place();
        if index == self.index { super::arena::read(&self.text, start) } else { None }
    }
}

impl Texts {
    /// What there is now.
    pub fn mark(&self) -> Mark {
        Mark { shards: self.shards.iter().map(Shard::len).collect(), arenas: self.arenas.len() }
    }

    /// Forgets what came since.
    pub fn forget(&mut self, since: &Mark) {
        Arc::make_mut(&mut self.shards).iter_mut().zip(&since.shards).for_each(|(shard, texts)| shard.truncate(*texts));
        Arc::make_mut(&mut self.arenas).truncate(since.arenas);
    }

    /// About how much memory they take.
    pub fn bytes(&self) -> usize {
        let hashed = self.shards.iter().map(Shard::bytes).sum::<usize>();
        hashed + self.lists.bytes() + self.arenas.iter().map(String::len).sum::<usize>()
    }
}
