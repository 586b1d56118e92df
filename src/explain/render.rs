//! An explanation, drawn for people.

use std::fmt::Write as _;

use super::model::{
    Attribute, Event, Explanation, Fault, FieldHistory, InFile, InMapping, Join, Origin, Row, Rule, RuleNote,
};
use crate::describe::{Clause, Reading};
use crate::run::EVENTS;

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
    let file = explanation.mapping_file.as_str();
    explanation.events.iter().for_each(|each| event(&mut text, file, each));
    forms(&mut text, explanation);
    attributes(&mut text, file, &explanation.attributes);
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
    if !explanation.mapping_file.is_empty() {
        line(text, 1, &format!("mapping: {}", explanation.mapping_file));
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

fn event(text: &mut String, file: &str, event: &Event) {
    let resource = event.resource.as_ref().map(|who| format!(", by {who}")).unwrap_or_default();
    let end = event.end.as_ref().map(|end| format!(" to {end}")).unwrap_or_default();
    let _ = writeln!(text, "{:>3}. {}{end}  {}{resource}", event.number, event.time, event.name);
    let kind = if event.kind == "explicit" { String::new() } else { format!(", {}", event.kind) };
    labelled(text, "rule", &format!("{}{kind}", rule(file, &event.from.rule)));
    origin(text, &event.from);
    if let Some(placed) = &event.placed {
        labelled(text, "placed", &format!("by {}: {}", placed.by, placed.why));
    }
    for merged in &event.merged {
        let at = if merged.time == event.time { String::new() } else { format!(", at {}", merged.time) };
        labelled(text, "merged", &format!("{}{at}", rule(file, &merged.from.rule)));
        origin(text, &merged.from);
    }
    for note in &event.declined {
        labelled(text, "not", &cut(&format!("{}: {}", rule(file, &note.rule), note.why)));
    }
    values(text, &event.attributes);
}

/// The values of an event's attributes; what scripts read stands beside theirs.
fn values(text: &mut String, attributes: &[Attribute]) {
    let told = attributes.iter().filter(|attribute| attribute.value.is_some() && !is_standard(attribute));
    let (scripts, plain): (Vec<&Attribute>, Vec<&Attribute>) = told.partition(|attribute| is_script(attribute));
    let plain: Vec<String> = plain.into_iter().map(value).collect();
    if !plain.is_empty() {
        labelled(text, "has", &plain.join(", "));
    }
    for attribute in scripts {
        labelled(text, "has", &format!("{}{}", value(attribute), cut(&reads(&attribute.read))));
    }
}

fn value(attribute: &Attribute) -> String {
    let value = attribute.value.as_deref().map_or_else(|| "null".to_owned(), |value| format!("`{}`", cut(value)));
    format!("{} = {value}", attribute.name)
}

fn is_script(attribute: &Attribute) -> bool {
    attribute.form.starts_with("= ")
}

/// Whether an attribute tells what the event's first line says.
fn is_standard(attribute: &Attribute) -> bool {
    const TOLD: [&str; 7] = ["activity", "timestamp", "end", "[end, timestamp]", "resource", "kind", "case_id"];
    TOLD.contains(&attribute.form.as_str())
}

/// What gives the attributes of events, once for all of them.
fn forms(text: &mut String, explanation: &Explanation) {
    let mut known: Vec<(&str, &str)> = Vec::new();
    let attributes = explanation.events.iter().flat_map(|event| &event.attributes);
    for attribute in attributes.filter(|attribute| !attribute.form.is_empty()) {
        let form = (attribute.name.as_str(), attribute.form.as_str());
        if known.contains(&form) {
            continue;
        }
        if known.is_empty() {
            text.push_str("\nattributes of events\n");
        }
        known.push(form);
        let place = in_mapping(&explanation.mapping_file, &attribute.place);
        line(text, 1, &format!("{}: {}  ({place})", attribute.name, cut(&attribute.form)));
    }
}

fn origin(text: &mut String, origin: &Origin) {
    if let Some(row) = &origin.row {
        labelled(text, "row", &place(row));
    }
    if let Some(why) = &origin.why {
        labelled(text, "because", why);
    }
    matched(&origin.matched).iter().for_each(|clause| labelled(text, "matched", &cut(clause)));
}

/// Clauses in words; the values before and after a change stand together.
fn matched(clauses: &[Clause]) -> Vec<String> {
    let field = clauses.iter().find_map(|clause| clause.what.strip_suffix(" before"));
    let of = |suffix: &str| {
        let name = field.map(|field| format!("{field} {suffix}"))?;
        clauses.iter().find(|clause| clause.what == name && clause.holds)
    };
    let (Some(field), Some(before), Some(after)) = (field, of("before"), of("after")) else {
        return clauses.iter().map(Clause::in_words).collect();
    };
    let is_step = |clause: &&Clause| [&before.what, &after.what].contains(&&clause.what) && clause.holds;
    let step = format!("{field}: {} → {}", side(before), side(after));
    let others = clauses.iter().filter(|clause| !is_step(clause)).map(Clause::in_words);
    std::iter::once(step).chain(others).collect()
}

/// A value before or after a change, with what was wanted of it.
fn side(clause: &Clause) -> String {
    let value = clause.value.as_ref().map_or_else(|| "null".to_owned(), |value| format!("`{value}`"));
    let is_plain = clause.wanted.is_empty() || clause.wanted == value;
    if is_plain { value } else { format!("{value}, {}", clause.wanted) }
}

fn rule(file: &str, rule: &Rule) -> String {
    let number = if rule.of > 1 { format!(", rule {} of {}", rule.number, rule.of) } else { String::new() };
    format!("{}{number} ({})", rule.activity, in_mapping(file, &rule.place))
}

/// A place in the mapping; its own file was named above.
fn in_mapping(file: &str, place: &InMapping) -> String {
    if place.file == file { format!("line {}", place.line) } else { format!("{}:{}", place.file, place.line) }
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

/// What was read and is there.
fn reads(read: &[Reading]) -> String {
    let read: Vec<String> = read.iter().filter(|reading| reading.value.is_some()).map(reading).collect();
    if read.is_empty() { String::new() } else { format!("; read {}", read.join(", ")) }
}

/// What was read. The events stand above.
fn reading(reading: &Reading) -> String {
    if reading.name == EVENTS { "the events".to_owned() } else { reading.in_words() }
}

fn attributes(text: &mut String, file: &str, attributes: &[Attribute]) {
    if attributes.is_empty() {
        return;
    }
    text.push_str("\nattributes of the case\n");
    for attribute in attributes {
        let form = cut(&attribute.form);
        line(text, 1, &format!("{}  {form}  ({})", value(attribute), in_mapping(file, &attribute.place)));
        attribute.read.iter().for_each(|each| line(text, 3, &cut(&format!("read {}", reading(each)))));
    }
}

fn fields(text: &mut String, fields: &[FieldHistory]) {
    if fields.is_empty() {
        return;
    }
    text.push_str("\ntracked fields\n");
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "null".to_owned());
    for field in fields {
        let from = if field.is_current { " (the record's, as no row tells of it)" } else { "" };
        let changes = field.changes.iter().map(|change| format!(" → {} at {}", shown(&change.to), change.time));
        let changes: String = changes.collect();
        line(text, 1, &format!("{}: {}{from}{changes}", field.field, shown(&field.initial)));
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
        notes(text, &explanation.mapping_file, row);
    }
}

/// The rules that came nearest.
fn notes(text: &mut String, file: &str, row: &Row) {
    let mut rules: Vec<&RuleNote> = row.rules.iter().filter(|note| !note.missed.is_empty()).collect();
    rules.sort_by_key(|note| note.missed.len());
    let more = rules.len().saturating_sub(RULES);
    for note in rules.iter().take(RULES) {
        line(text, 3, &cut(&format!("not {}: {}", rule(file, &note.rule), note.why)));
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
