//! The rows of a case, and what became of each.

use super::{RowId, RowTrace, Told, Tracer};
use crate::run::case::NO_TIME;
use crate::run::tally::Fate;

impl Tracer<'_> {
    pub(super) fn rows(&self) -> Vec<RowTrace> {
        let mut rows = Vec::new();
        for source in 0..self.plan().sources.len() {
            let count = self.at.state.rows[source].len() as u32;
            rows.extend((0..count).filter_map(|row| self.row(source, row)));
            rows.extend(self.duplicates(source));
        }
        rows
    }

    fn row(&self, source: usize, row: u32) -> Option<RowTrace> {
        let own = *self.at.state.rows[source].get(row as usize)?;
        let fate = self.heart.fate(source, row as usize);
        let is_in_event = matches!(fate, Fate::Event | Fate::Merged);
        let told = self.told(source, row);
        Some(RowTrace {
            row: RowId { source, number: self.number(source, own.position) },
            time: (own.time != NO_TIME).then_some(own.time),
            fate,
            twin: None,
            untracked: self.field_name(source, row).filter(|_| told.is_empty()),
            told,
            rules: if is_in_event { Vec::new() } else { self.misses(source, row) },
        })
    }

    /// In a change log, what a row calls the field.
    fn field_name(&self, source: usize, row: u32) -> Option<String> {
        let column = self.context.program.sources[source].readers.named?;
        self.text(self.at.state.cell(source, row, column))
    }

    /// What a row says of the tracked fields: of all that it names, or of those that it changes.
    fn told(&self, source: usize, row: u32) -> Vec<Told> {
        let readers = &self.context.program.sources[source].readers;
        let name = readers.named.and_then(|column| self.at.state.cell(source, row, column).as_text());
        let named = name.and_then(|name| readers.by_name.get(&name)).map_or(&[][..], Vec::as_slice);
        let named = named.iter().map(|field| self.told_of(source, row, *field));
        let every = readers.every.iter().map(|field| self.told_of(source, row, *field)).filter(|told| told.is_change);
        named.chain(every).collect()
    }

    fn told_of(&self, source: usize, row: u32, field: usize) -> Told {
        let state = self.at.state;
        let shape = &self.plan().fields[field].shape;
        let change = state.fields[field].changes.iter().find(|change| change.row == row);
        let (old, new) = match change {
            Some(change) => (self.text(change.old), self.text(change.new)),
            None => {
                let cell = |column: usize| self.text(state.cell(source, row, column));
                (shape.old.and_then(cell), cell(shape.new))
            }
        };
        Told { field, old, new, is_change: change.is_some() }
    }
}
