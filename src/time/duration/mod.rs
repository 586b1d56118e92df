//! Durations: the literals of mappings, and the forms that data has them in.

mod format;
mod literal;

pub use format::{DurationFormat, DurationUnit};
pub use literal::{DurationError, DurationProblem, parse_duration_literal};
