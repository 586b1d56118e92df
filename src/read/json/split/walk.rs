//! From value to value.

use super::super::close::{Nesting, close, string};
use super::super::window::Window;
use super::{Found, Splitter, Stop};

impl<W: Window> Splitter<'_, W> {
    /// Goes over a value, and gives the position behind it.
    pub(super) fn value(&mut self, byte: u8) -> Found<u64> {
        let start = self.at;
        let end = match byte {
            b'{' | b'[' => self.container(start)?,
            b'"' => self.text(start)?,
            _ => self.word(start)?,
        };
        self.at = end;
        Ok(end)
    }

    fn container(&mut self, start: u64) -> Found<u64> {
        let (mut nesting, mut from, mut is_last) = (Nesting::default(), start, false);
        loop {
            let base = self.window.base();
            match close(self.window.bytes(), (from - base) as usize, &mut nesting, is_last) {
                Ok(end) => return Ok(base + end as u64),
                Err(_) if is_last => return Err(self.ends_within(start)),
                Err(next) => from = base + next as u64,
            }
            self.pass(from);
            is_last = !self.more()?;
        }
    }

    fn text(&mut self, start: u64) -> Found<u64> {
        let mut from = start + 1;
        loop {
            let base = self.window.base();
            match string(self.window.bytes(), (from - base) as usize) {
                Ok(end) => return Ok(base + end as u64),
                Err(next) => from = base + next as u64,
            }
            self.pass(from);
            if !self.more()? {
                return Err(self.ends_within(start));
            }
        }
    }

    /// Lets go of what isn't needed.
    fn pass(&mut self, position: u64) {
        if self.is_skipping {
            self.at = position;
        }
    }

    /// A number or a word such as `true`.
    fn word(&mut self, start: u64) -> Found<u64> {
        let mut at = start;
        loop {
            let base = self.window.base();
            let rest = &self.window.bytes()[(at - base) as usize..];
            let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b':' | b'"') || byte.is_ascii_whitespace();
            match rest.iter().position(ends) {
                Some(0) if at == start => return Err(self.broken("expected a value")),
                Some(length) => return Ok(at + length as u64),
                None => at += rest.len() as u64,
            }
            if !self.more()? {
                return Ok(at);
            }
        }
    }

    /// The next byte that isn't blank; `None` at the end.
    pub(super) fn skip_blank(&mut self) -> Found<Option<u8>> {
        loop {
            let base = self.window.base();
            let rest = self.window.bytes().get((self.at - base) as usize..).unwrap_or_default();
            // Sequences of documents may put a record separator before each.
            let is_text = |byte: &u8| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x1e);
            match rest.iter().position(is_text) {
                Some(blanks) => {
                    let byte = rest[blanks];
                    self.at += blanks as u64;
                    return Ok(Some(byte));
                }
                None => self.at += rest.len() as u64,
            }
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    pub(super) fn needed(&mut self, what: &str) -> Found<u8> {
        let byte = self.skip_blank()?;
        byte.ok_or_else(|| self.broken(what))
    }

    fn more(&mut self) -> Found<bool> {
        // A document is the record itself as long as nothing in it leads to rows.
        let keep = if self.is_undecided() { self.document.start } else { self.at };
        Ok(self.window.more(keep.min(self.hold).min(self.at).max(self.window.base()))?)
    }

    pub(super) fn bytes(&self, start: u64, end: u64) -> &[u8] {
        let base = self.window.base();
        let range = start.saturating_sub(base) as usize..end.saturating_sub(base) as usize;
        self.window.bytes().get(range).unwrap_or_default()
    }

    pub(super) fn broken(&self, what: &str) -> Stop {
        Stop::Broken { at: self.at, what: what.to_owned(), is_whole: false }
    }

    fn ends_within(&self, start: u64) -> Stop {
        let text = if W::IS_LINE { "line" } else { "file" };
        let what = format!("the {text} ends within the value that begins here");
        Stop::Broken { at: start, what, is_whole: true }
    }
}
