//! The fields of a change log: under which names the export tells of those that the mapping tracks.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::infer::recognise::Fit;
use crate::infer::words::concepts_of;
use crate::plan::{ColumnFrom, Plan};

/// What a change log calls its fields.
#[derive(Debug, Default)]
pub(super) struct FieldNames {
    /// For each tracked field, the texts in the export that mean it.
    pub texts: BTreeMap<usize, BTreeSet<String>>,
    /// By source: names as the mapping says them, with the export's texts that it doesn't know.
    pub aliases: BTreeMap<usize, BTreeMap<String, Vec<(String, u64)>>>,
    /// By source: names that no tracked field has, with their rows.
    pub untracked: BTreeMap<usize, Vec<(String, u64)>>,
}

/// Compares the names in the export with those that tracked fields have.
pub(super) fn names(fit: &Fit<'_>, facts: &Facts) -> FieldNames {
    let plan = &fit.base.plan;
    let mut names = FieldNames::default();
    for bound in &fit.bound {
        let Some(column) = plan.sources[bound.source].field else { continue };
        let Some(at) = fit.column(bound.source, column) else { continue };
        let ColumnFrom::Cell { reader, .. } = &plan.sources[bound.source].columns[column].from else { continue };
        for (text, rows) in facts.column(at).map(|whole| whole.values.by_rows()).unwrap_or_default() {
            let meant =
                reader.spellings.iter().find(|(found, _)| found == text).map_or(text, |(_, meant)| meant.as_str());
            let is_known = reader.spellings.iter().any(|(_, known)| known == meant);
            let fields = tracked(plan, bound.source, meant);
            if !fields.is_empty() {
                fields.iter().for_each(|field| {
                    names.texts.entry(*field).or_default().insert(text.to_owned());
                });
            } else if let Some(meant) = alike(plan, bound.source, text) {
                for field in tracked(plan, bound.source, &meant) {
                    names.texts.entry(field).or_default().insert(text.to_owned());
                }
                names.aliases.entry(bound.source).or_default().entry(meant).or_default().push((text.to_owned(), rows));
            } else if !is_known {
                names.untracked.entry(bound.source).or_default().push((text.to_owned(), rows));
            }
        }
    }
    names
}

/// The tracked fields that have this name in a source.
fn tracked(plan: &Plan, source: usize, name: &str) -> Vec<usize> {
    let has = |field: &usize| {
        let field = &plan.fields[*field];
        field.source == source
            && field.shape.named.as_ref().is_some_and(|(_, names)| names.iter().any(|known| known == name))
    };
    (0..plan.fields.len()).filter(has).collect()
}

/// A tracked field's name that means the same.
fn alike(plan: &Plan, source: usize, text: &str) -> Option<String> {
    let wanted: BTreeSet<_> = concepts_of(text).collect();
    let names =
        plan.fields.iter().filter(|field| field.source == source).filter_map(|field| field.shape.named.as_ref());
    let mut names = names.flat_map(|(_, names)| names);
    names.find(|name| concepts_of(name).any(|concept| wanted.contains(&concept))).cloned()
}
