//! What an export has that nothing reads, and what a mapping reads that the export hasn't.

use super::facts::Facts;
use crate::infer::column::Kind;
use crate::infer::page::{count, many, shown};
use crate::infer::people::{NOT_SHOWN, Told, told};
use crate::infer::recognise::Fit;
use crate::infer::survey::{SampleColumn, Survey};

/// How many values of a column are shown.
const VALUES: usize = 5;

/// What is read by nobody, or by nothing.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// By source: columns that nothing reads, in words.
    pub columns: Vec<(String, Vec<String>)>,
    /// Tables that nothing reads.
    pub tables: Vec<String>,
    /// Sources that have no table.
    pub sources: Vec<String>,
    /// Files that are no tables.
    pub others: Vec<String>,
}

/// Lists it.
pub(super) fn of_all(survey: &Survey, fit: &Fit<'_>, facts: &Facts) -> Unread {
    let plan = &fit.base.plan;
    let columns = fit.bound.iter().map(|bound| {
        let table = &survey.tables[bound.table];
        let is_read = |position: usize| bound.columns.iter().flatten().any(|found| found.position == position);
        let unread = (0..table.columns.len()).filter(|position| !is_read(*position));
        let lines = unread.map(|position| in_words(survey, facts, (bound.table, position)));
        (plan.sources[bound.source].id.clone(), lines.collect::<Vec<_>>())
    });
    let is_bound = |table: usize| fit.bound.iter().any(|bound| bound.table == table);
    let tables = survey.tables.iter().enumerate().filter(|(position, _)| !is_bound(*position));
    let sources = plan.sources.iter().enumerate().filter(|(position, source)| {
        fit.of_source(*position).is_none() && source.is_used && source.level.is_none() && source.inline.is_none()
    });
    Unread {
        columns: columns.filter(|(_, lines)| !lines.is_empty()).collect(),
        tables: tables
            .map(|(_, table)| format!("{}: {}", table.file_names().join(", "), headers(&table.columns)))
            .collect(),
        sources: sources.map(|(_, source)| source.id.clone()).collect(),
        others: survey.others.clone(),
    }
}

/// A column with its type and what stands in it: `Product__c: text; 4 values: A (60), …`.
fn in_words(survey: &Survey, facts: &Facts, at: (usize, usize)) -> String {
    let column = &survey.tables[at.0].columns[at.1];
    let name = if column.name.is_empty() { "(no header)" } else { &column.name };
    if column.look.kind == Kind::Empty {
        return format!("{name}: empty, as far as was looked");
    }
    let kind = if column.look.kind == Kind::Boolean { "boolean" } else { column.look.kind.type_name() };
    let Some(values) = facts.people.shown(survey, at, facts.column(at)) else {
        let among = many(column.look.distinct as u64, "value", "values");
        let is_words = column.look.kind == Kind::Text || told(&column.name) == Told::People;
        let why = if is_words { format!(", {NOT_SHOWN}") } else { String::new() };
        return format!("{name}: {kind}; {among} among the first{why}");
    };
    let listed: Vec<String> =
        values.iter().take(VALUES).map(|(value, rows)| format!("{} ({})", shown(value), count(*rows))).collect();
    let more = if values.len() > VALUES { ", …" } else { "" };
    format!("{name}: {kind}; {}: {}{more}", many(values.len() as u64, "value", "values"), listed.join(", "))
}

fn headers(columns: &[SampleColumn]) -> String {
    let names: Vec<&str> = columns.iter().take(8).map(|column| column.name.as_str()).collect();
    let more = if columns.len() > 8 { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}
