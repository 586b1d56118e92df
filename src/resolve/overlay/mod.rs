//! Overlays: a mapping that `extends` another one, and says only what differs.
//!
//! An overlay is laid over its base's tree before anything is checked, so that whatever takes a mapping takes an overlay,
//! and every value keeps the place it was written at.

mod chain;
mod disabled;
mod dropped;
mod merge;
mod missing;
mod words;

pub(super) use chain::entry;
pub use chain::{Extended, Link, Locate, extend};
pub use disabled::explain;
pub use dropped::{Dropped, explain as explain_dropped};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Span};
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

/// What an overlay takes away from its base.
struct Taken {
    disabled: Vec<Disabled>,
    dropped: Vec<Dropped>,
}

/// Lays an overlay's tree over its base's; what it takes away.
fn lay(base: &mut Node, mut over: Node, diagnostics: &mut Diagnostics) -> Taken {
    if let Kind::Mapping(entries) = &mut over.kind {
        entries.retain(|entry| entry.key.text != "extends");
        entries.iter_mut().filter(|entry| entry.key.text == "scripts").for_each(|entry| join_scripts(base, entry));
    }
    let (disabled, dropped, rejected) = (Vec::new(), Vec::new(), Vec::new());
    let mut layer = Layer { disabled, dropped, rejected, diagnostics, path: Vec::new() };
    layer.lay(base, &over, Mapping::shape());
    let Layer { disabled, dropped, rejected, diagnostics, .. } = layer;
    report_rejected(&over, &rejected, diagnostics);
    Taken { disabled, dropped }
}

/// What stands in place of sections is told as in any mapping.
fn report_rejected(over: &Node, rejected: &[Span], diagnostics: &mut Diagnostics) {
    if rejected.is_empty() {
        return;
    }
    let mut found = Diagnostics::new();
    Mapping::of_tree(over, &mut found);
    let is_rejected = |finding: &Diagnostic| place(finding).is_some_and(|span| rejected.contains(&span));
    diagnostics.extend(found.into_iter().filter(is_rejected));
}

/// Where a finding in a text stands.
fn place(finding: &Diagnostic) -> Option<Span> {
    match finding.primary()?.place {
        Place::Text(span) => Some(span),
        _ => None,
    }
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
