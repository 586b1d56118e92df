//! What stands for something else in a query: days, and the names of columns.

use std::ops::Range;

use chrono::NaiveDate;

/// A part of a query's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Text(String),
    /// A day at an end of the window of time.
    Day {
        /// Which end.
        bound: Bound,
        /// How it is written, of `%Y`, `%m` and `%d`.
        format: String,
    },
    /// The fields of the columns.
    Columns,
}

impl Piece {
    /// Its text for a window of time.
    pub fn over(&self, window: &Window) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Day { bound, format } => window.day(*bound).format(format).to_string(),
            Self::Columns => String::new(),
        }
    }
}

/// An end of the window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The first day.
    Since,
    /// The day after the last.
    Before,
}

impl Bound {
    /// The placeholder's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Since => "since",
            Self::Before => "before",
        }
    }
}

/// The days over which rows are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub since: NaiveDate,
    /// The day after the last.
    pub before: NaiveDate,
}

impl Window {
    /// A year, where nothing else is asked for.
    pub const EXAMPLE: Self = Self { since: day(2025), before: day(2026) };

    /// The day at an end.
    pub fn day(&self, bound: Bound) -> NaiveDate {
        match bound {
            Bound::Since => self.since,
            Bound::Before => self.before,
        }
    }
}

/// The first day of a year.
const fn day(year: i32) -> NaiveDate {
    match NaiveDate::from_yo_opt(year, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// How days are written where a placeholder says nothing else.
const PLAIN: &str = "%Y-%m-%d";

/// A placeholder that stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPlaceholder {
    /// Its name.
    pub name: String,
    /// Where it stands in the text, braces included.
    pub range: Range<usize>,
    /// Whether its name is known, and only the way in which days are to be written isn't.
    pub is_format: bool,
}

/// The placeholders that there are.
pub const PLACEHOLDERS: &[&str] = &["since", "before", "columns"];

/// Splits a text at its placeholders: a word in braces, with a format behind a colon. Other braces are as they are.
///
/// # Errors
/// A word in braces stands for nothing.
pub fn pieces(text: &str) -> Result<Vec<Piece>, UnknownPlaceholder> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    while let Some(range) = next_placeholder(text, rest) {
        let piece = placeholder(text, range.clone())?;
        pieces.extend((range.start > rest).then(|| Piece::Text(text[rest..range.start].to_owned())));
        pieces.push(piece);
        rest = range.end;
    }
    pieces.extend((rest < text.len()).then(|| Piece::Text(text[rest..].to_owned())));
    Ok(pieces)
}

/// The next braces that hold a word, or a word and a format.
fn next_placeholder(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let start = at + text[at..].find('{')?;
        let length = text[start + 1..].find(['{', '}'])?;
        let end = start + 1 + length;
        let name = text[start + 1..end].split(':').next().unwrap_or_default();
        let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        if is_word && text.as_bytes()[end] == b'}' {
            return Some(start..end + 1);
        }
        at = start + 1;
    }
}

fn placeholder(text: &str, range: Range<usize>) -> Result<Piece, UnknownPlaceholder> {
    let inside = &text[range.start + 1..range.end - 1];
    let (name, format) = inside.split_once(':').map_or((inside, PLAIN), |(name, format)| (name, format));
    let unknown = |is_format| UnknownPlaceholder { name: name.to_owned(), range: range.clone(), is_format };
    let day = |bound| Piece::Day { bound, format: format.to_owned() };
    match name {
        _ if name != "columns" && PLACEHOLDERS.contains(&name) && !is_format(format) => Err(unknown(true)),
        "since" => Ok(day(Bound::Since)),
        "before" => Ok(day(Bound::Before)),
        "columns" if inside == name => Ok(Piece::Columns),
        "columns" => Err(unknown(true)),
        _ => Err(unknown(false)),
    }
}

/// Whether days are written by year, month and day and nothing unknown.
fn is_format(format: &str) -> bool {
    let parts: Vec<&str> = format.split('%').skip(1).map(|part| part.get(..1).unwrap_or_default()).collect();
    parts.iter().all(|part| ["Y", "m", "d"].contains(part)) && ["Y", "m", "d"].iter().all(|part| parts.contains(part))
}
