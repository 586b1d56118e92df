//! `generate`, from an export to a log.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{MAPPING, Ran, caseloom_in, files};

const TICKETS: &str = "\
id,opened,state
T2,2026-03-02T08:00:00Z,\"Waiting, long\"
T1,2026-03-01T09:00:00+01:00,Closed
";

const BROKEN: &str = "\
id,opened,state
T1,2026-03-01T09:00:00Z,Closed
T2,tomorrow,\"Waiting, long\"
";

fn export(tickets: &str) -> TempDir {
    let folder = tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", MAPPING), ("export/tickets.csv", tickets)]);
    folder
}

fn generate(folder: &Path, more: &[&str]) -> Ran {
    let mut arguments = vec!["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log"];
    arguments.extend(more);
    caseloom_in(folder, &arguments)
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("log").join(name)).unwrap()
}

/// The columns of a table, by header, for all its rows.
fn column(table: &str, header: &str) -> Vec<String> {
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let position = reader.headers().unwrap().iter().position(|each| each == header).unwrap();
    reader.records().map(|record| record.unwrap()[position].to_owned()).collect()
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_str(&read(folder, "manifest.json")).unwrap()
}

#[test]
fn a_log_has_its_four_files_and_standard_output_nothing() {
    let folder = export(TICKETS);
    let ran = generate(folder.path(), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert_eq!(fs::read_dir(folder.path().join("log")).unwrap().count(), 4);
    assert_eq!(read(folder.path(), "cases.csv"), "case_id,State\nT1,Closed\nT2,\"Waiting, long\"\n");
    let events = read(folder.path(), "events.csv");
    assert_eq!(column(&events, "case_id"), ["T1", "T1", "T2"]);
    assert_eq!(column(&events, "activity"), ["Ticket Opened", "Ticket Closed", "Ticket Opened"]);
    assert_eq!(column(&events, "timestamp"), ["2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z"]);
    assert_eq!(read(folder.path(), "quarantine.csv"), "source,file,line,code,reason,form,record\n");
    for told in ["2  rows read", "3  events", "2  Ticket Opened", "written to log in"] {
        assert!(ran.stderr.contains(told), "`{told}`: {}", ran.stderr);
    }
}

#[test]
fn milliseconds_that_are_cut_are_told() {
    let told = "times have milliseconds, which are cut: `output: { time: milliseconds }` keeps them";
    let notes = |folder: &Path| manifest(folder)["notes"].to_string();
    let folder = export(&TICKETS.replace("08:00:00Z", "08:00:00.250Z"));
    let ran = generate(folder.path(), &[]);
    assert!(ran.stderr.contains(told) && notes(folder.path()).contains(told), "{}", ran.stderr);
    let precise = format!("{MAPPING}output: {{ time: milliseconds }}\n");
    files(folder.path(), &[("mapping.yaml", &precise)]);
    let ran = generate(folder.path(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(read(folder.path(), "events.csv").contains("08:00:00.250Z"));
    assert!(!ran.stderr.contains(told) && !notes(folder.path()).contains(told), "{}", ran.stderr);
    let whole = export(TICKETS);
    assert!(!generate(whole.path(), &[]).stderr.contains(told));
}

#[test]
fn one_case_is_no_cases() {
    let folder = export(TICKETS);
    let history = "  history:
    files: history.csv
    case: id
    at: at
    field: field
    old: old
    new: new
    columns: { id: id, at: timestamp, field: text, old: text, new: text }
case:
  record: tickets
tracked_fields:
  state: { source: history, field: state, current: case.state }
";
    let mapping = MAPPING.replace("case:\n  record: tickets\n", history);
    let mapping = mapping.replace("activities:\n", "activities:\n  moved: { label: Moved, change: state }\n");
    let changes = "id,at,field,old,new\nT1,2026-03-02T08:00:00Z,state,New,Open\nT2,2026-03-03T08:00:00Z,state,New,\"Waiting, long\"\n";
    files(folder.path(), &[("mapping.yaml", &mapping), ("export/history.csv", changes)]);
    let ran = generate(folder.path(), &[]);
    assert!(ran.stderr.contains("`state`: the last value isn't the current one in 1 case\n"), "{}", ran.stderr);
}

#[test]
fn quiet_says_nothing() {
    let ran = generate(export(TICKETS).path(), &["--quiet"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
}

#[test]
fn the_manifest_tells_what_went_in_and_what_came_out() {
    let folder = export(TICKETS);
    generate(folder.path(), &["--extracted-at", "2026-04-01T02:00:00+02:00", "--set", "closed=Closed,Done"]);
    let manifest = manifest(folder.path());
    assert_eq!(manifest["mapping"]["version"], "1.2.0");
    assert_eq!(manifest["settings"]["extracted_at"], "2026-04-01T00:00:00Z");
    let closed = serde_json::json!({ "param": "closed", "values": ["Closed", "Done"], "from": "set" });
    assert_eq!(manifest["settings"]["params"][0], closed);
    let file = &manifest["inputs"][0]["files"][0];
    assert_eq!((&file["file"], &file["rows"]), (&Value::from("tickets.csv"), &Value::from(2)));
    assert_eq!(file["blake3"], blake3::hash(TICKETS.as_bytes()).to_hex().as_str());
    assert_eq!(manifest["totals"]["events"], 3);
    assert_eq!(manifest["totals"]["variants"], 2);
    for output in manifest["outputs"].as_array().unwrap() {
        let text = read(folder.path(), output["file"].as_str().unwrap());
        assert_eq!(output["bytes"], text.len());
        assert_eq!(output["blake3"], blake3::hash(text.as_bytes()).to_hex().as_str());
        assert_eq!(output["rows"], text.lines().count() - 1);
    }
    let text = read(folder.path(), "manifest.json");
    assert!(!text.contains(folder.path().to_str().unwrap()), "no absolute paths");
}

#[test]
fn runs_do_not_differ_by_threads_order_or_place() {
    let (one, other) = (export(TICKETS), export(TICKETS));
    generate(one.path(), &["--threads", "1"]);
    generate(other.path(), &["--threads", "8"]);
    let turned: Vec<&str> = TICKETS.lines().collect();
    let shuffled = export(&format!("{}\n{}\n{}\n", turned[0], turned[2], turned[1]));
    generate(shuffled.path(), &[]);
    for name in ["events.csv", "cases.csv", "quarantine.csv", "manifest.json"] {
        assert_eq!(read(one.path(), name), read(other.path(), name));
        if name != "manifest.json" {
            assert_eq!(read(one.path(), name), read(shuffled.path(), name));
        }
    }
}

#[test]
fn names_are_in_the_language_asked_for_and_attributes_repeated() {
    let folder = export(TICKETS);
    generate(folder.path(), &["--locale", "fr", "--flat"]);
    let events = read(folder.path(), "events.csv");
    assert_eq!(column(&events, "activity"), ["Ticket ouvert", "Ticket fermé", "Ticket ouvert"]);
    assert_eq!(column(&events, "State"), ["Closed", "Closed", "Waiting, long"]);
    let activities = &manifest(folder.path())["activities"];
    assert_eq!(activities[0], serde_json::json!({ "activity": "opened", "label": "Ticket ouvert", "events": 2 }));
}

#[test]
fn a_case_attribute_with_an_event_s_name_is_told_apart() {
    let folder = export(TICKETS);
    let mapping = format!("{MAPPING}  event:\n    State: tickets.state\n");
    files(folder.path(), &[("mapping.yaml", &mapping)]);
    let ran = generate(folder.path(), &["--flat"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let header = read(folder.path(), "events.csv").lines().next().unwrap().to_owned();
    assert!(header.ends_with(",State,case:State"), "{header}");
}

#[test]
fn rows_that_cannot_be_used_are_kept_and_counted() {
    let folder = export(BROKEN);
    let ran = generate(folder.path(), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    for told in ["E0802", "E0902", "1 of 2 rows is in quarantine", "`log/quarantine.csv`"] {
        assert!(ran.stderr.contains(told), "`{told}`: {}", ran.stderr);
    }
    let quarantine = read(folder.path(), "quarantine.csv");
    assert_eq!(column(&quarantine, "record"), ["T2,tomorrow,\"Waiting, long\""]);
    assert_eq!(column(&quarantine, "line"), ["3"]);
    assert_eq!(column(&quarantine, "file"), ["tickets.csv"]);
    assert_eq!(column(&read(folder.path(), "cases.csv"), "case_id"), ["T1"], "outputs are written");
    assert_eq!(manifest(folder.path())["rows"][0]["quarantined"]["E0802"], 1);
}

#[test]
fn a_limit_is_a_number_or_a_part_of_all_rows() {
    for (limit, code) in [("0", 1), ("1", 0), ("49.9%", 1), ("50%", 0), ("100%", 0)] {
        let ran = generate(export(BROKEN).path(), &["--max-quarantined", limit]);
        assert_eq!(ran.code, code, "{limit}: {}", ran.stderr);
        assert_eq!(ran.stderr.contains("E0902"), code == 1, "{limit}");
    }
}

#[test]
fn findings_as_json_are_the_result() {
    let ran = generate(export(BROKEN).path(), &["--diagnostics", "json", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    let codes: Vec<&str> = found.as_array().unwrap().iter().map(|each| each["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"E0802") && codes.contains(&"E0902"), "{codes:?}");
    let row = found.as_array().unwrap().iter().find(|each| each["code"] == "E0802").unwrap();
    assert_eq!(
        (&row["spans"][0]["file"], &row["spans"][0]["line"]),
        (&Value::from("export/tickets.csv"), &Value::from(3))
    );
    let ran = caseloom_in(
        export(BROKEN).path(),
        &["validate", "mapping.yaml", "--input", "export", "--format", "json", "--quiet"],
    );
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found[0]["spans"][0]["file"], "export/tickets.csv");
}

#[test]
fn what_stops_a_run_as_json_is_the_result_too() {
    let folder = export(TICKETS);
    fs::remove_file(folder.path().join("export/tickets.csv")).unwrap();
    let ran = generate(folder.path(), &["--diagnostics", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found[0]["code"], "E0701");
}

#[test]
fn an_input_that_stops_the_run_leaves_no_result() {
    let folder = export(TICKETS);
    assert_eq!(generate(folder.path(), &[]).code, 0);
    let events = read(folder.path(), "events.csv");
    files(folder.path(), &[("export/tickets.csv", "id,state\nT1,Closed\n")]);
    let ran = generate(folder.path(), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("E0702"), "{}", ran.stderr);
    assert!(folder.path().join("log/manifest.json").exists(), "nothing was replaced, so the old log is whole");
    assert_eq!(read(folder.path(), "events.csv"), events, "what it told of is as it was");
    files(folder.path(), &[("export/tickets.csv", TICKETS)]);
    assert_eq!(generate(folder.path(), &[]).code, 0, "the files are known to be a run's");
    assert_eq!(fs::read_dir(folder.path().join("log")).unwrap().count(), 4);
}

#[test]
fn a_value_that_does_not_fit_its_param_is_wrong_usage() {
    let folder = export(TICKETS);
    let mapping = MAPPING.replace("params:\n", "params:\n  limit: { type: integer, default: 1 }\n");
    files(folder.path(), &[("mapping.yaml", &mapping)]);
    let ran = generate(folder.path(), &["--set", "limit=many"]);
    ran.refused(&["E0903", "limit"]);
    assert!(!folder.path().join("log").exists());
}

#[test]
fn an_output_that_cannot_be_made_is_told_before_the_work() {
    let folder = export(TICKETS);
    let arguments = ["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "mapping.yaml/log"];
    let ran = caseloom_in(folder.path(), &arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("E0901"), "{}", ran.stderr);
}

#[test]
fn validation_with_input_finds_what_a_run_would() {
    let folder = export(BROKEN);
    let arguments = ["validate", "mapping.yaml", "--input", "export"];
    let ran = caseloom_in(folder.path(), &arguments);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("E0802") && ran.stdout.contains("tickets.csv"), "{}", ran.stdout);
    files(folder.path(), &[("export/tickets.csv", "id,state\n")]);
    let ran = caseloom_in(folder.path(), &arguments);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("E0702"), "{}", ran.stdout);
    files(folder.path(), &[("export/tickets.csv", TICKETS)]);
    assert_eq!(caseloom_in(folder.path(), &arguments).code, 0);
}

#[test]
fn sources_without_rows_have_no_fates() {
    let folder = export(TICKETS);
    let more = "  metric: { files: metric.csv, optional: true, case: id, at: at, columns: { id: id, at: timestamp } }\ncase:\n";
    let mapping = MAPPING.replace("case:\n  record", &format!("{more}  record"));
    let mapping = mapping.replace("activities:\n", "activities:\n  measured: { label: Measured, source: metric }\n");
    files(folder.path(), &[("mapping.yaml", &mapping), ("export/metric.csv", "id,at\n")]);
    let ran = generate(folder.path(), &[]);
    assert!(ran.stderr.contains("             0  metric\n"), "{}", ran.stderr);
}
