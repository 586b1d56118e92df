//! The state at a moment.

use super::{CASE, TICKETS, changes, history, log};

const STATES: &str = "attributes: { event: { AsOf: { as_of: status }, Before: { before: status } } }\n";

fn with_note(at: u32, changes: &str) -> (String, String) {
    let mapping = format!("{TICKETS}activities: {{ seen: {{ source: notes }} }}\n{STATES}");
    let notes = format!("CaseId,At,By,Kind,Text,Later,Count\n1,@{at},x,,,,");
    let log = log(&mapping, &[("cases.csv", CASE), ("history.csv", &history(changes)), ("notes.csv", &notes)]);
    (log.of_events("AsOf").join(","), log.of_events("Before").join(","))
}

fn pair(as_of: &str, before: &str) -> (String, String) {
    (as_of.to_owned(), before.to_owned())
}

#[test]
fn as_of_counts_changes_at_the_same_instant_and_before_does_not() {
    let rows = "5,Status,Open,Waiting\n8,Status,Waiting,Done";
    assert_eq!(with_note(5, rows), pair("Waiting", "Open"));
    assert_eq!(with_note(6, rows), pair("Waiting", "Waiting"));
    assert_eq!(with_note(9, rows), pair("Done", "Done"));
}

#[test]
fn before_the_first_change_its_old_value_holds() {
    assert_eq!(with_note(1, "5,Status,Open,Waiting"), pair("Open", "Open"));
}

#[test]
fn without_changes_the_current_value_holds_else_null() {
    assert_eq!(with_note(1, "5,Priority,Low,High"), pair("New", "New"));
    let mapping = format!(
        "{TICKETS}activities: {{ seen: {{ source: cases }} }}\nattributes: {{ event: {{ P: {{ as_of: priority }} }} }}\n"
    );
    assert_eq!(log(&mapping, &[("cases.csv", CASE)]).of_events("P"), ["-"]);
}

#[test]
fn within_the_own_source_the_rows_place_decides_not_the_clock() {
    let activities = format!("activities: {{ moved: {{ change: status }} }}\n{STATES}");
    let log = changes(&activities, "5,Status,New,Open\n5,Status,Open,Waiting");
    assert_eq!(log.of_events("AsOf"), ["Open", "Waiting"]);
    assert_eq!(log.of_events("Before"), ["New", "Open"]);
}

#[test]
fn while_does_not_count_changes_at_the_same_instant() {
    let mapping = format!("{TICKETS}activities: {{ seen: {{ source: notes, while: {{ status: $waiting }} }} }}\n");
    let notes = "CaseId,At,By,Kind,Text,Later,Count\n1,@5,x,,,,\n1,@6,x,,,,";
    let files = [("cases.csv", CASE), ("history.csv", &*history("5,Status,New,Waiting")), ("notes.csv", notes)];
    assert_eq!(log(&mapping, &files).trace(), "6 seen");
}

#[test]
fn a_path_leads_on_from_the_value() {
    let mapping = format!(
        "{TICKETS}activities: {{ moved: {{ change: owner }} }}
attributes: {{ event: {{ Name: [{{ as_of: owner.Name }}, {{ as_of: owner }}] }} }}\n"
    );
    let files = [
        ("cases.csv", CASE),
        ("history.csv", &*history("1,Owner,,u1\n2,Owner,u1,u9")),
        ("user.csv", "Id,Name\nu1,Bob"),
    ];
    assert_eq!(log(&mapping, &files).of_events("Name"), ["Bob", "u9"]);
}

#[test]
fn a_day_in_a_rule_begins_in_the_mappings_zone() {
    let mapping = format!(
        "{}activities:
  opened: {{ source: cases }}
  second: {{ source: notes, where: {{ At: {{ since: 2024-01-02 }} }} }}
  same: {{ source: notes, where: {{ At: {{ since: $day }} }} }}
  exact: {{ source: notes, where: {{ At: 2024-01-02T00:00:00 }} }}
",
        TICKETS
            .replace("timezone: UTC", "timezone: Europe/Paris")
            .replace("params:", "params:\n  day: { type: timestamp, default: 2024-01-02 }")
    );
    // In Paris the second day of 2024 begins 23 hours after the first did in UTC.
    let notes = "CaseId,At,By,Kind,Text,Later,Count\n1,@1379,x,,,,\n1,@1380,x,,,,\n1,@1381,x,,,,";
    let log = log(&mapping, &[("cases.csv", CASE), ("notes.csv", notes)]);
    assert_eq!(log.trace(), "0 opened, 1380 second, 1380 same, 1380 exact, 1381 second, 1381 same");
}
