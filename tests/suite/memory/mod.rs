//! `generate --memory`: the same bytes as without a bound, and a bound that holds.

mod bound;
mod equal;
mod exports;
mod ordered;
mod wrong;

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{command, root};

/// A bound, and so little for rows that are worked on together that nearly every case is a batch of its own.
const TINY: &[&str] = &["--memory", "256MiB", "--batch", "2KiB"];

/// What a run left behind: what it said, and all files.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    code: Option<i32>,
    out: String,
    said: String,
    files: Vec<(String, Vec<u8>)>,
}

/// Runs `generate` into the folder `log` of `home`, and takes that away.
fn run(home: &Path, mapping: &str, input: &Path, more: &[&str]) -> Ran {
    let folder = home.join("log");
    let fixed = ["generate", "--format", "csv,xes", "--mapping", mapping, "--input", input.to_str().unwrap()];
    let output = command(root(), &fixed).arg("--output").arg(&folder).args(more).output().unwrap();
    let files = files_of(&folder);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let said = String::from_utf8(output.stderr).unwrap();
    Ran { code: output.status.code(), out: String::from_utf8(output.stdout).unwrap(), said: timeless(&said), files }
}

fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let file = |path: PathBuf| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
    let mut files: Vec<_> = entries.map(|entry| file(entry.unwrap().path())).collect();
    files.sort();
    files
}

/// Without how long it took.
fn timeless(said: &str) -> String {
    let lines = said.lines().map(|line| match line.rsplit_once(" in ") {
        Some((start, time)) if line.starts_with("written to ") && time.ends_with(" s") => start,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Fails where a run within a bound differs in anything from one without.
fn same(mapping: &str, input: &Path, more: &[&str]) {
    same_within(&[TINY], mapping, input, more);
}

/// The same for several bounds.
fn same_within(bounds: &[&[&str]], mapping: &str, input: &Path, more: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    for form in ["human", "json"] {
        let with = |bound: &[&str]| {
            let more: Vec<&str> = ["--diagnostics", form].iter().chain(more).chain(bound).copied().collect();
            run(home.path(), mapping, input, &more)
        };
        let free = with(&[]);
        for (bound, bounded) in bounds.iter().map(|bound| (bound, with(bound))) {
            assert_eq!(free.said, bounded.said, "{mapping} {bound:?}");
            assert_eq!(free.out, bounded.out, "{mapping} {bound:?}");
            for ((name, free), (other, bounded)) in free.files.iter().zip(&bounded.files) {
                assert!(name == other && free == bounded, "{mapping} {bound:?}: {name} differs");
            }
            assert!(free == bounded, "{mapping} {bound:?}");
        }
    }
}

/// Runs that have to stop, with what they said.
fn stops(mapping: &str, input: &Path, more: &[&str]) -> (i32, String) {
    let home = tempfile::tempdir().unwrap();
    let ran = run(home.path(), mapping, input, more);
    assert_eq!(ran.files, [], "{}", ran.said);
    (ran.code.unwrap(), ran.said)
}
