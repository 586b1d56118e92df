//! Words that exports use: headers, statuses, truth, nothing. In English, German, French, Spanish, Chinese and Thai.

mod headers;
mod lists;
mod statuses;

pub use headers::{Concept, concept_of, concepts_of, ends_in, speaks_of_time};
pub use lists::{is_null, rank_of_priority, truth};
pub use statuses::{Role, are_statuses, role_of_param, role_of_status};

/// A name in small letters, without what separates words.
pub fn fold(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A text in small letters whose words stand between single spaces, with one before the first and after the last.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::from(" ");
    let mut was_small = false;
    for letter in text.chars() {
        // `ClosedDate` is two words.
        if letter.is_uppercase() && was_small {
            spaced.push(' ');
        }
        was_small = letter.is_lowercase();
        if letter.is_alphanumeric() || is_mark(letter) {
            spaced.extend(letter.to_lowercase());
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    if !spaced.ends_with(' ') {
        spaced.push(' ');
    }
    spaced
}

/// Thai vowels and tones that are no letters by themselves.
fn is_mark(letter: char) -> bool {
    ('\u{0e31}'..='\u{0e4e}').contains(&letter)
}

/// Whether a text has a word of a list: one in Latin letters as the start of a word, any other anywhere.
fn has_any(spaced: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        if word.is_ascii() || is_latin(word) { spaced.contains(&format!(" {word}")) } else { spaced.contains(word) }
    })
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|letter| (letter as u32) < 0x250 || letter == ' ')
}
