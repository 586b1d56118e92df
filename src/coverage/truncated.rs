//! Histories that begin later than their cases: exports that keep the last months only.

use super::expected::column;
use super::flow::Count;
use crate::load::Loaded;
use crate::plan::{ColumnPlan, Plan};
use crate::time::DAY;

/// A source whose rows begin after cases did.
pub struct LateSource {
    pub source: usize,
    /// The time of its earliest row.
    pub earliest: i64,
    /// Cases that began a day or more before.
    pub before: Count,
}

/// The sources that tell of tracked fields, and of which the beginning is missing.
pub fn late_sources(plan: &Plan, loaded: &Loaded) -> Vec<LateSource> {
    let Some(begins) = begins(plan, loaded) else { return Vec::new() };
    let mut sources: Vec<usize> = plan.fields.iter().map(|field| field.source).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.into_iter().filter_map(|source| late(plan, loaded, source, &begins)).collect()
}

/// When each case begins, as its record says.
fn begins(plan: &Plan, loaded: &Loaded) -> Option<Vec<Option<i64>>> {
    let record = plan.case.record?;
    let at = time_column(plan, record)?;
    let table = &loaded.tables[record];
    let begin = |case: usize| table.row(loaded.cases.record(case)?).cell(at).as_time();
    Some((0..loaded.cases.len()).map(begin).collect())
}

fn late(plan: &Plan, loaded: &Loaded, source: usize, begins: &[Option<i64>]) -> Option<LateSource> {
    if plan.case.record == Some(source) {
        return None;
    }
    let at = time_column(plan, source)?;
    let table = &loaded.tables[source];
    let earliest = (0..table.len() as u32).filter_map(|row| table.row(row).cell(at).as_time()).min()?;
    let mut before = Count::default();
    for (case, begin) in (0..).zip(begins) {
        if begin.is_some_and(|begin| begin <= earliest.saturating_sub(DAY)) {
            before.see(case);
        }
    }
    (before.count > 0).then_some(LateSource { source, earliest, before })
}

fn time_column(plan: &Plan, source: usize) -> Option<&ColumnPlan> {
    let at = plan.sources[source].at.as_ref().and_then(column)?;
    plan.sources[source].columns.get(at).filter(|column| column.place.is_some())
}
