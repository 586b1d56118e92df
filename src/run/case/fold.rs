//! What becomes of the case's rows of a source: the first, the last, the least, how many, all in one text.

use std::cmp::Ordering;

use super::{At, NONE, Origin};
use crate::evaluate::{BoundFold, Datum, Evaluated, compare, display, equal};
use crate::plan::Fold;
use crate::rows::Cell;
use crate::script::Value;

impl At<'_> {
    /// Folds the rows. Rows without a value count for nothing, but where whole rows are counted or one is chosen.
    ///
    /// # Errors
    /// A script in the condition stopped.
    pub(super) fn fold(&self, fold: &BoundFold) -> Evaluated<Datum> {
        let count = self.state.rows.get(fold.source).map_or(0, Vec::len) as u32;
        let mut values = Values { at: self, fold, found: Vec::new(), held: Datum::NULL, count: 0 };
        if fold.fold == Fold::Last {
            values.visit((0..count).rev())?;
        } else {
            values.visit(0..count)?;
        }
        Ok(values.finish())
    }
}

/// The values so far.
struct Values<'a> {
    at: &'a At<'a>,
    fold: &'a BoundFold,
    /// All of them, where they have to be told apart or joined.
    found: Vec<Datum>,
    /// The first, least or greatest.
    held: Datum,
    count: i64,
}

impl Values<'_> {
    fn visit(&mut self, rows: impl Iterator<Item = u32>) -> Evaluated<()> {
        let stops = matches!(self.fold.fold, Fold::First | Fold::Last);
        for row in rows {
            let at = self.at.origin(Origin::row(NONE, self.fold.source as u32, row));
            let counts = match &self.fold.condition {
                Some(condition) => condition.holds(&at)?,
                None => true,
            };
            if counts {
                self.add(&at)?;
                if stops {
                    break;
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, at: &At<'_>) -> Evaluated<()> {
        let Some(value) = &self.fold.value else {
            self.count += 1;
            return Ok(());
        };
        let value = value.value(at)?;
        if value.is_null() || self.fold.distinct && self.is_known(&value) {
            return Ok(());
        }
        self.count += 1;
        if self.fold.distinct || matches!(self.fold.fold, Fold::Join(_)) {
            self.found.push(value);
        } else if self.replaces(&value) {
            self.held = value;
        }
        Ok(())
    }

    fn is_known(&self, value: &Datum) -> bool {
        self.found.iter().any(|known| equal(known, value, self.at.state.texts()))
    }

    fn replaces(&self, value: &Datum) -> bool {
        let wanted = match self.fold.fold {
            Fold::Min => Ordering::Less,
            Fold::Max => Ordering::Greater,
            _ => return self.held.is_null(),
        };
        self.held.is_null() || compare(value, &self.held, self.at.state.texts()) == Some(wanted)
    }

    fn finish(self) -> Datum {
        match &self.fold.fold {
            Fold::Count => Datum::Cell(Cell::Integer(self.count)),
            Fold::Join(separator) => {
                let texts = self.found.iter().filter_map(|value| display(value, self.at.state.texts()));
                let texts: Vec<String> = texts.collect();
                if texts.is_empty() { Datum::NULL } else { Datum::Value(Value::text(&texts.join(separator))) }
            }
            _ => self.held,
        }
    }
}
