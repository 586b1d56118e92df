//! The cells of one column of a grid.

use std::slice::ChunksExact;

/// What a start has where the cell isn't text of the grid as it stands there.
const UNQUOTED: u32 = 1 << 31;

/// The cells of one column of a grid, without their quotes: kept to be filled with the next column.
#[derive(Debug, Default)]
pub struct Cells<'a> {
    /// What positions count in.
    pub(super) bytes: &'a [u8],
    /// The same from byte `origin` on.
    pub(super) text: &'a str,
    pub(super) origin: usize,
    /// Where they are, if they all stand in the text in one way.
    pub(super) alike: Option<Alike<'a>>,
    /// Else, by row, where its cell begins and how many bytes it has.
    pub(super) spans: Vec<(u32, u32)>,
    /// The cells that don't stand in the text as they are.
    unquoted: String,
}

/// Cells with so many quotes on either side, by where fields end: none of them is the first of its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alike<'a> {
    /// Row after row where each field ends.
    pub(super) ends: &'a [u32],
    /// How many fields each row has.
    pub(super) columns: usize,
    /// Which field of a row stands right before the cell.
    pub(super) before: usize,
    pub(super) quotes: u32,
}

impl<'a> Alike<'a> {
    /// By row, the ends of its fields.
    #[inline(always)]
    fn rows(&self) -> ChunksExact<'a, u32> {
        self.ends.chunks_exact(self.columns)
    }

    /// Where the cell of a row begins, and how many bytes it has.
    #[inline(always)]
    fn span(&self, ends: &[u32]) -> Option<(u32, u32)> {
        let [before, own] = *ends.get(self.before..)?.first_chunk()?;
        let start = u32::wrapping_add(before, 1 + self.quotes);
        Some((start, u32::wrapping_sub(own, self.quotes).wrapping_sub(start)))
    }

    /// By row where its cell begins and how many bytes it has.
    pub(super) fn spans(&self) -> impl Iterator<Item = (u32, u32)> {
        self.rows().filter_map(|ends| self.span(ends))
    }
}

impl<'a> Cells<'a> {
    pub(super) fn new(bytes: &'a [u8], text: &'a str, origin: usize) -> Self {
        Self { bytes, text, origin, ..Self::default() }
    }

    /// Forgets all cells.
    pub(super) fn clear(&mut self) {
        self.alike = None;
        self.unquoted.clear();
    }

    /// Keeps a cell that doesn't stand in the text as it is, and gives its span; `None` where there is no room for it.
    pub(super) fn keep(unquoted: &mut String, cell: &str) -> Option<(u32, u32)> {
        let start = u32::try_from(unquoted.len()).ok().filter(|start| start & UNQUOTED == 0)?;
        unquoted.push_str(cell);
        Some((start | UNQUOTED, cell.len() as u32))
    }

    pub(super) fn parts(&mut self) -> (&mut [(u32, u32)], &mut String) {
        (&mut self.spans, &mut self.unquoted)
    }

    /// Adds a cell that isn't from a grid, behind all others; `None` where there is no room for it.
    pub fn push(&mut self, cell: &str) -> Option<()> {
        // An empty one stands nowhere, also where no other was kept.
        self.spans.push(if cell.is_empty() { (0, 0) } else { Self::keep(&mut self.unquoted, cell)? });
        Some(())
    }

    /// Calls `action` with each cell, from the first row on, as long as it gives something.
    #[inline(always)]
    pub fn each<'c>(&'c self, action: impl FnMut(usize, Field<'c>) -> Option<()>) -> Option<()> {
        self.each_beside(0.., action)
    }

    /// The same, beside what there is for each row: `action` gets both.
    #[inline(always)]
    pub fn each_beside<'c, T>(
        &'c self,
        rows: impl IntoIterator<Item = T>,
        mut action: impl FnMut(T, Field<'c>) -> Option<()>,
    ) -> Option<()> {
        self.walk(rows, |start, length| self.of_grid(start, length), |field| field, &mut action)
    }

    /// The same, where most cells are short.
    #[inline(always)]
    pub fn glance<'c, T>(
        &'c self,
        rows: impl IntoIterator<Item = T>,
        mut action: impl FnMut(T, Glance<'c>) -> Option<()>,
    ) -> Option<()> {
        self.walk(rows, |start, length| self.glance_at(start, length), Field::glance, &mut action)
    }

    /// Calls `action` with what `of_grid` makes of the place of a cell that stands in the grid, or `anywhere` of any.
    #[inline(always)]
    fn walk<'c, T, C>(
        &'c self,
        rows: impl IntoIterator<Item = T>,
        of_grid: impl Fn(u32, u32) -> Option<C>,
        anywhere: impl Fn(Field<'c>) -> C,
        action: &mut impl FnMut(T, C) -> Option<()>,
    ) -> Option<()> {
        let mut rows = rows.into_iter();
        if let Some(alike) = self.alike {
            for ends in alike.rows() {
                let (start, length) = alike.span(ends)?;
                action(rows.next()?, of_grid(start, length)?)?;
            }
            return Some(());
        }
        for (start, length) in &self.spans {
            action(rows.next()?, anywhere(self.anywhere(*start, *length)?))?;
        }
        Some(())
    }

    /// The cell of so many bytes there in the grid, of which only those are looked at that are asked for.
    #[inline(always)]
    fn glance_at(&self, start: u32, length: u32) -> Option<Glance<'_>> {
        match window(self.bytes, start as usize) {
            Some(window) if (length as usize) < WINDOW => Some(Glance::Short(window, length as usize)),
            _ => Some(self.of_grid(start, length)?.wide()),
        }
    }

    /// The cell of so many bytes there in the grid.
    #[inline(always)]
    fn of_grid(&self, start: u32, length: u32) -> Option<Field<'_>> {
        let from = start as usize;
        let cell = self.bytes.get(from..from + length as usize)?;
        Some(Field { cells: self, start, whole: self.bytes, from, cell })
    }

    /// The cell of so many bytes there, in the grid or not.
    #[inline(always)]
    fn anywhere(&self, start: u32, length: u32) -> Option<Field<'_>> {
        let whole = if start & UNQUOTED == 0 { self.bytes } else { self.unquoted.as_bytes() };
        let from = (start & !UNQUOTED) as usize;
        let cell = whole.get(from..from + length as usize)?;
        Some(Field { cells: self, start, whole, from, cell })
    }

    #[inline(never)]
    fn text(&self, start: u32, length: usize) -> Option<&str> {
        let (text, start) = match start & UNQUOTED {
            0 => (self.text, (start as usize).checked_sub(self.origin)?),
            _ => (self.unquoted.as_str(), (start & !UNQUOTED) as usize),
        };
        text.get(start..start + length)
    }
}

/// A cell. It knows what follows it in the text, so that it can be looked at by whole words.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    cells: &'a Cells<'a>,
    start: u32,
    /// What it stands in, from byte `from` on.
    whole: &'a [u8],
    from: usize,
    cell: &'a [u8],
}

impl<'a> Field<'a> {
    /// How many bytes it has.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.cell.len()
    }

    /// Whether it is empty.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.cell.is_empty()
    }

    /// Its bytes.
    #[inline(always)]
    pub fn bytes(&self) -> &'a [u8] {
        self.cell
    }

    /// It as it is looked at by whole words.
    #[inline(always)]
    pub fn glance(self) -> Glance<'a> {
        match window(self.whole, self.from) {
            Some(window) if self.len() < WINDOW => Glance::Short(window, self.len()),
            _ => self.wide(),
        }
    }

    /// The same where it is long, or ends at the end of the text.
    #[cold]
    fn wide(self) -> Glance<'a> {
        if self.is_empty() { Glance::Short(&[0; WINDOW], 0) } else { Glance::Other(self) }
    }

    /// Where it begins in [`crate::read::csv::Grid::text`]; `None` where it doesn't stand there as it is.
    #[inline(always)]
    pub fn position(&self) -> Option<u32> {
        if self.start & UNQUOTED == 0 { Some(self.start.wrapping_sub(self.cells.origin as u32)) } else { None }
    }

    /// Its text; `None` where that isn't valid, as no cell of a grid is.
    #[inline(always)]
    pub fn text(&self) -> Option<&'a str> {
        self.cells.text(self.start, self.cell.len())
    }
}

/// How many bytes are looked at together.
pub const WINDOW: usize = 32;

#[inline(always)]
fn window(bytes: &[u8], from: usize) -> Option<&[u8; WINDOW]> {
    bytes.get(from..from + WINDOW)?.first_chunk()
}

/// A cell as it is looked at by whole words.
#[derive(Debug, Clone, Copy)]
pub enum Glance<'a> {
    /// The bytes from its first one on, of which only so many are its own; the others follow it in the text. An empty cell
    /// is such a one.
    Short(&'a [u8; WINDOW], usize),
    /// A longer cell, or one that ends at the end of the text.
    Other(Field<'a>),
}

impl<'a> Glance<'a> {
    /// Its text; `None` where that isn't valid, as no cell of a grid is.
    #[inline(always)]
    pub fn text(&self) -> Option<&'a str> {
        match self {
            Self::Short(window, length) => str::from_utf8(window.get(..*length)?).ok(),
            Self::Other(field) => field.text(),
        }
    }

    /// [`short`] of it.
    #[inline(always)]
    pub fn short(&self) -> Option<u64> {
        match self {
            Self::Short(window, length) => {
                let word = window.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
                (*length <= SHORT).then(|| first(word, *length))
            }
            Self::Other(field) => short(field.cell),
        }
    }
}

/// The longest text that [`short`] knows.
const SHORT: usize = 7;

/// All of a text of at most seven bytes in one word, with its length; `None` for a longer one.
pub fn short(text: &[u8]) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..text.len())?.copy_from_slice(text);
    (text.len() <= SHORT).then(|| first(u64::from_le_bytes(bytes), text.len()))
}

#[inline(always)]
fn first(word: u64, length: usize) -> u64 {
    word & !(u64::MAX << (8 * length)) | (length as u64) << 56
}
