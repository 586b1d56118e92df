//! SARIF: against the rules of the standard, of code scanning, and exact places.

use caseloom::diagnostic::render::{Stop, sarif};
use caseloom::diagnostic::{Code, Diagnostic, codes};
use serde_json::{Value, json};

use super::{report, span};

const RULES: &str = include_str!("sarif.schema.json");

/// What a log breaks of a schema.
fn broken(schema: &Value, log: &Value) -> Vec<String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Checks a log against the rules as restated here and, where `CASELOOM_SARIF_SCHEMA` names it, the standard's schema.
pub fn check(log: &Value) {
    assert_eq!(broken(&serde_json::from_str(RULES).unwrap(), log), Vec::<String>::new());
    if let Some(file) = std::env::var_os("CASELOOM_SARIF_SCHEMA") {
        let schema = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert_eq!(broken(&schema, log), Vec::<String>::new());
    }
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!((&rule["id"], &rule["defaultConfiguration"]["level"]), (&result["ruleId"], &result["level"]));
    }
    let used: std::collections::BTreeSet<&str> =
        run["results"].as_array().unwrap().iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), used.len(), "each code that is used, once: {ids:?}");
}

pub fn log(report: &caseloom::diagnostic::render::Report) -> Value {
    serde_json::from_str(&sarif::report(report)).unwrap()
}

fn region(location: &Value) -> [u64; 4] {
    let region = &location["physicalLocation"]["region"];
    ["startLine", "startColumn", "endLine", "endColumn"].map(|key| region[key].as_u64().unwrap())
}

fn uri(location: &Value) -> &str {
    location["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap()
}

#[test]
fn a_log_keeps_the_rules() {
    let log = log(&report());
    check(&log);
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 5);
    assert_eq!(log["runs"][0]["invocations"][0], json!({ "executionSuccessful": true, "exitCode": 1 }));
    crate::snapshots().bind(|| insta::assert_snapshot!("diagnostic__render_sarif", format!("{log:#}")));
}

#[test]
fn the_rules_refuse_logs_that_break_them() {
    let rules = serde_json::from_str(RULES).unwrap();
    let whole = log(&report());
    for (pointer, value) in [
        ("/version", json!("2.0.0")),
        ("/runs/0/results/0/locations", json!([])),
        ("/runs/0/results/0/message/text", json!("")),
        ("/runs/0/results/0/message/text", json!("see {0}")),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/ruleIndex", json!(-1)),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startColumn", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b.yaml")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("../b.yaml")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("file:///b.yaml")),
        ("/runs/0/results/0/partialFingerprints", json!({})),
        ("/runs/0/tool/driver/rules/0/shortDescription/text", json!("")),
        ("/runs/0/invocations/0", json!({ "exitCode": 0 })),
    ] {
        let mut log = whole.clone();
        *log.pointer_mut(pointer).unwrap() = value;
        assert_ne!(broken(&rules, &log), Vec::<String>::new(), "{pointer}");
    }
}

#[test]
fn columns_count_utf16_code_units_and_ends_are_exclusive() {
    let log = log(&report());
    let result = &log["runs"][0]["results"][1];
    assert_eq!(log["runs"][0]["columnKind"], "utf16CodeUnits");
    // `  é𝄞: { to: 𝄞x }`: é is one code unit, 𝄞 two.
    assert_eq!(region(&result["locations"][0]), [3, 14, 3, 17]);
    assert_eq!(region(&result["relatedLocations"][0]), [3, 3, 3, 6]);
    assert_eq!(region(&result["relatedLocations"][1]), [1, 3, 2, 11]);
}

#[test]
fn rows_with_line_breaks_end_on_their_last_line() {
    let log = log(&report());
    let result = &log["runs"][0]["results"][2];
    assert_eq!(region(&result["locations"][0]), [17, 1, 18, 4]);
    assert_eq!(region(&result["relatedLocations"][0]), [20, 3, 20, 6]);
    assert_eq!(region(&result["relatedLocations"][1]), [21, 1, 21, 1]);
    assert!(result["relatedLocations"][1].get("message").is_none(), "an empty text is left out");
}

#[test]
fn files_are_named_from_the_folder_of_the_run_and_encoded() {
    let whole = log(&report());
    let results = &whole["runs"][0]["results"];
    let mapping = "mappings/my%20mapping%3A%C3%A9.yaml";
    assert_eq!(uri(&results[0]["locations"][0]), mapping, "a finding without a place is about the mapping");
    assert_eq!(region(&results[0]["locations"][0]), [1, 1, 1, 1]);
    assert_eq!(uri(&results[1]["locations"][0]), mapping);
    let data = &results[2]["locations"][0];
    assert_eq!(uri(data), "file:///home/me/exports/%E2%82%AC%20May/T.csv");
    assert!(data["physicalLocation"]["artifactLocation"].get("uriBaseId").is_none());
    let mut below = report();
    below.folders.input = Some("./exports/../data".into());
    assert_eq!(uri(&log(&below)["runs"][0]["results"][2]["locations"][0]), "data/T.csv");
    below.folders.current = None;
    assert_eq!(uri(&log(&below)["runs"][0]["results"][2]["locations"][0]), "data/T.csv");
}

#[test]
fn messages_hold_no_placeholders_and_no_links() {
    let log = log(&report());
    let message = log["runs"][0]["results"][1]["message"]["text"].as_str().unwrap();
    assert_eq!(
        message,
        "there is no activity `𝄞x`, see [it] (0) or {{0}}.\n\nHelp: write `{{ to: y }}`\r\nor: nothing."
    );
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_numbers_change() {
    let prints = |report: &caseloom::diagnostic::render::Report| -> Vec<String> {
        let results = log(report)["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|each| each["partialFingerprints"]["caseloomFinding/v1"].to_string()).collect()
    };
    let before = report();
    let mut after = report();
    let findings = &mut after.findings[0];
    let file = findings.files.add("mappings/my mapping:é.yaml", format!("\n\n{}", super::WIDE));
    let moved = span(&findings.files, file, "𝄞x");
    findings.diagnostics[1].labels[0].place = caseloom::diagnostic::Place::Text(moved);
    findings.diagnostics[2].message = "30 rows can't be used".to_owned();
    assert_eq!(prints(&after), prints(&before));
    findings_differ(&prints(&before));
    let mut other = report();
    other.findings[0].diagnostics[1].message = "there is no activity `y`".to_owned();
    assert_ne!(prints(&other)[1], prints(&before)[1]);
    let mut twice = report();
    let again = twice.findings[0].diagnostics[1].clone();
    twice.findings[0].diagnostics.push(again);
    findings_differ(&prints(&twice));
}

fn findings_differ(prints: &[String]) {
    let distinct: std::collections::BTreeSet<&String> = prints.iter().collect();
    assert_eq!(distinct.len(), prints.len(), "{prints:?}");
}

#[test]
fn what_stops_the_command_is_a_notification() {
    let mut stopped = report();
    let told = Diagnostic::new(codes::UNREADABLE_FILE, "`x` can't be read").in_file("x", "").help("look {here}");
    stopped.stop = Some(Stop { is_usage: false, diagnostics: vec![told], ..Stop::default() });
    stopped.exit_code = 3;
    let log = log(&stopped);
    check(&log);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&json!(false), &json!(3)));
    let told = &invocation["toolExecutionNotifications"][0];
    assert_eq!((&told["descriptor"]["id"], &told["level"]), (&json!("E0708"), &json!("error")));
    assert_eq!(log["runs"][0]["tool"]["driver"]["notifications"][0]["id"], "E0708");
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 5, "what was found before stays");
}

#[test]
fn every_code_is_a_rule_that_code_scanning_takes() {
    let mut all = report();
    all.findings[0].diagnostics = Code::all().map(|code| Diagnostic::new(code, "x")).collect();
    check(&log(&all));
}
