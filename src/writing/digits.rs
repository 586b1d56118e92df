//! Decimal digits of scripts other than Latin.

use std::borrow::Cow;

/// Scripts by the names that a mapping uses, with their zero; the other digits follow it.
const SCRIPTS: &[(&str, &str, char)] = &[
    ("thai", "Thai", '\u{0e50}'),
    ("fullwidth", "full-width", '\u{ff10}'),
    ("arabic", "Arabic-Indic", '\u{0660}'),
    ("persian", "Persian", '\u{06f0}'),
    ("devanagari", "Devanagari", '\u{0966}'),
    ("bengali", "Bengali", '\u{09e6}'),
    ("gurmukhi", "Gurmukhi", '\u{0a66}'),
    ("gujarati", "Gujarati", '\u{0ae6}'),
    ("odia", "Odia", '\u{0b66}'),
    ("tamil", "Tamil", '\u{0be6}'),
    ("telugu", "Telugu", '\u{0c66}'),
    ("kannada", "Kannada", '\u{0ce6}'),
    ("malayalam", "Malayalam", '\u{0d66}'),
    ("lao", "Lao", '\u{0ed0}'),
    ("tibetan", "Tibetan", '\u{0f20}'),
    ("myanmar", "Myanmar", '\u{1040}'),
    ("khmer", "Khmer", '\u{17e0}'),
    ("mongolian", "Mongolian", '\u{1810}'),
];

/// What names all scripts.
const ANY: &str = "any";

/// Full-width signs are this far from those of ASCII.
const FULL_WIDTH_AHEAD: u32 = 0xfee0;

/// Which digits a column has beside 0 to 9.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digits {
    /// Their zeros.
    zeros: Vec<char>,
    /// Whether signs such as `／` and `：` are read as those of ASCII, too.
    full_width: bool,
    in_words: String,
}

impl Digits {
    /// What a mapping may write: the scripts, and `any`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SCRIPTS.iter().map(|(name, ..)| *name).chain([ANY])
    }

    /// The digits of the named scripts; names that aren't known count for nothing.
    pub fn named<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Self {
        let is_any = names.clone().any(|name| name == ANY);
        let is_meant = |script: &&(&str, &str, char)| is_any || names.clone().any(|name| name == script.0);
        let meant: Vec<_> = SCRIPTS.iter().filter(is_meant).collect();
        let titles: Vec<&str> = meant.iter().map(|(_, title, _)| *title).collect();
        Self {
            zeros: meant.iter().map(|(_, _, zero)| *zero).collect(),
            full_width: meant.iter().any(|(name, ..)| *name == "fullwidth"),
            in_words: if is_any { "of any script".to_owned() } else { format!("0 to 9 or {}", titles.join(" or ")) },
        }
    }

    /// For messages: `0 to 9 or Thai`.
    pub fn in_words(&self) -> &str {
        &self.in_words
    }

    /// The text with these digits as 0 to 9.
    pub fn plain<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match text.is_ascii() {
            true => Cow::Borrowed(text),
            false => Cow::Owned(text.chars().map(|letter| self.letter(letter)).collect()),
        }
    }

    fn letter(&self, letter: char) -> char {
        let value = |zero: &char| u32::from(letter).checked_sub(u32::from(*zero)).filter(|value| *value < 10);
        match self.zeros.iter().find_map(value) {
            Some(value) => char::from_digit(value, 10).unwrap_or(letter),
            None if self.full_width => narrow(letter),
            None => letter,
        }
    }
}

/// A full-width sign as that of ASCII.
fn narrow(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - FULL_WIDTH_AHEAD).unwrap_or(letter),
        other => other,
    }
}
