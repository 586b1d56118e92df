//! Rows that made no event, each with its reason.

use super::{desk, explain, explained};
use crate::cli::files;
use serde_json::Value;

/// The row of a file and line.
fn row(explanation: &Value, file: &str, line: u64) -> Value {
    let rows = explanation["rows"].as_array().unwrap();
    let found: Vec<&Value> = rows.iter().filter(|row| row["file"] == file && row["line"] == line).collect();
    assert_eq!(found.len(), 1, "{file}:{line} in {rows:#?}");
    found[0].clone()
}

/// Checks a row's fate, and that its reason holds these words.
fn check(explanation: &Value, (file, line): (&str, u64), fate: &str, words: &str) {
    let row = row(explanation, file, line);
    assert_eq!(row["fate"], fate, "{row:#}");
    let why: Vec<&str> = row["why"].as_array().unwrap().iter().map(|why| why.as_str().unwrap()).collect();
    assert!(why.iter().any(|why| why.contains(words)), "`{words}` isn't in {why:?}");
}

#[test]
fn each_row_tells_why_it_made_no_event() {
    let case = explained("D-1");
    let changes = |line| ("changes.csv", line);
    check(&case, changes(4), "not chosen", "`assigned` takes only the first (which: first): event 3");
    check(&case, changes(5), "no rule", "`On Hold` is none of what rules want: $working (`Working`)");
    check(&case, changes(6), "duplicate", "says the same as changes, changes.csv:5");
    check(&case, changes(7), "repeated", "status is `On Hold` already");
    check(&case, changes(8), "no rule", "field is `Comments`, which no tracked field reads");
    check(&case, changes(12), "no time", "`changed` is null");
    check(
        &case,
        ("mail.csv", 3),
        "filtered",
        "filtered by the source's `where`: state is `Draft`, wanted: not `Draft`",
    );
    check(&case, ("mail.csv", 4), "no rule", "no rule wants it");
}

#[test]
fn a_row_of_an_event_tells_which_rules_stood_back() {
    let case = explained("D-1");
    let reopened = &case["events"].as_array().unwrap()[5];
    assert_eq!(reopened["activity"], "reopened");
    let declined = reopened["declined"].as_array().unwrap();
    assert_eq!(declined.len(), 1);
    assert_eq!(declined[0]["why"], "yields to `reopened`, which is event 6");
    let opened = &case["events"][0]["declined"][0];
    assert!(
        opened["why"].as_str().unwrap().starts_with("not needed: a rule above it gave an event already"),
        "{opened:#}"
    );
}

#[test]
fn rules_that_look_at_a_row_in_vain_say_what_they_miss() {
    let mail = row(&explained("D-1"), "mail.csv", 4);
    let missed = mail["rules"][0]["missed"].as_array().unwrap();
    let words: Vec<(&str, &str, &str)> = missed
        .iter()
        .map(|clause| {
            let text = |key: &str| clause[key].as_str().unwrap();
            (text("what"), text("value"), text("wanted"))
        })
        .collect();
    assert_eq!(words, [("incoming", "true", "false"), ("subject", "A question", "containing `answer`")]);
}

#[test]
fn quarantined_rows_that_name_the_case_are_told() {
    let case = explained("D-1");
    let quarantined = case["quarantined"].as_array().unwrap();
    // A row whose number isn't one; the mail of another ticket names this one only in its subject.
    assert_eq!(quarantined.len(), 1, "{quarantined:#?}");
    assert_eq!((&quarantined[0]["file"], &quarantined[0]["line"]), (&"changes.csv".into(), &14.into()));
    assert!(quarantined[0]["reason"].as_str().unwrap().contains("`id` is `x`"));
    assert_eq!(explained("D-2")["quarantined"].as_array().unwrap().len(), 0);
}

#[test]
fn rows_of_other_cases_are_left_out() {
    let case = explained("D-2");
    let fates: Vec<&str> = case["rows"].as_array().unwrap().iter().map(|row| row["fate"].as_str().unwrap()).collect();
    assert_eq!(fates, ["event", "event", "no rule"]);
}

#[test]
fn a_case_that_the_record_leaves_out_says_so() {
    let case = explained("D-3");
    assert_eq!(case["in_log"], false);
    assert_eq!(case["left_out"][0]["what"], "team");
    assert_eq!(case["left_out"][0]["value"], "Test");
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let ran = explain(folder.path(), "D-3", &[]);
    assert!(ran.stdout.contains("not in the log"), "{}", ran.stdout);
    assert!(ran.stdout.contains("team is `Test`, wanted: not `Test`"), "{}", ran.stdout);
}

#[test]
fn a_case_that_attributes_leave_out_says_so() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let mapping = super::MAPPING.replace("keep_if: { team: { not: Test } }", "keep_if: { Answers: { at_least: 2 } }");
    files(folder.path(), &[("desk.yaml", &mapping)]);
    let ran = explain(folder.path(), "D-1", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("case `D-1`: 7 events, not in the log\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Answers is `1`, wanted: at least 2"), "{}", ran.stdout);
}

#[test]
fn a_script_that_stops_is_told() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let mapping = super::MAPPING.replace("= events.has(\"reopened\")", "= 1 / (events.count() - events.count()) == 1");
    files(folder.path(), &[("desk.yaml", &mapping)]);
    let ran = explain(folder.path(), "D-1", &[]);
    assert!(ran.stdout.contains("scripts that stopped\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("IsReopened = null"), "{}", ran.stdout);
}

#[test]
fn a_key_that_another_case_has_sends_the_row_to_quarantine_as_in_a_run() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let keyed =
        super::MAPPING.replace("    case: ticket\n    at: changed", "    case: ticket\n    key: id\n    at: changed");
    let mapping = keyed.replace("{ id: integer, ticket", "{ id: id, ticket");
    let changes = super::CHANGES.replace("12,t2,", "1,t2,");
    files(folder.path(), &[("desk.yaml", &mapping), ("in/changes.csv", &changes)]);
    let ran = explain(folder.path(), "D-2", &["--format", "json"]);
    let case: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(case["events"].as_array().unwrap().len(), 1, "{}", ran.stdout);
    assert_eq!(case["quarantined"][0]["code"], "E0805", "{}", case["quarantined"]);
}
