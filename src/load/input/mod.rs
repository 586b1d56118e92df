//! The files of each source, with their headers bound to the source's columns.

pub(in crate::load) mod digest;
mod header;
mod open;
mod stop;

pub use header::{BoundFile, Content};
pub use open::{BoundSource, open_sources};
pub use stop::{breaks_off, holds_rows, naive_times, never_closes, nowhere, unreadable};
