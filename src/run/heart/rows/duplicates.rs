//! Rows of a case that say the same thing twice.

use std::cmp::Ordering;

use super::super::{Heart, whole};
use super::table_cell;
use crate::evaluate::{BoundCondition, Decision, RowSet, without_duplicates};
use crate::rows::{Cell, Texts};
use crate::run::case::{At, NONE, Origin};
use crate::run::context::Context;
use crate::run::tally::Fate;

impl Heart {
    /// Leaves out the case's rows of a source that others make needless; those that stay keep their order.
    pub(super) fn duplicates(&mut self, context: &Context, source: usize) {
        let Some(duplicates) = &context.plan.sources[source].duplicates else { return };
        let program = &context.program.sources[source];
        let same = if duplicates.same.is_empty() { &program.stored } else { &duplicates.same };
        let decision = {
            let state = self.state.borrow();
            let at = whole(&state, &self.runtime, &self.memo, &self.notes);
            without_duplicates(&OfCase { at, source }, duplicates, same, &program.keep)
        };
        self.leave_out(source, &decision);
        self.count_unmatched(context, source);
    }

    /// Counts references that were taken from a duplicate and lead nowhere.
    fn count_unmatched(&mut self, context: &Context, source: usize) {
        let plan = &context.plan.sources[source];
        let is_followed = |column: &usize| plan.columns[*column].reference_place.is_some();
        let taken = plan.duplicates.iter().flat_map(|duplicates| duplicates.take.iter().map(|(to, _)| *to));
        let state = self.state.borrow();
        for column in taken.filter(is_followed) {
            let rows = state.rows[source].iter().enumerate().filter(|(_, row)| row.twin != NONE);
            let leads_nowhere = |row: &u32| {
                !state.cell(source, *row, column).is_null() && state.reference(source, *row, column).is_none()
            };
            let count = rows.map(|(row, _)| row as u32).filter(leads_nowhere).count() as u64;
            if count > 0 {
                *self.tally.sources[source].unmatched_taken.entry(column).or_default() += count;
            }
        }
    }

    fn leave_out(&mut self, source: usize, decision: &Decision) {
        let mut state = self.state.borrow_mut();
        let rows = &mut state.rows[source];
        for (row, twin) in &decision.twins {
            rows[*row as usize].twin = rows[*twin as usize].position;
        }
        let before = rows.len();
        let mut stays = decision.stays.iter();
        rows.retain(|_| stays.next().copied().unwrap_or(true));
        let gone = before - rows.len();
        self.tally.sources[source].fates[Fate::Duplicate as usize] += gone as u64;
    }
}

/// The case's rows of a source, in order.
struct OfCase<'a> {
    at: At<'a>,
    source: usize,
}

impl RowSet for OfCase<'_> {
    type Texts = Texts;

    fn texts(&self) -> &Texts {
        self.at.state.texts()
    }

    fn count(&self) -> u32 {
        self.at.state.rows[self.source].len() as u32
    }

    fn cell(&self, row: u32, column: usize) -> Cell {
        table_cell(self.at.state, self.source, self.at.state.rows[self.source][row as usize], column)
    }

    fn order(&self, left: u32, right: u32) -> Ordering {
        left.cmp(&right)
    }

    fn meets(&self, row: u32, condition: &BoundCondition) -> bool {
        self.at.origin(Origin::row(NONE, self.source as u32, row)).holds(condition)
    }
}
