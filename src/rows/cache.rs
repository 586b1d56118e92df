//! A small memory of texts interned lately.

use super::interner::Interner;
use super::shard::hash_of;
use super::text_id::TextId;

/// Interns the cells of one column: the same few texts over and over cost neither a lock nor a walk through memory.
///
/// Where most texts are new, as in a column of ids, it stops remembering.
#[derive(Debug)]
pub struct TextCache {
    slots: Vec<Option<Slot>>,
    text: String,
    tries: u32,
    misses: u32,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u64,
    id: TextId,
    start: u32,
    end: u32,
}

const SLOTS: usize = 256;
/// Longer texts aren't remembered, so that the cache stays in the core's own memory.
const LONGEST: usize = 64;
const TRIAL: u32 = 512;

impl Default for TextCache {
    fn default() -> Self {
        Self { slots: vec![None; SLOTS], text: String::new(), tries: 0, misses: 0 }
    }
}

impl TextCache {
    /// The id of a text.
    #[inline]
    pub fn intern(&mut self, interner: &Interner, text: &str) -> TextId {
        let hash = hash_of(text);
        if self.slots.is_empty() || text.len() > LONGEST {
            return interner.intern_hashed(hash, text);
        }
        let place = hash as usize % SLOTS;
        self.tries += 1;
        if let Some(slot) = self.slots[place]
            && slot.hash == hash
            && &self.text[slot.start as usize..slot.end as usize] == text
        {
            return slot.id;
        }
        let id = interner.intern_hashed(hash, text);
        self.remember(place, hash, id, text);
        id
    }

    #[cold]
    fn remember(&mut self, place: usize, hash: u64, id: TextId, text: &str) {
        self.misses += 1;
        if self.tries > TRIAL && self.misses > self.tries / 2 {
            *self = Self { slots: Vec::new(), text: String::new(), ..*self };
            return;
        }
        if self.text.len() > SLOTS * LONGEST {
            self.slots.fill(None);
            self.text.clear();
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.slots[place] = Some(Slot { hash, id, start, end: self.text.len() as u32 });
    }
}
