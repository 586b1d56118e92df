//! What docs say in words of which only a few are known.

use super::super::checker::Checker;
use crate::diagnostic::codes;
use crate::docs::Need;
use crate::mapping::{Docs, Value};

/// Reports a `need` that is none, or stands where nothing is needed by an analysis.
pub fn needs(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    let attributes = &mapping.attributes;
    let values = [&attributes.log, &attributes.case, &attributes.event].into_iter().flat_map(|group| group.iter());
    let of_rules = mapping.activities.iter().flat_map(|(_, activity)| {
        activity.rules.iter().chain(activity.shared.as_deref()).flat_map(|rule| rule.attributes.iter())
    });
    values.chain(of_rules).filter_map(|(_, value)| of_value(value)).for_each(|docs| check(checker, docs));
    let activities = mapping.activities.iter();
    let known = activities.clone().flat_map(|(_, activity)| activity.known.iter());
    activities.filter_map(|(_, activity)| activity.docs.as_ref()).for_each(|docs| check(checker, docs));
    known.filter_map(|(_, known)| known.docs.as_ref()).for_each(|docs| check(checker, docs));
    others(checker).into_iter().for_each(|docs| misplaced(checker, docs));
}

fn of_value(value: &Value) -> Option<&Docs> {
    match value {
        Value::Form(form) => form.docs.as_ref(),
        _ => None,
    }
}

fn check(checker: &mut Checker<'_>, docs: &Docs) {
    if let Docs::Parts(parts) = docs
        && let Some(need) = &parts.need
    {
        checker.choice(need, Need::NAMES);
    }
}

/// The docs of all that is neither an attribute nor an activity.
fn others<'a>(checker: &Checker<'a>) -> Vec<&'a Docs> {
    let mapping = checker.mapping;
    let columns = mapping.sources.iter().flat_map(|(_, source)| source.columns.iter());
    let of_columns = columns.filter_map(|(_, column)| match column {
        crate::mapping::Column::Form(form) => form.docs.as_ref(),
        _ => None,
    });
    let all = [mapping.docs.as_ref(), mapping.case.docs.as_ref()].into_iter().flatten();
    all.chain(mapping.params.iter().filter_map(|(_, param)| param.docs.as_ref()))
        .chain(mapping.sources.iter().filter_map(|(_, source)| source.docs.as_ref()))
        .chain(of_columns)
        .chain(mapping.tracked_fields.iter().filter_map(|(_, field)| field.docs.as_ref()))
        .chain(mapping.calendars.iter().filter_map(|(_, calendar)| calendar.docs.as_ref()))
        .collect()
}

fn misplaced(checker: &mut Checker<'_>, docs: &Docs) {
    if let Docs::Parts(parts) = docs
        && let Some(need) = &parts.need
    {
        let message = "`need` is for attributes and activities";
        let help = "drop it; whether files and columns may be missing says `optional`";
        checker.problem(codes::UNKNOWN_KEY, parts.keys.place("need").unwrap_or(need.span), message, "not here", help);
    }
}
