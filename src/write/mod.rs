//! The end of the line: rows of CSV, the manifest, and a folder in which either all of it appears or nothing.
//!
//! Formatting happens in the threads that compute cases; only joining their buffers in order is serial ([`Outputs`]).

pub mod csv;
mod digest;
mod event_log;
mod labels;
pub mod manifest;
mod outputs;
mod quarantine;
mod value;

pub use digest::{Digest, digest_of};
pub use event_log::{CsvBlock, LogFormat};
pub use labels::Labels;
pub use manifest::Manifest;
pub use outputs::{OutputError, OutputFile, Outputs, Written};
pub use quarantine::{QUARANTINE_COLUMNS, quarantine_csv};
pub use value::{put_cell, put_datum, put_integer, put_number};
