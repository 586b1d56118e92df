//! Rows of a table that say the same thing twice.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::evaluate::{Binder, BoundCondition, Memo, ParamValues, RowSet, without_duplicates};
use crate::load::lookup;
use crate::load::order::RowOrder;
use crate::load::read::{Problem, ReferenceCount, StoredTable, script_failed};
use crate::plan::{DuplicatesPlan, SourcePlan};
use crate::rows::{Cell, NO_REFERENCE, Row, TARGET_SHIFT, Table, TextId, Texts};

/// What became of rows of a table; all are positions in it.
#[derive(Debug, Default)]
pub struct Settled {
    /// Rows that others make needless.
    pub duplicates: Vec<u32>,
    /// Rows that can't be used.
    pub faults: Vec<(u32, Problem)>,
    /// Rows that stay, with the row that goes from which each takes values.
    pub twins: Vec<(u32, u32)>,
}

/// Decides which rows of a table are duplicates.
pub struct Judge<'a> {
    plan: &'a DuplicatesPlan,
    stored: StoredTable<'a>,
    same: Vec<usize>,
    keep: Vec<BoundCondition>,
    order: RowOrder<'a>,
}

impl<'a> Judge<'a> {
    /// None where the source doesn't ask for it.
    pub fn new(stored: StoredTable<'a>, params: &ParamValues) -> Option<Self> {
        let source = &stored.plan.sources[stored.source];
        let plan = source.duplicates.as_ref()?;
        let is_stored = |column: &usize| source.columns[*column].place.is_some();
        let same = match plan.same.is_empty() {
            true => (0..source.columns.len()).filter(is_stored).collect(),
            false => plan.same.clone(),
        };
        let id_of = |text: &str| stored.texts.find(text);
        let mut binder = Binder::new(stored.plan, params, &id_of);
        let keep = plan.keep.iter().map(|condition| binder.condition(condition)).collect();
        let order = RowOrder::new(stored.plan, stored.source, params, stored.texts);
        Some(Self { plan, stored, same, keep, order })
    }

    /// Decides over all rows; those of different cases, where `cases` are given, are no duplicates.
    pub fn all(&self, cases: Option<&[u32]>) -> Settled {
        let mut hashes: Vec<(u64, u32)> =
            (0..self.stored.table.len() as u32).into_par_iter().map(|row| (self.hash(row, cases), row)).collect();
        hashes.par_sort_unstable();
        // Rows that are alone with what they say needn't be looked at.
        let several = hashes.chunk_by(|left, right| left.0 == right.0).filter(|group| group.len() > 1);
        let mut positions: Vec<u32> = several.flatten().map(|(_, row)| *row).collect();
        positions.sort_unstable();
        self.of(&positions, cases)
    }

    fn hash(&self, position: u32, cases: Option<&[u32]>) -> u64 {
        let mut hasher = FxHasher::default();
        cases.map(|cases| cases[position as usize]).hash(&mut hasher);
        let row = self.stored.table.row(position);
        let columns = &self.stored.plan.sources[self.stored.source].columns;
        self.same.iter().for_each(|column| row.words_of(&columns[*column]).hash(&mut hasher));
        hasher.finish()
    }

    /// Decides over some rows.
    pub fn of(&self, positions: &[u32], cases: Option<&[u32]>) -> Settled {
        let rows = Rows { judge: self, positions, cases, memo: Memo::default(), faults: RefCell::default() };
        let decision = without_duplicates(&rows, self.plan, &self.same, &self.keep);
        let faults = rows.faults.into_inner();
        let failed: FxHashSet<u32> = faults.iter().map(|(position, _)| *position).collect();
        let stays = positions.iter().zip(decision.stays);
        let gone = stays.filter(|(position, stays)| !stays && !failed.contains(position));
        let of = |row: u32| positions[row as usize];
        Settled {
            duplicates: gone.map(|(position, _)| *position).collect(),
            twins: decision.twins.iter().map(|(row, twin)| (of(*row), of(*twin))).collect(),
            faults,
        }
    }
}

/// Some rows of a table.
struct Rows<'a> {
    judge: &'a Judge<'a>,
    positions: &'a [u32],
    cases: Option<&'a [u32]>,
    memo: Memo,
    /// Rows over which a script stopped.
    faults: RefCell<Vec<(u32, Problem)>>,
}

impl RowSet for Rows<'_> {
    type Texts = Texts;

    fn texts(&self) -> &Texts {
        self.judge.stored.texts
    }

    fn count(&self) -> u32 {
        self.positions.len() as u32
    }

    fn cell(&self, row: u32, column: usize) -> Cell {
        let StoredTable { plan, source, table, .. } = self.judge.stored;
        table.row(self.positions[row as usize]).cell(&plan.sources[source].columns[column])
    }

    fn order(&self, left: u32, right: u32) -> Ordering {
        let row = |row: u32| self.judge.stored.row(Some(self.positions[row as usize]), &self.memo);
        self.judge.order.compare(&row(left), &row(right))
    }

    fn meets(&self, row: u32, condition: &BoundCondition) -> bool {
        let position = self.positions[row as usize];
        condition.holds(&self.judge.stored.row(Some(position), &self.memo)).unwrap_or_else(|fault| {
            let mut faults = self.faults.borrow_mut();
            if faults.iter().all(|(known, _)| *known != position) {
                faults.push((position, script_failed(&fault)));
            }
            false
        })
    }

    fn apart(&self, row: u32) -> u32 {
        self.cases.map_or(0, |cases| cases[self.positions[row as usize] as usize])
    }
}

/// Keys that are looked up when all lookups are there.
pub struct LateKeys<'a> {
    /// Their columns.
    pub columns: &'a [usize],
    /// For each row the words of its keys.
    pub words: &'a mut [u32],
}

/// Gives rows that stay the values of those that go; references among these by column, with how many led nowhere.
pub fn take(
    source: &SourcePlan,
    twins: &[(u32, u32)],
    words: &mut [u32],
    late: &mut LateKeys<'_>,
    indices: &[&FxHashMap<TextId, u32>],
    repeated: &[FxHashSet<TextId>],
) -> Vec<(usize, ReferenceCount)> {
    let pairs = source.duplicates.iter().flat_map(|duplicates| &duplicates.take);
    let mut counts: Vec<(usize, ReferenceCount)> =
        pairs.clone().map(|(to, _)| (*to, ReferenceCount::default())).collect();
    for (row, twin) in twins {
        let row_at = |row: u32| row as usize * source.stride;
        // What one column takes another may give.
        let from = words[row_at(*twin)..row_at(*twin) + source.stride].to_vec();
        let own = &mut words[row_at(*row)..row_at(*row) + source.stride];
        for ((to, from_column), (_, count)) in pairs.clone().zip(&mut counts) {
            let column = &source.columns[*to];
            let cell = Row::new(&from).cell(&source.columns[*from_column]);
            if let Some(place) = column.place {
                cell.write(&mut own[place..], column.kind, column.is_carried);
            }
            let Some(place) = column.reference_place else { continue };
            if let Some(step) = late.columns.iter().position(|late| late == to) {
                late.words[*row as usize * late.columns.len() + step] = cell.as_text().map_or(0, TextId::word);
                continue;
            }
            own[place] = NO_REFERENCE;
            let Some(key) = cell.as_text() else { continue };
            match lookup::target_of(column, key, indices) {
                None => count.without_match += 1,
                Some((target, other, position)) => {
                    own[place] = (target as u32) << TARGET_SHIFT | position;
                    count.with_several += u64::from(repeated[other].contains(&key));
                }
            }
        }
    }
    counts
}

/// Takes rows out of a table, and what is kept beside its rows.
pub fn remove(table: &mut Table, beside: [(&mut Vec<u32>, usize); 2], gone: &[u32]) {
    let mut is_gone = vec![false; table.len()];
    gone.iter().for_each(|position| is_gone[*position as usize] = true);
    let mut passed = 0;
    let mut start = 0;
    for next in &mut table.starts {
        passed += is_gone[start..*next as usize].iter().filter(|gone| **gone).count() as u32;
        start = *next as usize;
        *next -= passed;
    }
    let stride = table.stride;
    without(&mut table.words, stride, &is_gone);
    beside.into_iter().for_each(|(words, width)| without(words, width, &is_gone));
}

/// Takes rows out of words; of each row stands whether it goes.
pub fn without(words: &mut Vec<u32>, width: usize, gone: &[bool]) {
    if width == 0 || words.is_empty() {
        return;
    }
    let mut end = 0;
    for (row, _) in gone.iter().enumerate().filter(|(_, gone)| !**gone) {
        words.copy_within(row * width..(row + 1) * width, end);
        end += width;
    }
    words.truncate(end);
}
