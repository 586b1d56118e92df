//! Rows that say the same thing twice.

use std::cmp::Ordering;

use super::super::{Heart, whole};
use super::order::by_columns;
use super::table_cell;
use crate::evaluate;
use crate::plan::DuplicatesPlan;
use crate::run::case::{At, CaseRow, CaseState, NONE, Origin};
use crate::run::context::Context;
use crate::run::tally::Fate;

impl Heart {
    /// Leaves out the case's rows of a source that others make needless; those that stay keep their order.
    pub(super) fn duplicates(&mut self, context: &Context, source: usize) {
        let Some(duplicates) = &context.plan.sources[source].duplicates else { return };
        let (stays, twins) = {
            let state = self.state.borrow();
            let at = whole(&state, &self.runtime, &self.memo, &self.notes);
            decide(&at, source, duplicates)
        };
        let mut state = self.state.borrow_mut();
        let before = state.rows[source].len();
        let mut decisions = stays.iter().zip(twins);
        state.rows[source].retain_mut(|row| match decisions.next() {
            Some((stays, twin)) => {
                row.twin = twin;
                *stays
            }
            None => true,
        });
        let gone = before - state.rows[source].len();
        self.tally.sources[source].fates[Fate::Duplicate as usize] += gone as u64;
    }
}

/// For each row whether it stays, and the row from which it takes values.
fn decide(at: &At<'_>, source: usize, duplicates: &DuplicatesPlan) -> (Vec<bool>, Vec<u32>) {
    let rows = &at.state.rows[source];
    let stored = &at.state.context.program.sources[source].stored;
    let same = if duplicates.same.is_empty() { stored } else { &duplicates.same };
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let compare =
        |left: u32, right: u32| by_columns(at.state, source, rows[left as usize], rows[right as usize], same.iter());
    order.sort_by(|left, right| compare(*left, *right));
    let mut stays = vec![true; rows.len()];
    let mut twins = vec![NONE; rows.len()];
    for group in order.chunk_by(|left, right| compare(*left, *right) == Ordering::Equal) {
        if group.len() > 1 {
            keep(at, source, duplicates, group, &mut stays);
            take(rows, group, duplicates, &stays, &mut twins);
        }
    }
    (stays, twins)
}

/// Decides which rows of a group stay; the group is in the order of rows.
fn keep(at: &At<'_>, source: usize, duplicates: &DuplicatesPlan, group: &[u32], stays: &mut [bool]) {
    let conditions = &at.state.context.program.sources[source].keep;
    for condition in conditions {
        let meets = |row: &u32| at.holds_on_row(condition, source, *row);
        let met: Vec<bool> = group.iter().map(meets).collect();
        if met.contains(&true) {
            group.iter().zip(met).for_each(|(row, met)| stays[*row as usize] = met);
            break;
        }
    }
    if let Some(column) = duplicates.last_by {
        let left: Vec<u32> = group.iter().copied().filter(|row| stays[*row as usize]).collect();
        keep_one(&left, greatest(at.state, source, &left, column), stays);
    } else if conditions.is_empty() {
        keep_one(group, group.first().copied(), stays);
    }
}

fn keep_one(group: &[u32], one: Option<u32>, stays: &mut [bool]) {
    group.iter().for_each(|row| stays[*row as usize] = Some(*row) == one);
}

/// The row with the greatest value; of several the last in the order of rows.
fn greatest(state: &CaseState, source: usize, group: &[u32], column: usize) -> Option<u32> {
    let cell = |row: u32| table_cell(state, source, state.rows[source][row as usize], column);
    group.iter().copied().max_by(|left, right| evaluate::order(cell(*left), cell(*right), state.texts()))
}

/// Where one goes for one that stays, that one may take its values.
fn take(rows: &[CaseRow], group: &[u32], duplicates: &DuplicatesPlan, stays: &[bool], twins: &mut [u32]) {
    if let (false, &[first, second]) = (duplicates.take.is_empty(), group) {
        let (first, second) = (first as usize, second as usize);
        match (stays[first], stays[second]) {
            (true, false) => twins[first] = rows[second].position,
            (false, true) => twins[second] = rows[first].position,
            _ => {}
        }
    }
}

impl At<'_> {
    fn holds_on_row(&self, condition: &evaluate::BoundCondition, source: usize, row: u32) -> bool {
        self.origin(Origin::row(NONE, source as u32, row)).holds(condition)
    }
}
