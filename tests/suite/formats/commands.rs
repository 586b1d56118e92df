//! The formats through the binary.

use std::fs;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::sarif::check;
use crate::cli::{MAPPING, Ran, caseloom_in, files};

fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    let wrong = MAPPING.replace("record: tickets", "record: tickts");
    let export = "id,opened,state\nT1,2026-03-01T09:00:00Z,Closed\nT2,tomorrow,\"Wart€\n𝄞\"\n";
    files(
        folder.path(),
        &[("a.yaml", MAPPING), ("b.yaml", &wrong), ("c.yaml", "a: ["), ("my export/tickets.csv", export)],
    );
    folder
}

fn validate(folder: &TempDir, more: &[&str]) -> Ran {
    caseloom_in(folder.path(), &[&["validate"], more].concat())
}

fn log(ran: &Ran) -> Value {
    let log: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout));
    check(&log);
    log
}

fn results(log: &Value) -> Vec<(&str, &str)> {
    let results = log["runs"][0]["results"].as_array().unwrap().iter();
    results
        .map(|each| {
            let uri = &each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            (each["ruleId"].as_str().unwrap(), uri.as_str().unwrap())
        })
        .collect()
}

#[test]
fn several_mappings_are_one_run() {
    let folder = folder();
    let ran = validate(&folder, &["a.yaml", "b.yaml", "./c.yaml", "--format", "sarif"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let log = log(&ran);
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    let found = results(&log);
    assert!(found.contains(&("E0301", "b.yaml")), "{found:?}");
    assert!(found.iter().any(|(code, uri)| code.starts_with("E01") && *uri == "c.yaml"), "{found:?}");
    assert_eq!(ran.stdout, validate(&folder, &["a.yaml", "b.yaml", "./c.yaml", "--format", "sarif"]).stdout);
}

#[test]
fn a_right_mapping_is_a_log_without_results() {
    let ran = validate(&folder(), &["a.yaml", "--format", "sarif"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let log = log(&ran);
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    assert_eq!(results(&log), []);
    assert_eq!(validate(&folder(), &["a.yaml", "--format", "github"]).stdout, "");
}

#[test]
fn rows_of_the_export_are_found_with_their_place() {
    let folder = folder();
    let ran = validate(&folder, &["a.yaml", "--input", "my export", "--format", "sarif"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let log = log(&ran);
    assert_eq!(results(&log), [("E0802", "my%20export/tickets.csv")]);
    let row = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let declared = &log["runs"][0]["results"][0]["relatedLocations"][0]["physicalLocation"];
    assert_eq!(declared["artifactLocation"]["uri"], "a.yaml");
    let region = serde_json::json!({ "startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 12 });
    assert_eq!(row["region"], region);
    let github = validate(&folder, &["a.yaml", "--input", "my export", "--format", "github"]);
    assert_eq!(github.code, 1);
    assert!(
        github.stdout.starts_with("::error file=my export/tickets.csv,line=3,col=4,endLine=3,endColumn=12,title="),
        "{}",
        github.stdout
    );
    assert!(github.stdout.contains("%0A`opened` is `tomorrow`"), "{}", github.stdout);
}

#[test]
fn a_shipped_mapping_has_a_relative_place() {
    let ran = validate(&folder(), &["servicenow-incident", "--set", "in_progress=[]", "--format", "sarif"]);
    // Whatever is found, every place keeps the rules.
    log(&ran);
}

#[test]
fn a_mapping_that_is_not_there_ends_the_log() {
    let folder = folder();
    for (format, code) in [("sarif", 2), ("json", 2), ("github", 2)] {
        let ran = validate(&folder, &["b.yaml", "missing.yaml", "--format", format]);
        assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{format}");
        assert!(ran.stdout.contains("E0301") && ran.stdout.contains("E0316"), "{format}: {}", ran.stdout);
    }
    let ran = validate(&folder, &["b.yaml", "missing.yaml", "--format", "sarif"]);
    let log = log(&ran);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&Value::from(false), &Value::from(2)));
    assert_eq!(invocation["toolConfigurationNotifications"][0]["descriptor"]["id"], "E0316");
}

#[test]
fn a_mapping_that_cannot_be_read_is_an_execution_s_fault() {
    let folder = folder();
    fs::write(folder.path().join("bytes.yaml"), b"name: \xff").unwrap();
    let ran = validate(&folder, &["bytes.yaml", "--format", "sarif"]);
    assert_eq!(ran.code, 3);
    let log = log(&ran);
    assert_eq!(log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"], "E0119");
}

/// The first byte that isn't UTF-8 is where the mistake is.
#[test]
fn a_mapping_that_is_not_utf8_is_shown_where_it_is_not() {
    let folder = folder();
    fs::write(folder.path().join("bytes.yaml"), b"caseloom: 1\nname: caf\xe9\n").unwrap();
    let run = |format: &str| validate(&folder, &["bytes.yaml", "--format", format]).stdout;
    let spans = &serde_json::from_str::<Value>(&run("json")).unwrap()[0]["spans"][0];
    assert_eq!((&spans["file"], &spans["line"], &spans["column"]), (&"bytes.yaml".into(), &2.into(), &10.into()));
    let log: Value = serde_json::from_str(&run("sarif")).unwrap();
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    let place = &told["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "bytes.yaml");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&2.into(), &10.into()));
    assert!(run("github").starts_with("::error file=bytes.yaml,line=2,col=10,"), "{}", run("github"));
}

#[test]
fn an_empty_mapping_stands_at_one_place_in_every_format() {
    let folder = folder();
    for (text, place) in [("# hi\n", (1, 5)), ("# one\n# two\n\n\n", (2, 6)), ("", (1, 1))] {
        fs::write(folder.path().join("c.yaml"), text).unwrap();
        let told: Value = serde_json::from_str(&validate(&folder, &["c.yaml", "--format", "json"]).stdout).unwrap();
        let span = &told[0]["spans"][0];
        assert_eq!((&span["line"], &span["column"]), (&place.0.into(), &place.1.into()), "{text:?}");
        let drawn = validate(&folder, &["c.yaml"]).stdout;
        assert!(drawn.contains(&format!("[c.yaml:{}:{}]", place.0, place.1)), "{text:?}: {drawn}");
    }
}

#[test]
fn denied_warnings_count_in_every_format() {
    let folder = folder();
    let unused = MAPPING.replace("params:\n", "params:\n  more: { type: text, default: x }\n");
    files(folder.path(), &[("unused.yaml", &unused)]);
    for format in ["human", "json", "sarif", "github"] {
        assert_eq!(validate(&folder, &["unused.yaml", "--format", format]).code, 0, "{format}");
        assert_eq!(validate(&folder, &["unused.yaml", "--format", format, "--deny-warnings"]).code, 1, "{format}");
    }
    let ran = validate(&folder, &["unused.yaml", "--format", "github"]);
    assert!(ran.stdout.starts_with("::warning file=unused.yaml,line="), "{}", ran.stdout);
}
