//! Which files a run writes, and what it refuses.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::awkward;
use crate::cli::{MAPPING, Ran, caseloom_in, files};

const TICKETS: &str = "id,opened,state\nT2,2026-03-02T08:00:00Z,\"Waiting, long\"\nT1,2026-03-01T09:00:00Z,Closed\n";

fn export(mapping: &str) -> TempDir {
    let folder = tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", mapping), ("export/tickets.csv", TICKETS)]);
    folder
}

fn generate(folder: &Path, more: &[&str]) -> Ran {
    let mut arguments = vec!["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log"];
    arguments.extend(more);
    caseloom_in(folder, &arguments)
}

/// The files of the output folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("log")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("log/manifest.json")).unwrap()).unwrap()
}

const CSV: [&str; 4] = ["cases.csv", "events.csv", "manifest.json", "quarantine.csv"];
const XES: [&str; 3] = ["log.xes", "manifest.json", "quarantine.csv"];
const BOTH: [&str; 5] = ["cases.csv", "events.csv", "log.xes", "manifest.json", "quarantine.csv"];

#[test]
fn the_files_are_those_of_the_formats() {
    let folder = export(MAPPING);
    for (arguments, wanted) in [
        (&["--format", "xes"][..], &XES[..]),
        (&["--format", "csv,xes"], &BOTH),
        (&["--format", "csv"], &CSV),
        (&["--format", "xes", "--format", "csv"], &BOTH),
        (&["--format", "xes,xes"], &XES),
        (&[], &CSV),
    ] {
        // Each run leaves nothing of the one before it.
        let ran = generate(folder.path(), arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_eq!(names(folder.path()), wanted, "{arguments:?}");
        let listed = manifest(folder.path());
        let mut listed: Vec<&str> =
            listed["outputs"].as_array().unwrap().iter().map(|each| each["file"].as_str().unwrap()).collect();
        listed.push("manifest.json");
        listed.sort_unstable();
        assert_eq!(listed, wanted);
    }
}

#[test]
fn the_manifest_has_the_log_s_digest_and_events() {
    let folder = export(MAPPING);
    assert_eq!(generate(folder.path(), &["--format", "xes"]).code, 0);
    let (manifest, log) = (manifest(folder.path()), fs::read(folder.path().join("log/log.xes")).unwrap());
    let output = &manifest["outputs"][0];
    assert_eq!((output["file"].as_str(), output["rows"].as_u64()), (Some("log.xes"), Some(3)));
    assert_eq!(output["blake3"].as_str(), Some(blake3::hash(&log).to_hex().as_str()));
    assert_eq!(output["bytes"].as_u64(), Some(log.len() as u64));
}

#[test]
fn both_formats_together_are_as_each_alone() {
    let folder = export(MAPPING);
    let read = |name: &str| fs::read(folder.path().join("log").join(name)).unwrap();
    generate(folder.path(), &["--format", "csv,xes"]);
    let (log, events, cases) = (read("log.xes"), read("events.csv"), read("cases.csv"));
    generate(folder.path(), &["--format", "xes"]);
    assert!(read("log.xes") == log);
    generate(folder.path(), &[]);
    assert!(read("events.csv") == events && read("cases.csv") == cases);
}

#[test]
fn threads_and_the_order_of_rows_change_no_byte() {
    let wanted = awkward(&["--threads", "1"]).bytes("log.xes");
    assert!(awkward(&["--threads", "4"]).bytes("log.xes") == wanted);
    // Cases for several blocks.
    let mut rows: Vec<String> = (0..2_500).map(|number| format!("T{number},2026-03-02T08:00:00Z,Closed\n")).collect();
    let log = |rows: &[String], threads: &str| {
        let folder = export(MAPPING);
        files(folder.path(), &[("export/tickets.csv", &format!("id,opened,state\n{}", rows.concat()))]);
        let ran = generate(folder.path(), &["--format", "xes", "--threads", threads]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        fs::read_to_string(folder.path().join("log/log.xes")).unwrap()
    };
    let wanted = log(&rows, "1");
    assert_eq!(super::parsed::Parsed::of(&wanted).events().count(), 5_000);
    rows.reverse();
    assert!(log(&rows, "4") == wanted);
}

#[test]
fn a_file_of_that_name_that_is_not_ours_stays() {
    let folder = export(MAPPING);
    files(folder.path(), &[("log/log.xes", "mine")]);
    generate(folder.path(), &["--format", "xes"]).refused(&["E0906", "log.xes"]);
    assert_eq!(generate(folder.path(), &[]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("log/log.xes")).unwrap(), "mine");
    // It is still nobody's output.
    assert_eq!(generate(folder.path(), &[]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("log/log.xes")).unwrap(), "mine");
}

#[test]
fn other_formats_are_refused() {
    let folder = export(MAPPING);
    for wrong in ["ocel", "XES", "csv;xes", "csv,", ""] {
        let ran = generate(folder.path(), &["--format", wrong]);
        assert_eq!(ran.code, 2, "{wrong}: {}", ran.stderr);
        assert!(ran.stderr.contains("csv") && ran.stderr.contains("xes"), "{wrong}: {}", ran.stderr);
        assert!(!folder.path().join("log").exists(), "{wrong}");
    }
}

fn with_columns(columns: &str) -> TempDir {
    export(&format!(
        "{MAPPING}output: {{ columns: {{ case_id: case, activity: what, timestamp: when, {columns} }} }}\n"
    ))
}

#[test]
fn a_column_with_a_key_of_the_standard_is_refused() {
    for (columns, key) in [
        ("kind: 'concept:name'", "concept:name"),
        ("source: 'time:timestamp'", "time:timestamp"),
        ("resource: who, source_system: 'org:resource'", "org:resource"),
        ("event_id: id, activity_id: 'identity:id'", "identity:id"),
        ("lifecycle: step, kind: 'lifecycle:transition'", "lifecycle:transition"),
    ] {
        let folder = with_columns(columns);
        let ran = generate(folder.path(), &["--format", "csv,xes"]);
        let told = format!("two values of an event would have the key `{key}` in log.xes");
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        for word in [told.as_str(), "E0907", "help:", "output.columns"] {
            assert!(ran.stderr.contains(word), "`{word}` isn't in {}", ran.stderr);
        }
        assert!(!folder.path().join("log").exists());
        // The tables have other headers.
        assert_eq!(generate(folder.path(), &["--format", "csv"]).code, 0);
    }
}

#[test]
fn a_column_with_the_name_of_a_case_attribute_is_refused_where_events_repeat_these() {
    let folder = with_columns("kind: 'case:State', source: State");
    assert_eq!(generate(folder.path(), &["--format", "xes"]).code, 0);
    let ran = generate(folder.path(), &["--format", "xes", "--flat"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("the key `case:State`"), "{}", ran.stderr);
}

#[test]
fn a_key_that_no_event_has_is_free() {
    let folder = with_columns("kind: 'lifecycle:transition', source: 'org:resource'");
    let ran = generate(folder.path(), &["--format", "xes"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn headers_of_pm4py_stand_for_the_same_keys() {
    let columns = "case_id: 'case:concept:name', activity: 'concept:name', timestamp: 'time:timestamp'";
    let folder = export(&format!("{MAPPING}output: {{ columns: {{ {columns} }} }}\n"));
    let ran = generate(folder.path(), &["--format", "csv,xes"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let log = super::parsed::Parsed::of(&fs::read_to_string(folder.path().join("log/log.xes")).unwrap());
    assert!(log.events().all(|event| event.keys().map(String::as_str).eq(["concept:name", "time:timestamp"])));
}

#[test]
fn events_have_activity_and_time_whatever_the_columns() {
    let folder = export(&format!("{MAPPING}output: {{ columns: {{ case_id: case_id, source: from }} }}\n"));
    let ran = generate(folder.path(), &["--format", "xes"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let log = super::parsed::Parsed::of(&fs::read_to_string(folder.path().join("log/log.xes")).unwrap());
    assert!(log.events().all(|event| event.keys().map(String::as_str).eq(["concept:name", "from", "time:timestamp"])));
}
