//! The first record of a file: its columns' names.

use std::io::{self, Read};

use fearless_simd::Level;
use memchr::memchr;

use super::Dialect;
use super::chunk::{line_ends, skip_line_ends};
use super::record::unquote;
use super::separators::mask::Symbols;
use super::separators::{Index, State};
use crate::read::encoding::Encoding;
use crate::read::error::ReadError;

/// A file's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Their names by position: unquoted, without byte order mark, trimmed. A name may be empty, or stand twice.
    pub names: Vec<String>,
    /// The line that it begins on, from 1.
    pub line: u64,
    /// What separates the fields of the file.
    pub delimiter: u8,
}

impl Header {
    /// The position of the first column of this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions(name).next()
    }

    /// The positions of all columns of this name.
    pub fn positions(&self, name: &str) -> impl Iterator<Item = usize> {
        self.names.iter().enumerate().filter(move |(_, other)| *other == name).map(|(position, _)| position)
    }

    /// The names, other than empty ones, that stand more than once, in the order of the file.
    pub fn repeated(&self) -> Vec<&str> {
        let first = |position: usize, name: &str| self.position(name) == Some(position);
        let names = self.names.iter().map(String::as_str).enumerate();
        names
            .filter(|&(position, name)| !name.is_empty() && first(position, name) && self.positions(name).count() > 1)
            .map(|(_, name)| name)
            .collect()
    }
}

/// A header, and where what follows it begins.
pub(super) struct Head {
    pub(super) header: Header,
    /// Position of the first byte behind the header's line end, from the first byte of the text.
    pub(super) length: usize,
    /// The line after the header, from 1.
    pub(super) next_line: u64,
}

/// The delimiters that are tried, the preferred one first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const FIRST_READ: usize = 16 << 10;
/// How much is looked at before it is asked again whether a record ended.
const FIRST_SEEN: usize = 1 << 10;
/// No table's header is longer.
const LONGEST: usize = 4 << 20;

/// Reads the header from the start of a file's text.
pub(super) fn read(
    file: &str,
    text: &mut dyn Read,
    dialect: &Dialect,
    encoding: Encoding,
    fault: impl Fn(io::Error) -> ReadError,
) -> Result<Head, ReadError> {
    let mut bytes = Vec::new();
    loop {
        let more = bytes.len().max(FIRST_READ);
        let ended = text.take(more as u64).read_to_end(&mut bytes).map_err(&fault)? < more;
        let first = skip_line_ends(&bytes, 0);
        let (named, start) = behind_named_delimiter(&bytes, first).unwrap_or((None, first));
        if ended && start == bytes.len() {
            return Err(ReadError::Empty { file: file.to_owned() });
        }
        let dialect = Dialect { delimiter: dialect.delimiter.or(named), ..*dialect };
        match Cut::best(&bytes, start, ended, &dialect) {
            Some(cut) => return cut.head(file, &bytes, encoding),
            None if ended || bytes.len() > LONGEST => return Err(unclosed(file, &bytes, start, &dialect)),
            None => {}
        }
    }
}

/// The delimiter that a first line such as `sep=;` names, as Excel reads and writes it, and where the header begins behind
/// that line.
fn behind_named_delimiter(bytes: &[u8], start: usize) -> Option<(Option<u8>, usize)> {
    let length = bytes[start..].iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
    let line = &bytes[start..start + length];
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (name, &[delimiter]) = line.split_at_checked(4)? else { return None };
    let is_delimiter = delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() && delimiter != b'"';
    (name.eq_ignore_ascii_case(b"sep=") && is_delimiter)
        .then(|| (Some(delimiter), skip_line_ends(bytes, start + length)))
}

/// Why a header has no end.
fn unclosed(file: &str, bytes: &[u8], start: usize, dialect: &Dialect) -> ReadError {
    if bytes.contains(&0) {
        return ReadError::NotText { file: file.to_owned() };
    }
    let (file, line) = (file.to_owned(), 1 + line_ends(&bytes[..start], false));
    match dialect.quote {
        Some(quote) if memchr(quote, &bytes[start..]).is_some() => ReadError::HeaderUnclosed { file, line },
        _ => ReadError::HeaderTooLong { file, line, limit: LONGEST },
    }
}

/// The header cut into fields by one delimiter.
struct Cut {
    symbols: Symbols,
    start: usize,
    ends: Vec<u32>,
    /// Its end is known.
    whole: bool,
}

impl Cut {
    /// The cut by the declared delimiter or by the one that gives most columns; none if its end isn't there yet.
    fn best(bytes: &[u8], start: usize, ended: bool, dialect: &Dialect) -> Option<Self> {
        let cut = |delimiter| Self::new(bytes, start, ended, Symbols { delimiter, quote: dialect.quote });
        let best = match dialect.delimiter {
            Some(delimiter) => Some(cut(delimiter)),
            None => DELIMITERS.map(cut).into_iter().rev().max_by_key(|cut| cut.ends.len()),
        };
        best.filter(|cut| cut.whole)
    }

    fn new(bytes: &[u8], start: usize, ended: bool, symbols: Symbols) -> Self {
        let mut index = Index::new(symbols, Level::new());
        index.reset(start, State::start());
        // All of it is gone through only where no record ends sooner.
        let mut seen = start;
        while seen < bytes.len() && index.last_end().is_none() {
            seen = bytes.len().min(seen + FIRST_SEEN);
            index.run(&bytes[..seen]);
        }
        // The second byte of a CRLF belongs to the header.
        let seen = index.last_end().is_some_and(|end| end + 1 < bytes.len());
        if index.last_end().is_none() {
            index.finish();
        }
        let whole = seen || (ended && !index.unclosed);
        index.truncate(1);
        Self { symbols, start, ends: index.ends().to_vec(), whole }
    }

    fn head(self, file: &str, bytes: &[u8], encoding: Encoding) -> Result<Head, ReadError> {
        let end = self.ends.last().map_or(self.start, |&end| end as usize);
        if bytes[self.start..end].contains(&0) {
            return Err(ReadError::NotText { file: file.to_owned() });
        }
        let name = |(column, raw)| {
            self.name(raw).ok_or_else(|| {
                let (file, encoding) = (file.to_owned(), encoding.name());
                ReadError::HeaderEncoding { file, column, encoding }
            })
        };
        let names = self.fields(bytes).enumerate().map(name).collect::<Result<Vec<_>, _>>()?;
        let line_end = if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        let length = bytes.len().min(end + line_end);
        let line = 1 + line_ends(&bytes[..self.start], false);
        let next_line = 1 + line_ends(&bytes[..length], false);
        Ok(Head { header: Header { names, line, delimiter: self.symbols.delimiter }, length, next_line })
    }

    fn fields<'b>(&self, bytes: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
        let mut start = self.start;
        self.ends.iter().map(move |&end| {
            let field = &bytes[start..end as usize];
            start = end as usize + 1;
            field
        })
    }

    fn name(&self, raw: &[u8]) -> Option<String> {
        let value = match self.symbols.quote {
            Some(quote) if raw.first() == Some(&quote) => unquote(raw, quote),
            _ => raw.into(),
        };
        str::from_utf8(&value).ok().map(|name| name.trim().to_owned())
    }
}
