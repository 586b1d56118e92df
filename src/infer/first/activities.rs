//! Activities from what rows are: a change into each status, each time of a record, what a column names.

use super::names::Names;
use crate::infer::page::{Page, many, scalar, shown};
use crate::infer::words::is_null;

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

/// A column that names what happened.
pub(super) struct Named<'a> {
    /// Its source.
    pub source: &'a str,
    /// Its id.
    pub column: &'a str,
    /// The column with the time at which it ended.
    pub end: Option<&'a str>,
}

impl Named<'_> {
    /// An activity for each name; where some rows have none, one for these.
    pub fn each(&self, page: &mut Page, names: &mut Names, values: &[(&str, u64)], rows: u64, why: &str) {
        page.comment(
            1,
            &format!("confirm: `{}` says what happened, {why}; rows of other names match no rule", self.column),
        );
        let mut named = 0;
        for (value, rows) in values.iter().filter(|(value, _)| !is_null(value)) {
            let id = names.small(value, "event");
            let text = self.rule(&id, value, &format!("where: {{ {}: {} }}", self.column, scalar(value)));
            page.noted(1, &text, &many(*rows, "row", "rows"));
            named += rows;
        }
        if named < rows {
            let id = names.small("event", "event");
            let text = self.rule(&id, "Event", &format!("where: {{ {}: {{ present: false }} }}", self.column));
            page.noted(1, &text, &format!("{} without a name", many(rows - named, "row", "rows")));
        }
    }

    /// One activity that takes its name from the column.
    pub fn all(&self, page: &mut Page, names: &mut Names, why: &str) {
        let id = names.small(self.source, "event");
        let text = self.rule(&id, "Event", &format!("named_by: {}", self.column));
        page.noted(1, &text, &format!("confirm: what happened, {why}"));
    }

    fn rule(&self, id: &str, label: &str, key: &str) -> String {
        let end = self.end.map(|end| format!(", end: {end}")).unwrap_or_default();
        format!("{id}: {{ label: {}, source: {}, {key}{end} }}", scalar(label), self.source)
    }
}

/// Whether each of the values may be an activity of its own: not too many, and nothing that a condition reads otherwise.
pub(super) fn are_names(column: &str, values: &[(&str, u64)]) -> bool {
    let is_plain = |(value, _): &(&str, u64)| !value.starts_with(['$', '=']);
    !KEYS.contains(&column) && values.len() <= STATUSES && values.iter().all(is_plain)
}

/// What means something else in a condition than a column.
const KEYS: &[&str] = &["any", "all", "not"];

/// How many values of a field are activities of their own.
const STATUSES: usize = 40;

/// Writes the activities of a field: one for each value of a status, else one for every change.
pub(super) fn of_field(page: &mut Page, names: &mut Names, field: &Field) {
    if field.is_status && !field.values.is_empty() && field.values.len() <= STATUSES {
        for (value, rows) in &field.values {
            let id = names.small(&format!("{}_{value}", field.id), &format!("{}_value", field.id));
            let label = scalar(&names.label(value, &shown(&field.label)));
            let rule = format!("{id}: {{ label: {label}, change: {}, to: [{}] }}", field.id, scalar(value));
            page.noted(1, &rule, &format!("confirm; {} with it", many(*rows, "row", "rows")));
        }
        return;
    }
    let id = names.small(&format!("{}_changed", field.id), "field_changed");
    let label = scalar(&names.label(&format!("{} Changed", shown(&field.label)), &field.id));
    page.noted(1, &format!("{id}: {{ label: {label}, change: {} }}", field.id), "each change of it");
}

/// Writes the activity of a time of a record.
pub(super) fn of_time(page: &mut Page, names: &mut Names, source: &str, column: &str, header: &str, why: &str) {
    let id = names.small(column, "happened");
    let label = scalar(&names.label(header, source));
    page.noted(1, &format!("{id}: {{ label: {label}, source: {source}, at: {column} }}"), why);
}
