//! Values as events hold them: they are copied freely, and forgotten without a look at each.

use crate::evaluate::Datum;
use crate::rows::Cell;

/// A value that an event holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Held {
    /// A cell, its text elsewhere.
    Cell(Cell),
    /// What no cell has, by its place among the [`HeldValues`] of the case.
    Given(u32),
}

impl Held {
    /// No value.
    pub const NULL: Self = Self::Cell(Cell::Null);

    /// Whether there is no value.
    #[inline]
    pub const fn is_null(self) -> bool {
        matches!(self, Self::Cell(Cell::Null))
    }
}

/// The values of a case's events that no cell has, such as texts that scripts gave.
#[derive(Debug, Clone, Default)]
pub struct HeldValues {
    all: Vec<Datum>,
}

impl HeldValues {
    /// Makes an event hold a value.
    #[inline]
    pub fn hold(&mut self, value: Datum) -> Held {
        match value {
            Datum::Cell(cell) => Held::Cell(cell),
            other => self.keep(other),
        }
    }

    fn keep(&mut self, value: Datum) -> Held {
        if value.is_null() {
            return Held::NULL;
        }
        self.all.push(value);
        Held::Given(self.all.len() as u32 - 1)
    }

    /// What is held.
    #[inline]
    pub fn datum(&self, held: Held) -> Datum {
        match held {
            Held::Cell(cell) => Datum::Cell(cell),
            Held::Given(place) => self.all.get(place as usize).cloned().unwrap_or(Datum::NULL),
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.all.clear();
    }
}
