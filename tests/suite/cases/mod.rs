//! The test cases of the shipped mappings, run by `caseloom test`; and that every requirement has one.

mod contact_centres;
mod covered;

use std::sync::LazyLock;

use serde_json::Value;

use crate::program::{command, root};

/// A case, and what came of it.
#[derive(Clone)]
struct Test {
    mapping: String,
    covers: Vec<String>,
    expects: Vec<String>,
    passed: bool,
}

impl Test {
    fn expects_a_log(&self) -> bool {
        self.expects.iter().any(|key| ["events", "cases", "log", "snapshot"].contains(&key.as_str()))
    }
}

/// The folders of the mappings.
fn mappings() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("mappings")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.into_iter().map(|name| format!("mappings/{name}")).collect()
}

/// What `caseloom test` says of all mappings, once for all tests here: its exit code, the report, and what it told.
static REPORT: LazyLock<(i32, Value, String)> = LazyLock::new(|| {
    let mappings = mappings();
    let mut arguments = vec!["test", "--format", "json", "--threads", "4"];
    arguments.extend(mappings.iter().map(String::as_str));
    let output = command(root(), &arguments).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}"));
    (output.status.code().unwrap(), report, told)
});

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|each| each.as_str().unwrap().to_owned()).collect()
}

/// The cases of all mappings.
fn of_mappings() -> Vec<Test> {
    let test = |test: &Value| Test {
        mapping: test["mapping"].as_str().unwrap().to_owned(),
        covers: texts(&test["covers"]),
        expects: texts(&test["expects"]),
        passed: test["status"] == "passed",
    };
    REPORT.1["tests"].as_array().unwrap().iter().map(test).collect()
}

#[test]
fn the_cases_of_every_mapping_hold() {
    let (code, _, told) = &*REPORT;
    let tests = of_mappings();
    let failed = tests.iter().filter(|test| !test.passed).count();
    assert!(
        *code == 0 && failed == 0,
        "{failed} of {} cases fail: see `caseloom test {}`\n{told}",
        tests.len(),
        mappings().join(" ")
    );
    assert!(tests.len() > 100, "{} cases", tests.len());
}

#[test]
fn every_mapping_has_cases() {
    let tests = of_mappings();
    let without = mappings().into_iter().filter(|mapping| tests.iter().all(|test| test.mapping != *mapping));
    assert_eq!(without.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_cases_inside_the_program_are_those_of_the_repository() {
    for mapping in mappings() {
        let name = mapping.trim_start_matches("mappings/");
        let folder = tempfile::tempdir().unwrap();
        let output = command(folder.path(), &["test", name, "--format", "json"]).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let inside = report["tests"].as_array().unwrap();
        let beside = of_mappings().into_iter().filter(|test| test.mapping == mapping).count();
        assert_eq!((output.status.code(), inside.len()), (Some(0), beside), "{name}");
        assert!(inside[0]["file"].as_str().unwrap().starts_with(&format!("shipped:{name}/tests/")), "{name}");
    }
}
