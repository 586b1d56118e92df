//! What can be wrong with a question.

use super::{desk, explain};
use crate::cli::{caseloom_in, files};

fn asked(case: &str, more: &[&str]) -> crate::cli::Ran {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    explain(folder.path(), case, more)
}

#[test]
fn an_unknown_case_names_the_nearest() {
    asked("D-11", &[]).refused(&["E0911 unknown-case", "no case is called `D-11`", "the nearest id is `D-1`"]);
}

#[test]
fn an_unknown_case_that_nothing_is_near_names_the_least_far() {
    asked("zebra", &[]).refused(&["no case is called `zebra`", "`D-1`, `D-2`"]);
}

#[test]
fn a_key_isn_t_an_id_where_cases_are_called_otherwise() {
    asked("t2", &[]).refused(&["no case is called `t2`"]);
}

#[test]
fn an_empty_id_is_no_case() {
    asked("", &[]).refused(&["no case is called ``"]);
}

#[test]
fn where_rows_alone_name_cases_the_nearest_are_found_too() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = "\
caseloom: 1
name: log
sources:
  rows: { files: rows.csv, case: id, at: at, columns: { id: id, at: timestamp } }
activities:
  seen: { label: Seen, source: rows }
";
    let rows = "id,at\nalpha,2026-01-01T00:00:00Z\nbeta,2026-01-02T00:00:00Z\n";
    files(folder.path(), &[("desk.yaml", mapping), ("in/rows.csv", rows)]);
    explain(folder.path(), "alpah", &[]).refused(&["no case is called `alpah`", "the nearest id is `alpha`"]);
    assert_eq!(explain(folder.path(), "beta", &[]).code, 0);
}

#[test]
fn a_case_in_quarantine_says_so() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    files(folder.path(), &[("in/tickets.csv", "id,number,opened,closed,team\nt9,D-9,yesterday,,North\n")]);
    let ran = explain(folder.path(), "D-9", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("rows that name it can't be used"), "{}", ran.stdout);
    assert!(ran.stdout.contains("tickets, tickets.csv:2: E0"), "{}", ran.stdout);
}

/// Tickets with these ids, and one row of history for one of them.
fn numbered(ids: &[&str], of: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mapping = "\
caseloom: 1
name: numbered
sources:
  tickets: { files: tickets.csv, key: id, at: at, columns: { id: id, at: timestamp } }
  notes: { files: notes.csv, case: ticket, at: at, columns: { ticket: id, at: timestamp } }
case: { record: tickets }
activities:
  opened: { label: Opened, source: tickets }
  noted: { label: Noted, source: notes }
";
    let rows: String = ids.iter().map(|id| format!("{id},2026-01-01T00:00:00Z\n")).collect();
    let notes = format!("ticket,at\n{of},2026-01-02T00:00:00Z\n");
    files(
        folder.path(),
        &[("desk.yaml", mapping), ("in/tickets.csv", &format!("id,at\n{rows}")), ("in/notes.csv", &notes)],
    );
    folder
}

#[test]
fn an_id_without_its_zeros_blanks_or_capitals_is_known() {
    let many: Vec<String> = (0..300).map(|id| format!("{id:06}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let only = |asked: &str, ids: &[&str], id: &str| {
        let folder = numbered(ids, ids[0]);
        explain(folder.path(), asked, &[])
            .refused(&[&format!("no case is called `{asked}`"), &format!("the nearest id is `{id}`")]);
    };
    only("42", &["0042", "0043", "0044", "0045"], "0042");
    only("42", &many, "000042");
    only("0", &many, "000000");
    only("inc 45", &["INC0000045", "INC0000046", "INC0000450"], "INC0000045");
    only("RE-7 ", &["re-07", "re-08"], "re-07");
}

#[test]
fn the_nearest_ids_are_those_with_the_fewest_mistakes() {
    let folder = numbered(&["A-4711", "A-4712", "A-9999", "B-0815"], "A-4711");
    explain(folder.path(), "A-4777", &[]).refused(&["the nearest ids are `A-4711`, `A-4712`"]);
    let folder = numbered(&["000001", "000300", "000451", "999999"], "000001");
    explain(folder.path(), "450", &[]).refused(&["the nearest id is `000451`"]);
}

#[test]
fn a_case_whose_rows_are_all_in_quarantine_says_so() {
    let folder = numbered(&["0042"], "0099");
    let ran = explain(folder.path(), "0099", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("rows that name it can't be used"), "{}", ran.stdout);
    assert!(ran.stdout.contains("notes, notes.csv:2: E0804 "), "{}", ran.stdout);
    // Every row names it and nothing else, so nothing else is told.
    explain(folder.path(), "99", &[]).refused(&["no case is called `99`", "the nearest id"]);
}

#[test]
fn failures_are_json_where_that_is_wanted() {
    let ran = asked("D-11", &["--format", "json"]);
    assert_eq!(ran.code, 2);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found[0]["code"], "E0911");
}

#[test]
fn options_are_checked_as_for_a_run() {
    asked("D-1", &["--set", "wroking=A"]).refused(&["no such param", "did you mean `working`?"]);
    asked("D-1", &["--profile", "report"]).refused(&["no profile `report`"]);
    asked("D-1", &["--timezone", "Europe/Pari"]).refused(&["Europe/Pari"]);
    asked("D-1", &["--extracted-at", "2026"]).refused(&["write a time such as"]);
}

#[test]
fn a_set_has_to_be_asked_mapping_by_mapping() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    files(folder.path(), &[("set.yaml", "set: both\nmappings: { desk: { mapping: desk.yaml } }\n")]);
    let arguments = ["explain", "--mapping", "set.yaml", "--input", "in", "--case", "D-1"];
    caseloom_in(folder.path(), &arguments).refused(&["is a set of mappings", "name one of its mappings"]);
}

#[test]
fn the_case_is_required() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    caseloom_in(folder.path(), &["explain", "--mapping", "desk.yaml", "--input", "in"]).refused(&["--case <ID>"]);
}

#[test]
fn an_input_that_lacks_a_file_can_t_be_explained() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    std::fs::remove_file(folder.path().join("in/mail.csv")).unwrap();
    let ran = explain(folder.path(), "D-1", &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("mail.csv"), "{}", ran.stderr);
}
