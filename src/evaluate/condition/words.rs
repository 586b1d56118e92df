//! Words and patterns in texts, whatever the case of letters.

use std::borrow::Cow;
use std::cell::RefCell;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use regex::Regex;
use rustc_hash::FxHashMap;

use crate::plan::WordPlace;
use crate::rows::TextId;

/// Finds words in a text.
#[derive(Debug)]
pub struct WordMatcher {
    /// Its number, under which decisions are remembered.
    pub number: usize,
    place: WordPlace,
    words: Vec<String>,
    search: Option<AhoCorasick>,
}

/// Finds a pattern in a text.
#[derive(Debug)]
pub struct PatternMatcher {
    /// Its number, under which decisions are remembered.
    pub number: usize,
    /// The pattern.
    pub pattern: Regex,
}

impl WordMatcher {
    /// A matcher of words; an empty word is in every text.
    pub fn new(number: usize, place: WordPlace, words: impl Iterator<Item = String>) -> Self {
        let words: Vec<String> = words.map(|word| fold(&word).into_owned()).collect();
        // Too many words for an automaton are looked for one by one.
        let search = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&words).ok();
        Self { number, place, words, search }
    }

    /// Whether one of the words is in its place.
    pub fn is_match(&self, text: &str) -> bool {
        match (self.place, &self.search) {
            (WordPlace::Anywhere, Some(search)) if text.is_ascii() => search.is_match(text),
            (WordPlace::Anywhere, Some(search)) => search.is_match(&*fold(text)),
            _ => self.is_in_place(&fold(text)),
        }
    }

    fn is_in_place(&self, text: &str) -> bool {
        self.words.iter().any(|word| match self.place {
            WordPlace::Anywhere => text.contains(word),
            WordPlace::Start => text.starts_with(word),
            WordPlace::End => text.ends_with(word),
        })
    }
}

/// The text without differences of case: letters that differ in case alone become the same letter.
fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(fold_letter).collect())
}

/// By way of the capital, so that both small sigmas, or the long s and s, are one; letters that would become several
/// stay.
fn fold_letter(letter: char) -> char {
    let capital = single(letter.to_uppercase()).unwrap_or(letter);
    single(capital.to_lowercase()).unwrap_or(letter)
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let letter = letters.next();
    if letters.next().is_none() { letter } else { None }
}

/// What was decided of interned texts, so that each is looked at once per thread and matcher.
#[derive(Debug, Default)]
pub struct Memo(RefCell<Vec<FxHashMap<TextId, bool>>>);

impl Memo {
    /// The decision for a text, made now if it is the first time.
    pub fn decide(&self, matcher: usize, text: TextId, decide: impl FnOnce() -> bool) -> bool {
        let mut memo = self.0.borrow_mut();
        if memo.len() <= matcher {
            memo.resize_with(matcher + 1, FxHashMap::default);
        }
        *memo[matcher].entry(text).or_insert_with(decide)
    }
}
