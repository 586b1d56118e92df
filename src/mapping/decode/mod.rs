//! From the YAML tree to typed values, collecting every problem on the way.
//!
//! What can't be read is reported once and becomes `None`; its neighbours are still read.

mod collections;
mod scalars;
#[macro_use]
mod section;

pub use collections::{Ids, OneOrMany};
pub use scalars::{Literal, Name};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, codes, nearest};
use crate::yaml::{Entry, Kind, Node};

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
        let (what, how) = expected.split_once(": ").unwrap_or((expected, ""));
        let message = format!("expected {what}, found {}", found(node));
        let help = if how.is_empty() { format!("write {what} here") } else { format!("write {how}") };
        let finding = Diagnostic::new(codes::WRONG_KIND_OF_VALUE, message).at(node.span, format!("not {what}"));
        self.report(finding.help(help));
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

/// Reports the keys of a group that don't belong there.
pub fn check_keys(entries: &[Entry], known: &[&str], what: &str, decoder: &mut Decoder<'_>) {
    for entry in entries {
        if known.contains(&entry.key.text.as_str()) {
            continue;
        }
        let message = format!("{what} has no key `{}`", entry.key.text);
        decoder.report(
            Diagnostic::new(codes::UNKNOWN_KEY, message)
                .at(entry.key.span, "unknown key")
                .help(suggestion(&entry.key.text, known)),
        );
    }
}

/// The value of a key of a group; its absence is a problem where the type needs it.
pub fn take<T: Decode>(group: &Node, key: &str, what: &str, decoder: &mut Decoder<'_>) -> Option<T> {
    if let Some(node) = group.get(key) {
        // A key whose value is wrong is reported already; an optional one is then as if absent.
        return T::decode(node, decoder).or_else(T::absent);
    }
    let absent = T::absent();
    if absent.is_none() {
        let message = format!("{what} needs the key `{key}`");
        decoder.report(
            Diagnostic::new(codes::MISSING_KEY, message)
                .at(place_of(group), format!("`{key}` is missing"))
                .help(format!("add `{key}:` with {}", T::expected())),
        );
    }
    absent
}

/// How long a group may be to be marked as a whole.
const SHORT: u32 = 60;

/// Where a group is pointed at: a long one by its first key.
pub fn place_of(group: &Node) -> Span {
    match group.as_mapping().and_then(|entries| entries.first()) {
        Some(first) if group.span.end - group.span.start > SHORT => first.key.span,
        _ => group.span,
    }
}

/// What to write instead of an unknown key.
pub fn suggestion(word: &str, known: &[&str]) -> String {
    nearest::suggest(word, "keys", known.iter().copied()).unwrap_or_default()
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
