//! Files that one source finds by its own patterns are one table to it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::infer::survey::{Survey, Table};
use crate::plan::Plan;
use crate::read::discover;

/// The tables, with those joined that the patterns of one source find and that have the same columns.
pub(super) fn by_sources(survey: &Survey, plan: &Plan, input: &Path) -> Survey {
    let mut joined = Survey { tables: survey.tables.clone(), others: survey.others.clone() };
    for source in plan.sources.iter().filter(|source| !source.files.is_empty()) {
        let files = discover(input, &source.files).unwrap_or_default();
        let names: BTreeSet<String> = files.iter().map(|file| file.name().to_owned()).collect();
        join(&mut joined.tables, |table| table.file_names().iter().all(|name| names.contains(name)));
    }
    joined
}

fn join(tables: &mut Vec<Table>, is_found: impl Fn(&Table) -> bool) {
    let Some(first) = tables.iter().position(&is_found) else { return };
    let mut position = first + 1;
    while position < tables.len() {
        if is_found(&tables[position]) && tables[first].goes_with(&tables[position]) {
            let other = tables.remove(position);
            tables[first].join(other);
        } else {
            position += 1;
        }
    }
}
