//! From the YAML tree to typed values, collecting every problem on the way.
//!
//! What can't be read is reported once and becomes `None`; its neighbours are still read.

mod collections;
mod keys;
mod scalars;
mod shape;
#[macro_use]
mod section;

pub use collections::{Ids, OneOrMany, is_id};
pub use keys::{Keys, as_meant, check_keys, place_of, suggestion, take};
pub use scalars::{ColumnName, Literal, Name};
pub(crate) use section::section;
pub use shape::{Group, KeyShapes, Shape, Variants, added, is_off};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, codes, lookalike};
use crate::yaml::{Kind, Node, Style};

/// Reads a value of its own type from a node.
pub trait Decode: Sized {
    /// What stands here when it is right, for messages: `a list of names`.
    fn expected() -> String;

    /// The value, or `None` after the problem was reported.
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self>;

    /// The value of a key that isn't there; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// What such things may be called.
    fn key_form() -> KeyForm {
        KeyForm::Id
    }

    /// How a value of an overlay goes together with its base's.
    fn shape() -> Shape {
        Shape::Whole
    }
}

/// What a key that the mapping chooses may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyForm {
    /// An id, as paths and scripts name it.
    Id,
    /// An id that may hold `-`: names on the command line.
    Hyphened,
    /// A value as data have it: any text.
    Value,
}

/// Where problems go while a tree is read.
pub struct Decoder<'a> {
    /// The problems so far.
    pub diagnostics: &'a mut Diagnostics,
}

impl Decoder<'_> {
    /// Reports that `node` isn't what was expected: what it should be, and after a colon how that is written.
    pub fn mismatch(&mut self, node: &Node, expected: &str) {
        if matches!(node.kind, Kind::Invalid) {
            return;
        }
        if let Some(finding) = lookalike_pair(node) {
            return self.report(finding);
        }
        let (what, how) = expected.split_once(": ").unwrap_or((expected, ""));
        let message = format!("expected {what}, found {}", found(node));
        let help = if how.is_empty() { format!("write {what} here") } else { format!("write {how}") };
        let finding = Diagnostic::new(codes::WRONG_KIND_OF_VALUE, message).at(node.span, format!("not {what}"));
        self.report(finding.help(help));
    }

    /// Reports a list or a group whose parts are alternatives or say what has to hold, and that has none: whether it is one,
    /// and what follows from it.
    pub fn is_void(&mut self, node: &Node, lacks: &str, help: &str) -> bool {
        let (what, is_void) = match &node.kind {
            Kind::Sequence(items) => ("list", items.is_empty()),
            Kind::Mapping(entries) => ("group", entries.is_empty()),
            _ => ("", false),
        };
        if is_void {
            let finding = Diagnostic::new(codes::EMPTY_SECTION, format!("the {what} has no {lacks}"));
            self.report(finding.at(node.span, "empty").help(help));
        }
        is_void
    }

    /// Reports a problem at a span.
    pub fn problem(&mut self, code: Code, span: Span, message: impl Into<String>, label: impl Into<String>) {
        self.report(Diagnostic::new(code, message).at(span, label));
    }

    /// Adds a diagnostic.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// A text that would be a key with its value, were its colon one, or the blank behind it.
fn lookalike_pair(node: &Node) -> Option<Diagnostic> {
    let scalar = node.as_scalar().filter(|scalar| scalar.style == Style::Plain)?;
    let found = lookalike::in_pair(&scalar.text)?;
    Some(found.diagnostic(scalar.span_of(found.range.clone())))
}

/// What stands at a node, in a reader's words.
pub fn found(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) if scalar.is_null() => "nothing".to_owned(),
        Kind::Scalar(scalar) => format!("`{}`", shortened(&scalar.text)),
        Kind::Sequence(_) => "a list".to_owned(),
        Kind::Mapping(_) => "a group of keys".to_owned(),
        Kind::Invalid => "something unreadable".to_owned(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A field's name as a key: Rust's `r#` is no part of it.
pub const fn key_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Takes null from what a property may be, if its type is optional; literals may be null all the same.
pub fn drop_null(schema: &mut schemars::Schema, key: &str, type_name: &str) {
    let property = schema.get_mut("properties").and_then(|all| all.get_mut(key)).and_then(|each| each.as_object_mut());
    let Some(property) = property.filter(|_| type_name.starts_with("Option")) else { return };
    if let Some(choices) = property.get_mut("anyOf").and_then(|choices| choices.as_array_mut()) {
        choices.retain(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
        if let [serde_json::Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            property.remove("anyOf");
            property.extend(only);
        }
    }
    if let Some(kinds) = property.get_mut("type").filter(|_| !type_name.contains("Literal")) {
        let Some(list) = kinds.as_array_mut() else { return };
        list.retain(|kind| kind != "null");
        if let [only] = list.as_slice() {
            *kinds = only.clone();
        }
    }
}

/// Replaces a schema's list of required keys.
pub fn set_required(schema: &mut schemars::Schema, required: &[&str]) {
    schema.remove("required");
    if !required.is_empty() {
        schema.insert("required".to_owned(), serde_json::json!(required));
    }
}
