//! A chunk whose records are all as the header says, to be read column by column.

use super::chunk::{Chunk, skip_line_ends};
use super::field::Field;
use super::record::{cell_is, unquote};

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
    /// By row, whether a field may hold more than the text between two quotes; empty: in no row.
    special: Vec<bool>,
}

impl Chunk<'_> {
    /// All cells, where every record is regular; `None` where one has to be looked at by itself.
    pub fn grid(&self) -> Option<Grid<'_>> {
        let text = self.text.filter(|_| !self.unclosed)?;
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
        let special = special(&starts, self.specials);
        let (bytes, origin, quote) = (self.bytes, self.origin, self.quote);
        let grid = Grid { bytes, text, origin, starts, ends, columns, quote, special };
        // A record that begins as the header does may be the header once more.
        let name = self.header.names.first()?;
        let differs = |cell: Field<'_>| !may_be(cell, name) || !cell_is(cell.bytes(), name);
        grid.each(
            0,
            #[inline(always)]
            |_, cell| differs(cell).then_some(()),
        )?;
        Some(grid)
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

/// Whether a cell begins as one that is a name of the header may: with the name, a space, or a byte order mark.
#[inline]
fn may_be(cell: Field<'_>, name: &str) -> bool {
    match (cell.is_empty(), cell.onward().first(), name.as_bytes().first()) {
        (false, Some(first), Some(of_name)) => first == of_name || !first.is_ascii_graphic(),
        _ => cell.len() >= name.len(),
    }
}

/// The rows in which special quotes stand.
fn special(starts: &[u32], positions: &[u32]) -> Vec<bool> {
    let mut special = Vec::new();
    for position in positions {
        if let Some(row) = starts.partition_point(|start| start <= position).checked_sub(1) {
            special.resize(starts.len(), false);
            special[row] = true;
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

    /// Calls `action` with each cell of a column, from the first row on, as long as it gives something.
    #[inline(always)]
    pub fn each(&self, column: usize, mut action: impl FnMut(usize, Field<'_>) -> Option<()>) -> Option<()> {
        let (bytes, text, quote) = (self.bytes, (self.text, self.origin), self.quote.map_or(NO_QUOTE, u32::from));
        if column >= self.columns {
            return None;
        }
        for (row, ends) in self.ends.chunks_exact(self.columns).enumerate() {
            let start = if column == 0 { self.starts[row] as usize } else { ends[column - 1] as usize + 1 };
            let end = ends[column] as usize;
            let field = bytes.get(start..end)?;
            let is_quoted = field.first().is_some_and(|first| u32::from(*first) == quote);
            let (start, cell) = match field {
                [_, cell @ .., last] if is_quoted && u32::from(*last) == quote && !self.is_special(row) => {
                    (start + 1, cell)
                }
                _ if is_quoted => {
                    action(row, Field::of(&self.unquoted(field)?))?;
                    continue;
                }
                cell => (start, cell),
            };
            action(row, Field::at(bytes, start, cell, text))?;
        }
        Some(())
    }

    #[inline(always)]
    fn is_special(&self, row: usize) -> bool {
        !self.special.is_empty() && self.special[row]
    }

    #[cold]
    fn unquoted(&self, field: &[u8]) -> Option<String> {
        String::from_utf8(unquote(field, self.quote?).into_owned()).ok()
    }
}

/// What no byte is.
const NO_QUOTE: u32 = u32::MAX;
