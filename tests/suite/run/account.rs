//! Every row has one fate.

use super::{CASE, TICKETS, history, log};

fn all() -> super::Log {
    let mapping = format!(
        "{TICKETS}activities:
  waits: {{ change: status, to: $waiting }}
  seen: {{ source: notes, where: {{ Kind: a }} }}
attributes: {{ event: {{ Who: {{ as_of: owner.Name }} }} }}\n"
    );
    let changes = "1,Status,New,Waiting\n2,Status,Waiting,Waiting\n3,Status,Waiting,Odd\n4,Color,red,blue\n5,Owner,,u1";
    log(
        &mapping,
        &[
            ("cases.csv", CASE),
            ("history.csv", &history(changes)),
            ("notes.csv", "CaseId,At,By,Kind,Text,Later,Count\n1,@1,x,a,,,\n1,@1,x,b,,,\n,@1,x,b,,,"),
            ("user.csv", "Id,Name\nu1,Bob\nu2,Cat"),
        ],
    )
}

#[test]
fn rows_that_match_no_rule_are_counted_per_field_and_value() {
    let log = all();
    let found: Vec<_> = log
        .account("history")
        .unmatched_by
        .iter()
        .map(|each| (each.field.as_deref(), each.value.as_deref(), each.is_tracked, each.rows))
        .collect();
    assert_eq!(
        found,
        [(Some("Color"), None, false, 1), (Some("owner"), Some("u1"), true, 1), (Some("status"), Some("Odd"), true, 1)]
    );
}

#[test]
fn each_row_has_the_first_fate_that_applies() {
    let log = all();
    let history = log.account("history");
    assert_eq!((history.read, history.events, history.repeated, history.unmatched), (5, 1, 1, 3));
    let cases = log.account("cases");
    assert_eq!((cases.read, cases.records), (1, 1));
    let users = log.account("user");
    assert_eq!((users.read, users.lookup), (2, 2));
    let notes = log.account("notes");
    assert_eq!((notes.read, notes.events, notes.unmatched, notes.quarantined.values().sum::<u64>()), (3, 1, 1, 1));
    assert!(log.outcome.diagnostics.is_empty());
}

#[test]
fn a_row_that_makes_an_event_of_one_field_and_repeats_another_made_an_event() {
    let mapping = "
timezone: UTC
sources:
  log: { files: log.csv, case: Case, at: At, columns: { Case: id, At: timestamp, A: text, B: text } }
tracked_fields: { a: { source: log, new: A }, b: { source: log, new: B } }
activities: { a: { change: a }, b: { change: b, to: never } }
";
    let log = log(mapping, &[("log.csv", "Case,At,A,B\nx,@0,1,1\nx,@1,2,1\nx,@2,2,2\nx,@3,2,2")]);
    let account = log.account("log");
    assert_eq!((account.events, account.repeated, account.unmatched), (1, 1, 2));
}

#[test]
fn ids_of_events_depend_on_their_row_alone() {
    let mapping = format!("{TICKETS}activities: {{ opened: {{ source: cases }}, moved: {{ change: status }} }}\n");
    let one = log(&mapping, &[("cases.csv", CASE), ("history.csv", &history("1,Status,New,Open"))]);
    let cases = format!("{CASE}\n0,@0,,New,,ann");
    let more =
        log(&mapping, &[("cases.csv", &cases), ("history.csv", &history("1,Status,New,Open\n0,Status,Old,New"))]);
    let ids =
        |log: &super::Log, case: usize| -> Vec<u64> { log.cases[case].events.iter().map(|event| event.id).collect() };
    let (before, after) = (ids(&one, 0), ids(&more, 1));
    assert!(before.iter().all(|id| after.contains(id)), "{before:x?} {after:x?}");
    assert_eq!(after.len(), 3);
}
