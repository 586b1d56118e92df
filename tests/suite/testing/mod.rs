//! `caseloom test`, through the binary: what holds passes, and whatever doesn't is told where it stands.

pub mod broken;
mod coverage;
mod expectations;
mod reports;
mod schema;
mod sets;
mod snapshots;
mod words;

use std::path::Path;

use serde_json::Value;

use crate::cli::{Ran, caseloom_in};

/// A mapping with what cases can name.
pub const MAPPING: &str = r#"caseloom: 1
name: desk
version: 1.0.0
source_system: Desk
timezone: UTC
params:
  closed: { type: list, default: [Closed] }
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Created
    by: By
    columns: { Id: id, Created: timestamp, By: text }
  history:
    files: history.csv
    optional: true
    case: Ticket
    at: At
    field: Field
    old: Old
    new: New
    columns: { Ticket: id, At: timestamp, Field: text, Old: text, New: text }
case: { record: tickets }
tracked_fields:
  status: { source: history, field: Status }
activities:
  created: { label: { en: Ticket Created, fr: Ticket créé }, source: tickets }
  worked: { label: Work Started, change: status, to: Open }
  closed: { label: Ticket Closed, change: status, to: $closed }
attributes:
  log: { Extracted: $extracted_at, System: $source_system }
  case: { Closings: { count: closed }, Reporter: case.By, IsClosed: = events.has("closed") }
  event: { State: { as_of: status } }
output:
  columns: { case_id: Request, activity: ActivityName, timestamp: EventTime, resource: Who, kind: kind }
"#;

pub const INPUT: &str = r#"    input:
      tickets.csv: |
        Id,Created,By
        001,2026-01-05T09:00:00Z,ann
        002,2026-01-05T10:00:00Z,
      history.csv: |
        Ticket,At,Field,Old,New
        001,2026-01-05T09:10:00Z,Status,New,Open
        001,2026-01-05T09:20:00Z,Status,Open,Closed
"#;

pub const EVENTS: &str = r#"    events:
      - { case: "001", activity: created, time: "2026-01-05T09:00:00Z", resource: ann, State: New, kind: explicit }
      - { case: "001", activity: worked, time: "2026-01-05T09:10:00Z", State: Open }
      - { case: "001", activity: closed, time: "2026-01-05T09:20:00Z" }
      - { case: "002", activity: created, time: "2026-01-05T10:00:00Z", resource: null }
"#;

/// A folder with the mapping `desk.yaml`, a sample, and no tests yet.
pub struct Desk(pub tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("desk.yaml", MAPPING);
        desk.write("sample/tickets.csv", "Id,Created,By\n001,2026-01-05T09:00:00Z,ann\n");
        desk
    }

    /// With a file of tests.
    pub fn with(tests: &str) -> Self {
        let desk = Self::new();
        desk.write("tests/desk.yaml", tests);
        desk
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs `caseloom test desk.yaml` with more arguments.
    pub fn test(&self, more: &[&str]) -> Ran {
        caseloom_in(self.path(), &[&["test", "desk.yaml"], more].concat())
    }

    /// The report as JSON.
    pub fn report(&self, more: &[&str]) -> (i32, Value) {
        let ran = self.test(&[more, &["--format", "json"]].concat());
        let report = serde_json::from_str(&ran.stdout);
        (ran.code, report.unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr)))
    }
}

/// One test called `it`, with the usual input and what it has beside.
pub fn one(rest: &str) -> String {
    format!("tests:\n  - name: it\n{INPUT}{rest}")
}

/// What the only test of a file has to say: its codes with messages and labels, and its review.
pub fn outcome(tests: &str) -> (i32, String) {
    let (code, report) = Desk::with(tests).report(&[]);
    let mut said = String::new();
    for test in report["tests"].as_array().unwrap() {
        for finding in test["findings"].as_array().unwrap() {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            said.push_str(&format!("{} {}\n", text(&finding["name"]), text(&finding["message"])));
            for span in finding["spans"].as_array().unwrap() {
                said.push_str(&format!("  {}:{} {}\n", span["line"], span["column"], text(&span["label"])));
            }
            said.push_str(&format!("  help: {}\n", text(&finding["help"])));
        }
        for case in test["review"].as_array().unwrap() {
            for line in case["lines"].as_array().unwrap() {
                let notes: Vec<&str> =
                    line["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
                let line = format!("{} {} {}", line["mark"], line["what"], notes.join(", ")).replace('"', "");
                said.push_str(&format!("{}: {}\n", case["case"].as_str().unwrap(), line.trim_end()));
            }
        }
    }
    (code, said)
}

/// A test with that beside its input passes.
#[track_caller]
pub fn holds(rest: &str) {
    assert_eq!(outcome(&one(rest)), (0, String::new()));
}

/// A test with that beside its input fails, and says so in each of these words.
#[track_caller]
pub fn fails(rest: &str, words: &[&str]) {
    says(&one(rest), words);
}

/// A file of tests fails, and says so in each of these words.
#[track_caller]
pub fn says(tests: &str, words: &[&str]) {
    let (code, said) = outcome(tests);
    assert_eq!(code, 1, "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not in:\n{said}");
    }
}
