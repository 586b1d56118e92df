//! Rows in quarantine as findings: one for each source and code, with the first row's place.

use std::collections::BTreeMap;

use caseloom::diagnostic::{Code, Diagnostic};
use caseloom::load::{Loaded, Quarantined};
use caseloom::plan::Plan;

/// How much of a row is shown.
const SHOWN: usize = 120;

/// The findings, in the order of the sources, then of the codes.
pub fn findings(plan: &Plan, loaded: &Loaded) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(usize, Code), (&Quarantined, u64)> = BTreeMap::new();
    for row in &loaded.quarantine {
        let (_, rows) = groups.entry((row.source, row.code)).or_insert((row, 0));
        *rows += 1;
    }
    groups.into_values().map(|(first, rows)| finding(plan, loaded, first, rows)).collect()
}

fn finding(plan: &Plan, loaded: &Loaded, first: &Quarantined, rows: u64) -> Diagnostic {
    let source = plan.sources.get(first.source).map_or("", |source| source.id.as_str());
    let message = match rows {
        1 => format!("a row of `{source}` can't be used: {}", first.reason),
        _ => format!("{rows} rows of `{source}` can't be used, the first: {}", first.reason),
    };
    let file = first.file.and_then(|file| loaded.sources.get(first.source)?.files.get(file));
    let excerpt: String = String::from_utf8_lossy(&first.raw).trim_end().chars().take(SHOWN).collect();
    let name = file.map_or_else(|| format!("rows in the mapping, `{source}`"), |file| file.name.clone());
    Diagnostic::new(first.code, message).in_data(name, first.line, None, Some(excerpt), "here")
}
