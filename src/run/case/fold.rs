//! What becomes of the case's rows of a source.

use super::{At, NONE, Origin};
use crate::evaluate::{self, BoundFold, Datum, Evaluated};
use crate::plan::Fold;

impl At<'_> {
    /// Folds the rows.
    ///
    /// # Errors
    /// A script in the condition stopped.
    pub(super) fn fold(&self, fold: &BoundFold) -> Evaluated<Datum> {
        let count = self.state.rows.get(fold.source).map_or(0, Vec::len) as u32;
        let row = |row: u32| self.origin(Origin::row(NONE, fold.source as u32, row));
        match fold.fold {
            Fold::Last => evaluate::fold(fold, (0..count).rev().map(row)),
            _ => evaluate::fold(fold, (0..count).map(row)),
        }
    }
}
