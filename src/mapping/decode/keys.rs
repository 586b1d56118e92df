//! The keys of a group: which belong there, which are missing, which are misspelt.

use super::{Decode, Decoder};
use crate::diagnostic::{Diagnostic, Span, codes, lookalike, nearest};
use crate::yaml::{Entry, Key, Node};

/// The keys of a group as they are written, for findings that are about a key.
#[derive(Debug, Clone, Default)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// Those of a group.
    pub fn of(group: &Node) -> Self {
        Self(group.as_mapping().unwrap_or_default().iter().map(|entry| entry.key.clone()).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any of them may be meant for any key of the group: it is none of those, nor a misspelling of one.
    pub fn has_unknown(&self, known: &[&str]) -> bool {
        let is_known = |key: &str| known.contains(&key) || nearest::misspelt(key, known.iter().copied()).is_some();
        self.0.iter().any(|key| !is_known(&key.text))
    }

    /// Where a key stands.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.0.iter().find(|each| each.text == key).map(|each| each.span)
    }
}

/// What the keys that don't belong to a group most likely mean: a key, and the entry with its value if that is certain enough
/// to be read as if it stood there.
pub struct Meant(Vec<(String, Option<usize>)>);

impl Meant {
    fn entry(&self, key: &str) -> Option<&(String, Option<usize>)> {
        self.0.iter().find(|(meant, _)| meant == key)
    }
}

/// Reports the keys of a group that don't belong there.
pub fn check_keys(entries: &[Entry], known: &[&str], what: &str, decoder: &mut Decoder<'_>) -> Meant {
    let mut meant: Vec<(String, Option<usize>)> = Vec::new();
    for (index, Entry { key, .. }) in entries.iter().enumerate() {
        if known.contains(&key.text.as_str()) {
            continue;
        }
        decoder.report(unknown_key(key, known, what));
        let is_free = |name: &&str| entries.iter().all(|entry| entry.key.text != **name);
        let misspelt = nearest::misspelt(&key.text, known.iter().copied());
        match misspelt.or_else(|| nearest::nearest(&key.text, known.iter().copied())).filter(is_free) {
            Some(name) if meant.iter().all(|(other, _)| other != name) => {
                meant.push((name.to_owned(), misspelt.map(|_| index)));
            }
            _ => {}
        }
    }
    Meant(meant)
}

fn unknown_key(key: &Key, known: &[&str], what: &str) -> Diagnostic {
    if let Some(finding) = lookalike_in(key) {
        return finding;
    }
    Diagnostic::new(codes::UNKNOWN_KEY, format!("{what} has no key `{}`", key.text))
        .at(key.span, "unknown key")
        .help(suggestion(&key.text, known))
}

/// A colon or a blank in a key that only looks so.
pub fn lookalike_in(key: &Key) -> Option<Diagnostic> {
    let mut strange = lookalike::all_in(&key.text).filter(|found| found.ascii == ':');
    let found = lookalike::in_pair(&key.text).or_else(|| strange.next())?;
    let is_verbatim = key.span.range().len() == key.text.len();
    let start = key.span.range().start + found.range.start;
    Some(found.diagnostic(if is_verbatim {
        Span::new(key.span.file, start..start + found.range.len())
    } else {
        key.span
    }))
}

/// The entries of a group as they were meant: misspelt keys corrected, all others that don't belong there left out.
pub fn as_meant(entries: &[Entry], known: &[&str], what: &str, decoder: &mut Decoder<'_>) -> Vec<Entry> {
    let meant = check_keys(entries, known, what, decoder);
    let corrected = |(index, entry): (usize, &Entry)| {
        if known.contains(&entry.key.text.as_str()) {
            return Some(entry.clone());
        }
        let (name, _) = meant.0.iter().find(|(_, position)| *position == Some(index))?;
        Some(Entry { key: Key { text: name.clone(), span: entry.key.span }, value: entry.value.clone() })
    };
    entries.iter().enumerate().filter_map(corrected).collect()
}

/// The value of a key of a group; its absence is a problem where the type needs it.
pub fn take<T: Decode>(group: &Node, key: &str, what: &str, meant: &Meant, decoder: &mut Decoder<'_>) -> Option<T> {
    let misspelt = meant.entry(key);
    let by_meaning = || group.as_mapping()?.get(misspelt?.1?).map(|entry| &entry.value);
    if let Some(node) = group.get(key).or_else(by_meaning) {
        // A key whose value is wrong is reported already; an optional one is then as if absent.
        return T::decode(node, decoder).or_else(T::absent);
    }
    let absent = T::absent();
    if absent.is_none() && misspelt.is_none() {
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
