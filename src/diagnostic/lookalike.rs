//! Characters of other keyboards that look like the signs of YAML and of scripts.

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
        Diagnostic::new(codes::LOOKALIKE_CHARACTER, self.message())
            .at(span, format!("not `{}`", self.ascii))
            .help(self.help())
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> String {
        format!("`{}` is {} and means nothing here", self.found, name(self.found))
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> String {
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
        // The full-width forms stand in the order of ASCII.
        '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='～' => char::from_u32(u32::from(letter) - 0xFEE0)?,
        _ => return None,
    })
}

/// The first such character of a text.
#[must_use]
pub fn in_text(text: &str) -> Option<Lookalike> {
    text.char_indices()
        .find_map(|(at, found)| Some(Lookalike { found, ascii: ascii(found)?, range: at..at + found.len_utf8() }))
}

fn name(letter: char) -> &'static str {
    match letter {
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»' => "a typographic quote",
        '–' | '—' | '−' => "a typographic dash",
        _ => "a full-width character",
    }
}
