//! The bound holds, and a run that is killed leaves nothing.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::exports::{LARGE, large};

/// A job of so many cases in a folder.
fn job(folder: &Path, cases: u64) {
    fs::create_dir(folder.join("input")).unwrap();
    fs::create_dir(folder.join("temporary")).unwrap();
    large(&folder.join("input"), cases);
    fs::write(folder.join("large.yaml"), LARGE.trim_start()).unwrap();
}

fn start(folder: &Path, more: &[&str]) -> Child {
    let fixed =
        ["generate", "--quiet", "--mapping", "large.yaml", "--input", "input", "--output", "log", "--threads", "2"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseloom"));
    command.args(fixed).args(more).current_dir(folder).env_clear().stderr(Stdio::null()).spawn().unwrap()
}

/// What the system counts for a process.
fn counted(child: &Child, what: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The most memory that a run had, in MiB, as the system counts it.
fn peak(folder: &Path, more: &[&str]) -> u64 {
    let mut child = start(folder, more);
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = counted(&child, "VmHWM").unwrap_or(0).max(peak);
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    peak / 1024
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_within_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    job(folder.path(), 160_000);
    let free = peak(folder.path(), &[]);
    let bounded = peak(folder.path(), &["--memory", "80MiB"]);
    assert!(free > 110, "the job is too small to say anything: {free} MiB");
    assert!(bounded <= 80, "{bounded} MiB, {free} without a bound");
}

/// Texts for which numbers stand on the disk are part of what is bounded, however many columns have some.
#[cfg(target_os = "linux")]
#[test]
fn memory_stays_within_the_bound_where_many_columns_have_many_texts() {
    const COLUMNS: usize = 150;
    let folder = tempfile::tempdir().unwrap();
    let columns: Vec<String> = (0..COLUMNS).map(|column| format!("c{column}")).collect();
    let (names, kinds) = (columns.join(","), columns.join(": text, "));
    let mapping = format!(
        "caseloom: 1\nname: wide\nversion: 1.0.0\ntimezone: UTC\nsources:\n  cases:\n    files: wide.csv\n    key: id\n    at: at
    duplicates: {{ same: [{names}] }}\n    columns: {{ id: id, at: timestamp, {kinds}: text }}\ncase: {{ record: cases }}
activities: {{ seen: {{ label: Seen, source: cases }} }}\n"
    );
    fs::write(folder.path().join("large.yaml"), mapping).unwrap();
    fs::create_dir(folder.path().join("input")).unwrap();
    let row = |row: usize| {
        let cells: String =
            (0..COLUMNS).map(|column| format!(",a text of column {column:03} and of row {row:05}")).collect();
        format!("{row},2026-01-01T00:00:00Z{cells}\n")
    };
    let rows: String = (0..4_000).map(row).collect();
    fs::write(folder.path().join("input/wide.csv"), format!("id,at,{names}\n{rows}")).unwrap();
    let bounded = peak(folder.path(), &["--memory", "64MiB"]);
    // The program itself is larger where it isn't optimised.
    let program = if cfg!(debug_assertions) { 24 } else { 0 };
    assert!(bounded <= 64 + program, "{bounded} MiB");
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_killed_leaves_no_temporary_file_and_no_half_result() {
    let folder = tempfile::tempdir().unwrap();
    job(folder.path(), 8_000);
    let temporary = folder.path().join("temporary");
    let more = ["--memory", "64MiB", "--batch", "64KiB", "--temporary", "temporary"];
    let mut child = start(folder.path(), &more);
    // Until rows were written: the files have no names, but the process has them open.
    let is_writing = |child: &Child| {
        let open = fs::read_dir(format!("/proc/{}/fd", child.id())).ok();
        let open = open.into_iter().flatten().flatten().filter_map(|entry| fs::metadata(entry.path()).ok());
        let unnamed = open.filter(|file| file.is_file() && std::os::unix::fs::MetadataExt::nlink(file) == 0);
        unnamed.map(|file| file.len()).sum::<u64>() > 1 << 20
    };
    while !is_writing(&child) {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before it could be killed");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
    assert!(!folder.path().join("log/manifest.json").exists() && !folder.path().join("log/events.csv").exists());
    assert!(start(folder.path(), &more).wait().unwrap().success());
    let mut names: Vec<_> =
        fs::read_dir(folder.path().join("log")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["cases.csv", "events.csv", "manifest.json", "quarantine.csv"]);
}
