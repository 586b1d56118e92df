//! pm4py reads what was written.
//!
//! `CASELOOM_PYTHON` names a Python that has pm4py. Unset, these tests say that they are skipped; set, pm4py has to be
//! there.

use super::parsed::{Element, Trace, Typed};
use super::tables::pairs;
use super::{awkward, parsed, sample};
use crate::program::{Log, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// What pm4py read of a log.
fn read(log: &Log) -> Option<Value> {
    let Some(python) = std::env::var_os("CASELOOM_PYTHON") else {
        eprintln!("skipped: CASELOOM_PYTHON is not set");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let (xes, json) = (folder.path().join("log.xes"), folder.path().join("read.json"));
    std::fs::write(&xes, log.bytes("log.xes")).unwrap();
    let script = root().join("tests/suite/xes/read_with_pm4py.py");
    let ran = Command::new(python).arg(script).args([&xes, &json]).current_dir(folder.path()).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap())
}

fn typed(value: &Value) -> Typed {
    let (kind, value) = value.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "string" => Typed::String(value.as_str().unwrap().to_owned()),
        "date" => Typed::Date(value.as_i64().unwrap()),
        "int" => Typed::Int(value.as_i64().unwrap()),
        "float" => Typed::Float(value.as_f64().unwrap()),
        "boolean" => Typed::Boolean(value.as_bool().unwrap()),
        "list" => Typed::List(value.as_array().unwrap().iter().map(typed).collect()),
        other => panic!("{other}"),
    }
}

fn element(value: &Value) -> Element {
    value.as_object().unwrap().iter().map(|(key, value)| (key.clone(), typed(value))).collect()
}

/// As pm4py has it: an id is a text, and a list within a list too deep for it.
fn as_read(element: &Element) -> Element {
    let plain = |value: &Typed| match value {
        Typed::Id(id) => Typed::String(id.clone()),
        other => other.clone(),
    };
    element.iter().map(|(key, value)| (key.clone(), plain(value))).collect()
}

fn is_read(log: &Log) {
    let Some(read) = read(log) else { return };
    let wanted = parsed(log);
    assert_eq!(element(&read["log"]), as_read(&wanted.attributes));
    let traces = read["traces"].as_array().unwrap();
    assert_eq!(traces.len(), wanted.traces.len());
    for (trace, wanted) in traces.iter().zip(&wanted.traces) {
        let events = trace["events"].as_array().unwrap().iter().map(element).collect();
        let wanted_events = wanted.events.iter().map(as_read).collect();
        assert_eq!(
            Trace { attributes: element(&trace["attributes"]), events },
            Trace { attributes: as_read(&wanted.attributes), events: wanted_events }
        );
    }
    for (name, keys) in &wanted.classifiers {
        assert_eq!(read["classifiers"][name], serde_json::json!(keys));
    }
    for (scope, attributes) in &wanted.globals {
        assert_eq!(read["globals"][scope], serde_json::json!(attributes.keys().collect::<Vec<_>>()));
    }
    for (prefix, address) in &wanted.extensions {
        assert_eq!(read["extensions"][prefix], **address);
    }
}

#[test]
fn awkward_values_are_read() {
    is_read(&awkward(&[]));
}

#[test]
fn the_sample_is_read() {
    is_read(&sample(&[]));
}

#[test]
fn its_table_has_the_rows_of_events_csv() {
    let log = sample(&[]);
    let Some(read) = read(&log) else { return };
    let rows: Vec<(String, String)> = serde_json::from_value(read["rows"].clone()).unwrap();
    assert_eq!(rows, pairs(&log.table("events.csv")));
    assert_eq!(read["variants"], log.manifest()["totals"]["variants"]);
}

#[test]
fn its_table_leaves_out_cases_without_events() {
    let log = awkward(&[]);
    let Some(read) = read(&log) else { return };
    let rows = read["rows"].as_array().unwrap();
    let cases: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str().unwrap()).collect();
    assert_eq!((rows.len(), cases.len()), (log.table("events.csv").rows.len(), 9));
}
