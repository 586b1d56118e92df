//! The valid name that a mistyped one most likely meant.

use super::lookalike;

/// How many valid names a help lists at most.
const LISTED: usize = 8;

/// The candidate that `word` most likely meant, if one is near enough not to be silly.
///
/// Names that differ only in the case of letters, in `_`, `-` or spaces come first, then few typing mistakes, then the only
/// name that starts with the word or that the word starts with. Of equally near ones the first in the order of bytes wins.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let ranked = candidates
        .filter(|candidate| *candidate != word)
        .filter_map(|name| Some((distance(&folded, &fold(name))?, name)));
    ranked.min().map(|(_, name)| name)
}

/// The candidate of which `word` is a misspelling: a nearest one that differs by typing mistakes only.
pub fn misspelt<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let ranked = candidates
        .filter(|candidate| *candidate != word)
        .filter_map(|name| Some((mistakes(&folded, &fold(name))?, name)));
    ranked.min().map(|(_, name)| name)
}

/// The help for an unknown name: the nearest valid one, else the valid ones (at most 8 of them).
///
/// `what` is the plural of what is named, such as `activities`. None where there is nothing to name.
pub fn suggest<'a>(word: &str, what: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    match nearest(word, candidates.clone()) {
        Some(name) => Some(did_you_mean(word, name)),
        None => list(what, candidates),
    }
}

/// The question whether a valid name was meant, and how the word differs where that can't be seen.
pub fn did_you_mean(word: &str, name: &str) -> String {
    match lookalike::difference(word, name) {
        Some(difference) => format!("did you mean `{name}`? {difference}"),
        None => format!("did you mean `{name}`?"),
    }
}

fn list<'a>(what: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let total = candidates.clone().count();
    let names: Vec<String> = candidates.take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = if total > LISTED { format!(" and {} more", total - LISTED) } else { String::new() };
    (total > 0).then(|| format!("{what}: {}{more}", names.join(", ")))
}

/// As it looks, in lower case and without what separates words.
fn fold(word: &str) -> String {
    lookalike::skeleton(word)
        .filter(|letter| !matches!(letter, '_' | '-' | ' ' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// How far two folded words lie apart; none if too far to suggest one for the other.
fn distance(word: &str, candidate: &str) -> Option<usize> {
    if let Some(mistakes) = mistakes(word, candidate) {
        return Some(mistakes);
    }
    let length = word.chars().count();
    let shared =
        length >= 3 && candidate.chars().count() >= 3 && (candidate.starts_with(word) || word.starts_with(candidate));
    // A prefix counts as farther than any number of mistakes allowed above.
    shared.then(|| length + strsim::damerau_levenshtein(word, candidate))
}

/// The typing mistakes between two folded words, if they are few: one in three characters. In a word of one or two
/// characters any other word would be near.
fn mistakes(word: &str, candidate: &str) -> Option<usize> {
    let mistakes = strsim::damerau_levenshtein(word, candidate);
    (mistakes <= word.chars().count() / 3).then_some(mistakes)
}
