//! How cells name texts.

use std::num::NonZeroU64;

/// An interned text: equal ids mean equal texts. Ids say nothing about order and may differ from run to run.
///
/// It has 32 bits, in as many bytes as every other value of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextId(NonZeroU64);

/// How many bits of an id name its shard, or its list.
const SHARD_BITS: u32 = 7;
/// The id that texts share when ids have run out.
const LAST: NonZeroU64 = NonZeroU64::MIN.saturating_add(u32::MAX as u64 - 1);
/// How many shards texts are spread over that are found by their hashes.
pub(super) const SHARDS: usize = 64;
/// How many lists the places of texts are spread over that are found by their order.
const LISTS: usize = (1 << SHARD_BITS) - SHARDS;

impl TextId {
    /// The id in a row's word; 0 is null.
    pub fn from_word(word: u32) -> Option<Self> {
        NonZeroU64::new(u64::from(word)).map(Self)
    }

    /// The word that stands for it in a row.
    pub fn word(self) -> u32 {
        self.0.get() as u32
    }

    /// A number for the word of an id. The lowest of 0 and of texts that are found by their hashes leave few gaps; listed
    /// texts share theirs with others.
    #[inline]
    pub fn dense(word: u32) -> usize {
        ((word >> SHARD_BITS) as usize * SHARDS) | (word as usize & (SHARDS - 1))
    }

    /// The id of the text at a position of a shard; beyond 2^25 texts in a shard (2 billion in all) ids run out.
    pub(super) fn of_place(shard: usize, position: usize) -> Self {
        // Position 0 of shard 0 must not be 0.
        let word = ((position as u64 + 1) << SHARD_BITS) | shard as u64;
        u32::try_from(word).ok().and_then(Self::from_word).unwrap_or(Self(LAST))
    }

    /// The id of the listed text that has a place.
    #[inline]
    pub fn of_listed(place: usize) -> Self {
        Self::of_place(SHARDS + place % LISTS, place / LISTS)
    }

    /// Where its text is.
    #[inline]
    pub(super) fn place(self) -> Place {
        let word = self.word() as usize;
        let (shard, position) = (word & (SHARDS + LISTS - 1), (word >> SHARD_BITS) - 1);
        match shard.checked_sub(SHARDS) {
            None => Place::Shard(shard, position),
            Some(list) => Place::Listed(position * LISTS + list),
        }
    }

    /// A number above the words of all ids, where shards have at most so many texts, and so many places are listed.
    pub(super) fn bound(longest: usize, listed: usize) -> usize {
        (longest.max(listed.div_ceil(LISTS)) + 1) << SHARD_BITS
    }
}

/// Where an interned text is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In a shard, at a position.
    Shard(usize, usize),
    /// At a place of the lists.
    Listed(usize),
}

/// Marks texts that are named by where they stand: arenas have lower numbers.
const UNPACKED: u64 = 1 << 62;
/// The lengths that an id of one can hold.
const LENGTHS: u64 = (1 << 29) - 1;

/// A text that is only carried from input to output: an arena, and a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarriedId(u64);

impl CarriedId {
    /// From the two words of a row.
    pub fn from_pair(pair: u64) -> Self {
        Self(pair)
    }

    /// The two words of a row.
    pub fn pair(self) -> u64 {
        self.0
    }

    /// Arenas are below 2^30, so no id has the bits that stand for null.
    pub(super) fn of_place(arena: u32, start: u32) -> Self {
        Self(u64::from(arena) << 32 | u64::from(start))
    }

    pub(super) fn place(self) -> (usize, usize) {
        ((self.0 >> 32) as usize, (self.0 & 0xffff_ffff) as usize)
    }

    /// A text of a row that is unpacked or being read, where it stands among them. Beyond 2^29 bytes a text is cut.
    #[inline]
    pub(super) fn of_unpacked(start: usize, length: usize) -> Self {
        Self(UNPACKED | (length as u64 & LENGTHS) << 32 | start as u64 & 0xffff_ffff)
    }

    /// Where it stands among the texts of unpacked rows, if it is one.
    #[inline]
    pub fn unpacked(self) -> Option<std::ops::Range<usize>> {
        self.stretch().map(|(start, length)| start..start + length)
    }

    /// The same as its beginning and its length.
    #[inline]
    pub(super) fn stretch(self) -> Option<(usize, usize)> {
        let (length, start) = ((self.0 >> 32 & LENGTHS) as usize, (self.0 & 0xffff_ffff) as usize);
        (self.0 & UNPACKED != 0).then_some((start, length))
    }
}
