//! Which source reads which table.

use std::collections::BTreeSet;
use std::path::Path;

use super::bind::{self, BoundTable};
use super::score;
use crate::infer::survey::Survey;
use crate::plan::Plan;
use crate::read::discover;

/// The best pairs first; each source and each table once. In the order of the sources.
pub(super) fn tables_to_sources(survey: &Survey, plan: &Plan, input: &Path) -> Vec<BoundTable> {
    let mut pairs: Vec<BoundTable> =
        (0..plan.sources.len()).flat_map(|source| pairs_of(survey, plan, source, input)).collect();
    pairs.sort_by(|one, other| {
        other.score.total_cmp(&one.score).then((one.source, one.table).cmp(&(other.source, other.table)))
    });
    let (mut sources, mut tables) = (BTreeSet::new(), BTreeSet::new());
    pairs.retain(|pair| {
        let is_free = !sources.contains(&pair.source) && !tables.contains(&pair.table);
        if is_free {
            sources.insert(pair.source);
            tables.insert(pair.table);
        }
        is_free
    });
    pairs.sort_by_key(|pair| pair.source);
    pairs
}

fn pairs_of(survey: &Survey, plan: &Plan, source: usize, input: &Path) -> Vec<BoundTable> {
    let of_source = &plan.sources[source];
    if of_source.level.is_some() || of_source.inline.is_some() || !of_source.is_used {
        return Vec::new();
    }
    let named: BTreeSet<String> =
        discover(input, &of_source.files).unwrap_or_default().iter().map(|file| file.name().to_owned()).collect();
    let tables = survey.tables.iter().enumerate();
    tables
        .filter_map(|(position, table)| {
            let is_named = table.file_names().iter().any(|name| named.contains(name));
            let columns = bind::columns(of_source, table);
            let (score, weight) = score::of(of_source, table, &columns, is_named)?;
            Some(BoundTable { source, table: position, is_named, columns, score, weight })
        })
        .collect()
}
