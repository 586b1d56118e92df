//! How well a table goes with a source.

use std::collections::BTreeSet;

use super::bind::{BoundColumn, How, cell};
use crate::infer::survey::{Layout, Table};
use crate::infer::words::{concepts_of, fold};
use crate::plan::SourcePlan;

/// Less than that and they don't go together.
const LEAST: f64 = 0.45;
/// A source of so few columns is recognised by the file's name or by all of the file's columns only.
const FEW: usize = 2;

/// How well a table goes with a source, and the weight of the columns found; `None`: not at all.
pub(super) fn of(
    source: &SourcePlan,
    table: &Table,
    columns: &[Option<BoundColumn>],
    is_named: bool,
) -> Option<(f64, f64)> {
    if !is_readable(source, table) {
        return None;
    }
    let found = |column: usize| columns[column].as_ref().map(|bound| worth(bound.how));
    let cells: Vec<(usize, bool)> =
        source.columns.iter().enumerate().filter_map(|(position, column)| Some((position, cell(column)?.1))).collect();
    let needed: Vec<usize> = cells.iter().filter(|(_, optional)| !optional).map(|(column, _)| *column).collect();
    let missing = needed.iter().filter(|column| columns[**column].is_none()).count();
    let weight: f64 =
        cells.iter().filter_map(|(column, optional)| Some(found(*column)? * if *optional { 1.0 } else { 2.0 })).sum();
    let spare = cells.iter().filter(|(_, optional)| *optional);
    let possible: f64 = spare.map(|(column, _)| if columns[*column].is_some() { 1.0 } else { 0.1 }).sum::<f64>()
        + 2.0 * needed.len() as f64;
    let positions: BTreeSet<usize> = columns.iter().flatten().map(|bound| bound.position).collect();
    let explained = positions.len() as f64 / table.columns.len().max(1) as f64;
    let name = by_name(source, table, is_named);
    let score = 0.5 * weight / possible.max(1.0) + 0.2 * explained + 0.3 * name;
    let is_whole = missing == 0 || missing * 3 <= needed.len() && name > 0.5;
    let is_telling = name > 0.0 || needed.len() > FEW || explained > 0.9 && positions.len() > FEW;
    (is_whole && is_telling && score >= LEAST).then_some((score, weight))
}

fn worth(how: How) -> f64 {
    match how {
        How::Header => 1.0,
        How::Spelling => 0.9,
        How::Meaning => 0.6,
        How::Values => 0.4,
    }
}

/// Levels of nested documents need documents.
fn is_readable(source: &SourcePlan, table: &Table) -> bool {
    match &table.layout {
        Layout::Csv { .. } => source.levels.is_empty() && source.format != Some(crate::plan::FileFormat::Json),
        Layout::Json { .. } => source.levels.is_empty() || !source.rows.is_empty(),
    }
}

/// What the file's name says, from 0 to 1.
fn by_name(source: &SourcePlan, table: &Table, is_named: bool) -> f64 {
    if is_named {
        return 1.0;
    }
    let stems = source.files.iter().map(|pattern| pattern.split(['.', '*', '[']).next().unwrap_or_default());
    let names: Vec<&str> = stems.chain([source.id.as_str()]).filter(|name| !name.is_empty()).collect();
    let series = fold(table.series());
    if names.iter().any(|name| fold(name).trim_end_matches('s') == series.trim_end_matches('s')) {
        return 0.8;
    }
    let meanings: BTreeSet<_> = names.iter().flat_map(|name| concepts_of(name)).collect();
    if concepts_of(table.series()).any(|concept| meanings.contains(&concept)) { 0.6 } else { 0.0 }
}
