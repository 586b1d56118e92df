//! What became of each row of the case.

use super::Heart;
use super::marks::first_field;
use crate::run::case::CaseState;
use crate::run::tally::{CellKey, Fate, SourceTally, Unmatched};

impl Heart {
    /// Gives each row of the case the first fate that applies.
    pub(super) fn fates(&mut self) {
        let state = self.state.borrow();
        let programs = &state.context.program.sources;
        for (source, (marks, tally)) in self.marks.iter().zip(&mut self.tally.sources).enumerate() {
            if marks.is_empty() {
                continue;
            }
            let readers = &programs[source].readers;
            let tells_nothing = readers.named.is_none() && readers.every.is_empty();
            for (row, marks) in marks.iter().take(state.rows[source].len()).enumerate() {
                let fate = Fate::first_place(*marks);
                tally.fates[fate] += 1;
                if fate != Fate::Unmatched as usize {
                    continue;
                }
                if tells_nothing {
                    tally.unmatched_alone.see(state.case);
                } else {
                    unmatched(&state, source, row as u32, first_field(*marks), tally);
                }
            }
        }
        for (source, number, reason) in self.notes.quarantined.borrow_mut().drain(..) {
            self.tally.sources[source].fates[Fate::Quarantined as usize] += 1;
            self.tally.quarantined.push((source, number, reason));
        }
    }
}

/// Counts a row that no rule wants by what is known of it: the first of its changes, none before that of `field`, else the
/// field that it names.
fn unmatched(state: &CaseState, source: usize, row: u32, field: Option<usize>, tally: &mut SourceTally) {
    let key = field.and_then(|field| change_in(state, source, row, field)).or_else(|| name_in(state, source, row));
    match key {
        Some(key) => tally.unmatched.entry(key).or_default().see(state.case),
        None => tally.unmatched_alone.see(state.case),
    }
}

fn change_in(state: &CaseState, source: usize, row: u32, first: usize) -> Option<Unmatched> {
    let fields = state.context.plan.fields.iter().enumerate().skip(first);
    fields.filter(|(_, field)| field.source == source).find_map(|(field, _)| {
        let changes = &state.fields[field].changes;
        let place = changes.binary_search_by_key(&row, |change| change.row).ok()?;
        CellKey::of(changes[place].new).map(|value| Unmatched::Change(field, value))
    })
}

fn name_in(state: &CaseState, source: usize, row: u32) -> Option<Unmatched> {
    let column = state.context.program.sources[source].readers.named?;
    state.cell(source, row, column).as_text().map(Unmatched::Untracked)
}
