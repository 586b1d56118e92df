//! Cases that are known before the rows that name them are read.

use super::Loader;
use crate::evaluate::Binder;
use crate::load::group::{Found, LEFT_OUT, LateFault, Ungrouped};
use crate::load::input::Content;
use crate::load::model::Cases;
use crate::load::packing::{CaseIndex, Packing, Wanted};
use crate::load::read::Part;
use crate::plan::{ColumnFrom, ColumnPlan, ValueType};
use crate::rows::{Interner, Moved, TextId};

/// The cases that were found.
pub struct Early {
    pub found: Found,
    pub cases: Cases,
    pub faults: Vec<LateFault>,
    /// Finds their numbers; empty where they were found after all rows.
    pub index: CaseIndex,
}

impl Loader<'_> {
    /// Finds the cases as soon as their records are there, where nothing that comes later has a say in it.
    pub(super) fn find_early(&mut self, source: usize) {
        if self.plan.case.record == Some(source) && self.spill.is_none() && self.tells_cases_early(source) {
            self.find_now(source);
        }
    }

    /// Finds the cases by their records.
    pub(super) fn find_now(&mut self, source: usize) {
        let mut others: Vec<Ungrouped> = self.ungrouped.iter_mut().map(std::mem::take).collect();
        let Early { found, mut cases, mut faults, .. } = self.find_cases(&others);
        let is_left_out = |word: &u32| found.numbers[*word as usize] == LEFT_OUT;
        let left_out = (0..found.numbers.len() as u32).filter(is_left_out).filter_map(TextId::from_word);
        let left_out: Vec<TextId> = left_out.collect();
        let index = CaseIndex::of(&cases, &left_out, &self.texts).unwrap_or_default();
        if self.is_arranged_early(source) {
            self.scatter(source, &mut others, &found, &mut cases, &mut faults);
        }
        self.ungrouped = others;
        self.early = Some(Early { found, cases, faults, index });
    }

    /// Whether the rows of a source are put into the order of cases as soon as those are known: the record, unless rows
    /// that are still to be read look for its rows.
    pub(super) fn is_arranged_early(&self, source: usize) -> bool {
        self.plan.case.record == Some(source) && !self.plan.sources[source].is_lookup
    }

    /// Whether the keys of a source are listed: nothing but the run looks for them, but the rows of cases, which are
    /// packed, find these in another way.
    pub(super) fn may_list_keys(&self, source: usize) -> bool {
        let is_packed = |other: usize| !self.plan.has_case(other) || !self.is_loaded[other] && self.may_pack(other);
        self.plan.case.record == Some(source)
            && self.spill.is_none()
            && !self.plan.sources[source].is_lookup
            && self.may_tell_cases_early()
            && (0..self.plan.sources.len()).all(|other| other == source || is_packed(other))
    }

    /// Leads the keys of rows to the ids that count.
    pub(super) fn follow_keys(&self, source: usize, parts: &mut [Part], moved: &Moved) {
        let plan = &self.plan.sources[source];
        let is_interned = |column: &&ColumnPlan| column.kind == ValueType::Text && !column.is_carried;
        let places: Vec<usize> = plan.columns.iter().filter(is_interned).filter_map(|column| column.place).collect();
        for Part { words, cases, .. } in parts {
            cases.iter_mut().for_each(|case| moved.follow(case));
            for row in words.chunks_exact_mut(plan.stride) {
                places.iter().for_each(|place| moved.follow(&mut row[*place]));
            }
        }
    }

    pub(super) fn tells_cases_early(&self, record: usize) -> bool {
        self.is_loaded[record] && self.may_tell_cases_early()
    }

    /// Whether that can be said as soon as the record is loaded.
    fn may_tell_cases_early(&self) -> bool {
        let case = &self.plan.case;
        let told = self.plan.params.iter().filter_map(|param| param.from.as_ref());
        self.options.packs_rows
            && self.options.case.is_none()
            && case.same_case.is_none()
            && !case.keep_orphans
            && self.problems.is_empty()
            && self.late.iter().all(Option::is_none)
            && told.into_iter().all(|(source, ..)| self.is_loaded[*source])
    }

    /// How the rows of a source are packed, where they are.
    pub(super) fn packing(&self, source: usize) -> Option<Packing<'_>> {
        let early = self.early.as_ref().filter(|early| !early.index.is_empty() && self.may_pack(source))?;
        let plan = &self.plan.sources[source];
        Some(Packing::new(plan, &early.index, early.cases.len()))
    }

    /// The same while the source is read: rows that nothing asks for are only counted. Texts that tell which these are get ids.
    pub(super) fn packing_of_wanted(&self, source: usize, interner: &Interner) -> Option<Packing<'_>> {
        let id_of = |text: &str| Some(interner.intern(text));
        let packing = self.packing(source)?;
        Some(packing.only(Wanted::of(self.plan, source, &mut Binder::new(self.plan, &self.params, &id_of))))
    }

    /// Whether nothing but a run looks at the rows of a source, case by case.
    pub(super) fn may_pack(&self, source: usize) -> bool {
        let plan = &self.plan.sources[source];
        let is_csv = self.bound[source].files.iter().all(|file| matches!(file.content, Content::Csv(_)));
        // Rows of lookups that belong to cases are moved when they are grouped.
        let leads_to_moved = |column: &ColumnPlan| column.refers_to.iter().any(|target| self.plan.has_case(*target));
        let leads_to_unloaded = |column: &ColumnPlan| column.refers_to.iter().any(|target| !self.is_loaded[*target]);
        let is_listed = |column: &ColumnPlan| match &column.from {
            ColumnFrom::Cell { reader, .. } => reader.warns_of_others,
            _ => false,
        };
        let asks = |column: &ColumnPlan| leads_to_moved(column) || leads_to_unloaded(column) || is_listed(column);
        self.plan.has_case(source)
            && !self.plan.is_whole(source)
            && !self.plan.is_nested(source)
            && plan.key.is_none()
            && plan.inline.is_none()
            && is_csv
            && !plan.columns.iter().any(asks)
    }
}
