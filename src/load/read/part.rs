//! What a chunk of input became.

use crate::diagnostic::Code;
use crate::load::cell::TimeNotes;
use crate::load::packing::Strays;
use crate::load::watch::Noted;
use crate::rows::NO_REFERENCE;

/// Rows that were read from one chunk of a source.
#[derive(Debug, Default)]
pub struct Part {
    /// The rows' words, one row after the other. Numbers count from the chunk's first record until [`Part::settle`].
    pub words: Vec<u32>,
    /// The word of each row's case key, where the source has cases.
    pub cases: Vec<u32>,
    /// The texts of those keys instead of their words, where rows go to disk at once.
    pub keys: Keys,
    /// For each row the words of keys that are looked up when all lookups are there, step by step; 0 for none.
    pub late_keys: Vec<u32>,
    /// Rows that can't be used.
    pub faults: Vec<RowFault>,
    /// Rows that the source's `where` left out.
    pub filtered: u64,
    /// By reference step.
    pub references: Vec<ReferenceCount>,
    /// By column.
    pub times: Vec<TimeNotes>,
    /// The first time without a zone in each column.
    pub naive: Vec<NaiveTime>,
    /// What was noted of the case that is asked for.
    pub noted: Noted,
    /// Where rows are packed, those that belong to no case.
    pub strays: Strays,
    /// And which of the source's chunks it is.
    pub chunk: u32,
    /// Which piece of input it was, where its rows went to disk.
    pub spilled: Option<u32>,
}

/// Texts, one for each row.
#[derive(Debug, Default)]
pub struct Keys {
    text: String,
    ends: Vec<usize>,
}

impl Keys {
    /// Adds the next row's.
    #[inline]
    pub fn push(&mut self, key: &str) {
        self.text.push_str(key);
        self.ends.push(self.text.len());
    }

    /// That of a row, where there are any.
    #[inline]
    pub fn get(&self, row: usize) -> Option<&str> {
        let start = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..*self.ends.get(row)?)
    }
}

/// References without a match, and with several.
#[derive(Debug, Clone, Default)]
pub struct ReferenceCount {
    pub without_match: u64,
    pub with_several: u64,
    /// The least of the values without a match, which is the same in whatever order they are met.
    pub example: Option<Box<str>>,
}

impl ReferenceCount {
    /// Counts one that leads to `word`.
    #[inline(always)]
    pub fn count(&mut self, word: u32, is_repeated: bool) {
        self.without_match += u64::from(word == NO_REFERENCE);
        self.with_several += u64::from(is_repeated);
    }

    /// Notes a value without a match, which is counted elsewhere.
    #[cold]
    pub fn note(&mut self, value: &str) {
        if self.example.as_deref().is_none_or(|known| value < known) {
            self.example = Some(value.into());
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.without_match += other.without_match;
        self.with_several += other.with_several;
        if let Some(value) = &other.example {
            self.note(value);
        }
    }
}

/// A row that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Its place in the chunk.
    pub index: u32,
    /// Lines between the chunk's first record and it.
    pub line_offset: u64,
    pub problem: Problem,
    pub raw: Vec<u8>,
    /// What it says, where it may stand below the rows.
    pub footer: Option<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    /// The column at fault.
    pub column: Option<usize>,
    pub reason: String,
}

/// A time without a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaiveTime {
    pub column: usize,
    pub line_offset: u64,
    pub value: String,
}

impl Part {
    /// Numbers the rows from the source's first row.
    pub fn settle(&mut self, stride: usize, first: u32) {
        for row in self.words.chunks_exact_mut(stride) {
            row[stride - 1] += first;
        }
    }
}
