//! The forms of the report, what runs, and how it ends.

use roxmltree::Document;

use super::{Desk, EVENTS, INPUT, one};
use crate::cli::{caseloom, caseloom_in};

fn three() -> String {
    let test = |name: &str, rest: &str| format!("  - name: {name}\n    covers: [R1]\n{INPUT}{rest}");
    let failing = EVENTS.replace("State: Open", "State: \"<Opened> & ]]>\"");
    let wrong = EVENTS.replace("State: Open", "Stat: Open");
    format!(
        "tests:\n{}{}{}",
        test("passes", EVENTS),
        test("fails \"so\"", &failing),
        test("is wrong", &wrong).replace("R1", "R2")
    )
}

#[test]
fn people_see_the_place_and_the_difference() {
    let ran = Desk::with(&one(&EVENTS.replace("State: Open", "State: Opened"))).test(&[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    crate::snapshots().bind(|| insta::assert_snapshot!("testing__failed", ran.stdout));
}

#[test]
fn long_runs_of_expected_events_are_shortened() {
    let status = |minute: u32| {
        if minute.is_multiple_of(2) { ("Closed", "Open", "worked") } else { ("Open", "Closed", "closed") }
    };
    let row = |minute| {
        let (old, new, _) = status(minute);
        format!("        001,2026-01-05T09:{minute}:00Z,Status,{old},{new}\n")
    };
    let event = |minute| {
        let second = if minute == 25 { "01" } else { "00" };
        let activity = status(minute).2;
        format!("      - {{ case: \"001\", activity: {activity}, time: \"2026-01-05T09:{minute}:{second}Z\" }}\n")
    };
    let (rows, events): (String, String) = ((10..40).map(row).collect(), (10..40).map(event).collect());
    let at = INPUT.find("        001,2026-01-05T09:10").unwrap();
    let input = format!("{}{rows}", &INPUT[..at]);
    let tests = format!(
        "tests:\n  - name: it\n{input}    events:\n      - {{ case: \"001\", activity: created }}\n{events}      - {{ case: \"002\", activity: created }}\n"
    );
    let ran = Desk::with(&tests).test(&[]);
    assert!(ran.stdout.contains("    … 13 events as expected\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("time: `2026-01-05T09:25:01Z` → `2026-01-05T09:25:00Z`"), "{}", ran.stdout);
}

#[test]
fn the_exit_code_and_the_totals() {
    let ran = Desk::with(&three()).test(&[]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.ends_with("tests/desk.yaml: 1 passed, 1 failed, 1 wrong\n3 tests: 1 passed, 1 failed, 1 wrong\n"),
        "{}",
        ran.stdout
    );
    let ran = Desk::with(&one(EVENTS)).test(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "tests/desk.yaml: 1 passed\n1 test: 1 passed\n"));
}

#[test]
fn a_filter_takes_names_files_and_what_is_covered() {
    let desk = Desk::with(&three());
    let names = |filter: &str| -> Vec<String> {
        let (_, report) = desk.report(&["--filter", filter]);
        report["tests"].as_array().unwrap().iter().map(|test| test["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("passes"), ["passes"]);
    assert_eq!(names("desk.yaml").len(), 3);
    assert_eq!(names("R2"), ["is wrong"]);
    desk.test(&["--filter", "nothing"]).refused(&["no case has `nothing`"]);
}

/// What the schema of Ant's report task asks for, which that of Jenkins' plugin allows.
#[test]
fn junit_is_as_build_servers_want_it() {
    let ran = Desk::with(&three()).test(&["--format", "junit"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let document = Document::parse(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout));
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.attributes().len()), ("testsuites", 0));
    let suites: Vec<_> = root.children().filter(roxmltree::Node::is_element).collect();
    assert_eq!(suites.len(), 1);
    let attribute = |name: &str| suites[0].attribute(name).unwrap_or_else(|| panic!("no {name}"));
    let numbers = ["tests", "failures", "errors", "id"].map(|name| attribute(name).parse::<u32>().unwrap());
    assert_eq!(numbers, [3, 1, 1, 0]);
    assert_eq!((attribute("name"), attribute("package")), ("tests/desk.yaml", "desk.yaml"));
    assert!(attribute("time").parse::<f64>().is_ok() && !attribute("hostname").is_empty());
    assert!(regex_time(attribute("timestamp")), "{}", attribute("timestamp"));
    let children: Vec<&str> =
        suites[0].children().filter(roxmltree::Node::is_element).map(|each| each.tag_name().name()).collect();
    assert_eq!(children, ["properties", "testcase", "testcase", "testcase", "system-out", "system-err"]);
    let cases: Vec<_> = suites[0].children().filter(|each| each.has_tag_name("testcase")).collect();
    let names: Vec<&str> = cases.iter().map(|case| case.attribute("name").unwrap()).collect();
    assert_eq!(names, ["passes", "fails \"so\"", "is wrong"]);
    assert!(
        cases
            .iter()
            .all(|case| case.attribute("classname") == Some("tests/desk.yaml") && case.attribute("time").is_some())
    );
    assert!(!cases[0].has_children());
    let failure = cases[1].first_element_child().unwrap();
    assert_eq!((failure.tag_name().name(), failure.attribute("type")), ("failure", Some("expectation-not-met")));
    assert!(failure.attribute("message").unwrap().contains("case `001`"));
    assert!(failure.text().unwrap().contains("`<Opened> & ]]>` → `Open`"), "{:?}", failure.text());
    let error = cases[2].first_element_child().unwrap();
    assert_eq!((error.tag_name().name(), error.attribute("type")), ("error", Some("unknown-attribute")));
}

/// `2026-03-01T12:00:00`
fn regex_time(text: &str) -> bool {
    let shape: String = text.chars().map(|letter| if letter.is_ascii_digit() { '9' } else { letter }).collect();
    shape == "9999-99-99T99:99:99"
}

#[test]
fn the_same_outcome_is_the_same_json() {
    let desk = Desk::with(&three());
    let run = |threads: &str| desk.test(&["--format", "json", "--threads", threads]).stdout;
    assert_eq!(run("1"), run("4"));
}

#[test]
fn cases_may_stand_elsewhere() {
    let desk = Desk::with(&one(&EVENTS.replace("State: Open", "State: Opened")));
    desk.write("checks/first.yaml", &one(EVENTS));
    desk.write("checks/notes.txt", "not a file of cases");
    assert_eq!(desk.test(&["--cases", "checks"]).code, 0);
    assert_eq!(desk.test(&["--cases", "checks/first.yaml"]).code, 0);
    assert_eq!(desk.test(&["--cases", "checks", "--cases", "tests"]).code, 1);
    desk.test(&["--cases", "check"]).refused(&["there is no file or folder `check`"]);
    desk.test(&["--cases", "sample"]).refused(&["there are no cases of `desk.yaml`"]);
}

/// Where several mappings stand in one folder, a file says whose cases it has.
#[test]
fn a_file_may_be_of_one_mapping_in_the_folder() {
    let desk = Desk::with(&format!("mapping: desk.yaml\n{}", one(EVENTS)));
    desk.write("calls.yaml", &super::MAPPING.replace("name: desk", "name: calls"));
    assert_eq!(desk.test(&[]).code, 0);
    caseloom_in(desk.path(), &["test", "calls.yaml"]).refused(&["there are no cases of `calls.yaml`"]);
    let ran = caseloom_in(desk.path(), &["test", "calls.yaml", "desk.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "tests/desk.yaml: 1 passed\n1 test: 1 passed\n"));
}

#[test]
fn a_mapping_without_cases_or_that_is_wrong_or_missing() {
    Desk::new().test(&[]).refused(&["there are no cases of `desk.yaml`", "--cases"]);
    caseloom(&["test", "servicenow-incidents"]).refused(&["did you mean `servicenow-incident`?"]);
    caseloom(&["test"]).refused(&["MAPPING"]);
    let desk = Desk::with(&one(EVENTS));
    desk.write("desk.yaml", &super::MAPPING.replace("count: closed", "count: close"));
    let ran = desk.test(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("is called `close`"), "{}", ran.stderr);
}
