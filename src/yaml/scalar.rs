//! Scalars, and where each of their characters stands in the file.

use std::ops::Range;

use crate::diagnostic::Span;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'…'`.
    SingleQuoted,
    /// In `"…"`.
    DoubleQuoted,
    /// A block after `|`.
    Literal,
    /// A block after `>`.
    Folded,
}

/// A scalar: its text as YAML reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The text, without quotes, escapes, indentation.
    pub text: String,
    /// How it is written.
    pub style: Style,
    span: Span,
    pieces: Vec<Piece>,
}

/// A part of a scalar's text and the part of the file it comes from.
///
/// Of equal length, they are the same bytes; else (an escape, a folded line break) the part is one whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes in the scalar's text.
    pub text: Range<usize>,
    /// Bytes in the file.
    pub source: Range<usize>,
}

impl Scalar {
    /// A scalar of which only the whole place is known.
    #[must_use]
    pub fn new(text: impl Into<String>, style: Style, span: Span) -> Self {
        Self { text: text.into(), style, span, pieces: Vec::new() }
    }

    /// A scalar that stands in the file letter by letter, perhaps in quotes.
    #[must_use]
    pub fn verbatim(text: impl Into<String>, style: Style, span: Span) -> Self {
        let text = text.into();
        let quotes = (span.range().len()).saturating_sub(text.len());
        let start = span.range().start + quotes / 2;
        // Escapes make the place longer than the text and its quotes: then only the whole is known.
        let pieces = match quotes {
            0 | 2 => vec![Piece { text: 0..text.len(), source: start..start + text.len() }],
            _ => Vec::new(),
        };
        Self { text, style, span, pieces }
    }

    /// A scalar whose text is known piece by piece, in order.
    pub(super) fn with_pieces(text: String, style: Style, span: Span, pieces: Vec<Piece>) -> Self {
        Self { text, style, span, pieces }
    }

    /// Whether it is null: not quoted, and nothing, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.style == Style::Plain && matches!(self.text.as_str(), "" | "~" | "null")
    }

    /// `true` or `false` without quotes; `yes`, `no`, `on` and `off` are texts.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match (self.style, self.text.as_str()) {
            (Style::Plain, "true") => Some(true),
            (Style::Plain, "false") => Some(false),
            _ => None,
        }
    }

    /// A whole number without quotes. With leading zeros, a plus sign, or too great it is a text, as ids are.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.number().filter(|shape| *shape == Number::Whole).and_then(|_| self.text.parse().ok())
    }

    /// A number without quotes, as JSON writes it. A whole number that is too great for [`as_i64`](Self::as_i64) is none.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self.number()? {
            #[expect(clippy::cast_precision_loss, reason = "a number with a fraction was asked for")]
            Number::Whole => self.as_i64().map(|whole| whole as f64),
            Number::Fraction => self.text.parse().ok().filter(|number: &f64| number.is_finite()),
        }
    }

    /// Whether it is a text that would name a param without its quotes.
    #[must_use]
    pub fn is_quoted_param(&self) -> bool {
        self.style != Style::Plain && self.text.len() > 1 && self.text.starts_with('$')
    }

    /// Where a range of bytes of `text` stands in the file.
    ///
    /// A range that touches an escape or a folded line break takes in the whole of it. An empty range is the point before
    /// the character that follows. Where the pieces aren't known it is the whole scalar.
    #[must_use]
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let start = self.pieces.iter().find(|piece| range.start < piece.text.end);
        let Some(start) = start else { return self.end_span() };
        let first = start.source_start(range.start);
        if range.end <= range.start {
            return Span::new(self.span.file, first..first);
        }
        let last = self.pieces.iter().rev().find(|piece| piece.text.start < range.end);
        Span::new(self.span.file, first..last.map_or(first, |piece| piece.source_end(range.end)))
    }

    /// The place of the whole scalar, with quotes or block header.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// The point after the last character, or the whole scalar where the pieces aren't known.
    fn end_span(&self) -> Span {
        self.pieces.last().map_or(self.span, |piece| Span::new(self.span.file, piece.source.end..piece.source.end))
    }

    /// What it is, in words.
    pub(super) fn describe(&self) -> &'static str {
        match self.number() {
            _ if self.is_null() => "empty",
            _ if self.as_bool().is_some() => "true or false",
            Some(_) => "a number",
            None => "text",
        }
    }

    fn number(&self) -> Option<Number> {
        (self.style == Style::Plain).then(|| number(&self.text)).flatten()
    }
}

impl Piece {
    pub(super) fn is_verbatim(&self) -> bool {
        self.text.len() == self.source.len()
    }

    fn source_start(&self, at: usize) -> usize {
        let offset = if self.is_verbatim() { at.saturating_sub(self.text.start) } else { 0 };
        self.source.start + offset
    }

    fn source_end(&self, at: usize) -> usize {
        if self.is_verbatim() { self.source.end - self.text.end.saturating_sub(at) } else { self.source.end }
    }
}

/// The shapes of numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Whole,
    Fraction,
}

/// The shape of a number as JSON writes it, so that `007`, `+33`, `1_000` and `0x1F` stay texts.
fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let well_formed = is_digits(whole)
        && !leading_zero
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    let shape = if fraction.is_none() && exponent.is_none() { Number::Whole } else { Number::Fraction };
    well_formed.then_some(shape)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
