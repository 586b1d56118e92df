//! Semantics, sentence by sentence: small mappings over a few rows, through checking, loading and running.
//!
//! In mappings and rows `@5` is the fifth minute of 2024, and events come out as `5 activity`.

mod account;
mod attributes;
mod changes;
mod deadlines;
mod duplicates;
mod ended;
mod moments;
mod order;
mod properties;
mod rules;
mod scripts;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::evaluate::{Datum, display};
use caseloom::load::{LoadOptions, Loaded, load};
use caseloom::plan::Plan;
use caseloom::resolve;
use caseloom::rows::Texts;
use caseloom::run::{BlockWriter, CaseLog, EventName, Held, Outcome, RunOptions, SourceAccount, run};

/// An event as tests look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: u64,
    pub activity: String,
    pub minute: i64,
    pub resource: String,
    pub attributes: BTreeMap<String, String>,
}

/// A case as tests look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub events: Vec<Event>,
    pub attributes: BTreeMap<String, String>,
}

/// What a run gave.
pub struct Log {
    pub cases: Vec<Case>,
    pub outcome: Outcome,
}

const MINUTE: i64 = 60_000;
const START: i64 = 1_704_067_200_000;

/// Writes `@5` as a time.
fn with_times(text: &str) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let minute: i64 = part[..digits].parse().unwrap();
        let (hours, minutes) = (minute / 60, minute % 60);
        out.push_str(&format!("2024-01-{:02}T{:02}:{minutes:02}:00Z{}", 1 + hours / 24, hours % 24, &part[digits..]));
    }
    out
}

pub fn minute(minute: i64) -> i64 {
    START + minute * MINUTE
}

/// Checks a mapping, which has to be right.
pub fn plan(mapping: &str) -> Plan {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let text = format!("caseloom: 1\nname: test\nversion: 1.0.0\n{}", with_times(mapping));
    let tree = resolve::parse(&mut files, "mapping.yaml", &text, &mut diagnostics);
    let nothing = |name: &str| Err(format!("no {name}"));
    let resolved = resolve::resolve(&mut files, tree, None, &nothing, &mut diagnostics);
    let plan = resolved.check(&mut diagnostics);
    plan.unwrap_or_else(|| panic!("{:#?}", diagnostics.sorted()))
}

pub fn loaded(plan: &Plan, rows: &[(&str, &str)]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in rows {
        write(folder.path(), name, text);
    }
    // As `generate` does.
    let options = LoadOptions { input: folder.path().to_owned(), packs_rows: true, ..LoadOptions::default() };
    load(plan, &options, &|_| ()).unwrap_or_else(|problems| panic!("{:#?}", problems.sorted()))
}

fn write(folder: &Path, name: &str, text: &str) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    std::fs::write(folder.join(name), with_times(&lines.join("\n")) + "\n").unwrap();
}

struct Collector<'a> {
    plan: &'a Plan,
    cases: Vec<Case>,
}

impl BlockWriter for Collector<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        let names = |names: Vec<&String>, values: Vec<Datum>| {
            let values = values.iter().map(|value| shown(value, case.texts));
            names.into_iter().cloned().zip(values).collect()
        };
        let held = |value: &Held| case.held.datum(*value);
        let events = case.events.iter().enumerate().map(|(index, event)| Event {
            id: event.id,
            activity: match &event.name {
                None => self.plan.activities[event.activity as usize].id.clone(),
                Some(EventName::Known(known)) => {
                    format!("known:{}", self.plan.activities[event.activity as usize].known[*known as usize].value)
                }
                Some(EventName::Other(name)) => shown(&held(name), case.texts),
            },
            minute: (event.time - START).div_euclid(MINUTE),
            resource: shown(&held(&event.resource), case.texts),
            attributes: names(
                self.plan.event_attributes.iter().map(|each| &each.name).collect(),
                case.attributes_of(index).iter().map(held).collect(),
            ),
        });
        let events = events.collect();
        let attributes =
            names(self.plan.case_attributes.iter().map(|each| &each.name).collect(), case.attributes.to_vec());
        self.cases.push(Case { id: case.id.to_owned(), events, attributes });
    }
}

/// A value as text; null is `-`.
fn shown(value: &Datum, texts: &Texts) -> String {
    display(value, texts).unwrap_or_else(|| "-".to_owned())
}

pub fn run_with(plan: Plan, loaded: Loaded, options: &RunOptions) -> Log {
    let (plan, loaded) = (Arc::new(plan), Arc::new(loaded));
    let mut cases = Vec::new();
    let make = || Collector { plan: &plan, cases: Vec::new() };
    let outcome = run(
        &plan,
        &loaded,
        options,
        make,
        |block| {
            cases.extend(block.cases);
            ControlFlow::Continue(())
        },
        &|_| (),
    );
    for source in &outcome.account.sources {
        assert_eq!(source.accounted(), source.read, "{source:#?}");
    }
    Log { cases, outcome }
}

/// Runs a mapping over files.
pub fn log(mapping: &str, rows: &[(&str, &str)]) -> Log {
    log_until(mapping, rows, None)
}

/// The same, with the minute at which the data was extracted.
pub fn log_until(mapping: &str, rows: &[(&str, &str)], extracted_at: Option<i64>) -> Log {
    let run = |is_measured: bool| {
        let plan = plan(mapping);
        let loaded = loaded(&plan, rows);
        if is_measured {
            plan.measure();
        }
        let options = RunOptions { extracted_at: extracted_at.map(minute), threads: 1, ..RunOptions::default() };
        run_with(plan, loaded, &options)
    };
    // Where rules are measured each looks for its rows and changes by itself; else they are found together.
    let (together, alone) = (run(false), run(true));
    assert_eq!(together.cases, alone.cases);
    assert_eq!(format!("{:#?}", together.outcome), format!("{:#?}", alone.outcome));
    together
}

impl Log {
    /// The events of all cases: `0 opened, 5 closed`; cases are separated by ` | `.
    pub fn trace(&self) -> String {
        let case = |case: &Case| {
            let events = case.events.iter().map(|event| format!("{} {}", event.minute, event.activity));
            events.collect::<Vec<_>>().join(", ")
        };
        self.cases.iter().map(case).collect::<Vec<_>>().join(" | ")
    }

    /// An attribute of every event.
    pub fn of_events(&self, name: &str) -> Vec<&str> {
        let events = self.cases.iter().flat_map(|case| &case.events);
        events.map(|event| event.attributes[name].as_str()).collect()
    }

    /// An attribute of every case.
    pub fn of_cases(&self, name: &str) -> Vec<&str> {
        self.cases.iter().map(|case| case.attributes[name].as_str()).collect()
    }

    pub fn account(&self, source: &str) -> &SourceAccount {
        self.outcome.account.sources.iter().find(|each| each.id == source).unwrap()
    }

    pub fn field(&self, field: &str) -> &caseloom::run::FieldCounts {
        self.outcome.fields.iter().find(|each| each.id == field).unwrap()
    }

    pub fn rule(&self, activity: &str, rule: usize) -> &caseloom::run::RuleCounts {
        self.outcome.rules.iter().find(|each| each.activity == activity && each.rule == rule).unwrap()
    }
}

/// Sources `cases`, `history` (a change log with old and new values), `notes`, `user`; fields `status`, `priority`.
pub const TICKETS: &str = r#"
timezone: UTC
source_system: Test
params:
  waiting: { type: list, default: [Waiting, Hold] }
  done: { type: list, default: [Done, Closed] }
  steps: { type: scale, default: [Low, Medium, High] }
sources:
  cases:
    files: cases.csv
    key: Id
    at: Created
    by: By
    columns: { Id: id, Created: timestamp, Closed: timestamp, Status: text, Owner: { type: id, refers_to: user }, By: text }
  history:
    files: history.csv
    optional: true
    case: CaseId
    at: At
    by: By
    order: Id
    field: Field
    old: Old
    new: New
    columns: { Id: integer, CaseId: id, At: timestamp, By: text, Field: text, Old: text, New: text }
  notes:
    files: notes.csv
    optional: true
    case: CaseId
    at: At
    by: By
    columns: { CaseId: id, At: timestamp, By: text, Kind: text, Text: text, Later: timestamp, Count: integer }
  user: { files: user.csv, optional: true, key: Id, columns: { Id: id, Name: text } }
case: { record: cases, orphans: quarantine }
tracked_fields:
  status: { source: history, field: Status, current: case.Status }
  priority: { source: history, field: Priority, scale: $steps }
  owner: { source: history, field: Owner, current: case.Owner, refers_to: user }
"#;

/// One case, which begins at minute 0.
pub const CASE: &str = "Id,Created,Closed,Status,Owner,By\n1,@0,,New,,ann";

/// Runs activities, and what else is written, over one case with these changes: `minute,field,old,new` each.
pub fn changes(rest: &str, changes: &str) -> Log {
    log(&format!("{TICKETS}{rest}"), &[("cases.csv", CASE), ("history.csv", &history(changes))])
}

/// The change log of case 1, with the line's number as the id.
pub fn history(changes: &str) -> String {
    let mut rows = "Id,CaseId,At,By,Field,Old,New\n".to_owned();
    for (number, change) in changes.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let (minute, rest) = change.split_once(',').unwrap();
        let at = if minute.is_empty() { String::new() } else { format!("@{minute}") };
        rows.push_str(&format!("{},1,{at},bob,{rest}\n", number + 1));
    }
    rows
}

/// Runs activities, and what else is written, over one case with these notes.
pub fn notes(rest: &str, rows: &str) -> Log {
    let notes = format!("CaseId,At,By,Kind,Text,Later,Count\n{}", rows.trim());
    log(&format!("{TICKETS}{rest}"), &[("cases.csv", CASE), ("notes.csv", &notes)])
}
