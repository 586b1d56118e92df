//! Cases by what they are called.

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::{ParallelSlice, ParallelSliceMut};

use super::id::Id;
use crate::evaluate::{Bound, Memo};
use crate::load::model::NO_RECORD;
use crate::load::read::{Problem, StoredTable, script_failed};
use crate::rows::{Cell, TextId, Texts};

/// A case that may be one.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    pub key: TextId,
    /// The position of its record, or [`NO_RECORD`].
    pub record: u32,
}

impl Candidate {
    /// The position of its record, if it has one.
    pub fn record(self) -> Option<u32> {
        Some(self.record).filter(|record| *record != NO_RECORD)
    }

    /// How it is called where nothing says otherwise.
    pub fn own_id(self) -> Id {
        Id::Cell(Cell::Text(self.key))
    }
}

/// Cases, and how they are called.
#[derive(Default)]
pub struct Named {
    pub candidates: Vec<Candidate>,
    pub ids: Vec<Id>,
}

impl Named {
    /// Adds a case.
    pub fn push(&mut self, candidate: Candidate, id: Id) {
        self.candidates.push(candidate);
        self.ids.push(id);
    }
}

/// How a case is called; an error where the script that says it stopped.
pub fn id_of_candidate(
    candidate: Candidate,
    stored: &StoredTable<'_>,
    id: &Bound,
    memo: &Memo,
) -> Result<Id, Box<Problem>> {
    let datum = id.value(&stored.row(candidate.record(), memo)).map_err(|fault| Box::new(script_failed(&fault)))?;
    // A case without a record, or whose record doesn't say, is called by its key.
    Ok(Id::of(datum, stored.texts).unwrap_or_else(|| candidate.own_id()))
}

/// Whether each comes after the one before, as they do in many exports.
pub fn is_in_order(ids: &[Id], texts: &Texts) -> bool {
    let is_before = |two: &[Id]| two[0].text(texts) < two[1].text(texts);
    // Where they don't, the first few mostly show it.
    ids.windows(2).take(64).all(is_before) && ids.par_windows(2).all(is_before)
}

/// By id, then by key, bytewise.
pub fn sorted(Named { candidates, ids }: &Named, texts: &Texts) -> Named {
    let id = |index: u32| ids[index as usize].text(texts);
    let count = candidates.len() as u32;
    // Ids of one system often begin alike: what tells them apart decides without a look at the texts.
    let first = ids.first().map(|first| first.text(texts)).unwrap_or_default();
    let alike = |index: u32| alike(first.as_bytes(), id(index).as_bytes());
    let skipped = (0..count).into_par_iter().map(alike).min().unwrap_or(0);
    let of = |index: u32| (prefix(&id(index).as_bytes()[skipped..]), index);
    let mut order: Vec<([u64; 2], u32)> = (0..count).into_par_iter().map(of).collect();
    order.par_sort_unstable_by(|(left_prefix, left), (right_prefix, right)| {
        left_prefix.cmp(right_prefix).then_with(|| {
            let by_id = id(*left).cmp(&id(*right));
            let key = |index: u32| texts.get(candidates[index as usize].key);
            by_id.then_with(|| key(*left).cmp(key(*right)))
        })
    });
    let candidates = order.par_iter().map(|(_, index)| candidates[*index as usize]).collect();
    Named { candidates, ids: order.into_par_iter().map(|(_, index)| ids[index as usize].clone()).collect() }
}

/// How many bytes are the same from the start.
fn alike(left: &[u8], right: &[u8]) -> usize {
    left.iter().zip(right).take_while(|(left, right)| left == right).count()
}

/// The first sixteen bytes as numbers that have their order.
fn prefix(text: &[u8]) -> [u64; 2] {
    let mut bytes = [0; 16];
    let length = text.len().min(16);
    bytes[..length].copy_from_slice(&text[..length]);
    let number = u128::from_be_bytes(bytes);
    [(number >> 64) as u64, number as u64]
}
