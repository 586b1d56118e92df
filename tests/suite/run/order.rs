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
