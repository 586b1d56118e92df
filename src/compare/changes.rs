//! What differs between two mappings.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::flat::{Flat, Path};
use crate::resolve::Extended;
use crate::resolve::lock::Lock;
use crate::yaml::Node;

/// A mapping that is compared: its tree, and the digests of its script files.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The tree in force.
    pub tree: Node,
    /// Its script files by name, with the SHA-256 of each.
    pub scripts: Vec<(String, String)>,
}

/// Something that differs.
#[derive(Debug, Clone)]
pub struct Change {
    /// The keys that lead to it; where a thing is there in one mapping only, to that thing.
    pub path: Path,
    /// How.
    pub what: What,
}

/// How something differs.
#[derive(Debug, Clone)]
pub enum What {
    /// Only the second mapping has it.
    Added(Node),
    /// Only the first mapping has it.
    Removed(Node),
    /// Both have it, with different values.
    Changed(Node, Node),
    /// A thing has another id: that of the second mapping.
    Renamed(String),
    /// A script file has another text.
    ScriptChanged,
}

impl Compared {
    /// A mapping as it is.
    pub fn of(extended: &Extended) -> Self {
        let digest = |(name, text): (String, String)| {
            (name, Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
        };
        Self { tree: extended.tree.clone(), scripts: extended.scripts().into_iter().map(digest).collect() }
    }

    /// A mapping as a lock file has it.
    pub fn of_lock(lock: &Lock) -> Self {
        Self { tree: lock.tree.clone(), scripts: lock.scripts.clone() }
    }
}

/// What the second mapping changes against the first, in the order of the mapping.
pub fn compare(old: &Compared, new: &Compared) -> Vec<Change> {
    let (first, second) = (Flat::of(&old.tree), Flat::of(&new.tree));
    let renamed = renamed(&first, &second);
    let is_renamed = |path: &[String]| {
        renamed.iter().any(|(old, new)| path.starts_with(old.as_slice()) || path.starts_with(new.as_slice()))
    };
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for path in first.order.iter().chain(&second.order).filter(|path| seen.insert((*path).clone())) {
        match renamed.iter().find(|(old, _)| old == path) {
            Some((_, id)) => {
                changes.push(Change { path: path.clone(), what: What::Renamed(id.last().cloned().unwrap_or_default()) })
            }
            None if is_renamed(path) => {}
            None => changes.extend(at(path, &first, &second)),
        }
    }
    changes.extend(scripts(old, new));
    in_order(changes)
}

/// What differs at a path: a thing that one of them lacks, or what both say of it.
fn at(path: &Path, first: &Flat, second: &Flat) -> Option<Change> {
    let change = |what| Some(Change { path: path.clone(), what });
    match (first.things.get(path), second.things.get(path)) {
        (Some(old), None) if !is_within(path, first, second) => return change(What::Removed(old.clone())),
        (None, Some(new)) if !is_within(path, second, first) => return change(What::Added(new.clone())),
        _ => {}
    }
    match (first.leaves.get(path), second.leaves.get(path)) {
        (Some(old), Some(new)) if !is_same(old, new) => change(What::Changed(old.clone(), new.clone())),
        (Some(old), None) if !is_within(path, first, second) => change(What::Removed(old.clone())),
        (None, Some(new)) if !is_within(path, second, first) => change(What::Added(new.clone())),
        _ => None,
    }
}

/// Whether a path lies in a thing that the other mapping lacks as a whole, or is itself one.
fn is_within(path: &[String], has: &Flat, lacks: &Flat) -> bool {
    (1..path.len())
        .any(|length| has.things.contains_key(&path[..length]) && !lacks.things.contains_key(&path[..length]))
}

/// Whether two values say the same.
pub fn is_same(one: &Node, other: &Node) -> bool {
    let json = |node: &Node| serde_json::to_value(node).ok();
    json(one) == json(other)
}

/// Things of one section that are the same but for their ids.
fn renamed(first: &Flat, second: &Flat) -> Vec<(Path, Path)> {
    let only_in = |has: &Flat, lacks: &Flat| -> Vec<Path> {
        let is_lone = |path: &&Path| {
            has.things.contains_key(*path) && !lacks.things.contains_key(*path) && !is_within(path, has, lacks)
        };
        has.order.iter().filter(is_lone).cloned().collect()
    };
    let mut new = only_in(second, first);
    let mut pairs = Vec::new();
    for old in only_in(first, second) {
        let says_the_same = |path: &Path| {
            path[..path.len() - 1] == old[..old.len() - 1]
                && first.things[&old].as_mapping().is_some()
                && is_same(&first.things[&old], &second.things[path])
        };
        if let Some(at) = new.iter().position(says_the_same) {
            pairs.push((old, new.remove(at)));
        }
    }
    pairs
}

/// Files of one name with another text; files that come and go differ in the list of names.
fn scripts(old: &Compared, new: &Compared) -> impl Iterator<Item = Change> {
    let differs = |(name, digest): &&(String, String)| {
        old.scripts.iter().any(|(other, before)| other == name && before != digest)
    };
    let change = |(name, _): &(String, String)| Change {
        path: vec!["scripts".to_owned(), name.clone()],
        what: What::ScriptChanged,
    };
    new.scripts.iter().filter(differs).map(change).collect::<Vec<_>>().into_iter()
}

/// Changes by section, in the order of the language.
fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    let keys = crate::mapping::Mapping::KEYS;
    let section = |change: &Change| keys.iter().position(|key| change.path.first().is_some_and(|first| first == key));
    changes.sort_by_key(section);
    changes
}
