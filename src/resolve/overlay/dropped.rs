//! Keys that an overlay switches off, and what needs them.

use super::disabled::in_use;
use super::{Disabled, Extended, place};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Span};
use crate::yaml::{Entry, Kind, Node};

/// A key that an overlay switched off.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// Which one.
    pub disabled: Disabled,
    /// What the base says there.
    pub entry: Entry,
}

/// Tells of what is found only because a key is switched off where that is done. `find` says what is found in another
/// tree: what goes when a key is put back follows from its absence.
pub fn explain(
    extended: &Extended,
    scripts: &[(FileId, String, String)],
    found: Diagnostics,
    find: &dyn Fn(Node) -> Diagnostics,
) -> Diagnostics {
    let mut tree = extended.tree.clone();
    if !found.has_errors() || extended.dropped.iter().filter(|each| put_back(&mut tree, each)).count() == 0 {
        return found;
    }
    let with_all = find(tree);
    if found.errors().all(|error| with_all.has(error)) {
        return found;
    }
    let mut tree = extended.tree.clone();
    let mut told = Vec::new();
    let mut kept = found;
    for dropped in &extended.dropped {
        if !put_back(&mut tree, dropped) {
            continue;
        }
        let with = find(tree.clone());
        let (still, gone): (Vec<Diagnostic>, Vec<Diagnostic>) = kept.iter().cloned().partition(|each| with.has(each));
        let uses: Vec<Span> = gone.iter().filter(|each| each.severity() == Severity::Error).filter_map(place).collect();
        if !uses.is_empty() {
            told.push(in_use(&tree, "", &dropped.disabled, &uses, scripts));
            kept = still.into_iter().collect();
        }
    }
    kept.extend(told);
    kept
}

/// Puts a key back to where it stood; false where that isn't there any more.
fn put_back(tree: &mut Node, dropped: &Dropped) -> bool {
    let Some((_, above)) = dropped.disabled.path.split_last() else { return false };
    let group = above.iter().try_fold(tree, |node, key| match &mut node.kind {
        Kind::Mapping(entries) => entries.iter_mut().find(|entry| entry.key.text == *key).map(|entry| &mut entry.value),
        _ => None,
    });
    match group.map(|node| &mut node.kind) {
        Some(Kind::Mapping(entries)) if entries.iter().all(|entry| entry.key.text != dropped.entry.key.text) => {
            entries.push(dropped.entry.clone());
            true
        }
        _ => false,
    }
}
