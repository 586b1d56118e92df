//! What did not happen in time.

use super::{CASE, TICKETS, log_until};

fn trace(deadline: &str, notes: &str, extracted_at: Option<i64>) -> String {
    let mapping = format!(
        "{TICKETS}calendars: {{ work: {{ timezone: UTC, open: {{ mon-fri: \"08:00-18:00\" }} }} }}
activities:
  opened: {{ source: cases }}
  answered: {{ source: notes }}
  late: {{ deadline: {deadline} }}
"
    );
    let notes = format!("CaseId,At,By,Kind,Text,Later,Count\n{notes}");
    log_until(&mapping, &[("cases.csv", CASE), ("notes.csv", &notes)], extracted_at).trace()
}

const PLAIN: &str = "{ after: opened, within: 30m, unless: answered }";

#[test]
fn an_event_stands_at_the_deadline_unless_one_came() {
    assert_eq!(trace(PLAIN, "1,@40,x,,,,", None), "0 opened, 30 late, 40 answered");
    assert_eq!(trace(PLAIN, "1,@20,x,,,,", Some(99)), "0 opened, 20 answered");
}

#[test]
fn a_deadline_beyond_the_years_that_can_be_written_never_comes() {
    for within in ["3000000d", "100000000d"] {
        let deadline = format!("{{ after: opened, within: {within}, unless: answered }}");
        assert_eq!(trace(&deadline, "", Some(i64::MAX / 120_000)), "0 opened", "{within}");
    }
}

#[test]
fn both_ends_of_the_time_count() {
    assert_eq!(trace(PLAIN, "1,@30,x,,,,", Some(99)), "0 opened, 30 answered");
    assert_eq!(trace(PLAIN, "1,@0,x,,,,", Some(99)), "0 opened, 0 answered");
}

#[test]
fn none_while_the_deadline_lies_after_the_extraction() {
    assert_eq!(trace(PLAIN, "", Some(29)), "0 opened");
    assert_eq!(trace(PLAIN, "", Some(30)), "0 opened, 30 late");
}

#[test]
fn without_an_extraction_time_the_newest_event_of_all_cases_ends_the_log() {
    assert_eq!(trace(PLAIN, "", None), "0 opened");
    let mapping = format!(
        "{TICKETS}activities:\n  opened: {{ source: cases }}\n  answered: {{ source: notes }}\n  late: {{ deadline: {PLAIN} }}\n"
    );
    let cases = "Id,Created,Closed,Status,Owner,By\n1,@0,,New,,ann\n2,@31,,New,,ann";
    assert_eq!(log_until(&mapping, &[("cases.csv", cases)], None).trace(), "0 opened, 30 late | 31 opened");
}

#[test]
fn with_a_calendar_open_hours_count() {
    // 2024 begins on a Monday at midnight: eight closed hours, then 30 open minutes.
    let deadline = "{ after: opened, within: 30m, unless: answered, calendar: work }";
    assert_eq!(trace(deadline, "1,@900,x,,,,", None), "0 opened, 510 late, 900 answered");
}

#[test]
fn deadlines_use_those_before_them() {
    let mapping = format!(
        "{TICKETS}activities:
  opened: {{ source: cases }}
  answered: {{ source: notes }}
  late: {{ deadline: {{ after: opened, within: 30m, unless: answered }} }}
  very_late: {{ deadline: {{ after: late, within: 30m, unless: answered }} }}
"
    );
    assert_eq!(log_until(&mapping, &[("cases.csv", CASE)], Some(99)).trace(), "0 opened, 30 late, 60 very_late");
}
