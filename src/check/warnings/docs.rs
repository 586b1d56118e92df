//! Things without docs among others that have them.

use crate::diagnostic::{Diagnostic, codes};
use crate::mapping::{Column, Mapping, Value};
use crate::yaml::Key;

/// How many places one finding shows.
const SHOWN: usize = 5;

/// One finding for each section that documents some of its things and not others.
pub fn missing(mapping: &Mapping) -> Vec<Diagnostic> {
    let of_value = |value: &Value| matches!(value, Value::Form(form) if form.docs.is_some());
    let of_column = |column: &Column| matches!(column, Column::Form(form) if form.docs.is_some());
    let columns = mapping.sources.iter().flat_map(|(_, source)| source.columns.iter());
    let attributes = &mapping.attributes;
    let sections = [
        section("sources", mapping.sources.iter().map(|(key, source)| (key, source.docs.is_some()))),
        section("columns", columns.map(|(key, column)| (key, of_column(column)))),
        section("tracked fields", mapping.tracked_fields.iter().map(|(key, field)| (key, field.docs.is_some()))),
        section("activities", mapping.activities.iter().map(|(key, activity)| (key, activity.docs.is_some()))),
        section("attributes of cases", attributes.case.iter().map(|(key, value)| (key, of_value(value)))),
        section("attributes of events", attributes.event.iter().map(|(key, value)| (key, of_value(value)))),
    ];
    sections.into_iter().flatten().collect()
}

fn section<'a>(what: &str, things: impl Iterator<Item = (&'a Key, bool)>) -> Option<Diagnostic> {
    let (with, without): (Vec<_>, Vec<_>) = things.partition(|(_, has_docs)| *has_docs);
    let (first, rest) = without.split_first()?;
    if with.is_empty() {
        return None;
    }
    let message = match rest.len() {
        0 => format!("`{}` has no docs, unlike other {what}", first.0.text),
        more => format!("`{}` and {more} more have no docs, unlike other {what}", first.0.text),
    };
    let finding = Diagnostic::new(codes::MISSING_DOCS, message).at(first.0.span, "no docs");
    let shown = rest.iter().take(SHOWN - 1);
    let finding = shown.fold(finding, |finding, (key, _)| finding.also(key.span, "no docs"));
    Some(finding.help("add `docs:`, what it means and where it comes from"))
}
