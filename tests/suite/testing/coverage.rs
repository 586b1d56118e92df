//! What the cases reach of a mapping.

use super::{Desk, EVENTS, INPUT, MAPPING, one};

#[test]
fn what_is_reached_and_what_is_not() {
    let desk = Desk::with(&one(EVENTS));
    desk.write(
        "desk.yaml",
        &MAPPING.replace(
            "  closed: { label",
            "  escalated: { label: Escalated, change: status, to: Escalated }\n  closed: { label",
        ),
    );
    let ran = desk.test(&["--coverage"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(
        ran.stdout.contains("coverage 83.3%: 3 of 4 rules fired, 2 of 2 outcomes of scripts seen\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("\nnot reached\n  desk.yaml:30  activity escalated: never fired\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\nscripts gave\n  desk.yaml:34  attribute IsClosed: true, false\n"), "{}", ran.stdout);
}

#[test]
fn each_outcome_of_a_script_counts() {
    let only_open = INPUT.replace("        001,2026-01-05T09:20:00Z,Status,Open,Closed\n", "");
    let desk =
        Desk::with(&format!("tests:\n  - name: it\n{only_open}    cases: {{ \"001\": {{ IsClosed: false }} }}\n"));
    let (_, report) = desk.report(&["--coverage"]);
    let coverage = &report["coverage"];
    assert_eq!(coverage["scripts"][0]["outcomes"], serde_json::json!(["false"]));
    assert_eq!((&coverage["outcomes_seen"], &coverage["outcomes_wanted"]), (&1.into(), &2.into()));
    assert!(desk.test(&["--coverage"]).stdout.contains("attribute IsClosed: never true"));
}

#[test]
fn values_nulls_and_errors_are_told_apart() {
    let scripts = "IsClosed: = events.has(\"closed\"), Text: = record.By, Bad: = 1 / events.count(\"worked\")";
    let desk = Desk::with(&one("    exit: 1\n    cases: { \"001\": { Bad: 1 } }\n"));
    desk.write("desk.yaml", &MAPPING.replace("IsClosed: = events.has(\"closed\")", scripts));
    let (code, report) = desk.report(&["--coverage"]);
    assert_eq!(code, 0, "{report:#}");
    let scripts = report["coverage"]["scripts"].as_array().unwrap();
    let outcomes: Vec<String> = scripts.iter().map(|script| script["outcomes"].to_string()).collect();
    assert!(outcomes.contains(&"[\"null\",\"value\"]".to_owned()), "{outcomes:?}");
    assert!(outcomes.contains(&"[\"value\",\"error\"]".to_owned()), "{outcomes:?}");
}

/// A script of a mapping that no case comes near is a goal as well.
#[test]
fn what_no_case_comes_near_counts() {
    let desk = Desk::with(&one(EVENTS));
    let (_, all) = desk.report(&["--coverage"]);
    assert_eq!(all["coverage"]["percent"], 100.0);
    let failing = one("    exit: 2\n").replace("Id,Created,By", "Id,By");
    desk.write("tests/desk.yaml", &failing);
    let (code, none) = desk.report(&["--coverage"]);
    assert_eq!((code, none["coverage"]["percent"].as_f64()), (1, Some(0.0)), "{none:#}");
    assert!(desk.test(&["--coverage"]).stdout.contains("attribute IsClosed: never evaluated"));
}

#[test]
fn a_threshold_decides_the_exit_code() {
    let desk = Desk::with(&one("    cases: { \"001\": { Closings: 1 } }\n"));
    desk.write("desk.yaml", &MAPPING.replace("to: Open }", "to: Opened }"));
    let reached = desk.report(&["--coverage"]).1["coverage"]["percent"].as_f64().unwrap();
    assert!(reached > 50.0 && reached < 100.0, "{reached}");
    assert_eq!(desk.test(&["--min-coverage", "50%"]).code, 0);
    let ran = desk.test(&["--min-coverage", "95%"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("coverage-too-low") && ran.stdout.contains("`--min-coverage` asks for 95%"),
        "{}",
        ran.stdout
    );
    for wrong in ["101%", "-1", "much"] {
        desk.test(&["--min-coverage", wrong]).refused(&["write a part such as `80%`"]);
    }
}
