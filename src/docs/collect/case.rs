//! What a case is, in words.

use super::Collector;
use super::reach::Reach;
use crate::docs::language::Shown;
use crate::docs::wording::{Wording, sentence};
use crate::mapping::{CaseNotion, SameCase, Value};
use crate::plan::{Condition, Expr};

/// What the docs say, then what follows from the mapping.
pub fn sentences(collector: &Collector<'_>) -> Vec<Shown> {
    let notion = &collector.mapping.case;
    let mut all: Vec<Shown> = collector.about(notion.docs.as_ref()).description.into_iter().collect();
    let mut say = |pattern: &str, parts: &[&str]| all.push(Shown::plain(sentence(pattern, parts)));
    let words = Wording::of(collector.language);
    match collector.plan.case.record {
        Some(record) => say(words.case_record, &[&title(collector, record)]),
        None => say(words.case_named, &[&titles(collector)]),
    }
    let id = collector.plan.case.id.iter().map(|id| columns_of(collector, |reach| reach.expr(id)));
    id.filter(|columns| !columns.is_empty()).for_each(|columns| say(words.case_id, &[&columns]));
    for (index, case) in naming(collector) {
        let columns = columns_of(collector, |reach| reach.expr(case));
        say(words.case_rows, &[&title(collector, index), &columns]);
    }
    if let Some(kept) = kept(collector) {
        say(words.case_keep, &[&kept]);
    }
    if collector.plan.case.record.is_some() {
        say(orphans(notion, words), &[]);
    }
    if let Some(rule) = &notion.same_case {
        let source = collector.plan.case.same_case.as_ref().map_or(0, |plan| plan.source);
        say(words.case_same, &[&title(collector, source), &same(rule), &format!("`{}`", rule.within.text)]);
    }
    all
}

fn orphans(notion: &CaseNotion, words: &'static Wording) -> &'static str {
    match notion.orphans.as_ref().map(|name| name.text.as_str()) {
        Some("keep") => words.case_orphans_kept,
        _ => words.case_orphans,
    }
}

/// The values that rows have in common, as they are written.
fn same(rule: &SameCase) -> String {
    rule.same.0.iter().map(written).collect::<Vec<_>>().join(", ")
}

fn written(value: &Value) -> String {
    match value {
        Value::Path(name) => format!("`{}`", name.text),
        Value::FirstPresent(all, _) => all.iter().map(written).collect::<Vec<_>>().join(" / "),
        Value::Expression(_) | Value::Form(_) => "…".to_owned(),
    }
}

fn title(collector: &Collector<'_>, source: usize) -> String {
    collector.source_pointer(source).title.text
}

fn titles(collector: &Collector<'_>) -> String {
    naming(collector).map(|(index, _)| title(collector, index)).collect::<Vec<_>>().join(", ")
}

/// The sources whose rows name their case.
fn naming<'a>(collector: &Collector<'a>) -> impl Iterator<Item = (usize, &'a Expr)> {
    let sources = collector.plan.sources.iter().enumerate();
    sources.filter_map(|(index, source)| Some((index, source.case.as_ref()?)))
}

fn kept(collector: &Collector<'_>) -> Option<String> {
    let case = &collector.plan.case;
    let conditions: Vec<&Condition> = case.keep_if.iter().chain(&case.keep_case).collect();
    let columns = columns_of(collector, |reach| conditions.iter().for_each(|each| reach.condition(each)));
    (!columns.is_empty()).then_some(columns)
}

fn columns_of(collector: &Collector<'_>, find: impl FnOnce(&mut Reach<'_>)) -> String {
    let mut reach = Reach::new(collector.plan);
    find(&mut reach);
    let column =
        |(source, column): &(usize, usize)| format!("`{}`", collector.plan.sources[*source].columns[*column].id);
    reach.columns.iter().map(column).collect::<Vec<_>>().join(", ")
}
