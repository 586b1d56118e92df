//! What is known of a row that may join its case to others.

use std::cmp::Ordering;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use super::Linking;
use crate::evaluate::{Binder, Bound, Datum, Memo};
use crate::plan::Expr;
use crate::rows::{Cell, TextId, Texts};

/// A row: when it begins and ends, and the hash of what has to be the same.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// 0 where one of the values is null.
    pub key: u64,
    /// None where it has no time.
    pub start: Time,
    /// None where it isn't known.
    pub until: Time,
    pub row: u32,
    /// The word of its case's key.
    pub case: u32,
}

/// Milliseconds, or none: half as large as an option of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(i64);

impl Time {
    const NONE: Self = Self(i64::MIN);

    pub fn is_some(self) -> bool {
        self != Self::NONE
    }

    pub fn milliseconds(self) -> i64 {
        self.0
    }
}

impl Entry {
    /// When it ends: a row never ends before it begins.
    pub fn end(&self) -> i64 {
        self.until.max(self.start).milliseconds()
    }

    /// By key, then by time, then by case and end: entries that are equal then are the same to all that follows.
    pub fn order(&self, other: &Self, texts: &Texts) -> Ordering {
        let by_time = (self.key, self.start).cmp(&(other.key, other.start));
        by_time.then_with(|| by_text(self.case, other.case, texts)).then_with(|| self.until.cmp(&other.until))
    }
}

/// The order of two cases by their keys.
pub fn by_text(left: u32, right: u32, texts: &Texts) -> Ordering {
    if left == right { Ordering::Equal } else { text(left, texts).cmp(text(right, texts)) }
}

/// The text of a case's key.
pub fn text(word: u32, texts: &Texts) -> &str {
    TextId::from_word(word).map_or("", |id| texts.get(id))
}

/// Reads what linking needs of rows.
pub struct Reader<'a> {
    linking: &'a Linking<'a>,
    same: Vec<Bound>,
    start: Option<Bound>,
    until: Option<Bound>,
    named: Vec<Bound>,
}

/// A value that is equal where its words are.
type Words = (u8, u64);

impl<'a> Reader<'a> {
    pub fn new(linking: &'a Linking<'a>) -> Self {
        let Linking { rule, stored, params, .. } = linking;
        let id_of = |text: &str| stored.texts.find(text);
        let mut binder = Binder::new(stored.plan, params, &id_of);
        let mut all = |exprs: &[Expr]| exprs.iter().map(|expr| binder.value(expr)).collect::<Vec<Bound>>();
        let (same, named) = (all(&rule.same), all(&rule.named));
        let start = stored.plan.sources[rule.source].at.as_ref().map(|at| binder.value(at));
        let until = rule.until.as_ref().map(|until| binder.value(until));
        Self { linking, same, start, until, named }
    }

    /// All rows but those that are gone.
    pub fn entries(&self, is_gone: &(dyn Fn(u32) -> bool + Sync)) -> Vec<Entry> {
        let rows = 0..self.linking.cases.len() as u32;
        let mut entries: Vec<Entry> = rows
            .into_par_iter()
            .with_min_len(4096)
            .map_init(Memo::default, |memo, row| self.entry(row, memo))
            .collect();
        entries.retain(|entry| !is_gone(entry.row));
        entries
    }

    fn entry(&self, row: u32, memo: &Memo) -> Entry {
        let time = |bound: &Option<Bound>| {
            let datum = bound.as_ref().map(|bound| self.value(bound, row, memo));
            datum.and_then(|datum| datum.as_time()).map_or(Time::NONE, Time)
        };
        let case = self.linking.cases[row as usize];
        let until = if self.until.is_some() { time(&self.until) } else { time(&self.start) };
        Entry { key: self.hash(row, memo), start: time(&self.start), until, row, case }
    }

    /// Over a row; null where a script stops.
    fn value(&self, bound: &Bound, row: u32, memo: &Memo) -> Datum {
        bound.value(&self.linking.stored.row(Some(row), memo)).unwrap_or(Datum::NULL)
    }

    fn words(&self, row: u32, memo: &Memo) -> impl Iterator<Item = Option<Words>> {
        self.same.iter().map(move |bound| words_of(self.value(bound, row, memo).as_cell().unwrap_or(Cell::Null)))
    }

    /// 0 where one of the values is null.
    fn hash(&self, row: u32, memo: &Memo) -> u64 {
        let mut hash = 1;
        for words in self.words(row, memo) {
            let Some((kind, value)) = words else { return 0 };
            hash = mix(mix(hash, u64::from(kind)), value);
        }
        hash.max(1)
    }

    /// What has to be the same, as bytes that are equal where the values are; whether none of these is null.
    pub fn content(&self, row: u32, memo: &Memo, out: &mut Vec<u8>) -> bool {
        out.clear();
        self.words(row, memo).all(|words| {
            let Some((kind, value)) = words else { return false };
            out.push(kind);
            match kind {
                TEXT | LIST => {
                    let content = text(value as u32, self.linking.stored.texts);
                    out.extend_from_slice(&(content.len() as u64).to_le_bytes());
                    out.extend_from_slice(content.as_bytes());
                }
                _ => out.extend_from_slice(&value.to_le_bytes()),
            }
            true
        })
    }

    /// Whether all rows of a hash have the same values indeed.
    pub fn are_same(&self, group: &[Entry]) -> bool {
        let memo = Memo::default();
        let Some((first, others)) = group.split_first() else { return true };
        let wanted: Vec<Option<Words>> = self.words(first.row, &memo).collect();
        others.iter().all(|entry| self.words(entry.row, &memo).eq(wanted.iter().copied()))
    }

    /// Rows of one hash by their values.
    pub fn apart(&self, group: &[Entry]) -> Vec<Vec<Entry>> {
        let memo = Memo::default();
        let mut groups: FxHashMap<Vec<Option<Words>>, Vec<Entry>> = FxHashMap::default();
        for entry in group {
            groups.entry(self.words(entry.row, &memo).collect()).or_default().push(*entry);
        }
        // What becomes of one group doesn't depend on the others.
        groups.into_values().collect()
    }

    /// The words of cases that the export itself calls so.
    pub fn named(&self) -> Vec<bool> {
        if self.named.is_empty() {
            return Vec::new();
        }
        let cases = self.linking.cases;
        let is_named =
            |memo: &mut Memo, row: u32| self.named.iter().any(|bound| !self.value(bound, row, memo).is_null());
        let rows = (0..cases.len() as u32).into_par_iter().with_min_len(4096);
        let by_row: Vec<bool> = rows.map_init(Memo::default, is_named).collect();
        let mut named = vec![false; self.linking.stored.texts.id_bound()];
        for (case, _) in cases.iter().zip(by_row).filter(|(_, is_named)| *is_named) {
            named[*case as usize] = true;
        }
        named
    }
}

/// Kinds of which the value names a text.
const TEXT: u8 = 0;
const LIST: u8 = 1;

/// Numbers that are equal have equal words, whole or not.
fn words_of(cell: Cell) -> Option<Words> {
    Some(match cell {
        Cell::Null => return None,
        Cell::Text(id) => (TEXT, u64::from(id.word())),
        Cell::List(id) => (LIST, u64::from(id.word())),
        Cell::Carried(id) => (2, id.pair()),
        Cell::Integer(value) => (3, value.cast_unsigned()),
        Cell::Number(number) => words_of_number(number.value()),
        Cell::Boolean(value) => (5, u64::from(value.holds())),
        Cell::Time(value) => (6, value.cast_unsigned()),
        Cell::Date(value) => (7, value.cast_unsigned()),
        Cell::TimeOfDay(value) => (8, value.cast_unsigned()),
        Cell::Duration(value) => (9, value.cast_unsigned()),
    })
}

fn words_of_number(value: f64) -> Words {
    let is_whole = value.fract() == 0.0 && value.abs() < 9.0e15;
    if is_whole { (3, (value as i64).cast_unsigned()) } else { (4, value.to_bits()) }
}

/// Folds a word into a hash, so that each bit of either moves all bits above it and half of those below.
fn mix(hash: u64, word: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}
