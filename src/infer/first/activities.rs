//! Activities from what rows are: a change into each status, each time of a record, what a column names.

use super::names::Names;
use crate::infer::page::{Page, many, scalar, shown};

/// A field whose changes are events.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its values, most rows first; none where there are too many.
    pub values: Vec<(String, u64)>,
    /// Whether each of its values is an activity.
    pub is_status: bool,
}

/// How many values of a field are activities of their own.
const STATUSES: usize = 40;

/// Writes the activities of a field: one for each value of a status, else one for every change.
pub(super) fn of_field(page: &mut Page, names: &mut Names, field: &Field) {
    if field.is_status && !field.values.is_empty() && field.values.len() <= STATUSES {
        for (value, rows) in &field.values {
            let id = names.small(&format!("{}_{value}", field.id), &format!("{}_value", field.id));
            let rule = format!("{id}: {{ label: {}, change: {}, to: [{}] }}", scalar(value), field.id, scalar(value));
            page.noted(1, &rule, &format!("confirm; {} with it", many(*rows, "row", "rows")));
        }
        return;
    }
    let id = names.small(&format!("{}_changed", field.id), "field_changed");
    let label = scalar(&format!("{} Changed", shown(&field.label)));
    page.noted(1, &format!("{id}: {{ label: {label}, change: {} }}", field.id), "each change of it");
}

/// Writes the activity of a time of a record.
pub(super) fn of_time(page: &mut Page, names: &mut Names, source: &str, column: &str, header: &str, why: &str) {
    let id = names.small(column, "happened");
    page.noted(1, &format!("{id}: {{ label: {}, source: {source}, at: {column} }}", scalar(header)), why);
}
