//! From text to tree.

use super::Node;
use crate::diagnostic::{Diagnostics, FileId, Span};

/// Reads a YAML text as one tree and reports all that is wrong with it.
#[must_use]
pub fn parse(file: FileId, text: &str, _diagnostics: &mut Diagnostics) -> Node {
    Node::invalid(Span::new(file, 0..text.len()))
}
