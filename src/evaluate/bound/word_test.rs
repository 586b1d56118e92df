//! Tests that a word of a row decides.

use super::Set;
use crate::plan::ValueType;
use crate::rows::Cell;

/// A test that a column's value is in a set, where the word that rows keep of it decides.
#[derive(Debug, Clone)]
pub struct WordTest {
    /// Where rows keep the word.
    pub place: usize,
    /// Words above it are like it.
    limit: u32,
    /// The words of the values in the set, in order.
    words: Vec<u32>,
}

/// So many words are few.
const FEW: usize = 8;
/// The word of a truth value that is null.
const NO_TRUTH: u32 = 2;

impl WordTest {
    /// For a column of which rows keep one word at a place; `None` where more than that word is to be looked at. Texts are in
    /// the set that has their ids.
    pub fn of(place: usize, kind: ValueType, set: &Set) -> Option<Self> {
        let null = |word: u32| set.null.then_some(word);
        let truth = |truth: bool| set.others.contains(&Cell::boolean(truth)).then_some(u32::from(truth));
        let (limit, mut words): (u32, Vec<u32>) = match kind {
            ValueType::Text => (u32::MAX, null(0).into_iter().chain(set.ids.iter().map(|id| id.word())).collect()),
            ValueType::Boolean => {
                (NO_TRUTH, [truth(false), truth(true), null(NO_TRUTH)].into_iter().flatten().collect())
            }
            _ => return None,
        };
        words.sort_unstable();
        Some(Self { place, limit, words })
    }

    /// The only word that passes, where it is one: then it is faster to compare with that.
    pub fn only(&self) -> Option<OnlyWord> {
        match self.words.as_slice() {
            [word] => Some(OnlyWord { limit: self.limit, word: *word }),
            _ => None,
        }
    }

    /// The words that pass, where they are few: then it is faster to compare with all of them.
    pub fn few(&self) -> Option<FewWords> {
        let mut words = [*self.words.first()?; FEW];
        words.get_mut(..self.words.len())?.copy_from_slice(&self.words);
        Some(FewWords { limit: self.limit, words })
    }

    /// Whether a word passes.
    #[inline]
    pub fn passes(&self, word: u32) -> bool {
        let word = word.min(self.limit);
        if self.words.len() <= FEW { self.words.contains(&word) } else { self.words.binary_search(&word).is_ok() }
    }
}

/// A test that one word passes.
#[derive(Debug, Clone, Copy)]
pub struct OnlyWord {
    limit: u32,
    word: u32,
}

impl OnlyWord {
    /// Whether a word passes.
    #[inline]
    pub fn passes(self, word: u32) -> bool {
        word.min(self.limit) == self.word
    }
}

/// A test that few words pass.
#[derive(Debug, Clone, Copy)]
pub struct FewWords {
    limit: u32,
    /// The words, one of them as often as there is room.
    words: [u32; FEW],
}

impl FewWords {
    /// Whether a word passes. Which of them it is takes no branch.
    #[inline]
    pub fn passes(&self, word: u32) -> bool {
        let word = word.min(self.limit);
        self.words.iter().fold(false, |passes, own| passes | (*own == word))
    }
}
