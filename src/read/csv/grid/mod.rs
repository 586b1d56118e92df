//! A chunk whose records are all as the header says, to be read column by column.

mod field;

use std::borrow::Cow;

use field::Alike;
pub use field::{Cells, Field, Glance, WINDOW, short};

use super::chunk::{Chunk, skip_line_ends};
use super::record::{cell_is, unquote};
use super::separators::Quoting;

/// The cells of a chunk of which every record has a field for each column of the header, and all text is valid.
pub struct Grid<'a> {
    /// What all positions count in.
    bytes: &'a [u8],
    /// The text from the first record on.
    text: &'a str,
    /// Where `text` begins in `bytes`.
    origin: usize,
    /// By row, where its record begins.
    starts: Vec<u32>,
    /// Row after row where each field ends.
    ends: &'a [u32],
    columns: usize,
    quote: Option<u8>,
    quoting: Quoting,
    /// Rows and columns of fields that may hold more than the text between two quotes, ascending.
    special: Vec<(u32, u32)>,
}

impl Chunk<'_> {
    /// All cells, where every record is regular; `None` where one has to be looked at by itself.
    pub fn grid(&self) -> Option<Grid<'_>> {
        let text = self.text.filter(|_| !self.unclosed && !self.has_text_behind_quotes)?;
        let columns = self.header.names.len();
        let ends = self.ends.get(self.first_end..*self.rows.last()? as usize + 1)?;
        // Cells between ASCII characters are valid text.
        let is_ascii = self.header.delimiter.is_ascii() && self.quote.is_none_or(|quote| quote.is_ascii());
        if !is_ascii || columns == 0 || ends.len() != columns * self.rows.len() || !self.has_rows_of(columns) {
            return None;
        }
        let mut starts = Vec::with_capacity(self.rows.len());
        let mut start = self.origin;
        for row in ends.chunks_exact(columns) {
            starts.push(start as u32);
            start = skip_line_ends(self.bytes, row[columns - 1] as usize + 1);
        }
        let special = special(&starts, ends, columns, self.specials);
        let (bytes, origin, quote, quoting) = (self.bytes, self.origin, self.quote, self.quoting);
        let grid = Grid { bytes, text, origin, starts, ends, columns, quote, quoting, special };
        // A record that begins as the header does may be the header once more.
        let name = self.header.names.first()?;
        if grid.has_first(name) { None } else { Some(grid) }
    }

    /// Whether each record has so many fields.
    fn has_rows_of(&self, columns: usize) -> bool {
        let columns = columns as u32;
        let (mut differing, mut next) = (0, self.first_end as u32);
        for last in self.rows {
            next = next.wrapping_add(columns);
            differing |= last.wrapping_add(1) ^ next;
        }
        differing == 0
    }
}

/// The rows and columns in which special quotes stand, ascending.
fn special(starts: &[u32], ends: &[u32], columns: usize, positions: &[u32]) -> Vec<(u32, u32)> {
    let (mut special, mut row) = (Vec::new(), 0);
    for position in positions.iter().filter(|position| starts.first().is_some_and(|first| first <= *position)) {
        row += starts[row + 1..].iter().take_while(|start| *start <= position).count();
        let ends = &ends[row * columns..][..columns];
        let cell = (row as u32, ends.partition_point(|end| end < position) as u32);
        if special.last() != Some(&cell) {
            special.push(cell);
        }
    }
    special
}

impl<'a> Grid<'a> {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.starts.len()
    }

    /// All of it, from the first record on.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Room for the cells of a column.
    pub fn cells(&self) -> Cells<'_> {
        Cells::new(self.bytes, self.text, self.origin)
    }

    /// Puts the cells of a column into `cells`; `None` where there is no such column.
    pub fn column<'g>(&'g self, column: usize, cells: &mut Cells<'g>) -> Option<()> {
        if column >= self.columns {
            return None;
        }
        cells.clear();
        let has_special = self.special.iter().any(|cell| cell.1 as usize == column);
        let is_odd = match (self.quotes(), column.checked_sub(1)) {
            (Some(quotes), Some(before)) => {
                let alike = Alike { ends: self.ends, columns: self.columns, before, quotes };
                if !has_special {
                    cells.alike = Some(alike);
                    return Some(());
                }
                cells.spans.clear();
                cells.spans.extend(alike.spans());
                false
            }
            (Some(quotes), None) => {
                cells.spans.clear();
                cells.spans.extend(self.first_spans(quotes));
                false
            }
            (None, _) => self.mixed(column, cells),
        };
        // What isn't the text between two quotes is looked at by itself.
        let (spans, unquoted) = cells.parts();
        let all = if is_odd { 0..spans.len() } else { 0..0 };
        let special = self.special.iter().filter(|cell| !is_odd && cell.1 as usize == column);
        for row in all.chain(special.map(|cell| cell.0 as usize)) {
            *spans.get_mut(row)? = self.span(row, column, unquoted)?;
        }
        Some(())
    }

    /// How many quotes there are on either side of each cell, if all have as many.
    fn quotes(&self) -> Option<u32> {
        match self.quoting {
            Quoting::All => Some(1),
            Quoting::None => Some(0),
            Quoting::Mixed => None,
        }
    }

    /// By row where its first cell begins and how many bytes it has.
    fn first_spans(&self, quotes: u32) -> impl Iterator<Item = (u32, u32)> {
        let rows = self.starts.iter().zip(self.ends.chunks_exact(self.columns));
        rows.map(move |(start, ends)| (start + quotes, ends[0].wrapping_sub(quotes).wrapping_sub(start + quotes)))
    }

    /// The cells of a column, some of which are quoted; whether one of those goes on behind its closing quote.
    fn mixed(&self, column: usize, cells: &mut Cells<'a>) -> bool {
        let (bytes, quote) = (self.bytes, self.quote.map_or(NO_QUOTE, u32::from));
        cells.spans.resize(self.rows(), (0, 0));
        let (spans, _) = cells.parts();
        let mut is_odd = false;
        for ((ends, begin), span) in self.ends.chunks_exact(self.columns).zip(&self.starts).zip(spans.iter_mut()) {
            let start = if column == 0 { *begin } else { ends[column - 1] + 1 };
            let length = ends[column].wrapping_sub(start);
            let is = |place: u32| bytes.get(place as usize).is_some_and(|byte| u32::from(*byte) == quote);
            // An empty field is followed by what is no quote.
            let is_quoted = is(start);
            let is_closed = is(ends[column].wrapping_sub(1)) & (length > 1);
            is_odd |= is_quoted & !is_closed;
            let quotes = u32::from(is_quoted);
            *span = (start + quotes, length.wrapping_sub(2 * quotes));
        }
        is_odd
    }

    /// The span of a cell, whatever its field holds.
    #[inline(never)]
    fn span(&self, row: usize, column: usize, unquoted: &mut String) -> Option<(u32, u32)> {
        let ends = self.ends.chunks_exact(self.columns).nth(row)?;
        let start = if column == 0 { *self.starts.get(row)? } else { ends[column - 1] + 1 };
        let field = self.bytes.get(start as usize..ends[column] as usize)?;
        let is_quoted = self.quote.is_some() && field.first().copied() == self.quote;
        if is_quoted { self.quoted(start, field, unquoted) } else { Some((start, field.len() as u32)) }
    }

    /// The span of a field that begins with a quote, and may hold more than the text between two.
    fn quoted(&self, start: u32, field: &[u8], unquoted: &mut String) -> Option<(u32, u32)> {
        match unquote(field, self.quote?) {
            Cow::Borrowed(cell) => Some((start + 1, cell.len() as u32)),
            Cow::Owned(cell) => Cells::keep(unquoted, str::from_utf8(&cell).ok()?),
        }
    }

    /// Whether the first cell of a row is this name of the header.
    fn has_first(&self, name: &str) -> bool {
        let of_name = name.as_bytes().first().copied();
        // With the name, a space, or a byte order mark.
        let may_begin = |first: Option<u8>| {
            of_name.is_none() || first == of_name || first.is_none_or(|first| !first.is_ascii_graphic())
        };
        let quotes = self.quotes();
        let may_be = |start: &u32| match (quotes, self.bytes.get(*start as usize..).unwrap_or_default()) {
            (Some(quotes), begin) => may_begin(begin.get(quotes as usize).copied()),
            (None, [first, second, ..]) if Some(*first) == self.quote => may_begin(Some(*second)),
            (None, begin) => may_begin(begin.first().copied()),
        };
        let mut rows = self.starts.iter().zip(self.ends.chunks_exact(self.columns));
        rows.any(|(start, ends)| may_be(start) && self.is_first(*start, ends[0], name))
    }

    #[cold]
    fn is_first(&self, start: u32, end: u32, name: &str) -> bool {
        let field = self.bytes.get(start as usize..end as usize).unwrap_or_default();
        match self.quote {
            Some(quote) if field.first() == Some(&quote) => cell_is(&unquote(field, quote), None, name),
            _ => cell_is(field, self.quote, name),
        }
    }
}

/// What no byte is.
const NO_QUOTE: u32 = u32::MAX;
