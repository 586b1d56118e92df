//! Every shipped mapping on its sample: the whole output pinned, and what was worked out by hand beside it.

use crate::program::{Log, generate, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The shipped mappings, by their folders.
fn shipped() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("mappings")).unwrap();
    let mut names: Vec<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn folder(mapping: &str) -> PathBuf {
    root().join("mappings").join(mapping)
}

fn on_sample(mapping: &str) -> Log {
    let log = generate(mapping, &folder(mapping).join("sample"), &["--timezone", "UTC"]);
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

fn yaml(path: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// The activities' English labels, by id.
fn labels(mapping: &str) -> BTreeMap<String, String> {
    let tree = yaml(&folder(mapping).join("mapping.yaml"));
    let activities = tree["activities"].as_object().unwrap();
    activities.iter().map(|(id, activity)| (id.clone(), activity["label"]["en"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn samples_give_the_pinned_output() {
    for mapping in shipped() {
        let log = on_sample(&mapping);
        crate::snapshots().bind(|| {
            insta::assert_snapshot!(format!("{mapping}__events"), log.text("events.csv"));
            insta::assert_snapshot!(format!("{mapping}__cases"), log.text("cases.csv"));
            insta::assert_snapshot!(format!("{mapping}__manifest"), log.text("manifest.json"));
        });
    }
}

#[test]
fn every_activity_occurs_in_the_sample() {
    for mapping in shipped() {
        let log = on_sample(&mapping);
        let events = log.table("events.csv");
        let occurring = events.values("activity");
        for label in labels(&mapping).values() {
            assert!(occurring.contains(&label.as_str()), "{mapping}: `{label}` never occurs");
        }
    }
}

#[test]
fn every_case_attribute_has_two_values_in_the_sample() {
    for mapping in shipped() {
        let log = on_sample(&mapping);
        let cases = log.table("cases.csv");
        for name in &cases.header {
            let mut values = cases.values(name);
            values.sort_unstable();
            values.dedup();
            assert!(values.len() > 1, "{mapping}: `{name}` is always {values:?}");
        }
    }
}

/// A value as the table of cases has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn hand_written_cases_come_out() {
    for mapping in shipped() {
        let expected = yaml(&folder(&mapping).join("tests/expected.yaml"));
        let log = on_sample(&mapping);
        let (events, cases, labels) = (log.table("events.csv"), log.table("cases.csv"), labels(&mapping));
        let (case, time, activity) = (events.column("case_id"), events.column("timestamp"), events.column("activity"));
        for (id, wanted) in expected["cases"].as_object().unwrap() {
            let found: Vec<(String, String)> = events
                .rows
                .iter()
                .filter(|row| row[case] == *id)
                .map(|row| (row[time].clone(), row[activity].clone()))
                .collect();
            let wanted_events: Vec<(String, String)> = wanted["events"]
                .as_array()
                .unwrap()
                .iter()
                .map(|event| (event[0].as_str().unwrap().to_owned(), labels[event[1].as_str().unwrap()].clone()))
                .collect();
            assert_eq!(found, wanted_events, "{mapping}: events of {id}");
            let row = cases.rows.iter().find(|row| row[cases.column("case_id")] == *id).unwrap();
            for (name, value) in wanted["attributes"].as_object().unwrap() {
                assert_eq!(row[cases.column(name)], cell(value), "{mapping}: {name} of {id}");
            }
        }
    }
}
