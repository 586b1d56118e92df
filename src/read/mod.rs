//! The edge where bytes come in: finding files, decompressing, decoding, and splitting CSV into records of raw fields.
//!
//! Nothing here knows of mappings, of types of columns or of cases. [`discover`] finds files below an input folder,
//! [`csv::CsvFile`] reads one of them in chunks spread over the cores; [`InputFile::text`] gives any other format its
//! decoded bytes.

mod ahead;
mod at;
pub mod csv;
mod digest;
mod discover;
mod encoding;
mod error;
mod file;
pub mod json;
mod zip;

pub(crate) use at::read_at;
pub use digest::Digest;
pub use discover::{check_pattern, discover, is_called};
pub use encoding::Encoding;
pub(crate) use encoding::unknown;
pub use error::ReadError;
pub use file::{Compression, InputFile};
