//! Sets as files: what they name, how they are checked, their schema.

use std::collections::BTreeMap;

use caseloom::resolve;
use serde_json::Value;

use super::{SET, fine, folder, generate, generate_set, manifest, text};
use crate::cli::{caseloom_in, files};
use crate::mapping::root;

#[test]
fn a_set_gives_the_log_of_its_mappings() {
    let folder = folder();
    fine(&generate(folder.path(), &[]));
    let together: BTreeMap<&str, String> = ["events.csv", "cases.csv", "quarantine.csv"]
        .into_iter()
        .map(|file| (file, text(folder.path(), file)))
        .collect();
    fine(&generate_set(folder.path(), &[]));
    for (file, expected) in &together {
        assert_eq!(text(folder.path(), file), *expected, "{file}");
    }
    let set = &manifest(folder.path())["set"];
    assert_eq!((&set["name"], &set["version"]), (&"desk-and-calls".into(), &"0.3.0".into()));
    assert_eq!(set["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn the_order_of_the_set_is_that_of_the_mappings() {
    let folder = folder();
    let turned = SET.replace("  desk: { mapping: desk.yaml }\n", "") + "  desk: { mapping: desk.yaml }\n";
    files(folder.path(), &[("set.yaml", &turned)]);
    fine(&generate_set(folder.path(), &[]));
    let events = super::trace(folder.path());
    assert_eq!(events[3..5], ["T1 09:30 Calls Call Opened", "T1 09:30 Desk Stepped"]);
}

#[test]
fn files_are_looked_for_from_the_set_and_shipped_names_everywhere() {
    let folder = folder();
    let set = "caseloom: 1\nset: both\nmappings:\n  servicenow-incident: { timezone: UTC }\n  desk: { mapping: ../desk.yaml }\n";
    files(folder.path(), &[("sets/both.yaml", set)]);
    let ran = caseloom_in(folder.path(), &["validate", "sets/both.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert_eq!(ran.stderr, "sets/both.yaml: no findings\n");
    let sample = root().join("mappings/servicenow-incident/sample");
    let sample = format!("servicenow-incident={}", sample.display());
    let run =
        ["generate", "--mapping", "sets/both.yaml", "--input", "desk=desk", "--input", &sample, "--output", "log"];
    let ran = caseloom_in(folder.path(), &run);
    fine(&ran);
    assert_eq!(manifest(folder.path())["totals"]["cases"], 53);
}

#[test]
fn a_set_of_one_mapping_says_where_events_come_from() {
    let folder = folder();
    files(folder.path(), &[("set.yaml", "caseloom: 1\nset: alone\nmappings: { desk: { mapping: desk.yaml } }\n")]);
    let run = ["generate", "--mapping", "set.yaml", "--input", "desk", "--output", "log"];
    fine(&caseloom_in(folder.path(), &run));
    assert_eq!(super::trace(folder.path()).len(), 5);
}

#[test]
fn validate_checks_a_set_with_its_mappings_and_what_is_only_wrong_together() {
    let folder = folder();
    let ran = caseloom_in(folder.path(), &["validate", "set.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("W1008") && ran.stdout.contains("calls.yaml:"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "set.yaml: 1 warning\n");
    let denied = caseloom_in(folder.path(), &["validate", "set.yaml", "--deny-warnings"]);
    assert_eq!(denied.code, 1);
    files(folder.path(), &[("calls.yaml", &super::CALLS.replace("at: Over", "at: Ovr"))]);
    let ran = caseloom_in(folder.path(), &["validate", "set.yaml", "--format", "json"]);
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, found.as_array().unwrap().len()), (1, 1), "{}", ran.stdout);
    assert_eq!(found[0]["spans"][0]["file"], "calls.yaml");
}

#[test]
fn validate_looks_at_the_input_of_each_mapping() {
    let folder = folder();
    files(folder.path(), &[("calls/calls.csv", "Call,Request,Began,Over,Agent,Channel\nx,T1,soon,,,\n")]);
    let validate = |more: &[&str]| caseloom_in(folder.path(), &[&["validate", "set.yaml"], more].concat());
    let ran = validate(super::INPUTS);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("`calls`: 1 row of `calls.Began` can't be used"), "{}", ran.stdout);
    validate(&["--input", "desk=desk"]).refused(&["E1004", "`calls` has no input"]);
    validate(&["--input", "desk=desk", "--input", "cals=calls"]).refused(&["did you mean `calls`?"]);
}

#[test]
fn a_profile_that_a_mapping_has_not_is_the_files_own_fault() {
    let folder = folder();
    files(folder.path(), &[("set.yaml", &SET.replace("mapping: desk.yaml", "mapping: desk.yaml, profile: api"))]);
    let ran = caseloom_in(folder.path(), &["validate", "set.yaml"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("help: the mapping has no profiles; leave `profile:` out"), "{}", ran.stdout);
}

#[test]
fn show_takes_no_set() {
    let folder = folder();
    caseloom_in(folder.path(), &["show", "set.yaml"]).refused(&["E1002", "`set.yaml` is a set of mappings"]);
}

#[test]
fn the_schema_is_fresh_and_of_one_mind_with_the_engine() {
    let file = root().join("schemas/set.schema.json");
    let schema = resolve::set_schema();
    let wanted = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if std::env::var_os("CASELOOM_WRITE").is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == wanted, "the language changed: CASELOOM_WRITE=1 cargo test --test suite sets::files::the_schema");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let good = "caseloom: 1\nset: a\nversion: 1\nlabel: { en: A }\ndocs: b\noutput: { time: seconds, columns: { kind: K } }\n\
                mappings: { a-b: { mapping: x, profile: p, timezone: UTC, set: { c: [1, 2], d: e }, docs: f } }";
    let accepts = |text: &str| validator.is_valid(&serde_yaml::from_str::<Value>(text).unwrap());
    assert!(accepts(good) && accepts(SET));
    for (right, wrong) in [
        ("set: a\n", ""),
        ("caseloom: 1", "caseloom: 2"),
        ("profile: p", "profil: p"),
        ("a-b:", "a b:"),
        ("docs: b", "sources: {}"),
        ("version: 1", "version: ~"),
        ("mappings: {", "mappings: [1] #"),
    ] {
        assert!(good.contains(right) && !accepts(&good.replacen(right, wrong, 1)), "{wrong}");
    }
    for definition in schema["$defs"].as_object().unwrap().values().chain([&schema]) {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string(), "{key}");
        }
    }
}

#[test]
fn schema_prints_either() {
    let folder = folder();
    let printed = |kind: &[&str]| {
        let ran = caseloom_in(folder.path(), &[&["schema"], kind].concat());
        fine_result(&ran.stdout, ran.code)
    };
    assert_eq!(printed(&["set"])["title"], "caseloom set of mappings");
    assert_eq!(printed(&["mapping"]), printed(&[]));
    caseloom_in(folder.path(), &["schema", "sets"]).refused(&["sets", "mapping, set"]);
}

fn fine_result(stdout: &str, code: i32) -> Value {
    assert_eq!(code, 0);
    serde_json::from_str(stdout).unwrap()
}
