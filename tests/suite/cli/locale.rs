//! Names of activities and of columns in the language asked for.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{Ran, caseloom_in, files};

const DESK: &str = "\
caseloom: 1
name: desk
source_system: Desk
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    columns: { Id: id, Opened: timestamp, Closed: timestamp, Result: text, Note: text }
case: { record: tickets }
activities:
  opened: { label: { en: Opened, fr: Ouvert, th: เปิดเรื่อง }, source: tickets }
  closed: { label: { en: Closed, fr: Fermé }, source: tickets, at: Closed }
  plain: { label: Seen, source: tickets }
  outcome:
    label: { en: Outcome, fr: Résultat, th: ผลลัพธ์ }
    source: tickets
    at: Closed
    named_by: Result
    known:
      done: { label: { en: Done, fr: Terminé } }
      failed: { label: { en: Failed, fr: Échoué, th: ไม่สำเร็จ } }
attributes:
  case:
    Result: { from: case.Result, label: { en: Result, fr: Résultat, th: ผล } }
    Note: { from: case.Note, label: { en: Note of the agent, fr: Remarque } }
    Bare: case.Note
  event:
    Result: { from: tickets.Result, label: { en: Result, fr: Résultat, th: ผล } }
    EndTime: { from: time, label: { en: End time, fr: Fin, th: เวลาสิ้นสุด } }
";

const TICKETS: &str = "\
Id,Opened,Closed,Result,Note
T1,2026-03-01T09:00:00Z,2026-03-01T10:00:00Z,done,a
T2,2026-03-01T09:00:00Z,2026-03-01T11:00:00Z,failed,b
T3,2026-03-01T09:00:00Z,2026-03-01T12:00:00Z,done,
T4,2026-03-01T09:00:00Z,2026-03-01T12:00:00Z,odd,
";

fn folder(mapping: &str) -> TempDir {
    let folder = tempdir().unwrap();
    files(folder.path(), &[("desk.yaml", mapping), ("export/tickets.csv", TICKETS)]);
    folder
}

fn generate(folder: &Path, more: &[&str]) -> Ran {
    let arguments = ["generate", "--mapping", "desk.yaml", "--input", "export", "--output", "log"];
    caseloom_in(folder, &[&arguments, more].concat())
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("log").join(name)).unwrap()
}

fn header(folder: &Path, name: &str) -> String {
    read(folder, name).lines().next().unwrap().to_owned()
}

fn told(ran: &Ran) -> String {
    ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_name_that_is_missing_is_told_of_once_with_its_events() {
    let folder = folder(DESK);
    let ran = generate(folder.path(), &["--locale", "th"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let said = told(&ran);
    for warning in [
        "W0909 name-not-in-language",
        "`closed` has no name in `th`: 4 events are called `Closed`",
        "`outcome: done` has no name in `th`: 2 events are called `Done`",
    ] {
        assert_eq!(said.matches(warning).count(), 1 + usize::from(warning.starts_with('W')), "{warning}: {said}");
    }
    // A plain text fits every language, and what has a Thai name is no finding.
    for name in ["`plain`", "`opened`", "`outcome: failed`", "`outcome` has"] {
        assert!(!said.contains(&format!("{name} has no name")), "{name}: {said}");
    }
    let events = read(folder.path(), "events.csv");
    for name in ["เปิดเรื่อง", "Closed", "Seen", "Done", "ไม่สำเร็จ", "odd"] {
        assert!(events.contains(&format!(",{name},")), "{name}: {events}");
    }
    let manifest: Value = serde_json::from_str(&read(folder.path(), "manifest.json")).unwrap();
    let notes: Vec<&str> = manifest["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert!(notes.contains(&"`closed` has no name in `th`: 4 events are called `Closed`"), "{notes:?}");
}

#[test]
fn nothing_is_told_where_nothing_is_missing() {
    for options in [&["--locale", "fr"][..], &["--locale", "en"], &[]] {
        let ran = generate(folder(DESK).path(), options);
        assert!(!ran.stderr.contains("W0909"), "{options:?}: {}", ran.stderr);
    }
}

#[test]
fn one_event_is_no_events_and_none_is_silent() {
    let one = DESK.replace("at: Closed }\n  plain", "at: Closed, where: { Id: T1 } }\n  plain");
    let ran = generate(folder(&one).path(), &["--locale", "th"]);
    assert!(told(&ran).contains("`closed` has no name in `th`: 1 event is called `Closed`"), "{}", ran.stderr);
    let none = DESK.replace("at: Closed }\n  plain", "at: Closed, where: { Id: T9 } }\n  plain");
    let ran = generate(folder(&none).path(), &["--locale", "th"]);
    assert!(!told(&ran).contains("`closed` has no name"), "{}", ran.stderr);
}

#[test]
fn without_english_the_first_name_is_taken() {
    let chinese = DESK.replace("{ en: Closed, fr: Fermé }", "{ zh: 已关闭, fr: Fermé }");
    let ran = generate(folder(&chinese).path(), &["--locale", "th"]);
    assert!(told(&ran).contains("4 events are called `已关闭`"), "{}", ran.stderr);
    // English is wanted where no language is, as other names have it.
    let ran = generate(folder(&chinese).path(), &[]);
    assert!(told(&ran).contains("`closed` has no name in `en`: 4 events are called `已关闭`"), "{}", ran.stderr);
    // Where no name has it, nobody misses it.
    let only = DESK.replace("en: ", "zh: ");
    let ran = generate(folder(&only).path(), &[]);
    assert!(!ran.stderr.contains("W0909"), "{}", ran.stderr);
}

#[test]
fn a_language_that_no_name_is_in_names_the_nearest() {
    let folder = folder(DESK);
    generate(folder.path(), &["--locale", "tha"]).refused(&[
        "E0311",
        "`tha` is no code of a language",
        "did you mean `th`?",
    ]);
    generate(folder.path(), &["--locale", "ja"]).refused(&["no label is in `ja`", "`en`, `fr`, `th`"]);
    assert!(!folder.path().join("log").exists());
}

#[test]
fn columns_keep_the_names_of_attributes_unless_labels_are_asked_for() {
    let folder = folder(DESK);
    generate(folder.path(), &["--locale", "fr"]);
    assert_eq!(header(folder.path(), "cases.csv"), "case_id,Result,Note,Bare");
    let ran = generate(folder.path(), &["--locale", "fr", "--column-names", "locale"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(header(folder.path(), "cases.csv"), "case_id,Résultat,Remarque,Bare");
    assert!(header(folder.path(), "events.csv").ends_with(",source,Résultat,Fin"));
    let manifest: Value = serde_json::from_str(&read(folder.path(), "manifest.json")).unwrap();
    assert_eq!(manifest["settings"]["column_names"], "locale");
    // Without a language they are in English.
    generate(folder.path(), &["--column-names", "locale"]);
    assert_eq!(header(folder.path(), "cases.csv"), "case_id,Result,Note of the agent,Bare");
}

#[test]
fn a_column_without_a_label_in_the_language_is_told_of() {
    let folder = folder(DESK);
    let ran = generate(folder.path(), &["--locale", "th", "--column-names", "locale"]);
    assert_eq!(header(folder.path(), "cases.csv"), "case_id,ผล,Note of the agent,Bare");
    let said = told(&ran);
    assert!(said.contains("`Note` has no name in `th`: its column is headed `Note of the agent`"), "{said}");
    assert!(!said.contains("`Bare`"), "{said}");
    // Where no table has it, no label is missed.
    let ran = generate(folder.path(), &["--locale", "th"]);
    assert!(!told(&ran).contains("`Note` has no name"), "{}", ran.stderr);
}

#[test]
fn keys_of_xes_stay_the_names_of_attributes() {
    let folder = folder(DESK);
    let formats = ["--locale", "fr", "--column-names", "locale", "--format", "csv,xes"];
    assert_eq!(generate(folder.path(), &formats).code, 0);
    let xes = read(folder.path(), "log.xes");
    assert!(xes.contains("key=\"Note\"") && xes.contains("value=\"Ouvert\"") && !xes.contains("Remarque"), "{xes}");
}

#[test]
fn repeated_attributes_are_told_apart_by_their_labels() {
    let folder = folder(DESK);
    generate(folder.path(), &["--locale", "fr", "--column-names", "locale", "--flat"]);
    let header = header(folder.path(), "events.csv");
    assert!(header.ends_with(",Résultat,Fin,case:Résultat,Remarque,Bare"), "{header}");
}

#[test]
fn two_columns_of_one_label_stop_the_run() {
    let alike = DESK.replace("fr: Remarque", "fr: Résultat");
    let folder = folder(&alike);
    let ran = generate(folder.path(), &["--locale", "fr", "--column-names", "locale"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let said = told(&ran);
    assert!(
        said.contains("E0910 headers-alike") && said.contains("`Result` and `Note` would both be headed `Résultat`")
    );
    assert!(!folder.path().join("log").exists());
    // In English they differ, and by name always.
    assert_eq!(generate(folder.path(), &["--column-names", "locale"]).code, 0);
    assert_eq!(generate(folder.path(), &["--locale", "fr"]).code, 0);
}

#[test]
fn a_label_that_is_a_standard_header_stops_the_run() {
    let alike = DESK.replace("fr: Fin,", "fr: activity,");
    let ran = generate(folder(&alike).path(), &["--locale", "fr", "--column-names", "locale"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(told(&ran).contains("a standard column and `EndTime` would both be headed `activity`"), "{}", ran.stderr);
}

#[test]
fn of_a_joined_column_the_first_mapping_names_it() {
    let folder = folder(DESK);
    let other = DESK.replace("name: desk", "name: phone").replace("fr: Résultat, th: ผล", "fr: Issue, th: ผล");
    files(folder.path(), &[("phone.yaml", &other)]);
    let run = |first: &str, second: &str| {
        let mappings = ["generate", "--mapping", first, "--mapping", second, "--input", "export", "--output", "log"];
        let ran =
            caseloom_in(folder.path(), &[&mappings[..], &["--locale", "fr", "--column-names", "locale"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        header(folder.path(), "cases.csv")
    };
    assert_eq!(run("desk.yaml", "phone.yaml"), "case_id,Résultat,Remarque,Bare");
    assert_eq!(run("phone.yaml", "desk.yaml"), "case_id,Issue,Remarque,Bare");
}

#[test]
fn column_names_are_one_of_two() {
    generate(folder(DESK).path(), &["--column-names", "local"]).refused(&["'local'", "'locale'"]);
}

#[test]
fn where_labels_are_plain_a_language_has_to_be_one() {
    let plain = DESK.lines().filter(|line| !line.contains("{ en:")).collect::<Vec<_>>().join("\n");
    let plain = plain.split("  outcome:").next().unwrap().to_owned();
    let folder = folder(&plain);
    for wrong in ["klingon", "42", "", "fr_FR"] {
        let said = format!("`{wrong}` is no code of a language");
        generate(folder.path(), &["--locale", wrong]).refused(&["E0311", &said, "such as `en`"]);
    }
    assert_eq!(generate(folder.path(), &["--locale", "fr"]).code, 0);
}

/// In one mapping a plain label is meant for every language; one that an overlay lays over a translated one isn't.
#[test]
fn a_plain_label_over_a_translated_one_is_told() {
    let folder = folder(DESK);
    let overlay = "caseloom: 1\nextends: desk.yaml\nname: org\nactivities: { closed: { label: Done With } }\n";
    files(folder.path(), &[("org.yaml", overlay)]);
    let run = |locale: &str| {
        let options = ["--mapping", "org.yaml", "--input", "export", "--output", "log", "--locale", locale];
        told(&caseloom_in(folder.path(), &[&["generate"], &options[..]].concat()))
    };
    let said = run("fr");
    assert!(said.contains("`closed` has no name in `fr`: 4 events are called `Done With`"), "{said}");
    assert!(said.contains("write its label by language, such as `{ fr: … }`"), "{said}");
    assert!(!said.contains("`plain` has no name") && !run("en").contains("W0909"), "{said}");
}
