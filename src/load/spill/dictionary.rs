//! Texts that many rows have in a column: on disk their numbers stand for them.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// How many texts of a column have numbers, and how long each may be: together they take some 200 kilobytes at most.
const MOST: usize = 2048;
const LONGEST: usize = 48;

/// A column's texts that have numbers. Those that come first have them; which those are changes nothing in what is read
/// again.
#[derive(Debug, Default)]
pub struct Dictionary(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Dictionary {
    /// The number of a text; `None` where it has none, and gets none.
    pub fn number(&self, text: &str) -> Option<u32> {
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            let number = known.numbers.get(text).copied();
            if number.is_some() || text.len() > LONGEST || known.texts.len() >= MOST {
                return number;
            }
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let (text, next): (Arc<str>, u32) = (text.into(), known.texts.len() as u32);
        let number = *known.numbers.entry(Arc::clone(&text)).or_insert(next);
        if number == next {
            known.texts.push(text);
        }
        Some(number)
    }

    /// What each text gives, by its number.
    pub fn each<T>(&self, of: impl Fn(&str) -> T) -> Vec<T> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.texts.iter().map(|text| of(text)).collect()
    }
}
