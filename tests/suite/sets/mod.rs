//! Several systems in one log: mappings that are run together, and sets that name them.

pub mod broken;
mod files;
mod joining;
mod manifest;
mod options;
mod properties;
mod systems;

use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::cli::{self, Ran, caseloom_in};
use crate::program::Rows;

/// A service desk: tickets, and what was done with them.
pub const DESK: &str = "\
caseloom: 1
name: desk
version: 1.2.0
source_system: Desk
params:
  closed: { type: list, default: [Closed] }
  urgent: { type: text, default: now }
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    by: Who
    columns: { Id: id, Opened: timestamp, Who: text, Channel: text, Due: timestamp }
  steps:
    files: steps.csv
    case: Ticket
    at: At
    order: Id
    columns: { Id: integer, Ticket: id, At: timestamp, Step: text }
case: { record: tickets }
activities:
  opened: { label: { en: Opened, fr: Ouvert }, source: tickets }
  stepped: { label: { en: Stepped, fr: Avancé }, source: steps, where: { Step: { not: $closed } } }
  closed: { label: { en: Closed, fr: Fermé }, source: steps, where: { Step: $closed } }
  urgent: { label: { en: Urgent, fr: Urgent }, source: tickets, where: { Channel: $urgent } }
attributes:
  log:
    SystemName: { from: $source_system, common: SourceSystem }
    LastDataUpdate: $extracted_at
  case:
    Channel: case.Channel
    Due: case.Due
    Steps: { count: steps }
  event:
    Step: steps.Step
    EndTime: { from: [end, time], common: Ended }
";

/// A contact centre: calls, which may name the ticket that they are about.
pub const CALLS: &str = "\
caseloom: 1
name: calls
source_system: Calls
params:
  closed: { type: list, default: [none] }
sources:
  calls:
    files: calls.csv
    case: Request
    key: Call
    at: Began
    by: Agent
    columns: { Call: id, Request: id, Began: timestamp, Over: timestamp, Agent: text, Channel: text }
activities:
  opened: { label: Call Opened, source: calls, end: Over }
  closed: { label: Closed, source: calls, at: Over, where: { Channel: { not: $closed } } }
attributes:
  log:
    SourceSystem: $source_system
    LastDataUpdateTime: { from: $extracted_at, common: LastDataUpdate }
  case:
    Channel: { first: calls.Channel }
    Due: { count: calls }
  event:
    Ended: [end, time]
    Agent: calls.Agent
";

pub const TICKETS: &str = "\
Id,Opened,Who,Channel,Due
T1,2026-03-01T09:00:00Z,ann,,2026-03-02T00:00:00Z
T2,2026-03-01T10:00:00Z,bob,mail,
";

pub const STEPS: &str = "\
Id,Ticket,At,Step
1,T1,2026-03-01T09:30:00Z,Looked
2,T1,2026-03-01T11:00:00Z,Closed
3,T2,2026-03-01T12:00:00Z,Closed
";

/// T1 is a ticket, C9 is known to the contact centre only.
pub const RECORDS: &str = "\
Call,Request,Began,Over,Agent,Channel
c1,T1,2026-03-01T09:30:00Z,2026-03-01T09:40:00Z,zoe,voice
c2,C9,2026-03-01T08:00:00Z,2026-03-01T08:05:00Z,zoe,chat
";

/// A set that names both.
pub const SET: &str = "\
caseloom: 1
set: desk-and-calls
version: 0.3.0
mappings:
  desk: { mapping: desk.yaml }
  calls: { mapping: calls.yaml }
";

/// A folder with both mappings, a set of them, and their exports.
pub fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    cli::files(
        folder.path(),
        &[
            ("desk.yaml", DESK),
            ("calls.yaml", CALLS),
            ("set.yaml", SET),
            ("desk/tickets.csv", TICKETS),
            ("desk/steps.csv", STEPS),
            ("calls/calls.csv", RECORDS),
        ],
    );
    folder
}

const BOTH: &[&str] = &["generate", "--mapping", "desk.yaml", "--mapping", "calls.yaml", "--output", "log"];
const INPUTS: &[&str] = &["--input", "desk=desk", "--input", "calls=calls"];

/// Runs both mappings over their exports.
pub fn generate(folder: &Path, more: &[&str]) -> Ran {
    caseloom_in(folder, &[BOTH, INPUTS, more].concat())
}

/// The same, with inputs as given.
pub fn generate_from(folder: &Path, more: &[&str]) -> Ran {
    caseloom_in(folder, &[BOTH, more].concat())
}

/// Runs the set that names them.
pub fn generate_set(folder: &Path, more: &[&str]) -> Ran {
    caseloom_in(folder, &[&["generate", "--mapping", "set.yaml", "--output", "log"], INPUTS, more].concat())
}

pub fn text(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join("log").join(file)).unwrap()
}

pub fn table(folder: &Path, file: &str) -> Rows {
    Rows::read(text(folder, file).as_bytes())
}

pub fn manifest(folder: &Path) -> Value {
    serde_json::from_str(&text(folder, "manifest.json")).unwrap()
}

/// A run that has to go well.
pub fn fine(ran: &Ran) {
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
}

/// `case time system activity` of each event.
pub fn trace(folder: &Path) -> Vec<String> {
    let events = table(folder, "events.csv");
    let columns = ["case_id", "timestamp", "source_system", "activity"].map(|name| events.column(name));
    let event = |row: &Vec<String>| columns.map(|column| row[column].clone()).join(" ");
    events.rows.iter().map(|row| event(row).replace("2026-03-01T", "").replace(":00Z", "")).collect()
}
