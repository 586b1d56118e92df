//! The case's rows of each source: in order, without duplicates.

mod duplicates;
mod join;
mod order;
mod trail;

use std::cell::RefMut;

use rustc_hash::FxHashMap;

use super::super::case::{CaseRow, CaseState, Here, NO_TIME, NONE, Origin};
use super::super::context::Context;
use super::super::program::SourceProgram;
use super::{Heart, whole};
use crate::rows::Cell;

impl Heart {
    /// Fills in the rows of all sources that belong to cases.
    pub(super) fn rows(&mut self, context: &Context) {
        for (source, program) in context.program.sources.iter().enumerate() {
            if program.has_cases {
                self.rows_of(context, source);
            }
        }
    }

    fn rows_of(&mut self, context: &Context, source: usize) {
        let program = &context.program.sources[source];
        let (count, is_in_order) = self.read(program, source);
        if count == 0 {
            return;
        }
        let is_computed = program.at.is_some() && program.at_column.is_none();
        if is_computed {
            self.computed_times(source);
        }
        let duplicates = context.plan.sources[source].duplicates.as_ref().filter(|_| !context.plan.is_whole(source));
        let is_in_order = if is_computed { self.is_in_order(source) } else { is_in_order };
        let is_in_order = is_in_order && !context.plan.sources[source].order.by_row;
        if !is_in_order {
            self.order(source);
        }
        if let Some(place) = program.neighbours_by {
            self.neighbours(source, place);
        }
        if duplicates.is_some() {
            self.duplicates(context, source);
        }
        if !is_in_order {
            self.join_up(source);
        }
        if is_computed || duplicates.is_some() {
            // Some may have gone.
            self.marks[source].truncate(self.state.borrow().rows[source].len());
        }
    }

    /// Reads rows as they stand in the table, with their time where it is a column. Gives how many there are, and whether
    /// their times tell that they are in order.
    fn read(&mut self, program: &SourceProgram, source: usize) -> (usize, bool) {
        let mut state = self.state.borrow_mut();
        let CaseState { tables, rows, case, .. } = &mut *state;
        let (table, rows, marks) = (&tables[source], &mut rows[source], &mut self.marks[source]);
        let (mut last, mut is_in_order) = (None, true);
        marks.clear();
        let mut row = |position, time: Option<i64>| {
            let time = time.unwrap_or(NO_TIME);
            is_in_order &= last.replace(time).is_none_or(|last| last < time);
            marks.push(program.first_mark);
            CaseRow { position, twin: NONE, time }
        };
        let positions = table.rows_of(*case);
        match (program.time_place, program.time_kept) {
            (Some(place), _) => rows.extend(positions.map(|position| row(position, table.time(position, place)))),
            (None, Some(at)) => rows.extend(positions.map(|it| row(it, at.cell(table.row(it)).as_time()))),
            (None, None) => rows.extend(positions.map(|position| row(position, None))),
        }
        (rows.len(), is_in_order)
    }

    /// Whether the times of rows alone tell that they are in order.
    fn is_in_order(&self, source: usize) -> bool {
        self.state.borrow().rows[source].is_sorted_by(|left, right| left.time < right.time)
    }

    /// Times that a script or a path gives. A row whose script stops can't be used.
    fn computed_times(&mut self, source: usize) {
        let mut failed = Vec::new();
        let times: Vec<i64> = {
            let state = self.state.borrow();
            let at = whole(&state, &self.runtime, &self.memo, &self.notes);
            let Some(value) = &self.context.program.sources[source].at else { return };
            let time = |row: u32| {
                let origin = Origin::row(NONE, source as u32, row);
                match crate::evaluate::Bound::value(value, &at.here(Here { origin, time: None, event: None })) {
                    Ok(time) => time.as_time().unwrap_or(NO_TIME),
                    Err(fault) => {
                        failed.push((row, fault.error.message));
                        NO_TIME
                    }
                }
            };
            (0..state.rows[source].len() as u32).map(time).collect()
        };
        let mut state = self.state.borrow_mut();
        state.rows[source].iter_mut().zip(times).for_each(|(row, time)| row.time = time);
        for (row, message) in failed.into_iter().rev() {
            self.quarantine(&mut state, source, row, message);
        }
    }

    /// Finds each row's neighbours in the same row above, where rows of nested JSON ask for them.
    fn neighbours(&mut self, source: usize, place: usize) {
        let mut state = self.state.borrow_mut();
        let CaseState { tables, rows, neighbours, .. } = &mut *state;
        let table = &tables[source];
        let mut last: FxHashMap<u32, u32> = FxHashMap::default();
        let neighbours = &mut neighbours[source];
        neighbours.clear();
        for (row, of_case) in rows[source].iter().enumerate() {
            let row = row as u32;
            let before = last.insert(table.row(of_case.position).word(place), row);
            neighbours.push([before.unwrap_or(NONE), NONE]);
            if let Some(before) = before {
                neighbours[before as usize][1] = row;
            }
        }
    }

    fn quarantine(&self, state: &mut RefMut<'_, CaseState>, source: usize, row: u32, message: String) {
        let gone = state.rows[source].remove(row as usize);
        let number = state.tables[source].row(gone.position).number();
        self.notes.quarantined.borrow_mut().push((source, number, message));
    }
}

/// The cell of a row as its table has it.
fn table_cell(state: &CaseState, source: usize, row: CaseRow, column: usize) -> Cell {
    let context = &state.context;
    match context.plan.sources[source].columns.get(column) {
        Some(column) => state.tables[source].row(row.position).cell(column),
        None => Cell::Null,
    }
}
