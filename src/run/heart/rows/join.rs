//! Rows of a change log between which neither time nor `order` decides: their values tell who comes first.

use super::super::Heart;
use super::{order, table_cell, trail};
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

    /// Whether time, the declared order and the place in a record leave open which comes first.
    fn ties(&self, left: CaseRow, right: CaseRow) -> bool {
        if left.time != right.time {
            return false;
        }
        let columns = &self.state.context.plan.sources[self.source].order.columns;
        let is_even = order::by_columns(self.state, self.source, left, right, columns.iter()).is_eq();
        let ordinal = |row| order::ordinal(self.state, self.source, row);
        is_even && ordinal(left) == ordinal(right)
    }

    fn join_tied(&self, rows: &mut [CaseRow], start: usize, end: usize) {
        let steps: Vec<Option<Step>> = rows[..end].iter().map(|row| self.step(*row)).collect();
        if !(2..=MOST).contains(&steps[start..].iter().flatten().count()) {
            return;
        }
        let mut turns = self.turns(&steps, start);
        let tied = rows[start..end].to_vec();
        let mut left: Vec<usize> = (start..end).collect();
        for row in &mut rows[start..end] {
            // Of several fields that which stands first by content.
            let is_next = |place: &usize| match &steps[*place] {
                Some(step) => turns.iter().any(|(field, turn)| *field == step.field && turn.last() == Some(place)),
                None => true,
            };
            let Some(next) = left.iter().position(is_next) else { return };
            let place = left.remove(next);
            *row = tied[place - start];
            for (_, turn) in &mut turns {
                turn.pop_if(|last| *last == place);
            }
        }
    }

    /// By field, the places from `start` on at which rows tell of it, in the order in which their values join up: the next
    /// one last.
    fn turns(&self, steps: &[Option<Step>], start: usize) -> Vec<(usize, Vec<usize>)> {
        let mut fields: Vec<usize> = steps[start..].iter().flatten().map(|step| step.field).collect();
        fields.sort_unstable();
        fields.dedup();
        let turn = |field: usize| {
            let of_field = |place: &usize| steps[*place].as_ref().is_some_and(|step| step.field == field);
            let places: Vec<usize> = (start..steps.len()).filter(of_field).collect();
            let mut values = Vec::new();
            let held = (0..start).rev().find(of_field).and_then(|place| steps[place].as_ref());
            let held = held.map(|step| self.number(&mut values, step.new));
            let own = places.iter().filter_map(|place| steps[*place].as_ref());
            let own: Vec<trail::Step> =
                own.map(|step| (self.number(&mut values, step.old), self.number(&mut values, step.new))).collect();
            trail::trail(&own, held).into_iter().rev().map(|step| places[step]).collect()
        };
        fields.into_iter().map(|field| (field, turn(field))).collect()
    }

    /// The number of a value among those known so far.
    fn number(&self, values: &mut Vec<Cell>, value: Cell) -> usize {
        values.iter().position(|known| self.state.equal(*known, value)).unwrap_or_else(|| {
            values.push(value);
            values.len() - 1
        })
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
}
