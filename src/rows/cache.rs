//! A small memory of texts met lately, and what was found for each.

use super::interner::Interner;
use super::text_id::TextId;

/// What was found for the texts of one column: the same few texts over and over cost neither a hash, a lock nor a walk
/// through memory.
///
/// Where most texts are new, as in a column of ids, it stops remembering.
#[derive(Debug)]
pub struct Recent<V> {
    slots: Vec<Option<Slot<V>>>,
    tries: u32,
    misses: u32,
    is_off: bool,
}

/// The ids of texts met lately.
pub type TextCache = Recent<TextId>;

#[derive(Debug, Clone, Copy)]
struct Slot<V> {
    key: Key,
    value: V,
}

/// A short text: its bytes, some of them twice, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    words: [u64; 4],
    length: u32,
}

const SLOT_BITS: u32 = 13;
/// Longer texts aren't remembered, so that the cache stays in the core's own memory.
const LONGEST: usize = 32;
const TRIAL: u32 = 16_384;

impl Key {
    /// `None` for a text that is too long.
    #[inline]
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let words = match bytes.len() {
            16..=LONGEST => {
                let (first, last) = (bytes.first_chunk::<16>()?, bytes.last_chunk::<16>()?);
                let ([a, b], [c, d]) = (halves(first), halves(last));
                [a, b, c, d]
            }
            8..16 => [number(*bytes.first_chunk()?), number(*bytes.last_chunk()?), 0, 0],
            4..8 => {
                let (first, last) = (*bytes.first_chunk()?, *bytes.last_chunk()?);
                [u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32, 0, 0, 0]
            }
            0..4 => [bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0, 0, 0],
            _ => return None,
        };
        Some(Self { words, length: bytes.len() as u32 })
    }

    /// Its place among the slots.
    #[inline]
    fn place(&self) -> usize {
        let [a, b, c, d] = self.words;
        let mix = |one: u64, other: u64| (one ^ other.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = mix(mix(a, b) ^ mix(c, d).rotate_left(32), u64::from(self.length));
        (hash >> (u64::BITS - SLOT_BITS)) as usize
    }
}

#[inline]
fn halves(bytes: &[u8; 16]) -> [u64; 2] {
    let number = u128::from_le_bytes(*bytes);
    [number as u64, (number >> 64) as u64]
}

#[inline]
fn number(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes)
}

impl<V> Default for Recent<V> {
    fn default() -> Self {
        Self { slots: Vec::new(), tries: 0, misses: 0, is_off: false }
    }
}

impl<V: Copy> Recent<V> {
    /// Whether it has stopped remembering.
    pub fn is_off(&self) -> bool {
        self.is_off
    }

    /// What was found for a text, found now if it isn't known.
    #[inline]
    pub fn get(&mut self, text: &str, find: impl FnOnce() -> V) -> V {
        if self.is_off {
            return find();
        }
        let Some(key) = Key::of(text) else { return find() };
        self.tries = self.tries.wrapping_add(1);
        let place = key.place();
        for slot in [place, place ^ 1].into_iter().filter_map(|place| self.slots.get(place)?.as_ref()) {
            if slot.key == key {
                return slot.value;
            }
        }
        let value = find();
        self.remember(place, Slot { key, value });
        value
    }

    #[cold]
    fn remember(&mut self, place: usize, slot: Slot<V>) {
        self.misses = self.misses.wrapping_add(1);
        if self.tries > TRIAL && self.misses > self.tries / 2 {
            *self = Self { is_off: true, ..Self::default() };
            return;
        }
        if self.slots.is_empty() {
            self.slots.resize_with(1 << SLOT_BITS, || None);
        }
        // Two texts with the same place both stay.
        self.slots[place ^ 1] = self.slots[place].replace(slot);
    }
}

impl TextCache {
    /// The id of a text.
    #[inline]
    pub fn intern(&mut self, interner: &Interner, text: &str) -> TextId {
        self.get(text, || interner.intern(text))
    }
}
