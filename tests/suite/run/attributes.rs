//! Attributes of cases and events.

use super::{CASE, TICKETS, changes, history, log, log_until, notes};

fn of_case(value: &str, rows: &str) -> String {
    let log = notes(
        &format!("activities: {{ seen: {{ source: notes }} }}\nattributes: {{ case: {{ A: {value} }} }}\n"),
        rows,
    );
    log.of_cases("A")[0].to_owned()
}

#[test]
fn rows_fold_in_their_order() {
    let rows = "1,@3,x,c,,,7\n1,@1,x,,,,\n1,@2,x,b,,,12\n1,@4,x,b,,,9\n1,@5,x,,,,";
    for (value, expected) in [
        ("{ first: notes.Kind }", "-"),
        ("{ last: notes.Kind }", "-"),
        ("{ first: notes.Kind, where: { Kind: { present: true } } }", "b"),
        ("{ last: notes.Kind, where: { Kind: { not: b, present: true } } }", "c"),
        ("{ min: notes.Count }", "7"),
        ("{ max: notes.Count }", "12"),
        ("{ count: notes }", "5"),
        ("{ count: notes.Kind }", "3"),
        ("{ count: notes.Kind, distinct: true }", "2"),
        ("{ count: notes, where: { Kind: b } }", "2"),
        ("{ join: notes.Kind }", "b; c; b"),
        ("{ join: notes.Kind, distinct: true, separator: \"+\" }", "b+c"),
        ("{ max: notes.Count, where: { Kind: none } }", "-"),
        ("{ join: notes.Text }", "-"),
        ("{ count: seen }", "5"),
    ] {
        assert_eq!(of_case(value, rows), expected, "{value}");
    }
}

#[test]
fn a_list_is_the_first_that_is_present() {
    let mapping = format!(
        "{TICKETS}activities: {{ opened: {{ source: cases }} }}
attributes: {{ case: {{ Agent: [case.Owner.Name, case.Owner], Closed: [case.Closed, {{ last: notes.Later }}] }} }}\n"
    );
    let cases = "Id,Created,Closed,Status,Owner,By\n1,@0,,New,u1,x\n2,@0,,New,u9,x";
    let files = [
        ("cases.csv", cases),
        ("user.csv", "Id,Name\nu1,Bob"),
        ("notes.csv", "CaseId,At,By,Kind,Text,Later,Count\n1,@1,x,,,@7,"),
    ];
    let log = log(&mapping, &files);
    assert_eq!(log.of_cases("Agent"), ["Bob", "u9"]);
    assert_eq!(log.of_cases("Closed"), ["2024-01-01T00:07:00Z", "-"]);
}

const ENDS: &str = "
  opened: { source: cases }
  closed: { source: cases, at: Closed }
";

fn duration(closed: &str, rest: &str) -> super::Log {
    let mapping = format!(
        "{TICKETS}calendars: {{ work: {{ timezone: UTC, open: {{ mon-fri: \"08:00-18:00\" }} }} }}
activities:{ENDS}attributes: {{ case: {{ D: {{ duration: [first opened, last closed], {rest} }} }} }}\n"
    );
    log(&mapping, &[("cases.csv", &format!("Id,Created,Closed,Status,Owner,By\n1,@60,{closed},New,,x"))])
}

#[test]
fn a_duration_is_null_where_an_end_is_missing() {
    assert_eq!(duration("", "unit: m").of_cases("D"), ["-"]);
}

#[test]
fn a_negative_duration_is_null_and_counted() {
    let log = duration("@59", "unit: m");
    assert_eq!(log.of_cases("D"), ["-"]);
    assert_eq!(
        (log.outcome.negative_durations[0].attribute.as_str(), log.outcome.negative_durations[0].count),
        ("D", 1)
    );
}

#[test]
fn a_duration_is_a_number_in_its_unit() {
    assert_eq!(duration("@179", "unit: s").of_cases("D"), ["7140"]);
    assert_eq!(duration("@179", "unit: m").of_cases("D"), ["119"]);
    assert_eq!(duration("@150", "unit: h").of_cases("D"), ["1.5"]);
    assert_eq!(duration("@180", "unit: h").of_cases("D"), ["2"]);
    assert_eq!(duration("@420", "unit: d").of_cases("D"), ["0.25"]);
    assert_eq!(duration("@61", "unit: ms").of_cases("D"), ["60000"]);
    assert_eq!(duration("@60", "unit: ms").of_cases("D"), ["0"]);
}

#[test]
fn with_a_calendar_only_open_hours_count_and_a_day_is_24_of_them() {
    assert_eq!(duration("@600", "unit: m, calendar: work").of_cases("D"), ["120"]);
    assert_eq!(duration("@4320", "unit: h, calendar: work").of_cases("D"), ["30"]);
    assert_eq!(duration("@4320", "unit: d, calendar: work").of_cases("D"), ["1.25"]);
}

fn time_in(extracted_at: Option<i64>, rows: &str) -> String {
    let mapping = format!(
        "{TICKETS}activities: {{ opened: {{ source: cases }}, moved: {{ change: status }} }}
attributes: {{ case: {{ W: {{ time_in: {{ status: $waiting }}, unit: m }} }} }}\n"
    );
    let log = log_until(&mapping, &[("cases.csv", CASE), ("history.csv", &history(rows))], extracted_at);
    log.of_cases("W")[0].to_owned()
}

#[test]
fn time_in_sums_the_states_of_a_set() {
    assert_eq!(time_in(None, "5,Status,New,Waiting\n7,Status,Waiting,Hold\n10,Status,Hold,Open"), "5");
    assert_eq!(time_in(None, "5,Status,New,Open"), "0");
    assert_eq!(time_in(None, "5,Status,Waiting,Open"), "5");
}

#[test]
fn the_first_state_begins_with_the_earliest_row_of_the_case_whatever_it_tells() {
    // The row of a field that isn't tracked comes before the record.
    let mapping = "
timezone: UTC
sources:
  cases: { files: cases.csv, key: Id, at: At, columns: { Id: id, At: timestamp, Status: text } }
  log: { files: log.csv, case: Case, at: At, field: Field, old: Old, new: New,
         columns: { Case: id, At: timestamp, Field: text, Old: text, New: text } }
case: { record: cases }
tracked_fields: { status: { source: log, field: Status, current: case.Status } }
activities: { opened: { source: cases } }
attributes: { case: { W: { time_in: { status: Open }, unit: m }, S: '= fields.status.time_in([\"Open\"]).minutes()' } }
";
    let rows = [("cases.csv", "Id,At,Status\na,@60,Open"), ("log.csv", "Case,At,Field,Old,New\na,@0,Other,x,y")];
    let log = log_until(mapping, &rows, Some(120));
    assert_eq!((log.of_cases("W"), log.of_cases("S")), (vec!["120"], vec!["120"]));
}

#[test]
fn an_open_state_ends_at_the_extraction_else_with_the_log() {
    assert_eq!(time_in(Some(30), "5,Status,New,Waiting"), "25");
    assert_eq!(time_in(None, "5,Status,New,Waiting\n9,Priority,Low,High"), "0");
    assert_eq!(time_in(None, "5,Status,New,Waiting\n9,Status,Waiting,Hold"), "4");
}

#[test]
fn an_extraction_before_the_events_is_told() {
    let mapping = format!("{TICKETS}activities: {{ opened: {{ source: cases }}, moved: {{ change: status }} }}\n");
    let rows = history("5,Status,New,Waiting");
    let found = |extracted_at| {
        let log = log_until(&mapping, &[("cases.csv", CASE), ("history.csv", &rows)], extracted_at);
        log.outcome.diagnostics.iter().map(|each| (each.code.id(), each.message.clone())).collect::<Vec<_>>()
    };
    assert_eq!((found(None), found(Some(5))), (vec![], vec![]));
    let message = "1 of 1 cases have events after 2024-01-01T00:04:00Z, the time of the extraction";
    assert_eq!(found(Some(4)), [("W0718", message.to_owned())]);
}

#[test]
fn an_events_own_row_is_null_for_events_from_elsewhere() {
    let log = changes(
        "activities: { opened: { source: cases }, moved: { change: status } }
attributes: { event: { Old: history.Old, Status: cases.Status } }\n",
        "1,Status,New,Open",
    );
    assert_eq!((log.of_events("Old"), log.of_events("Status")), (vec!["-", "New"], vec!["New", "-"]));
}

#[test]
fn a_rules_own_attribute_is_on_its_events_only() {
    let log = notes(
        "activities:
  opened: { source: cases }
  seen: { source: notes, attributes: { Said: Text } }\n",
        "1,@1,x,,hello,,",
    );
    assert_eq!(log.of_events("Said"), ["-", "hello"]);
}

#[test]
fn standard_values_and_what_comes_next() {
    let log = changes(
        "activities: { opened: { source: cases, lifecycle: start }, moved: { change: status } }
attributes:
  case: { Moves: { count: moved } }
  event: { Who: resource, What: activity_id, How: kind, Step: lifecycle, Where: source, Case: case_id,
           Next: { next: event }, NextMove: { next: change }, End: [end, time], Of: Moves }\n",
        "1,Status,New,Open\n3,Status,Open,Done",
    );
    assert_eq!(log.of_events("Who"), ["ann", "bob", "bob"]);
    assert_eq!(log.of_events("What"), ["opened", "moved", "moved"]);
    assert_eq!(log.of_events("How"), ["explicit", "explicit", "explicit"]);
    assert_eq!(log.of_events("Step"), ["start", "-", "-"]);
    assert_eq!(log.of_events("Where"), ["cases", "history", "history"]);
    assert_eq!(log.of_events("Case"), ["1", "1", "1"]);
    assert_eq!(log.of_events("Next"), ["2024-01-01T00:01:00Z", "2024-01-01T00:03:00Z", "-"]);
    assert_eq!(log.of_events("NextMove"), ["-", "2024-01-01T00:03:00Z", "-"]);
    assert_eq!(log.of_events("End")[0], "2024-01-01T00:00:00Z");
    assert_eq!(log.of_events("Of"), ["2", "2", "2"]);
}

#[test]
fn values_of_small_and_of_large_tables_are_the_same() {
    let mapping = format!(
        "{TICKETS}activities: {{ opened: {{ source: cases }} }}\nattributes: {{ case: {{ Name: case.Owner.Name, Any: [case.Owner.Name, case.Owner] }}, event: {{ Name: cases.Owner.Name }} }}\n"
    );
    let cases =
        "Id,Created,Closed,Status,Owner,By\n1,@0,,New,u1,ann\n2,@0,,New,u2,ann\n3,@0,,New,,ann\n4,@0,,New,x,ann";
    let known = "Id,Name\nu1,Ann\nu2,\nu3,Cy";
    // More rows than those of which values stand side by side.
    let others: String = (0..1 << 16).map(|number| format!("\no{number},Nobody")).collect();
    for users in [known.to_owned(), format!("{known}{others}")] {
        let log = log(&mapping, &[("cases.csv", cases), ("user.csv", &users)]);
        assert_eq!(log.of_cases("Name"), ["Ann", "-", "-", "-"]);
        assert_eq!(log.of_cases("Any"), ["Ann", "u2", "-", "x"]);
        assert_eq!(log.of_events("Name"), ["Ann", "-", "-", "-"]);
    }
}
