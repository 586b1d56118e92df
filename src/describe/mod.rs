//! What a mapping says, in its own words: values and tests as a user would write them, and which clauses of a condition hold.

mod clause;
mod literal;
mod test;
mod value;

pub use clause::{Clause, Reading, stopped};
pub use literal::{duration_text, span_text, time_text};

use crate::evaluate::ParamValues;
use crate::plan::Plan;

/// Says what stands in a plan.
#[derive(Debug, Clone, Copy)]
pub struct Describer<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The values that params have.
    pub params: &'a ParamValues,
}

/// A text in backticks.
fn quoted(text: &str) -> String {
    format!("`{text}`")
}
