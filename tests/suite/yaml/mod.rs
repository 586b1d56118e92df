//! The YAML tree: values, spans, errors.

mod errors;
mod expressions;
mod offsets;
mod tree;
mod written;

use caseloom::diagnostic::{Diagnostic, Diagnostics, FileId, Files};
use caseloom::yaml::{Node, parse};

/// The tree of a text that must be free of errors.
fn tree(text: &str) -> Node {
    let (node, diagnostics) = read(text);
    assert_eq!(diagnostics, [], "in {text:?}");
    node
}

/// The tree and the findings, in order.
fn read(text: &str) -> (Node, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let node = parse(FileId(0), text, &mut diagnostics);
    (node, diagnostics.sorted())
}

/// The names of the findings' codes.
fn codes(text: &str) -> Vec<&'static str> {
    read(text).1.iter().map(|diagnostic| diagnostic.code.name()).collect()
}

/// The findings, drawn.
fn drawn(text: &str) -> String {
    use caseloom::diagnostic::render::human;
    let mut files = Files::new();
    files.add("mapping.yaml", text);
    human::render(&read(text).1, &files, human::Options::default())
}
