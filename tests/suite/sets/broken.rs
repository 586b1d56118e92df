//! Sets with one mistake each, in `tests/broken-sets`: each gives exactly the finding that it is there for.
//!
//! The first line of a set names the code and the mistake, as in `tests/broken`. What is drawn is pinned.

use std::collections::BTreeSet;
use std::path::PathBuf;

use caseloom::diagnostic::Code;
use serde_json::Value;

use crate::cli::{Ran, caseloom_in};
use crate::mapping::root;

/// The folders that have a set.
fn fixtures() -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(root().join("tests/broken-sets")).unwrap().map(|entry| entry.unwrap().path());
    let sets = entries.map(|folder| folder.join("set.yaml")).filter(|set| set.is_file());
    let name = |set: &PathBuf| set.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    let mut fixtures: Vec<(String, PathBuf)> = sets.map(|set| (name(&set), set)).collect();
    fixtures.sort();
    fixtures
}

fn code(name: &str, set: &PathBuf) -> Code {
    let text = std::fs::read_to_string(set).unwrap();
    let line = text.lines().next().unwrap_or_default();
    let written = line.strip_prefix("# ").and_then(|line| line.split(':').next()).unwrap_or_default();
    Code::parse(written).unwrap_or_else(|| panic!("{name}: the first line names no code: {line}"))
}

/// The codes that the fixtures are there for.
pub fn codes() -> BTreeSet<Code> {
    fixtures().iter().map(|(name, set)| code(name, set)).collect()
}

fn validate(name: &str, more: &[&str]) -> Ran {
    let set = format!("tests/broken-sets/{name}/set.yaml");
    caseloom_in(root(), &[&["validate", "--quiet", &set], more].concat())
}

#[test]
fn each_gives_its_finding_alone() {
    let mut wrong = Vec::new();
    for (name, set) in fixtures() {
        let ran = validate(&name, &["--format", "json"]);
        let found: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{name}: {}", ran.stderr));
        let codes: Vec<&str> = found.as_array().unwrap().iter().map(|each| each["code"].as_str().unwrap()).collect();
        let wanted = code(&name, &set);
        if codes != [wanted.id()] {
            wrong.push(format!("{name}: wanted {wanted}, found {codes:?}\n{}", validate(&name, &[]).stdout));
        }
        let helps =
            found.as_array().unwrap().iter().all(|each| each["help"].as_str().is_some_and(|help| !help.is_empty()));
        assert!(helps, "{name}: no help");
    }
    assert!(wrong.is_empty(), "{} of the sets:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn findings_are_drawn() {
    crate::snapshots().bind(|| {
        for (name, _) in fixtures() {
            let ran = validate(&name, &[]);
            insta::assert_snapshot!(format!("broken-set__{name}"), format!("exit {}\n{}", ran.code, ran.stdout));
        }
    });
}

#[test]
fn the_mappings_beside_them_are_right() {
    for mapping in ["desk", "calls", "others/due", "others/spaced"] {
        let file = format!("tests/broken-sets/{mapping}.yaml");
        let ran = caseloom_in(root(), &["validate", &file]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{mapping}: {}", ran.stderr);
    }
}

#[test]
fn every_snapshot_has_a_set() {
    let names: BTreeSet<String> = fixtures().into_iter().map(|(name, _)| name).collect();
    for entry in std::fs::read_dir(root().join("snapshots")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_prefix("broken-set__").and_then(|rest| rest.strip_suffix(".snap")) {
            assert!(names.contains(name), "{file} has no set");
        }
    }
}
