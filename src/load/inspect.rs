//! What `validate --input` finds in the input: the same reading as a run's, its findings collected.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::model::{LoadOptions, Loaded, Quarantined};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use crate::evaluate::{Binder, BoundTest, Set, TextRead};
use crate::plan::{Activity, FieldPlan, Plan, Subject};
use crate::rows::{Cell, TextId};

/// How many places of one sort are named.
const EXAMPLES: usize = 3;
/// How many unknown values of a field are named.
const VALUES: usize = 20;

/// Reads the input as a run would and gives everything that a user should know of it.
pub fn inspect(plan: &Plan, options: &LoadOptions, progress: &(dyn Fn(u64) + Sync)) -> Diagnostics {
    match super::load(plan, options, progress) {
        Err(problems) => problems,
        Ok(loaded) => findings(plan, &loaded),
    }
}

/// What loaded input shows.
pub fn findings(plan: &Plan, loaded: &Loaded) -> Diagnostics {
    let mut found = loaded.warnings.clone();
    found.extend(faults(plan, loaded));
    found.extend(plan.fields.iter().flat_map(|field| unknown_values(plan, loaded, field)));
    found
}

/// One finding for each source, column and code of quarantined rows.
fn faults(plan: &Plan, loaded: &Loaded) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(usize, Option<usize>, Code), Vec<&Quarantined>> = BTreeMap::new();
    for row in &loaded.quarantine {
        groups.entry((row.source, row.column, row.code)).or_default().push(row);
    }
    groups.into_iter().map(|((source, column, code), rows)| fault(plan, loaded, source, column, code, &rows)).collect()
}

fn fault(
    plan: &Plan,
    loaded: &Loaded,
    source: usize,
    column: Option<usize>,
    code: Code,
    rows: &[&Quarantined],
) -> Diagnostic {
    let planned = &plan.sources[source];
    let place = match column.and_then(|column| planned.columns.get(column)) {
        Some(column) => format!("`{}.{}`", planned.id, column.id),
        None => format!("`{}`", planned.id),
    };
    let message = format!("{} of {place} can't be used: {}", count(rows.len() as u64), code.title());
    let span = column.and_then(|column| planned.columns.get(column)).map_or(planned.span, |column| column.span);
    let mut diagnostic = Diagnostic::new(code, message).at(span, "declared here").help(
        "a run puts such rows into quarantine; mend the export, or the column's type, formats, `values` or `nulls`",
    );
    for row in rows.iter().take(EXAMPLES) {
        let file = row.file.and_then(|file| loaded.sources[source].files.get(file));
        if let Some(file) = file {
            let excerpt = String::from_utf8_lossy(&row.raw).trim_end().to_owned();
            diagnostic = diagnostic.in_data(&file.name, row.line, None, Some(excerpt), &row.reason);
        }
    }
    diagnostic
}

fn count(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// Values of a tracked field that no rule and no param knows, where rules look for values at all.
fn unknown_values(plan: &Plan, loaded: &Loaded, field: &FieldPlan) -> Option<Diagnostic> {
    let tests = tests_on(plan, loaded, field);
    if tests.is_empty() {
        return None;
    }
    let known = |cell: Cell| tests.iter().any(|set| knows(set, cell, loaded));
    let mut unknown: Vec<(String, u64)> = values(plan, loaded, field)
        .into_iter()
        .filter(|(id, _)| !known(Cell::Text(*id)))
        .map(|(id, rows)| (loaded.texts.get(id).to_owned(), rows))
        .collect();
    unknown.sort();
    if unknown.is_empty() {
        return None;
    }
    let named: Vec<String> =
        unknown.iter().take(VALUES).map(|(value, rows)| format!("`{value}` in {}", count(*rows))).collect();
    let more = unknown.len().saturating_sub(VALUES);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("{}: {}{rest}: known to no rule", field.id, named.join(", "));
    Some(
        Diagnostic::new(codes::UNKNOWN_FIELD_VALUE, message)
            .at(field.span, "this field")
            .help("add the values to a param or a rule, if their changes are events"),
    )
}
