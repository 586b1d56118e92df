//! Changes in words.

use super::changes::{Change, What, is_same};
use super::flat::VALUE;
use super::inline::inline;
use super::upgrade::{Conflict, Upgrade};
use crate::diagnostic::Files;
use crate::yaml::Node;

/// Changes, a line each, below the names of the sections.
pub fn changes_in_words(changes: &[Change]) -> String {
    let mut text = String::new();
    let mut last = String::new();
    for change in changes {
        let Place { section, id, key } = place(&change.path);
        if section != last {
            text.push_str(&format!("{section}\n"));
            last = section;
        }
        text.push_str(&format!("  {:<8} {}\n", verb(change), said(change, &id, key.as_deref())));
    }
    text
}

/// Where a change stands: its section, the thing, and the key of the thing.
pub struct Place {
    /// The section.
    pub section: String,
    /// The thing's id; of a column with that of its source. Empty for what is said of the mapping itself.
    pub id: String,
    /// Which of its keys.
    pub key: Option<String>,
}

/// What a path means to a reader.
pub fn place(path: &[String]) -> Place {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let key = |rest: &[&str]| (!rest.is_empty()).then(|| rest.join("."));
    let (section, id, rest) = match keys.as_slice() {
        ["sources", source, "columns", column, rest @ ..] => ("columns", format!("{source}.{column}"), rest),
        ["attributes", level, id, rest @ ..] => match *level {
            "case" => ("attributes of cases", (*id).to_owned(), rest),
            "event" => ("attributes of events", (*id).to_owned(), rest),
            _ => ("attributes of the log", (*id).to_owned(), rest),
        },
        [section @ ("case" | "output" | "daylight_saving"), rest @ ..] => (*section, String::new(), rest),
        ["label" | "docs" | "name" | "version" | "caseloom" | "source_system" | "timezone", ..] => {
            ("mapping", String::new(), keys.as_slice())
        }
        ["scripts", name] => ("scripts", (*name).to_owned(), &[] as &[&str]),
        ["scripts"] => ("scripts", String::new(), &[] as &[&str]),
        [section, id, rest @ ..] => (*section, (*id).to_owned(), rest),
        [only] => (*only, String::new(), &[] as &[&str]),
        [] => ("mapping", String::new(), &[] as &[&str]),
    };
    Place { section: section.to_owned(), id, key: key(rest) }
}

/// What happened, in one word.
pub fn verb(change: &Change) -> &'static str {
    let is_label = change.path.iter().rev().take(2).any(|key| key == "label");
    let Place { key, .. } = place(&change.path);
    match (&change.what, key) {
        (What::Added(_), None) => "added",
        (What::Removed(_), None) => "removed",
        (What::Renamed(_), _) => "renamed",
        (What::Changed(..), Some(_)) if is_label => "renamed",
        _ => "changed",
    }
}

fn said(change: &Change, id: &str, key: Option<&str>) -> String {
    let what = |rest: String| if id.is_empty() { rest } else { format!("{id}: {rest}") };
    match (&change.what, key) {
        (What::ScriptChanged, _) => format!("{id}: another text"),
        (What::Renamed(new), _) => format!("{id} is {new} now"),
        (What::Added(node) | What::Removed(node), None) => thing(id, node),
        (What::Added(node), Some(key)) => what(format!("{} is {}", named(key), shown(node))),
        (What::Removed(node), Some(key)) => what(format!("no {}, was {}", named(key), shown(node))),
        (What::Changed(old, new), key) => what(changed(key, old, new)),
    }
}

fn changed(key: Option<&str>, old: &Node, new: &Node) -> String {
    let subject = key.map(|key| format!("{} ", named(key))).unwrap_or_default();
    match (old.as_sequence(), new.as_sequence()) {
        (Some([_]), Some([_])) => format!("{subject}is {}, was {}", shown(new), shown(old)),
        (Some(before), Some(after)) if is_list_of_words(before) && is_list_of_words(after) => {
            format!("{subject}{}", members(before, after))
        }
        _ => format!("{subject}is {}, was {}", shown(new), shown(old)),
    }
}

/// A value in one line; a list of one is that one.
fn shown(node: &Node) -> String {
    match node.as_sequence() {
        Some([only]) => inline(only),
        _ => inline(node),
    }
}

fn is_list_of_words(items: &[Node]) -> bool {
    items.iter().all(|item| item.as_scalar().is_some())
}

/// What a list has that the other hasn't.
fn members(old: &[Node], new: &[Node]) -> String {
    let missing = |from: &[Node], other: &[Node]| -> Vec<String> {
        let is_in = |item: &&Node| !other.iter().any(|each| is_same(each, item));
        from.iter().filter(is_in).map(inline).collect()
    };
    let (more, less) = (missing(new, old), missing(old, new));
    let parts = [("also has", more), ("has no longer", less)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(what, words)| format!("{what} {}", words.join(", ")))
        .collect();
    match parts.is_empty() {
        true => format!("has another order: {}", new.iter().map(inline).collect::<Vec<_>>().join(", ")),
        false => parts.join("; "),
    }
}

/// A thing by its id and its label.
fn thing(id: &str, node: &Node) -> String {
    let label = node.get("label").and_then(|label| label.get("en").or(Some(label))).and_then(Node::as_text);
    match label {
        Some(label) => format!("{id} ({label})"),
        None if id.is_empty() => inline(node),
        None => id.to_owned(),
    }
}

fn named(key: &str) -> String {
    match key {
        VALUE => "the value".to_owned(),
        _ => format!("`{}`", key.strip_suffix(&format!(".{VALUE}")).unwrap_or(key)),
    }
}

/// What a newer base means for an overlay.
pub fn upgrade_in_words(upgrade: &Upgrade, files: &Files) -> String {
    let mut text = String::new();
    if !upgrade.conflicts.is_empty() {
        text.push_str("to be looked at\n");
        let lines = upgrade.conflicts.iter().map(|conflict| format!("  {}\n", conflict_in_words(conflict, files)));
        text.extend(lines);
    }
    if !upgrade.along.is_empty() {
        text.push_str("comes along\n");
        text.extend(changes_in_words(&upgrade.along).lines().map(|line| format!("  {line}\n")));
    }
    text
}

fn conflict_in_words(conflict: &Conflict, files: &Files) -> String {
    let (line, _) = files.line_column(conflict.span.file, conflict.span.start);
    let Place { id, key, section } = place(&conflict.change.path);
    let verb = verb(&conflict.change);
    let said = said(&conflict.change, &id, key.as_deref());
    format!("{}:{line}  {section}: the base {verb} {said}; {}", files.name(conflict.span.file), conflict.why.in_words())
}
