//! What becomes of the values of several rows: the first, the last, the least, how many, all in one text.

use std::cmp::Ordering;

use super::bound::BoundFold;
use super::condition::compare::{compare, equal};
use super::datum::Datum;
use super::display::display;
use super::scope::{Evaluated, Scope};
use crate::plan::Fold;
use crate::rows::Cell;
use crate::script::Value;

/// Folds the rows, which come in their order, for [`Fold::Last`] from the last on. Rows without a value count for nothing,
/// but where whole rows are counted or one is chosen.
///
/// # Errors
/// A script in the condition stopped.
pub fn fold<S: Scope>(fold: &BoundFold, rows: impl Iterator<Item = S>) -> Evaluated<Datum> {
    let mut values = Values { fold, found: Vec::new(), texts: Vec::new(), held: Datum::NULL, count: 0 };
    let stops = matches!(fold.fold, Fold::First | Fold::Last);
    for row in rows {
        let counts = match &fold.condition {
            Some(condition) => condition.holds(&row)?,
            None => true,
        };
        if counts {
            values.add(&row)?;
            if stops {
                break;
            }
        }
    }
    Ok(values.finish())
}

/// The values so far.
struct Values<'a> {
    fold: &'a BoundFold,
    /// All of them, where they have to be told apart.
    found: Vec<Datum>,
    /// All of them, where they are joined.
    texts: Vec<String>,
    /// The first, least or greatest.
    held: Datum,
    count: i64,
}

impl Values<'_> {
    fn add<S: Scope>(&mut self, row: &S) -> Evaluated<()> {
        let Some(value) = &self.fold.value else {
            self.count += 1;
            return Ok(());
        };
        let value = value.value(row)?;
        if value.is_null() || self.fold.distinct && self.found.iter().any(|known| equal(known, &value, row.texts())) {
            return Ok(());
        }
        self.count += 1;
        if matches!(self.fold.fold, Fold::Join(_)) {
            self.texts.extend(display(&value, row.texts()));
        }
        if self.fold.distinct {
            self.found.push(value);
        } else if self.replaces(&value, row) {
            self.held = value;
        }
        Ok(())
    }

    fn replaces<S: Scope>(&self, value: &Datum, row: &S) -> bool {
        let wanted = match self.fold.fold {
            Fold::Min => Ordering::Less,
            Fold::Max => Ordering::Greater,
            _ => return self.held.is_null(),
        };
        self.held.is_null() || compare(value, &self.held, row.texts()) == Some(wanted)
    }

    fn finish(self) -> Datum {
        match &self.fold.fold {
            Fold::Count => Datum::Cell(Cell::Integer(self.count)),
            Fold::Join(_) if self.texts.is_empty() => Datum::NULL,
            Fold::Join(separator) => Datum::Value(Value::text(&self.texts.join(separator))),
            _ => self.held,
        }
    }
}
