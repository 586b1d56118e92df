//! What a newer base changes under an overlay.

use super::changes::{Change, Compared, What, compare, is_same};
use super::flat::{Flat, Path};
use crate::diagnostic::Span;
use crate::mapping::decode::is_off;
use crate::yaml::Node;

/// What a newer base means for an overlay.
#[derive(Debug)]
pub struct Upgrade {
    /// What is to be looked at.
    pub conflicts: Vec<Conflict>,
    /// What merely comes along.
    pub along: Vec<Change>,
}

/// A change of the base where the overlay says something, too.
#[derive(Debug)]
pub struct Conflict {
    /// What the base changed.
    pub change: Change,
    /// Where the overlay says something.
    pub span: Span,
    /// What that means.
    pub why: Why,
}

/// Why a change is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The overlay has a value of its own there.
    Overridden,
    /// The overlay changes what is gone.
    TargetGone,
    /// The overlay has something of that name, too.
    BothAdded,
    /// The overlay switches it off.
    SwitchedOff,
}

impl Why {
    /// For people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Overridden => "the overlay has a value of its own here",
            Self::TargetGone => "the overlay changes it",
            Self::BothAdded => "the overlay adds one of that name",
            Self::SwitchedOff => "the overlay switches it off",
        }
    }

    /// For programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overridden => "overridden",
            Self::TargetGone => "target-gone",
            Self::BothAdded => "both-added",
            Self::SwitchedOff => "switched-off",
        }
    }
}

/// Something that an overlay says.
struct Override<'a> {
    path: &'a Path,
    node: &'a Node,
    is_addition: bool,
}

/// Compares two states of an overlay's base, and tells apart what the overlay changes itself.
pub fn upgrade(overlay: &Node, old: &Compared, new: &Compared) -> Upgrade {
    let flat = Flat::of(overlay);
    let overrides: Vec<Override<'_>> = flat
        .leaves
        .iter()
        .map(|(path, node)| Override { path, node, is_addition: flat.additions.contains(path) })
        .collect();
    let mut upgrade = Upgrade { conflicts: Vec::new(), along: Vec::new() };
    for change in compare(old, new) {
        match overrides.iter().find_map(|each| each.meets(&change).map(|why| (each, why))) {
            Some((found, why)) => upgrade.conflicts.push(Conflict { change, span: found.node.span, why }),
            None => upgrade.along.push(change),
        }
    }
    upgrade.conflicts.sort_by_key(|conflict| conflict.span);
    upgrade
}

impl Override<'_> {
    /// Whether a change of the base meets what the overlay says, and how.
    fn meets(&self, change: &Change) -> Option<Why> {
        let (ours, theirs) = (self.path.as_slice(), change.path.as_slice());
        if is_of_itself(ours) || !(ours.starts_with(theirs) || theirs.starts_with(ours)) {
            return None;
        }
        match &change.what {
            What::Removed(_) | What::Renamed(_) => Some(Why::TargetGone),
            _ if is_off(self.node) => Some(Why::SwitchedOff),
            What::Added(_) if ours.len() > theirs.len() => Some(Why::BothAdded),
            What::Added(new) | What::Changed(_, new) if ours == theirs && is_same(new, self.node) => None,
            What::Changed(..) if self.is_addition => None,
            _ => Some(Why::Overridden),
        }
    }
}

/// What every mapping says of itself, so that an overlay's says nothing of its base's.
fn is_of_itself(path: &[String]) -> bool {
    path.first().is_some_and(|key| ["name", "version", "caseloom", "label", "docs", "scripts"].contains(&key.as_str()))
}
