//! What is printed of data doesn't steer the terminal.

use std::fs;

use tempfile::{TempDir, tempdir};

use super::{MAPPING, caseloom_in, files};

/// An export whose ids and values hold characters that a terminal obeys.
fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    let rows =
        "id,opened,state\nT\u{1b}[31m1,2026-03-01T09:00:00Z,\u{1b}]0;title\u{7}\nT2,2026-03-01T09:00:00Z,Closed\n";
    files(folder.path(), &[("mapping.yaml", MAPPING), ("export/tickets.csv", rows)]);
    folder
}

#[track_caller]
fn harmless(arguments: &[&str], has_any: bool) {
    let folder = folder();
    let ran = caseloom_in(folder.path(), arguments);
    assert!(!ran.stdout.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{:?}", ran.stdout);
    assert!(!ran.stderr.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{:?}", ran.stderr);
    assert_eq!(ran.stdout.contains("\\u{1b}"), has_any, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn of_coverage() {
    harmless(&["coverage", "--mapping", "mapping.yaml", "--input", "export"], true);
    harmless(&["coverage", "--mapping", "mapping.yaml", "--input", "export", "--format", "markdown"], true);
}

#[test]
fn of_an_explanation() {
    harmless(&["explain", "--mapping", "mapping.yaml", "--input", "export", "--case", "T\u{1b}[31m1"], true);
}

#[test]
fn of_a_proposed_mapping() {
    harmless(&["init", "--input", "export", "--output", "new.yaml"], false);
    let folder = folder();
    let header = "id,opened,state \u{1b}[31m\nT1,2026-03-01T09:00:00Z,Open\nT2,2026-03-02T09:00:00Z,Open\n";
    fs::write(folder.path().join("export/tickets.csv"), header).unwrap();
    let ran = caseloom_in(folder.path(), &["init", "--input", "export", "--output", "new.yaml"]);
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stderr.contains('\u{1b}'), "{:?}", (ran.stdout, ran.stderr));
}

/// A test of a mapping says in YAML's own escapes what it expects.
#[test]
fn of_a_test_that_fails() {
    let folder = folder();
    let tests = "tests:
  - name: \"steers \\e[31m\"
    input: { tickets.csv: \"id,opened,state\\nT\\e[31m1,2026-03-01T09:00:00Z,Closed\\n\" }
    events: [{ time: \"2026-03-02T00:00:00Z\", activity: opened }]
";
    files(folder.path(), &[("tests/a.yaml", tests)]);
    let ran = caseloom_in(folder.path(), &["test", "mapping.yaml"]);
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stderr.contains('\u{1b}'), "{:?}", (ran.stdout, ran.stderr));
    assert!(ran.stdout.contains("steers"), "{}{}", ran.stdout, ran.stderr);
}
