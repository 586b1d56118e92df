//! A cell of a grid.

/// A cell without its quotes. It knows what follows it in the text, so that it can be looked at by whole words.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// What `start` counts in.
    bytes: &'a [u8],
    start: usize,
    cell: &'a [u8],
    /// The text from byte `origin` on.
    text: &'a str,
    origin: usize,
    /// It stands in the grid's text as it is.
    is_own: bool,
}

impl<'a> Field<'a> {
    /// The text is all of it.
    pub fn of(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), start: 0, cell: text.as_bytes(), text, origin: 0, is_own: false }
    }

    /// A cell that stands at `start` of the bytes of a grid, whose text begins at `origin` of them.
    #[inline(always)]
    pub(super) fn at(bytes: &'a [u8], start: usize, cell: &'a [u8], (text, origin): (&'a str, usize)) -> Self {
        Self { bytes, start, cell, text, origin, is_own: true }
    }

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

    /// Its bytes, and all that follow them.
    #[inline(always)]
    pub fn onward(&self) -> &'a [u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Where it begins in [`super::Grid::text`]; `None` where it doesn't stand there as it is.
    #[inline(always)]
    pub fn position(&self) -> Option<u32> {
        if self.is_own { Some(self.start.wrapping_sub(self.origin) as u32) } else { None }
    }

    /// Its text; `None` where that isn't valid, as no cell of a grid is.
    #[inline]
    pub fn text(&self) -> Option<&'a str> {
        let start = self.start.wrapping_sub(self.origin);
        self.text.get(start..start + self.cell.len())
    }

    /// All of a text of at most seven bytes in one word, with its length; `None` for a longer one.
    #[inline(always)]
    pub fn short(&self) -> Option<u64> {
        if self.len() > 7 {
            return None;
        }
        let word = match self.onward().first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => self.cell.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        Some(word & !(u64::MAX << (8 * self.len())) | (self.len() as u64) << 56)
    }
}
