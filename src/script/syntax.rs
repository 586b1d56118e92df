//! Texts for what doesn't parse.

use rhai::{LexError, ParseError, ParseErrorType as P};

use super::position::{Lines, words};
use super::problem::{Problem, ProblemKind};
use super::sandbox::DISABLED;

/// The problem that stopped the parser.
pub(super) fn problem(lines: &Lines, error: &ParseError) -> Problem {
    let range = lines.token(error.position());
    let found = lines.text.get(range.clone()).unwrap_or_default();
    match error.err_type() {
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
        P::UnexpectedEOF => Problem::new(ProblemKind::Syntax, range, "the script ends too early"),
        kind => general(lines, range, found, kind),
    }
}

fn general(lines: &Lines, range: std::ops::Range<usize>, found: &str, kind: &P) -> Problem {
    if let Some(help) = habit(found) {
        return Problem::new(ProblemKind::Syntax, range, format!("`{found}` cannot stand here")).with_help(Some(help));
    }
    if let Some(problem) = word_before(lines, &range) {
        return problem;
    }
    if instead_of(found).is_some() {
        return reserved(lines, range, found);
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
    let message = match kind {
        ProblemKind::ReservedWord => format!("`{word}` is a reserved word and names nothing here"),
        _ => format!("`{word}` means nothing in a script"),
    };
    Problem::new(kind, range, message).with_help(instead_of(word))
}

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
        "new" | "old" => "take it from the tracked field, as in `fields.status.values()`",
        _ => return None,
    };
    Some(help.into())
}
