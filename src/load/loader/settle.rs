//! Rows that are taken out of a table again: duplicates, and those whose key another has.

use rustc_hash::FxHashMap;

use super::Loader;
use crate::load::group::LateFault;
use crate::load::lookup::duplicates::{self, Judge, LateKeys, Settled};
use crate::load::lookup::keys;
use crate::load::order::RowOrder;
use crate::rows::TextId;

/// What is kept beside the rows of a table.
pub struct Beside<'a> {
    /// The words of their cases' keys.
    pub cases: &'a mut Vec<u32>,
    /// The columns whose keys are looked up later.
    pub late: &'a [usize],
    /// For each row the words of these keys.
    pub late_keys: &'a mut Vec<u32>,
}

impl Loader<'_> {
    /// Settles duplicates among all rows of a table.
    pub(super) fn settle_duplicates(&mut self, source: usize, mut beside: Beside<'_>) {
        let plan = &self.plan.sources[source];
        let is_record = self.plan.case.record == Some(source);
        // A record is the only row of its case; rows of several cases that are looked up stay apart.
        let names_case = plan.case.is_some() && !is_record && !self.plan.is_nested(source);
        // Rows of a level are alike within one row above only; a record of JSON replaces one of another case, too.
        let above = self.rows_above(source);
        let cases = if names_case { Some(beside.cases.as_slice()) } else { above.as_deref() };
        let settled = Judge::new(self.stored(source), &self.params).map(|judge| judge.all(cases));
        if let Some(settled) = settled {
            self.apply(source, settled, &mut beside);
        }
    }

    /// The number of the row above, for each row of a level.
    fn rows_above(&self, source: usize) -> Option<Vec<u32>> {
        let place = self.plan.sources[source].level.as_ref()?.above.first()?.place?;
        let table = &self.tables[source];
        Some(table.words.chunks_exact(table.stride).map(|row| row[place]).collect())
    }

    /// Sets aside rows whose key an earlier row has, before rows in them are taken over, or cases are found.
    pub(super) fn settle_all_keys(&mut self, source: usize, mut beside: Beside<'_>) {
        let stored = self.stored(source);
        let order = RowOrder::new(self.plan, source, &self.params, &self.texts);
        let settled = keys::seen_before(&stored, &order, None);
        self.apply(source, settled, &mut beside);
    }

    /// Sets aside rows of cases whose key an earlier row has.
    pub(super) fn settle_keys(&mut self, source: usize) {
        let stored = self.stored(source);
        let order = RowOrder::new(self.plan, source, &self.params, &self.texts);
        let judge = Judge::new(stored, &self.params);
        let settled = keys::seen_before(&stored, &order, judge.as_ref());
        let (mut cases, mut late_keys) = (Vec::new(), Vec::new());
        self.apply(source, settled, &mut Beside { cases: &mut cases, late: &[], late_keys: &mut late_keys });
    }

    fn apply(&mut self, source: usize, settled: Settled, beside: &mut Beside<'_>) {
        self.note_duplicates(source, &settled, beside.cases);
        self.take_values(source, &settled, beside);
        self.reports[source].duplicates += settled.duplicates.len() as u64;
        let number = |position: &u32| self.tables[source].row(*position).number();
        if self.plan.is_nested(source) {
            self.gone[source].duplicates.extend(settled.duplicates.iter().map(number));
            self.gone[source].faulty.extend(settled.faults.iter().map(|(position, _)| number(position)));
        }
        let mut gone = settled.duplicates;
        for (position, problem) in settled.faults {
            let number = self.tables[source].row(position).number();
            self.late_faults.push(LateFault { source, number, problem });
            gone.push(position);
        }
        if !gone.is_empty() {
            let beside = [(&mut *beside.cases, 1), (&mut *beside.late_keys, beside.late.len())];
            duplicates::remove(&mut self.tables[source], beside, &gone);
        }
    }

    fn take_values(&mut self, source: usize, settled: &Settled, beside: &mut Beside<'_>) {
        let mut words = std::mem::take(&mut self.tables[source].words);
        let indices: Vec<&FxHashMap<TextId, u32>> = self.tables.iter().map(|table| &table.index).collect();
        let mut late = LateKeys { columns: beside.late, words: beside.late_keys };
        let plan = &self.plan.sources[source];
        let counts = duplicates::take(plan, &settled.twins, &mut words, &mut late, &indices, &self.repeated);
        self.tables[source].words = words;
        for (column, count) in counts {
            let reports = &mut self.reports[source].references;
            if let Some(report) = reports.iter_mut().find(|report| report.column == column) {
                report.without_match += count.without_match;
                report.with_several += count.with_several;
            }
        }
    }
}
