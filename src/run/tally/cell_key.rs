//! Cells as keys of counts.

use crate::rows::{Cell, TextId};

/// A cell by its bits. Carried texts have none: equal ones may differ in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellKey(u8, u64);

impl CellKey {
    /// The key of a cell; `None` for a carried text.
    #[inline]
    pub fn of(cell: Cell) -> Option<Self> {
        Some(match cell {
            Cell::Null => Self(0, 0),
            Cell::Text(id) => Self(1, u64::from(id.word())),
            Cell::List(id) => Self(2, u64::from(id.word())),
            Cell::Integer(value) => Self(3, value.cast_unsigned()),
            Cell::Number(value) => Self(4, value.value().to_bits()),
            Cell::Boolean(value) => Self(5, u64::from(value.holds())),
            Cell::Time(value) => Self(6, value.cast_unsigned()),
            Cell::Date(value) => Self(7, value.cast_unsigned()),
            Cell::TimeOfDay(value) => Self(8, value.cast_unsigned()),
            Cell::Duration(value) => Self(9, value.cast_unsigned()),
            Cell::Carried(_) => return None,
        })
    }

    /// The bits of the value; those of different types may be the same.
    #[inline]
    pub const fn bits(self) -> u64 {
        self.1
    }

    /// The cell of a key.
    pub fn cell(self) -> Cell {
        let text = || u32::try_from(self.1).ok().and_then(TextId::from_word);
        let whole = self.1.cast_signed();
        match self.0 {
            1 => text().map_or(Cell::Null, Cell::Text),
            2 => text().map_or(Cell::Null, Cell::List),
            3 => Cell::Integer(whole),
            4 => Cell::number(f64::from_bits(self.1)),
            5 => Cell::boolean(self.1 != 0),
            6 => Cell::Time(whole),
            7 => Cell::Date(whole),
            8 => Cell::TimeOfDay(whole),
            9 => Cell::Duration(whole),
            _ => Cell::Null,
        }
    }
}
