//! Where a field stands in a record by itself.

use std::ops::Range;

use fearless_simd::Level;

use super::separators::Index;
use super::separators::mask::Symbols;

impl Symbols {
    /// The bytes of the field in a column of a record, without its quotes unless they enclose nothing; `None` where the
    /// record doesn't reach so far. The record may have its line end.
    pub fn locate(self, record: &[u8], column: usize) -> Option<Range<usize>> {
        let mut index = Index::new(self, Level::new());
        index.run(record);
        index.finish();
        let ends = index.ends();
        let end = *ends.get(column)? as usize;
        let start = column.checked_sub(1).map_or(0, |before| ends[before] as usize + 1);
        let is_enclosed = match record.get(start..end)? {
            [first, _, .., last] => Some(*first) == self.quote && Some(*last) == self.quote,
            _ => false,
        };
        Some(if is_enclosed { start + 1..end - 1 } else { start..end })
    }
}
