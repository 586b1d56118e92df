//! The end of the line: the log as CSV and as XES, the manifest, and a folder in which either all of it appears or nothing.
//!
//! Formatting happens in the threads that compute cases; only joining their buffers in order is serial ([`Outputs`]).

pub mod csv;
mod digest;
mod field;
mod headers;
mod labels;
pub mod log;
pub mod manifest;
mod outputs;
mod quarantine;
mod room;
mod sheet;
mod value;
pub mod xes;

pub use digest::digest_of;
pub use headers::{Headers, by_labels};
pub use labels::Labels;
pub use log::{LogBlock, LogFiles, LogFormats, LogPart, LogValues, Wanted};
pub use manifest::{Manifest, SetManifest};
pub use outputs::{OutputError, OutputFile, Outputs, Written};
pub use quarantine::{QUARANTINE_COLUMNS, QuarantinePart, quarantine_csv, quarantine_of_set};
pub use value::{put_cell, put_datum, put_integer, put_number};
