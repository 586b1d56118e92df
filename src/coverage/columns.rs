//! Values of columns whose values the mapping lists, and that it doesn't list.

use rustc_hash::FxHashMap;

use super::flow::Count;
use crate::evaluate::display;
use crate::load::Loaded;
use crate::plan::{CellReader, ColumnFrom, ColumnPlan, Plan};
use crate::rows::Table;

/// A value that the mapping doesn't list.
pub struct Unlisted {
    pub source: usize,
    pub column: usize,
    pub value: String,
    pub seen: Count,
}

/// All of them, by source and column, the most frequent first.
pub fn unlisted(plan: &Plan, loaded: &Loaded) -> Vec<Unlisted> {
    let mut found = Vec::new();
    for (source, written) in plan.sources.iter().enumerate() {
        for (column, planned) in written.columns.iter().enumerate() {
            let Some(reader) = lists(planned) else { continue };
            let mut values = of_column(loaded, source, planned, reader);
            values.sort_by(|left, right| right.1.count.cmp(&left.1.count).then_with(|| left.0.cmp(&right.0)));
            found.extend(values.into_iter().map(|(value, seen)| Unlisted { source, column, value, seen }));
        }
    }
    found
}

/// How a column is read whose values are listed; `None` where none are, or nothing keeps them. One value alone is no
/// list: it only gets another name.
fn lists(column: &ColumnPlan) -> Option<&CellReader> {
    let ColumnFrom::Cell { reader, .. } = &column.from else { return None };
    let (_, first) = reader.spellings.first()?;
    let is_list = reader.spellings.iter().any(|(_, meant)| meant != first);
    (is_list && column.place.is_some()).then_some(reader)
}

fn of_column(loaded: &Loaded, source: usize, column: &ColumnPlan, reader: &CellReader) -> Vec<(String, Count)> {
    let table = &loaded.tables[source];
    let mut found: FxHashMap<String, Count> = FxHashMap::default();
    for position in 0..table.len() as u32 {
        let cell = table.row(position).cell(column);
        let Some(value) = display(&cell.into(), &loaded.texts) else { continue };
        if !reader.spellings.iter().any(|(_, meant)| *meant == value) {
            let seen = found.entry(value).or_default();
            match case_of(table, position) {
                Some(case) => seen.see(case),
                None => seen.count += 1,
            }
        }
    }
    found.into_iter().collect()
}

/// The case of a row; rows stand case after case.
fn case_of(table: &Table, position: u32) -> Option<u32> {
    let case = table.starts.partition_point(|start| *start <= position);
    (case > 0 && case < table.starts.len()).then(|| case as u32 - 1)
}
