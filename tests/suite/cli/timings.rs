//! What `generate --timings` tells, and that it changes nothing.

use crate::program::{Log, generate, root};

fn run(more: &[&str]) -> Log {
    let input = root().join("mappings/servicenow-incident/sample");
    let log = generate("servicenow-incident", &input, &[&["--timezone", "UTC"], more].concat());
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

fn outputs(log: &Log) -> Vec<Vec<u8>> {
    ["events.csv", "cases.csv", "quarantine.csv", "manifest.json"].iter().map(|file| log.bytes(file)).collect()
}

/// The line of the table that ends with these words.
fn line<'a>(said: &'a str, ends: &str) -> Vec<&'a str> {
    let found = said.lines().find(|line| line.ends_with(ends));
    found.unwrap_or_else(|| panic!("no line ends with `{ends}`:\n{said}")).split_whitespace().collect()
}

#[test]
fn steps_and_scripts_are_told_and_outputs_are_the_same() {
    let (plain, timed) = (run(&[]), run(&["--timings"]));
    assert_eq!(outputs(&plain), outputs(&timed));
    assert!(!plain.said().contains("seconds"), "{}", plain.said());
    let said = timed.said();
    for step in ["check the mapping", "discover files", "read rows", "group by case", "write files"] {
        assert!(line(&said, &format!("  {step}"))[0].parse::<f64>().is_ok_and(|seconds| seconds < 60.0));
    }
    let cases = plain.table("cases.csv").rows.len().to_string();
    // The end of the log is found first, which is told and not counted.
    assert!(said.contains("  run cases, once before to find the end of the log\n"), "{said}");
    // A rule on the record is tried in every case; one on changes only in cases that have such changes.
    assert_eq!(line(&said, "  incident_created")[1], cases, "{said}");
    let reopened = line(&said, "  incident_reopened")[1].parse::<usize>();
    assert!(reopened.is_ok_and(|tried| 0 < tried && tried < plain.table("cases.csv").rows.len()), "{said}");
    let script = line(&said, "attribute ReopenCountDiffers, native");
    assert_eq!(script[1], cases, "{said}");
}

#[test]
fn without_lowering_outputs_are_the_same_and_scripts_say_so() {
    let (plain, interpreted) = (run(&[]), run(&["--no-lowering", "--timings"]));
    assert_eq!(outputs(&plain), outputs(&interpreted));
    let said = interpreted.said();
    assert!(said.contains("interpreted: as asked") && !said.contains("native"), "{said}");
}

#[test]
fn a_log_whose_end_is_known_is_run_once() {
    for more in
        [&["--extracted-at", "2016-06-01T00:00:00Z"][..], &["--extracted-at", "2016-06-01T00:00:00Z", "--quiet"]]
    {
        let log = run(&[&["--timings"], more].concat());
        let (said, cases) = (log.said(), log.table("cases.csv").rows.len().to_string());
        assert!(line(&said, "  run cases")[0].parse::<f64>().is_ok(), "{said}");
        assert_eq!(line(&said, "  incident_created")[1], cases, "{said}");
        assert_eq!(said.contains("rows by fate"), more.len() == 2, "{said}");
    }
}
