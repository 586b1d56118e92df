//! All texts, to be read.

use std::sync::{Arc, Weak};

use super::arena;
use super::shard::{Shard, hash_of, shard_of};
use super::text_id::{CarriedId, SHARDS, TextId};

/// All texts of a run. Reading takes no lock. A clone shares all but the unpacked ones.
#[derive(Debug, Clone)]
pub struct Texts {
    pub(super) shards: Arc<Vec<Shard>>,
    pub(super) arenas: Arc<Vec<String>>,
    /// Carried texts of rows that are unpacked at the moment.
    pub(super) unpacked: String,
}

impl Default for Texts {
    fn default() -> Self {
        let shards = (0..SHARDS).map(|_| Shard::default()).collect();
        Self { shards: Arc::new(shards), arenas: Arc::default(), unpacked: String::new() }
    }
}

impl Texts {
    /// The text of an id; empty for an id that isn't from here.
    #[inline]
    pub fn get(&self, id: TextId) -> &str {
        let (shard, position) = id.place();
        self.shards[shard].get(position).unwrap_or_default()
    }

    /// The bytes of a carried text; none for an id that isn't from here.
    #[inline]
    pub fn carried_bytes(&self, id: CarriedId) -> &[u8] {
        match id.unpacked() {
            Some(range) => self.unpacked.as_bytes().get(range).unwrap_or_default(),
            None => self.carried(id).as_bytes(),
        }
    }

    /// A carried text; empty for an id that isn't from here.
    pub fn carried(&self, id: CarriedId) -> &str {
        if let Some(range) = id.unpacked() {
            return self.unpacked.get(range).unwrap_or_default();
        }
        let (arena, start) = id.place();
        self.arenas.get(arena).and_then(|text| arena::read(text, start)).unwrap_or_default()
    }

    /// The id of a text, where it was interned.
    pub fn find(&self, text: &str) -> Option<TextId> {
        let hash = hash_of(text.as_bytes());
        self.find_hashed(hash, text)
    }

    /// [`Texts::find`] of a text whose hash is known.
    #[inline]
    pub fn find_hashed(&self, hash: u64, text: &str) -> Option<TextId> {
        let shard = shard_of(hash);
        self.shards[shard].find(hash, text).map(|position| TextId::of_place(shard, position))
    }

    /// Every interned text with its id, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &str)> {
        self.shards.iter().enumerate().flat_map(|(shard, texts)| {
            (0..texts.len()).map(move |at| (TextId::of_place(shard, at), texts.get(at).unwrap_or_default()))
        })
    }

    /// How many interned texts there are.
    pub fn len(&self) -> usize {
        self.shards.iter().map(Shard::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number above the word of every id: the length of a list with a place for each.
    pub fn id_bound(&self) -> usize {
        let longest = self.shards.iter().map(Shard::len).max().unwrap_or(0);
        (longest + 1) * SHARDS
    }
}

/// Tells texts from others, without keeping them: where it is the same, ids mean the same.
#[derive(Debug, Clone)]
pub struct TextsIdentity(Weak<Vec<Shard>>);

impl Texts {
    /// What tells them from others.
    pub fn identity(&self) -> TextsIdentity {
        TextsIdentity(Arc::downgrade(&self.shards))
    }

    /// Whether it is theirs.
    #[inline]
    pub fn are(&self, identity: &TextsIdentity) -> bool {
        // Nothing else takes the place that an identity points to.
        std::ptr::eq(Arc::as_ptr(&self.shards), identity.0.as_ptr())
    }
}
