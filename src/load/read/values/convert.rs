//! Computed values in the type of their column.

use crate::plan::ValueType;
use crate::rows::Cell;
use crate::time::DAY;

/// The cell in that type; `None` where it has another.
///
/// Scripts know neither days nor times of day: a day comes as its midnight in UTC, a time of day as the time since
/// midnight.
pub fn convert(cell: Cell, kind: ValueType) -> Option<Cell> {
    match (cell, kind) {
        (_, ValueType::Any)
        | (Cell::Null, _)
        | (Cell::Text(_) | Cell::Carried(_), ValueType::Text)
        | (Cell::List(_), ValueType::List)
        | (Cell::Integer(_), ValueType::Integer)
        | (Cell::Number(_), ValueType::Number)
        | (Cell::Boolean(_), ValueType::Boolean)
        | (Cell::Time(_), ValueType::Time)
        | (Cell::Date(_), ValueType::Date)
        | (Cell::TimeOfDay(_), ValueType::TimeOfDay)
        | (Cell::Duration(_), ValueType::Duration) => Some(cell),
        (Cell::Integer(whole), ValueType::Number) => Some(Cell::number(whole as f64)),
        (Cell::Number(number), ValueType::Integer) => whole(number.value()).map(Cell::Integer),
        (Cell::Time(time), ValueType::Date) => Some(Cell::Date(time.div_euclid(DAY))),
        (Cell::Date(day), ValueType::Time) => Some(Cell::Time(day.saturating_mul(DAY))),
        (Cell::Duration(length), ValueType::TimeOfDay) => (0..DAY).contains(&length).then_some(Cell::TimeOfDay(length)),
        (Cell::TimeOfDay(time), ValueType::Duration) => Some(Cell::Duration(time)),
        _ => None,
    }
}

/// What kind of value it is, for messages.
pub fn in_words(cell: Cell) -> &'static str {
    let kind = match cell {
        Cell::Null => return "nothing",
        Cell::Text(_) | Cell::Carried(_) => ValueType::Text,
        Cell::Integer(_) => ValueType::Integer,
        Cell::Number(_) => ValueType::Number,
        Cell::Boolean(_) => ValueType::Boolean,
        Cell::Time(_) => ValueType::Time,
        Cell::Date(_) => ValueType::Date,
        Cell::TimeOfDay(_) => ValueType::TimeOfDay,
        Cell::Duration(_) => ValueType::Duration,
        Cell::List(_) => ValueType::List,
    };
    kind.in_words()
}

fn whole(number: f64) -> Option<i64> {
    let fits = number.fract() == 0.0 && number.abs() < 9.0e15;
    fits.then_some(number as i64)
}
