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
            if program.has_cases {
                self.rows_of(context, source);
            }
        }
    }

    fn rows_of(&mut self, context: &Context, source: usize) {
        if self.read(context, source) == 0 {
            self.marks[source].clear();
            return;
        }
        let program = &context.program.sources[source];
        if program.at.is_some() && program.at_column.is_none() {
            self.computed_times(source);
        }
        let is_in_order = self.is_in_order(context, source);
        if !is_in_order {
            self.order(source);
        }
        if let Some(place) = program.neighbours_by {
            self.neighbours(source, place);
        }
        if context.plan.sources[source].duplicates.is_some() && !context.plan.is_whole(source) {
            self.duplicates(context, source);
        }
        if !is_in_order {
            self.join_up(source);
        }
        self.restart_marks(context, source);
    }

    /// Reads rows as they stand in the table, with their time where it is a column, and gives how many there are.
    fn read(&mut self, context: &Context, source: usize) -> usize {
        let mut state = self.state.borrow_mut();
        let CaseState { tables, rows, case, .. } = &mut *state;
        let (table, rows) = (&tables[source], &mut rows[source]);
        let at = context.program.sources[source].at_column;
        let at = at.and_then(|column| context.plan.sources[source].columns.get(column));
        let row = |position, time: Option<i64>| CaseRow { position, twin: NONE, time: time.unwrap_or(NO_TIME) };
        let positions = table.rows_of(*case);
        match (at.filter(|at| at.kind == ValueType::Time).and_then(|at| at.place), at) {
            (Some(place), _) => rows.extend(positions.map(|position| row(position, table.time(position, place)))),
            (None, Some(at)) => rows.extend(positions.map(|it| row(it, table.row(it).cell(at).as_time()))),
            (None, None) => rows.extend(positions.map(|position| row(position, None))),
        }
        rows.len()
    }

    /// Whether the times of rows alone tell that they are in order.
    fn is_in_order(&self, context: &Context, source: usize) -> bool {
        let is_later = |left: &CaseRow, right: &CaseRow| left.time < right.time;
        !context.plan.sources[source].order.by_row && self.state.borrow().rows[source].is_sorted_by(is_later)
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

    /// As yet no fate applies to any row, but that of the records.
    fn restart_marks(&mut self, context: &Context, source: usize) {
        let plan = &context.plan;
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
