//! What evaluations leave behind beside their values.

use std::cell::{Cell, RefCell};

use crate::evaluate::ScriptFault;

/// What evaluations leave behind beside their values; collected after each case.
#[derive(Debug, Default)]
pub struct Notes {
    /// Scripts that stopped.
    pub faults: RefCell<Vec<ScriptFault>>,
    /// Durations that would be negative.
    pub negative: Cell<u64>,
    /// Rows that can't be used: source, number in it, why.
    pub quarantined: RefCell<Vec<(usize, u32, String)>>,
}
