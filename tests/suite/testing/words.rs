//! Words of a test that mean nothing are errors where they stand, with the nearest that does.

use super::{Desk, EVENTS, INPUT, fails, one, says};

#[test]
fn keys() {
    fails("    event: []\n", &["unknown-key a test has no key `event`", "12:5 unknown key", "did you mean `events`?"]);
    fails("    covers: SF-E01\n    events: []\n", &["wrong-kind-of-value expected a list"]);
    fails(
        "    quarantine: [ { file: tickets.csv, row: 3, code: E0802 } ]\n",
        &["a row in quarantine has no key `row`", "a row in quarantine needs the key `line`"],
    );
    says("test: []\n", &["a file of tests has no key `test`", "1:1 unknown key", "did you mean `tests`?"]);
    says("defaults: { zone: UTC }\ntests: []\n", &["the options of tests has no key `zone`"]);
}

#[test]
fn columns_of_events() {
    fails(
        &EVENTS.replace("State: Open", "Stat: Open"),
        &["unknown-attribute events have no column `Stat`", "14:72 unknown name", "did you mean `State`?"],
    );
    fails(&EVENTS.replace("resource: ann", "resourse: ann"), &["did you mean `resource`?"]);
}

#[test]
fn activities() {
    fails(
        &EVENTS.replace("activity: worked", "activity: work"),
        &["unknown-activity there is no activity `work`", "14:34 unknown activity", "did you mean `worked`?"],
    );
    fails(&EVENTS.replace("activity: worked, ", ""), &["missing-key an expected event needs the key `activity`"]);
    // Labels are for readers.
    fails(&EVENTS.replace("activity: worked", "activity: Work Started"), &["there is no activity `Work Started`"]);
}

#[test]
fn kinds_sources_and_lifecycles() {
    fails(
        &EVENTS.replace("kind: explicit", "kind: explict"),
        &["value-not-allowed there is no kind `explict`", "did you mean `explicit`?"],
    );
    fails(&EVENTS.replace("kind: explicit", "source: ticket"), &["unknown-source", "did you mean `tickets`?"]);
    fails(&EVENTS.replace("kind: explicit", "lifecycle: start"), &["there is no lifecycle transition `start`"]);
}

#[test]
fn attributes_of_cases_and_of_the_log() {
    fails(
        "    cases: { \"001\": { Closing: 1 } }\n",
        &["cases have no attribute `Closing`", "12:23 unknown name", "did you mean `Closings`?"],
    );
    fails("    log: { Extract: null }\n", &["the log has no attribute `Extract`", "did you mean `Extracted`?"]);
}

#[test]
fn params_and_their_values() {
    fails(
        "    set: { close: [Done] }\n    events: []\n",
        &["unknown-param there is no param `close`", "12:12 unknown param", "did you mean `closed`?"],
    );
    let number = Desk::new();
    number.write("desk.yaml", &super::MAPPING.replace("params:\n", "params:\n  most: { type: integer, default: 3 }\n"));
    number.write("tests/desk.yaml", &one("    set: { most: many }\n    events: []\n"));
    let (code, report) = number.report(&[]);
    let finding = &report["tests"][0]["findings"][0];
    assert_eq!((code, finding["spans"][0]["line"].as_i64()), (1, Some(12)), "{finding:#}");
}

#[test]
fn options() {
    fails(
        "    profile: report\n    events: []\n",
        &["unknown-profile the mapping has no profile `report`", "12:14 unknown profile"],
    );
    fails("    timezone: Europe/Pari\n    events: []\n", &["unknown-time-zone", "Europe/Paris"]);
    fails("    locale: fe\n    events: []\n", &["unknown-language `fe` is no code of a language"]);
    fails(
        "    extracted_at: yesterday\n    events: []\n",
        &["value-not-allowed `yesterday` is no time with an offset"],
    );
    fails("    exit: 4\n", &["value-not-allowed no run ends with 4"]);
}

#[test]
fn codes() {
    fails(
        "    findings: [E802]\n",
        &["unknown-code there is no code `E802`", "12:16 unknown code", "did you mean `E0802`?"],
    );
    fails("    findings: [time-in-no-format]\n", &["did you mean `E0802`?"]);
    fails(
        "    quarantine: [ { file: tickets.csv, line: 3, code: E8 } ]\n",
        &["there is no code `E8`", "`caseloom codes` lists all of them"],
    );
}

#[test]
fn files() {
    let misspelt = format!("tests:\n  - name: it\n{}{EVENTS}", INPUT.replace("history.csv", "histroy.csv"));
    says(
        &misspelt,
        &["input-not-read no source reads `histroy.csv`", "8:7 read by nothing", "did you mean `history.csv`?"],
    );
    fails(
        "    quarantine: [ { file: ticket.csv, line: 3, code: E0802 } ]\n",
        &["missing-input-of-test the test has no input file `ticket.csv`", "did you mean `tickets.csv`?"],
    );
    let outside = format!("tests:\n  - name: it\n{}{EVENTS}", INPUT.replace("history.csv", "../history.csv"));
    says(&outside, &["path-leaves-folder the file `../history.csv` leads out of the input"]);
}

#[test]
fn a_test_that_expects_nothing() {
    fails("", &["test-without-expectation the test `it` expects nothing", "2:11 no expectation"]);
    fails("    quarantine: []\n    exit: 0\n", &["test-without-expectation"]);
}

#[test]
fn names_of_tests() {
    let twice = format!("tests:\n  - name: it\n{INPUT}{EVENTS}  - name: it\n{INPUT}{EVENTS}");
    says(&twice, &["test-twice two tests are called `it`", "17:11 called so again", "2:11 the first"]);
    let alike = |name: &str| format!("  - name: {name}\n{INPUT}    snapshot: true\n");
    let tests = format!("tests:\n{}{}", alike("it is closed"), alike("it is, closed"));
    says(&tests, &["test-twice two tests would have one snapshot", "called alike"]);
}

/// What is wrong with one test keeps neither it nor others of the file from being told.
#[test]
fn the_other_tests_run_all_the_same() {
    let wrong = EVENTS.replace("State: Open", "Stat: Open");
    let tests = format!("tests:\n  - name: wrong\n{INPUT}{wrong}  - name: right\n{INPUT}{EVENTS}");
    let (code, report) = Desk::with(&tests).report(&[]);
    let status: Vec<&str> =
        report["tests"].as_array().unwrap().iter().map(|test| test["status"].as_str().unwrap()).collect();
    assert_eq!((code, status), (1, vec!["wrong", "passed"]));
    assert_eq!(report["totals"]["wrong"], 1);
}

#[test]
fn a_file_that_is_no_yaml() {
    says("tests: [\n", &["unclosed"]);
    let (code, report) = Desk::with("tests:\n  - name: a\n  name: b\n").report(&[]);
    assert_eq!((code, report["tests"][0]["status"].as_str()), (1, Some("wrong")));
}
