//! What evaluations of a script gave, for the coverage of tests.

use std::sync::atomic::{AtomicU8, Ordering};

use super::ScriptError;
use crate::script::value::Value;

/// What an evaluation gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// True.
    True,
    /// False.
    False,
    /// Null.
    Null,
    /// Any other value.
    Value,
    /// It stopped.
    Error,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::True, Self::False, Self::Null, Self::Value, Self::Error];

    /// In a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Null => "null",
            Self::Value => "value",
            Self::Error => "error",
        }
    }

    fn of(outcome: &Result<Value, ScriptError>) -> Self {
        match outcome {
            Ok(Value::Boolean(true)) => Self::True,
            Ok(Value::Boolean(false)) => Self::False,
            Ok(Value::Null) => Self::Null,
            Ok(_) => Self::Value,
            Err(_) => Self::Error,
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Which outcomes a script had, on all threads together.
#[derive(Debug, Default)]
pub struct Outcomes(AtomicU8);

impl Outcomes {
    /// Takes note of an evaluation.
    pub(super) fn note(&self, outcome: &Result<Value, ScriptError>) {
        self.0.fetch_or(Outcome::of(outcome).bit(), Ordering::Relaxed);
    }

    /// Those that it had, in order.
    #[must_use]
    pub fn seen(&self) -> Vec<Outcome> {
        let bits = self.0.load(Ordering::Relaxed);
        Outcome::ALL.into_iter().filter(|outcome| bits & outcome.bit() != 0).collect()
    }
}
