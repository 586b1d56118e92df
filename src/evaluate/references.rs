//! The order of rows by what they refer to.

use std::cmp::Ordering;

use super::order;
use super::texts::TextRead;
use crate::plan::{ColumnPlan, Plan};
use crate::rows::{Cell, Row, Table};

/// Which of two rows of a source comes first by the keys of the rows that columns lead to, of which rows keep nothing else.
/// What leads nowhere comes first.
pub fn order_by_references<'t>(
    plan: &Plan,
    source: usize,
    rows: [Row<'_>; 2],
    table_of: impl Fn(usize) -> Option<&'t Table>,
    texts: &impl TextRead,
) -> Ordering {
    let is_followed_only = |column: &&ColumnPlan| column.place.is_none() && column.reference_place.is_some();
    let columns = plan.sources[source].columns.iter().filter(is_followed_only);
    let key = |row: Row<'_>, column: &ColumnPlan| {
        let (target, position) = row.reference(column)?;
        let lookup = *column.refers_to.get(target)?;
        let key = plan.sources[lookup].columns.get(plan.sources[lookup].key?)?;
        Some((target, table_of(lookup)?.row(position).cell(key)))
    };
    let [left, right] = rows;
    let compare = |column: &ColumnPlan| {
        let ((one, left), (other, right)) = (key(left, column).unzip(), key(right, column).unzip());
        one.cmp(&other).then_with(|| order(left.unwrap_or(Cell::Null), right.unwrap_or(Cell::Null), texts))
    };
    columns.map(compare).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
