//! Files of tests with one mistake each, in `tests/broken-tests`: each gives exactly the finding that it is there for.
//!
//! The first line of a file names the code and the mistake, as in `tests/broken`. What is drawn is pinned.

use std::collections::BTreeSet;

use caseloom::diagnostic::Code;
use serde_json::Value;

use crate::cli::{Ran, caseloom_in};
use crate::mapping::root;

/// The names of the files.
fn fixtures() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("tests/broken-tests")).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let mut names: Vec<String> = files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(format!("tests/broken-tests/{name}.yaml"))).unwrap()
}

fn code(name: &str) -> Code {
    let text = text(name);
    let line = text.lines().next().unwrap_or_default();
    let written = line.strip_prefix("# ").and_then(|line| line.split(':').next()).unwrap_or_default();
    Code::parse(written).unwrap_or_else(|| panic!("{name}: the first line names no code: {line}"))
}

/// The codes that the fixtures are there for.
pub fn codes() -> BTreeSet<Code> {
    fixtures().iter().map(|name| code(name)).collect()
}

fn test(name: &str, more: &[&str]) -> Ran {
    let cases = format!("tests/broken-tests/{name}.yaml");
    caseloom_in(root(), &[&["test", "tests/broken-tests/mapping/desk.yaml", "--cases", &cases], more].concat())
}

#[test]
fn each_gives_its_finding_alone() {
    let mut wrong = Vec::new();
    for name in fixtures() {
        let ran = test(&name, &["--format", "json"]);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{name}: {}", ran.stderr));
        let tests = report["tests"].as_array().unwrap().iter().flat_map(|test| test["findings"].as_array().unwrap());
        let found: Vec<&Value> = tests.chain(report["findings"].as_array().unwrap()).collect();
        let codes: Vec<&str> = found.iter().map(|each| each["code"].as_str().unwrap()).collect();
        let wanted = code(&name);
        let exit = i32::from(wanted.id().starts_with('E'));
        if codes != [wanted.id()] || ran.code != exit {
            wrong.push(format!(
                "{name}: wanted {wanted}, found {codes:?}, exit {}\n{}",
                ran.code,
                test(&name, &[]).stdout
            ));
        }
        assert!(found.iter().all(|each| each["help"].as_str().is_some_and(|help| !help.is_empty())), "{name}: no help");
    }
    assert!(wrong.is_empty(), "{} of the files:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn findings_are_drawn() {
    crate::snapshots().bind(|| {
        for name in fixtures() {
            let ran = test(&name, &[]);
            insta::assert_snapshot!(format!("broken-test__{name}"), format!("exit {}\n{}", ran.code, ran.stdout));
        }
    });
}

#[test]
fn the_mapping_is_right() {
    let ran = caseloom_in(root(), &["validate", "tests/broken-tests/mapping/desk.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
}

#[test]
fn every_snapshot_has_a_file() {
    let names: BTreeSet<String> = fixtures().into_iter().collect();
    for entry in std::fs::read_dir(root().join("snapshots")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_prefix("broken-test__").and_then(|rest| rest.strip_suffix(".snap")) {
            assert!(names.contains(name), "{file} has no file of tests");
        }
    }
}
