//! Ids and labels for what has a header or a value only.

use std::collections::BTreeSet;

/// Names that mean something of their own in paths and outputs.
const TAKEN: &[&str] = &["case", "next", "previous", "old", "new", "by", "record", "fields", "rows", "events"];

/// Ids that were given so far, and labels.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    labels: BTreeSet<String>,
}

impl Names {
    /// An id that resembles a text; `otherwise` where no letter of it can stand in one.
    pub fn id(&mut self, text: &str, otherwise: &str) -> String {
        let plain = plain(text);
        let plain = if plain.is_empty() { otherwise.to_owned() } else { plain };
        let plain = if plain.starts_with(|first: char| first.is_ascii_digit()) { format!("_{plain}") } else { plain };
        let plain = if TAKEN.contains(&plain.as_str()) { format!("{plain}_") } else { plain };
        free(&mut self.taken, plain, '_')
    }

    /// A label as it is wanted, where nothing is called so yet; else one that says of what it is, too. Names that data give
    /// to events aren't asked for here: one name in two sources may mean one activity.
    pub fn label(&mut self, wanted: &str, of: &str) -> String {
        if self.labels.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        free(&mut self.labels, format!("{of} {wanted}"), ' ')
    }

    /// The same in small letters.
    pub fn small(&mut self, text: &str, otherwise: &str) -> String {
        self.id(&text.to_lowercase(), otherwise)
    }

    /// The same with a capital letter, as attributes have: so none is headed as a standard column is.
    pub fn capital(&mut self, text: &str, otherwise: &str) -> String {
        let plain = plain(text);
        let mut letters = plain.trim_start_matches('_').chars();
        let capital = letters
            .next()
            .map(|first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
            .unwrap_or_default();
        self.id(&capital, otherwise)
    }
}

/// A text, with a number behind it where it is taken; it is taken from now on.
fn free(taken: &mut BTreeSet<String>, text: String, before_number: char) -> String {
    let mut free = text.clone();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{text}{before_number}{number}");
    }
    free
}

/// The letters, digits and underscores of a text; accents are taken off.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            'ä' | 'æ' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'Ä' => plain.push_str("Ae"),
            'Ö' => plain.push_str("Oe"),
            'Ü' => plain.push_str("Ue"),
            'ß' => plain.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' => plain.push('a'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'É' | 'È' | 'Ê' => plain.push('E'),
            'í' | 'î' | 'ï' => plain.push('i'),
            'ó' | 'ô' | 'õ' => plain.push('o'),
            'ú' | 'ù' | 'û' => plain.push('u'),
            'ç' => plain.push('c'),
            'ñ' => plain.push('n'),
            letter if letter.is_ascii_alphanumeric() => plain.push(letter),
            _ if !plain.ends_with('_') && !plain.is_empty() => plain.push('_'),
            _ => {}
        }
    }
    plain.trim_end_matches('_').to_owned()
}
