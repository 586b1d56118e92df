//! The words of a mapping that mean something.

use std::ops::Range;

use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::resolve;
use caseloom::yaml::{Entry, Key, Kind, Node, Scalar};

use super::script;

/// What a word is to the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It names a thing, or is a word of the language.
    Use,
    /// It gives a thing its name.
    Definition,
}

/// A word and where it stands.
pub struct Word {
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// What it is.
    pub role: Role,
    /// Its text and the keys above it, without ids: words of one kind are alike.
    pub kind: String,
}

/// Keys below which any text may stand. Their own keys still mean something.
const FREE: &[&str] = &[
    "label",
    "docs",
    "name",
    "version",
    "source_system",
    "header",
    "files",
    "rows",
    "footer",
    "default",
    "formats",
    "separator",
    "decimal",
    "common",
    "delimiter",
    "lifecycle",
    "value",
    "locale",
    "closed",
    "open",
    "special",
    "within",
    "merge_within",
    "values",
    "true",
    "false",
    "object",
    "fields",
    "filter",
    "request",
    "headers",
    "parameters",
    "body",
    "reference",
];

/// Groups whose keys may be anything.
const FREE_KEYS: &[&str] = &["values", "open", "special", "known"];

/// Keys of conditions; what stands below is a name to the left and a literal to the right.
const CONDITIONS: &[&str] = &["where", "while", "keep_if", "keep", "time_in"];

/// Groups whose keys give things their names.
const SECTIONS: &[&str] = &["params", "sources", "columns", "tracked_fields", "calendars", "activities", "profiles"];

/// All words of a mapping.
pub fn of(text: &str) -> Vec<Word> {
    of_overlay(text, "")
}

/// All words of an overlay: an id that its base has is one that it uses.
pub fn of_overlay(text: &str, base: &str) -> Vec<Word> {
    let parse = |text| resolve::parse(&mut Files::new(), "mapping.yaml", text, &mut Diagnostics::new());
    let (tree, base) = (parse(text), parse(base));
    let mut walker = Walker { text, base: &base, words: Vec::new(), ids: Vec::new(), path: Vec::new() };
    walker.collect_ids(&base);
    walker.collect_ids(&tree);
    walker.node(&tree, false);
    let uses: Vec<&str> =
        walker.words.iter().filter(|word| word.role == Role::Use).map(|word| &text[word.range.clone()]).collect();
    let is_tried = |word: &Word| word.role == Role::Use || uses.contains(&&text[word.range.clone()]);
    let keep: Vec<bool> = walker.words.iter().map(is_tried).collect();
    let mut keep = keep.into_iter();
    walker.words.retain(|_| keep.next().unwrap());
    walker.words
}

/// Keys with which an entry says all that it needs.
const ENOUGH: &[&str] =
    &["type", "from", "script", "count", "first", "last", "duration", "value", "source", "change", "files", "timezone"];

/// Whether a value of an overlay could be something new.
fn is_complete(node: &Node) -> bool {
    let adds = |node: &Node| node.get("add").is_some();
    match node.as_mapping() {
        Some(entries) => {
            ENOUGH.iter().any(|key| node.get(key).is_some()) && !entries.iter().any(|entry| adds(&entry.value))
        }
        None => node.as_text() != Some("off"),
    }
}

struct Walker<'t> {
    text: &'t str,
    /// What the mapping extends.
    base: &'t Node,
    words: Vec<Word>,
    /// What texts in scripts may name.
    ids: Vec<String>,
    /// The keys above.
    path: Vec<String>,
}

impl Walker<'_> {
    fn collect_ids(&mut self, tree: &Node) {
        let names = |section: &Node| -> Vec<String> {
            section.as_mapping().unwrap_or_default().iter().map(|entry| entry.key.text.clone()).collect()
        };
        self.ids.extend(tree.get("activities").map(names).unwrap_or_default());
        for source in tree.get("sources").and_then(Node::as_mapping).unwrap_or_default() {
            self.ids.extend(source.value.get("columns").map(names).unwrap_or_default());
        }
    }

    fn add(&mut self, range: Range<usize>, role: Role) {
        let above: Vec<&str> =
            self.path.iter().enumerate().filter(|(at, _)| !self.is_id(*at)).map(|(_, key)| key.as_str()).collect();
        let kind = format!("{} in {}", &self.text[range.clone()], above.join("."));
        self.words.push(Word { range, role, kind });
    }

    /// Whether the key at that level is an id that the mapping chose.
    fn is_id(&self, at: usize) -> bool {
        let parent = |back: usize| at.checked_sub(back).and_then(|at| self.path.get(at)).map(String::as_str);
        parent(1).is_some_and(|key| SECTIONS.contains(&key) || FREE_KEYS.contains(&key))
            || parent(2) == Some("attributes")
            || parent(1) == Some("attributes") && at > 1
    }

    fn node(&mut self, node: &Node, in_condition: bool) {
        match &node.kind {
            Kind::Mapping(entries) => entries.iter().for_each(|entry| self.entry(entry, in_condition)),
            Kind::Sequence(items) => items.iter().for_each(|item| self.node(item, in_condition)),
            Kind::Scalar(scalar) => self.scalar(scalar, in_condition),
            Kind::Invalid => {}
        }
    }

    fn entry(&mut self, entry: &Entry, in_condition: bool) {
        self.key(&entry.key, is_complete(&entry.value));
        self.path.push(entry.key.text.clone());
        let is_side = matches!(entry.key.text.as_str(), "from" | "to") && self.is_in_rule();
        let starts = CONDITIONS.contains(&entry.key.text.as_str()) && !self.is_id(self.path.len() - 1);
        self.node(&entry.value, in_condition || is_side || starts);
        self.path.pop();
    }

    /// Whether the last key is one of a rule.
    fn is_in_rule(&self) -> bool {
        self.path[0] == "activities" && (self.path.len() == 3 || self.path.len() == 4 && self.path[2] == "rules")
    }

    fn key(&mut self, key: &Key, is_complete: bool) {
        let range = unquoted(self.text, key.span.range());
        self.path.push(key.text.clone());
        let (at, parent) = (self.path.len() - 1, self.path.len().checked_sub(2).map(|at| self.path[at].clone()));
        let is_id = self.is_id(at);
        self.path.pop();
        let parent = parent.unwrap_or_default();
        // What no column is called becomes one below `take`.
        if FREE_KEYS.contains(&parent.as_str()) && at > 1 || parent == "take" {
            return;
        }
        if !is_id {
            return self.dotted(range, Role::Use);
        }
        let in_base = self.path.iter().chain([&key.text]).try_fold(self.base, |node, key| node.get(key));
        if in_base.is_some() && !self.path.is_empty() {
            // What is complete by itself is something new under another name.
            if !is_complete || parent == "params" {
                self.add(range, Role::Use);
            }
            return;
        }
        // An attribute of another name is another attribute; one of a profile's names too.
        let names_things = SECTIONS.contains(&parent.as_str()) && parent != "profiles" && self.path[0] != "output";
        match self.path[0].as_str() {
            "output" => self.add(range, Role::Use),
            // A profile may add columns.
            "profiles" if at > 2 && parent != "columns" => self.add(range, Role::Use),
            "profiles" => {}
            _ if names_things => self.add(range, Role::Definition),
            _ => {}
        }
    }

    /// A path, segment by segment.
    fn dotted(&mut self, range: Range<usize>, role: Role) {
        let mut start = range.start;
        for segment in self.text[range].split('.') {
            self.add(start..start + segment.len(), role);
            start += segment.len() + 1;
        }
    }

    fn scalar(&mut self, scalar: &Scalar, in_condition: bool) {
        let last = self.path.iter().rfind(|key| *key != "add").cloned().unwrap_or_default();
        let above: Vec<&str> = self.path.iter().map(String::as_str).collect();
        if scalar.is_null() || scalar.as_bool().is_some() || scalar.as_f64().is_some() || scalar.as_i64().is_some() {
            return;
        }
        let is_script = last == "script" || scalar.text.starts_with('=');
        let is_free = above.contains(&"label")
            || above.contains(&"docs")
            || above.contains(&"notes")
            || above.contains(&"inline")
            || above.first() == Some(&"output") && above.contains(&"columns")
            || FREE.contains(&last.as_str())
            // Names in the data, and words for nothing in it.
            || last == "field" && above[0] == "tracked_fields"
            || last == "nulls" && above[0] != "tracked_fields"
            || above.iter().any(|key| *key == "values" || *key == "words" && above[0] != "params")
            || above[0] == "params" && above.iter().filter(|key| **key != "add").count() == 2 && scalar.text != "off"
            || above[0] == "profiles" && above.get(2) == Some(&"params");
        let start = scalar.span_of(0..scalar.text.len()).range();
        if is_script {
            let words = script::words(&scalar.text, &self.ids);
            for word in words {
                self.add(scalar.span_of(word).range(), Role::Use);
            }
        } else if scalar.text.starts_with('$') {
            self.dotted(scalar.span_of(1..scalar.text.len()).range(), Role::Use);
        } else if is_free || in_condition && last != "column" {
        } else if matches!(last.as_str(), "scripts" | "timezone" | "extends" | "mapping") {
            self.add(start, Role::Use);
        } else {
            let mut at = 0;
            for part in scalar.text.split(' ') {
                self.dotted(scalar.span_of(at..at + part.len()).range(), Role::Use);
                at += part.len() + 1;
            }
        }
    }
}

fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    match text.as_bytes()[range.start] {
        b'"' | b'\'' => range.start + 1..range.end - 1,
        _ => range,
    }
}
