//! Equality and order of values, by content.

use std::cmp::Ordering;

use crate::evaluate::datum::Datum;
use crate::evaluate::texts::TextRead;
use crate::rows::Cell;
use crate::script::Value;
use crate::time::DAY;

/// Whether two values are equal. Null equals only null; whole numbers equal the same numbers with a fraction of zero.
pub fn equal(left: &Datum, right: &Datum, texts: &impl TextRead) -> bool {
    match (left, right) {
        (Datum::Cell(Cell::Text(left)), Datum::Cell(Cell::Text(right))) => left == right,
        (Datum::Value(Value::List(left)), Datum::Value(Value::List(right))) => left == right,
        _ if left.is_null() || right.is_null() => left.is_null() && right.is_null(),
        _ => compare(left, right, texts) == Some(Ordering::Equal),
    }
}

/// Which of two values is greater; `None` if one is null or they are of kinds that have no common order.
pub fn compare(left: &Datum, right: &Datum, texts: &impl TextRead) -> Option<Ordering> {
    let texts_compared = left.with_text(texts, |left| right.with_text(texts, |right| left.cmp(right)));
    match texts_compared {
        Some(order) => order,
        None => compare_cells(left.as_cell()?, right.as_cell()?, texts),
    }
}

fn compare_cells(left: Cell, right: Cell, texts: &impl TextRead) -> Option<Ordering> {
    match (left, right) {
        (Cell::Integer(left), Cell::Number(right)) => (left as f64).partial_cmp(&right.value()),
        (Cell::Number(left), Cell::Integer(right)) => left.value().partial_cmp(&(right as f64)),
        (Cell::Time(left), Cell::Date(right)) => Some(left.cmp(&right.saturating_mul(DAY))),
        (Cell::Date(left), Cell::Time(right)) => Some(left.saturating_mul(DAY).cmp(&right)),
        (Cell::Null, _) | (_, Cell::Null) => None,
        _ if kind_rank(left) != kind_rank(right) => None,
        _ => Some(order(left, right, texts)),
    }
}

/// A total order of cells by content, for rows: null comes first, then by kind, then by value; texts by their bytes.
pub fn order(left: Cell, right: Cell, texts: &impl TextRead) -> Ordering {
    match (left, right) {
        (Cell::Text(left), Cell::Text(right)) | (Cell::List(left), Cell::List(right)) => {
            if left == right {
                Ordering::Equal
            } else {
                texts.text(left).cmp(&texts.text(right))
            }
        }
        (Cell::Carried(left), Cell::Carried(right)) => texts.carried(left).cmp(&texts.carried(right)),
        (Cell::Text(left), Cell::Carried(right)) => texts.text(left).cmp(&texts.carried(right)),
        (Cell::Carried(left), Cell::Text(right)) => texts.carried(left).cmp(&texts.text(right)),
        (Cell::Number(left), Cell::Number(right)) => left.value().total_cmp(&right.value()),
        (Cell::Boolean(left), Cell::Boolean(right)) => left.holds().cmp(&right.holds()),
        _ => kind_rank(left).cmp(&kind_rank(right)).then_with(|| whole(left).cmp(&whole(right))),
    }
}

fn kind_rank(cell: Cell) -> u8 {
    match cell {
        Cell::Null => 0,
        Cell::Boolean(_) => 1,
        Cell::Integer(_) => 2,
        Cell::Number(_) => 3,
        Cell::Date(_) => 4,
        Cell::TimeOfDay(_) => 5,
        Cell::Time(_) => 6,
        Cell::Duration(_) => 7,
        Cell::Text(_) | Cell::Carried(_) => 8,
        Cell::List(_) => 9,
    }
}

fn whole(cell: Cell) -> i64 {
    match cell {
        Cell::Integer(value)
        | Cell::Time(value)
        | Cell::Date(value)
        | Cell::TimeOfDay(value)
        | Cell::Duration(value) => value,
        _ => 0,
    }
}
