//! What values and conditions are evaluated over.

use super::bound::{Bound, Start};
use super::datum::Datum;
use super::texts::TextRead;
use crate::evaluate::condition::words::Memo;
use crate::rows::{Cell, Table};
use crate::script::{ScriptError, Variables};

/// A script that stopped without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptFault {
    /// The script, by its place in the plan.
    pub script: usize,
    /// What happened.
    pub error: ScriptError,
}

/// The outcome of an evaluation.
pub type Evaluated<T> = Result<T, Box<ScriptFault>>;

/// A row, or a row and the case around it.
pub trait Scope {
    /// Where its texts are.
    type Texts: TextRead;

    /// Its texts.
    fn texts(&self) -> &Self::Texts;

    /// What was decided of texts.
    fn memo(&self) -> &Memo;

    /// The rows of a lookup.
    fn table(&self, source: usize) -> Option<&Table>;

    /// The columns of a source.
    fn columns(&self, source: usize) -> &[crate::plan::ColumnPlan];

    /// A column of one of the rows; null where there is no such row, or where it is of another source.
    fn cell(&self, start: Start, source: usize, column: usize) -> Cell;

    /// The row that the column refers to: which of its targets, and the row there.
    fn reference(&self, start: Start, source: usize, column: usize) -> Option<(usize, u32)>;

    /// Runs a script.
    ///
    /// # Errors
    /// The script stopped without a value.
    fn run(&self, script: usize, variables: &dyn Variables) -> Evaluated<Datum>;

    /// What only a case can tell; null elsewhere.
    ///
    /// # Errors
    /// A script in it stopped without a value.
    fn of_case(&self, _value: &Bound) -> Evaluated<Datum> {
        Ok(Datum::NULL)
    }
}
