//! An explanation, drawn for people.

use std::fmt::Write as _;

use super::model::{
    Attribute, Event, Explanation, Fault, FieldHistory, InFile, InMapping, Join, Part, Row, Rule, RuleNote,
};
use crate::describe::{Clause, Reading};

/// How many rules are shown that looked at a row in vain.
const RULES: usize = 4;
/// How much of a value is shown, in characters.
const SHOWN: usize = 160;

/// The explanation, drawn for people.
pub fn render(explanation: &Explanation) -> String {
    let mut text = String::new();
    head(&mut text, explanation);
    if let Some(join) = &explanation.joined {
        joined(&mut text, join);
    }
    if !explanation.events.is_empty() {
        text.push_str("\nevents\n");
    }
    explanation.events.iter().for_each(|each| event(&mut text, each));
    attributes(&mut text, &explanation.attributes);
    fields(&mut text, &explanation.fields);
    rows(&mut text, explanation);
    quarantined(&mut text, &explanation.quarantined);
    if !explanation.script_failures.is_empty() {
        text.push_str("\nscripts that stopped\n");
        explanation.script_failures.iter().for_each(|failure| line(&mut text, 1, failure));
    }
    text
}

fn line(text: &mut String, depth: usize, what: &str) {
    // Writing to a string doesn't fail, here and below.
    let _ = writeln!(text, "{:width$}{what}", "", width = depth * 2);
}

fn labelled(text: &mut String, label: &str, what: &str) {
    let _ = writeln!(text, "     {label:<9} {what}");
}

fn head(text: &mut String, explanation: &Explanation) {
    let state = if explanation.in_log { "" } else { ", not in the log" };
    let _ = writeln!(text, "case `{}`: {}{state}", explanation.case, counted(explanation.events.len(), "event"));
    if !explanation.in_log {
        let why =
            if explanation.left_out.is_empty() { "rows that name it can't be used" } else { "left out by `keep_if`:" };
        line(text, 1, why);
        explanation.left_out.iter().for_each(|clause| line(text, 2, &cut(&clause.in_words())));
    }
    if let Some(record) = &explanation.record {
        line(text, 1, &format!("record: {}", place(record)));
    }
    if explanation.rows.is_empty() {
        return;
    }
    let fates: Vec<String> = explanation.fates.iter().map(|(fate, rows)| format!("{rows} {fate}")).collect();
    line(text, 1, &format!("rows: {} ({})", explanation.rows.len(), fates.join(", ")));
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn joined(text: &mut String, join: &Join) {
    let _ = writeln!(text, "\njoined: {}", join.rule);
    for row in &join.rows {
        let same: Vec<String> = row.same.iter().map(Reading::in_words).collect();
        let begins = row.begins.as_deref().unwrap_or("no time");
        line(text, 1, &format!("{begins}  {}: {}", place(&row.row), row.why));
        line(text, 2, &cut(&format!("same: {}", same.join(", "))));
    }
}

fn event(text: &mut String, event: &Event) {
    let resource = event.resource.as_ref().map(|who| format!(", by {who}")).unwrap_or_default();
    let end = event.end.as_ref().map(|end| format!(" to {end}")).unwrap_or_default();
    let _ = writeln!(text, "{:>3}. {}{end}  {}{resource}", event.number, event.time, event.name);
    let kind = if event.kind == "explicit" { String::new() } else { format!(", {}", event.kind) };
    labelled(text, "rule", &format!("{}{kind}", rule(&event.from.rule)));
    part(text, &event.from);
    if let Some(placed) = &event.placed {
        labelled(text, "placed", &format!("by {}: {}", placed.by, placed.why));
    }
    for merged in &event.merged {
        let at = if merged.time == event.time { String::new() } else { format!(", at {}", merged.time) };
        labelled(text, "merged", &format!("{}{at}", rule(&merged.rule)));
        part(text, merged);
    }
    for note in &event.declined {
        labelled(text, "not", &cut(&format!("{}: {}", rule(&note.rule), note.why)));
    }
    for attribute in event.attributes.iter().filter(|attribute| attribute.value.is_some()) {
        labelled(text, "has", &cut(&format!("{}{}", valued(attribute), reads(&attribute.read))));
    }
}

fn part(text: &mut String, part: &Part) {
    if let Some(row) = &part.row {
        labelled(text, "row", &place(row));
    }
    if let Some(why) = &part.why {
        labelled(text, "because", why);
    }
    for clause in &part.matched {
        labelled(text, "matched", &cut(&Clause::in_words(clause)));
    }
}

fn rule(rule: &Rule) -> String {
    let number = if rule.of > 1 { format!(", rule {} of {}", rule.number, rule.of) } else { String::new() };
    format!("{}{number} ({})", rule.activity, in_mapping(&rule.place))
}

fn in_mapping(place: &InMapping) -> String {
    format!("{}:{}", place.file, place.line)
}

/// A row's source and place.
pub(super) fn place(place: &InFile) -> String {
    match (&place.file, place.line) {
        (Some(file), Some(line)) => format!("{}, {file}:{line}", place.source),
        (Some(file), None) => format!("{}, {file}", place.source),
        (None, Some(line)) => format!("{}, row {line} in the mapping", place.source),
        (None, None) => place.source.clone(),
    }
}

fn valued(attribute: &Attribute) -> String {
    let value = attribute.value.as_deref().map_or_else(|| "null".to_owned(), |value| format!("`{}`", cut(value)));
    let form = if attribute.form.is_empty() { String::new() } else { format!("  {}", cut(&attribute.form)) };
    format!("{} = {value}{form}", attribute.name)
}

fn reads(read: &[Reading]) -> String {
    let read: Vec<String> = read.iter().map(Reading::in_words).collect();
    if read.is_empty() { String::new() } else { format!("; read {}", read.join(", ")) }
}

fn attributes(text: &mut String, attributes: &[Attribute]) {
    if attributes.is_empty() {
        return;
    }
    text.push_str("\nattributes\n");
    for attribute in attributes {
        line(text, 1, &format!("{}  ({})", valued(attribute), in_mapping(&attribute.place)));
        attribute.read.iter().for_each(|reading| line(text, 3, &cut(&format!("read {}", reading.in_words()))));
    }
}

fn fields(text: &mut String, fields: &[FieldHistory]) {
    if fields.is_empty() {
        return;
    }
    text.push_str("\ntracked fields\n");
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "null".to_owned());
    for field in fields {
        let from = if field.is_current { " (the record's, as no row tells of it)" } else { "" };
        let changes = field.changes.iter().map(|change| format!(" → {} at {}", value(&change.to), change.time));
        let changes: String = changes.collect();
        line(text, 1, &format!("{}: {}{from}{changes}", field.field, value(&field.initial)));
    }
}

fn rows(text: &mut String, explanation: &Explanation) {
    let is_told = |row: &&Row| row.events.is_empty();
    if !explanation.rows.iter().any(|row| is_told(&row)) {
        return;
    }
    text.push_str("\nrows that made no event\n");
    for row in explanation.rows.iter().filter(is_told) {
        let time = row.time.as_ref().map(|time| format!("{time}  ")).unwrap_or_default();
        line(text, 1, &format!("{time}{}: {}", place(&row.place), row.fate));
        row.why.iter().for_each(|why| line(text, 2, &cut(why)));
        notes(text, row);
    }
}

/// The rules that came nearest.
fn notes(text: &mut String, row: &Row) {
    let mut rules: Vec<&RuleNote> = row.rules.iter().filter(|note| !note.missed.is_empty()).collect();
    rules.sort_by_key(|note| note.missed.len());
    let more = rules.len().saturating_sub(RULES);
    for note in rules.iter().take(RULES) {
        line(text, 3, &cut(&format!("not {}: {}", rule(&note.rule), note.why)));
    }
    if more > 0 {
        line(text, 3, &format!("and {}", counted(more, "rule more").replace("rule mores", "rules more")));
    }
}

fn quarantined(text: &mut String, faults: &[Fault]) {
    if faults.is_empty() {
        return;
    }
    text.push_str("\nrows in quarantine that name the case\n");
    for fault in faults {
        line(text, 1, &format!("{}: {} {}", place(&fault.place), fault.code, cut(&fault.reason)));
    }
}

/// A text in one line, cut where it is long.
fn cut(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = flat.chars();
    let start: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}
