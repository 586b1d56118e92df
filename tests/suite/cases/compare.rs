//! What differs between what a test expects and what the run gave, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::actual::{Actual, Event, Written};
use super::align::align;
use super::format::{Cells, Test, text};

/// What differs.
pub fn compare(test: &Test, actual: &Actual) -> Vec<String> {
    let mut problems = Vec::new();
    if test.exit != actual.exit {
        problems.push(format!("the exit code is {}, not {}; the run said:\n{}", actual.exit, test.exit, actual.said));
    }
    let unsaid = test.says.iter().filter(|words| !actual.said.contains(words.as_str()));
    problems.extend(unsaid.map(|words| format!("`{words}` is not said; the run said:\n{}", actual.said)));
    problems.extend(findings(test, actual));
    match &actual.written {
        Some(written) => problems.extend(log(test, written)),
        None if test.expects_a_log() || !test.quarantine.is_empty() => problems.push("no log was written".to_owned()),
        None => (),
    }
    problems
}

fn findings(test: &Test, actual: &Actual) -> Option<String> {
    let wanted: BTreeSet<String> = test.findings.iter().flatten().cloned().collect();
    let found = actual.findings.as_ref()?;
    (wanted != *found).then(|| format!("the findings are {found:?}, not {wanted:?}"))
}

fn log(test: &Test, written: &Written) -> Vec<String> {
    let mut problems = quarantine(test, written);
    problems.extend(test.events.iter().flat_map(|events| self::events(events, written)));
    problems.extend(cases(test, written));
    let of_log = written.log.keys().cloned().collect();
    problems.extend(cells("the log", &test.log, &written.log, &of_log));
    problems
}

fn quarantine(test: &Test, written: &Written) -> Vec<String> {
    let (mut wanted, mut found) = (test.quarantine.clone(), written.quarantine.clone());
    wanted.sort();
    found.sort();
    if wanted == found { Vec::new() } else { vec![format!("in quarantine are {found:?}, not {wanted:?}")] }
}

fn cases(test: &Test, written: &Written) -> Vec<String> {
    let mut problems = Vec::new();
    for (id, wanted) in &test.cases {
        match written.cases.get(id) {
            Some(found) => problems.extend(cells(&format!("case {id}"), wanted, found, &written.case_columns)),
            None => problems.push(format!("there is no case {id}")),
        }
    }
    let others = written.cases.keys().filter(|id| test.only && !test.cases.contains_key(*id));
    problems.extend(others.map(|id| format!("case {id} is not expected")));
    problems
}

/// The cells of one row that differ.
fn cells(what: &str, wanted: &Cells, found: &BTreeMap<String, String>, columns: &BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, value) in wanted {
        if !columns.contains(name) {
            problems.push(format!("{what}: there is no `{name}`"));
            continue;
        }
        let is = found.get(name).map_or("", String::as_str);
        match text(value) {
            Ok(value) if value == is => (),
            Ok(value) => problems.push(format!("{what}: {name} is {}, not {}", shown(is), shown(&value))),
            Err(problem) => problems.push(format!("{what}: {name}: {problem}")),
        }
    }
    problems
}

fn shown(value: &str) -> String {
    if value.is_empty() { "empty".to_owned() } else { format!("`{value}`") }
}

/// What makes an event the one that is meant.
const IDENTITY: [&str; 3] = ["case", "activity", "time"];

fn events(wanted: &[Cells], written: &Written) -> Vec<String> {
    let mut problems: Vec<String> = wanted.iter().filter_map(|event| unknown(event, written)).collect();
    let found = &written.events;
    let is_same =
        |keys: &[&str], left: usize, right: usize| keys.iter().all(|key| agrees(&wanted[left], &found[right], key));
    let mut alignment = align(wanted.len(), found.len(), |left, right| is_same(&IDENTITY, left, right));
    let moved = alignment.pair_up(|left, right| is_same(&IDENTITY, left, right));
    let retimed = alignment.pair_up(|left, right| is_same(&IDENTITY[..2], left, right));
    let missing = alignment.missing.iter().map(|&left| format!("- missing  {}", wanted_title(&wanted[left])));
    problems.extend(missing);
    problems.extend(alignment.added.iter().map(|&right| format!("+ added    {}", title(&found[right]))));
    for (left, right) in &moved {
        let places = format!("stands as event {}, not {}", right + 1, left + 1);
        problems.push(format!("> moved    {} {places}", title(&found[*right])));
    }
    for (left, right) in alignment.pairs.iter().chain(&moved).chain(&retimed) {
        let title = format!("~ changed  {}", title(&found[*right]));
        problems.extend(cells(&title, &wanted[*left], &found[*right], &written.columns));
    }
    problems
}

/// Whether an event has what is wanted of it, in one column; what isn't named may be anything.
fn agrees(wanted: &Cells, found: &Event, key: &str) -> bool {
    wanted.get(key).is_none_or(|value| text(value).is_ok_and(|value| found.get(key) == Some(&value)))
}

/// An expected event whose activity there can't be. Names that data give aren't ids: those in the log are known.
fn unknown(event: &Cells, written: &Written) -> Option<String> {
    let Some(activity) = event.get("activity").and_then(serde_yaml::Value::as_str) else {
        return Some(format!("an event without `activity`: {}", wanted_title(event)));
    };
    let is_known = written.activities.contains(activity)
        || written.events.iter().any(|event| event.get("activity").is_some_and(|name| name == activity));
    (!is_known).then(|| format!("there is no activity `{activity}`"))
}

fn wanted_title(event: &Cells) -> String {
    let value = |key: &str| event.get(key).and_then(|value| text(value).ok()).unwrap_or_default();
    IDENTITY.map(value).join("  ")
}

fn title(event: &Event) -> String {
    IDENTITY.map(|key| event.get(key).map_or("", String::as_str)).join("  ")
}
