//! The values that params have in a run.

use crate::plan::Operand;

/// The values of each param, in the plan's order; a list may have any number of them, another param one or none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParamValues(pub Vec<Vec<Operand>>);

impl ParamValues {
    /// The values of a param.
    pub fn of(&self, param: usize) -> &[Operand] {
        self.0.get(param).map_or(&[], Vec::as_slice)
    }
}
