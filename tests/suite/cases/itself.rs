//! The harness itself: what is wrong with a test, or with what a run gives, doesn't pass.

use std::path::Path;
use std::sync::LazyLock;

use super::failures_of;

const MAPPING: &str = r#"caseloom: 1
name: desk
version: 1.0.0
source_system: Desk
timezone: UTC
params:
  closed: { type: list, default: [Closed] }
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Created
    by: By
    columns: { Id: id, Created: timestamp, By: text }
  history:
    files: history.csv
    optional: true
    case: Ticket
    at: At
    field: Field
    old: Old
    new: New
    columns: { Ticket: id, At: timestamp, Field: text, Old: text, New: text }
case: { record: tickets }
tracked_fields:
  status: { source: history, field: Status }
activities:
  created: { label: { en: Ticket Created, fr: Ticket créé }, source: tickets }
  worked: { label: Work Started, change: status, to: Open }
  closed: { label: Ticket Closed, change: status, to: $closed }
attributes:
  log: { Extracted: $extracted_at, System: $source_system }
  case: { Closings: { count: closed }, Reporter: case.By }
  event: { State: { as_of: status } }
output:
  columns: { case_id: Request, activity: ActivityName, timestamp: EventTime, resource: Who, kind: kind }
"#;

/// A mapping with tests beside it; the folder stays until the process ends.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("sample")).unwrap();
    std::fs::create_dir_all(folder.path().join("tests")).unwrap();
    std::fs::write(folder.path().join("mapping.yaml"), MAPPING).unwrap();
    std::fs::write(folder.path().join("sample/tickets.csv"), "Id,Created,By\n001,2026-01-05T09:00:00Z,ann\n").unwrap();
    folder
});

const INPUT: &str = r#"    input:
      tickets.csv: |
        Id,Created,By
        001,2026-01-05T09:00:00Z,ann
        002,2026-01-05T10:00:00Z,
      history.csv: |
        Ticket,At,Field,Old,New
        001,2026-01-05T09:10:00Z,Status,New,Open
        001,2026-01-05T09:20:00Z,Status,Open,Closed
"#;

const EVENTS: &str = r#"    events:
      - { case: "001", activity: created, time: "2026-01-05T09:00:00Z", resource: ann, State: New, kind: explicit }
      - { case: "001", activity: worked, time: "2026-01-05T09:10:00Z", State: Open }
      - { case: "001", activity: closed, time: "2026-01-05T09:20:00Z" }
      - { case: "002", activity: created, time: "2026-01-05T10:00:00Z", resource: null }
"#;

fn failures(tests: &str) -> Vec<String> {
    let folder: &Path = FOLDER.path();
    failures_of(folder, "test.yaml", tests)
}

/// What a test says that has this beside its name and its input.
fn outcome(rest: &str) -> String {
    failures(&format!("tests:\n  - name: it\n{INPUT}{rest}")).join("\n")
}

#[track_caller]
fn fails(rest: &str, words: &str) {
    let outcome = outcome(rest);
    assert!(outcome.contains(words), "`{words}` is not in: {outcome}");
}

#[track_caller]
fn holds(rest: &str) {
    assert_eq!(outcome(rest), "");
}

#[test]
fn what_holds_passes() {
    holds(EVENTS);
    holds(
        "    cases: { \"001\": { Closings: 1, Reporter: ann }, \"002\": { Closings: 0, Reporter: null } }\n    only: true\n",
    );
    holds(
        "    extracted_at: \"2026-02-01T00:00:00Z\"\n    log: { Extracted: \"2026-02-01T00:00:00Z\", System: Desk }\n",
    );
    holds("    set: { closed: [Done, Solved] }\n    cases: { \"001\": { Closings: 0 } }\n");
    holds("    findings: []\n");
}

#[test]
fn a_name_of_the_log_may_be_used_as_well() {
    holds(
        &EVENTS.replace("resource: ann", "Who: ann, EventTime: \"2026-01-05T09:00:00Z\", ActivityName: Ticket Created"),
    );
    holds(&format!("    locale: fr\n{}", EVENTS.replace("resource: ann", "ActivityName: Ticket créé")));
}

#[test]
fn an_event_that_is_missing_or_that_nobody_expects_fails() {
    let without = EVENTS.lines().filter(|line| !line.contains("closed")).collect::<Vec<_>>().join("\n");
    fails(&without, "+ added    001  closed  2026-01-05T09:20:00Z");
    let more = format!("{EVENTS}      - {{ case: \"002\", activity: closed, time: \"2026-01-05T11:00:00Z\" }}\n");
    fails(&more, "- missing  002  closed  2026-01-05T11:00:00Z");
    fails("    events: []\n", "+ added    002  created");
}

#[test]
fn an_event_at_another_place_or_time_fails() {
    let mut lines: Vec<&str> = EVENTS.lines().collect();
    lines.swap(2, 3);
    fails(&lines.join("\n"), "> moved    001  ");
    let moved = outcome(&lines.join("\n"));
    assert!(!moved.contains("missing") && !moved.contains("added"), "{moved}");
    fails(&EVENTS.replace("09:10", "09:11"), "time is `2026-01-05T09:10:00Z`, not `2026-01-05T09:11:00Z`");
}

#[test]
fn a_value_that_differs_fails() {
    fails(
        &EVENTS.replace("State: Open", "State: Opened"),
        "~ changed  001  worked  2026-01-05T09:10:00Z: State is `Open`, not `Opened`",
    );
    fails(&EVENTS.replace("resource: null", "resource: ann"), "resource is empty, not `ann`");
    fails("    cases: { \"001\": { Closings: 2 } }\n", "case 001: Closings is `1`, not `2`");
    fails("    cases: { \"002\": { Closings: null } }\n", "case 002: Closings is `0`, not empty");
    fails("    log: { System: Bureau }\n", "the log: System is `Desk`, not `Bureau`");
}

#[test]
fn a_name_that_is_not_there_fails() {
    fails(&EVENTS.replace("State: Open", "Stat: Open"), "there is no `Stat`");
    fails(&EVENTS.replace("activity: worked", "activity: work"), "there is no activity `work`");
    fails(&EVENTS.replace("activity: worked, ", ""), "an event without `activity`");
    fails("    cases: { \"001\": { Closing: 1 } }\n", "there is no `Closing`");
    fails("    cases: { \"003\": { Closings: 1 } }\n", "there is no case 003");
    fails("    log: { Extract: null }\n", "there is no `Extract`");
    fails("    set: { close: [Done] }\n    cases: { \"001\": { Closings: 0 } }\n", "no such param");
    fails("    profile: report\n    events: []\n", "no log was written");
}

#[test]
fn a_case_that_nobody_expects_fails_where_there_are_to_be_no_others() {
    fails("    cases: { \"001\": { Closings: 1 } }\n    only: true\n", "case 002 is not expected");
    holds("    cases: { \"001\": { Closings: 1 } }\n");
}

#[test]
fn rows_in_quarantine_have_to_be_named_exactly() {
    let broken = |rest: &str| {
        let input = INPUT.replace("2026-01-05T10:00:00Z,", "soon,");
        failures(&format!("tests:\n  - name: it\n{input}{rest}")).join("\n")
    };
    let row = "    exit: 1\n    quarantine: [ { file: tickets.csv, line: 3, code: E0802 } ]\n";
    assert_eq!(broken(row), "");
    assert!(broken(&row.replace("exit: 1", "exit: 0")).contains("the exit code is 1, not 0"));
    assert!(broken(&row.replace("line: 3", "line: 4")).contains("in quarantine are"));
    assert!(broken("    exit: 1\n    events: []\n").contains("in quarantine are"));
    fails("    quarantine: [ { file: tickets.csv, line: 3, code: E0802 } ]\n", "in quarantine are []");
}

#[test]
fn exit_codes_words_and_findings_are_compared() {
    fails("    exit: 3\n", "the exit code is 0, not 3");
    fails("    says: [nothing of that]\n", "`nothing of that` is not said");
    holds("    says: [Ticket Closed]\n");
    fails("    findings: [E0301]\n", "the findings are {}, not {\"E0301\"}");
    let naive = INPUT.replace("09:00:00Z", "soon");
    let outcome = failures(&format!("tests:\n  - name: it\n{naive}    exit: 1\n    findings: [E0802]\n")).join("\n");
    assert!(outcome.contains("the findings are {\""), "{outcome}");
}

#[test]
fn a_test_that_expects_nothing_fails() {
    fails("", "expects nothing");
    fails("    only: true\n", "expects nothing");
}

#[test]
fn a_key_that_is_misspelt_fails() {
    fails("    event: []\n", "unknown field `event`");
    fails("    covers: SF-E01\n    events: []\n", "invalid type");
    fails("    quarantine: [ { file: a.csv, row: 3, code: E0802 } ]\n", "unknown field `row`");
    assert!(failures("test: []\n").join("").contains("unknown field `test`"));
    assert!(failures("defaults: { zone: UTC }\ntests: []\n").join("").contains("unknown field `zone`"));
    let twice = format!("tests:\n  - name: it\n{INPUT}{EVENTS}  - name: it\n{INPUT}{EVENTS}");
    assert!(failures(&twice).join("").contains("two tests are called `it`"));
}

#[test]
fn a_folder_may_be_the_input() {
    let test = |path: &str| {
        format!(
            "tests:\n  - name: it\n    input: {{ folder: {path} }}\n    cases: {{ \"001\": {{ Reporter: ann }} }}\n    only: true\n"
        )
    };
    assert_eq!(failures(&test("../sample")), Vec::<String>::new());
    assert!(failures(&test("../samples")).join("").contains("there is no folder"));
}

#[test]
fn defaults_hold_where_a_test_says_nothing() {
    let test = |own: &str| {
        format!(
            "defaults: {{ locale: fr, set: {{ closed: Done }} }}\ntests:\n  - name: it\n{own}{INPUT}    cases: {{ \"001\": {{ Closings: 0 }} }}\n"
        )
    };
    assert_eq!(failures(&test("")), Vec::<String>::new());
    assert!(failures(&test("    set: { closed: Closed }\n")).join("").contains("Closings is `1`"));
}
