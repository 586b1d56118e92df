//! How much a lowered script may do, so that no limit of the interpreter would have stopped it.
//!
//! A lowered script has no loops, so the interpreter takes a bounded number of steps for it, and what it allocates is
//! bounded by what the script looks at. A script that could go beyond is not lowered, and an evaluation that sees more
//! than this is handed to the interpreter, which then decides.

use crate::script::run::sandbox::Limits;

/// Parts that a lowered script may have, those of the functions that it calls included.
pub const NODES: usize = 1_000;
/// How deep they may lie in each other.
pub const DEPTH: usize = 100;
/// How deep functions may call each other.
pub const CALLS: usize = 6;
/// Variables of the place, and names that the script defines: half of what the interpreter allows each, less its own.
pub const VARIABLES: usize = 400;
/// The bytes of one text, and of all texts of one list.
pub const BYTES: usize = 1 << 14;
/// The elements of one list.
pub const ELEMENTS: usize = 500;
/// The bytes of all values that one evaluation may look at.
pub const BUDGET: usize = 1 << 20;
/// What a value takes beside the bytes of its text.
pub const VALUE: usize = 64;

/// Steps that the interpreter takes for one part, methods that look through a list of [`ELEMENTS`] included.
const STEPS: u64 = 16;
/// Bytes that the interpreter allocates for one part beside the values that it looks at.
const PART: u64 = 4_096;
/// How often the interpreter may copy what it looks at.
const COPIES: u64 = 8;
/// Levels of calls that the interpreter counts for one call of a function.
const LEVELS: usize = 3;

/// Whether the interpreter's limits leave room for every lowered script.
pub fn fit(limits: &Limits) -> bool {
    let memory = NODES as u64 * PART + BUDGET as u64 * COPIES;
    limits.operations >= NODES as u64 * STEPS
        && limits.memory >= memory
        && limits.text > 2 * BYTES
        && limits.list > 2 * ELEMENTS
        && limits.calls >= LEVELS * (CALLS + 1)
}
