//! The shipped mapping of the CX interaction log: its words in four languages, and one log from two shapes of export.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_yaml::Value;

use crate::program::{Log, Rows, generate, root};

const MAPPING: &str = "cx-interaction-log";

const LANGUAGES: [&str; 4] = ["en", "zh", "fr", "th"];

/// The seed's own names: the requirement, the attribute that carries it, the Thai name.
const COLUMNS: [(&str, &str, &str); 17] = [
    ("CX-A01", "CaseId", "Case ID"),
    ("CX-A02", "Contact", "ติดต่อ"),
    ("CX-A03", "ContactLabel", "ป้ายกำกับการติดต่อ"),
    ("CX-A04", "Channel", "ช่อง"),
    ("CX-A05", "Queue", "คิว"),
    ("CX-A06", "Agent", "ตัวแทน"),
    ("CX-A07", "Direction", "ทิศทาง"),
    ("CX-A08", "StartTime", "วันที่/เวลาเริ่มต้น"),
    ("CX-A09", "HandledTime", "เวลาที่จัดการ"),
    ("CX-A10", "FirstResponseTime", "เวลาตอบสนองครั้งแรก"),
    ("CX-A11", "HasRecording", "การบันทึก"),
    ("CX-A12", "Disposition", "การจัดการ"),
    ("CX-A13", "Tags", "แท็ก"),
    ("CX-A14", "Notes", "บันทึก"),
    ("CX-A15", "SentimentScore", "คะแนนความรู้สึก"),
    ("CX-A16", "CsatScore", "คะแนน CSAT"),
    ("CX-A17", "SLA", "SLA"),
];

/// The seed's seven dispositions: the requirement, the activity, its Thai name.
const DISPOSITIONS: [(&str, &str, &str); 7] = [
    ("CX-E08", "case_resolved", "แก้ไขแล้ว"),
    ("CX-E09", "left_unresolved", "ไม่ได้รับการแก้ไข"),
    ("CX-E10", "callback_scheduled", "กำหนดการโทรกลับแล้ว"),
    ("CX-E11", "escalated", "การยกระดับ"),
    ("CX-E12", "satisfaction_recorded", "ความพึงพอใจของลูกค้า"),
    ("CX-E13", "sales_opportunity_recorded", "โอกาสในการขาย"),
    ("CX-E14", "technical_issue_recorded", "ปัญหาทางเทคนิค"),
];

/// Words of the seed that are values: the column, the value in the log, the Thai word.
const WORDS: [(&str, &str, &str); 7] = [
    ("Direction", "Inbound", "ขาเข้า"),
    ("Direction", "Outbound", "ขาออก"),
    ("SentimentScore", "Positive", "บวก"),
    ("SentimentScore", "Negative", "ลบ"),
    ("SentimentScore", "Neutral", "เป็นกลาง"),
    ("RecordedSla", "Met", "พบปะ"),
    ("RecordedSla", "Not Met", "ไม่พบกัน"),
];

fn folder() -> PathBuf {
    root().join("mappings").join(MAPPING)
}

fn mapping() -> Value {
    serde_yaml::from_str(&std::fs::read_to_string(folder().join("mapping.yaml")).unwrap()).unwrap()
}

fn names_requirement(part: &Value, id: &str) -> bool {
    let named = &part["docs"]["requirement"];
    named.as_str() == Some(id) || named.as_sequence().is_some_and(|ids| ids.iter().any(|each| each.as_str() == Some(id)))
}

#[test]
fn attributes_have_the_seeds_own_names() {
    let attributes = &mapping()["attributes"]["case"];
    for (id, name, thai) in COLUMNS {
        let attribute = &attributes[name];
        assert_eq!(attribute["label"]["th"].as_str(), Some(thai), "{name}");
        assert!(names_requirement(attribute, id), "{name} doesn't name {id}");
    }
}

#[test]
fn dispositions_have_the_seeds_own_names() {
    let activities = &mapping()["activities"];
    for (id, name, thai) in DISPOSITIONS {
        let activity = &activities[name];
        assert_eq!(activity["label"]["th"].as_str(), Some(thai), "{name}");
        assert!(names_requirement(activity, id), "{name} doesn't name {id}");
    }
}

#[test]
fn every_word_of_the_seed_is_read() {
    let mapping = mapping();
    let columns = &mapping["sources"]["interaction"]["columns"];
    let is_read = |column: &str, value: &str, thai: &str| {
        let spellings = columns[column]["values"][value].as_sequence();
        spellings.is_some_and(|all| all.iter().any(|each| each.as_str() == Some(thai)))
    };
    for (column, value, thai) in WORDS {
        assert!(is_read(column, value, thai), "{column}: {thai}");
    }
    let dispositions = columns["Disposition"]["values"].as_mapping().unwrap();
    for (_, activity, thai) in DISPOSITIONS {
        let has_it = |values: &Value| values.as_sequence().unwrap().iter().any(|each| each.as_str() == Some(thai));
        assert_eq!(dispositions.iter().filter(|(_, values)| has_it(values)).count(), 1, "{activity}: {thai}");
    }
}

/// The lists above are those of the seed: `CASELOOM_DATA` names the folder of exports, beside which the seeds stand.
#[test]
fn the_lists_are_the_seeds() {
    let Some(data) = std::env::var_os("CASELOOM_DATA").map(PathBuf::from) else {
        eprintln!("CASELOOM_DATA isn't set: skipped");
        return;
    };
    let seed = std::fs::read_to_string(data.join("../seeds/002_b6c1343cbf9db9f4.txt")).unwrap();
    let lines: Vec<&str> = seed.lines().map(str::trim).collect();
    for (_, _, name) in COLUMNS {
        assert!(lines.contains(&name), "{name}");
    }
    for (_, _, name) in DISPOSITIONS {
        assert!(lines.iter().any(|line| line.split_once(". ").is_some_and(|(_, rest)| rest.starts_with(name))), "{name}");
    }
    for (_, _, word) in WORDS {
        assert!(seed.contains(word), "{word}");
    }
}

/// A text in all languages, or a name that is the same in all.
fn lacking(text: &Value, may_be_plain: bool) -> Vec<&'static str> {
    let says = |language: &&str| text.get(language).and_then(Value::as_str).is_some_and(|words| !words.trim().is_empty());
    match text {
        Value::String(_) if may_be_plain => Vec::new(),
        _ => LANGUAGES.into_iter().filter(|language| !says(language)).collect(),
    }
}

#[test]
fn every_label_and_every_word_of_the_docs_is_in_four_languages() {
    let mapping = mapping();
    let mut problems = Vec::new();
    let mut check = |place: String, part: &Value, keys: &[&str]| {
        let mut note = |key: &str, lacking: Vec<&str>| {
            if !lacking.is_empty() {
                problems.push(format!("{place}: {key} lacks {}", lacking.join(", ")));
            }
        };
        note("label", lacking(&part["label"], false));
        for key in keys {
            note(key, lacking(&part["docs"][*key], *key == "from"));
        }
    };
    for (id, activity) in mapping["activities"].as_mapping().unwrap() {
        check(format!("activity {}", id.as_str().unwrap()), activity, &["description", "why", "from", "captured"]);
    }
    for (level, attributes) in mapping["attributes"].as_mapping().unwrap() {
        for (id, attribute) in attributes.as_mapping().unwrap() {
            let place = format!("{} attribute {}", level.as_str().unwrap(), id.as_str().unwrap());
            check(place, attribute, &["description", "why", "from"]);
        }
    }
    for (id, param) in mapping["params"].as_mapping().unwrap() {
        check(format!("param {}", id.as_str().unwrap()), param, &["description"]);
    }
    check("the source".to_owned(), &mapping["sources"]["interaction"], &["description", "why", "from"]);
    check("the mapping".to_owned(), &mapping, &["description", "why", "from"]);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The languages of a log differ in the names of activities alone.
#[test]
fn the_log_speaks_four_languages() {
    let in_language = |language: &str| {
        let log = generate(MAPPING, &folder().join("sample"), &["--locale", language]);
        assert_eq!(log.code(), 0, "{}", log.said());
        log.table("events.csv").values("activity").iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>()
    };
    let activities = mapping()["activities"].clone();
    for language in LANGUAGES {
        let found = in_language(language);
        for (id, activity) in activities.as_mapping().unwrap() {
            if activity.get("named_by").is_none() {
                let label = activity["label"][language].as_str().unwrap();
                assert!(found.contains(label), "{}: {label}", id.as_str().unwrap());
            }
        }
    }
}

/// What records of the API don't have.
const NOT_OF_THE_API: [&str; 4] = ["HasRecording", "Notes", "SentimentScore", "CsatScore"];

/// What only records of the API have.
const NOT_OF_THE_TABLE: [&str; 2] = ["WrapUpTime", ""];

fn log(sample: &str) -> Log {
    let log = generate(MAPPING, &folder().join(sample), &[]);
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

/// Rows by the first column, as cells by header; what can't be the same is left out.
fn comparable(table: &Rows, left_out: &[&str]) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let mut cases: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in &table.rows {
        let cells = table.header.iter().cloned().zip(row.iter().cloned());
        let cells = cells.filter(|(name, _)| !left_out.contains(&name.as_str())).collect();
        cases.entry(row[0].clone()).or_default().push(cells);
    }
    cases
}

#[test]
fn both_shapes_of_one_export_give_one_log() {
    let (table, api) = (log("sample"), log("sample-api"));
    let left_out = [&NOT_OF_THE_API[..], &NOT_OF_THE_TABLE].concat();
    let (left, right) = (table.table("cases.csv"), api.table("cases.csv"));
    assert!(left.rows.len() >= 40, "{} cases", left.rows.len());
    assert_eq!(comparable(&left, &left_out), comparable(&right, &left_out));
    // Event ids go by the row's key; a table has no scores that came in.
    let mut of_table = table.table("events.csv");
    let activity = of_table.column("activity");
    of_table.rows.retain(|row| row[activity] != "CSAT Received");
    let of_api = api.table("events.csv");
    assert_eq!(comparable(&of_table, &[]), comparable(&of_api, &[]));
}
