//! Rows in quarantine as findings: what `generate` and `validate --input` say of them.

use std::collections::BTreeMap;

use super::excerpt::{self, Shown};
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::load::model::{FileReport, Loaded, Quarantined};
use crate::plan::{ColumnPlan, Plan, SourcePlan, ValueType};

/// How many rows of one sort are shown.
const EXAMPLES: usize = 3;

/// One finding for each source, column and code, in the order of the plan.
pub fn quarantined<'a>(
    plan: &Plan,
    loaded: &Loaded,
    rows: impl IntoIterator<Item = &'a Quarantined>,
) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(usize, Option<usize>, Code), Vec<&Quarantined>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.source, row.column, row.code)).or_default().push(row);
    }
    groups.into_values().filter_map(|rows| finding(plan, loaded, &rows)).collect()
}

fn finding(plan: &Plan, loaded: &Loaded, rows: &[&Quarantined]) -> Option<Diagnostic> {
    let first = rows.first()?;
    let source = plan.sources.get(first.source)?;
    let column = first.column.and_then(|column| source.columns.get(column));
    let place = column.map_or_else(|| format!("`{}`", source.id), |column| format!("`{}.{}`", source.id, column.id));
    let message = format!("{} of {place} can't be used: {}", count(rows.len() as u64), first.code.title());
    let span = column.map_or(source.span, |column| column.span);
    let found = Diagnostic::new(first.code, message).help(help(first, source, column));
    let found = rows.iter().take(EXAMPLES).fold(found, |found, row| example(found, loaded, row));
    // Rows that stand in the mapping have no place of their own.
    let text = if found.labels.is_empty() { first.reason.as_str() } else { "declared here" };
    Some(found.also(span, text))
}

fn example(found: Diagnostic, loaded: &Loaded, row: &Quarantined) -> Diagnostic {
    let file = row.file.and_then(|file| loaded.sources.get(row.source)?.files.get(file));
    let Some(file) = file else { return found };
    match cell(file, row) {
        Some(Shown { line, column, excerpt }) => {
            found.in_row(&file.name, (row.line + line, column), excerpt, &row.reason)
        }
        None => found.in_data(&file.name, row.line, None, excerpt::of_row(&row.raw), &row.reason),
    }
}

/// The cell at fault, where one is.
fn cell(file: &FileReport, row: &Quarantined) -> Option<Shown> {
    let (_, position, _) = file.columns.iter().find(|(column, ..)| Some(*column) == row.column)?;
    let symbols = file.symbols?;
    Some(excerpt::of_cell(&row.raw, symbols.locate(&row.raw, *position)?, symbols.delimiter))
}

/// A number of rows in words.
pub(super) fn count(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// What to do about rows of a sort.
fn help(row: &Quarantined, source: &SourcePlan, column: Option<&ColumnPlan>) -> String {
    let key = || source.key.and_then(|key| source.columns.get(key));
    let name = column.or_else(key).map_or("", |column| column.id.as_str());
    let code = row.code;
    if code == codes::CELL_OF_WRONG_TYPE {
        return wrong_type(column);
    }
    if code == codes::TIME_IN_NO_FORMAT {
        return format!("add the format of these values to `formats:` of `{name}`");
    }
    if code == codes::KEY_IS_NULL {
        return match column {
            Some(_) => format!("give each row its `{name}`, or leave such rows out by `where:`"),
            None => format!("give each row of `{}` its case, or leave such rows out by `where:`", source.id),
        };
    }
    if code == codes::KEY_SEEN_BEFORE {
        return format!("keep one row for each `{name}`: say which under `duplicates:`, or name another `key:`");
    }
    GENERAL.iter().find(|(known, _)| *known == code).map_or(ANY, |(_, help)| help).to_owned()
}

fn wrong_type(column: Option<&ColumnPlan>) -> String {
    let kind = column.map(|column| &column.kind);
    let more = match kind {
        Some(ValueType::Boolean) => "name the words for true and false under `words:`",
        Some(ValueType::Duration) => "name the numbers' `unit:`",
        _ => "change the column's `type:`",
    };
    format!("mend the values, {more}, or list words that mean no value under `nulls:`")
}

const ANY: &str = "mend the rows in the export";

const GENERAL: &[(Code, &str)] = &[
    (codes::CASE_WITHOUT_RECORD, "export the records too, or say `orphans: keep` under `case:`"),
    (codes::RAGGED_ROW, "quote values that hold the delimiter or a line break, or correct `delimiter:`"),
    (codes::ROW_NOT_UTF8, "name the encoding in which the file was written, such as `encoding: windows-1252`"),
    (codes::HEADER_REPEATED, "remove the line; joining files leaves such lines"),
    (codes::QUOTE_NEVER_CLOSES, "close the quote, or double it if it is part of the value"),
    (codes::TEXT_BEHIND_QUOTE, "double each quote that is part of a value, in the export"),
    (codes::SCRIPT_FAILED, "mend the script, so that it has a value or `()` for every row"),
    (
        codes::CLOCK_CHANGE_REJECTED,
        "`daylight_saving:` rejects such times: mend them, or say there what they are read as, by `gap: forward` or \
         `backward` and `overlap: earlier` or `later`",
    ),
    (codes::NO_SUCH_TIME, "mend the values in the export, or list them under `nulls:` if they mean no value"),
    (codes::ROW_ABOVE_IN_QUARANTINE, "mend the row in which it stands, of which another finding tells"),
    (codes::CASE_ID_SEEN_BEFORE, "make `id:` under `case:` a value that only one record has"),
];
