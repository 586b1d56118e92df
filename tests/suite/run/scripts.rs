//! Scripts over a case, and what becomes of it when they stop.

use super::{changes, notes};

const MOVED: &str = "activities: { opened: { source: cases }, moved: { change: status } }\n";

fn value(script: &str) -> String {
    let attributes = format!("{MOVED}attributes: {{ case: {{ A: \"= {script}\", B: {{ count: moved }} }} }}\n");
    changes(&attributes, "1,Status,New,Open\n3,Status,Open,Done").of_cases("A")[0].to_owned()
}

#[test]
fn scripts_see_events_fields_rows_record_and_other_attributes() {
    assert_eq!(value("events.has('moved')".replace('\'', "`").as_str()), "true");
    assert_eq!(value("events.eventually_follows(`opened`, `moved`)"), "true");
    assert_eq!(value("events.count(`moved`) + B"), "4");
    assert_eq!(value("fields.status.values().len()"), "3");
    assert_eq!(value("rows.history.count()"), "2");
    assert_eq!(value("record.Status"), "New");
}

#[test]
fn a_script_that_stops_gives_null_and_is_reported_once_with_its_place() {
    let attributes = format!("{MOVED}attributes: {{ event: {{ A: \"= 1 / (events.count(`opened`) - 1)\" }} }}\n");
    let log = changes(&attributes, "1,Status,New,Open\n3,Status,Open,Done");
    assert_eq!(log.of_events("A"), ["-", "-", "-"]);
    let failures = &log.outcome.script_failures;
    assert_eq!((failures.len(), failures[0].count, failures[0].example_case.as_str()), (1, 3, "1"));
    let errors: Vec<_> = log.outcome.diagnostics.errors().collect();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].primary().is_some(), "{errors:?}");
    assert!(errors[0].message.contains("3 times"), "{}", errors[0].message);
}

#[test]
fn a_condition_that_stops_is_false_and_reported() {
    let log =
        notes("activities: { seen: { source: notes, where: \"= 10 / Count > 1\" } }\n", "1,@1,x,,,,0\n1,@2,x,,,,5");
    assert_eq!(log.trace(), "2 seen");
    assert_eq!(log.outcome.script_failures[0].count, 1);
    assert_eq!(log.account("notes").unmatched, 1);
}

#[test]
fn a_condition_has_to_be_true_or_false() {
    let log = notes("activities: { seen: { source: notes, where: \"= [Count][0]\" } }\n", "1,@1,x,,,,0");
    assert_eq!(log.trace(), "");
    assert!(log.outcome.script_failures[0].message.contains("neither true nor false"));
}

#[test]
fn a_row_whose_computed_time_stops_is_quarantined() {
    let mapping = "
timezone: UTC
sources:
  log: { files: log.csv, case: Case, at: \"= At + Seconds / Parts\", columns: { Case: id, At: timestamp, Seconds: { type: duration, unit: s }, Parts: integer } }
activities: { seen: { source: log } }
";
    let log = super::log(mapping, &[("log.csv", "Case,At,Seconds,Parts\na,@1,60,1\na,@1,60,0")]);
    assert_eq!(log.trace(), "2 seen");
    assert_eq!(log.account("log").quarantined["E0810"], 1);
    assert_eq!(log.outcome.quarantined[0].number, 1);
}

#[test]
fn a_computed_time_outside_the_years_that_can_be_written_stops_the_script() {
    let at = |shift: &str| value(&format!("events.first(`opened`).time {shift}"));
    assert_eq!(at("+ days(2913173)"), "9999-12-31T00:00:00Z");
    assert_eq!(at("- days(739251)"), "0000-01-01T00:00:00Z");
    for beyond in ["+ days(2913174)", "- days(739252)", "+ days(99999999999)"] {
        assert_eq!(at(beyond), "-", "{beyond}");
    }
    let log = changes(
        &format!("{MOVED}attributes: {{ case: {{ A: \"= events.first(`opened`).time + days(2913174)\" }} }}\n"),
        "",
    );
    let message = &log.outcome.script_failures[0].message;
    assert_eq!(message, "the result of `+` is a time outside the years 0 to 9999");
}

/// Where a script reaches the limit is chance, and another place in each case.
#[test]
fn a_script_that_never_ends_is_reported_once_for_all_cases() {
    let mapping = "
timezone: UTC
sources: { log: { files: log.csv, case: Case, at: At, columns: { Case: id, At: timestamp } } }
activities: { seen: { source: log } }
attributes: { case: { A: { script: 'let n = 0; for row in rows.log { n += 1; } loop { n += 1; n -= 1; }' } } }
";
    let log =
        super::log(mapping, &[("log.csv", "Case,At\na,@1\nb,@1\nb,@2\nc,@1\nc,@2\nc,@3\nd,@1\nd,@2\nd,@3\nd,@4")]);
    let failures = &log.outcome.script_failures;
    assert_eq!((failures.len(), failures[0].count, failures[0].example_case.as_str()), (1, 4, "a"), "{failures:?}");
}
