//! The words of a script that mean something: names that are not its own, and texts that name things.

use std::collections::BTreeSet;
use std::ops::Range;

/// Words of Rhai itself.
const KEYWORDS: &[&str] = &[
    "let", "const", "if", "else", "return", "for", "in", "while", "loop", "break", "continue", "fn", "true", "false",
    "do", "until", "switch",
];

enum Token {
    Name,
    Text,
    Sign(char),
}

/// The places of all words; `ids` are what a text may name.
pub fn words(code: &str, ids: &[String]) -> Vec<Range<usize>> {
    let tokens = tokens(code);
    let own = own_names(code, &tokens);
    let is_property = |at: usize| at > 0 && matches!(tokens[at - 1].0, Token::Sign('.'));
    let is_word = |at: usize| {
        let (token, range) = &tokens[at];
        let text = &code[range.clone()];
        match token {
            Token::Name => is_property(at) || !KEYWORDS.contains(&text) && !own.contains(text),
            Token::Text => ids.iter().any(|id| id == text),
            Token::Sign(_) => false,
        }
    };
    (0..tokens.len()).filter(|at| is_word(*at)).map(|at| tokens[at].1.clone()).collect()
}

/// Names that the script itself gives.
fn own_names<'c>(code: &'c str, tokens: &[(Token, Range<usize>)]) -> BTreeSet<&'c str> {
    let word = |at: usize| tokens.get(at).map_or("", |(_, range)| &code[range.clone()]);
    let mut own = BTreeSet::new();
    for at in 0..tokens.len() {
        match word(at) {
            "let" | "const" | "for" => {
                own.insert(word(at + 1));
            }
            // The function's name and its params; and a closure's.
            "fn" => own.extend((at + 1..tokens.len()).take_while(|at| word(*at) != ")").map(word)),
            "|" => own.extend((at + 1..tokens.len()).take_while(|at| word(*at) != "|").take(3).map(word)),
            _ => {}
        }
    }
    own
}

fn tokens(code: &str) -> Vec<(Token, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(sign) = code[at..].chars().next() {
        let rest = &code[at..];
        let end = |stop: fn(char) -> bool| rest.find(stop).map_or(code.len(), |length| at + length);
        if rest.starts_with("//") {
            at = end(|each| each == '\n');
        } else if sign.is_alphabetic() || sign == '_' {
            let next = end(|each| !each.is_alphanumeric() && each != '_');
            tokens.push((Token::Name, at..next));
            at = next;
        } else if sign.is_ascii_digit() {
            at = end(|each| !each.is_alphanumeric() && each != '_');
        } else if sign == '"' {
            let close = code[at + 1..].find('"').map_or(code.len(), |length| at + 1 + length);
            tokens.push((Token::Text, at + 1..close));
            at = close + 1;
        } else if sign.is_whitespace() {
            at += sign.len_utf8();
        } else {
            tokens.push((Token::Sign(sign), at..at + sign.len_utf8()));
            at += sign.len_utf8();
        }
    }
    tokens
}
