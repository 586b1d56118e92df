//! Keys that more than one row has.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use super::duplicates::{Judge, Settled};
use crate::diagnostic::codes;
use crate::evaluate::{Memo, display};
use crate::load::order::RowOrder;
use crate::load::read::{Problem, StoredTable};
use crate::plan::ColumnPlan;
use crate::rows::Row;

/// How many rows one thread takes at once.
const BLOCK: usize = 1 << 14;

/// Finds rows of a table, grouped by case, whose key an earlier row has. Duplicates don't count: in cases where keys are
/// repeated they are settled first.
pub fn seen_before(stored: &StoredTable<'_>, order: &RowOrder<'_>, judge: Option<&Judge<'_>>) -> Settled {
    let source = &stored.plan.sources[stored.source];
    let Some(key) = source.key.and_then(|key| source.columns.get(key)) else { return Settled::default() };
    let mut rows = suspects(stored, key);
    if rows.is_empty() {
        return Settled::default();
    }
    let mut settled = judge.map_or_else(Settled::default, |judge| settle(stored, judge, &rows));
    let mut gone: Vec<u32> = settled.duplicates.clone();
    gone.extend(settled.faults.iter().map(|(row, _)| *row));
    gone.sort_unstable();
    rows.retain(|row| gone.binary_search(row).is_err());
    let memo = Memo::default();
    let words = |row: u32| stored.table.row(row).words_of(key);
    let case = |row: u32| stored.table.starts.partition_point(|start| *start <= row);
    let compare = |left: &u32, right: &u32| {
        let (one, other) = (stored.row(Some(*left), &memo), stored.row(Some(*right), &memo));
        let by_content = words(*left).cmp(words(*right)).then_with(|| order.by_content(&one, &other));
        by_content.then_with(|| case(*left).cmp(&case(*right))).then_with(|| order.compare(&one, &other))
    };
    rows.sort_unstable_by(compare);
    for group in rows.chunk_by(|left, right| words(*left) == words(*right)) {
        settled.faults.extend(group.iter().skip(1).map(|row| (*row, fault(stored, key, *row))));
    }
    settled
}

fn fault(stored: &StoredTable<'_>, key: &ColumnPlan, row: u32) -> Problem {
    let source = &stored.plan.sources[stored.source];
    let value = display(&stored.table.row(row).cell(key).into(), stored.texts).unwrap_or_default();
    let reason = format!("another row of `{}` has the key `{value}`", source.id);
    Problem { code: codes::KEY_SEEN_BEFORE, column: source.key, reason }
}

/// Settles duplicates in the cases of these rows.
fn settle(stored: &StoredTable<'_>, judge: &Judge<'_>, rows: &[u32]) -> Settled {
    let starts = &stored.table.starts;
    let mut settled = Settled::default();
    let mut end = 0;
    for row in rows {
        if *row < end {
            continue;
        }
        let case = starts.partition_point(|start| start <= row);
        end = starts.get(case).copied().unwrap_or(stored.table.len() as u32);
        let positions: Vec<u32> = (starts[case - 1]..end).collect();
        let of_case = judge.of(&positions, None);
        settled.duplicates.extend(of_case.duplicates);
        settled.faults.extend(of_case.faults);
        settled.twins.extend(of_case.twins);
    }
    settled
}

/// Rows whose key another row has, in the order of their positions, and perhaps a few more.
fn suspects(stored: &StoredTable<'_>, key: &ColumnPlan) -> Vec<u32> {
    let rows = stored.table.len();
    let slots = Slots { size: stored.texts.id_bound().max(rows.saturating_mul(16)).max(64) };
    let (seen, twice) = (slots.bits(), slots.bits());
    let positions = 0..rows as u32;
    positions.clone().into_par_iter().with_min_len(BLOCK).for_each(|row| {
        let slot = slots.of(stored.table.row(row), key);
        if Slots::mark(&seen, slot) {
            Slots::mark(&twice, slot);
        }
    });
    if twice.par_chunks(BLOCK).all(|words| words.iter().all(|word| word.load(Ordering::Relaxed) == 0)) {
        return Vec::new();
    }
    let is_suspect = |row: &u32| Slots::is_marked(&twice, slots.of(stored.table.row(*row), key));
    positions.into_par_iter().with_min_len(BLOCK).filter(is_suspect).collect()
}

/// A bit for each key: interned texts have one of their own, other keys share some.
#[derive(Clone, Copy)]
struct Slots {
    size: usize,
}

impl Slots {
    fn of(self, row: Row<'_>, key: &ColumnPlan) -> usize {
        match row.words_of(key) {
            [word] => *word as usize % self.size,
            words => {
                let mix = |hash: u64, word: &u32| (hash ^ u64::from(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let hash = words.iter().fold(0, mix);
                ((u128::from(hash) * self.size as u128) >> 64) as usize
            }
        }
    }

    fn bits(self) -> Vec<AtomicU64> {
        (0..self.size.div_ceil(64)).map(|_| AtomicU64::new(0)).collect()
    }

    /// Marks a bit; whether it was marked before.
    fn mark(bits: &[AtomicU64], slot: usize) -> bool {
        let bit = 1 << (slot % 64);
        bits[slot / 64].fetch_or(bit, Ordering::Relaxed) & bit != 0
    }

    fn is_marked(bits: &[AtomicU64], slot: usize) -> bool {
        bits[slot / 64].load(Ordering::Relaxed) & 1 << (slot % 64) != 0
    }
}
