//! Things that are defined and that nothing uses.

use super::Checked;
use crate::diagnostic::{Code, Diagnostic, Span, codes};
use crate::plan::ColumnFrom;

fn unused(code: Code, what: &str, name: &str, span: Span, help: &str) -> Diagnostic {
    Diagnostic::new(code, format!("nothing uses the {what} `{name}`")).at(span, "not used").help(help)
}

/// Params that nothing refers to.
pub fn params(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let params = checked.plan.params.iter().zip(&checked.plan.used_params);
    params
        .filter(|(_, is_used)| !**is_used)
        .map(|(param, _)| {
            let help = format!("remove it, or write `${}` where its value is meant", param.id);
            unused(codes::UNUSED_PARAM, "param", &param.id, param.span, &help)
        })
        .collect()
}

/// Sources that nothing reads.
pub fn sources(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let sources = checked.plan.sources.iter().enumerate();
    sources
        .filter(|(index, _)| !is_read(checked, *index) && !belongs_to_unused_field(checked, *index))
        .filter(|(_, source)| source.level.as_ref().is_none_or(|level| is_read(checked, level.parent())))
        .map(|(_, source)| {
            let help = "remove it, or use it in an activity, an attribute or a reference";
            unused(codes::UNUSED_SOURCE, "source", &source.id, source.span, help)
        })
        .collect()
}

fn is_read(checked: &Checked<'_>, source: usize) -> bool {
    checked.usage.sources[source] || checked.plan.sources[source].is_lookup
}

/// The field is reported; with it the source would be used.
fn belongs_to_unused_field(checked: &Checked<'_>, source: usize) -> bool {
    let fields = checked.plan.fields.iter().zip(&checked.usage.fields);
    fields.into_iter().any(|(field, is_used)| !is_used && field.source == source)
}

/// Columns of sources that are read, but for those that only an unused field would read.
pub fn columns(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, source) in checked.plan.sources.iter().enumerate().filter(|(index, _)| is_read(checked, *index)) {
        let of_fields = columns_of_unused_fields(checked, index);
        for (position, (column, used)) in source.columns.iter().zip(&checked.usage.columns[index]).enumerate() {
            let is_declared = !matches!(column.from, ColumnFrom::Inherited { .. });
            if is_declared && !used.is_named && !of_fields.contains(&position) {
                let help = "remove it, or use it; a column that isn't declared isn't read";
                found.push(unused(codes::UNUSED_COLUMN, "column", &column.id, column.span, help));
            }
        }
    }
    found
}

fn columns_of_unused_fields(checked: &Checked<'_>, source: usize) -> Vec<usize> {
    let fields = checked.plan.fields.iter().zip(&checked.usage.fields).filter(|(_, is_used)| !**is_used);
    fields
        .flat_map(|(field, _)| {
            let shape = &field.shape;
            let own = shape.named.iter().map(|(column, _)| *column).chain(shape.old).chain([shape.new]);
            let own = own.map(|column| (field.source, column));
            own.chain(field.current.iter().map(|path| (path.source, path.column))).collect::<Vec<_>>()
        })
        .filter(|(of, _)| *of == source)
        .map(|(_, column)| column)
        .collect()
}

/// Tracked fields whose changes nothing asks for.
pub fn tracked_fields(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let fields = checked.plan.fields.iter().zip(&checked.usage.fields);
    fields
        .filter(|(_, is_used)| !**is_used)
        .map(|(field, _)| {
            let help = format!("remove it, or use it: `change: {}`, `as_of`, `time_in` or a script", field.id);
            unused(codes::UNUSED_TRACKED_FIELD, "tracked field", &field.id, field.span, &help)
        })
        .collect()
}

/// Calendars whose hours nothing counts.
pub fn calendars(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let calendars = checked.mapping.calendars.iter().zip(&checked.plan.used_calendars);
    calendars
        .filter(|(_, is_used)| !**is_used)
        .map(|((key, _), _)| {
            let help = format!("remove it, or write `calendar: {}` in a deadline, a duration or `time_in`", key.text);
            unused(codes::UNUSED_CALENDAR, "calendar", &key.text, key.span, &help)
        })
        .collect()
}
