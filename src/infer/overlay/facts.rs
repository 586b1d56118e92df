//! What whole columns hold, counted once for each table.

use std::collections::BTreeMap;

use crate::infer::column::{Kind, Reading, read_times};
use crate::infer::people::People;
use crate::infer::recognise::Fit;
use crate::infer::survey::{Survey, Table, WholeColumn};
use crate::plan::{ColumnFrom, ColumnPlan};
use crate::read::ReadError;
use crate::time::TimeFormat;

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The rows of each table.
    pub rows: Vec<u64>,
    /// Columns by table and position.
    pub columns: BTreeMap<(usize, usize), WholeColumn>,
    /// How times were read, for columns of times.
    pub readings: BTreeMap<(usize, usize), Reading>,
    /// Who is named, so that nobody's name is written.
    pub people: People,
}

impl Facts {
    /// A column, where it was counted.
    pub fn column(&self, at: (usize, usize)) -> Option<&WholeColumn> {
        self.columns.get(&at)
    }
}

/// Counts what decides: times, truths, and values that stand often. Tables that nothing reads aren't counted.
pub(super) fn gather(survey: &Survey, fit: &Fit<'_>) -> Result<Facts, ReadError> {
    let mut facts = Facts { rows: vec![0; survey.tables.len()], people: People::of(survey), ..Facts::default() };
    for bound in &fit.bound {
        let table = &survey.tables[bound.table];
        let source = &fit.base.plan.sources[bound.source];
        let mut wanted: Vec<(usize, Vec<TimeFormat>)> = Vec::new();
        for position in 0..table.columns.len() {
            let read_by =
                bound.columns.iter().position(|column| column.is_some_and(|found| found.position == position));
            if let Some(formats) = formats_of(table, position, read_by.map(|column| &source.columns[column])) {
                facts.readings.insert((bound.table, position), formats.clone());
                wanted.push((position, formats.formats));
            } else if is_counted(table, position, read_by.is_some()) {
                wanted.push((position, Vec::new()));
            }
        }
        let (rows, columns) = table.wholes(&wanted)?;
        facts.rows[bound.table] = rows;
        let counted = wanted.iter().zip(columns).map(|((position, _), whole)| ((bound.table, *position), whole));
        facts.columns.extend(counted);
    }
    Ok(facts)
}

/// The formats to try on a column of times: the mapping's first.
fn formats_of(table: &Table, position: usize, plan: Option<&ColumnPlan>) -> Option<Reading> {
    let look = &table.columns[position].look;
    let Some(ColumnFrom::Cell { reader, .. }) = plan.map(|plan| &plan.from) else { return None };
    if reader.formats.is_empty() || look.kind != Kind::Time {
        return None;
    }
    let own = reader.formats.iter().map(TimeFormat::pattern);
    let sample: Vec<&str> = own.chain(look.formats.iter().copied()).collect();
    Some(read_times(&sample))
}

fn is_counted(table: &Table, position: usize, is_read: bool) -> bool {
    let look = &table.columns[position].look;
    look.kind != Kind::Empty && (is_read || look.is_category())
}
