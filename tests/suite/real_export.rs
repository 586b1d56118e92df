//! The shipped mappings on real exports, against counts that were worked out without the engine.
//!
//! `CASELOOM_DATA` names the folder with the exports. Unset, these tests say that they are skipped; set, the files have
//! to be there.

use crate::program::{Log, Rows, generate, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

fn data(folder: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("CASELOOM_DATA").map(PathBuf::from) else {
        eprintln!("skipped: CASELOOM_DATA is not set");
        return None;
    };
    let folder = root.join(folder);
    assert!(folder.is_dir(), "{} is missing", folder.display());
    Some(folder)
}

const MAPPING: &str = "servicenow-incident";

static SERVICENOW: LazyLock<Option<Log>> = LazyLock::new(|| {
    let log = generate(MAPPING, &data("servicenow-uci")?, &["--timezone", "UTC"]);
    assert_eq!(log.code(), 0, "{}", log.said());
    Some(log)
});

static EXPECTED: LazyLock<Value> = LazyLock::new(|| {
    let path = root().join("mappings").join(MAPPING).join("tests/real-export.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

static CASES: LazyLock<Option<Rows>> = LazyLock::new(|| Some(SERVICENOW.as_ref()?.table("cases.csv")));

/// The entry of a list in the manifest that has that name.
fn entry<'a>(list: &'a Value, key: &str, name: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|each| each[key] == name).unwrap_or_else(|| panic!("no {name}"))
}

fn changes(manifest: &Value, field: &str) -> u64 {
    entry(&manifest["fields"], "id", field)["changes"].as_u64().unwrap()
}

fn events(manifest: &Value, activity: &str) -> u64 {
    entry(&manifest["activities"], "activity", activity)["events"].as_u64().unwrap()
}

fn count_where(rows: &Rows, column: &str, value: &str) -> usize {
    rows.values(column).iter().filter(|each| **each == value).count()
}

/// The ids of the cases in which an attribute is true.
fn cases_where_true<'a>(rows: &'a Rows, column: &str) -> Vec<&'a str> {
    let ids = rows.values("case_id");
    ids.into_iter().zip(rows.values(column)).filter(|(_, value)| *value == "true").map(|(id, _)| id).collect()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|each| each.as_str().unwrap()).collect()
}

#[test]
fn headline_counts_come_out() {
    let Some(log) = SERVICENOW.as_ref() else { return };
    let cases = CASES.as_ref().unwrap();
    let manifest = log.manifest();
    assert_eq!(cases.rows.len(), 24_918);
    assert_eq!(manifest["totals"]["rows"], 141_712);
    assert_eq!(changes(&manifest, "state"), 64_034);
    assert_eq!(changes(&manifest, "group"), 23_321);
    assert_eq!(count_where(cases, "MadeSla", "true"), 15_803);
    assert_eq!(count_where(cases, "MadeSla", "false"), 9_115);
    assert_eq!(cases_where_true(cases, "ReopenCountDiffers"), ["INC0000137"]);
    assert_eq!(cases_where_true(cases, "ReassignmentCountDiffers").len(), 91);
    let gap: i64 = cases.values("ReassignmentCountGap").iter().map(|value| value.parse::<i64>().unwrap()).sum();
    assert_eq!(gap, 93);
}

#[test]
fn events_by_activity_come_out() {
    let Some(log) = SERVICENOW.as_ref() else { return };
    let manifest = log.manifest();
    for (activity, count) in EXPECTED["events_by_activity"].as_object().unwrap() {
        assert_eq!(events(&manifest, activity), count.as_u64().unwrap(), "{activity}");
    }
    assert_eq!(events(&manifest, "incident_reopened"), 332);
    assert_eq!(manifest["totals"]["events"], EXPECTED["events"]);
    assert_eq!(manifest["totals"]["variants"], EXPECTED["variants"]);
}

#[test]
fn the_account_of_rows_closes() {
    let Some(log) = SERVICENOW.as_ref() else { return };
    let manifest = log.manifest();
    let fates = manifest["rows"][0].as_object().unwrap();
    let named = ["filtered", "case_filtered", "events", "merged", "duplicates", "no_time", "not_chosen", "repeated"];
    let others = ["records", "lookup", "unmatched"];
    let count = |name: &&str| fates[*name].as_u64().unwrap();
    let quarantined: u64 = fates["quarantined"].as_object().unwrap().values().map(|each| each.as_u64().unwrap()).sum();
    assert_eq!(fates["read"], 141_712);
    assert_eq!(named.iter().chain(&others).map(count).sum::<u64>() + quarantined, 141_712);
    assert_eq!(fates["events"], EXPECTED["row_account"]["made an event"]);
    // Of the rows that repeat every field, a few were looked at by a rule on rows and count under that.
    let repeating = count(&"repeated") + count(&"not_chosen") + count(&"no_time");
    assert_eq!(repeating, EXPECTED["row_account"]["no event, every tracked field repeated"].as_u64().unwrap());
    assert_eq!(fates["unmatched"], EXPECTED["row_account"]["no event, priority lowered and nothing else"]);
}

#[test]
fn unknown_states_are_shown() {
    let Some(log) = SERVICENOW.as_ref() else { return };
    let cases = CASES.as_ref().unwrap();
    let rows: i64 = cases.values("UnknownStateCount").iter().map(|value| value.parse::<i64>().unwrap()).sum();
    assert_eq!(rows, 5);
    assert_eq!(events(&log.manifest(), "state_unknown"), 2);
}

#[test]
fn cases_of_the_checks_are_the_known_ones() {
    let Some(_) = SERVICENOW.as_ref() else { return };
    let cases = CASES.as_ref().unwrap();
    for (column, key) in [
        ("OpenedAtDiffers", "opened_at_differs"),
        ("IsStartMissing", "start_missing"),
        ("ReassignmentCountDiffers", "reassignment_count_differs"),
    ] {
        assert_eq!(cases_where_true(cases, column), texts(&EXPECTED[key]), "{column}");
    }
}

/// Null, distinct values, and how often each of the named values occurs.
#[test]
fn case_attributes_are_distributed_as_known() {
    let Some(_) = SERVICENOW.as_ref() else { return };
    let cases = CASES.as_ref().unwrap();
    for (name, facts) in EXPECTED["case_attributes"].as_object().unwrap() {
        let values = cases.values(name);
        let null = values.iter().filter(|value| value.is_empty()).count();
        let distinct: BTreeSet<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
        assert_eq!(null as u64, facts["null"].as_u64().unwrap(), "{name}: null");
        assert_eq!(distinct.len() as u64, facts["distinct"].as_u64().unwrap(), "{name}: distinct");
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        values.iter().for_each(|value| *counts.entry(value).or_default() += 1);
        for group in ["values", "most_frequent"] {
            for (value, count) in facts.get(group).and_then(Value::as_object).into_iter().flatten() {
                assert_eq!(counts.get(value.as_str()).copied(), count.as_u64(), "{name}: {value}");
            }
        }
        if let Some(sum) = facts.get("sum").and_then(Value::as_i64) {
            let found: i64 = values.iter().filter_map(|value| value.parse::<i64>().ok()).sum();
            assert_eq!(found, sum, "{name}: sum");
        }
        for (word, extreme) in [("min", distinct.first()), ("max", distinct.last())] {
            if let Some(time) = facts.get(word).and_then(Value::as_str) {
                assert_eq!(extreme.copied(), Some(time), "{name}: {word}");
            }
        }
    }
}

/// The export's rows in another order, as a file of their own.
fn reordered(folder: &std::path::Path, order: impl Fn(&mut Vec<&[u8]>)) {
    let zip = std::fs::File::open(data("servicenow-uci").unwrap().join("incident_event_log.zip")).unwrap();
    let mut archive = zip::ZipArchive::new(zip).unwrap();
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_index(0).unwrap(), &mut text).unwrap();
    let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let header = lines.remove(0);
    order(&mut lines);
    lines.insert(0, header);
    std::fs::write(folder.join("incident_event_log.csv"), lines.concat()).unwrap();
}

#[test]
fn shuffled_rows_give_the_same_bytes() {
    let Some(log) = SERVICENOW.as_ref() else { return };
    let folder = tempfile::tempdir().unwrap();
    // A shuffle that is always the same: by a hash of each row.
    reordered(folder.path(), |lines| {
        lines.sort_by_key(|line| {
            line.iter()
                .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
        });
    });
    let shuffled = generate(MAPPING, folder.path(), &["--timezone", "UTC", "--threads", "8"]);
    for file in ["events.csv", "cases.csv"] {
        assert!(log.bytes(file) == shuffled.bytes(file), "{file} differs");
    }
}

#[test]
fn the_files_own_order_gives_the_other_known_counts() {
    let Some(folder) = data("servicenow-uci") else { return };
    let mapping = std::fs::read_to_string(root().join("mappings").join(MAPPING).join("mapping.yaml")).unwrap();
    let changed = mapping.replace("order: sys_mod_count", "order: row");
    assert_ne!(mapping, changed);
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("mapping.yaml");
    std::fs::write(&path, changed).unwrap();
    let log = generate(path.to_str().unwrap(), &folder, &["--timezone", "UTC"]);
    assert_eq!(log.code(), 0, "{}", log.said());
    let manifest = log.manifest();
    assert_eq!(changes(&manifest, "state"), 64_033);
    assert_eq!(events(&manifest, "incident_reopened"), 331);
}
