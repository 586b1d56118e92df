//! JSON: from files of every shape to rows at all levels, and from these to the log.

mod containers;
mod duplicates;
mod faults;
mod levels;
mod packed;
mod paths;
mod properties;
mod real_file;
mod values;

use std::fs;
use std::path::Path;

use caseloom::diagnostic::Diagnostic;
use caseloom::load::{LoadOptions, Loaded, load};
use caseloom::plan::Plan;
use caseloom::run::RunOptions;

use crate::run::{Log, minute, plan, run_with};

/// Files of an export.
type Files<'a> = &'a [(&'a str, &'a [u8])];

fn write(folder: &Path, files: Files<'_>) {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

fn try_load(plan: &Plan, files: Files<'_>) -> Result<Loaded, Vec<Diagnostic>> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let options = LoadOptions { input: folder.path().to_owned(), ..LoadOptions::default() };
    load(plan, &options, &|_| ()).map_err(|problems| problems.sorted())
}

fn loads(plan: &Plan, files: Files<'_>) -> Loaded {
    try_load(plan, files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// What stops loading: codes and messages.
fn stops(mapping: &str, files: Files<'_>) -> Vec<(&'static str, String, String)> {
    let problems = try_load(&plan(mapping), files).err().unwrap_or_default();
    problems.into_iter().map(|each| (each.code.name(), each.message, each.help.unwrap_or_default())).collect()
}

/// Runs a mapping over files; every row is accounted for.
fn run(mapping: &str, files: Files<'_>, threads: usize) -> Log {
    let plan = plan(mapping);
    let loaded = loads(&plan, files);
    run_with(plan, loaded, &RunOptions { threads, block: 1, ..RunOptions::default() })
}

fn log(mapping: &str, json: &str) -> Log {
    run(mapping, &[("export.json", json.as_bytes())], 1)
}

/// Source, line, code and reason of quarantined rows.
fn quarantined(mapping: &str, files: Files<'_>) -> Vec<(String, u64, &'static str, String)> {
    let plan = plan(mapping);
    let loaded = loads(&plan, files);
    let rows = loaded.quarantine.iter();
    rows.map(|row| (plan.sources[row.source].id.clone(), row.line, row.code.name(), row.reason.clone())).collect()
}

/// Three levels: a talk, its parts, and the steps of a part. `@5` in it is the fifth minute.
const TALKS: &str = r#"
sources:
  talk:
    files: "*.json"
    rows: [talks, .]
    key: id
    at: start
    case: [ticket, id]
    columns:
      id: id
      start: timestamp
      end: { type: timestamp, optional: true }
      ticket: { first: part.ticket, where: { ticket: { present: true } }, optional: true }
  part:
    in: talk
    rows: parts
    optional: true
    columns: { who: { type: text, optional: true }, ticket: { type: id, header: more.ticket, optional: true } }
  step:
    in: part
    rows: steps
    optional: true
    at: at
    by: part.who
    columns: { at: { type: timestamp, optional: true }, kind: { type: text, optional: true } }
"#;

/// The same with a rule on every step.
fn talks(rest: &str) -> String {
    format!("{TALKS}\nactivities:\n  started: {{ source: talk }}\n{rest}")
}

/// A time as it stands in a document.
fn at(of: i64) -> String {
    let minutes = (minute(of) - minute(0)) / 60_000;
    format!("2024-01-01T{:02}:{:02}:00Z", minutes / 60, minutes % 60)
}
