//! What a run says about how to run.

use crate::script::Limits;

/// Options of a run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// When the data was extracted, in milliseconds since 1970 in UTC.
    pub extracted_at: Option<i64>,
    /// When the log ends, where that is known otherwise; `None`: when the data was extracted, else with its newest event.
    pub horizon: Option<i64>,
    /// The language of labels, as scripts and the attribute `activity` see them.
    pub locale: Option<String>,
    /// How many threads work; 0: as many as there are cores.
    pub threads: usize,
    /// How many cases a block has.
    pub block: usize,
    /// What one evaluation of a script may use.
    pub limits: Limits,
    /// Whether events get ids even if no value of the mapping asks for them.
    pub event_ids: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            extracted_at: None,
            horizon: None,
            locale: None,
            threads: 0,
            block: 500,
            limits: Limits::default(),
            event_ids: true,
        }
    }
}
