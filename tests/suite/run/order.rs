//! The order of rows and events.

use super::{changes, log, notes};

const SEEN: &str = "activities: { seen: { source: notes } }\nattributes: { event: { Kind: notes.Kind } }\n";

#[test]
fn rows_are_ordered_by_time_then_content() {
    let log = notes(SEEN, "1,@2,x,c,,,\n1,@1,x,b,,,\n1,@1,x,a,,,\n1,@1,w,z,,,");
    assert_eq!(log.of_events("Kind"), ["z", "a", "b", "c"]);
}

#[test]
fn the_declared_order_comes_before_content() {
    let rows = "1,Status,New,Z\n1,Status,Z,A";
    let log = changes("activities: { moved: { change: status } }\nattributes: { event: { New: history.New } }\n", rows);
    assert_eq!(log.of_events("New"), ["Z", "A"]);
}

/// A change log to the minute, without anything that orders the changes of one.
fn minutes(rows: &str) -> crate::run::Log {
    let mapping = "
timezone: UTC
sources:
  cases: { files: cases.csv, key: Id, at: At, columns: { Id: id, At: timestamp } }
  log: { files: log.csv, case: Case, at: At, field: Field, old: Old, new: New,
         columns: { Case: id, At: timestamp, Field: text, Old: text, New: text } }
case: { record: cases }
tracked_fields:
  status: { source: log, field: Status }
  owner: { source: log, field: [Owner, Taken] }
activities: { moved: { change: status }, handed_on: { change: owner } }
attributes: { event: { New: log.New } }
";
    log(mapping, &[("cases.csv", "Id,At\na,@0"), ("log.csv", &format!("Case,At,Field,Old,New\n{rows}"))])
}

#[test]
fn changes_of_one_moment_stand_so_that_their_values_join_up() {
    let log = minutes("a,@1,Status,New,Z\na,@2,Status,Z,Y\na,@2,Status,Y,B\na,@2,Status,B,A");
    assert_eq!(log.of_events("New"), ["Z", "Y", "B", "A"]);
    let shuffled = minutes("a,@2,Status,Y,B\na,@2,Status,B,A\na,@1,Status,New,Z\na,@2,Status,Z,Y");
    assert_eq!(shuffled.of_events("New"), ["Z", "Y", "B", "A"]);
}

#[test]
fn the_first_of_them_is_what_no_other_leads_to() {
    let log = minutes("a,@1,Status,B,A\na,@1,Status,Y,B\na,@1,Owner,q,x\na,@1,Taken,r,q");
    assert_eq!(log.of_events("New"), ["B", "A", "q", "x"]);
}

#[test]
fn changes_in_a_circle_begin_with_the_value_held() {
    let log = minutes("a,@0,Status,New,Z\na,@1,Status,A,Z\na,@1,Status,Z,A");
    assert_eq!(log.of_events("New"), ["Z", "A", "Z"]);
    let without_start = minutes("a,@1,Status,Z,A\na,@1,Status,A,Z");
    assert_eq!(without_start.of_events("New"), ["Z", "A"], "content decides");
}

#[test]
fn a_value_that_is_left_twice_is_left_first_by_what_leads_back_to_it() {
    let log = minutes("a,@0,Status,New,W\na,@1,Status,W,X\na,@1,Status,X,W\na,@1,Status,W,C");
    assert_eq!(log.of_events("New"), ["W", "X", "W", "C"]);
    let without_start = minutes("a,@1,Status,New,W\na,@1,Status,W,New\na,@1,Status,New,C");
    assert_eq!(without_start.of_events("New"), ["W", "New", "C"]);
    assert_eq!(without_start.field("status").torn_cases, 0);
    let two_circles = minutes("a,@1,Status,A,B\na,@1,Status,B,A\na,@1,Status,A,C\na,@1,Status,C,A\na,@1,Status,A,D");
    assert_eq!(two_circles.of_events("New"), ["B", "A", "C", "A", "D"]);
}

#[test]
fn a_circle_of_one_field_stays_where_it_is_among_the_rows_of_others() {
    let rows = "a,@1,Owner,ann,bob\na,@1,Owner,bob,cat\na,@1,Status,open,wait\na,@1,Status,wait,open";
    assert_eq!(minutes(rows).of_events("New"), ["bob", "cat", "wait", "open"]);
    let turned = rows.replace("Owner", "Taken");
    assert_eq!(minutes(&turned).of_events("New"), ["wait", "open", "bob", "cat"]);
}

#[test]
fn what_rows_refer_to_orders_them_where_nothing_else_does() {
    let mapping = "
timezone: UTC
sources:
  mail: { files: mail.csv, case: Case, at: At, by: Who.Name, columns: { Case: id, At: timestamp, Who: { type: id, refers_to: user } } }
  user: { files: user.csv, key: Id, columns: { Id: id, Name: text } }
activities: { sent: { source: mail } }
attributes: { case: { Last: { last: mail.Who.Name } } }
";
    let users = "Id,Name\nu2,Bob\nu3,Ann";
    let rows = ["c,@1,u2", "c,@1,u3", "c,@1,u9"];
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0]] {
        let rows = order.map(|row| rows[row]).join("\n");
        let log = log(mapping, &[("mail.csv", &format!("Case,At,Who\n{rows}")), ("user.csv", users)]);
        let events = &log.cases[0].events;
        assert_eq!(events.iter().map(|event| event.resource.as_str()).collect::<Vec<_>>(), ["-", "Bob", "Ann"]);
        assert_eq!(log.of_cases("Last"), ["Ann"]);
    }
}

#[test]
fn changes_that_join_nothing_stand_by_content() {
    let log = minutes("a,@0,Status,New,Open\na,@1,Status,Y,X\na,@1,Status,B,Q");
    assert_eq!(log.of_events("New"), ["Open", "Q", "X"]);
}

#[test]
fn order_row_is_the_files_own_order_and_comes_before_the_time() {
    let mapping = "
timezone: UTC
sources:
  log: { files: log.csv, case: Case, at: At, order: row, columns: { Case: id, At: timestamp, State: text } }
tracked_fields: { state: { source: log, new: State } }
activities: { moved: { change: state } }
attributes: { event: { Was: { before: state } } }
";
    let log = log(mapping, &[("log.csv", "Case,At,State\na,@5,New\na,@3,Open\na,@4,Done")]);
    assert_eq!(log.trace(), "3 moved, 4 moved");
    assert_eq!(log.of_events("Was"), ["New", "Open"]);
}

#[test]
fn events_at_one_time_are_ordered_by_rank_source_row_and_activity() {
    let activities = "activities:
  noted: { source: notes }
  seen_too: { source: notes, where: { Kind: b } }
  moved: { change: status }
  opened: { source: cases }
  first_of_all: { source: notes, where: { Kind: b }, rank: -1 }
";
    let log = log(
        &format!("{}{activities}", super::TICKETS),
        &[
            ("cases.csv", super::CASE),
            ("history.csv", &super::history("0,Status,New,Open")),
            ("notes.csv", "CaseId,At,By,Kind,Text,Later,Count\n1,@0,x,b,,,\n1,@0,x,a,,,"),
        ],
    );
    assert_eq!(log.trace(), "0 first_of_all, 0 opened, 0 moved, 0 noted, 0 noted, 0 seen_too");
    let ties = log.outcome.ties;
    assert_eq!((ties.time, ties.rank, ties.source, ties.row, ties.activity, ties.rule), (0, 1, 2, 1, 1, 0));
}

#[test]
fn rank_moves_events_but_not_what_is_first() {
    let activities = "activities:
  first_note: { source: notes, which: first, rank: 5 }
  later_note: { source: notes, which: later }
attributes: { event: { Kind: notes.Kind } }
";
    let log = notes(activities, "1,@1,x,a,,,\n1,@1,x,b,,,");
    assert_eq!(log.trace(), "1 later_note, 1 first_note");
    assert_eq!(log.of_events("Kind"), ["b", "a"]);
}

#[test]
fn cases_come_by_id_bytewise_those_without_events_too() {
    let cases = "Id,Created,Closed,Status,Owner,By\nb,@0,,New,,x\nB,@0,,New,,x\na10,,,New,,x\na9,@0,,New,,x";
    let log =
        log(&format!("{}activities: {{ opened: {{ source: cases }} }}\n", super::TICKETS), &[("cases.csv", cases)]);
    let ids: Vec<_> = log.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["B", "a10", "a9", "b"]);
    assert_eq!((log.outcome.cases, log.outcome.cases_without_events, log.outcome.variants), (4, 1, 1));
}

#[test]
fn events_before_1970_and_far_ahead_are_in_order() {
    let mapping = "
timezone: UTC
sources:
  notes: { files: notes.csv, case: Case, at: At, columns: { Case: id, At: timestamp, Kind: text } }
activities: { seen: { source: notes, where: { Kind: { not: b } } }, other: { source: notes, where: { Kind: b } } }
attributes: { event: { Kind: notes.Kind } }
";
    let rows = "c,9000-01-01T00:00:00Z,d\nc,1969-12-31T23:59:59Z,b\nc,1800-01-01T00:00:00Z,a\nc,1970-01-01T00:00:00Z,c";
    let log = log(mapping, &[("notes.csv", &format!("Case,At,Kind\n{rows}"))]);
    assert_eq!(log.of_events("Kind"), ["a", "b", "c", "d"]);
}

#[test]
fn tied_events_are_in_the_same_order_at_all_times() {
    let mapping = "
timezone: UTC
sources:
  notes: { files: notes.csv, case: Case, at: At, columns: { Case: id, At: timestamp, Kind: text } }
activities: { late: { source: notes, where: { Kind: x }, rank: 2 }, soon: { source: notes, where: { Kind: [x, y] } } }
attributes: { event: { Kind: notes.Kind } }
";
    for year in [1900, 2000] {
        let rows = format!("c,{year}-01-02T00:00:00Z,y\nc,{year}-01-01T00:00:00Z,x\nc,{year}-01-02T00:00:00Z,x");
        let log = log(mapping, &[("notes.csv", &format!("Case,At,Kind\n{rows}"))]);
        assert_eq!(log.of_events("Kind"), ["x", "x", "x", "y", "x"], "{year}");
    }
}
