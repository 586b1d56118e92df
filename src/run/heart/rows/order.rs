//! The order of a source's rows: time, then what the source says, then content.

use std::cmp::Ordering;

use super::super::Heart;
use super::table_cell;
use crate::evaluate;
use crate::run::case::{CaseRow, CaseState};

impl Heart {
    /// Puts the case's rows of a source in order.
    pub(super) fn order(&mut self, source: usize) {
        let mut rows = std::mem::take(&mut self.state.borrow_mut().rows[source]);
        sort(&self.state.borrow(), source, &mut rows);
        self.state.borrow_mut().rows[source] = rows;
    }
}

/// Sorts rows, most of which stand in the order of their times and have one of their own.
fn sort(state: &CaseState, source: usize, rows: &mut [CaseRow]) {
    if state.context.plan.sources[source].order.by_row {
        let table = &state.tables[source];
        rows.sort_unstable_by_key(|row| table.row(row.position).number());
        return;
    }
    if !rows.is_sorted_by_key(|row| row.time) {
        rows.sort_by_key(|row| row.time);
    }
    for tied in rows.chunk_by_mut(|left, right| left.time == right.time) {
        if tied.len() > 1 {
            tied.sort_by(|left, right| compare_tied(state, source, *left, *right));
        }
    }
}

/// Which row of those of one moment comes first. Rows that are equal here are alike in everything that is kept of them.
fn compare_tied(state: &CaseState, source: usize, left: CaseRow, right: CaseRow) -> Ordering {
    let context = &state.context;
    let order = &context.plan.sources[source].order;
    let stored = &context.program.sources[source].stored;
    let by_place = || ordinal(state, source, left).cmp(&ordinal(state, source, right));
    by_columns(state, source, left, right, order.columns.iter())
        .then_with(by_place)
        .then_with(|| by_columns(state, source, left, right, stored.iter()))
        .then_with(|| by_references(state, source, left, right))
}

/// The order of what columns lead to, of which rows keep nothing else.
fn by_references(state: &CaseState, source: usize, left: CaseRow, right: CaseRow) -> Ordering {
    let table = &state.tables[source];
    let rows = [left, right].map(|row| table.row(row.position));
    evaluate::order_by_references(&state.context.plan, source, rows, |source| state.tables.get(source), state.texts())
}

/// The place of a row of nested JSON in its record.
pub fn ordinal(state: &CaseState, source: usize, row: CaseRow) -> u32 {
    let context = &state.context;
    let level = context.plan.sources[source].level.as_ref();
    level.map_or(0, |level| state.tables[source].row(row.position).word(level.ordinal_place))
}

/// The order by content of some columns.
pub fn by_columns<'c>(
    state: &CaseState,
    source: usize,
    left: CaseRow,
    right: CaseRow,
    columns: impl Iterator<Item = &'c usize>,
) -> Ordering {
    let of = |row, column: &usize| table_cell(state, source, row, *column);
    columns
        .map(|column| evaluate::order(of(left, column), of(right, column), state.texts()))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
