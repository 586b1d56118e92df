//! Certification levels, and what else is said of a log.

use serde_json::{Value, json};

use crate::cli::files;
use crate::program::{Log, generate};

const MAPPING: &str = "\
caseloom: 1
name: small
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    columns: { Id: id, Opened: timestamp, Who: text }
case: { record: tickets }
activities:
  opened: { source: tickets }
";

const TICKETS: &str = "Id,Opened,Who\n1,2026-03-01T08:00:00Z,me\n2,2026-03-01T09:00:00Z,\n";

/// The columns that have a meaning of their own, and no others.
const BARE: &str = "output: { columns: { case_id: case_id, activity: activity, timestamp: timestamp } }\n";

fn log(mapping: &str, tickets: &str, more: &[&str]) -> Log {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", mapping), ("export/tickets.csv", tickets)]);
    let mapping = folder.path().join("mapping.yaml");
    let arguments = [&["--format", "xes"], more].concat();
    let log = generate(mapping.to_str().unwrap(), &folder.path().join("export"), &arguments);
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

fn report(mapping: &str, tickets: &str) -> Value {
    let log = log(mapping, tickets, &[]);
    let report = log.manifest()["xes"].clone();
    let flag = if report["flag_x"] == true { ", flag X" } else { "" };
    let told = format!("log.xes: certification level {}{flag}", report["level"].as_str().unwrap());
    assert!(log.said().contains(&told), "`{told}` isn't in {}", log.said());
    report
}

fn with(columns: &str, rule: &str) -> String {
    let columns = BARE.replace("timestamp: timestamp", &format!("timestamp: timestamp, {columns}"));
    MAPPING.replace("{ source: tickets }", &format!("{{ source: tickets, {rule} }}")) + columns.as_str()
}

#[test]
fn the_level_is_what_is_in_the_log() {
    let transition = "lifecycle:transition on every event";
    let other = "an attribute of another extension of the standard";
    let (lifecycle, resource) = ("lifecycle: lifecycle", "lifecycle: complete, resource: Who");
    let all = "lifecycle: lifecycle, resource: resource";
    for (mapping, level, flag_x, lacks) in [
        (MAPPING.to_owned() + BARE, "A", false, json!(transition)),
        (MAPPING.to_owned(), "A", true, json!(transition)),
        (with("resource: resource", "resource: Who"), "A", false, json!(transition)),
        // The mapping has transitions, and the log none.
        (with("resource: resource", resource), "A", false, json!(transition)),
        (with(lifecycle, "lifecycle: complete"), "B", false, json!("org:resource")),
        (with(lifecycle, resource), "B", false, json!("org:resource")),
        (with(all, resource), "C", false, json!(other)),
        (with(&format!("{all}, event_id: event_id"), resource), "D", false, Value::Null),
        (with(&format!("{all}, event_id: event_id, kind: kind"), resource), "D", true, Value::Null),
    ] {
        let report = report(&mapping, TICKETS);
        let wanted = json!({ "version": "1849.2023", "level": level, "flag_x": flag_x, "lacks": lacks });
        assert_eq!(report, wanted, "{mapping}");
    }
}

#[test]
fn a_value_that_no_event_has_gives_no_level() {
    let mapping = with("lifecycle: lifecycle, resource: resource", "lifecycle: complete, resource: Who");
    assert_eq!(report(&mapping, TICKETS)["level"], "C");
    assert_eq!(report(&mapping, &TICKETS.replace(",me", ","))["level"], "B");
    assert_eq!(report(&mapping, "Id,Opened,Who\n1,,me\n")["lacks"], "events");
}

#[test]
fn one_event_without_a_transition_lowers_the_level() {
    let mapping = with("lifecycle: lifecycle", "lifecycle: complete")
        .replace("activities:\n", "activities:\n  seen: { source: tickets, where: { Who: me } }\n");
    assert_eq!(report(&mapping, TICKETS)["level"], "A");
    let log = log(&mapping, TICKETS, &[]).text("log.xes");
    assert!(!log.contains("ActivityAndLifecycle"), "{log}");
}

#[test]
fn columns_with_keys_of_other_extensions_count_as_the_standard_s() {
    let mapping = with("lifecycle: l, resource: r, source: 'org:group'", "lifecycle: complete, resource: Who");
    let found = report(&mapping, TICKETS);
    assert_eq!((&found["level"], &found["flag_x"]), (&json!("D"), &json!(false)));
    let log = log(&mapping, TICKETS, &[]).text("log.xes");
    assert!(log.contains(r#"<string key="org:group" value="tickets"/>"#), "{log}");
}

#[test]
fn what_xml_cannot_hold_is_told() {
    let log = super::awkward(&[]);
    let of_text = |rows: Vec<&str>| -> usize {
        let is_bad = |letter: &char| matches!(letter, '\u{1}' | '\u{b}' | '\u{1f}' | '\u{fffe}' | '\u{ffff}');
        rows.iter().map(|text| text.chars().filter(is_bad).count()).sum()
    };
    let (cases, events) = (log.table("cases.csv"), log.table("events.csv"));
    let titles = of_text(cases.values("Title"));
    assert_eq!(titles, super::REPLACED);
    let columns = ["activity", "resource", "Note"];
    let all = titles + columns.iter().map(|column| of_text(events.values(column))).sum::<usize>();
    let told = format!("log.xes: U+FFFD stands for {all} characters that XML can't hold");
    assert!(log.manifest()["notes"].to_string().contains(&told), "{}", log.said());
    assert!(log.said().contains(&told), "{}", log.said());
    assert_eq!(log.text("log.xes").matches('\u{fffd}').count(), all);
}

#[test]
fn keys_and_transitions_that_the_standard_does_not_know_are_told() {
    let mapping = with("lifecycle: l, kind: How known, source: 2nd", "lifecycle: done");
    let log = log(&mapping, TICKETS, &[]);
    let notes = log.manifest()["notes"].to_string();
    for told in [
        "log.xes: keys that are no XML names, which strict readers refuse: `How known`, `2nd`",
        "log.xes: the standard doesn't know the lifecycle transitions `done`",
    ] {
        assert!(notes.contains(told), "{notes}");
    }
    let text = log.text("log.xes");
    assert!(
        text.contains(r#"<string key="How known" value="explicit"/>"#) && !text.contains("lifecycle:model"),
        "{text}"
    );
}

#[test]
fn a_csv_log_says_nothing_of_xes() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", MAPPING), ("export/tickets.csv", TICKETS)]);
    let mapping = folder.path().join("mapping.yaml");
    let log = generate(mapping.to_str().unwrap(), &folder.path().join("export"), &[]);
    assert!(log.manifest().get("xes").is_none() && !log.said().contains("xes"), "{}", log.said());
}
