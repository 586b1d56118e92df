//! All texts, to be read.

use std::sync::{Arc, Weak};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::arena;
use super::lists::Lists;
use super::shard::{Shard, hash_of, shard_of};
use super::text_id::{CarriedId, Place, SHARDS, TextId};

/// All texts of a run. Reading takes no lock. A clone shares all but the unpacked ones.
#[derive(Debug, Clone)]
pub struct Texts {
    pub(super) shards: Arc<Vec<Shard>>,
    /// Texts that are found by their order.
    pub(super) lists: Arc<Lists>,
    pub(super) arenas: Arc<Vec<String>>,
    /// Carried texts of rows that are unpacked at the moment.
    pub(super) unpacked: String,
}

impl Default for Texts {
    fn default() -> Self {
        let shards = (0..SHARDS).map(|_| Shard::default()).collect();
        Self { shards: Arc::new(shards), lists: Arc::default(), arenas: Arc::default(), unpacked: String::new() }
    }
}

impl Texts {
    /// The text of an id; empty for an id that isn't from here.
    #[inline]
    pub fn get(&self, id: TextId) -> &str {
        let found = match id.place() {
            Place::Shard(shard, position) => self.shards[shard].get(position),
            Place::Listed(place) => self.lists.get(place),
        };
        found.unwrap_or_default()
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
        let found = self.shards[shard].find(hash, text).map(|position| TextId::of_place(shard, position));
        found.or_else(|| self.find_listed(text))
    }

    /// The id of a text that is found by its order.
    #[inline]
    pub(super) fn find_listed(&self, text: &str) -> Option<TextId> {
        if self.lists.is_empty() { None } else { self.lists.find(text).map(TextId::of_listed) }
    }

    /// Every interned text with its id, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &str)> {
        let of_shard =
            |(shard, texts)| (0..).zip(Shard::iter(texts)).map(move |(at, text)| (TextId::of_place(shard, at), text));
        let hashed = self.shards.iter().enumerate().flat_map(of_shard);
        hashed.chain(self.lists.iter().map(|(place, text)| (TextId::of_listed(place), text)))
    }

    /// How many interned texts there are.
    pub fn len(&self) -> usize {
        self.shards.iter().map(Shard::len).sum::<usize>() + self.lists.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number above the word of every id: the length of a list with a place for each.
    pub fn id_bound(&self) -> usize {
        TextId::bound(self.shards.iter().map(Shard::len).max().unwrap_or(0), self.lists.places())
    }
}

/// Texts that were listed, and aren't any more.
#[derive(Debug)]
pub struct Moved {
    /// By its place, the word of each one's new id.
    words: Vec<u32>,
}

impl Moved {
    /// Makes the word of an id that of the same text's new id.
    pub fn follow(&self, word: &mut u32) {
        if let Some(Place::Listed(place)) = TextId::from_word(*word).map(TextId::place) {
            *word = self.words.get(place).copied().unwrap_or(*word);
        }
    }
}

impl Texts {
    /// Makes texts findable that were listed. Where one of them has another id, too, none of them stays listed: `Some`
    /// then leads from their ids to those that count.
    pub fn settle_lists(&mut self) -> Option<Moved> {
        if self.lists.is_settled() {
            return None;
        }
        let is_apart = Arc::make_mut(&mut self.lists).settle();
        let is_listed = |text: &str| self.lists.find(text).is_some();
        if is_apart && !self.shards.par_iter().any(|shard| shard.iter().any(is_listed)) {
            return None;
        }
        let lists = std::mem::take(&mut self.lists);
        let mut moved = Moved { words: vec![0; lists.places()] };
        let shards = Arc::make_mut(&mut self.shards);
        for (place, text) in lists.iter() {
            let hash = hash_of(text.as_bytes());
            let shard = shard_of(hash);
            moved.words[place] = TextId::of_place(shard, shards[shard].find_or_add(hash, text)).word();
        }
        Some(moved)
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
