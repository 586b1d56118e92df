//! A small memory of texts met lately, and what was found for each.

use super::interner::Interner;
use super::text_id::TextId;

/// What was found for the texts of one column: the same few texts over and over cost neither a hash, a lock nor a walk
/// through memory.
///
/// Where most texts are new, as in a column of ids, it stops remembering.
#[derive(Debug)]
pub struct Recent<V> {
    slots: Vec<Slot<V>>,
    tries: u32,
    misses: u32,
    is_off: bool,
}

/// The ids of texts met lately.
pub type TextCache = Recent<TextId>;

#[derive(Debug, Clone, Copy)]
struct Slot<V> {
    key: Key,
    value: Option<V>,
}

/// A short text: its bytes, zeros, and its length in the last byte.
#[derive(Debug, Clone, Copy)]
pub struct Key([u64; 4]);

const SLOT_BITS: u32 = 13;
/// Longer texts aren't remembered, so that the cache stays in the core's own memory.
const LONGEST: usize = 31;
const TRIAL: u32 = 16_384;

/// By length, the bits of a text's words that belong to it.
const KEPT: [[u64; 4]; LONGEST + 1] = kept();

const fn kept() -> [[u64; 4]; LONGEST + 1] {
    let mut kept = [[0; 4]; LONGEST + 1];
    let mut length = 0;
    while length <= LONGEST {
        let mut byte = 0;
        while byte < length {
            kept[length][byte / 8] |= 0xff << (byte % 8 * 8);
            byte += 1;
        }
        length += 1;
    }
    kept
}

impl Key {
    /// What no text has.
    const NONE: Self = Self([u64::MAX; 4]);

    /// `None` for a text that is too long.
    #[inline]
    pub fn of(text: &[u8]) -> Option<Self> {
        let mut onward = [0; LONGEST + 1];
        onward.get_mut(..text.len())?.copy_from_slice(text);
        Self::at(&onward, text.len())
    }

    /// The same of the first `length` bytes: faster where some more follow.
    #[inline(always)]
    pub fn at(bytes: &[u8; LONGEST + 1], length: usize) -> Option<Self> {
        let kept = KEPT.get(length)?;
        let (words, _) = bytes.as_chunks::<8>();
        let word = |place: usize| u64::from_le_bytes(words[place]) & kept[place];
        Some(Self([word(0), word(1), word(2), word(3) | (length as u64) << 56]))
    }

    /// Its place among the slots.
    #[inline(always)]
    fn place(&self) -> usize {
        let [a, b, c, d] = self.0;
        let (one, other) = (a ^ c.rotate_left(32) ^ FACTOR, b ^ d.rotate_left(13));
        let product = u128::from(one.wrapping_add(b)) * u128::from(other.wrapping_add(FACTOR));
        ((product as u64 ^ (product >> 64) as u64) >> (u64::BITS - SLOT_BITS)) as usize
    }

    #[inline(always)]
    fn is(&self, other: &Self) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        (a ^ e) | (b ^ f) | (c ^ g) | (d ^ h) == 0
    }
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

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

    /// What was found for a text; where nothing is known, what is found goes to [`Recent::learn`].
    #[inline(always)]
    pub fn known(&mut self, key: Key) -> Option<V> {
        self.tries = self.tries.wrapping_add(1);
        let place = key.place();
        for place in [place, place ^ 1] {
            let slot = self.slots.get(place)?;
            if slot.key.is(&key) {
                return slot.value;
            }
        }
        None
    }

    /// Remembers what was found for a text.
    #[cold]
    pub fn learn(&mut self, text: &str, value: V) {
        let Some(key) = Key::of(text.as_bytes()).filter(|_| !self.is_off) else { return };
        self.misses = self.misses.wrapping_add(1);
        if self.tries > TRIAL && self.misses > self.tries / 2 {
            *self = Self { is_off: true, ..Self::default() };
            return;
        }
        if self.slots.is_empty() {
            self.slots = vec![Slot { key: Key::NONE, value: None }; 1 << SLOT_BITS];
        }
        // Two texts with the same place both stay.
        let place = key.place();
        self.slots[place ^ 1] = self.slots[place];
        self.slots[place] = Slot { key, value: Some(value) };
    }
}

impl TextCache {
    /// The id of a text.
    #[inline]
    pub fn intern(&mut self, interner: &Interner, text: &str) -> TextId {
        let key = if self.is_off { None } else { Key::of(text.as_bytes()) };
        match key.and_then(|key| self.known(key)) {
            Some(id) => id,
            None => self.intern_new(interner, text),
        }
    }

    /// The id of a text that isn't known.
    #[inline(never)]
    pub fn intern_new(&mut self, interner: &Interner, text: &str) -> TextId {
        let id = interner.intern(text);
        self.learn(text, id);
        id
    }
}
