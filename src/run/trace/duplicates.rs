//! Rows of a case that another row makes needless.

use rustc_hash::FxHashSet;

use super::{RowId, RowTrace, Tracer};
use crate::evaluate::order;
use crate::rows::Row;
use crate::run::case::CaseRow;
use crate::run::tally::Fate;

impl Tracer<'_> {
    /// The rows of a source that went because another says the same; those that couldn't be used aside.
    pub(super) fn duplicates(&self, source: usize) -> Vec<RowTrace> {
        if !self.context.program.sources[source].has_cases {
            return Vec::new();
        }
        let table = &self.at.state.tables[source];
        let stays: FxHashSet<u32> = self.at.state.rows[source].iter().map(|row| row.position).collect();
        let quarantined = &self.heart.tally().quarantined;
        let unusable = |number: u32| quarantined.iter().any(|(of, row, _)| *of == source && *row == number);
        let gone = table.rows_of(self.at.state.case).filter(|position| !stays.contains(position));
        let gone = gone.map(|position| (position, table.row(position).number()));
        let gone = gone.filter(|(_, number)| !unusable(*number));
        gone.map(|(position, number)| RowTrace {
            row: RowId { source, number },
            time: None,
            fate: Fate::Duplicate,
            twin: self.twin(source, position),
            untracked: None,
            told: Vec::new(),
            rules: Vec::new(),
        })
        .collect()
    }

    /// The number of the row that says the same and stays.
    fn twin(&self, source: usize, position: u32) -> Option<u32> {
        let rows = &self.at.state.rows[source];
        let gave = rows.iter().find(|row| row.twin == position);
        let twin = gave.or_else(|| rows.iter().find(|row| self.are_alike(source, **row, position)))?;
        Some(self.number(source, twin.position))
    }

    fn are_alike(&self, source: usize, stays: CaseRow, position: u32) -> bool {
        let plan = &self.plan().sources[source];
        let declared = plan.duplicates.as_ref().map_or(&[][..], |duplicates| &duplicates.same);
        let same = if declared.is_empty() { &self.context.program.sources[source].stored } else { declared };
        let table = &self.at.state.tables[source];
        let (left, right) = (table.row(stays.position), table.row(position));
        let cell = |row: Row<'_>, column: usize| row.cell(&plan.columns[column]);
        same.iter().all(|column| order(cell(left, *column), cell(right, *column), self.at.state.texts()).is_eq())
    }
}
