//! `explain`: that it tells the truth, and tells it clearly.

mod near_misses;
mod shown;
mod truth;
mod wrong;

use crate::cli::{Ran, caseloom_in, files};
use serde_json::Value;
use std::path::Path;

/// A desk with everything that keeps a row from becoming an event.
pub const MAPPING: &str = r#"caseloom: 1
name: desk
params:
  working: { type: list, default: [Working] }
  closed: { type: list, default: [Closed, Cancelled] }
sources:
  tickets:
    files: tickets.csv
    key: id
    at: opened
    columns: { id: id, number: id, opened: timestamp, closed: { type: timestamp, optional: true }, team: text }
  changes:
    files: changes.csv
    case: ticket
    at: changed
    by: who
    order: id
    field: field
    old: old
    new: new
    duplicates: { same: [ticket, field, new, changed] }
    columns: { id: integer, ticket: id, field: text, old: text, new: text, changed: timestamp, who: text }
  mail:
    files: mail.csv
    case: ticket
    at: sent
    where: { state: { not: Draft } }
    columns: { ticket: id, sent: timestamp, incoming: boolean, state: text, subject: text }
case:
  record: tickets
  id: number
  keep_if: { team: { not: Test } }
tracked_fields:
  status: { source: changes, field: Status }
  owner: { source: changes, field: Owner }
activities:
  opened: { label: Ticket Opened, source: tickets }
  reopened: { label: Ticket Reopened, change: status, from: $closed, to: { not: $closed } }
  worked_on: { label: Worked On, change: status, to: $working, yields_to: reopened }
  assigned: { label: Assigned, change: owner, which: first }
  answered: { label: Answered, source: mail, where: { incoming: false, subject: { contains: [answer] } } }
  closed:
    label: Ticket Closed
    rules:
      - { change: status, to: $closed }
      - { source: tickets, at: closed, otherwise: true }
attributes:
  case:
    Team: case.team
    Answers: { count: mail, where: { incoming: false } }
    TimeOpen: { duration: [first opened, last closed], unit: h }
    IsReopened: = events.has("reopened")
"#;

const TICKETS: &str = "\
id,number,opened,closed,team
t1,D-1,2026-03-01T08:00:00Z,2026-03-05T10:00:00Z,North
t2,D-2,2026-03-02T08:00:00Z,,North
t3,D-3,2026-03-03T08:00:00Z,,Test
";

const CHANGES: &str = "\
id,ticket,field,old,new,changed,who
1,t1,Status,New,Working,2026-03-01T09:00:00Z,ann
2,t1,Owner,,ben,2026-03-01T09:00:00Z,ann
3,t1,Owner,ben,cat,2026-03-01T10:00:00Z,ann
4,t1,Status,Working,On Hold,2026-03-01T11:00:00Z,cat
5,t1,Status,Working,On Hold,2026-03-01T11:00:00Z,bot
6,t1,Status,On Hold,On Hold,2026-03-01T11:30:00Z,cat
7,t1,Comments,,,2026-03-01T12:00:00Z,cat
8,t1,Status,On Hold,Closed,2026-03-02T09:00:00Z,cat
9,t1,Status,Closed,Working,2026-03-03T09:00:00Z,cat
10,t1,Status,Working,Closed,2026-03-05T10:00:00Z,cat
11,t1,Status,Closed,Working,,cat
12,t2,Status,New,Working,2026-03-02T09:00:00Z,ann
x,t1,Status,New,Working,2026-03-02T09:00:00Z,ann
";

const MAIL: &str = "\
ticket,sent,incoming,state,subject
t1,2026-03-01T09:30:00Z,false,Sent,Our answer
t1,2026-03-01T09:31:00Z,false,Draft,Half an answer
t1,2026-03-01T09:32:00Z,true,Read,A question
t2,2026-03-02T09:32:00Z,false,Sent,t1 is another ticket
";

/// The desk's export and mapping, in a folder.
pub fn desk(folder: &Path) {
    files(
        folder,
        &[("desk.yaml", MAPPING), ("in/tickets.csv", TICKETS), ("in/changes.csv", CHANGES), ("in/mail.csv", MAIL)],
    );
}

/// Runs `explain` on a case of the desk.
pub fn explain(folder: &Path, case: &str, more: &[&str]) -> Ran {
    let mut arguments = vec!["explain", "--mapping", "desk.yaml", "--input", "in", "--case", case];
    arguments.extend(more);
    caseloom_in(folder, &arguments)
}

/// The explanation of a case of the desk.
pub fn explained(case: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let ran = explain(folder.path(), case, &["--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}
