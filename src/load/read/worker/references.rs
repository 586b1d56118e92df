//! Where the references of a row lead.

use super::Worker;
use crate::evaluate::TextRead;
use crate::load::read::values::scope::ReadingTexts;
use crate::rows::{Cell, NO_REFERENCE, TARGET_SHIFT, TextId};

impl Worker<'_, '_> {
    /// Resolves the references of columns that come from cells: computed ones may follow them.
    pub fn resolve_of_cells(&mut self) {
        let reader = self.reader;
        for step in &reader.references {
            self.references[step.column] = self.reference(step.column, step.is_late);
        }
    }

    pub(super) fn reference(&self, column: usize, is_late: bool) -> u32 {
        if is_late {
            return NO_REFERENCE;
        }
        let Some(id) = self.known_key(column) else { return NO_REFERENCE };
        let tables = self.reader.context.tables;
        let targets = self.reader.plan().columns[column].refers_to.iter().enumerate();
        let mut found = targets.filter_map(|(target, source)| Some((target, *tables[*source].index.get(&id)?)));
        found.next().map_or(NO_REFERENCE, |(target, row)| (target as u32) << TARGET_SHIFT | row)
    }

    /// The id of a reference's key; none also where no row read before has the text.
    pub(super) fn known_key(&self, column: usize) -> Option<TextId> {
        match self.cells[column] {
            Cell::Text(id) => Some(id),
            Cell::Carried(id) => self.reader.interner.known().find(&self.texts().carried(id)),
            _ => None,
        }
    }

    /// Counts a reference that matches nothing.
    fn count_miss(&mut self, position: usize, column: usize) {
        let Self { reader, desk, cells, part, .. } = self;
        let count = &mut part.references[position];
        count.without_match += 1;
        let texts = ReadingTexts { interner: reader.interner, arena: &desk.arena, passing: &desk.passing };
        match cells[column] {
            Cell::Text(id) => reader.interner.with(id, |text| count.note(text)),
            Cell::Carried(id) => count.note(&texts.carried(id)),
            _ => {}
        }
    }

    /// The word of a key that is looked up later; 0 for none.
    pub(super) fn late_key(&self, column: usize) -> u32 {
        match self.cells[column] {
            Cell::Text(id) => id.word(),
            Cell::Carried(id) => self.reader.interner.intern(&self.texts().carried(id)).word(),
            _ => 0,
        }
    }

    pub(super) fn count_references(&mut self) {
        let reader = self.reader;
        for (position, step) in reader.references.iter().enumerate() {
            if step.is_late || step.is_inherited || self.cells[step.column].is_null() {
                continue;
            }
            let word = self.references[step.column];
            if word == NO_REFERENCE {
                self.count_miss(position, step.column);
            } else {
                let target = reader.plan().columns[step.column].refers_to[(word >> TARGET_SHIFT) as usize];
                let repeated = &reader.context.repeated[target];
                let is_repeated = !repeated.is_empty() && self.is_repeated(step.column, target);
                self.part.references[position].with_several += u64::from(is_repeated);
            }
        }
    }

    pub(super) fn is_repeated(&self, column: usize, target: usize) -> bool {
        self.known_key(column).is_some_and(|id| self.reader.context.repeated[target].contains(&id))
    }

    /// Resolves the reference of a column.
    pub(in crate::load::read) fn refer(&mut self, column: usize) {
        if let Some(step) = self.reader.references.iter().find(|step| step.column == column) {
            self.references[column] = self.reference(column, step.is_late);
        }
    }
}
