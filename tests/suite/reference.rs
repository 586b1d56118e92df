//! The reference job gives the same rows as DuckDB gives.
//!
//! `CASELOOM_REFERENCE` names a folder with `data/` (the generated exports) and `expected/` (DuckDB's output).

use crate::program::{Log, Rows, generate, root};
use std::path::PathBuf;

fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("CASELOOM_REFERENCE").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: CASELOOM_REFERENCE is not set");
    }
    folder
}

fn run(folder: &std::path::Path, more: &[&str]) -> Log {
    let mapping = root().join("tests/reference/mapping.yaml");
    let log = generate(mapping.to_str().unwrap(), &folder.join("data"), more);
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

fn expected(folder: &std::path::Path, file: &str) -> Rows {
    Rows::read(&std::fs::read(folder.join("expected").join(file)).unwrap())
}

/// Compares the columns that the peer has; ours are found by name.
fn compare(ours: &Rows, theirs: &Rows) {
    let columns: Vec<usize> = theirs.header.iter().map(|name| ours.column(name)).collect();
    assert_eq!(ours.rows.len(), theirs.rows.len(), "as many rows");
    for (number, (our, their)) in ours.rows.iter().zip(&theirs.rows).enumerate() {
        let our: Vec<&String> = columns.iter().map(|column| &our[*column]).collect();
        assert_eq!(our, their.iter().collect::<Vec<_>>(), "row {number}");
    }
}

#[test]
fn events_are_the_same_as_the_peers() {
    let Some(folder) = reference() else { return };
    compare(&run(&folder, &[]).table("events.csv"), &expected(&folder, "events.csv"));
}

#[test]
fn cases_are_the_same_as_the_peers() {
    let Some(folder) = reference() else { return };
    compare(&run(&folder, &[]).table("cases.csv"), &expected(&folder, "cases.csv"));
}

#[test]
fn threads_change_nothing() {
    let Some(folder) = reference() else { return };
    let with = |threads| run(&folder, &["--format", "csv,xes", "--threads", threads]);
    let (one, eight) = (with("1"), with("8"));
    for file in ["events.csv", "cases.csv", "log.xes", "manifest.json"] {
        assert!(one.bytes(file) == eight.bytes(file), "{file} differs");
    }
}
