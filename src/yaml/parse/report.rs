//! What the building of the tree finds wrong.

use std::ops::Range;

use granit_parser::{Event, ScanError, Span as SourceSpan, Tag};

use super::{Builder, MAX_DEPTH, Stop, bytes};
use crate::diagnostic::lookalike::{self, Lookalike};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::yaml::{Key, Node, syntax};

impl Builder<'_> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn stop_at(&mut self, error: &ScanError) -> Stop {
        let context = syntax::Context {
            file: self.file,
            text: self.text,
            open: self.open.last().copied(),
            last_scalar: self.last_scalar.clone(),
        };
        self.report(syntax::diagnose(error, &context));
        Stop
    }

    pub(super) fn stop_unexpected(&mut self, at: Range<usize>) -> Stop {
        self.report(
            Diagnostic::new(codes::INVALID_YAML, "the file is not valid YAML")
                .at(self.span(at), "this doesn't fit here")
                .help("mend this line or the one above it; quote a value that holds signs of YAML"),
        );
        Stop
    }

    pub(super) fn stop_too_deep(&mut self, at: Range<usize>) -> Stop {
        let message = format!("lists and mappings are nested more than {MAX_DEPTH} levels deep");
        self.report(
            Diagnostic::new(codes::TOO_DEEP, message)
                .at(self.span(at), "one level too deep")
                .help("close the brackets that are open, or quote a text that holds them"),
        );
        Stop
    }

    pub(super) fn check_tag(&mut self, event: &Event<'_>, span: &SourceSpan) {
        let Some(tag) = event.tag().map(Tag::original) else { return };
        let place = span.tag_span().and_then(|span| span.byte_range()).unwrap_or_else(|| bytes(span, self.text));
        let diagnostic = Diagnostic::new(codes::TAG_NOT_ALLOWED, format!("the tag `{tag}` means nothing here"));
        let help = "leave the tag out; the type of a value follows from its place in the mapping";
        self.report(diagnostic.at(self.span(place), "a YAML tag").help(help));
    }

    /// A value in typographic quotes would hold them.
    pub(super) fn check_quotes(&mut self, value: &str, at: &Range<usize>) {
        let is_quote =
            |letter: Option<char>| letter.and_then(lookalike::ascii).filter(|sign| matches!(sign, '"' | '\''));
        let quoted = value.chars().count() > 1 && is_quote(value.chars().next_back()).is_some();
        if let (true, Some(ascii), Some(found)) = (quoted, is_quote(value.chars().next()), value.chars().next()) {
            let range = at.start..at.start + found.len_utf8();
            let span = self.span(range.clone());
            self.report(Lookalike { found, ascii, range }.diagnostic(span));
        }
    }

    pub(super) fn report_second_document(&mut self, at: Range<usize>) {
        let diagnostic = Diagnostic::new(codes::SEVERAL_DOCUMENTS, "a second YAML document starts in this file");
        self.report(
            diagnostic
                .at(self.span(at), "starts here")
                .help("keep one document per file: move this part to a file of its own"),
        );
    }

    pub(super) fn report_duplicate(&mut self, key: &Key, first: Span) {
        let diagnostic = Diagnostic::new(codes::DUPLICATE_KEY, format!("the key `{}` stands twice", key.text));
        let help = "keep one of the two, or rename one";
        self.report(diagnostic.at(key.span, "stands here again").also(first, "first stands here").help(help));
    }

    pub(super) fn report_key(&mut self, span: Span) -> Option<Key> {
        let diagnostic = Diagnostic::new(codes::KEY_NOT_TEXT, "a key must be a text");
        self.report(
            diagnostic
                .at(span, "isn't a text")
                .help("write `name: value`; a value that begins with `{`, `[` or `?` is quoted"),
        );
        None
    }

    pub(super) fn report_merge(&mut self, span: Span) -> Option<Key> {
        let diagnostic = Diagnostic::new(codes::MERGE_KEY, "the merge key `<<` isn't supported");
        self.report(diagnostic.at(span, "a merge key").help("write the keys out where they are needed"));
        None
    }

    pub(super) fn unknown_anchor(&mut self, name: &str, at: Range<usize>) -> Node {
        let span = self.span(at);
        let diagnostic =
            Diagnostic::new(codes::UNKNOWN_ANCHOR, format!("no anchor `&{name}` is complete before `*{name}`"));
        let help = format!("quote a text that begins with `*`: `\"*{name}\"`, or define `&{name}` further up");
        self.report(diagnostic.at(span, "refers to an anchor").help(help));
        Node::invalid(span)
    }
}
