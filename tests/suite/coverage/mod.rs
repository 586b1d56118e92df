//! `coverage`: what data says about a mapping.

mod page;
mod samples;
mod wrong;

use crate::cli::{Ran, caseloom_in, files};
use serde_json::Value;
use std::path::Path;

/// A desk whose export knows more than its mapping.
pub const MAPPING: &str = r#"caseloom: 1
name: desk
source_system: Desk
params:
  working: { type: list, default: [Working] }
sources:
  tickets:
    files: tickets.csv
    key: id
    at: opened
    columns: { id: id, opened: timestamp, channel: { type: text, values: { mail: [E-Mail, Mail], phone: [Call] } }, agent: { type: id, refers_to: people } }
  changes:
    files: changes.csv
    case: ticket
    at: changed
    field: field
    old: old
    new: new
    columns: { ticket: id, field: text, old: text, new: text, changed: timestamp }
  survey: { files: survey.csv, optional: true, case: ticket, at: sent, columns: { ticket: id, sent: timestamp } }
  people: { files: people.csv, key: id, columns: { id: id, name: text } }
case:
  record: tickets
  ends: closed
tracked_fields:
  status: { source: changes, field: Status }
  owner: { source: changes, field: Owner }
activities:
  opened: { label: Opened, source: tickets }
  worked_on: { label: Worked On, change: status, to: $working }
  paused: { label: Paused, change: status, to: Paused }
  assigned: { label: Assigned, change: owner, which: first }
  surveyed: { label: Surveyed, source: survey }
  closed:
    label: Closed
    rules:
      - { change: status, to: Closed }
      - { change: status, to: Cancelled }
attributes:
  case:
    Channel: case.channel
    Agent: case.agent.name
    Rating: { count: survey }
    Nothing: { last: survey.sent }
"#;

const TICKETS: &str = "\
id,opened,channel,agent
1,2026-01-01T08:00:00Z,E-Mail,a1
2,2026-03-02T08:00:00Z,Fax,a2
3,2026-03-03T08:00:00Z,Call,a1
4,yesterday,Call,a1
";

const CHANGES: &str = "\
ticket,field,old,new,changed
2,Status,New,Working,2026-03-02T09:00:00Z
2,Owner,,Ann Secret,2026-03-02T09:10:00Z
2,Owner,Ann Secret,Bob Secret,2026-03-02T09:11:00Z
2,Status,Working,On Hold,2026-03-02T10:00:00Z
2,Status,On Hold,Closed,2026-03-03T10:00:00Z
2,Status,Closed,On Hold,2026-03-04T10:00:00Z
2,Status,On Hold,Working,2026-03-05T10:00:00Z
3,Status,New,Working,2026-03-03T07:00:00Z
3,Comments,,A word,2026-03-03T09:00:00Z
";

const PEOPLE: &str = "id,name\na1,Ann Secret\n";

/// The desk's export and mapping, in a folder.
pub fn desk(folder: &Path) {
    let inputs = [("in/tickets.csv", TICKETS), ("in/changes.csv", CHANGES), ("in/people.csv", PEOPLE)];
    files(folder, &inputs);
    files(folder, &[("desk.yaml", MAPPING)]);
}

/// Runs `coverage` on the desk.
pub fn coverage(folder: &Path, more: &[&str]) -> Ran {
    let mut arguments = vec!["coverage", "--mapping", "desk.yaml", "--input", "in"];
    arguments.extend(more);
    caseloom_in(folder, &arguments)
}

/// The survey of the desk.
pub fn surveyed() -> Value {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let ran = coverage(folder.path(), &["--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    serde_json::from_str(&ran.stdout).unwrap()
}

/// The only entry of a list.
pub fn only(list: &Value) -> &Value {
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 1, "{list:#?}");
    &list[0]
}

/// The texts of all findings of a sort.
pub fn findings(survey: &Value, sort: &str) -> Vec<String> {
    let all = survey["findings"].as_array().unwrap().iter();
    all.filter(|each| each["sort"] == sort).map(|each| each["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn values_that_no_rule_knows_are_counted_with_their_cases() {
    let survey = surveyed();
    let value = only(&survey["unknown_values"]);
    assert_eq!((&value["field"], &value["value"], &value["changes"]), (&"status".into(), &"On Hold".into(), &2.into()));
    assert_eq!(value["examples"], serde_json::json!(["2"]));
    let found = findings(&survey, "unknown_value");
    assert_eq!(found, ["The mapping names `On Hold` of `status` nowhere: 2 changes to it, such as in case `2`."]);
}

#[test]
fn values_that_a_column_doesn_t_list_are_counted() {
    let survey = surveyed();
    let value = only(&survey["unlisted_values"]);
    assert_eq!((&value["column"], &value["value"], &value["rows"]), (&"channel".into(), &"Fax".into(), &1.into()));
    assert_eq!(value["line"], 11);
}

#[test]
fn rules_that_never_fired_say_where_they_stand_and_why() {
    let survey = surveyed();
    let never: Vec<(String, u64, String)> = survey["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rule| {
            let why = rule["why_never"].as_str()?;
            Some((format!("{}/{}", rule["activity"].as_str()?, rule["rule"]), rule["line"].as_u64()?, why.to_owned()))
        })
        .collect();
    let expected = [
        ("paused/1", 31, "no change is as it wants"),
        ("surveyed/1", 33, "the input has no files for `survey`"),
        ("closed/2", 38, "no change is as it wants"),
    ];
    let expected = expected.map(|(rule, line, why)| (rule.to_owned(), line, why.to_owned()));
    assert_eq!(never, expected);
}

#[test]
fn fields_that_aren_t_tracked_are_counted() {
    let survey = surveyed();
    let field = only(&survey["untracked_fields"]);
    assert_eq!((&field["field"], &field["rows"]), (&"Comments".into(), &1.into()));
}

#[test]
fn cases_are_counted_by_how_they_begin_and_end() {
    let flow = &surveyed()["flow"];
    assert_eq!((&flow["begins"], &flow["ends"]), (&serde_json::json!(["opened"]), &serde_json::json!(["closed"])));
    assert_eq!(flow["single_event"]["examples"], serde_json::json!(["1"]));
    assert_eq!(flow["without_end"]["examples"], serde_json::json!(["1", "3"]));
    assert_eq!(flow["without_begin"]["count"], 0);
    let before = only(&flow["before_begin"]);
    assert_eq!((&before["activity"], &before["examples"]), (&"worked_on".into(), &serde_json::json!(["3"])));
    let after = only(&flow["after_end"]);
    assert_eq!((&after["activity"], &after["count"]), (&"worked_on".into(), &1.into()));
}

#[test]
fn a_history_that_begins_after_its_cases_is_told() {
    let survey = surveyed();
    let late = only(&survey["truncated"]);
    assert_eq!((&late["source"], &late["cases"]), (&"changes".into(), &1.into()));
    assert_eq!(late["earliest"], "2026-03-02T09:00:00Z");
    assert_eq!(late["examples"], serde_json::json!(["1"]));
}

#[test]
fn nulls_quarantine_and_references_are_counted() {
    let survey = surveyed();
    let nulls = survey["nulls"].as_array().unwrap();
    let of = |name: &str| nulls.iter().find(|each| each["attribute"] == name).unwrap()["nulls"].as_u64().unwrap();
    assert_eq!((of("Channel"), of("Agent"), of("Rating"), of("Nothing")), (0, 1, 0, 3));
    assert_eq!(findings(&survey, "always_null").len(), 1);
    assert_eq!(only(&survey["quarantine"])["rows"], 1);
    let reference = only(&survey["unmatched_references"]);
    assert_eq!((&reference["column"], &reference["values"]), (&"agent".into(), &1.into()));
}

#[test]
fn without_a_word_of_the_mapping_the_data_tell_with_what_cases_end() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    files(folder.path(), &[("desk.yaml", &MAPPING.replace("  ends: closed\n", ""))]);
    let ran = coverage(folder.path(), &["--format", "json"]);
    let survey: Value = serde_json::from_str(&ran.stdout).unwrap();
    let flow = &survey["flow"];
    // Two cases end with what the record gives, as that comes after work of the day before; one with work.
    assert_eq!(flow["ends"], serde_json::json!(["opened"]));
    assert_eq!(flow["ends_known"], "what most cases have");
    // What follows it is nothing odd then.
    assert_eq!(flow["after_end"], serde_json::json!([]));
}

/// What one case of three ends with is no end that most have.
#[test]
fn where_cases_end_in_many_ways_none_of_them_is_taken_for_the_end() {
    let mapping = "\
caseloom: 1
name: steps
timezone: UTC
sources:
  steps: { files: steps.csv, case: id, at: at, columns: { id: id, at: timestamp, step: text } }
activities:
  created: { label: Created, source: steps, where: { step: a } }
  worked: { label: Worked, source: steps, where: { step: b } }
  closed: { label: Closed, source: steps, where: { step: c } }
";
    let rows = "id,at,step\n1,2026-01-01T00:00:00Z,a\n2,2026-01-01T00:00:00Z,a\n2,2026-01-02T00:00:00Z,b\n3,2026-01-01T00:00:00Z,a\n3,2026-01-02T00:00:00Z,c\n";
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("desk.yaml", mapping), ("in/steps.csv", rows)]);
    let ran = coverage(folder.path(), &["--format", "json"]);
    let survey: Value = serde_json::from_str(&ran.stdout).unwrap();
    let flow = &survey["flow"];
    assert_eq!((&flow["begins"], &flow["ends"]), (&serde_json::json!(["created"]), &serde_json::json!([])));
    assert_eq!(flow["ends_known"], "no activity does so in more than half of the cases");
    let said = coverage(folder.path(), &[]).stdout;
    assert!(said.contains("and ends with nothing in particular (no activity does so in more than half"), "{said}");
    assert!(said.contains("nothing that begins a case") && !said.contains("nothing that ends a case"), "{said}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let run = |threads: &str| coverage(folder.path(), &["--threads", threads]).stdout;
    assert_eq!(run("1"), run("3"));
}
