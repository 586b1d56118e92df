//! What joining cases came to.

use super::chain::CrowdFound;
use super::entry::{Entry, by_text, text};
use crate::rows::Texts;

/// How many values that many cases share are named.
const NAMED: usize = 3;

/// What joining cases came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkReport {
    /// Rows that could have joined their cases.
    pub rows: u64,
    /// Of these, rows of which one of the values is null.
    pub without_value: u64,
    /// Rows without a time.
    pub without_time: u64,
    /// Rows of which it isn't known when they end.
    pub without_end: u64,
    /// Rows that end before they begin.
    pub end_before_start: u64,
    /// Cases that were made of several.
    pub cases: u64,
    /// What these would have been without.
    pub joined: u64,
    /// Their rows.
    pub records: u64,
    /// The most rows in one of them.
    pub largest: u64,
    /// Values that more cases share than are allowed.
    pub crowds: u64,
    /// The rows that have these.
    pub crowded: u64,
    /// The largest of these. Values aren't shown: they tell persons apart.
    pub examples: Vec<Crowd>,
    /// Rows that follow another closely, but that the export itself puts in another case.
    pub kept_apart: u64,
}

/// A value that too many cases share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crowd {
    /// The key of the case of its earliest row.
    pub case: String,
    /// How many rows have it.
    pub rows: u64,
}

impl LinkReport {
    /// What the rows lack.
    pub fn of(entries: &[Entry]) -> Self {
        let count =
            |is_counted: &dyn Fn(&Entry) -> bool| entries.iter().filter(|entry| is_counted(entry)).count() as u64;
        Self {
            rows: entries.len() as u64,
            without_value: count(&|entry| entry.key == 0),
            without_time: count(&|entry| entry.key != 0 && !entry.start.is_some()),
            without_end: count(&|entry| entry.key != 0 && entry.start.is_some() && !entry.until.is_some()),
            end_before_start: count(&|entry| entry.key != 0 && entry.until.is_some() && entry.until < entry.start),
            ..Self::default()
        }
    }

    /// Adds what joining others came to; none of them shares a value with these.
    pub fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.without_value += other.without_value;
        self.without_time += other.without_time;
        self.without_end += other.without_end;
        self.end_before_start += other.end_before_start;
        self.cases += other.cases;
        self.joined += other.joined;
        self.records += other.records;
        self.largest = self.largest.max(other.largest);
        self.crowds += other.crowds;
        self.crowded += other.crowded;
        self.kept_apart += other.kept_apart;
        self.examples.extend(other.examples);
        self.examples.sort_by(|one, other| other.rows.cmp(&one.rows).then_with(|| one.case.cmp(&other.case)));
        self.examples.truncate(NAMED);
    }

    /// Counts values that too many cases share, and names the largest.
    pub fn add_crowds(&mut self, mut crowds: Vec<CrowdFound>, texts: &Texts) {
        self.crowds = crowds.len() as u64;
        self.crowded = crowds.iter().map(|crowd| crowd.rows).sum();
        let largest = |one: &CrowdFound, other: &CrowdFound| {
            other.rows.cmp(&one.rows).then_with(|| by_text(one.case, other.case, texts))
        };
        crowds.sort_unstable_by(largest);
        let examples = crowds.iter().take(NAMED);
        self.examples =
            examples.map(|crowd| Crowd { case: text(crowd.case, texts).to_owned(), rows: crowd.rows }).collect();
    }
}
