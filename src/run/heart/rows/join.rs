//! Rows of a change log between which neither time nor `order` decides: their values tell who comes first.

use super::super::Heart;
use super::{order, table_cell};
use crate::plan::ColumnFrom;
use crate::rows::Cell;
use crate::run::case::{CaseRow, CaseState};

/// More rows of one moment than these that tell of fields stay in the order of their content.
const MOST: usize = 64;

impl Heart {
    /// Puts rows of one moment so that each begins with the value with which the row before it, of the same field, ends.
    pub(super) fn join_up(&mut self, source: usize) {
        let is_log = !self.context.program.sources[source].readers.by_name.is_empty();
        if !is_log || self.context.plan.sources[source].order.by_row {
            return;
        }
        let mut rows = std::mem::take(&mut self.state.borrow_mut().rows[source]);
        ChangeLog { state: &self.state.borrow(), source }.join_up(&mut rows);
        self.state.borrow_mut().rows[source] = rows;
    }
}

struct ChangeLog<'a> {
    state: &'a CaseState,
    source: usize,
}

/// What a row says of a field.
struct Step {
    field: usize,
    old: Cell,
    new: Cell,
}

impl ChangeLog<'_> {
    fn join_up(&self, rows: &mut [CaseRow]) {
        let mut start = 0;
        while start < rows.len() {
            let first = rows[start];
            let end = start + 1 + rows[start + 1..].iter().take_while(|row| self.ties(first, **row)).count();
            if end - start > 1 {
                self.join_tied(rows, start, end);
            }
            start = end;
        }
    }

    /// Whether time and the declared order leave open which comes first.
    fn ties(&self, left: CaseRow, right: CaseRow) -> bool {
        if left.time != right.time {
            return false;
        }
        let columns = &self.state.context.plan.sources[self.source].order.columns;
        order::by_columns(self.state, self.source, left, right, columns.iter()).is_eq()
    }

    fn join_tied(&self, rows: &mut [CaseRow], start: usize, end: usize) {
        let mut steps: Vec<Option<Step>> = rows[..end].iter().map(|row| self.step(*row)).collect();
        if !(2..=MOST).contains(&steps[start..].iter().flatten().count()) {
            return;
        }
        for place in start..end {
            // In a circle nobody is first, and the content decides.
            if let Some(next) = (place..end).find(|candidate| self.is_next(&steps, place, *candidate)) {
                rows[place..=next].rotate_right(1);
                steps[place..=next].rotate_right(1);
            }
        }
    }

    fn step(&self, row: CaseRow) -> Option<Step> {
        let program = &self.state.context.program.sources[self.source].readers;
        let cell = |column: usize| table_cell(self.state, self.source, row, column);
        let fields = program.by_name.get(&cell(program.named?).as_text()?)?;
        fields.iter().find_map(|field| {
            let shape = &self.state.context.plan.fields[*field].shape;
            let old = shape.old.filter(|column| self.is_read(*column))?;
            Some(Step { field: *field, old: cell(old), new: cell(shape.new) })
        })
    }

    /// Whether a column's values are the rows' own; others come with duplicates.
    fn is_read(&self, column: usize) -> bool {
        let column = &self.state.context.plan.sources[self.source].columns[column];
        column.place.is_some() && !matches!(column.from, ColumnFrom::Taken)
    }

    /// Whether a row may come at a place: it joins the one before, or none of those left does and it joins none of them.
    fn is_next(&self, steps: &[Option<Step>], place: usize, candidate: usize) -> bool {
        let Some(step) = &steps[candidate] else { return true };
        let of_field = |other: &&Step| other.field == step.field;
        let held = steps[..place].iter().rev().flatten().find(of_field).map(|last| last.new);
        let joins = |other: &Step| held.is_some_and(|held| self.state.equal(held, other.old));
        let mut left = steps[place..].iter().flatten().filter(of_field);
        let follows = |other: &Step| !std::ptr::eq(other, step) && self.state.equal(other.new, step.old);
        joins(step) || !left.any(|other| joins(other) || follows(other))
    }
}
