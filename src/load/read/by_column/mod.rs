//! Reading a chunk column by column: what most rows need, several times as fast as row by row.
//!
//! Where a source asks for what only a whole row can tell, or a row of the chunk isn't as it should be, the chunk is read
//! row by row instead. Both ways give the same.

mod block;
mod one;

use std::sync::atomic::{AtomicUsize, Ordering};

use super::by_column::block::Block;
use super::part::Part;
use super::reader::{CellStep, Keep, SourceReader};
use crate::plan::{ColumnPlan, ValueType};
use crate::read::csv::Chunk;
use crate::rows::{Cell, NO_REFERENCE};

/// After so many chunks in vain it isn't tried any more.
const TRIES: usize = 16;

/// Reads the chunks of one file column by column.
pub struct ByColumn<'r, 'a> {
    pub(super) reader: &'r SourceReader<'a>,
    pub(super) columns: Vec<Column<'r>>,
    /// A row of nulls.
    pub(super) blank: Vec<u32>,
    failed: AtomicUsize,
}

/// A column of the file, and what becomes of its cells.
pub(super) struct Column<'r> {
    pub(super) step: &'r CellStep,
    pub(super) plan: &'r ColumnPlan,
    /// Its position in the file; none where the file lacks it.
    pub(super) position: Option<usize>,
    /// Which of the reader's references its values are.
    pub(super) reference: Option<usize>,
    /// Its values are the keys of cases.
    pub(super) is_case: bool,
    /// And their cases' numbers are looked up at once.
    pub(super) is_numbered: bool,
    /// Its values are the keys of cases, and the rows go to disk at once.
    pub(super) is_spilled: bool,
    /// A row without it can't be used.
    pub(super) is_needed: bool,
}

impl<'r, 'a> ByColumn<'r, 'a> {
    /// For a file in which the cells of the reader's steps are at `positions`; `None` where rows have to be read as a whole.
    pub fn of(reader: &'r SourceReader<'a>, positions: &[Option<usize>]) -> Option<Self> {
        let program = &reader.program;
        let is_simple = program.computed.is_empty() && program.filter.is_none();
        let is_at_hand = reader.references.iter().all(|step| {
            let has_cell = reader.cells.iter().any(|cell| cell.column == step.column);
            has_cell
                && !step.is_late
                && !step.is_inherited
                && reader.plan().columns[step.column].kind == ValueType::Text
        });
        if !is_simple || !is_at_hand {
            return None;
        }
        let case = if reader.has_case { Some(case_column(reader)?) } else { None };
        let columns = reader.cells.iter().zip(positions).map(|(step, position)| Column {
            step,
            plan: &reader.plan().columns[step.column],
            position: *position,
            reference: reader.references.iter().position(|reference| reference.column == step.column),
            is_case: case == Some(step.column) && reader.packing.is_none(),
            is_numbered: case == Some(step.column) && reader.packing.is_some(),
            is_spilled: case == Some(step.column) && reader.context.spill.is_some(),
            is_needed: case == Some(step.column) || reader.needs_key() == Some(step.column),
        });
        Some(Self { reader, columns: columns.collect(), blank: blank(reader), failed: AtomicUsize::new(0) })
    }

    /// The rows of a chunk; `None` where one of them has to be looked at by itself.
    pub fn read(&self, chunk: &Chunk<'_>, number: u32) -> Option<Part> {
        if self.failed.load(Ordering::Relaxed) > TRIES {
            return None;
        }
        let part = chunk.grid().and_then(|grid| Block::new(self, &grid).read(&grid, number));
        if part.is_none() {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
        part
    }
}

/// The column that has the keys of cases, where a cell of the row is one.
fn case_column(reader: &SourceReader<'_>) -> Option<usize> {
    let column = reader.context.plan.case_column(reader.source)?;
    let is_text = reader.plan().columns[column].kind == ValueType::Text;
    (is_text && reader.cells.iter().any(|step| step.column == column)).then_some(column)
}

fn blank(reader: &SourceReader<'_>) -> Vec<u32> {
    let plan = reader.plan();
    let mut row = vec![0; plan.stride];
    for column in &plan.columns {
        if let Some(place) = column.place {
            Cell::Null.write(&mut row[place..], column.kind, column.is_carried);
        }
    }
    let references = reader.references.iter().filter_map(|step| plan.columns[step.column].reference_place);
    references.for_each(|place| row[place] = NO_REFERENCE);
    row
}

/// What becomes of a column's texts.
pub(super) enum Becomes {
    /// The number of the case, and nothing else.
    Number,
    /// The key of the case, and nothing else; the row goes to disk at once.
    Key,
    /// The id of the text.
    Id,
    /// Which of the reader's references it is.
    Reference(usize),
    /// The text itself, at a place of the row.
    Carried(usize),
    /// More than one of these.
    Several,
}

impl Column<'_> {
    /// What becomes of its texts.
    pub(super) fn becomes(&self) -> Becomes {
        let keep = self.step.keep;
        match (self.is_numbered, self.reference) {
            (true, None) if keep == Keep::Passing => Becomes::Number,
            (false, None) if keep == Keep::Passing && self.is_spilled => Becomes::Key,
            (false, None) if keep == Keep::Interned || keep == Keep::Passing && self.is_case => Becomes::Id,
            (false, Some(reference)) if keep == Keep::Passing && !self.is_case => Becomes::Reference(reference),
            (false, None) if keep == Keep::Carried && !self.is_case => {
                self.plan.place.map_or(Becomes::Several, Becomes::Carried)
            }
            _ => Becomes::Several,
        }
    }

    /// Whether its texts are interned.
    pub(super) fn needs_id(&self) -> bool {
        self.step.keep == Keep::Interned || self.is_case
    }
}
