//! Where a field stands in a record by itself.

use std::ops::Range;

use fearless_simd::Level;

use super::separators::mask::Symbols;
use super::separators::{Index, State};

/// What separates and encloses the fields of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fields {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
}

impl Fields {
    /// What separates them.
    pub fn delimiter(self) -> u8 {
        self.delimiter
    }

    /// The bytes of the field in a column of a record, without its quotes unless they enclose nothing; `None` where the
    /// record doesn't reach so far. The record may have its line end.
    pub fn locate(self, record: &[u8], column: usize) -> Option<Range<usize>> {
        let Self { delimiter, quote } = self;
        let mut index = Index::new(Symbols { delimiter, quote }, Level::new());
        index.reset(0, State::start());
        index.run(record);
        index.finish();
        let ends = index.ends();
        let end = *ends.get(column)? as usize;
        let start = column.checked_sub(1).map_or(0, |before| ends[before] as usize + 1);
        let is_enclosed = match record.get(start..end)? {
            [first, _, .., last] => Some(*first) == quote && Some(*last) == quote,
            _ => false,
        };
        Some(if is_enclosed { start + 1..end - 1 } else { start..end })
    }
}
