//! The end of the line: rows of CSV, the manifest, and a folder in which either all of it appears or nothing.
//!
//! Formatting happens in the threads that compute cases ([`LogWriter`]); only joining their buffers in order is serial
//! ([`Outputs`]).

mod csv;
mod digest;
mod labels;
mod outputs;
mod value;

pub use digest::{Digest, digest_of};
pub use labels::Labels;
pub use outputs::{OutputError, OutputFile, Outputs, Written};
