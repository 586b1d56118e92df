//! Expressions that YAML cuts in pieces because they aren't quoted.
//!
//! Within `{ … }` and `[ … ]` a plain scalar ends at a comma, a bracket or a brace; anywhere it ends at `: ` and at ` #`.
//! What follows is then read as another key, or is an error of syntax far from its cause.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, FileId, Span, codes};

/// The finding about an expression at these bytes.
pub(super) fn diagnose(file: FileId, source: &str, at: Range<usize>, flow: bool) -> Diagnostic {
    let expression = source.get(at.clone()).unwrap_or("").trim_end();
    let at = at.start..at.start + expression.len();
    let ended = cut(expression, flow).map_or("here", |index| character(expression, index));
    let message = format!("the expression isn't quoted, so YAML ends it at `{ended}`");
    let signs = if flow { "in `{ … }` that holds commas, colons, braces or ` #`" } else { "that holds `: ` or ` #`" };
    let help = format!("quote it: `{}`; an expression {signs} must be quoted", quoted(expression));
    Diagnostic::new(codes::EXPRESSION_NOT_QUOTED, message).at(Span::new(file, at), "must be quoted").help(help)
}

/// The first expression from byte `from` on, in a collection in brackets that opens there, that YAML cuts in pieces.
///
/// It is looked for as far as lines are indented deeper than the one where the collection opens.
pub(super) fn find_in_flow(source: &str, from: usize) -> Option<Range<usize>> {
    let end = block_end(source, from);
    let mut before = ' ';
    let mut blank = true;
    let mut at = from;
    while at < end {
        let letter = source.get(at..)?.chars().next()?;
        let begins = matches!(before, '{' | '[' | ',') || (before == ':' && blank);
        match letter {
            _ if begins && (letter == '=' || !blank_or_quote(letter) && is_script(source, from, at)) => {
                let whole = extent(source, at, true);
                if cut(source.get(whole.clone())?, true).is_some() {
                    return Some(whole);
                }
                at = whole.end.max(at + 1);
            }
            '"' | '\'' if begins => at = skip_string(source, at),
            _ => at += letter.len_utf8(),
        }
        blank = letter.is_whitespace();
        before = if blank { before } else { letter };
    }
    None
}

fn blank_or_quote(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '"' | '\'' | '|' | '>')
}

/// Whether what begins at a byte is the value of a key `script`.
fn is_script(source: &str, from: usize, at: usize) -> bool {
    let before = source.get(from..at).unwrap_or("").trim_end();
    before.strip_suffix("script:").is_some_and(|before| before.ends_with([' ', '{', ',']))
}

/// The bytes of the whole expression that begins at `start`: to the comma, bracket or brace that isn't its own, or in a block
/// to the end of the line.
pub(super) fn extent(source: &str, start: usize, flow: bool) -> Range<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(letter) = source.get(at..).and_then(|rest| rest.chars().next()) {
        match letter {
            '\n' | '\r' => break,
            '"' | '\'' | '`' => {
                at = skip_string(source, at);
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ',' | ']' | '}' if flow && depth == 0 => break,
            _ => {}
        }
        at += letter.len_utf8();
    }
    start..start + source.get(start..at).unwrap_or("").trim_end().len()
}

/// Whether brackets and quotes of an expression are closed.
pub(super) fn is_balanced(expression: &str) -> bool {
    let mut open = 0_i32;
    let mut at = 0;
    while let Some(letter) = expression.get(at..).and_then(|rest| rest.chars().next()) {
        match letter {
            '"' | '\'' | '`' => {
                let end = skip_string(expression, at);
                let closed = end > at + 1 && expression.get(..end).is_some_and(|read| read.ends_with(letter));
                if !closed {
                    return false;
                }
                at = end;
                continue;
            }
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open -= 1,
            _ => {}
        }
        at += letter.len_utf8();
    }
    open == 0
}

/// Whether YAML takes the rest of an expression for a comment: a map of the script language, `#{`, or ` #` in a text or in
/// brackets that aren't closed before it.
pub(super) fn is_cut_by_comment(source: &str, at: Range<usize>) -> bool {
    let rest = source.get(at.end..).unwrap_or("");
    let comment = rest.trim_start_matches([' ', '\t']);
    comment.starts_with("#{")
        || comment.starts_with('#') && !source.get(at).is_some_and(|read| read.contains('\n') || is_balanced(read))
}

/// The byte at which YAML would end a plain scalar, within brackets or not.
fn cut(expression: &str, flow: bool) -> Option<usize> {
    let ends = |(index, letter): &(usize, char)| {
        let rest = expression.get(index + letter.len_utf8()..).unwrap_or("");
        match letter {
            ',' | '[' | ']' | '{' | '}' => flow,
            ':' if !flow => rest.is_empty() || rest.starts_with(' '),
            ':' => rest.is_empty() || rest.starts_with([' ', ',', '[', ']', '{', '}']),
            ' ' => rest.starts_with('#'),
            _ => false,
        }
    };
    expression.char_indices().find(ends).map(|(index, _)| index)
}

fn character(expression: &str, index: usize) -> &str {
    let length = if expression.get(index..).is_some_and(|rest| rest.starts_with(' ')) { 2 } else { 1 };
    expression.get(index..index + length).unwrap_or("")
}

/// A text in the quotes that need the least escaping.
pub(super) fn quoted(expression: &str) -> String {
    if expression.contains(['"', '\\']) {
        format!("'{}'", expression.replace('\'', "''"))
    } else {
        format!("\"{expression}\"")
    }
}

/// The byte after a string that begins at `start`, or the end of the line if it isn't closed there.
fn skip_string(source: &str, start: usize) -> usize {
    let mut letters = source.get(start..).unwrap_or("").char_indices();
    let quote = letters.next().map_or('"', |(_, quote)| quote);
    while let Some((index, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '\n' => return start + index,
            _ if letter == quote => return start + index + letter.len_utf8(),
            _ => {}
        }
    }
    source.len()
}

/// Where the lines end that are indented deeper than the line of byte `from`.
fn block_end(source: &str, from: usize) -> usize {
    let line_start = source.get(..from).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let mut lines = source.get(line_start..).unwrap_or("").split_inclusive('\n');
    let indentation = lines.next().map_or(0, indentation);
    let first = source.get(from..).and_then(|rest| rest.find('\n')).map_or(source.len(), |at| from + at + 1);
    let deeper = |line: &&str| line.trim().is_empty() || self::indentation(line) > indentation;
    first + lines.take_while(deeper).map(str::len).sum::<usize>()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
