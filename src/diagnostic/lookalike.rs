//! Characters of other keyboards that look like the signs of YAML and of scripts, like letters, or like nothing at all.

use std::ops::Range;

use super::{Diagnostic, Span, codes};

/// A character that looks like a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookalike {
    /// The character.
    pub found: char,
    /// The sign it looks like.
    pub ascii: char,
    /// Its bytes in the text that was searched.
    pub range: Range<usize>,
}

impl Lookalike {
    /// The finding about it.
    #[must_use]
    pub fn diagnostic(&self, span: Span) -> Diagnostic {
        let label = if self.ascii == ' ' { "not a blank".to_owned() } else { format!("not `{}`", self.ascii) };
        Diagnostic::new(codes::LOOKALIKE_CHARACTER, self.message()).at(span, label).help(self.help())
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> String {
        if self.ascii == ' ' {
            return format!("{} ({}) stands where a blank belongs", blank(self.found), number(self.found));
        }
        format!("`{}` is {} and means nothing here", self.found, name(self.found))
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> String {
        if self.ascii == ' ' {
            return "write a blank, as the space bar gives it; a text that holds another one is quoted".to_owned();
        }
        format!("write `{}`; a text that holds `{}` is quoted", self.ascii, self.found)
    }
}

/// The sign that a character looks like.
#[must_use]
pub fn ascii(letter: char) -> Option<char> {
    Some(match letter {
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '、' => ',',
        '。' => '.',
        '【' => '[',
        '】' => ']',
        '–' | '—' | '−' => '-',
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        // The full-width forms stand in the order of ASCII.
        '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='～' => char::from_u32(u32::from(letter) - 0xFEE0)?,
        _ => return None,
    })
}

/// All such characters of a text.
pub fn all_in(text: &str) -> impl Iterator<Item = Lookalike> {
    text.char_indices()
        .filter_map(|(at, found)| Some(Lookalike { found, ascii: ascii(found)?, range: at..at + found.len_utf8() }))
}

/// What keeps a text from being a key with its value: a colon, or the blank behind one, that only looks so.
#[must_use]
pub fn in_pair(text: &str) -> Option<Lookalike> {
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    all_in(text).find(|found| {
        let before = &text[..found.range.start];
        match found.ascii {
            ':' => is_word(before),
            ' ' => before.is_empty() || before.strip_suffix(':').is_some_and(is_word),
            _ => false,
        }
    })
}

/// How a word differs from one that looks the same, or almost: by a character that can't be seen, or a letter of another
/// script. None where it differs otherwise.
#[must_use]
pub fn difference(word: &str, name: &str) -> Option<String> {
    if !skeleton(word).eq(skeleton(name)) {
        return None;
    }
    let strange = word.chars().find(|letter| !name.contains(*letter) && alike(*letter) != Some(*letter))?;
    Some(match alike(strange) {
        None => format!("what stands here holds {}, which can't be seen", number(strange)),
        Some(letter) => format!("`{strange}` in what stands here is {}, not the letter `{letter}`", number(strange)),
    })
}

/// A word as it looks.
pub fn skeleton(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter_map(alike)
}

/// The letter that a character looks like: itself for most, none for one that can't be seen.
fn alike(letter: char) -> Option<char> {
    const LETTERS: [(&str, &str); 2] =
        [("АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝ", "ABESIJKMHOPCTYXaesijopcyxdhqw"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov")];
    if letter.is_ascii() {
        return Some(letter);
    }
    if is_unseen(letter) {
        return None;
    }
    let of = |(strange, plain): &(&str, &str)| {
        strange.chars().position(|each| each == letter).and_then(|at| plain.chars().nth(at))
    };
    LETTERS.iter().find_map(of).or(Some(letter))
}

fn is_unseen(letter: char) -> bool {
    let has_no_width = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    has_no_width || ascii(letter) == Some(' ')
}

/// A character by its number: `U+0441`.
fn number(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

fn blank(letter: char) -> &'static str {
    match letter {
        '\u{a0}' | '\u{202f}' => "a non-breaking space",
        '\u{3000}' => "an ideographic space",
        _ => "a space of another width",
    }
}

fn name(letter: char) -> &'static str {
    match letter {
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»' => "a typographic quote",
        '–' | '—' | '−' => "a typographic dash",
        _ => "a full-width character",
    }
}
