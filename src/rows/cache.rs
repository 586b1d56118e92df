//! A small memory of texts met lately, and what was found for each.

use super::interner::Interner;
use super::shard::hash_of;
use super::text_id::TextId;

/// What was found for the texts of one column: the same few texts over and over cost neither a lock nor a walk through
/// memory.
///
/// Where most texts are new, as in a column of ids, it stops remembering.
#[derive(Debug)]
pub struct Recent<V> {
    slots: Vec<Option<Slot<V>>>,
    text: Vec<u8>,
    tries: u32,
    misses: u32,
    is_off: bool,
}

/// The ids of texts met lately.
pub type TextCache = Recent<TextId>;

#[derive(Debug, Clone, Copy)]
struct Slot<V> {
    hash: u64,
    value: V,
    start: u32,
    end: u32,
}

const SLOTS: usize = 4096;
/// Longer texts aren't remembered, so that the cache stays in the core's own memory.
const LONGEST: usize = 64;
const TRIAL: u32 = 16_384;

impl<V> Default for Recent<V> {
    fn default() -> Self {
        Self { slots: Vec::new(), text: Vec::new(), tries: 0, misses: 0, is_off: false }
    }
}

impl<V: Copy> Recent<V> {
    /// Whether it has stopped remembering.
    pub fn is_off(&self) -> bool {
        self.is_off
    }

    /// What was found for a text of that hash, found now if it isn't known.
    #[inline]
    pub fn get(&mut self, hash: u64, text: &str, find: impl FnOnce() -> V) -> V {
        if self.is_off || text.len() > LONGEST {
            return find();
        }
        self.tries = self.tries.wrapping_add(1);
        let place = hash as usize % SLOTS;
        if let Some(Some(slot)) = self.slots.get(place)
            && slot.hash == hash
            && self.text[slot.start as usize..slot.end as usize] == *text.as_bytes()
        {
            return slot.value;
        }
        let value = find();
        self.remember(place, hash, value, text);
        value
    }

    #[cold]
    fn remember(&mut self, place: usize, hash: u64, value: V, text: &str) {
        self.misses = self.misses.wrapping_add(1);
        if self.tries > TRIAL && self.misses > self.tries / 2 {
            *self = Self { is_off: true, ..Self::default() };
            return;
        }
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, || None);
        }
        if self.text.len() > SLOTS * LONGEST {
            self.slots.fill_with(|| None);
            self.text.clear();
        }
        let start = self.text.len() as u32;
        self.text.extend_from_slice(text.as_bytes());
        self.slots[place] = Some(Slot { hash, value, start, end: self.text.len() as u32 });
    }
}

impl TextCache {
    /// The id of a text.
    #[inline]
    pub fn intern(&mut self, interner: &Interner, text: &str) -> TextId {
        let hash = hash_of(text);
        self.get(hash, text, || interner.intern_hashed(hash, text))
    }
}
