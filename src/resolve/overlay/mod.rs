//! Overlays: a mapping that `extends` another one, and says only what differs.
//!
//! An overlay is laid over its base's tree before anything is checked, so that whatever takes a mapping takes an overlay,
//! and every value keeps the place it was written at.

mod chain;
mod disabled;
mod merge;
mod missing;
mod words;

pub(super) use chain::entry;
pub use chain::{Extended, Link, Locate, extend};
pub use disabled::explain;

use crate::diagnostic::{Diagnostics, Span};
use crate::mapping::Mapping;
use crate::mapping::decode::{Decode, added};
use crate::yaml::{Entry, Kind, Node};

use merge::Layer;

/// The keys from the root to a value.
pub type Path = Vec<String>;

/// What an overlay switched off.
#[derive(Debug, Clone)]
pub struct Disabled {
    /// Where it stood in the base.
    pub path: Path,
    /// Where the overlay says so.
    pub span: Span,
}

/// Lays an overlay's tree over its base's; what it switches off.
fn lay(base: &mut Node, mut over: Node, diagnostics: &mut Diagnostics) -> Vec<Disabled> {
    if let Kind::Mapping(entries) = &mut over.kind {
        entries.retain(|entry| entry.key.text != "extends");
        entries.iter_mut().filter(|entry| entry.key.text == "scripts").for_each(|entry| join_scripts(base, entry));
    }
    let mut layer = Layer { disabled: Vec::new(), diagnostics, path: Vec::new() };
    layer.lay(base, &over, Mapping::shape());
    layer.disabled
}

/// The files of functions are those of both; one of the overlay's takes the place of the base's of that name.
fn join_scripts(base: &Node, given: &mut Entry) {
    let items = |node: &Node| match &node.kind {
        Kind::Sequence(items) => items.clone(),
        _ => vec![node.clone()],
    };
    if crate::mapping::decode::is_off(&given.value) {
        return;
    }
    let own = added(&given.value).unwrap_or_else(|| items(&given.value));
    let is_own = |item: &Node| own.iter().any(|each| each.as_text().is_some() && each.as_text() == item.as_text());
    let kept: Vec<Node> = base.get("scripts").map(items).unwrap_or_default();
    let kept: Vec<Node> = kept.into_iter().filter(|item| !is_own(item)).collect();
    if !kept.is_empty() || added(&given.value).is_some() {
        given.value.kind = Kind::Sequence(kept.into_iter().chain(own).collect());
    }
}
