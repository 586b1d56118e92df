//! From Rhai's positions (lines and columns, from 1, in characters) to bytes of the script's text.

use std::ops::Range;

use rhai::Position;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(in crate::script) struct Lines<'t> {
    pub text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The byte at a position; nothing if Rhai gives none.
    pub fn byte(&self, position: Position) -> Option<usize> {
        let start = *self.starts.get(position.line()?.checked_sub(1)?)?;
        let column = position.position().unwrap_or(1).saturating_sub(1);
        let rest = &self.text[start..];
        Some(rest.char_indices().nth(column).map_or(self.text.len(), |(offset, _)| start + offset))
    }

    /// The token at a position: a word, the inside of a text literal, an operator, or one character. Without a
    /// position, all of the text; at its end, its last character.
    pub fn token(&self, position: Position) -> Range<usize> {
        match self.byte(position) {
            Some(start) => self.token_at(start),
            None => 0..self.text.len(),
        }
    }

    /// The same, a text literal with its quotes.
    pub fn whole_token(&self, position: Position) -> Range<usize> {
        let inside = self.token(position);
        match self.byte(position) {
            Some(quote) if quote + 1 == inside.start => quote..(inside.end + 1).min(self.text.len()),
            _ => inside,
        }
    }

    /// The token that starts at a byte.
    pub fn token_at(&self, start: usize) -> Range<usize> {
        let rest = &self.text[start..];
        let Some(first) = rest.chars().next() else { return self.last_character() };
        let length = match first {
            '"' | '`' | '\'' => return self.inside_quotes(start, first),
            _ if is_word(first) => rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()),
            _ => operator(rest).unwrap_or(first.len_utf8()),
        };
        start..start + length
    }

    /// A name after a position: where `let`, `for` and the like stand before it.
    pub fn name_after(&self, position: Position, name: &str) -> Range<usize> {
        let Some(start) = self.byte(position) else { return 0..self.text.len() };
        words(&self.text[start..])
            .map(|word| start + word.start..start + word.end)
            .find(|word| &self.text[word.clone()] == name)
            .unwrap_or_else(|| self.token_at(start))
    }

    fn inside_quotes(&self, quote: usize, mark: char) -> Range<usize> {
        let inside = quote + 1;
        let mut escaped = false;
        for (offset, letter) in self.text[inside..].char_indices() {
            match letter {
                _ if escaped => escaped = false,
                '\\' if mark != '`' => escaped = true,
                _ if letter == mark => return inside..inside + offset,
                _ => {}
            }
        }
        inside..self.text.len()
    }

    fn last_character(&self) -> Range<usize> {
        let trimmed = self.text.trim_end();
        let start = trimmed.char_indices().next_back().map_or(0, |(at, _)| at);
        start..trimmed.len()
    }
}

/// The words of a text.
pub(in crate::script) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word)?;
        at = text[start..].find(|letter| !is_word(letter)).map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

const OPERATORS: [&str; 25] = [
    "===", "!==", "..=", "**=", "<<=", ">>=", "**", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "?[", "=>", "->",
    "+=", "-=", "*=", "/=", "%=", "..", "::",
];

fn operator(rest: &str) -> Option<usize> {
    OPERATORS.iter().find(|operator| rest.starts_with(**operator)).map(|operator| operator.len())
}
