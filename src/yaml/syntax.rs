//! What an error of syntax means and how to mend it.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use super::expression;
use crate::diagnostic::{Code, Diagnostic, FileId, Span, codes};

/// What was read when the error came.
pub(super) struct Context<'a> {
    pub file: FileId,
    pub text: &'a str,
    /// Where the innermost open bracket or brace stands.
    pub open: Option<usize>,
    /// The bytes of the last scalar.
    pub last_scalar: Range<usize>,
}

/// The finding about an error of syntax.
pub(super) fn diagnose(error: &ScanError, context: &Context<'_>) -> Diagnostic {
    let at = error.marker().byte_offset().unwrap_or(0).min(context.text.len());
    if let Some(broken) = broken_expression(error.kind(), at, context) {
        return expression::diagnose(context.file, context.text, broken);
    }
    let diagnostic = match error.kind() {
        ErrorKind::MappingValueNotAllowed => context.colon(at),
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => {
            context.quote_over_lines(at)
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => context.mismatched(*open, *close, at),
        ErrorKind::UnclosedFlowCollection { open } => context.unclosed(*open, at),
        ErrorKind::UnexpectedCharacter { character } => context.character(*character, at),
        ErrorKind::ExpectedBlockMappingKey => context.key_expected(at),
        kind => context.simple(kind, error, at),
    };
    context.with_opening(diagnostic, at)
}

/// An expression that isn't quoted, if it is the cause.
fn broken_expression(kind: &ErrorKind, at: usize, context: &Context<'_>) -> Option<Range<usize>> {
    if matches!(kind, ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::MismatchedFlowCollectionEnd { .. }) {
        return expression::find_in_flow(context.text, at);
    }
    if let Some(open) = context.open {
        return expression::find_in_flow(context.text, open).filter(|broken| broken.start <= at);
    }
    let in_expression = context.last_text().starts_with('=') && matches!(kind, ErrorKind::MappingValueNotAllowed);
    in_expression.then(|| expression::extent(context.text, context.last_scalar.start, false))
}

impl Context<'_> {
    fn colon(&self, at: usize) -> Diagnostic {
        let scalar = self.last_text();
        if scalar.contains('\n') {
            let diagnostic = Diagnostic::new(codes::BAD_INDENTATION, "a key stands where the text above goes on");
            let help = "give the key the indentation of its neighbours; if the line above is a key, it needs a `:`";
            let text = self.span(self.last_scalar.clone());
            return diagnostic
                .at(self.point(at), "a key ends here")
                .also(text, "one text, over several lines")
                .help(help);
        }
        let line = self.rest_of_line(self.last_scalar.start);
        let help = format!("quote the value: `\"{}\"`", line.replace('\\', "\\\\").replace('"', "\\\""));
        let diagnostic = Diagnostic::new(codes::UNQUOTED_COLON, "a second `: ` in one line");
        diagnostic.at(self.point(at), "YAML reads a key before this").help(help)
    }

    fn quote_over_lines(&self, at: usize) -> Diagnostic {
        let opening = self.text.get(self.last_scalar.end..at).and_then(|between| between.find(['"', '\'']));
        let start = opening.map_or(at, |offset| self.last_scalar.end + offset);
        unclosed_quote()
            .at(self.point(start), "opens here")
            .also(self.point(at), "this line isn't part of the value any more")
    }

    fn mismatched(&self, open: char, close: char, at: usize) -> Diagnostic {
        let diagnostic = Diagnostic::new(codes::UNCLOSED_BRACKET, format!("`{open}` is closed by `{close}`"));
        diagnostic.at(self.point(at), "opens here").help(format!("close it with `{}`", closing(open)))
    }

    fn unclosed(&self, open: char, at: usize) -> Diagnostic {
        let diagnostic = Diagnostic::new(codes::UNCLOSED_BRACKET, format!("`{open}` is never closed"));
        diagnostic
            .at(self.point(at), "opens here")
            .help(format!("close it with `{}`, or quote the value if it is a text", closing(open)))
    }

    fn character(&self, character: char, at: usize) -> Diagnostic {
        if character.is_control() {
            let message = format!("the character U+{:04X} isn't allowed in YAML", u32::from(character));
            let help = "remove it; in a text in double quotes it can be written as an escape";
            return Diagnostic::new(codes::INVALID_CHARACTER, message).at(self.point(at), "stands here").help(help);
        }
        let diagnostic = Diagnostic::new(codes::RESERVED_CHARACTER, format!("a value can't begin with `{character}`"));
        let quote = if self.rest_of_line(at).contains('"') { '\'' } else { '"' };
        diagnostic
            .at(self.point(at), "reserved by YAML")
            .help(format!("quote it: `{quote}{}{quote}`", self.rest_of_line(at)))
    }

    fn key_expected(&self, at: usize) -> Diagnostic {
        let line_start = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let is_item = self.text.get(line_start..).is_some_and(|line| line.trim_start().starts_with("- "));
        let (message, help) = if is_item {
            ("a list item stands among keys", "put the list below a key of its own, or remove the `-`")
        } else {
            ("the indentation fits no level above", "give the line the indentation of its neighbours")
        };
        Diagnostic::new(codes::BAD_INDENTATION, message).at(self.point(at), "a key is expected here").help(help)
    }

    fn simple(&self, kind: &ErrorKind, error: &ScanError, at: usize) -> Diagnostic {
        match known(kind) {
            Some((code, message, label, help)) => Diagnostic::new(code, message).at(self.point(at), label).help(help),
            None => {
                let message = format!("the file is not valid YAML: {}", error.info());
                Diagnostic::new(codes::INVALID_YAML, message).at(self.point(at), "reading stopped here")
            }
        }
    }

    /// Within brackets the cause is often that they aren't closed further up.
    fn with_opening(&self, diagnostic: Diagnostic, at: usize) -> Diagnostic {
        match self.open.filter(|open| *open < at) {
            Some(open) if diagnostic.code != codes::UNCLOSED_QUOTE => {
                diagnostic.also(self.point(open), "still open: is it closed where it should be?")
            }
            _ => diagnostic,
        }
    }

    fn last_text(&self) -> &str {
        self.text.get(self.last_scalar.clone()).unwrap_or("")
    }

    fn rest_of_line(&self, at: usize) -> &str {
        self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end()
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        Span::new(self.file, bytes)
    }

    /// The character at a byte, or the point where a line ends.
    fn point(&self, at: usize) -> Span {
        let letter =
            self.text.get(at..).and_then(|rest| rest.chars().next()).filter(|letter| !matches!(letter, '\n' | '\r'));
        self.span(at..at + letter.map_or(0, char::len_utf8))
    }
}

fn unclosed_quote() -> Diagnostic {
    let help = "close the quote; in a text in single quotes write `''` for one, and indent the lines of a long text";
    Diagnostic::new(codes::UNCLOSED_QUOTE, "a quote is never closed").help(help)
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

/// Code, message, label and help of errors that need no look around.
fn known(kind: &ErrorKind) -> Option<(Code, &'static str, &'static str, &'static str)> {
    use ErrorKind as Is;
    let found = match kind {
        Is::TabNotAllowed
        | Is::TabInBlockIndentation
        | Is::TabInIndentation
        | Is::TabAtBlockScalarStart
        | Is::TabInPlainScalar => (
            codes::TAB_INDENTATION,
            "a tab stands where YAML allows only spaces",
            "near this place",
            "indent with spaces",
        ),
        Is::UnclosedQuotedScalar => (
            codes::UNCLOSED_QUOTE,
            "a quote is never closed",
            "opens here",
            "close the quote; a text that begins with a quote and isn't quoted must be quoted as a whole",
        ),
        Is::InvalidTrailingSingleQuotedScalar | Is::InvalidTrailingDoubleQuotedScalar => (
            codes::UNCLOSED_QUOTE,
            "a value goes on after its closing quote",
            "not part of the quoted value",
            "quote the whole value; within single quotes write `''` for `'`, within double quotes `\\\"` for `\"`",
        ),
        Is::MisplacedFlowCollectionEnd => (
            codes::UNCLOSED_BRACKET,
            "a bracket is closed that isn't open",
            "closes nothing",
            "remove it, or quote the value",
        ),
        Is::InvalidIndentation | Is::InvalidBlockScalarIndent | Is::InvalidFlowScalarIndent => (
            codes::BAD_INDENTATION,
            "the indentation fits no level above",
            "near this place",
            "give the line the indentation of its neighbours",
        ),
        Is::ExpectedBlockSequenceEntry => (
            codes::BAD_INDENTATION,
            "a key stands among the items of a list",
            "an item is expected here",
            "begin the line with `- `, or indent it as a part of the item above",
        ),
        Is::BlockSequenceEntryNotAllowed | Is::BlockEntryInFlowCollection => (
            codes::BAD_INDENTATION,
            "a list item can't begin here",
            "a list item",
            "begin the list on a line of its own, or write `[a, b]`; quote a text that begins with `- `",
        ),
        Is::SimpleKeyExpected | Is::InvalidSimpleKey => (
            codes::BAD_INDENTATION,
            "a key without `:`",
            "a `:` is missing after this",
            "write `key: value`; indent a text that goes on over several lines",
        ),
        Is::UnknownQuotedScalarEscape
        | Is::InvalidQuotedScalarHexEscape
        | Is::InvalidUnicodeEscape
        | Is::InvalidLowSurrogate
        | Is::InvalidLowSurrogateHexEscape
        | Is::MissingLowSurrogate
        | Is::UnpairedLowSurrogate => (
            codes::INVALID_ESCAPE,
            "an escape after `\\` that YAML doesn't know",
            "in the text that opens here",
            "write `\\\\` for a backslash, or use single quotes, in which a backslash is one",
        ),
        Is::BomInsideDocument => (
            codes::INVALID_CHARACTER,
            "a byte order mark stands within the file",
            "stands here",
            "remove it; files that were joined often hold one",
        ),
        _ => return None,
    };
    Some(found)
}
