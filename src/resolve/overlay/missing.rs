//! Findings on what an overlay changes and the base hasn't.

use super::Path;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::mapping::decode::{Shape, is_off};
use crate::yaml::{Entry, Node};

/// A thing that isn't in the base, and that is too little to be something new.
pub fn thing(known: &[Entry], given: &Entry, path: &Path, shape: Shape) -> Diagnostic {
    let name = &given.key.text;
    let (one, many) = in_words(path);
    let verb = if is_off(&given.value) { "switches off" } else { "changes" };
    let message = format!("the overlay {verb} `{name}`, and the base has no {one} of that name");
    let names: Vec<&str> = known.iter().map(|entry| entry.key.text.as_str()).collect();
    let suggestion = nearest::suggest(name, many, names.into_iter());
    let help = match (suggestion, missing_keys(shape)) {
        (Some(near), _) if near.starts_with("did you mean") || is_off(&given.value) => near,
        (suggestion, Some(keys)) => {
            let listed = suggestion.map(|names| format!("; {names}")).unwrap_or_default();
            format!("a new {one} needs {keys}{listed}")
        }
        (suggestion, None) => suggestion.unwrap_or_else(|| format!("the base has no {many}")),
    };
    Diagnostic::new(codes::OVERRIDE_TARGETS_NOTHING, message).at(given.key.span, "not in the base").help(help)
}

/// A new profile that is called nearly like one of the base's. Names that differ by a number are meant to.
pub fn near_profile(known: &[Entry], given: &Entry) -> Option<Diagnostic> {
    let name = &given.key.text;
    let without_digits = |name: &str| name.replace(|letter: char| letter.is_ascii_digit(), "");
    let names = known.iter().map(|entry| entry.key.text.as_str());
    let near = nearest::misspelt(name, names.filter(|known| without_digits(known) != without_digits(name)))?;
    let message = format!("the overlay adds the profile `{name}`, and the base has `{near}`");
    let help = format!("did you mean `{near}`? A profile of its own is better called by a name less like it");
    let finding = Diagnostic::new(codes::NEARLY_KNOWN_PROFILE, message).at(given.key.span, "not in the base");
    Some(finding.help(help))
}

/// A key that the base doesn't use, and that the overlay takes away.
pub fn key(known: &[Entry], given: &Entry) -> Diagnostic {
    let name = &given.key.text;
    let message = format!("the overlay switches off `{name}`, and the base doesn't have it here");
    let names = known.iter().map(|entry| entry.key.text.as_str());
    let help = nearest::suggest(name, "keys", names).unwrap_or_else(|| "drop this line".to_owned());
    Diagnostic::new(codes::OVERRIDE_TARGETS_NOTHING, message).at(given.key.span, "not in the base").help(help)
}

/// A key that has to be there, and that the overlay takes away.
pub fn needed(given: &Entry) -> Diagnostic {
    let name = &given.key.text;
    let message = format!("`{name}` can't be switched off: something has to stand there");
    let help = format!("drop this line to leave `{name}` as it is, or write what stands there instead");
    let span = given.key.span.join(given.value.span);
    Diagnostic::new(codes::DISABLED_IN_USE, message).at(span, "switched off here").help(help)
}

/// A group of keys in place of a list, other than `{ add: … }`.
pub fn no_addition(over: &Node) -> Diagnostic {
    let wrong = over.as_mapping().unwrap_or_default().iter().find(|entry| entry.key.text != "add");
    let (span, message) = match wrong {
        Some(entry) => (entry.key.span, format!("a list has no key `{}`", entry.key.text)),
        None => (over.span, "expected a list, found a group of keys".to_owned()),
    };
    let help = "write the whole list, or what is appended to the base's: `{ add: […] }`";
    Diagnostic::new(codes::UNKNOWN_KEY, message).at(span, "unknown key").help(help)
}

/// Which keys would make it something new.
fn missing_keys(shape: Shape) -> Option<String> {
    let Shape::Group(group) = shape else { return None };
    let keys = match group.variants.complete_by {
        [] => (group.required)(),
        any => any.iter().take(4).copied().collect(),
    };
    let (one_of, between) = if group.variants.complete_by.is_empty() { ("", "` and `") } else { ("one of ", "`, `") };
    let or_other = if group.variants.complete_by.len() > 4 { ", or the like" } else { "" };
    (!keys.is_empty()).then(|| format!("{one_of}`{}`{or_other}", keys.join(between)))
}

/// What a section's things are called: one, and many.
pub fn in_words(path: &Path) -> (&'static str, &'static str) {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    match keys.as_slice() {
        ["params", _] => ("param", "params"),
        ["sources", _] => ("source", "sources"),
        [.., "columns", _] => ("column", "columns"),
        ["tracked_fields", _] => ("tracked field", "tracked fields"),
        ["calendars", _] => ("calendar", "calendars"),
        ["activities", _] => ("activity", "activities"),
        ["attributes", _, _] | ["activities", _, "attributes", _] => ("attribute", "attributes"),
        ["profiles", _] => ("profile", "profiles"),
        [.., "values", _] => ("value", "values"),
        _ => ("entry", "entries"),
    }
}
