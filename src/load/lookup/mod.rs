//! Tables in which rows are found by their key.

pub(in crate::load) mod duplicates;
pub(in crate::load) mod keys;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use rustc_hash::{FxHashMap, FxHashSet};

use super::order::RowOrder;
use super::read::{Part, ReferenceCount, StoredTable};
use crate::evaluate::Memo;
use crate::plan::{ColumnPlan, SourcePlan};
use crate::rows::{NO_REFERENCE, ROW_MASK, TARGET_SHIFT, Table, TextId, Texts};

/// All rows of a source in one run, as they were read.
pub fn joined(mut parts: Vec<Part>, stride: usize) -> (Table, Vec<u32>, Vec<u32>) {
    if let [only] = parts.as_mut_slice() {
        let Part { words, cases, late_keys, .. } = std::mem::take(only);
        return (Table { stride, words, ..Table::default() }, cases, late_keys);
    }
    let of_all = |words: fn(&Part) -> &[u32]| parts.iter().map(words).collect::<Vec<_>>().concat();
    let (cases, late_keys) = (of_all(|part| &part.cases), of_all(|part| &part.late_keys));
    (Table { stride, words: joined_words(parts), ..Table::default() }, cases, late_keys)
}

/// The words of all parts in one run.
pub fn joined_words(parts: Vec<Part>) -> Vec<u32> {
    // Memory that is zero is the system's until it is written to, which all threads do.
    let mut words = vec![0; parts.iter().map(|part| part.words.len()).sum()];
    let mut rest = words.as_mut_slice();
    let mut places = Vec::with_capacity(parts.len());
    for part in parts {
        let (own, others) = std::mem::take(&mut rest).split_at_mut(part.words.len());
        places.push((own, part));
        rest = others;
    }
    places.into_par_iter().for_each(|(place, part)| place.copy_from_slice(&part.words));
    words
}

/// Where each key is, and which keys several rows have: of those the first in the source's order counts.
pub fn index(
    source: &SourcePlan,
    order: &RowOrder<'_>,
    stored: &StoredTable<'_>,
) -> (FxHashMap<TextId, u32>, FxHashSet<TextId>) {
    let table = stored.table;
    let memo = Memo::default();
    let row = |position: u32| stored.row(Some(position), &memo);
    let (mut index, mut repeated) = (FxHashMap::default(), FxHashSet::default());
    let Some(key) = source.key.and_then(|key| source.columns.get(key)) else { return (index, repeated) };
    index.reserve(table.len());
    for position in 0..table.len() as u32 {
        let Some(id) = table.row(position).cell(key).as_text() else { continue };
        let first = index.entry(id).or_insert(position);
        if *first != position {
            repeated.insert(id);
            if order.compare(&row(position), &row(*first)).is_lt() {
                *first = position;
            }
        }
    }
    (index, repeated)
}

/// The row that a key leads to: which of the column's targets, its source, and the row there.
pub fn target_of(column: &ColumnPlan, key: TextId, tables: &[&FxHashMap<TextId, u32>]) -> Option<(usize, usize, u32)> {
    let mut targets = column.refers_to.iter().enumerate();
    targets.find_map(|(target, other)| Some((target, *other, *tables[*other].get(&key)?)))
}

/// References of a table whose targets were loaded after it.
pub struct LateReferences {
    /// Their columns, step by step.
    pub columns: Vec<usize>,
    /// For each row the words of the keys, step by step; 0 for none.
    pub keys: Vec<u32>,
}

impl LateReferences {
    /// Resolves them, and counts what didn't work out, step by step.
    pub fn resolve(
        &self,
        source: &SourcePlan,
        words: &mut [u32],
        tables: &[&FxHashMap<TextId, u32>],
        repeated: &[FxHashSet<TextId>],
        texts: &Texts,
    ) -> Vec<ReferenceCount> {
        let steps = self.columns.len();
        let mut counts = vec![ReferenceCount::default(); steps];
        for (row, keys) in words.chunks_exact_mut(source.stride).zip(self.keys.chunks_exact(steps.max(1))) {
            for ((column, key), count) in self.columns.iter().zip(keys).zip(&mut counts) {
                let column = &source.columns[*column];
                let (Some(place), Some(id)) = (column.reference_place, TextId::from_word(*key)) else { continue };
                let Some((target, other, position)) = target_of(column, id, tables) else {
                    count.without_match += 1;
                    count.note(texts.get(id));
                    continue;
                };
                row[place] = (target as u32) << TARGET_SHIFT | position;
                count.with_several += u64::from(repeated[other].contains(&id));
            }
        }
        counts
    }
}

/// Follows rows of a lookup to where they were moved: `moved` gives each row's new position, none where it went.
pub fn follow(source: &SourcePlan, words: &mut [u32], lookup: usize, moved: &[Option<u32>]) {
    let places: Vec<(usize, Vec<bool>)> = source
        .columns
        .iter()
        .filter(|column| column.refers_to.contains(&lookup))
        .filter_map(|column| {
            let is_it = column.refers_to.iter().map(|target| *target == lookup).collect();
            Some((column.reference_place?, is_it))
        })
        .collect();
    if places.is_empty() {
        return;
    }
    words.par_chunks_exact_mut(source.stride).with_min_len(4096).for_each(|row| {
        for (place, is_it) in &places {
            let word = row[*place];
            let target = (word >> TARGET_SHIFT) as usize;
            if word != NO_REFERENCE && is_it.get(target).copied().unwrap_or(false) {
                let old = word & ROW_MASK;
                let new = moved.get(old as usize).copied().flatten();
                row[*place] = new.map_or(NO_REFERENCE, |new| (target as u32) << TARGET_SHIFT | new);
            }
        }
    });
}
