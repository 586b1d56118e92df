//! The case's rows of each source: in order, without duplicates.

mod duplicates;
mod join;
mod order;

use std::cell::RefMut;

use rustc_hash::FxHashMap;

use super::super::case::{CaseRow, CaseState, Here, NO_TIME, NONE, Origin};
use super::super::context::Context;
use super::super::tally::Fate;
use super::{Heart, whole};
use crate::plan::ValueType;
use crate::rows::Cell;

impl Heart {
    /// Fills in the rows of all sources that belong to cases.
    pub(super) fn rows(&mut self, context: &Context) {
        for (source, program) in context.program.sources.iter().enumerate() {
            if !program.has_cases {
                continue;
            }
            self.read(source);
            if self.state.borrow().rows[source].is_empty() {
                self.marks[source].clear();
                continue;
            }
            if program.at.is_some() && program.at_column.is_none() {
                self.computed_times(source);
            }
            self.order(source);
            self.neighbours(source);
            if context.plan.sources[source].duplicates.is_some() && !context.plan.is_whole(source) {
                self.duplicates(context, source);
            }
            self.join_up(source);
            self.restart_marks(source);
        }
    }

    /// Rows as they stand in the table, with their time where it is a column.
    fn read(&mut self, source: usize) {
        let context = &self.context;
        let mut state = self.state.borrow_mut();
        let CaseState { tables, rows, case, .. } = &mut *state;
        let table = &tables[source];
        let at = context.program.sources[source].at_column;
        let at = at.and_then(|column| context.plan.sources[source].columns.get(column));
        let place = at.filter(|at| at.kind == ValueType::Time).and_then(|at| at.place);
        let row = |position: u32| CaseRow {
            position,
            twin: NONE,
            time: match (place, at) {
                (Some(place), _) => table.row(position).time(place),
                (None, Some(at)) => table.row(position).cell(at).as_time(),
                (None, None) => None,
            }
            .unwrap_or(NO_TIME),
        };
        rows[source].extend(table.rows_of(*case).map(row));
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
    fn neighbours(&mut self, source: usize) {
        let Some(place) = self.context.program.sources[source].neighbours_by else { return };
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

    /// As yet no fate applies to any row, but that of the records.
    fn restart_marks(&mut self, source: usize) {
        let plan = &self.context.plan;
        let mark = match plan.case.record {
            Some(record) if record == source => Fate::Record.bit(),
            _ if plan.sources[source].is_lookup => Fate::Lookup.bit(),
            _ => 0,
        };
        let rows = self.state.borrow().rows[source].len();
        self.marks[source].clear();
        self.marks[source].resize(rows, mark);
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
