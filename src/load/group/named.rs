//! Cases by what they are called.

use std::borrow::Cow;

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::id::Id;
use crate::evaluate::{Bound, Memo};
use crate::load::model::NO_RECORD;
use crate::load::read::{Problem, StoredTable, script_failed};
use crate::plan::{Expr, Plan, RowPath, ValueType};
use crate::rows::{Cell, TextId, Texts};

/// A case that may be one.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The word of its key.
    word: u32,
    /// The position of its record, or [`NO_RECORD`].
    pub record: u32,
}

impl Candidate {
    /// With that key.
    pub fn new(key: TextId, record: u32) -> Self {
        Self { word: key.word(), record }
    }

    /// With the key of that word, which is none's where it is 0.
    pub fn of_word(word: u32, record: u32) -> Self {
        Self { word, record }
    }

    /// The word of its key.
    pub fn word(self) -> u32 {
        self.word
    }

    /// The position of its record, if it has one.
    pub fn record(self) -> Option<u32> {
        Some(self.record).filter(|record| *record != NO_RECORD)
    }

    /// How it is called where nothing says otherwise.
    pub fn own_id(self) -> Id {
        Id::Cell(self.own_cell())
    }

    /// The same as a cell.
    pub fn own_cell(self) -> Cell {
        TextId::from_word(self.word).map_or(Cell::Null, Cell::Text)
    }

    fn key(self, texts: &Texts) -> &str {
        TextId::from_word(self.word).map_or("", |key| texts.get(key))
    }
}

/// Cases, and how they are called.
#[derive(Default)]
pub struct Named {
    pub candidates: Vec<Candidate>,
    /// How each is called; `None`: all by their keys.
    pub ids: Option<Vec<Id>>,
}

/// How many cases a thread takes at a time.
const STRETCH: usize = 4096;

impl Named {
    /// Adds a case to those that have ids.
    pub fn push(&mut self, candidate: Candidate, id: Id) {
        self.candidates.push(candidate);
        self.ids.get_or_insert_default().push(id);
    }

    fn text<'a>(&'a self, place: usize, texts: &'a Texts) -> Cow<'a, str> {
        match &self.ids {
            Some(ids) => ids[place].text(texts),
            None => Cow::Borrowed(self.candidates[place].key(texts)),
        }
    }

    /// Whether each comes after the one before, as they do in many exports.
    pub fn is_in_order(&self, texts: &Texts) -> bool {
        let count = self.candidates.len();
        let is_in_order = |first: usize, last: usize| {
            let places = first..count.min(last + 1);
            places.map(|place| self.text(place, texts)).is_sorted_by(|one, next| one < next)
        };
        // Where they don't, the first few mostly show it.
        let starts = (0..count.div_ceil(STRETCH)).into_par_iter();
        is_in_order(0, 64) && starts.all(|which| is_in_order(which * STRETCH, (which + 1) * STRETCH))
    }

    /// By id, then by key, bytewise.
    pub fn sorted(&self, texts: &Texts) -> Self {
        let id = |index: u32| self.text(index as usize, texts);
        let candidates = &self.candidates;
        let count = candidates.len() as u32;
        // Ids of one system often begin alike: what tells them apart decides without a look at the texts.
        let first = if candidates.is_empty() { Cow::Borrowed("") } else { id(0) };
        let alike = |index: u32| alike(first.as_bytes(), id(index).as_bytes());
        let skipped = (0..count).into_par_iter().map(alike).min().unwrap_or(0);
        let of = |index: u32| (prefix(&id(index).as_bytes()[skipped..]), index);
        let mut order: Vec<([u64; 2], u32)> = (0..count).into_par_iter().map(of).collect();
        order.par_sort_unstable_by(|(left_prefix, left), (right_prefix, right)| {
            left_prefix.cmp(right_prefix).then_with(|| {
                let by_id = id(*left).cmp(&id(*right));
                let key = |index: u32| candidates[index as usize].key(texts);
                by_id.then_with(|| key(*left).cmp(key(*right)))
            })
        });
        let of_order = |ids: &Vec<Id>| order.par_iter().map(|(_, index)| ids[*index as usize].clone()).collect();
        Self {
            candidates: order.par_iter().map(|(_, index)| candidates[*index as usize]).collect(),
            ids: self.ids.as_ref().map(of_order),
        }
    }

    /// How each is called; texts that no cell has yet are null, and stand in the second list by their cases.
    pub fn cells(self) -> (Option<Vec<Cell>>, Vec<(usize, String)>) {
        let Some(ids) = self.ids else { return (None, Vec::new()) };
        let cell = |id: &Id| match id {
            Id::Cell(cell) => *cell,
            Id::New(_) => Cell::Null,
        };
        let new = |(number, id)| match id {
            Id::New(text) => Some((number, text)),
            Id::Cell(_) => None,
        };
        (Some(ids.par_iter().map(cell).collect()), ids.into_iter().enumerate().filter_map(new).collect())
    }
}

/// Whether cases are called by the keys of their records.
pub fn is_called_by_key(plan: &Plan) -> bool {
    let key = |record: usize| plan.sources[record].key.map(|key| plan.sources[record].columns[key].kind);
    let is_text = plan.case.record.and_then(key) == Some(ValueType::Text);
    plan.case.id.is_none() || is_text && !has_ids(plan)
}

/// Whether records call their cases by something else than the key.
pub fn has_ids(plan: &Plan) -> bool {
    let (Some(id), Some(record)) = (&plan.case.id, plan.case.record) else { return false };
    let record = &plan.sources[record];
    let is_key = |column: usize| record.case.is_none() && record.level.is_none() && record.key == Some(column);
    match id {
        Expr::Row(RowPath::Here(path)) | Expr::Record(path) => !(path.onward.is_empty() && is_key(path.column)),
        _ => true,
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
