//! CSV, in chunks spread over the cores.
//!
//! What is a record and a field is what the `csv` crate says: a quote is special only at the start of a field; inside a
//! quoted field two quotes are one; text between a closing quote and the next delimiter belongs to the field as it stands,
//! and is a [`Fault`] of the record where it is more than spaces, and the field is wanted or goes over the end of a line.
//! LF, CRLF and a lone CR each end a record wherever they stand outside quotes, also mixed in one file. Blank lines are no
//! records, but count as lines.
//!
//! A file that is stored plainly is read in blocks by all threads of the current rayon pool. Whether a block begins inside
//! quotes is guessed from its text, and checked against the end of the block before it; a wrong guess costs time only.
//! Packed or transcoded files are read by one thread at a time, the work on their chunks runs beside it.

mod chunk;
mod file;
mod grid;
mod header;
mod line_pattern;
mod locate;
mod record;
mod scan;
pub(in crate::read) mod separators;

pub(crate) use chunk::line_ends;
pub use chunk::{Chunk, Records};
pub use file::CsvFile;
pub use grid::{Cells, Field, Glance, Grid, WINDOW, short};
pub use header::Header;
pub use line_pattern::LinePattern;
pub use record::{Fault, Record};
pub use scan::{Part, Scan};
pub use separators::mask::Symbols;

use super::Encoding;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What separates fields; none: the one of `,` `;` tab `|` that gives the header most columns, the earlier of equals.
    pub delimiter: Option<u8>,
    /// What encloses fields; none: no character does.
    pub quote: Option<u8>,
    /// The encoding, if no byte order mark says otherwise; none: UTF-8.
    pub encoding: Option<Encoding>,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: None, quote: Some(b'"'), encoding: None }
    }
}

/// The longest record, in bytes. A longer one is taken for a quote that never closes, and is an error of the file.
const LONGEST_RECORD: usize = 256 << 20;
