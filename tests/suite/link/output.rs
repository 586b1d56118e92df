//! What a run says of joined cases.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const MAPPING: &str = "caseloom: 1
name: calls
version: 1.0.0
sources:
  call:
    files: \"*.csv\"
    key: id
    at: begin
    case: [request, id]
    columns: { id: id, request: id, number: { type: phone, country: TH }, begin: timestamp, end: timestamp }
case: { same_case: { source: call, same: number, until: end, within: 1h, at_most: 2 } }
activities:
  called: { label: Called, source: call }
  again: { label: Service Request Re-Opened, source: call, which: later, kind: calculated }
attributes: { case: { IsReopened: '= events.has(\"again\")' } }
";

const ROWS: &str = "id,request,number,begin,end
b,,081 234 5678,2026-03-01T09:50:00Z,2026-03-01T09:55:00Z
a,,+66812345678,2026-03-01T09:00:00Z,2026-03-01T09:05:00Z
n,,withheld,2026-03-01T09:00:00Z,2026-03-01T09:05:00Z
t,,081 234 5678,,
c,R1,02 123 4567,2026-03-01T09:00:00Z,
d,R2,02 123 4567,2026-03-01T09:10:00Z,2026-03-01T09:05:00Z
x,,02 999 0000,2026-03-01T09:00:00Z,2026-03-01T09:05:00Z
y,,02 999 0000,2026-03-01T09:01:00Z,2026-03-01T09:05:00Z
z,,02 999 0000,2026-03-01T09:02:00Z,2026-03-01T09:05:00Z
";

/// The summary, and what stands beside the log.
fn generate(folder: &Path, threads: &str) -> (String, Value, String, String) {
    let log = folder.join(threads);
    let ran = Command::new(env!("CARGO_BIN_EXE_caseloom"))
        .current_dir(folder)
        .args([
            "generate",
            "--color",
            "never",
            "--mapping",
            "mapping.yaml",
            "--input",
            "in",
            "--threads",
            threads,
            "--output",
        ])
        .arg(&log)
        .output()
        .unwrap();
    let told = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{told}");
    let read = |name: &str| fs::read_to_string(log.join(name)).unwrap();
    (told, serde_json::from_str(&read("manifest.json")).unwrap(), read("cases.csv"), read("events.csv"))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("mapping.yaml"), MAPPING).unwrap();
    fs::write(folder.path().join("in/calls.csv"), ROWS).unwrap();
    folder
}

#[test]
fn the_manifest_counts_what_was_joined() {
    let folder = folder();
    let (told, manifest, cases, _) = generate(folder.path(), "1");
    let wanted = serde_json::json!({
        "source": "call", "rows": 9, "cases": 1, "made_of": 2, "records": 2, "largest": 2,
        "without_value": 1, "without_time": 1, "without_end": 1, "end_before_start": 1, "kept_apart": 1,
        "shared_by_too_many": { "values": 1, "rows": 3, "examples": [{ "first_case": "x", "rows": 3 }] },
    });
    assert_eq!(manifest["joined_cases"], wanted);
    assert_eq!(cases, "case_id,IsReopened\nR1,false\nR2,false\na,true\nn,false\nt,false\nx,false\ny,false\nz,false\n");
    for part in ["cases of several rows of call\n", "             1  cases, joined\n", "W0716 value-of-too-many-cases"]
    {
        assert!(told.contains(part), "{part} isn't in\n{told}");
    }
    let notes: Vec<&str> = manifest["notes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(
        notes,
        [
            "values of `call.number`: 1 is no number or address, and null",
            "3 rows have a value that too many cases of `call` share, the first of them in case `x`",
            "1 row of `call` without a value of `same` joins no case",
            "1 row of `call` without a time joins no case",
            "1 row of `call` without `until`: its time counts as its end",
            "1 row of `call` that ends before it begins: its time counts as its end",
            "1 row of `call` follows another closely, but the export puts it in another case",
        ]
    );
}

/// Numbers tell who called; no word of a run repeats them.
#[test]
fn values_are_not_shown() {
    let folder = folder();
    let (told, manifest, ..) = generate(folder.path(), "1");
    let all = format!("{told}{manifest}");
    assert!(!all.contains("029990000") && !all.contains("6629990000") && !all.contains("02 999"), "{all}");
}

#[test]
fn threads_change_nothing() {
    let folder = folder();
    let (_, one, cases_of_one, events_of_one) = generate(folder.path(), "1");
    let (_, four, cases, events) = generate(folder.path(), "4");
    assert_eq!((one, cases_of_one, events_of_one), (four, cases, events));
}

#[test]
fn a_mapping_without_the_rule_says_nothing_of_it() {
    let folder = folder();
    let (start, rest) = MAPPING.split_once("case: { same_case").unwrap();
    let rest = rest.split_once('\n').unwrap().1;
    fs::write(folder.path().join("mapping.yaml"), format!("{start}{rest}")).unwrap();
    let (told, manifest, ..) = generate(folder.path(), "1");
    assert!(manifest.get("joined_cases").is_none() && !told.contains("cases of several rows"), "{told}");
}

#[test]
fn the_example_of_the_readme_is_right() {
    let readme = include_str!("../../../README.md");
    let example =
        readme.split("```yaml\n").find(|block| block.contains("same_case:") && block.contains("sources:")).unwrap();
    let example = example.split("```").next().unwrap();
    let plan = crate::run::plan(&format!("timezone: UTC\n{example}"));
    assert_eq!(
        plan.case.same_case.map(|rule| (rule.same.len(), rule.named.len(), rule.at_most)),
        Some((2, 1, Some(50)))
    );
}
