//! Texts that many rows have in a column: on disk their numbers stand for them.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use rustc_hash::FxHashMap;

/// How many texts of a column have numbers, and how long each may be.
const MOST: usize = 2048;
const LONGEST: usize = 48;
/// A column that has so many, and was asked in vain for most of them, gets no more.
const TRIAL: usize = 1024;
const HITS: u32 = 256;
/// What a text takes beside its bytes: here, and where it is read again.
const TEXT: u64 = 160;

/// How many bytes all dictionaries together may still take.
#[derive(Debug)]
pub struct Room {
    all: u64,
    left: AtomicU64,
}

impl Room {
    /// So many.
    pub fn new(bytes: u64) -> Self {
        Self { all: bytes, left: AtomicU64::new(bytes) }
    }

    /// How many are taken.
    pub fn taken(&self) -> u64 {
        self.all - self.left.load(Ordering::Relaxed)
    }

    fn take(&self, bytes: u64) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).is_ok()
    }
}

/// A column's texts that have numbers. A text has its number from the first time that it is asked for, or never: so it
/// always looks the same on disk.
#[derive(Debug)]
pub struct Dictionary {
    known: RwLock<Known>,
    hits: AtomicU32,
    room: Arc<Room>,
}

#[derive(Debug, Default)]
struct Known {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    /// No more texts get numbers.
    is_closed: bool,
}

impl Dictionary {
    /// An empty one.
    pub fn new(room: &Arc<Room>) -> Self {
        Self { known: RwLock::default(), hits: AtomicU32::new(0), room: Arc::clone(room) }
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a text; `None` where it has none, and gets none.
    pub fn number(&self, text: &str) -> Option<u32> {
        if text.len() > LONGEST {
            return None;
        }
        {
            let known = self.known();
            if let Some(number) = known.numbers.get(text) {
                self.hits.fetch_add(1, Ordering::Relaxed);
                return Some(*number);
            }
            if known.is_closed {
                return None;
            }
        }
        self.add(text)
    }

    fn add(&self, text: &str) -> Option<u32> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.numbers.get(text) {
            return Some(*number);
        }
        let count = known.texts.len();
        let is_in_vain = count == TRIAL && self.hits.load(Ordering::Relaxed) < HITS;
        known.is_closed |= count >= MOST || is_in_vain;
        // Once there is no room for a text, there is none for any other, so that nothing depends on how long each is.
        known.is_closed = known.is_closed || !self.room.take(TEXT + 2 * text.len() as u64);
        if known.is_closed {
            return None;
        }
        let text: Arc<str> = text.into();
        known.texts.push(Arc::clone(&text));
        known.numbers.insert(text, count as u32);
        Some(count as u32)
    }

    /// What each text gives, by its number.
    pub fn each<T>(&self, of: impl Fn(&str) -> T) -> Vec<T> {
        self.known().texts.iter().map(|text| of(text)).collect()
    }
}
