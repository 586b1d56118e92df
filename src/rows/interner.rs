//! Interning from several threads.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefMutIterator, ParallelIterator};

use super::arena::Arena;
use super::lists::{Lists, Run};
use super::shard::{Shard, hash_of, shard_of};
use super::text_id::{Place, SHARDS, TextId};
use super::texts::Texts;

/// Interns texts from several threads at once, without a global lock.
///
/// Texts that were there before are found without any lock; a new one locks one of 64 parts.
#[derive(Debug)]
pub struct Interner {
    pub(super) known: Texts,
    pub(super) fresh: Vec<Mutex<Shard>>,
    pub(super) fresh_lists: Mutex<Lists>,
    pub(super) next_arena: AtomicU32,
    /// How many bytes the last arena had: others of its kind will have about as many.
    last_arena: AtomicUsize,
    pub(super) arenas: Mutex<Vec<(u32, String)>>,
}

/// An arena gets room for no more bytes beforehand.
const MOST_ROOM: usize = 1 << 18;

impl Default for Interner {
    fn default() -> Self {
        Self::over(Texts::default())
    }
}

impl Interner {
    /// Goes on interning: all ids of `texts` stay as they are.
    pub fn over(texts: Texts) -> Self {
        let next_arena = AtomicU32::new(texts.arenas.len() as u32);
        let fresh = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self {
            known: texts,
            fresh,
            fresh_lists: Mutex::default(),
            next_arena,
            last_arena: AtomicUsize::new(0),
            arenas: Mutex::default(),
        }
    }

    /// The texts that were there before.
    pub fn known(&self) -> &Texts {
        &self.known
    }

    /// The id of a text. Beyond what 32 bits can name, texts share an id; input of that size doesn't fit memory.
    pub fn intern(&self, text: &str) -> TextId {
        self.intern_hashed(hash_of(text.as_bytes()), text)
    }

    /// [`Interner::intern`] of a text whose hash is known.
    #[inline]
    pub fn intern_hashed(&self, hash: u64, text: &str) -> TextId {
        if let Some(id) = self.known.find_hashed(hash, text) {
            return id;
        }
        let shard = shard_of(hash);
        let before = self.known.shards[shard].len();
        let position = lock(&self.fresh[shard]).find_or_add(hash, text);
        TextId::of_place(shard, before + position)
    }

    /// The ids of many texts, most of which are new, with their hashes; `keep` gets each text's number with its id's word.
    /// Each part is locked once, and the processor fetches what several of its texts need at once.
    pub fn intern_many(&self, texts: &[(u64, &str)], mut keep: impl FnMut(usize, u32)) {
        let (order, ends) = by_shard(texts);
        let mut start = 0;
        for (shard, end) in ends.into_iter().enumerate() {
            let numbers = order.get(std::mem::replace(&mut start, end)..end).unwrap_or_default();
            if numbers.is_empty() {
                continue;
            }
            let known = &self.known.shards[shard];
            let mut fresh = lock(&self.fresh[shard]);
            for number in numbers.iter().map(|number| *number as usize) {
                let (hash, text) = texts[number];
                let at = |position: usize| TextId::of_place(shard, position);
                let id = known.find(hash, text).map(at).or_else(|| self.known.find_listed(text));
                let id = id.unwrap_or_else(|| at(known.len() + fresh.find_or_add(hash, text)));
                keep(number, id.word());
            }
        }
    }

    /// The id of the first of some texts; those of the others follow, by [`TextId::of_listed`]'s numbers. Until
    /// [`Texts::settle_lists`] they aren't found, and may have other ids, too.
    pub fn list(&self, run: Run) -> usize {
        self.known.lists.places() + lock(&self.fresh_lists).add(run)
    }

    /// The id of a text, where it was interned.
    pub fn find(&self, text: &str) -> Option<TextId> {
        let hash = hash_of(text.as_bytes());
        self.known.find_hashed(hash, text).or_else(|| {
            let shard = shard_of(hash);
            let position = lock(&self.fresh[shard]).find(hash, text)?;
            Some(TextId::of_place(shard, self.known.shards[shard].len() + position))
        })
    }

    /// The text of an id: borrowed where it was there before, else a copy.
    pub fn get(&self, id: TextId) -> Cow<'_, str> {
        match self.fresh_place(id) {
            None => Cow::Borrowed(self.known.get(id)),
            Some(place) => Cow::Owned(self.with_fresh(place, str::to_owned)),
        }
    }

    /// Where its text is among those that weren't there before.
    #[inline]
    pub(super) fn fresh_place(&self, id: TextId) -> Option<Place> {
        match id.place() {
            Place::Shard(shard, position) => {
                position.checked_sub(self.known.shards[shard].len()).map(|position| Place::Shard(shard, position))
            }
            Place::Listed(place) => place.checked_sub(self.known.lists.places()).map(Place::Listed),
        }
    }

    #[inline]
    pub(super) fn with_fresh<R>(&self, place: Place, action: impl FnOnce(&str) -> R) -> R {
        match place {
            Place::Shard(shard, position) => action(lock(&self.fresh[shard]).get(position).unwrap_or_default()),
            Place::Listed(place) => action(lock(&self.fresh_lists).get(place).unwrap_or_default()),
        }
    }

    /// A place for the carried texts of one piece of work.
    pub fn open_arena(&self) -> Arena<'static> {
        let bytes = self.last_arena.load(Ordering::Relaxed).min(MOST_ROOM);
        Arena::new(self.next_arena.fetch_add(1, Ordering::Relaxed), bytes + bytes / 32)
    }

    /// Keeps what was put there; an arena that isn't given back takes its texts with it.
    pub fn close_arena(&self, mut arena: Arena<'_>) {
        arena.text.shrink_to_fit();
        self.last_arena.store(arena.text.len(), Ordering::Relaxed);
        lock(&self.arenas).push((arena.index, arena.text));
    }

    /// Ends interning: from now on texts are read only.
    pub fn freeze(self) -> Texts {
        let Self { known: mut texts, fresh, fresh_lists, next_arena, arenas, .. } = self;
        let lists = fresh_lists.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !lists.is_empty() {
            Arc::make_mut(&mut texts.lists).append(lists);
        }
        let fresh = fresh.into_par_iter().map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner));
        Arc::make_mut(&mut texts.shards).par_iter_mut().zip(fresh).for_each(|(shard, fresh)| shard.append(fresh));
        let all = Arc::make_mut(&mut texts.arenas);
        all.resize_with(next_arena.into_inner() as usize, String::new);
        for (index, text) in arenas.into_inner().unwrap_or_else(PoisonError::into_inner) {
            all[index as usize] = text;
        }
        texts
    }
}

/// The numbers of texts in the order of the parts that their hashes name, and where those of each part end.
fn by_shard(texts: &[(u64, &str)]) -> (Vec<u32>, [usize; SHARDS]) {
    let mut ends = [0; SHARDS];
    texts.iter().for_each(|(hash, _)| ends[shard_of(*hash)] += 1);
    let mut before = 0;
    for end in &mut ends {
        before += std::mem::replace(end, before);
    }
    let mut order = vec![0; texts.len()];
    for (number, (hash, _)) in (0..).zip(texts) {
        let end = &mut ends[shard_of(*hash)];
        order[*end] = number;
        *end += 1;
    }
    (order, ends)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
