//! The case notion.

use super::super::checker::{Checker, SOURCE};
use super::super::values::Scope;
use super::same_case;
use crate::diagnostic::codes;
use crate::mapping::{Clause, Condition as Written, Source};
use crate::plan::{CasePlan, Condition};

/// Binds what a case is.
pub fn case(checker: &mut Checker<'_>) -> CasePlan {
    let mapping = checker.mapping;
    let written = &mapping.case;
    let record = written
        .record
        .as_ref()
        .and_then(|name| checker.find(&mapping.sources, &name.text, name.span, &SOURCE).map(|index| (index, name)));
    if let Some((index, name)) = record {
        check_record(checker, index, name);
    }
    check_cases(checker, record.map(|(index, _)| index));
    let keep_orphans = written
        .orphans
        .as_ref()
        .and_then(|name| checker.choice(name, &[("quarantine", false), ("keep", true)]))
        .unwrap_or(false);
    let id = needs_record(checker, written.id.as_ref().map(|value| value.span()), record.is_some(), "id")
        .and_then(|index| checker.value(written.id.as_ref()?, Scope::Record(index?), "id").map(|(expr, _)| expr));
    let record = record.map(|(index, _)| index);
    let (keep_if, keep_case) = keep(checker, record);
    let same_case = written.same_case.as_ref().and_then(|rule| same_case::same_case(checker, rule));
    no_activities(checker, "begins", written.begins.0.is_empty());
    no_activities(checker, "ends", written.ends.0.is_empty());
    let begins = written.begins.0.iter().filter_map(|name| checker.activity(name)).collect();
    let ends = written.ends.0.iter().filter_map(|name| checker.activity(name)).collect();
    CasePlan { record, id, keep_orphans, keep_if, keep_case, same_case, begins, ends }
}

/// A list of the activities with which a case begins or ends, and that names none.
fn no_activities(checker: &mut Checker<'_>, key: &str, is_empty: bool) {
    if let Some(place) = checker.mapping.case.keys.place(key).filter(|_| is_empty) {
        let message = format!("`{key}` names no activity, so it says nothing");
        let help = format!("name at least one activity, or drop `{key}`");
        checker.problem(codes::EMPTY_SECTION, place, message, "empty", help);
    }
}

/// Which cases stay: told by the record alone, so that the others needn't be read on, or by attributes.
fn keep(checker: &mut Checker<'_>, record: Option<usize>) -> (Option<Condition>, Option<Condition>) {
    let mapping = checker.mapping;
    let Some(written) = mapping.case.keep_if.as_ref().filter(|_| !checker.lacks_record()) else { return (None, None) };
    match record.filter(|index| names_columns_only(written, &mapping.sources.iter().as_slice()[*index].1)) {
        Some(index) => (checker.condition(written, Scope::Record(index), "keep_if"), None),
        None => (None, checker.condition(written, Scope::Kept(record), "keep_if")),
    }
}

/// Whether every name of a condition is a column of the record.
fn names_columns_only(condition: &Written, record: &Source) -> bool {
    let all = |conditions: &[Written]| conditions.iter().all(|each| names_columns_only(each, record));
    match condition {
        Written::Expression(_) => false,
        Written::Clauses(clauses) => clauses.iter().all(|clause| match clause {
            Clause::Named(name, _) => {
                let column = name.text.strip_prefix("case.").unwrap_or(&name.text);
                record.column(column.split('.').next().unwrap_or(column)).is_some()
            }
            Clause::Any(conditions) | Clause::All(conditions) => all(conditions),
            Clause::Not(inner) => names_columns_only(inner, record),
        }),
    }
}

/// `id` looks at the record.
fn needs_record(
    checker: &mut Checker<'_>,
    span: Option<crate::diagnostic::Span>,
    has_record: bool,
    key: &str,
) -> Option<Option<usize>> {
    let span = span?;
    if !has_record && checker.lacks_record() {
        return None;
    }
    if !has_record {
        let message = format!("`{key}` needs the case's record");
        let help = "name the source with one row per case under `record:`";
        checker.problem(codes::KEY_NEEDS_ANOTHER, span, message, "no record", help);
        return None;
    }
    let mapping = checker.mapping;
    let record = mapping.case.record.as_ref()?;
    Some(mapping.sources.find(&record.text).map(|(index, _)| index))
}

fn check_record(checker: &mut Checker<'_>, index: usize, name: &crate::mapping::decode::Name) {
    if checker.lacks_key(index) {
        let message = format!("`{}` holds the cases, but has no key", name.text);
        let help = format!("give `{}` a `key:`, the column that tells cases apart", name.text);
        checker.problem(codes::KEY_NEEDS_ANOTHER, name.span, message, "a source without `key`", help);
    }
}

/// There have to be cases: a record, or rows that name them.
fn check_cases(checker: &mut Checker<'_>, record: Option<usize>) {
    let mapping = checker.mapping;
    if record.is_none()
        && mapping.case.record.is_none()
        && mapping.sources.iter().all(|(_, source)| source.case.is_none())
    {
        let help = "name the source with one row per case under `case.record`, or give a source `case:`";
        checker.problem(codes::NO_CASE, mapping.name.span, "nothing says what a case is", "no case", help);
    }
}
