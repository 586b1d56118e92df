//! What the heart does with the rows of a source.

use rustc_hash::FxHashMap;

use super::field::FieldProgram;
use crate::evaluate::{Binder, Bound, BoundCondition, Start};
use crate::plan::Plan;
use crate::rows::TextId;

/// A source, bound.
#[derive(Debug)]
pub struct SourceProgram {
    /// Whether its rows belong to cases.
    pub has_cases: bool,
    /// The time of a row.
    pub at: Option<Bound>,
    /// The column that is the time of a row, where it is just that.
    pub at_column: Option<usize>,
    /// Of nested JSON: where a row keeps the number of the row above, by which neighbours are told.
    pub neighbours_by: Option<usize>,
    /// The columns that rows keep.
    pub stored: Vec<usize>,
    /// Which rows of a group stay.
    pub keep: Vec<BoundCondition>,
    /// Which tracked fields a row tells of.
    pub readers: FieldReaders,
}

/// Which tracked fields the rows of a source tell of.
#[derive(Debug, Default)]
pub struct FieldReaders {
    /// The column that names the field.
    pub named: Option<usize>,
    /// The fields by that name.
    pub by_name: FxHashMap<TextId, Vec<usize>>,
    /// Fields of which every row tells.
    pub every: Vec<usize>,
}

impl SourceProgram {
    pub(super) fn new(plan: &Plan, source: usize, fields: &[FieldProgram], binder: &mut Binder<'_>) -> Self {
        let written = &plan.sources[source];
        let at = written.at.as_ref().map(|at| binder.value(at));
        let keep = written.duplicates.iter().flat_map(|duplicates| &duplicates.keep);
        Self {
            has_cases: written.is_used && plan.has_case(source),
            at_column: at.as_ref().and_then(|at| own_column(at, source)),
            at,
            neighbours_by: written.level.as_ref().and_then(|level| level.above.first()?.place),
            stored: (0..written.columns.len()).filter(|column| written.columns[*column].place.is_some()).collect(),
            keep: keep.map(|condition| binder.condition(condition)).collect(),
            readers: FieldReaders::new(plan, source, fields),
        }
    }
}

/// The column, where a value is just a column of the row at hand.
pub fn own_column(value: &Bound, source: usize) -> Option<usize> {
    match value {
        Bound::Row(Start::Here, path) if path.source == source && path.onward.is_empty() => Some(path.column),
        _ => None,
    }
}

impl FieldReaders {
    fn new(plan: &Plan, source: usize, fields: &[FieldProgram]) -> Self {
        let mut readers = Self::default();
        let own = plan.fields.iter().zip(fields).enumerate();
        for (index, (field, program)) in own.filter(|(_, (field, program))| field.source == source && program.is_read) {
            match &field.shape.named {
                None => readers.every.push(index),
                Some((column, _)) => {
                    readers.named = Some(*column);
                    for name in &program.names {
                        readers.by_name.entry(*name).or_default().push(index);
                    }
                }
            }
        }
        if readers.named.is_none() {
            let columns = &plan.sources[source].columns;
            readers.named = plan.sources[source].field.filter(|column| columns[*column].place.is_some());
        }
        readers
    }
}
