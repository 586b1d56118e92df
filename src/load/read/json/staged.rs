//! The rows of one record while they are read, at all levels together: columns may look up and down.

use std::ops::Range;

use crate::evaluate::{self, BoundFold, Datum, Evaluated, Memo};
use crate::load::read::part::Problem;
use crate::load::read::values::scope::{ReadingRow, ReadingTexts};
use crate::load::read::values::script::ScriptRun;
use crate::plan::{Fold, Plan};
use crate::rows::{Cell, NO_REFERENCE, Table};

/// The rows of a record.
#[derive(Debug, Default)]
pub struct Staged {
    /// By level.
    pub levels: Vec<StagedLevel>,
}

/// The rows at a level.
#[derive(Debug, Default)]
pub struct StagedLevel {
    /// The source.
    pub source: usize,
    /// The level above, by its place among the levels.
    pub above: usize,
    width: usize,
    cells: Vec<Cell>,
    references: Vec<u32>,
    /// For each row the row above.
    pub parents: Vec<u32>,
    pub status: Vec<Status>,
    /// The words of the rows' case keys.
    pub cases: Vec<u32>,
    /// Whether the source's `where` was asked.
    pub is_filtered: bool,
}

/// What is known of a row so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    Fine,
    Filtered,
    Faulty(Problem),
    /// A row above it can't be used.
    BelowFaulty,
}

impl StagedLevel {
    pub fn new(source: usize, above: usize, width: usize) -> Self {
        Self { source, above, width, ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Makes room for so many rows.
    pub fn restart(&mut self, parents: impl Iterator<Item = u32>) {
        self.parents.clear();
        self.parents.extend(parents);
        let rows = self.parents.len();
        self.cells.clear();
        self.cells.resize(rows * self.width, Cell::Null);
        self.references.clear();
        self.references.resize(rows * self.width, NO_REFERENCE);
        self.status.clear();
        self.status.resize(rows, Status::Fine);
        self.cases.clear();
        self.cases.resize(rows, 0);
        self.is_filtered = false;
    }

    fn range(&self, row: usize) -> Range<usize> {
        row * self.width..(row + 1) * self.width
    }

    pub fn cells(&self, row: usize) -> &[Cell] {
        &self.cells[self.range(row)]
    }

    pub fn references(&self, row: usize) -> &[u32] {
        &self.references[self.range(row)]
    }

    /// Takes a row's values over.
    pub fn store(&mut self, row: usize, cells: &[Cell], references: &[u32]) {
        let range = self.range(row);
        self.cells[range.clone()].copy_from_slice(cells);
        self.references[range].copy_from_slice(references);
    }

    pub fn is_fine(&self, row: usize) -> bool {
        self.status[row] == Status::Fine
    }
}

impl Staged {
    /// The row at a level above over a row.
    pub fn row_above(&self, level: usize, row: usize, above: usize) -> usize {
        let (mut at, mut row) = (level, row);
        while at != above && at != 0 {
            row = self.levels[at].parents[row] as usize;
            at = self.levels[at].above;
        }
        row
    }

    /// The rows at a level below a row: they stand side by side.
    fn rows_below(&self, level: usize, row: usize, below: usize) -> Range<usize> {
        let rows = 0..self.levels[below].len();
        let place = |at: &usize| self.row_above(below, *at, level);
        let first = partition(rows.clone(), |at| place(at) < row);
        first..partition(first..rows.end, |at| place(at) <= row)
    }
}

/// The first of a range for which `is_before` doesn't hold; it holds for none behind that.
fn partition(range: Range<usize>, is_before: impl Fn(&usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(&middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A row, with those below it.
#[derive(Clone, Copy)]
pub struct Below<'a> {
    pub staged: &'a Staged,
    pub level: usize,
    pub row: usize,
}

/// What rows below are evaluated with.
pub struct Around<'a> {
    pub plan: &'a Plan,
    pub run: ScriptRun,
    pub tables: &'a [Table],
    pub texts: ReadingTexts<'a>,
    pub memo: &'a Memo,
}

impl<'a> Below<'a> {
    /// What becomes of the rows below. Those that can't be used, or that aren't read, don't count.
    ///
    /// # Errors
    /// A script stopped.
    pub fn fold(self, fold: &BoundFold, around: &Around<'a>) -> Evaluated<Datum> {
        let Some(below) = self.staged.levels.iter().position(|level| level.source == fold.source) else {
            return Ok(Datum::NULL);
        };
        let level = &self.staged.levels[below];
        let rows = self.staged.rows_below(self.level, self.row, below).filter(|row| level.is_fine(*row));
        let row = |row: usize| ReadingRow {
            plan: around.plan,
            run: around.run,
            source: level.source,
            tables: around.tables,
            texts: around.texts,
            memo: around.memo,
            cells: level.cells(row),
            references: level.references(row),
            below: Some(Below { level: below, row, ..self }),
        };
        match fold.fold {
            Fold::Last => evaluate::fold(fold, rows.rev().map(row)),
            _ => evaluate::fold(fold, rows.map(row)),
        }
    }
}
