//! Which byte of a scalar's text comes from which byte of the file.
//!
//! The parser gives a scalar's text and the bytes it was read from, not how the one became the other; so those bytes are walked
//! again by the rules of the style. A walk that doesn't reproduce the text gives nothing.

use std::ops::Range;

use super::Style;
use super::scalar::Piece;

/// The pieces of a scalar's text, if a walk over the bytes `at` of the file reproduces it.
pub(super) fn align(source: &str, at: Range<usize>, text: &str, style: Style) -> Option<Vec<Piece>> {
    let walk = Walk { source, text, pieces: Vec::new(), read: 0 };
    match style {
        Style::Plain => walk.flow(at, None),
        Style::SingleQuoted => walk.flow(inner(at)?, Some('\'')),
        Style::DoubleQuoted => walk.flow(inner(at)?, Some('"')),
        Style::Literal | Style::Folded => walk.block(at),
    }
}

/// The bytes of a block without the line breaks after it, which the parser counts in.
pub(super) fn trim_block(source: &str, at: Range<usize>, style: Style) -> Range<usize> {
    match (style, source.get(at.clone())) {
        (Style::Literal | Style::Folded, Some(block)) => at.start..at.start + block.trim_end().len(),
        _ => at,
    }
}

fn inner(quoted: Range<usize>) -> Option<Range<usize>> {
    (quoted.len() >= 2).then(|| quoted.start + 1..quoted.end - 1)
}

struct Walk<'a> {
    source: &'a str,
    text: &'a str,
    pieces: Vec<Piece>,
    /// Bytes of the text that have been found.
    read: usize,
}

/// A line of a block, without its indentation.
struct Line {
    content: Range<usize>,
    line_break: Range<usize>,
}

impl Walk<'_> {
    /// Plain and quoted scalars.
    fn flow(mut self, at: Range<usize>, quote: Option<char>) -> Option<Vec<Piece>> {
        let mut position = at.start;
        while position < at.end {
            let rest = self.source.get(position..at.end)?;
            let letter = rest.chars().next()?;
            position = match letter {
                ' ' | '\t' | '\n' | '\r' => self.white(position, rest, false)?,
                '\'' if quote == Some('\'') => self.whole(position..position + 2)?,
                '\\' if quote == Some('"') => self.escape(position, rest)?,
                _ => self.same(position..position + letter.len_utf8())?,
            };
        }
        self.finish()
    }

    /// White space: kept within a line, folded with line breaks: one is a space, each further one stands for itself.
    fn white(&mut self, position: usize, rest: &str, after_escape: bool) -> Option<usize> {
        let length = rest.find(|letter| !matches!(letter, ' ' | '\t' | '\n' | '\r')).unwrap_or(rest.len());
        let whole = position..position + length;
        let breaks = line_breaks(rest.get(..length)?, position);
        match breaks.as_slice() {
            [] if after_escape => {}
            [] => {
                self.same(whole.clone())?;
            }
            [_] if !after_escape => {
                self.whole(whole.clone())?;
            }
            breaks => {
                for line_break in breaks.iter().skip(usize::from(!after_escape)) {
                    self.whole(line_break.clone())?;
                }
            }
        }
        Some(whole.end)
    }

    fn escape(&mut self, position: usize, rest: &str) -> Option<usize> {
        let length = match rest.chars().nth(1)? {
            '\n' | '\r' => return self.escaped_break(position, rest),
            'x' => 4,
            'u' if is_high_surrogate(rest) => 12,
            'u' => 6,
            'U' => 10,
            other => 1 + other.len_utf8(),
        };
        self.whole(position..position + length)
    }

    /// A line break after a backslash, which joins the lines without a space.
    fn escaped_break(&mut self, position: usize, rest: &str) -> Option<usize> {
        let skipped = if rest.starts_with("\\\r\n") { 3 } else { 2 };
        self.white(position + skipped, rest.get(skipped..)?, true)
    }

    /// Literal and folded blocks; the bytes begin at the first character that isn't indentation.
    fn block(mut self, at: Range<usize>) -> Option<Vec<Piece>> {
        let lines = self.lines(at.clone());
        self.leading_breaks(at.start)?;
        let mut pending: Vec<Range<usize>> = Vec::new();
        for line in &lines {
            if line.content.is_empty() {
                pending.push(line.line_break.clone());
                continue;
            }
            self.fold(&pending, self.source.get(line.content.clone())?)?;
            self.same(line.content.clone())?;
            pending = vec![line.line_break.clone()];
        }
        for line_break in pending.into_iter().take(self.text.len() - self.read) {
            self.whole(line_break)?;
        }
        self.finish()
    }

    /// Line breaks between two lines: each for itself, or the first one folded away, or the only one a space.
    fn fold(&mut self, breaks: &[Range<usize>], next: &str) -> Option<()> {
        let rest = self.text.get(self.read..)?;
        let kept = rest.len() - rest.trim_start_matches('\n').len();
        let skipped = match breaks {
            [_] if rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(next)) && kept == 0 => 0,
            _ => breaks.len().checked_sub(kept).filter(|skipped| *skipped <= 1)?,
        };
        for line_break in breaks.iter().skip(skipped) {
            self.whole(line_break.clone())?;
        }
        Some(())
    }

    /// Empty lines before the first line of a block, which the parser's bytes leave out.
    fn leading_breaks(&mut self, start: usize) -> Option<()> {
        let count = self.text.len() - self.text.trim_start_matches('\n').len();
        let breaks = line_breaks(self.source.get(..start)?, 0);
        for line_break in breaks.get(breaks.len().checked_sub(count)?..)? {
            self.whole(line_break.clone())?;
        }
        Some(())
    }

    fn lines(&self, at: Range<usize>) -> Vec<Line> {
        let before = self.source.get(..at.start).unwrap_or("");
        let indentation = before.len() - before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let block = self.source.get(at.clone()).unwrap_or("");
        let mut start = at.start;
        let mut lines = Vec::new();
        for line_break in line_breaks(block, at.start).into_iter().chain(std::iter::once(at.end..at.end)) {
            let line = self.source.get(start..line_break.start).unwrap_or("");
            let spaces = if start == at.start { 0 } else { line.len() - line.trim_start_matches(' ').len() };
            lines.push(Line {
                content: start + spaces.min(indentation)..line_break.start,
                line_break: line_break.clone(),
            });
            start = line_break.end;
        }
        lines
    }

    /// Bytes that stand in the text as in the file.
    fn same(&mut self, source: Range<usize>) -> Option<usize> {
        let end = self.read + source.len();
        if self.text.get(self.read..end)? != self.source.get(source.clone())? {
            return None;
        }
        match self.pieces.last_mut() {
            Some(last) if last.is_verbatim() && last.source.end == source.start => {
                last.text.end = end;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { text: self.read..end, source: source.clone() }),
        }
        self.read = end;
        Some(source.end)
    }

    /// Bytes that stand for the next character of the text.
    fn whole(&mut self, source: Range<usize>) -> Option<usize> {
        let letter = self.text.get(self.read..)?.chars().next()?;
        let end = self.read + letter.len_utf8();
        self.pieces.push(Piece { text: self.read..end, source: source.clone() });
        self.read = end;
        Some(source.end)
    }

    fn finish(self) -> Option<Vec<Piece>> {
        (self.read == self.text.len()).then_some(self.pieces)
    }
}

/// The line breaks of a text, as bytes of the file in which it begins at `offset`.
fn line_breaks(text: &str, offset: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut breaks: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        match breaks.last_mut() {
            Some(last) if last.end == offset + at && bytes.get(at.wrapping_sub(1)..=at) == Some(b"\r\n") => {
                last.end += 1
            }
            _ => breaks.push(offset + at..offset + at + 1),
        }
    }
    breaks
}

fn is_high_surrogate(escape: &str) -> bool {
    let code = escape.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.is_some_and(|code| (0xD800..0xDC00).contains(&code))
}
