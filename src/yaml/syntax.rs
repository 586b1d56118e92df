//! What an error of syntax means and how to mend it.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use super::expression;
use crate::diagnostic::lookalike::{self, Lookalike};
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
        return expression::diagnose(context.file, context.text, broken, context.open.is_some());
    }
    if let Some(diagnostic) = context.lookalike(error.kind(), at) {
        return diagnostic;
    }
    let diagnostic = match error.kind() {
        ErrorKind::MappingValueNotAllowed => context.colon(at),
        ErrorKind::CommentInterceptedScalar => context.below_comment(at),
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => {
            context.quote_over_lines(at)
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => context.mismatched(*open, *close, at),
        ErrorKind::UnclosedFlowCollection { open } => context.unclosed(*open, at),
        ErrorKind::UnexpectedCharacter { character } => context.character(*character, at),
        ErrorKind::ExpectedBlockMappingKey => context.key_expected(at),
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabNotAllowed => context.tab(at),
        ErrorKind::InvalidColonPlacement => context.colon_in_list(at),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator
            if context.is_unclosed(at) =>
        {
            context.colon_in_list(at)
        }
        ErrorKind::UnknownQuotedScalarEscape => context.escape(at),
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
        let start = self.last_scalar.start;
        let line = self.rest_of_line(start);
        if self.last_text().contains('\n') {
            return self.key_in_text(start..start + line.len(), at);
        }
        let diagnostic = Diagnostic::new(codes::UNQUOTED_COLON, "a second `: ` in one line");
        let help = format!("quote the value: `{}`", expression::quoted(line));
        diagnostic.at(self.point(at), "YAML reads a key before this").help(help)
    }

    fn key_in_text(&self, text: Range<usize>, colon: usize) -> Diagnostic {
        let diagnostic = Diagnostic::new(codes::BAD_INDENTATION, "a key stands where the text above goes on");
        let help = "give the key the indentation of its neighbours; if the line above is a key, it needs a `:`";
        let text = self.span(text);
        diagnostic.at(self.point(colon), "a key ends here").also(text, "the text begins here").help(help)
    }

    /// A line that is indented as if the text above went on, which it can't behind a comment.
    fn below_comment(&self, comment: usize) -> Diagnostic {
        // The text itself ended at the comment.
        let text = self.last_scalar.clone();
        let Some(line) = self.line_below(comment) else { return self.key_expected(comment) };
        let words = self.text.get(line.clone()).unwrap_or("");
        let colon = words.find(": ").or(words.ends_with(':').then(|| words.len().saturating_sub(1)));
        if let Some(colon) = colon {
            return self.key_in_text(text, line.start + colon);
        }
        let help = "give the line the indentation of its neighbours; a text that goes on over several lines has no comments in it";
        Diagnostic::new(codes::BAD_INDENTATION, "a text can't go on behind a comment")
            .at(self.span(line), "indented as a part of the text above")
            .also(self.span(text), "the text begins here")
            .help(help)
    }

    /// The first line below a place that holds more than a comment, without the space around it.
    fn line_below(&self, at: usize) -> Option<Range<usize>> {
        let mut start = at + self.text.get(at..)?.find('\n')? + 1;
        for line in self.text.get(start..)?.split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() && !words.starts_with('#') {
                let first = start + line.len() - line.trim_start().len();
                return Some(first..first + words.len());
            }
            start += line.len();
        }
        None
    }

    /// A key in a list in brackets that began in a line above: most likely the bracket isn't closed.
    fn colon_in_list(&self, at: usize) -> Diagnostic {
        let Some(open) = self.open_above(at) else {
            let diagnostic = Diagnostic::new(codes::UNQUOTED_COLON, "a `:` that makes no key here");
            return diagnostic.at(self.point(at), "not allowed here").help("quote the value that holds it");
        };
        let bracket = self.text.get(open..).and_then(|rest| rest.chars().next()).unwrap_or('[');
        self.unclosed(bracket, open).also(self.point(at), "before this key")
    }

    /// Whether a key stands where brackets of a line above are still open, and not indented as their part.
    fn is_unclosed(&self, at: usize) -> bool {
        let indentation = |at: usize| {
            let line = self.text.get(self.line_start(at)..).unwrap_or("");
            line.len() - line.trim_start_matches(' ').len()
        };
        let is_colon = self.text.get(at..).is_some_and(|rest| rest.starts_with(':'));
        is_colon && self.open_above(at).is_some_and(|open| indentation(at) <= indentation(open))
    }

    /// The backslash of an escape in the text in double quotes that opens at or before a byte.
    fn escape(&self, at: usize) -> Diagnostic {
        let mut letters = self.text.get(at..).unwrap_or("").char_indices().peekable();
        let mut place = self.point(at);
        while let Some((offset, letter)) = letters.next() {
            if letter != '\\' {
                continue;
            }
            let Some((_, next)) = letters.next() else { break };
            if !ESCAPES.contains(next) {
                place = self.span(at + offset..at + offset + 1 + next.len_utf8());
                break;
            }
        }
        Diagnostic::new(codes::INVALID_ESCAPE, "an escape after `\\` that YAML doesn't know")
            .at(place, "no escape of YAML")
            .help("write `\\\\` for a backslash, or use single quotes, in which a backslash is one")
    }

    /// A sign of another keyboard in place of one of YAML's, if the error may come from it.
    fn lookalike(&self, kind: &ErrorKind, at: usize) -> Option<Diagnostic> {
        use ErrorKind as Is;
        let is_of_structure = matches!(
            kind,
            Is::MappingValueNotAllowed
                | Is::ExpectedFlowMappingSeparator
                | Is::ExpectedFlowSequenceSeparator
                | Is::SimpleKeyExpected
                | Is::InvalidSimpleKey
                | Is::ExpectedBlockMappingKey
                | Is::InvalidColonPlacement
                | Is::UnclosedFlowCollection { .. }
                | Is::MismatchedFlowCollectionEnd { .. }
                | Is::MisplacedFlowCollectionEnd
        );
        let start = self.line_start(at.min(self.last_scalar.start));
        let end = at + self.rest_of_line(at).len();
        let lines = self.text.get(start..end).filter(|_| is_of_structure)?;
        let found = lookalike::all_in(lines).find(|found| stands_for_a_sign(lines, found))?;
        let range = start + found.range.start..start + found.range.end;
        Some(found.diagnostic(self.span(range)))
    }

    fn tab(&self, at: usize) -> Diagnostic {
        let start = self.line_start(at);
        let tab = self.text.get(start..).and_then(|line| line.find('\t')).map_or(at, |offset| start + offset);
        let diagnostic = Diagnostic::new(codes::TAB_INDENTATION, "a tab stands where YAML allows only spaces");
        diagnostic.at(self.point(tab), "a tab").help("indent with spaces")
    }

    fn quote_over_lines(&self, at: usize) -> Diagnostic {
        let opening = self.text.get(self.last_scalar.end..at).and_then(|between| between.find(['"', '\'']));
        let start = opening.map_or(at, |offset| self.last_scalar.end + offset);
        let help =
            "close the quote; in a text in single quotes write `''` for one, and indent the lines of a long text";
        let diagnostic = Diagnostic::new(codes::UNCLOSED_QUOTE, "a quote is never closed").help(help);
        let diagnostic = diagnostic.at(self.point(start), "opens here");
        if at == self.text.len() {
            diagnostic
        } else {
            diagnostic.also(self.point(at), "this line isn't indented as its part")
        }
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
        let value = self.text.get(expression::extent(self.text, at, self.open.is_some())).unwrap_or("");
        let help = format!("quote it: `{}`", expression::quoted(value));
        let diagnostic = Diagnostic::new(codes::RESERVED_CHARACTER, format!("a value can't begin with `{character}`"));
        diagnostic.at(self.point(at), "reserved by YAML").help(help)
    }

    fn key_expected(&self, at: usize) -> Diagnostic {
        let is_item = self.text.get(self.line_start(at)..).is_some_and(|line| line.trim_start().starts_with("- "));
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
                Diagnostic::new(codes::INVALID_YAML, message)
                    .at(self.point(at), "reading stopped here")
                    .help("mend this line or the one above it; quote a value that holds signs of YAML")
            }
        }
    }

    /// Within brackets the cause is often that they aren't closed further up.
    fn with_opening(&self, diagnostic: Diagnostic, at: usize) -> Diagnostic {
        let told = [codes::UNCLOSED_QUOTE, codes::UNCLOSED_BRACKET].contains(&diagnostic.code);
        match self.open_above(at).filter(|_| !told) {
            Some(open) => diagnostic.also(self.point(open), "still open: is it closed where it should be?"),
            None => diagnostic,
        }
    }

    /// The innermost open bracket, if it stands in a line above.
    fn open_above(&self, at: usize) -> Option<usize> {
        self.open.filter(|open| *open < self.line_start(at))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |index| index + 1)
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

/// What may follow a backslash in double quotes.
const ESCAPES: &str = "0abt\tnvfre \"/\\N_LPxuU\n\r";

/// Whether a sign would make sense where its lookalike stands: a colon after a key, a blank behind that or before the first
/// one, a comma before a key, a bracket or a quote where a value begins. Others are part of a text.
fn stands_for_a_sign(lines: &str, found: &Lookalike) -> bool {
    let before = lines.get(..found.range.start).unwrap_or("");
    let after = lines.get(found.range.end..).unwrap_or("");
    let word =
        |text: &str| text.chars().rev().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').count();
    match found.ascii {
        ':' => {
            let length = word(before);
            let rest = before.get(..before.len() - length).unwrap_or("");
            let ahead = rest.trim_end_matches([' ', '\t']);
            length > 0 && (ahead.is_empty() || ahead.ends_with(['\n', '{', ',', '-', '，', '｛']))
        }
        ',' => {
            let rest = after.trim_start();
            let length = rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').count();
            length > 0 && rest.get(length..).is_some_and(|rest| rest.starts_with([':', '：']))
        }
        '{' | '[' | '"' | '\'' => before.trim_end_matches([' ', '\t']).ends_with([':', ',', '[', '{', '-', '\n']),
        ' ' => {
            let ahead = before.strip_suffix(':').map(|key| key.len() - word(key)..key.len());
            ahead.is_some_and(|key| !key.is_empty()) || before.is_empty() || before.ends_with('\n')
        }
        '}' | ']' => lookalike::all_in(before).any(|open| matches!(open.ascii, '{' | '[')) || after.trim().is_empty(),
        _ => false,
    }
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

/// Code, message, label and help of errors that need no look around.
fn known(kind: &ErrorKind) -> Option<(Code, &'static str, &'static str, &'static str)> {
    use ErrorKind as Is;
    let found = match kind {
        Is::TabAtBlockScalarStart => (
            codes::TAB_INDENTATION,
            "a tab stands where YAML allows only spaces",
            "in the text that begins here",
            "indent with spaces",
        ),
        Is::ExpectedFlowMappingSeparator | Is::ExpectedFlowSequenceSeparator => (
            codes::MISSING_COMMA,
            "a comma or a closing bracket is missing",
            "before this",
            "put a comma between two values; quote a value that holds brackets, braces, `: ` or ` #`",
        ),
        Is::UnexpectedEofImplicitFlowMapping => (
            codes::MISSING_COMMA,
            "a comma without a value before it",
            "nothing stands before this",
            "remove one of the commas, or write the value that is missing",
        ),
        Is::RecursionLimitExceeded => (
            codes::TOO_DEEP,
            "lists and mappings are nested too deep",
            "one level too deep",
            "close brackets where their lists end",
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
        Is::InvalidQuotedScalarHexEscape
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
