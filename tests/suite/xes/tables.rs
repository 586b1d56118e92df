//! log.xes says what events.csv and cases.csv say.

use super::parsed::{Element, Typed};
use super::{awkward, parsed, sample};
use crate::program::{Log, Rows};
use caseloom::time::{Precision, write_rfc3339};
use caseloom::write::put_number;

/// The key of a column of events.csv.
fn key_of(header: &str) -> &str {
    match header {
        "event_id" => "identity:id",
        "activity" => "concept:name",
        "timestamp" => "time:timestamp",
        "resource" => "org:resource",
        "lifecycle" => "lifecycle:transition",
        other => other,
    }
}

/// A value as a field of CSV shows it.
fn as_field(value: &Typed, precision: Precision) -> String {
    let mut out = Vec::new();
    match value {
        Typed::String(text) => return text.clone(),
        Typed::Date(time) => write_rfc3339(*time, precision, &mut out),
        Typed::Int(value) => return value.to_string(),
        Typed::Float(value) => put_number(&mut out, *value),
        Typed::Boolean(value) => return value.to_string(),
        Typed::Id(uuid) => {
            let digits: Vec<u8> = uuid.bytes().filter(|byte| *byte != b'-').collect();
            assert_eq!((digits.len(), digits[12], digits[16]), (32, b'8', b'8'), "{uuid}");
            assert!(digits[18..].iter().all(|digit| *digit == b'0'), "{uuid}");
            out = [&digits[..12], &digits[13..16], &digits[17..18]].concat();
        }
        Typed::List(members) => {
            let members: Vec<String> = members.iter().map(|member| as_field(member, precision)).collect();
            return members.join("; ").trim_end_matches("; ").to_owned();
        }
    }
    String::from_utf8(out).unwrap()
}

fn is_allowed(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A field as log.xes is to show it; `None` for null.
fn wanted(field: &str, value: Option<&Typed>) -> Option<String> {
    let field: String = field.chars().map(|letter| if is_allowed(letter) { letter } else { '\u{fffd}' }).collect();
    match value {
        // A day is its begin.
        Some(Typed::Date(_)) if field.len() == 10 => Some(format!("{field}T00:00:00.000Z")),
        // A null in a list is left out, and so has no field.
        Some(Typed::List(_)) => Some(field.trim_end_matches("; ").to_owned()),
        _ => (!field.is_empty()).then_some(field),
    }
}

fn compare(header: &[String], row: &[String], element: &Element, precision: Precision, what: &str) {
    let columns: Vec<(&String, &String)> = header.iter().zip(row).filter(|(name, _)| *name != "case_id").collect();
    for (name, field) in &columns {
        let value = element.get(key_of(name));
        let found = value.map(|value| as_field(value, precision));
        assert_eq!(found, wanted(field, value), "{what}: {name}");
    }
    let present = columns.iter().filter(|(_, field)| !field.is_empty()).count();
    assert_eq!(element.len(), present, "{what} has {element:?}");
}

fn is_the_same(log: &Log, precision: Precision) {
    let parsed = parsed(log);
    let (cases, events) = (log.table("cases.csv"), log.table("events.csv"));
    assert_eq!(parsed.traces.len(), cases.rows.len());
    let mut rows = events.rows.iter();
    for (trace, case) in parsed.traces.iter().zip(&cases.rows) {
        let mut attributes = trace.attributes.clone();
        assert_eq!(attributes.remove("concept:name"), Some(Typed::String(case[0].clone())));
        compare(&cases.header, case, &attributes, precision, &case[0]);
        for event in &trace.events {
            let row = rows.next().unwrap();
            assert_eq!(row[events.column("case_id")], case[0]);
            compare(&events.header, row, event, precision, &format!("event {}", row[events.column("event_id")]));
        }
    }
    assert!(rows.next().is_none(), "an event is missing");
}

#[test]
fn awkward_values_are_those_of_the_tables() {
    is_the_same(&awkward(&[]), Precision::Milliseconds);
}

#[test]
fn the_sample_is_that_of_the_tables() {
    is_the_same(&sample(&[]), Precision::Seconds);
}

#[test]
fn events_repeat_their_cases_where_that_is_asked_for() {
    let log = awkward(&["--flat"]);
    let header = log.table("events.csv").header;
    assert!(header.iter().any(|name| name == "Title"), "{header:?}");
    is_the_same(&log, Precision::Milliseconds);
}

#[test]
fn labels_are_in_the_wanted_language() {
    let log = awkward(&["--locale", "th"]);
    is_the_same(&log, Precision::Milliseconds);
    let names: Vec<Typed> = parsed(&log).events().map(|event| event["concept:name"].clone()).collect();
    for name in ["เปิดเรื่อง", "โทร", "เกินกำหนด"] {
        assert!(names.contains(&Typed::String(name.to_owned())), "{name}");
    }
}

#[test]
fn each_value_has_its_type() {
    let log = awkward(&[]);
    let parsed = parsed(&log);
    let case = &parsed.traces[4].attributes;
    let text = |text: &str| Typed::String(text.to_owned());
    for (key, value) in [
        ("Title", text("control \u{fffd}\u{fffd}\u{fffd} end")),
        ("Count", Typed::Int(-4)),
        ("Weight", Typed::Float(4.0 / 3.0)),
        ("Urgent", Typed::Boolean(false)),
        ("Due", Typed::Date(1_772_323_200_000)),
        ("Call", text("08:15:00.000")),
        ("Spent", Typed::Int(90_000)),
        ("Tags", Typed::List(vec![text("a"), text("b <"), text("c")])),
        ("Opened", Typed::Date(1_772_697_600_250)),
        ("OpenFor", Typed::Float(0.499_930_555_555_555_54)),
    ] {
        assert_eq!(case.get(key), Some(&value), "{key}");
    }
    let Typed::List(mixed) = &case["Mixed"] else { panic!() };
    let inner = Typed::List(vec![Typed::Date(1_772_697_600_250)]);
    assert_eq!(mixed[..], [Typed::Int(1), Typed::Float(2.5), Typed::Boolean(true), text("a<b"), inner]);
    let step = &parsed.traces[1].events[1];
    assert_eq!(step["concept:name"], text("Called"));
    assert_eq!(step["time:timestamp"], Typed::Date(1_772_440_200_000));
    assert_eq!(step["end"], Typed::Date(1_772_440_800_000));
    assert_eq!(step["lifecycle:transition"], text("start"));
    assert_eq!(step["org:resource"], text("me & you"));
    assert!(parsed.traces[9].events.is_empty());
}

#[test]
fn texts_come_back_as_they_went_in() {
    let parsed = parsed(&awkward(&[]));
    for (trace, text) in parsed.traces.iter().zip(super::AWKWARD) {
        let title: String = text.chars().map(|letter| if is_allowed(letter) { letter } else { '\u{fffd}' }).collect();
        assert_eq!(trace.attributes["Title"], Typed::String(title));
    }
}

/// Used by other modules: rows of a table, by case.
pub fn pairs(rows: &Rows) -> Vec<(String, String)> {
    let (cases, activities) = (rows.values("case_id"), rows.values("activity"));
    cases.into_iter().zip(activities).map(|(case, name)| (case.to_owned(), name.to_owned())).collect()
}
