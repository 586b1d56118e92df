//! Every word of a mapping that means something, misspelt: the finding stands at the misspelt word.
//!
//! The words come from the tree, and from scripts by their tokens; only texts that may be anything are left out.

mod script;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use caseloom::diagnostic::{Diagnostic, Place, Severity};

use crate::mapping::{checked, good, planned, root};
use words::{Role, Word};

#[test]
fn a_misspelt_word_is_found_where_it_stands() {
    let mut failures = Vec::new();
    let mut tried = 0;
    for path in good() {
        let text = std::fs::read_to_string(&path).unwrap();
        let words = one_of_each_kind(words::of(&text));
        let taken: BTreeSet<&str> = words.iter().map(|word| &text[word.range.clone()]).collect();
        tried += words.len();
        failures.par_extend(words.par_iter().filter_map(|word| failure(&path, &text, word, &taken)));
    }
    assert!(tried > 300, "only {tried} words");
    failures.sort();
    assert!(failures.is_empty(), "{} of {tried}:\n{}", failures.len(), failures.join("\n"));
}

/// Words of one kind are alike, and a large mapping has many of each.
fn one_of_each_kind(words: Vec<Word>) -> Vec<Word> {
    let mut kinds = BTreeSet::new();
    words.into_iter().filter(|word| kinds.insert(word.kind.clone())).collect()
}

/// A mapping that uses what the shipped ones don't.
#[test]
fn so_it_is_in_the_rest_of_the_language() {
    let text = include_str!("all.yaml");
    let path = root().join("tests/suite/misspelt/all.yaml");
    let (found, _) = checked(&path, text);
    assert!(found.is_empty(), "{found:#?}");
    let words = words::of(text);
    let taken: BTreeSet<&str> = words.iter().map(|word| &text[word.range.clone()]).collect();
    let mut failures: Vec<String> = words.par_iter().filter_map(|word| failure(&path, text, word, &taken)).collect();
    failures.sort();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), words.len(), failures.join("\n"));
}

/// An overlay over that mapping.
#[test]
fn so_it_is_in_an_overlay() {
    let text = include_str!("overlay.yaml");
    let path = root().join("tests/suite/misspelt/overlay.yaml");
    let (found, _) = checked(&path, text);
    assert!(found.is_empty(), "{found:#?}");
    let words = words::of_overlay(text, include_str!("all.yaml"));
    let taken: BTreeSet<&str> = words.iter().map(|word| &text[word.range.clone()]).collect();
    let mut failures: Vec<String> = words.par_iter().filter_map(|word| failure(&path, text, word, &taken)).collect();
    failures.sort();
    assert!(words.len() > 150, "only {} words", words.len());
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), words.len(), failures.join("\n"));
}

/// Why a word, misspelt, isn't found as it should be.
fn failure(path: &Path, text: &str, word: &Word, taken: &BTreeSet<&str>) -> Option<String> {
    let right = &text[word.range.clone()];
    let wrong = misspelt(right, taken);
    let changed = format!("{}{wrong}{}", &text[..word.range.start], &text[word.range.end..]);
    // A profile counts where it is in force.
    let profile = word.kind.contains(" in profiles").then(|| profile_at(text, word.range.start)).flatten();
    let (found, ..) = planned(path, &changed, profile);
    let errors: Vec<&Diagnostic> = found.iter().filter(|each| each.severity() == Severity::Error).collect();
    let marked: Vec<&str> = errors.iter().filter_map(|error| marked(error, &changed)).collect();
    let is_found = match word.role {
        Role::Use => {
            errors.iter().any(|error| start(error) == Some(word.range.start)) && marked.contains(&wrong.as_str())
        }
        // What is defined under another name is missed where it is used.
        Role::Definition => marked.contains(&right),
    };
    let line = text[..word.range.start].matches('\n').count() + 1;
    let messages: Vec<String> = errors
        .iter()
        .map(|error| format!("{} at `{}`", error.message, super::misspelt::marked(error, &changed).unwrap_or("")))
        .collect();
    (!is_found).then(|| format!("{}:{line}: `{right}` as `{wrong}`, {}: {messages:?}", path.display(), word.kind))
}

/// The profile in which a word stands.
fn profile_at(text: &str, at: usize) -> Option<&str> {
    let above = text[..at].lines().rev();
    let mut names = above.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    names.find_map(|line| line.strip_suffix(':'))
}

fn start(error: &Diagnostic) -> Option<usize> {
    match error.primary()?.place {
        Place::Text(span) => Some(span.range().start),
        _ => None,
    }
}

/// The text under the first label.
fn marked<'t>(error: &Diagnostic, text: &'t str) -> Option<&'t str> {
    match error.primary()?.place {
        Place::Text(span) if span.file.0 == 0 => text.get(span.range()),
        _ => None,
    }
}

/// The word with a letter replaced, so that it is none that the mapping has.
fn misspelt(word: &str, taken: &BTreeSet<&str>) -> String {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let replaced = |with: char| {
        let mut letters = letters.clone();
        if letters.len() < 2 {
            letters.push(with)
        } else {
            letters[middle] = with
        }
        letters.into_iter().collect::<String>()
    };
    let mut candidates = ['q', 'x', 'j', 'k'].into_iter().map(replaced);
    candidates.find(|candidate| candidate != word && !taken.contains(candidate.as_str())).unwrap()
}
