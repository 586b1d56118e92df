//! Profiles: named variants of a mapping for other shapes of export.
//!
//! A profile is laid over the tree, so that every value keeps the place it was written at.

use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes, nearest};
use crate::mapping::decode::Decode;
use crate::mapping::{Column, Profile, Source, SourceChange};
use crate::yaml::{Entry, Key, Kind, Node};

/// Sections whose entries a profile changes one by one.
const SECTIONS: &[&str] = &["sources", "tracked_fields"];

/// The names of a mapping's profiles.
pub fn profiles(tree: &Node) -> Vec<&str> {
    let entries = tree.get("profiles").and_then(Node::as_mapping).unwrap_or_default();
    entries.iter().map(|entry| entry.key.text.as_str()).collect()
}

/// Lays a profile over a mapping.
pub fn apply(mut tree: Node, name: &str, diagnostics: &mut Diagnostics) -> Node {
    let Some(profile) = tree.get("profiles").and_then(|all| all.get(name)).cloned() else {
        unknown(&tree, name, diagnostics);
        return tree;
    };
    let Kind::Mapping(entries) = profile.kind else { return tree };
    for entry in entries {
        match entry.key.text.as_str() {
            // What a profile can't have is told there; the mapping hasn't got it.
            key if !Profile::KEYS.contains(&key) => {}
            "docs" => {}
            "params" => set_params(&mut tree, &entry, diagnostics),
            section if SECTIONS.contains(&section) => change_section(&mut tree, &entry, diagnostics),
            "case" => lay_over(&mut tree, &entry),
            _ => put(&mut tree, entry),
        }
    }
    tree
}

fn unknown(tree: &Node, name: &str, diagnostics: &mut Diagnostics) {
    let known = profiles(tree);
    let help = nearest::suggest(name, "profiles", known.iter().copied())
        .unwrap_or_else(|| "the mapping has no profiles; leave `--profile` out".to_owned());
    let span = tree.entry("profiles").map_or(tree.span, |entry| entry.key.span);
    diagnostics.push(
        Diagnostic::new(codes::UNKNOWN_PROFILE, format!("no profile is called `{name}`"))
            .at(start_of(span), "the mapping's profiles")
            .help(help),
    );
}

/// A span of many lines is drawn by its first character.
fn start_of(span: Span) -> Span {
    if span.end - span.start > 80 { Span::new(span.file, span.start as usize..span.start as usize + 1) } else { span }
}

fn entries_of(node: &mut Node) -> Option<&mut Vec<Entry>> {
    match &mut node.kind {
        Kind::Mapping(entries) => Some(entries),
        _ => None,
    }
}

fn entry_of<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Entry> {
    entries_of(node)?.iter_mut().find(|entry| entry.key.text == key)
}

/// Replaces a key, or adds it.
fn put(node: &mut Node, entry: Entry) {
    if let Some(known) = entry_of(node, &entry.key.text) {
        *known = entry;
    } else if let Some(entries) = entries_of(node) {
        entries.push(entry);
    }
}

/// Replaces the keys of a group that the profile names.
fn lay_over(tree: &mut Node, change: &Entry) {
    match (entry_of(tree, &change.key.text), &change.value.kind) {
        (Some(known), Kind::Mapping(entries)) => entries.iter().for_each(|entry| put(&mut known.value, entry.clone())),
        _ => put(tree, change.clone()),
    }
}

/// A param's value in a profile takes the place of its default.
fn set_params(tree: &mut Node, change: &Entry, diagnostics: &mut Diagnostics) {
    let Some(params) = entry_of(tree, "params").filter(|params| params.value.as_mapping().is_some()) else { return };
    for given in change.value.as_mapping().unwrap_or_default() {
        match entry_of(&mut params.value, &given.key.text) {
            Some(param) => {
                let mut default = given.clone();
                default.key.text = "default".to_owned();
                put(&mut param.value, default);
            }
            None => no_target(&params.value, given, codes::UNKNOWN_PARAM, "params", diagnostics),
        }
    }
}

fn no_target(section: &Node, given: &Entry, code: crate::diagnostic::Code, many: &str, diagnostics: &mut Diagnostics) {
    let known: Vec<&str> =
        section.as_mapping().unwrap_or_default().iter().map(|entry| entry.key.text.as_str()).collect();
    let name = &given.key.text;
    let mut help = nearest::suggest(name, many, known.iter().copied()).unwrap_or_default();
    if code == codes::UNKNOWN_COLUMN && !help.starts_with("did you mean") {
        help = format!("a new column needs a `type`; {help}");
    }
    let message = format!("the profile changes `{name}`, which isn't among the {many}");
    diagnostics.push(Diagnostic::new(code, message).at(given.key.span, "nothing to change").help(help));
}

/// Changes the entries of a section one by one; `off: true` takes one away.
fn change_section(tree: &mut Node, change: &Entry, diagnostics: &mut Diagnostics) {
    // A section that is no group of keys is reported where it stands.
    let section = entry_of(tree, &change.key.text).filter(|section| section.value.as_mapping().is_some());
    let Some(section) = section else { return };
    for given in change.value.as_mapping().unwrap_or_default() {
        if given.value.get("off").and_then(Node::as_bool) == Some(true) {
            if let Some(entries) = entries_of(&mut section.value) {
                entries.retain(|entry| entry.key.text != given.key.text);
            }
            continue;
        }
        match entry_of(&mut section.value, &given.key.text) {
            Some(known) => change_entry(&mut known.value, &given.value, diagnostics),
            None => no_target(&section.value, given, codes::UNKNOWN_SOURCE, &change.key.text, diagnostics),
        }
    }
}

/// Columns are changed one by one and key by key, every other key as a whole.
fn change_entry(known: &mut Node, given: &Node, diagnostics: &mut Diagnostics) {
    for entry in given.as_mapping().unwrap_or_default() {
        match entry.key.text.as_str() {
            key if !SourceChange::KEYS.contains(&key) => {}
            "off" => {}
            "columns" => change_columns(known, entry, diagnostics),
            _ => put(known, entry.clone()),
        }
    }
}

/// The keys that say where a column's value comes from: those of one group stand together, and rule out the others.
const ORIGINS: &[&[&str]] = &[&["header"], &["from"], &["script"], &["date", "time", "nearest"]];

/// The key under which a source's columns stand, be it misspelt; none where they may stand under any of its keys.
fn key_of_columns(source: &Node) -> Option<String> {
    let keys = || source.as_mapping().unwrap_or_default().iter().map(|entry| entry.key.text.as_str());
    if keys().any(|key| key == "columns") {
        return Some("columns".to_owned());
    }
    let is_meant = |key: &&str| nearest::misspelt(key, Source::KEYS.iter().copied()) == Some("columns");
    match keys().find(is_meant) {
        Some(misspelt) => Some(misspelt.to_owned()),
        None if keys().all(|key| Source::KEYS.contains(&key)) => Some("columns".to_owned()),
        None => None,
    }
}

fn change_columns(source: &mut Node, change: &Entry, diagnostics: &mut Diagnostics) {
    let Some(name) = key_of_columns(source) else { return };
    let (Some(columns), Kind::Mapping(changed)) = (entry_of(source, &name), &change.value.kind) else {
        return put(source, change.clone());
    };
    for given in changed {
        match entry_of(&mut columns.value, &given.key.text) {
            Some(column) => change_column(column, given),
            None if Column::shape().is_complete(&given.value) => put(&mut columns.value, given.clone()),
            None => no_target(&columns.value, given, codes::UNKNOWN_COLUMN, "columns", diagnostics),
        }
    }
}

/// Lays a column's keys over those that it has; a type alone, or an expression, takes its place.
fn change_column(column: &mut Entry, given: &Entry) {
    make_group(&mut column.value);
    match (&mut column.value.kind, &given.value.kind) {
        (Kind::Mapping(known), Kind::Mapping(keys)) => {
            rule_out(known, keys);
            keys.iter().for_each(|entry| put(&mut column.value, entry.clone()));
        }
        _ => *column = given.clone(),
    }
}

/// A type alone becomes a group of keys; an expression stays what it is.
fn make_group(column: &mut Node) {
    if column.as_text().is_some_and(|text| !text.starts_with('=')) {
        let key = Key { text: "type".to_owned(), span: column.span };
        let value = column.clone();
        column.kind = Kind::Mapping(vec![Entry { key, value }]);
    }
}

/// Where the profile says where the value comes from, what else said so is dropped.
fn rule_out(known: &mut Vec<Entry>, keys: &[Entry]) {
    let is_named = |group: &&&[&str]| keys.iter().any(|entry| group.contains(&entry.key.text.as_str()));
    let (named, others): (Vec<&&[&str]>, Vec<_>) = ORIGINS.iter().partition(is_named);
    if !named.is_empty() {
        known.retain(|entry| !others.iter().any(|group| group.contains(&entry.key.text.as_str())));
    }
}
