//! What is told of sources.

use super::Loader;
use crate::diagnostic::Span;
use crate::load::input;
use crate::load::model::{ClockChanges, ReferenceReport};
use crate::load::read::{Problem, ReferenceCount, unreadable_row};
use crate::plan::{ColumnPlan, SourcePlan};

impl Loader<'_> {
    pub(super) fn report_inline(&mut self, source: usize, faults: Vec<(Span, Problem)>) {
        let id = &self.plan.sources[source].id;
        let finding = |(span, problem): (Span, Problem)| unreadable_row(id, span, &problem.reason);
        self.problems.extend(faults.into_iter().map(finding));
    }

    /// All times without a zone of the whole input are one finding: one zone mends them.
    pub(super) fn report_naive(&mut self) {
        let mut naive = std::mem::take(&mut self.naive);
        naive.sort_by_key(|(source, time)| (*source, time.column));
        let Some((source, time)) = naive.first() else { return };
        let files = &self.bound[self.plan.root(*source)].files;
        let file = time.file.and_then(|file| files.get(file));
        let place = file.map(|file| (file.file().name(), time.line));
        let columns: Vec<(&SourcePlan, &ColumnPlan)> = naive
            .iter()
            .map(|(source, time)| (&self.plan.sources[*source], &self.plan.sources[*source].columns[time.column]))
            .collect();
        self.problems.extend(input::naive_times(&columns, place, &time.value));
    }

    /// Completes the reports.
    pub(super) fn describe(&mut self) {
        for (source, report) in self.reports.iter_mut().enumerate() {
            let bound = &self.bound[source];
            report.is_read = bound.is_read;
            report.is_missing = bound.is_missing;
            let rows = self.rows_by_file[source].iter();
            let files = &self.bound[self.plan.root(source)].files;
            report.files = files.iter().zip(rows).map(|(file, rows)| file.report(*rows)).collect();
            for (file, digest) in report.files.iter_mut().zip(&self.digests[source]) {
                file.digest = *digest;
            }
            report.missing_columns = bound.missing_columns(&self.plan.sources[source]);
            report.missing_columns.append(&mut self.missing[source]);
            report.missing_columns.sort_unstable();
            report.missing_columns.dedup();
            let times = self.times[source].iter().enumerate().filter(|(_, notes)| notes.gaps + notes.overlaps > 0);
            report.clock_changes = times
                .map(|(column, notes)| ClockChanges { column, gaps: notes.gaps, overlaps: notes.overlaps })
                .collect();
            let counts = self.times[source].iter().map(|notes| notes.unusable).enumerate();
            report.unusable = counts.filter(|(_, unusable)| *unusable > 0).collect();
        }
    }
}

/// What became of the references in a column.
pub fn reference_report(column: usize, count: ReferenceCount) -> ReferenceReport {
    let ReferenceCount { without_match, with_several, example } = count;
    ReferenceReport { column, without_match, with_several, example: example.map(String::from) }
}
