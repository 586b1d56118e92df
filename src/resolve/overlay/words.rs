//! Labels and docs of an overlay: language by language, part by part.

use super::merge::Layer;
use crate::mapping::{docs_shape, is_text_by_language};
use crate::yaml::{Entry, Key, Kind, Node};

/// Keys that say how a value is shown, not what it is.
pub const SHOWN: &[&str] = &["common", "label", "docs"];

/// The language of a text that stands for every language, where another one joins it.
const USUAL: &str = "en";

/// Lays a text over the base's: languages that the overlay doesn't name stay.
pub fn lay_text(base: &mut Node, over: &Node) {
    let Kind::Mapping(given) = &over.kind else {
        *base = over.clone();
        return;
    };
    if base.as_mapping().is_none() {
        *base = by_key(USUAL, base.clone());
    }
    let Kind::Mapping(known) = &mut base.kind else { return };
    for entry in given {
        match known.iter_mut().find(|known| known.key.text == entry.key.text) {
            Some(known) => *known = entry.clone(),
            None => known.push(entry.clone()),
        }
    }
}

fn by_key(key: &str, value: Node) -> Node {
    let key = Key { text: key.to_owned(), span: value.span };
    Node { span: value.span, kind: Kind::Mapping(vec![Entry { key, value }]) }
}

/// Lays docs over the base's, of which either may be a description alone.
pub fn lay_docs(base: &mut Node, over: &Node, layer: &mut Layer<'_>) {
    match (has_parts(base), has_parts(over)) {
        (false, false) => lay_text(base, over),
        (false, true) => {
            *base = by_key("description", base.clone());
            layer.lay(base, over, docs_shape());
        }
        (true, false) => layer.lay(base, &by_key("description", over.clone()), docs_shape()),
        (true, true) => layer.lay(base, over, docs_shape()),
    }
}

fn has_parts(node: &Node) -> bool {
    node.as_mapping().is_some_and(|entries| !is_text_by_language(entries))
}
