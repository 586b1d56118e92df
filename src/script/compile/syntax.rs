//! Texts for what doesn't parse.

use rhai::{LexError, ParseError, ParseErrorType as P};

use super::position::{Lines, words};
use super::problem::{Problem, ProblemKind};
use crate::diagnostic::lookalike::{self, Lookalike};
use crate::script::run::sandbox::DISABLED;

/// The problem that stopped the parser.
pub(in crate::script) fn problem(lines: &Lines, error: &ParseError) -> Problem {
    let range = lines.token(error.position());
    let found = lines.text.get(range.clone()).unwrap_or_default();
    if let Some(lookalike) = lookalike_outside_texts(lines.text) {
        let message = lookalike.message();
        return Problem::new(ProblemKind::Lookalike, lookalike.range.clone(), message)
            .with_help(Some(lookalike.help()));
    }
    match error.err_type() {
        P::FnDuplicatedDefinition(name, _) => defined_twice(name, lines.name_after(error.position(), name)),
        P::Reserved(word)
        | P::BadInput(LexError::ImproperSymbol(word, _))
        | P::BadInput(LexError::UnexpectedInput(word)) => reserved(lines, range, word),
        P::BadInput(LexError::MalformedChar(_)) => {
            Problem::new(ProblemKind::Syntax, range, "single quotes hold one character")
                .with_help(Some("write text in double quotes".into()))
        }
        P::BadInput(LexError::UnterminatedString) => {
            Problem::new(ProblemKind::Syntax, range, "the text is never closed")
        }
        P::ExprTooDeep => Problem::new(ProblemKind::NotAllowed, range, "the script is nested too deep"),
        P::TooManyFunctions => Problem::new(ProblemKind::NotAllowed, range, "the script has too many functions"),
        P::UnexpectedEOF => {
            never_closed(lines).unwrap_or_else(|| Problem::new(ProblemKind::Syntax, range, "the script ends too early"))
        }
        kind => general(lines, range, found, kind),
    }
}

/// A function that is there already.
pub(in crate::script) fn defined_twice(name: &str, range: std::ops::Range<usize>) -> Problem {
    Problem::new(ProblemKind::NotAllowed, range, format!("`{name}` is defined twice"))
        .with_help(Some("rename or remove one of the two".into()))
}

/// A statement in an expression, if that is where the parser stopped.
pub(in crate::script) fn statement(lines: &Lines, error: &ParseError) -> Option<Problem> {
    let range = lines.token(error.position());
    let word = lines.text.get(range.clone()).filter(|word| STATEMENTS.contains(word))?;
    let message = format!("`{word}` is for scripts of several statements, and this is an expression");
    let help =
        "write the script under `script: |`; a condition can call a function that a file under `scripts:` defines";
    Some(Problem::new(ProblemKind::Syntax, range, message).with_help(Some(help.into())))
}

/// What begins, ends or groups statements.
const STATEMENTS: [&str; 13] =
    ["let", "const", "fn", "for", "while", "loop", "do", "return", "break", "continue", "throw", ";", "{"];

/// A full-width sign or typographic quote, which only texts and comments may hold.
fn lookalike_outside_texts(script: &str) -> Option<Lookalike> {
    let mut at = 0;
    while let Some(letter) = script.get(at..).and_then(|rest| rest.chars().next()) {
        if let Some(ascii) = lookalike::ascii(letter) {
            return Some(Lookalike { found: letter, ascii, range: at..at + letter.len_utf8() });
        }
        at += skipped(script, at, letter);
    }
    None
}

/// The bracket that nothing closes: the parser stumbles elsewhere, mostly at the end.
fn never_closed(lines: &Lines) -> Option<Problem> {
    let place = unclosed(lines.text)?;
    let bracket = &lines.text[place..=place];
    let help = "close it where what it holds ends";
    let message = format!("`{bracket}` is never closed");
    Some(Problem::new(ProblemKind::Syntax, place..place + 1, message).with_help(Some(help.into())))
}

fn unclosed(script: &str) -> Option<usize> {
    let (mut open, mut at) = (Vec::new(), 0);
    while let Some(letter) = script.get(at..).and_then(|rest| rest.chars().next()) {
        match letter {
            '(' | '[' | '{' => open.push((at, letter)),
            ')' | ']' | '}' => {
                let (place, opening) = open.pop()?;
                if !matches!((opening, letter), ('(', ')') | ('[', ']') | ('{', '}')) {
                    return Some(place);
                }
            }
            _ => {}
        }
        at += skipped(script, at, letter);
    }
    open.pop().map(|(place, _)| place)
}

/// How many bytes a letter takes, or the text or comment that begins with it.
fn skipped(script: &str, at: usize, letter: char) -> usize {
    let rest = &script[at..];
    match letter {
        '"' | '`' => text_length(rest, letter),
        '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
        '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
        _ => letter.len_utf8(),
    }
}

/// The bytes of a text literal; of one that isn't closed, the quote alone.
fn text_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    1
}

fn general(lines: &Lines, range: std::ops::Range<usize>, found: &str, kind: &P) -> Problem {
    if let Some(help) = habit(found) {
        return Problem::new(ProblemKind::Syntax, range, format!("`{found}` cannot stand here")).with_help(Some(help));
    }
    if KEYWORDS.contains(&found) && matches!(kind, P::VariableExpected | P::FnMissingName | P::PropertyExpected) {
        return as_name(range, found);
    }
    if let Some(problem) = word_before(lines, &range) {
        return problem;
    }
    if instead_of(found).is_some() {
        return reserved(lines, range, found);
    }
    if let Some(problem) = never_closed(lines) {
        return problem;
    }
    let text = kind.to_string().replace('\'', "`");
    let mut letters = text.chars();
    let message = letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
    Problem::new(ProblemKind::Syntax, range, message)
}

/// `not true`: the parser stumbles over the word after the one that is wrong.
fn word_before(lines: &Lines, range: &std::ops::Range<usize>) -> Option<Problem> {
    let word = words(&lines.text[..range.start]).last()?;
    let found = &lines.text[word.clone()];
    let help = habit(found)?;
    Some(Problem::new(ProblemKind::Syntax, word.clone(), format!("`{found}` cannot stand here")).with_help(Some(help)))
}

/// What people write who come from other languages.
fn habit(found: &str) -> Option<String> {
    let instead = match found {
        "and" | "AND" | "&" => "write `&&`",
        "or" | "OR" | "|" => "write `||`",
        "not" | "NOT" => "write `!`",
        "=" => "write `==` to compare",
        "<>" => "write `!=`",
        "elif" | "elsif" | "elseif" => "write `else if`",
        "then" | "end" | "begin" => "write `if condition { … } else { … }`",
        _ => return None,
    };
    Some(instead.into())
}

fn reserved(lines: &Lines, range: std::ops::Range<usize>, word: &str) -> Problem {
    let range = if lines.text.get(range.clone()) == Some(word) { range } else { widened(lines, range, word) };
    if DISABLED.contains(&word) || OUTSIDE.contains(&word) {
        return Problem::new(ProblemKind::NotAllowed, range, format!("`{word}` is not available in a mapping"));
    }
    if let Some(help) = habit(word) {
        return Problem::new(ProblemKind::Syntax, range, format!("`{word}` cannot stand here")).with_help(Some(help));
    }
    let kind = if word.chars().all(|letter| letter.is_ascii_alphabetic()) {
        ProblemKind::ReservedWord
    } else {
        ProblemKind::Syntax
    };
    if kind == ProblemKind::ReservedWord && is_name_expected(lines, &range) {
        return as_name(range, word);
    }
    let message = match kind {
        ProblemKind::ReservedWord => format!("`{word}` is a reserved word and names nothing here"),
        _ => format!("`{word}` means nothing in a script"),
    };
    Problem::new(kind, range, message).with_help(instead_of(word))
}

/// A word of the language where a name of its own is defined.
fn as_name(range: std::ops::Range<usize>, word: &str) -> Problem {
    let message = format!("`{word}` is a reserved word and can't be a name");
    let help = format!("choose another name, such as `{word}_` or `my_{word}`");
    Problem::new(ProblemKind::ReservedWord, range, message).with_help(Some(help))
}

/// Whether a word stands where a name is defined.
fn is_name_expected(lines: &Lines, range: &std::ops::Range<usize>) -> bool {
    let before = lines.text[..range.start].trim_end();
    before.ends_with('|')
        || words(before)
            .last()
            .is_some_and(|word| word.end == before.len() && ["let", "const", "fn", "for"].contains(&&before[word]))
}

/// Words that begin a statement or an expression.
const KEYWORDS: [&str; 14] =
    ["if", "else", "let", "const", "fn", "for", "in", "while", "loop", "do", "switch", "return", "break", "continue"];

fn widened(lines: &Lines, range: std::ops::Range<usize>, word: &str) -> std::ops::Range<usize> {
    match lines.text[range.start..].starts_with(word) {
        true => range.start..range.start + word.len(),
        false => range,
    }
}

/// Words that reach outside of a script, or that only make sense there.
const OUTSIDE: [&str; 3] = ["import", "export", "exit"];

fn instead_of(word: &str) -> Option<String> {
    let help = match word {
        _ if KEYWORDS.contains(&word) => "a column of that name gets another id, and its own name under `header:`",
        "null" | "nil" | "undefined" | "None" | "void" => "write `()` for null",
        "case" => "write `record.Column` for a column of the case's record",
        "match" => "write `switch`",
        "default" => "write `_ =>` for the other cases",
        "is" | "===" => "write `==`",
        "!==" => "write `!=`",
        "var" => "write `let`",
        "++" => "write `x += 1`",
        "--" => "write `x -= 1`",
        "->" | "=>" => "write a function as `|x| x + 1`",
        ":=" => "write `=`",
        "$" => "write a param's name alone, as in `closed`: the `$` stands before it outside of scripts only",
        "new" | "old" => "take it from the tracked field, as in `fields.status.values()`",
        _ => return None,
    };
    Some(help.into())
}
