//! Faults: which rows they take, and what is said of them.

use super::{at, loads, quarantined, run, talks};
use crate::run::plan;

fn mapping() -> String {
    talks("  stepped: { source: step }")
}

fn talk(id: &str, parts: &str) -> String {
    format!(r#"{{"id":{id},"start":"{}","parts":[{parts}]}}"#, at(0))
}

fn step(time: &str) -> String {
    format!(r#"{{"at":"{time}","kind":"a"}}"#)
}

#[test]
fn a_bad_step_goes_alone() {
    let steps = format!("{},{},{}", step(&at(1)), step("2021-04-2T15:30:51.418Z"), step(&at(3)));
    let json =
        format!(r#"{{"talks":[{},{}]}}"#, talk("\"0\"", ""), talk("\"1\"", &format!(r#"{{}},{{"steps":[{steps}]}}"#)));
    let log = run(&mapping(), &[("a.json", json.as_bytes())], 1);
    assert_eq!(log.trace(), "0 started | 0 started, 1 stepped, 3 stepped");
    let found = quarantined(&mapping(), &[("a.json", json.as_bytes())]);
    let byte = json.find(r#"{"at":"2021"#).unwrap();
    let reason = format!(
        "`at` is `2021-04-2T15:30:51.418Z`, expected a time in the format `iso8601`, at \
         `talks[1].parts[1].steps[1].at`, byte {byte}"
    );
    assert_eq!(found, [("step".to_owned(), 1, "time-in-no-format", reason)]);
}

#[test]
fn the_bytes_of_the_row_are_kept() {
    let bad = "{ \"at\" : \"x\",\n \"kind\": \"é\" }";
    let json = talk("\"1\"", &format!(r#"{{"steps":[{},{bad}]}}"#, step(&at(1))));
    let loaded = loads(&plan(&mapping()), &[("a.json", json.as_bytes())]);
    assert_eq!(String::from_utf8_lossy(&loaded.quarantine[0].raw), bad);
}

#[test]
fn a_bad_record_takes_its_rows_along() {
    let parts = format!(r#"{{"steps":[{},{}]}}"#, step(&at(1)), step("x"));
    let json = format!("{}\n{}", talk("null", &parts), talk("\"2\"", &parts));
    let found = quarantined(&mapping(), &[("a.json", json.as_bytes())]);
    let told: Vec<(&str, u64, &str)> = found.iter().map(|row| (row.0.as_str(), row.1, row.2)).collect();
    assert_eq!(
        told,
        [
            ("talk", 1, "key-is-null"),
            ("part", 1, "row-above-in-quarantine"),
            ("step", 1, "row-above-in-quarantine"),
            // Its own fault is told all the same.
            ("step", 1, "row-above-in-quarantine"),
            ("step", 2, "time-in-no-format"),
        ]
    );
    assert!(
        found[2].3.starts_with("the row of `part` in which it stands can't be used, at `parts[0].steps[0]`"),
        "{found:?}"
    );
    let log = run(&mapping(), &[("a.json", json.as_bytes())], 1);
    assert_eq!(log.trace(), "0 started, 1 stepped");
}

#[test]
fn a_broken_record_is_one_row() {
    let good = talk("\"1\"", &format!(r#"{{"steps":[{}]}}"#, step(&at(1))));
    let bad = talk("\"2\"", r#"{"steps":[{"at":NaN}]}"#);
    let json = format!("{{\"talks\":[{bad},\n{good}]}}");
    let log = run(&mapping(), &[("a.json", json.as_bytes())], 1);
    assert_eq!(log.trace(), "0 started, 1 stepped");
    assert_eq!((log.account("talk").read, log.account("part").read), (2, 1));
    let found = quarantined(&mapping(), &[("a.json", json.as_bytes())]);
    let byte = json.find("NaN").unwrap();
    assert_eq!((found[0].2, found[0].1), ("no-record-here", 1));
    assert!(found[0].3.ends_with(&format!("at `talks[0]`, byte {byte}")), "{found:?}");
}

#[test]
fn lines_and_files_go_on() {
    let good = |id: &str| talk(id, "");
    let lines = format!("{}\n{{\"id\":\n{}", good("\"1\""), good("\"2\""));
    let mapping = mapping().replace("\"*.json\"", "\"*\"");
    let files: &[(&str, &[u8])] =
        &[("a.ndjson", lines.as_bytes()), ("b.json", b"{\"id\": \"3\""), ("c.json", &good("\"4\"").into_bytes())];
    let log = run(&mapping, files, 2);
    assert_eq!(log.cases.iter().map(|case| case.id.as_str()).collect::<Vec<_>>(), ["1", "2", "4"]);
    assert_eq!(log.account("talk").quarantined.values().sum::<u64>(), 2);
}

#[test]
fn what_stands_before_a_break_stays() {
    let json = format!("{{\"talks\":[{},\n{}", talk("\"1\"", ""), &talk("\"2\"", "")[..20]);
    let loaded = loads(&plan(&mapping()), &[("a.json", json.as_bytes())]);
    let warnings: Vec<_> = loaded.warnings.iter().map(|each| (each.code.name(), each.message.clone())).collect();
    let byte = json.find('\n').unwrap() + 1;
    let message =
        format!("`a.json` can't be read on from byte {byte}: the file ends within the value that begins here");
    assert_eq!(warnings, [("file-breaks-off", message)]);
    assert_eq!((loaded.quarantine.len(), loaded.quarantine[0].line), (1, 2));
    assert_eq!(run(&mapping(), &[("a.json", json.as_bytes())], 1).trace(), "0 started");
}

#[test]
fn rows_that_are_none() {
    let json = format!("{}{}", talk("\"1\"", r#"{"steps":[7,null,"x",[]]},8"#), talk("\"2\"", r#"{"steps":"none"}"#));
    let log = run(&mapping(), &[("a.json", json.as_bytes())], 1);
    assert_eq!(log.account("step").quarantined.values().sum::<u64>(), 5);
    assert_eq!(log.account("part").quarantined.values().sum::<u64>(), 1);
    let found = quarantined(&mapping(), &[("a.json", json.as_bytes())]);
    assert!(
        found
            .iter()
            .any(|row| row.3.starts_with("a row of `step` is an object, and this is none, at `parts[0].steps[1]`"))
    );
}

#[test]
fn faults_found_later_are_placed_too() {
    let mapping =
        mapping().replace("activities:", "case: { record: talk }\nactivities:").replace("    case: [ticket, id]\n", "");
    let same = talk("\"1\"", &format!(r#"{{"steps":[{}]}}"#, step(&at(1))));
    let json = format!("[{same},\n{same}]");
    let found = quarantined(&mapping, &[("a.json", json.as_bytes())]);
    let told: Vec<(&str, u64, &str)> = found.iter().map(|row| (row.0.as_str(), row.1, row.2)).collect();
    assert_eq!(
        told,
        [
            ("talk", 2, "key-seen-before"),
            ("part", 2, "row-above-in-quarantine"),
            ("step", 2, "row-above-in-quarantine")
        ]
    );
    assert!(found[2].3.contains("at `[1].parts[0].steps[0]`, byte "), "{found:?}");
    let loaded = loads(&plan(&mapping), &[("a.json", json.as_bytes())]);
    assert_eq!(String::from_utf8_lossy(&loaded.quarantine[0].raw), same);
}

#[test]
fn a_script_that_stops_takes_its_row() {
    let mapping = mapping().replace("      end: {", "      odd: '= if id == \"2\" { 1 / 0 } else { 1 }'\n      end: {");
    let mapping = format!("{mapping}\nattributes:\n  event: {{ Odd: talk.odd }}\n");
    let part = format!(r#"{{"steps":[{}]}}"#, step(&at(1)));
    let json = format!("{}{}", talk("\"1\"", &part), talk("\"2\"", &part));
    let log = run(&mapping, &[("a.json", json.as_bytes())], 1);
    assert_eq!(log.trace(), "0 started, 1 stepped");
    assert_eq!(log.account("step").quarantined.values().sum::<u64>(), 1);
}

#[test]
fn rows_under_a_key_that_stands_twice_are_told_where_they_are() {
    let part = |who: u32| format!(r#"{{"who":"{who}"}}"#);
    let json =
        format!(r#"{{"id":"1","start":"{}","parts":[{}],"parts":[{},{}]}}"#, at(0), part(1), part(22), part(333));
    let found = quarantined(&mapping(), &[("a.json", json.as_bytes())]);
    let parts: Vec<&str> = found.iter().filter(|row| row.0 == "part").map(|row| row.3.as_str()).collect();
    assert_eq!(parts.len(), 3, "{found:?}");
    for (reason, who) in parts.iter().zip([1, 22, 333]) {
        let byte = json.find(&part(who)).unwrap();
        assert!(reason.ends_with(&format!(", byte {byte}")), "{reason}, expected {byte}");
    }
}

/// Each was looked for in the whole record once.
#[test]
fn many_faults_in_one_record_take_little_time() {
    let steps: Vec<String> = (0..20_000).map(|number| format!(r#"{{"at":"x{number}","kind":"a"}}"#)).collect();
    let json = talk("\"1\"", &format!(r#"{{"steps":[{}]}}"#, steps.join(",")));
    let start = std::time::Instant::now();
    let loaded = loads(&plan(&mapping()), &[("a.json", json.as_bytes())]);
    assert_eq!(loaded.quarantine.len(), 20_000);
    assert!(
        loaded
            .quarantine
            .iter()
            .filter(|row| row.source == 2)
            .map(|row| &row.raw[..])
            .eq(steps.iter().map(|step| step.as_bytes()))
    );
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
