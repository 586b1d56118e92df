//! The tables of a survey, whatever they are drawn with.

use super::super::model::{Coverage, FlowCount};
use super::{grouped, percent};
use crate::explain::InMapping;

/// A table: its title, what it says, its columns (whether each is of numbers), its rows.
pub struct Table {
    pub title: &'static str,
    pub about: String,
    pub columns: Vec<(&'static str, bool)>,
    pub rows: Vec<Vec<String>>,
}

/// Those that have rows, in the order in which they are shown.
pub fn tables(coverage: &Coverage) -> Vec<Table> {
    let all = [
        rules(coverage),
        unknown_values(coverage),
        unwanted(coverage),
        untracked(coverage),
        unlisted(coverage),
        flow(coverage),
        order(coverage),
        nulls(coverage),
        quarantine(coverage),
        references(coverage),
    ];
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn table(
    title: &'static str,
    about: impl Into<String>,
    columns: &[(&'static str, bool)],
    rows: Vec<Vec<String>>,
) -> Table {
    Table { title, about: about.into(), columns: columns.to_vec(), rows }
}

/// A place in the mapping, without the folders.
fn place(place: &InMapping) -> String {
    let name = place.file.rsplit('/').next().unwrap_or_default();
    format!("{name}:{}", place.line)
}

fn rules(coverage: &Coverage) -> Table {
    let row = |rule: &crate::coverage::RuleUse| {
        let number = if rule.of > 1 { format!("{} of {}", rule.rule, rule.of) } else { String::new() };
        let place = place(&rule.place);
        let counts = [rule.matched, rule.events, rule.merged, rule.not_chosen, rule.yielded, rule.no_time];
        [rule.activity.clone(), number, place].into_iter().chain(counts.into_iter().map(grouped)).collect()
    };
    let columns = [
        ("activity", false),
        ("rule", false),
        ("stands in", false),
        ("wanted", true),
        ("events", true),
        ("merged", true),
        ("not chosen", true),
        ("yielded", true),
        ("no time", true),
    ];
    table("Rules", "How often each rule fired.", &columns, coverage.rules.iter().map(row).collect())
}

fn examples(examples: &[String]) -> String {
    examples.join(", ")
}

fn unknown_values(coverage: &Coverage) -> Table {
    let row = |value: &crate::coverage::ValueUnknown| {
        vec![value.field.clone(), value.value.clone(), grouped(value.changes), examples(&value.examples)]
    };
    let columns = [("field", false), ("value", false), ("changes", true), ("cases, for example", false)];
    let rows = coverage.unknown_values.iter().map(row).collect();
    table(
        "Values that the mapping doesn't know",
        "Tracked fields change to them, and no rule or attribute names them.",
        &columns,
        rows,
    )
}

fn unwanted(coverage: &Coverage) -> Table {
    let row = |change: &crate::coverage::ChangesUnwanted| {
        let value = change.value.clone().unwrap_or_default();
        vec![change.field.clone(), value, grouped(change.rows), examples(&change.examples)]
    };
    let columns = [("field", false), ("to", false), ("changes", true), ("cases, for example", false)];
    let rows = coverage.unwanted_changes.iter().map(row).collect();
    table(
        "Changes that no rule wanted",
        "Values stand here only where the mapping lists some of the field.",
        &columns,
        rows,
    )
}

fn untracked(coverage: &Coverage) -> Table {
    let row =
        |field: &crate::coverage::FieldNotTracked| vec![field.source.clone(), field.field.clone(), grouped(field.rows)];
    let columns = [("source", false), ("field", false), ("rows", true)];
    table(
        "Fields that aren't tracked",
        "Rows of change logs about other fields.",
        &columns,
        coverage.untracked_fields.iter().map(row).collect(),
    )
}

fn unlisted(coverage: &Coverage) -> Table {
    let row = |value: &crate::coverage::ColumnValue| {
        let column = format!("{}.{}", value.source, value.column);
        vec![column, value.value.clone(), grouped(value.rows), examples(&value.examples)]
    };
    let columns = [("column", false), ("value", false), ("rows", true), ("cases, for example", false)];
    let rows = coverage.unlisted_values.iter().map(row).collect();
    table("Values that a column doesn't list", "They aren't under the column's `values:`.", &columns, rows)
}

fn flow(coverage: &Coverage) -> Table {
    let flow = &coverage.flow;
    let cases = [
        ("no event", &flow.without_events, true),
        ("one event only", &flow.single_event, true),
        ("nothing that begins a case", &flow.without_begin, !flow.begins.is_empty()),
        ("nothing that ends a case", &flow.without_end, !flow.ends.is_empty()),
    ];
    let row = |(what, count): (&str, &FlowCount)| {
        vec![what.to_owned(), grouped(count.count), percent(count.count, coverage.cases), examples(&count.examples)]
    };
    let known = cases.into_iter().filter(|(_, _, is_known)| *is_known);
    let mut rows: Vec<Vec<String>> = known.map(|(what, count, _)| row((what, count))).collect();
    rows.extend(coverage.truncated.iter().map(|late| {
        let what = format!("begun a day or more before {} does", late.source);
        vec![what, grouped(late.cases), percent(late.cases, coverage.cases), examples(&late.examples)]
    }));
    let about = format!(
        "A case begins with {} ({}), and ends with {} ({}).",
        named(&flow.begins),
        flow.begins_known,
        named(&flow.ends),
        flow.ends_known
    );
    let columns = [("cases with", false), ("cases", true), ("share", true), ("cases, for example", false)];
    table("How cases begin and end", about, &columns, rows)
}

fn named(ids: &[String]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    if ids.is_empty() { "nothing in particular".to_owned() } else { ids.join(" or ") }
}

fn order(coverage: &Coverage) -> Table {
    let row = |(what, count): (&str, &FlowCount)| {
        let activity = count.activity.clone().unwrap_or_default();
        vec![activity, what.to_owned(), grouped(count.count), examples(&count.examples)]
    };
    let before = coverage.flow.before_begin.iter().map(|count| ("before the case begins", count));
    let after = coverage.flow.after_end.iter().map(|count| ("after the case ends", count));
    let columns = [("activity", false), ("comes", false), ("events", true), ("cases, for example", false)];
    table(
        "Events out of order",
        "At the same moment nothing is out of order.",
        &columns,
        before.chain(after).map(row).collect(),
    )
}

fn nulls(coverage: &Coverage) -> Table {
    let row = |nulls: &crate::coverage::AttributeNulls| {
        let of = if nulls.of_events { "events" } else { "cases" };
        let place = place(&nulls.place);
        vec![nulls.attribute.clone(), of.to_owned(), place, grouped(nulls.nulls), percent(nulls.nulls, nulls.values)]
    };
    let columns = [("attribute", false), ("of", false), ("stands in", false), ("null", true), ("share", true)];
    table(
        "Attributes without a value",
        "How many of their values are null; the others always have one.",
        &columns,
        coverage.nulls.iter().filter(|nulls| nulls.nulls > 0).map(row).collect(),
    )
}

fn quarantine(coverage: &Coverage) -> Table {
    let row = |fault: &crate::coverage::FaultCount| {
        vec![fault.source.clone(), fault.code.clone(), fault.title.clone(), grouped(fault.rows)]
    };
    let columns = [("source", false), ("code", false), ("what is wrong", false), ("rows", true)];
    table("Rows that can't be used", "", &columns, coverage.quarantine.iter().map(row).collect())
}

fn references(coverage: &Coverage) -> Table {
    let row = |reference: &crate::coverage::UnmatchedReference| {
        let example = reference.example.clone().unwrap_or_default();
        vec![format!("{}.{}", reference.source, reference.column), grouped(reference.values), example]
    };
    let columns = [("column", false), ("values", true), ("one of them", false)];
    table("References that match nothing", "", &columns, coverage.unmatched_references.iter().map(row).collect())
}
