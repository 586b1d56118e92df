//! From rows to cases: which cases there are, and each case's rows side by side.

mod find;
mod id;
mod in_order;
mod named;
mod scatter;

pub use find::{Found, Question, find};
pub use id::{text_of_id, text_of_value};
pub use named::{has_ids, is_called_by_key};
pub use scatter::{Layout, count};

use super::read::{Part, Problem};

/// A key of rows that belong to no case.
pub const NO_CASE: u32 = u32::MAX;
/// A key of a case that `keep_if` leaves out.
pub const LEFT_OUT: u32 = u32::MAX - 1;
/// A row that went to quarantine by itself.
pub const GONE: u32 = u32::MAX - 2;
/// A key of a case that can't be used; why stands in [`Found::refused`].
pub const REFUSED: u32 = u32::MAX - 3;
/// A row that nothing asks for.
pub const UNWANTED: u32 = u32::MAX - 4;

/// The rows of a source that belong to cases, each with the word of its case's key.
#[derive(Debug, Default)]
pub struct Ungrouped {
    pub parts: Vec<Part>,
}

/// A row that turned out later to be unusable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateFault {
    pub source: usize,
    /// Its number in the source.
    pub number: u32,
    pub problem: Problem,
}
