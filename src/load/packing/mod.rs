//! Rows that get the number of their case while they are read, and are packed by groups of cases at once.
//!
//! That needs the cases: it is done where a record tells them, and nothing but a run looks at the rows. Else rows are
//! kept as they are read, and grouped when all are there. Both ways give the same.

mod digits;
mod hashed;
mod index;
mod near;
mod pack;
mod seen;
mod unwanted;

pub use hashed::Hashed;
pub use index::CaseIndex;
pub use near::{Near, Search};
pub use pack::{Packing, Strays};
pub use seen::Seen;
pub use unwanted::{Unwanted, Wanted};
