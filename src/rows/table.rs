//! The rows of one source.

use super::cell::Cell;
use super::packed::Packed;
use super::text_id::TextId;
use crate::plan::{ColumnPlan, ValueType};

/// The rows of one source, each a run of words; where the source belongs to cases, case after case.
#[derive(Debug, Default, Clone)]
pub struct Table {
    /// Words per row.
    pub stride: usize,
    /// All rows, one after the other.
    pub words: Vec<u32>,
    /// Where each case's rows begin, as row numbers, with the end of the last; empty for lookups.
    pub starts: Vec<u32>,
    /// The positions of cases' rows, case after case, where rows don't stand so themselves; else empty.
    pub order: Vec<u32>,
    /// The row that has a key; where several have it, the first in the source's order.
    pub index: rustc_hash::FxHashMap<TextId, u32>,
    /// The first case that `starts` tells of.
    pub first_case: u32,
    /// The rows, where they are packed: then there are none here.
    pub packed: Option<Packed>,
}

/// One row. Its last word is the row's number in the source: 0 for the first row of the first file.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    words: &'a [u32],
}

impl Table {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.words.len() / self.stride.max(1)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The row at a position.
    #[inline]
    pub fn row(&self, position: u32) -> Row<'_> {
        let start = position as usize * self.stride;
        Row { words: &self.words[start..start + self.stride] }
    }

    /// The time that the row at a position keeps at a place: milliseconds since 1970 in UTC.
    #[inline]
    pub fn time(&self, position: u32, place: usize) -> Option<i64> {
        let start = position as usize * self.stride + place;
        Cell::read(&self.words[start..start + 2], ValueType::Time, false).as_time()
    }

    /// The positions of a case's rows.
    #[inline]
    pub fn rows_of(&self, case: u32) -> impl ExactSizeIterator<Item = u32> {
        let case = case.wrapping_sub(self.first_case) as usize;
        let places = match self.starts.get(case..case.saturating_add(2)) {
            Some(&[start, end]) => start..end,
            _ => 0..0,
        };
        places.map(|place| self.order.get(place as usize).copied().unwrap_or(place))
    }
}

impl<'a> Row<'a> {
    /// A row over its words.
    pub fn new(words: &'a [u32]) -> Self {
        Self { words }
    }

    /// The value of a column; null where the row doesn't keep it.
    #[inline]
    pub fn cell(self, column: &ColumnPlan) -> Cell {
        match column.place {
            Some(place) => Cell::read(&self.words[place..], column.kind, column.is_carried),
            None => Cell::Null,
        }
    }

    /// The value kept at a place.
    #[inline(always)]
    pub fn cell_at(self, place: usize, kind: ValueType, is_carried: bool) -> Cell {
        Cell::read(&self.words[place..], kind, is_carried)
    }

    /// The row that a reference kept at a place leads to: which of the column's targets, and the row there.
    #[inline(always)]
    pub fn reference_at(self, place: usize) -> Option<(usize, u32)> {
        let word = self.words[place];
        (word != NO_REFERENCE).then_some(((word >> TARGET_SHIFT) as usize, word & ROW_MASK))
    }

    /// The words in which a column's value is kept. Values that are compared are equal where their words are.
    pub fn words_of(self, column: &ColumnPlan) -> &'a [u32] {
        let Some(place) = column.place else { return &[] };
        &self.words[place..place + Cell::width(column.kind, column.is_carried)]
    }

    /// The row that a column refers to: which of its targets, and the row there.
    pub fn reference(self, column: &ColumnPlan) -> Option<(usize, u32)> {
        self.reference_at(column.reference_place?)
    }

    /// A word of its own.
    pub fn word(self, place: usize) -> u32 {
        self.words[place]
    }

    /// The row's number in its source.
    pub fn number(self) -> u32 {
        self.words[self.words.len() - 1]
    }
}

/// A reference that leads nowhere.
pub const NO_REFERENCE: u32 = u32::MAX;
/// A reference's word has its target in the bits above.
pub const TARGET_SHIFT: u32 = 29;
/// And the row in the bits below.
pub const ROW_MASK: u32 = (1 << TARGET_SHIFT) - 1;
