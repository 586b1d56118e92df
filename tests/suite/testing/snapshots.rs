//! Snapshots: written, kept, compared, updated, removed.

use super::{Desk, EVENTS, INPUT, MAPPING};

const SNAPSHOT: &str = "tests/snapshots/desk--a-case-is-closed.yaml";

fn tests() -> String {
    format!("tests:\n  - name: a case is closed\n{INPUT}    snapshot: true\n")
}

/// With a snapshot that holds.
fn kept() -> Desk {
    let desk = Desk::with(&tests());
    let ran = desk.test(&["--update"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    desk
}

#[test]
fn a_snapshot_is_written_only_when_asked_for() {
    let desk = Desk::with(&tests());
    let ran = desk.test(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("there is no snapshot `snapshots/desk--a-case-is-closed.yaml`"), "{}", ran.stdout);
    assert!(!desk.path().join(SNAPSHOT).exists());
    let ran = desk.test(&["--update"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains(&format!("written: {SNAPSHOT}\n")), "{}", ran.stdout);
    assert_eq!(desk.test(&[]).code, 0);
    // Nothing is left to update.
    assert!(!desk.test(&["--update"]).stdout.contains("updated"));
}

#[test]
fn a_snapshot_is_read_by_people() {
    let expected = r#"# The log of the test a case is closed. Written by `caseloom test --update`.
log: { System: Desk }
cases:
  "001":
    attributes: { Closings: 1, Reporter: ann, IsClosed: true }
    events:
      - { time: "2026-01-05T09:00:00Z", activity: created, resource: ann, kind: explicit, State: New }
      - { time: "2026-01-05T09:10:00Z", activity: worked, kind: explicit, State: Open }
      - { time: "2026-01-05T09:20:00Z", activity: closed, kind: explicit, State: Closed }
  "002":
    attributes: { Closings: 0, IsClosed: false }
    events:
      - { time: "2026-01-05T10:00:00Z", activity: created, kind: explicit }
"#;
    assert_eq!(kept().read(SNAPSHOT), expected);
}

#[test]
fn a_difference_fails_and_is_shown_event_by_event() {
    let desk = kept();
    desk.write(
        "desk.yaml",
        &MAPPING
            .replace("change: status, to: Open", "change: status, to: Open, at: = At + minutes(5)")
            .replace("{ count: closed }", "{ count: created }"),
    );
    let ran = desk.test(&[]);
    assert_eq!(ran.code, 1);
    let words = "the snapshot `snapshots/desk--a-case-is-closed.yaml` differs in 2 cases";
    assert!(ran.stdout.contains(words), "{}", ran.stdout);
    assert!(ran.stdout.contains("case 002\n  ~ Closings: `0` → `1`\n"), "{}", ran.stdout);
    assert!(
        ran.stdout
            .contains("  ~ 2026-01-05T09:15:00Z  worked   time: `2026-01-05T09:10:00Z` → `2026-01-05T09:15:00Z`\n"),
        "{}",
        ran.stdout
    );
    let before = desk.read(SNAPSHOT);
    assert_eq!(desk.test(&["--update"]).code, 0);
    assert_ne!(desk.read(SNAPSHOT), before);
    assert_eq!(desk.test(&[]).code, 0);
}

#[test]
fn cases_that_come_and_go_are_shown() {
    let desk = kept();
    desk.write("tests/desk.yaml", &tests().replace("        002,", "        003,"));
    let ran = desk.test(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("case 002\n  - the case\n") && ran.stdout.contains("case 003\n  + the case\n"));
}

#[test]
fn an_update_leaves_other_expectations_alone() {
    let tests = format!("{}{}", tests(), EVENTS.replace("State: Open", "State: Opened"));
    let desk = Desk::with(&tests);
    let ran = desk.test(&["--update"]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert_eq!(desk.read("tests/desk.yaml"), tests);
    assert!(desk.path().join(SNAPSHOT).exists());
}

#[test]
fn a_snapshot_that_is_none_differs() {
    let desk = kept();
    for text in ["", "cases: [\n", "case: {}\n", "- 1\n"] {
        desk.write(SNAPSHOT, text);
        let ran = desk.test(&[]);
        assert!(ran.code == 1 && ran.stdout.contains("snapshot-differs"), "{text}: {}", ran.stdout);
    }
    desk.write(SNAPSHOT, &kept().read(SNAPSHOT).replace("# The log", "# This is the log"));
    assert!(desk.test(&[]).stdout.contains("has the same log in another form"));
    assert_eq!(desk.test(&["--update"]).code, 0);
    assert_eq!(desk.test(&[]).code, 0);
}

#[test]
fn a_snapshot_of_no_test_is_told_and_removed() {
    let desk = kept();
    let others = "tests/snapshots/other--a-case.yaml";
    desk.write(others, "cases: {}\n");
    desk.write("tests/desk.yaml", &tests().replace("a case is closed", "a case ends"));
    desk.test(&["--update", "--filter", "ends"]);
    assert!(!desk.path().join(SNAPSHOT).exists());
    assert!(desk.path().join(others).exists(), "of another file of tests");
    desk.write(SNAPSHOT, "cases: {}\n");
    let ran = desk.test(&[]);
    assert_eq!(ran.code, 0, "it is a warning");
    assert!(ran.stdout.contains(&format!("the snapshot `{SNAPSHOT}` belongs to no test")), "{}", ran.stdout);
    assert!(desk.path().join(SNAPSHOT).exists());
}

/// Whatever a cell holds is read back as it was.
#[test]
fn texts_of_any_kind_survive() {
    let names = [
        "true",
        "null",
        "~",
        "no",
        "1.50",
        "0x1F",
        "a: b",
        "# c",
        "it's",
        "say \"so\"",
        "\\",
        "- x",
        "é 案",
        "a\tb",
        "{x}",
        " y",
    ];
    let rows: String = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!("        {at},2026-01-05T09:00:00Z,\"{}\"\n", name.replace('"', "\"\"")))
        .collect();
    let tests = format!(
        "tests:\n  - name: texts\n    input:\n      tickets.csv: |\n        Id,Created,By\n{rows}    snapshot: true\n"
    );
    let desk = Desk::with(&tests);
    assert_eq!(desk.test(&["--update"]).code, 0, "{}", desk.test(&["--update"]).stdout);
    let snapshot = "tests/snapshots/desk--texts.yaml";
    desk.write(snapshot, &format!("# moved\n{}", desk.read(snapshot)));
    let ran = desk.test(&[]);
    assert!(ran.stdout.contains("has the same log in another form"), "{}\n{}", ran.stdout, desk.read(snapshot));
}

#[test]
fn shipped_snapshots_cannot_be_updated() {
    let ran = crate::cli::caseloom(&["test", "servicenow-incident", "--update"]);
    ran.refused(&["inside the program", "--cases"]);
}
