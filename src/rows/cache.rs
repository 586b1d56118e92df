//! A small memory of texts met lately, and what was found for each.

use wide::u8x16;

use super::interner::Interner;
use super::text_id::TextId;

/// What was found for the texts of one column: the same few texts over and over cost neither a lock nor a walk through
/// memory.
///
/// Where most texts are new, as in a column of ids, it stops remembering.
#[derive(Debug)]
pub struct Recent<V> {
    /// By hash, which texts are known; a power of two of them.
    groups: Vec<Group>,
    /// The texts, one after the other, and what was found.
    entries: Vec<Entry<V>>,
    tries: u32,
    misses: u32,
    is_off: bool,
}

/// The words of ids of texts met lately.
pub type TextCache = Recent<u32>;

#[derive(Debug, Clone, Copy)]
struct Entry<V> {
    key: Key,
    value: V,
}

/// Texts whose hashes begin alike: looking among them takes no branch that depends on which it is.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Group {
    /// For each text some more bits of its hash; 0 for none.
    tags: [u8; PER_GROUP],
    /// Which of the entries it is.
    places: [u16; PER_GROUP],
}

/// A short text: its bytes, zeros, and its length in the last byte.
#[derive(Debug, Clone, Copy)]
pub struct Key([u64; 4]);

/// How many texts a group has room for.
const PER_GROUP: usize = 16;
/// How many it gets on average, as long as there can be more groups.
const FILLED: usize = 4;
const MOST_GROUPS: usize = 1024;
/// How many texts are remembered.
const MOST: usize = 8192;
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

    #[inline(always)]
    fn hash(&self) -> u64 {
        let [a, b, c, d] = self.0;
        let (one, other) = (a ^ c.rotate_left(32) ^ FACTOR, b ^ d.rotate_left(13));
        let product = u128::from(one.wrapping_add(b)) * u128::from(other.wrapping_add(FACTOR));
        product as u64 ^ (product >> 64) as u64
    }

    #[inline(always)]
    fn is(&self, other: &Self) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        (a ^ e) | (b ^ f) | (c ^ g) | (d ^ h) == 0
    }
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Group {
    /// Which of its texts have these bits of their hashes, bit by bit.
    #[inline(always)]
    fn matching(&self, tag: u8) -> u32 {
        u8x16::new(self.tags).simd_eq(u8x16::splat(tag)).to_bitmask()
    }

    /// Notes a text where nothing stands yet; whether there was room.
    fn note(&mut self, tag: u8, place: usize) -> bool {
        let free = self.tags.iter().position(|tag| *tag == 0);
        free.inspect(|free| (self.tags[*free], self.places[*free]) = (tag, place as u16)).is_some()
    }
}

/// The bits of a hash that stand in its group.
#[inline(always)]
fn tag(hash: u64) -> u8 {
    (hash >> 56) as u8 | 1
}

impl<V> Default for Recent<V> {
    fn default() -> Self {
        Self { groups: Vec::new(), entries: Vec::new(), tries: 0, misses: 0, is_off: false }
    }
}

impl<V: Copy> Recent<V> {
    /// Whether it has stopped remembering.
    pub fn is_off(&self) -> bool {
        self.is_off
    }

    /// So many texts are going to be looked for.
    pub fn expect(&mut self, texts: usize) {
        self.tries = self.tries.wrapping_add(texts as u32);
    }

    /// What was found for a text; where nothing is known, what is found goes to [`Recent::learn`].
    #[inline(always)]
    pub fn known(&self, key: Key) -> Option<V> {
        let hash = key.hash();
        let group = self.groups.get(hash as usize & self.groups.len().wrapping_sub(1))?;
        let mut matching = group.matching(tag(hash));
        while matching != 0 {
            let place = group.places[matching.trailing_zeros() as usize % PER_GROUP];
            let entry = self.entries.get(usize::from(place))?;
            if entry.key.is(&key) {
                return Some(entry.value);
            }
            matching &= matching - 1;
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
        if self.entries.len() >= FILLED * self.groups.len() && self.groups.len() < MOST_GROUPS {
            self.grow();
        }
        self.put(Entry { key, value });
    }

    /// Makes more groups.
    fn grow(&mut self) {
        self.groups = vec![Group::default(); (self.groups.len() * 2).max(1)];
        for entry in std::mem::take(&mut self.entries) {
            let (hash, place) = (entry.key.hash(), self.entries.len());
            if self.group(hash).note(tag(hash), place) {
                self.entries.push(entry);
            }
        }
    }

    fn group(&mut self, hash: u64) -> &mut Group {
        let last = self.groups.len() - 1;
        &mut self.groups[hash as usize & last]
    }

    /// Adds a text, or puts it in the place of one whose hash begins alike.
    fn put(&mut self, entry: Entry<V>) {
        let (hash, place, chance) = (entry.key.hash(), self.entries.len(), self.misses as usize);
        let tag = tag(hash);
        let group = self.group(hash);
        if place < MOST && group.note(tag, place) {
            self.entries.push(entry);
            return;
        }
        let known = group.tags.iter().filter(|tag| **tag != 0).count();
        if let Some(replaced) = chance.checked_rem(known) {
            group.tags[replaced] = tag;
            let place = usize::from(group.places[replaced]);
            self.entries[place] = entry;
        }
    }
}

impl TextCache {
    /// The id of a text.
    #[inline]
    pub fn intern(&mut self, interner: &Interner, text: &str) -> TextId {
        let key = if self.is_off { None } else { Key::of(text.as_bytes()) };
        self.expect(1);
        match key.and_then(|key| self.known(key)).and_then(TextId::from_word) {
            Some(id) => id,
            None => self.intern_new(interner, text),
        }
    }

    /// The id of a text that isn't known.
    #[inline(never)]
    pub fn intern_new(&mut self, interner: &Interner, text: &str) -> TextId {
        let id = interner.intern(text);
        self.learn(text, id.word());
        id
    }
}
