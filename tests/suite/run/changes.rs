//! Changes of tracked fields.

use super::{changes, log};

const MOVED: &str = "activities: { moved: { change: status } }\n";

#[test]
fn a_step_to_another_value_is_a_change() {
    let log = changes(MOVED, "1,Status,New,Open\n2,Status,Open,Done");
    assert_eq!(log.trace(), "1 moved, 2 moved");
    assert_eq!(log.field("status").changes, 2);
}

#[test]
fn a_row_that_repeats_the_value_is_counted_and_makes_no_event() {
    let log = changes(MOVED, "1,Status,New,Open\n2,Status,Open,Open\n3,Status,Open,Done");
    assert_eq!(log.trace(), "1 moved, 3 moved");
    assert_eq!(log.field("status").repeats, 1);
    assert_eq!(log.account("history").repeated, 1);
}

#[test]
fn the_same_step_twice_is_one_change() {
    let log = changes(MOVED, "1,Status,New,Open\n2,Status,New,Open");
    assert_eq!(log.trace(), "1 moved");
    assert_eq!(log.field("status").torn_cases, 0);
}

#[test]
fn to_alone_means_into_the_set_from_outside() {
    let log = changes(
        "activities: { waits: { change: status, to: $waiting } }\n",
        "1,Status,New,Waiting\n2,Status,Waiting,Hold\n3,Status,Hold,New\n4,Status,New,Hold",
    );
    assert_eq!(log.trace(), "1 waits, 4 waits");
}

#[test]
fn from_alone_means_out_of_the_set() {
    let log = changes(
        "activities: { resumes: { change: status, from: $waiting } }\n",
        "1,Status,New,Waiting\n2,Status,Waiting,Hold\n3,Status,Hold,New",
    );
    assert_eq!(log.trace(), "3 resumes");
}

#[test]
fn from_any_lifts_that() {
    let log = changes(
        "activities: { waits: { change: status, from: any, to: $waiting } }\n",
        "1,Status,New,Waiting\n2,Status,Waiting,Hold",
    );
    assert_eq!(log.trace(), "1 waits, 2 waits");
}

#[test]
fn from_and_to_together_hold_for_both_values() {
    let log = changes(
        "activities: { reopened: { change: status, from: $done, to: { not: $done } } }\n",
        "1,Status,New,Done\n2,Status,Done,Closed\n3,Status,Closed,Open",
    );
    assert_eq!(log.trace(), "3 reopened");
}

#[test]
fn null_is_a_value_unless_it_is_skipped() {
    let rows = "1,Status,New,\n2,Status,,New";
    assert_eq!(changes(MOVED, rows).trace(), "1 moved, 2 moved");
    let skips = "
timezone: UTC
sources:
  log: { files: log.csv, case: Case, at: At, order: row, columns: { Case: id, At: timestamp, State: text } }
tracked_fields: { state: { source: log, new: State, nulls: skip } }
activities: { moved: { change: state } }
";
    let rows = "Case,At,State\na,@0,New\na,@1,\na,@2,New\na,@3,Done";
    assert_eq!(log(skips, &[("log.csv", rows)]).trace(), "3 moved");
    assert_eq!(
        log(&skips.replace("nulls: skip", "nulls: value"), &[("log.csv", rows)]).trace(),
        "1 moved, 2 moved, 3 moved"
    );
}

const SNAPSHOTS: &str = "
timezone: UTC
sources:
  log: { files: log.csv, case: Case, at: At, columns: { Case: id, At: timestamp, State: text, Group: text } }
tracked_fields:
  state: { source: log, new: State }
  group: { source: log, new: Group }
activities: { moved: { change: state }, handed_over: { change: group } }
attributes: { event: { Old: { before: state } } }
";

#[test]
fn the_first_row_sets_the_value_and_is_no_change() {
    let rows = "Case,At,State,Group\na,@0,New,x\na,@1,New,x\na,@2,Done,x\na,@3,Done,y";
    let log = log(SNAPSHOTS, &[("log.csv", rows)]);
    assert_eq!(log.trace(), "2 moved, 3 handed_over");
    assert_eq!(log.of_events("Old"), ["New", "Done"]);
    assert_eq!((log.account("log").repeated, log.account("log").unmatched), (1, 1));
}

#[test]
fn first_row_change_makes_it_one() {
    let mapping = SNAPSHOTS.replace("new: State }", "new: State, first_row: change }");
    let log = log(&mapping, &[("log.csv", "Case,At,State,Group\na,@0,New,x\na,@1,New,x")]);
    assert_eq!(log.trace(), "0 moved");
    assert_eq!(log.of_events("Old"), ["-"]);
}

#[test]
fn direction_goes_along_the_scale_and_is_false_off_it() {
    let log = changes(
        "activities:\n  raised: { change: priority, direction: up }\n  lowered: { change: priority, direction: down }\n",
        "1,Priority,Low,High\n2,Priority,High,Medium\n3,Priority,Medium,Urgent\n4,Priority,Urgent,Low\n5,Priority,,High",
    );
    assert_eq!(log.trace(), "1 raised, 2 lowered");
}

#[test]
fn several_fields_in_one_rule_are_one_stream() {
    let log = changes(
        "activities: { touched: { change: [priority, status], which: first } }\n",
        "5,Priority,Low,High\n2,Status,New,Open\n7,Status,Open,Done",
    );
    assert_eq!(log.trace(), "2 touched");
}

#[test]
fn cases_whose_last_value_is_not_the_current_one_are_counted() {
    assert_eq!(changes(MOVED, "1,Status,New,Open").field("status").mismatched_cases, 1);
    assert_eq!(changes(MOVED, "1,Status,Open,New").field("status").mismatched_cases, 0);
}

#[test]
fn cases_whose_changes_do_not_join_up_are_counted_and_keep_their_events() {
    let log = changes(MOVED, "1,Status,New,Open\n2,Status,Waiting,Done");
    assert_eq!(log.trace(), "1 moved, 2 moved");
    assert_eq!(log.field("status").torn_cases, 1);
}

#[test]
fn a_step_to_the_value_that_is_held_repeats_it_whatever_stood_before() {
    let log = changes(MOVED, "1,Status,New,Open\n2,Status,Waiting,Open\n3,Status,New,Open");
    assert_eq!(log.trace(), "1 moved");
    assert_eq!((log.field("status").repeats, log.field("status").torn_cases), (2, 1));
}

#[test]
fn a_value_other_than_the_one_held_is_a_change_whatever_stood_before() {
    let log = changes(MOVED, "1,Status,New,Open\n2,Status,Waiting,Waiting\n3,Status,,");
    assert_eq!(log.trace(), "1 moved, 2 moved, 3 moved");
    assert_eq!(log.field("status").torn_cases, 1);
}

#[test]
fn values_that_the_mapping_names_nowhere_are_counted() {
    let log = changes(
        "activities: { waits: { change: status, to: $waiting } }\n",
        "1,Status,New,Waiting\n2,Status,Waiting,Odd\n3,Status,Odd,Stranger\n4,Status,Stranger,Odd",
    );
    let unknown: Vec<_> =
        log.field("status").unknown_values.iter().map(|each| (each.value.as_str(), each.count)).collect();
    assert_eq!(unknown, [("Odd", 2), ("Stranger", 1)]);
}

#[test]
fn a_field_over_text_may_be_a_boolean() {
    let mapping = "
timezone: UTC
sources:
  log: { files: log.csv, case: Case, at: At, field: Field, old: Old, new: New,
         columns: { Case: id, At: timestamp, Field: text, Old: text, New: text } }
tracked_fields: { escalated: { source: log, field: IsEscalated, type: boolean } }
activities: { escalated: { change: escalated, to: true } }
";
    let rows = "Case,At,Field,Old,New\na,@1,IsEscalated,false,true\na,@2,IsEscalated,true,false\na,@3,Other,,true";
    assert_eq!(log(mapping, &[("log.csv", rows)]).trace(), "1 escalated");
}
