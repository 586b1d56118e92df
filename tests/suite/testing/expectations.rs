//! Expectations that are met, and every kind of those that aren't.

use super::{Desk, EVENTS, INPUT, fails, holds, one, outcome, says};

#[test]
fn what_holds_passes() {
    holds(EVENTS);
    holds(
        "    cases: { \"001\": { Closings: 1, Reporter: ann }, \"002\": { Closings: 0, Reporter: null } }\n    only: true\n",
    );
    holds(
        "    extracted_at: \"2026-02-01T00:00:00Z\"\n    log: { Extracted: \"2026-02-01T00:00:00Z\", System: Desk }\n",
    );
    holds("    set: { closed: [Done, Solved] }\n    cases: { \"001\": { Closings: 0 } }\n");
    holds("    findings: []\n");
    holds("    says: [Ticket Closed]\n");
}

#[test]
fn a_header_of_the_log_may_be_used_as_well() {
    holds(
        &EVENTS.replace("resource: ann", "Who: ann, EventTime: \"2026-01-05T09:00:00Z\", ActivityName: Ticket Created"),
    );
    holds(&format!("    locale: fr\n{}", EVENTS.replace("resource: ann", "ActivityName: Ticket créé")));
}

/// The mapping writes neither, but every event has them.
#[test]
fn standard_values_may_be_named_whichever_the_log_has() {
    holds(&EVENTS.replace("resource: ann", "source: tickets, source_system: Desk, end: null"));
}

#[test]
fn events_of_some_cases_leave_the_others_alone() {
    let events = |activity: &str| {
        format!("    events:\n      \"002\": [ {{ activity: {activity}, time: \"2026-01-05T10:00:00Z\" }} ]\n")
    };
    holds(&events("created"));
    fails(
        &events("closed"),
        &["the events of case `002` aren't as expected: 1 changed", "activity: `closed` → `created`"],
    );
    fails("    events: { \"001\": [] }\n", &["the events of case `001` aren't as expected: 3 not expected"]);
    fails("    events: { \"003\": [ { activity: created } ] }\n", &["case `003` aren't as expected: 1 missing"]);
}

#[test]
fn an_event_needs_its_case_where_there_are_several() {
    fails("    events: [ { activity: created } ]\n", &["missing-key", "has 2 cases, and an event names none"]);
    let one = INPUT.replace("        002,2026-01-05T10:00:00Z,\n", "");
    let events = EVENTS.replace("case: \"001\", ", "");
    let events = events.lines().filter(|line| !line.contains("002")).collect::<Vec<_>>().join("\n");
    assert_eq!(outcome(&format!("tests:\n  - name: it\n{one}{events}\n")), (0, String::new()));
}

#[test]
fn an_event_that_is_missing() {
    let more = format!("{EVENTS}      - {{ case: \"002\", activity: closed, time: \"2026-01-05T11:00:00Z\" }}\n");
    fails(
        &more,
        &[
            "expectation-not-met the events of case `002` aren't as expected: 1 missing",
            "  17:34 not in the log",
            "002: same 2026-01-05T10:00:00Z  created\n002: missing 2026-01-05T11:00:00Z  closed",
        ],
    );
}

#[test]
fn an_event_that_nobody_expects() {
    let without = EVENTS.lines().filter(|line| !line.contains("worked")).collect::<Vec<_>>().join("\n");
    fails(
        &without,
        &[
            "the events of case `001` aren't as expected: 1 not expected",
            "  13:34 not expected after it: 2026-01-05T09:10:00Z  worked",
            "001: added 2026-01-05T09:10:00Z  worked\n001: same 2026-01-05T09:20:00Z  closed",
        ],
    );
    fails(
        "    events: []\n",
        &["case `001` aren't as expected: 3 not expected", "case `002` aren't as expected: 1 not"],
    );
}

#[test]
fn an_event_at_another_place() {
    let mut lines: Vec<&str> = EVENTS.lines().collect();
    lines.swap(2, 3);
    let (_, said) = outcome(&one(&lines.join("\n")));
    assert!(said.contains("aren't as expected: 1 at another place\n"), "{said}");
    assert!(said.contains("is event 2 of the case") || said.contains("is event 3 of the case"), "{said}");
    assert!(said.contains("001: moved") && !said.contains("missing") && !said.contains("added"), "{said}");
}

#[test]
fn an_event_at_another_time_or_of_another_activity() {
    fails(
        &EVENTS.replace("09:10", "09:11"),
        &[
            "1 changed",
            "is `2026-01-05T09:10:00Z`",
            "changed 2026-01-05T09:10:00Z  worked time: `2026-01-05T09:11:00Z` → `2026-01-05T09:10:00Z`",
        ],
    );
    let wrong = EVENTS.replace("activity: worked", "activity: closed");
    fails(&wrong, &["changed 2026-01-05T09:10:00Z  worked activity: `closed` → `worked`", "14:34 is `worked`"]);
}

#[test]
fn a_value_that_differs() {
    fails(
        &EVENTS.replace("State: Open", "State: Opened"),
        &["1 changed", "is `Open`", "changed 2026-01-05T09:10:00Z  worked State: `Opened` → `Open`"],
    );
    fails(&EVENTS.replace("resource: null", "resource: ann"), &["resource: `ann` → empty"]);
    fails(
        "    cases: { \"001\": { Closings: 2 } }\n",
        &["`Closings` of case `001` is `1`, not `2`", "  12:33 expected here", "001: changed Closings: `2` → `1`"],
    );
    fails("    cases: { \"002\": { Closings: null } }\n", &["`Closings` of case `002` is `0`, not empty"]);
    fails("    log: { System: Bureau }\n", &["`System` of the log is `Desk`, not `Bureau`"]);
}

#[test]
fn a_case_that_is_missing_or_that_nobody_expects() {
    fails("    cases: { \"003\": { Closings: 1 } }\n", &["there is no case `003`", "12:14 not in the log"]);
    fails("    cases: { \"001\": {} }\n    only: true\n", &["there is a case `002`", "002: added the case"]);
    holds("    cases: { \"001\": { Closings: 1 } }\n");
    fails("    only: true\n    events: []\n", &["key-needs-another"]);
}

#[test]
fn rows_in_quarantine_have_to_be_named_exactly() {
    let broken = |rest: &str| {
        let input = INPUT.replace("2026-01-05T10:00:00Z,", "soon,");
        format!("tests:\n  - name: it\n{input}{rest}")
    };
    let row = "    exit: 1\n    quarantine: [ { file: tickets.csv, line: 3, code: E0802 } ]\n";
    assert_eq!(outcome(&broken(row)), (0, String::new()));
    says(&broken(&row.replace("exit: 1", "exit: 0")), &["the exit code is 1, not 0", "12:5 expected here"]);
    says(
        &broken(&row.replace("line: 3", "line: 4")),
        &["line 4 of `tickets.csv` (E0802) isn't in quarantine", "line 3 of `tickets.csv` (E0802) is in quarantine"],
    );
    says(
        &broken("    exit: 1\n    events: []\n"),
        &["line 3 of `tickets.csv` (E0802) is in quarantine", "expects none"],
    );
    fails(
        "    quarantine: [ { file: tickets.csv, line: 3, code: E0802 } ]\n",
        &["line 3 of `tickets.csv` (E0802) isn't in quarantine"],
    );
}

#[test]
fn exit_codes_words_and_findings_are_compared() {
    fails("    exit: 3\n", &["the exit code is 0, not 3"]);
    fails("    says: [nothing of that]\n", &["the run doesn't say `nothing of that`", "12:12 not said"]);
    fails("    findings: [E0301]\n", &["there is no finding E0301"]);
    let naive = INPUT.replace("09:00:00Z", "soon");
    let told = format!("tests:\n  - name: it\n{naive}    exit: 1\n    findings: []\n");
    says(&told, &["there is a finding E0902", "there is a finding E0802", "is in quarantine"]);
}

/// What the run said is shown where it tells more, without the folder that it ran in.
#[test]
fn what_the_run_said_is_shown() {
    let ran = Desk::with(&one("    exit: 3\n")).test(&[]);
    assert!(ran.stdout.contains("the run said\n  | desk 1.0.0\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("written to log in"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(&*std::env::temp_dir().to_string_lossy()), "{}", ran.stdout);
}

#[test]
fn a_run_without_a_log() {
    let empty = INPUT.replace("Id,Created,By", "Id,By");
    let test = |rest: &str| format!("tests:\n  - name: it\n{empty}{rest}");
    says(&test(EVENTS), &["no log was written", "the exit code is 3, not 0"]);
    assert_eq!(outcome(&test("    exit: 3\n    findings: [E0702]\n")), (0, String::new()));
}

#[test]
fn a_folder_may_be_the_input() {
    let test = |path: &str| {
        format!(
            "tests:\n  - name: it\n    input: {{ folder: {path} }}\n    cases: {{ \"001\": {{ Reporter: ann }} }}\n    only: true\n"
        )
    };
    assert_eq!(outcome(&test("../sample")), (0, String::new()));
    says(&test("../samples"), &["missing-input-of-test there is no folder `../samples`", "3:22 no such folder"]);
}

#[test]
fn defaults_hold_where_a_test_says_nothing() {
    let test = |own: &str| {
        format!(
            "defaults: {{ locale: fr, set: {{ closed: Done }} }}\ntests:\n  - name: it\n{own}{INPUT}    cases: {{ \"001\": {{ Closings: 0 }} }}\n"
        )
    };
    assert_eq!(outcome(&test("")), (0, String::new()));
    says(&test("    set: { closed: Closed }\n"), &["`Closings` of case `001` is `1`, not `0`"]);
}

#[test]
fn events_that_data_name_go_by_their_names() {
    let mapping = "caseloom: 1\nname: desk\ntimezone: UTC\nsources:\n  steps:\n    files: steps.csv\n    case: Id\n    at: At\n    columns: { Id: id, At: timestamp, Step: text }\nactivities:\n  step: { label: Step, source: steps, named_by: Step }\n";
    let desk = Desk::new();
    desk.write("desk.yaml", mapping);
    let test = |name: &str| {
        format!(
            "tests:\n  - name: it\n    input: {{ steps.csv: \"Id,At,Step\\n1,2026-01-05T09:00:00Z,Call back\\n\" }}\n    events: [ {{ activity: {name} }} ]\n"
        )
    };
    desk.write("tests/desk.yaml", &test("Call back"));
    assert_eq!(desk.test(&[]).code, 0, "{}", desk.test(&[]).stdout);
    desk.write("tests/desk.yaml", &test("Call bak"));
    let ran = desk.test(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("- at any time  Call bak") && ran.stdout.contains("+ 2026-01-05T09:00:00Z  Call back"));
}

#[test]
fn times_are_compared_as_instants() {
    holds(&EVENTS.replace("\"2026-01-05T09:10:00Z\"", "\"2026-01-05T10:10:00+01:00\""));
    holds(&EVENTS.replace("\"2026-01-05T09:10:00Z\"", "2026-01-05 09:10:00.000Z"));
    holds(&EVENTS.replace("resource: ann", "EventTime: \"2026-01-05T04:00:00-05:00\""));
    let log = "    log: { Extracted: \"2026-02-01T01:00:00+01:00\" }\n";
    holds(&format!("    extracted_at: \"2026-02-01T00:00:00Z\"\n{log}"));
    let naive = EVENTS.replace("\"2026-01-05T09:10:00Z\"", "\"2026-01-05T09:10:00\"");
    fails(&naive, &["1 changed", "is `2026-01-05T09:10:00Z`"]);
    fails(&EVENTS.replace("09:10:00Z", "09:10:00+01:00"), &["1 changed"]);
}

#[test]
fn numbers_are_compared_as_numbers_and_texts_as_texts() {
    for same in ["1", "1.0", "1.00", "1e0", "10e-1"] {
        holds(&format!("    cases: {{ \"001\": {{ Closings: {same} }} }}\n"));
    }
    for other in ["1.01", "10", "-1", "01", "\"1.0\"", "1e1", "one"] {
        let text = other.trim_matches('"');
        fails(
            &format!("    cases: {{ \"001\": {{ Closings: {other} }} }}\n"),
            &[&format!("`Closings` of case `001` is `1`, not `{text}`")],
        );
    }
    fails("    events: { \"001\": [ { case: 1, activity: created } ] }\n", &["said twice"]);
    fails("    cases: { 1: { Closings: 1 } }\n", &["there is no case `1`"]);
}
