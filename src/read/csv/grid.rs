//! A chunk whose records are all as the header says, to be read column by column.

use std::borrow::Cow;

use super::chunk::{Chunk, skip_line_ends};
use super::record::{cell_is, unquote};

/// The cells of a chunk of which every record has a field for each column of the header, and all text is valid.
pub struct Grid<'a> {
    /// From the first record on.
    text: &'a str,
    /// Where `text` begins in the chunk's bytes, from which all positions count.
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
        let mut last = self.first_end..;
        let is_regular = self.rows.iter().all(|row| last.nth(columns - 1) == Some(*row as usize));
        if !is_regular || ends.len() != columns * self.rows.len() {
            return None;
        }
        let mut starts = Vec::with_capacity(self.rows.len());
        let mut start = self.origin;
        for row in ends.chunks_exact(columns) {
            starts.push(start as u32);
            start = skip_line_ends(self.bytes, row[columns - 1] as usize + 1);
        }
        let special = special(&starts, self.specials);
        let grid = Grid { text, origin: self.origin, starts, ends, columns, quote: self.quote, special };
        // A record that begins as the header does may be the header once more.
        let name = self.header.names.first()?;
        let differs = |_, cell: &str| (!may_be(cell, name) || !cell_is(cell.as_bytes(), name)).then_some(());
        grid.each(0, differs).map(|()| grid)
    }
}

/// Whether a cell begins as one that is a name of the header may: with the name, a space, or a byte order mark.
#[inline]
fn may_be(cell: &str, name: &str) -> bool {
    match (cell.as_bytes().first(), name.as_bytes().first()) {
        (Some(first), Some(of_name)) => first == of_name || !first.is_ascii_graphic(),
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

impl Grid<'_> {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.starts.len()
    }

    /// Calls `action` with each cell of a column, without quotes, from the first row on, as long as it gives something.
    #[inline]
    pub fn each(&self, column: usize, mut action: impl FnMut(usize, &str) -> Option<()>) -> Option<()> {
        for (row, ends) in self.ends.chunks_exact(self.columns).enumerate() {
            let start = match column.checked_sub(1) {
                Some(before) => ends[before] as usize + 1,
                None => self.starts[row] as usize,
            };
            let (start, end) = (start - self.origin, ends[column] as usize - self.origin);
            match self.plain(row, start, end) {
                Some(cell) => action(row, cell)?,
                None => action(row, &self.unquoted(self.text.get(start..end)?)?)?,
            }
        }
        Some(())
    }

    /// The cell, where it is the field, or the text between its quotes.
    #[inline]
    fn plain(&self, row: usize, start: usize, end: usize) -> Option<&str> {
        let bytes = self.text.as_bytes();
        if start == end || Some(*bytes.get(start)?) != self.quote {
            return self.text.get(start..end);
        }
        let is_closed = end - start > 1 && Some(*bytes.get(end - 1)?) == self.quote;
        let is_special = self.special.get(row).is_some_and(|special| *special);
        if is_closed && !is_special { self.text.get(start + 1..end - 1) } else { None }
    }

    #[cold]
    fn unquoted<'f>(&self, field: &'f str) -> Option<Cow<'f, str>> {
        match unquote(field.as_bytes(), self.quote?) {
            Cow::Borrowed(cell) => str::from_utf8(cell).ok().map(Cow::Borrowed),
            Cow::Owned(cell) => String::from_utf8(cell).ok().map(Cow::Owned),
        }
    }
}
