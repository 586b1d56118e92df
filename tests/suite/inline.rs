//! Rows that stand in the mapping are read by the check as a run reads them.

use std::path::Path;
use std::process::Command;

use caseloom::diagnostic::{Diagnostic, Place};

use crate::mapping::{checked, root};

/// A desk with targets by channel; `ROWS` are the rows, `MORE` is what else the source says, `COLUMNS` more columns.
const DESK: &str = r#"
caseloom: 1
name: desk
sources:
  tickets: { files: tickets.csv, key: Id, at: Opened,
    columns: { Id: id, Opened: { type: timestamp, timezone: UTC }, Channel: { type: text, refers_to: target } } }
  target: { inline: ROWS, key: Channel, MORE columns: { Channel: text, Within: duration, COLUMNS } }
case: { record: tickets }
activities:
  opened: { label: Opened, source: tickets }
attributes:
  case:
    Within: case.Channel.Within
"#;

fn text(rows: &str, more: &str, columns: &str) -> String {
    DESK.replace("ROWS", rows).replace("MORE", more).replace("COLUMNS", columns)
}

fn found(rows: &str, more: &str, columns: &str) -> Vec<Found> {
    let text = text(rows, more, columns);
    let (found, _) = checked(&root().join("desk.yaml"), &text);
    let of_rows = |each: &&Diagnostic| each.code.id() != "W0603";
    found.iter().filter(of_rows).map(|each| Found::of(each, &text)).collect()
}

/// A finding: its code, its message, and what it underlines.
#[derive(Debug)]
struct Found {
    code: &'static str,
    message: String,
    marked: String,
}

impl Found {
    fn of(found: &Diagnostic, text: &str) -> Self {
        let Place::Text(span) = &found.labels[0].place else { panic!("{found:?}") };
        let marked = text[span.range()].to_owned();
        Self { code: found.code.id(), message: found.message.clone(), marked }
    }
}

#[test]
fn literals_are_read() {
    for literal in ["10m", "\"10:00\"", "~"] {
        let rows = format!("[{{ Channel: voice, Within: {literal} }}]");
        assert!(found(&rows, "", "").is_empty(), "{literal}");
    }
    let wrong = &found("[{ Channel: voice, Within: 10 minutes }, { Channel: chat, Within: 2m }]", "", "")[0];
    assert_eq!(wrong.marked, "10 minutes");
    let expected = "a row of `target` can't be read: `Within` is `10 minutes`, \
        expected a duration such as `1:30:00` or `05:30`, or a length of time such as `10m`";
    assert_eq!(wrong.message, expected);
}

#[test]
fn every_type_has_its_literals() {
    for (column, right, wrong) in [
        ("X: integer", "3", "3.5"),
        ("X: number", "3.5", "three"),
        ("X: boolean", "true", "yes"),
        ("X: { type: boolean, words: { true: [yes], false: [no] } }", "yes", "perhaps"),
        ("X: date", "2026-02-28", "2026-02-30"),
        ("X: time_of_day", "\"08:30\"", "\"8 h\""),
        ("X: { type: timestamp, timezone: Europe/Berlin }", "2026-01-31T08:00:00", "yesterday"),
        // A run may name the zone of such a time.
        ("X: timestamp", "2026-01-31T08:00:00", "yesterday"),
        ("X: { type: duration, unit: s }", "30", "half a minute"),
        ("X: { type: integer, nulls: [none] }", "none", "no"),
    ] {
        let rows = |literal: &str| format!("[{{ Channel: voice, X: {literal} }}]");
        assert!(found(&rows(right), "", column).is_empty(), "{column}: {right}");
        let wrongs = found(&rows(wrong), "", column);
        assert_eq!(wrongs.len(), 1, "{column}: {wrong}: {wrongs:?}");
        assert_eq!((wrongs[0].code, wrongs[0].marked.as_str()), ("E0402", wrong), "{column}: {wrong}");
    }
}

#[test]
fn a_column_that_is_wrong_itself_is_told_once() {
    for column in ["X: { type: timestamp, formats: [\"%Q\"] }", "X: whatever", "X: { type: duration, unit: years }"] {
        let codes: Vec<&str> = found("[{ Channel: voice, X: 1 }]", "", column).iter().map(|each| each.code).collect();
        assert_eq!(codes.len(), 1, "{column}: {codes:?}");
        assert_ne!(codes[0], "E0402", "{column}");
    }
}

#[test]
fn each_row_has_a_key_of_its_own() {
    for rows in ["[{ Within: 10m }]", "[{ Channel: ~, Within: 10m }]", "[{ Channel: \"\", Within: 10m }]"] {
        let wrongs = found(rows, "", "");
        assert_eq!(wrongs.len(), 1, "{rows}: {wrongs:?}");
        assert_eq!(wrongs[0].code, "E0402", "{rows}");
        assert_eq!(wrongs[0].message, "a row of `target` can't be read: `Channel`, the key, is empty", "{rows}");
    }
    let twice = "[{ Channel: voice, Within: 1m }, { Channel: chat, Within: 2m }, { Channel: \"voice\", Within: 3m }]";
    let wrongs = found(twice, "", "");
    assert_eq!(wrongs.len(), 1, "{wrongs:?}");
    assert_eq!((wrongs[0].code, wrongs[0].marked.as_str()), ("W0713", "\"voice\""));
    // Which of them stays is said, or rows without a key are left out.
    assert!(found(twice, "duplicates: { same: Channel, last_by: Within },", "").is_empty());
    assert!(found("[{ Within: 10m }]", "where: { Channel: { present: true } },", "").is_empty());
}

#[test]
fn rows_that_are_cases_have_a_key_of_their_own() {
    let text = r#"
caseloom: 1
name: desk
sources:
  tickets: { inline: [{ Id: a, Opened: 2026-01-01T00:00:00Z }, { Id: a, Opened: 2026-01-02T00:00:00Z }], key: Id, at: Opened,
    columns: { Id: id, Opened: timestamp } }
case: { record: tickets }
activities:
  opened: { label: Opened, source: tickets }
"#;
    let (found, _) = checked(&root().join("desk.yaml"), text);
    assert_eq!(found.iter().map(|each| each.code.id()).collect::<Vec<_>>(), ["E0805"]);
}

#[test]
fn a_misspelt_column_is_told_once() {
    let wrongs = found("[{ Chanel: voice, Within: 10m }, { Channel: [a], Within: 10m }]", "", "");
    assert_eq!(wrongs.iter().map(|each| each.code).collect::<Vec<_>>(), ["E0302", "E0203"], "{wrongs:?}");
}

/// A time whose zone only the run knows, in the hour that its clock skips.
#[test]
fn what_only_a_run_knows_it_marks_at_the_literal() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("tickets.csv", "Id,Opened,Channel\n1,2026-01-01T00:00:00Z,voice\n");
    let rows = "[{ Channel: voice, X: 2026-03-29T02:30:00 }]";
    let desk = text(rows, "daylight_saving: { gap: reject, overlap: reject },", "X: timestamp");
    write("desk.yaml", &desk.replace("Within: case.Channel.Within", "X: case.Channel.X"));
    let told = generate(folder.path(), "Europe/Berlin");
    assert!(told.contains("E0402") && told.contains("which the zone's clock skips"), "{told}");
    let carets = told.lines().find(|line| line.contains('┬')).unwrap();
    assert_eq!(carets.chars().filter(|sign| matches!(sign, '─' | '┬')).count(), "2026-03-29T02:30:00".len(), "{told}");
}

fn generate(folder: &Path, zone: &str) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_caseloom"))
        .current_dir(folder)
        .args(["generate", "--quiet", "--color", "never", "--mapping", "desk.yaml", "--input", ".", "--output", "log"])
        .args(["--timezone", zone])
        .output()
        .unwrap();
    String::from_utf8(ran.stderr).unwrap()
}
