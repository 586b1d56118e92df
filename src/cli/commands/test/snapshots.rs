//! Snapshots in their files.

use std::fs;
use std::io;
use std::path::Path;

use caseloom::diagnostic::{Diagnostic, codes, system};
use caseloom::shipped;
use caseloom::testing::{ActualLog, CaseReview, Names, Report, TestCase, differences, snapshot_name, snapshot_text};

use super::find::CaseFile;
use crate::cli::failure::Failure;

/// The folder beside a file of tests that has their snapshots.
pub const FOLDER: &str = "snapshots";

/// What comparing a snapshot gave.
#[derive(Debug, Default)]
pub struct Compared {
    /// What is wrong.
    pub finding: Option<Diagnostic>,
    /// What differs, case by case.
    pub review: Vec<CaseReview>,
    /// What was written, in words.
    pub update: Option<String>,
}

/// Compares a log with the snapshot of its test, or writes that anew.
pub fn compare(file: &CaseFile, test: &TestCase, log: &ActualLog, names: Names<'_>, update: bool) -> Compared {
    let name = snapshot_name(&file.stem, &test.name.text);
    let kept = match read(file, &test.name.text, &name) {
        Ok(kept) => kept,
        Err(error) => return problem(test, &name, &format!("can't be read: {}", system::reason(&error))),
    };
    let text = snapshot_text(&test.name.text, log, names);
    // Line ends may have been changed by version control.
    if kept.as_ref().is_some_and(|kept| kept.replace("\r\n", "\n") == text) {
        return Compared::default();
    }
    match (update, kept) {
        (true, kept) => write(file, test, &text, &name, kept.is_some()),
        (false, None) => missing(test, &name),
        (false, Some(kept)) => differing(test, &kept, log, names, &name),
    }
}

fn read(file: &CaseFile, test: &str, name: &str) -> io::Result<Option<String>> {
    let Some(path) = file.snapshot(test) else {
        let folder = file.display.strip_prefix("shipped:").and_then(|path| Path::new(path).parent());
        let path = folder.map(|folder| folder.join(FOLDER).join(name).display().to_string());
        return Ok(path.and_then(|path| shipped::read(&path)).map(String::from));
    };
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn write(file: &CaseFile, test: &TestCase, text: &str, name: &str, is_there: bool) -> Compared {
    let Some(path) = file.snapshot(&test.name.text) else { return Compared::default() };
    match path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text)) {
        Ok(()) => {
            let what = if is_there { "updated" } else { "written" };
            Compared { update: Some(format!("{what}: {}", path.display())), ..Compared::default() }
        }
        Err(error) => problem(test, name, &format!("can't be written: {}", system::reason(&error))),
    }
}

fn problem(test: &TestCase, name: &str, what: &str) -> Compared {
    let message = format!("the snapshot `{FOLDER}/{name}` {what}");
    let finding = Diagnostic::new(codes::SNAPSHOT_DIFFERS, message).at(test.place("snapshot"), "wanted here");
    Compared { finding: Some(finding.help("check the file and its folder")), ..Compared::default() }
}

fn missing(test: &TestCase, name: &str) -> Compared {
    let message = format!("there is no snapshot `{FOLDER}/{name}`");
    let finding = Diagnostic::new(codes::SNAPSHOT_MISSING, message).at(test.place("snapshot"), "wanted here");
    Compared { finding: Some(finding.help("write it with `--update`, and read it")), ..Compared::default() }
}

fn differing(test: &TestCase, kept: &str, log: &ActualLog, names: Names<'_>, name: &str) -> Compared {
    let (what, review) = match differences(kept, log, names) {
        None => ("isn't one".to_owned(), Vec::new()),
        Some(review) if review.is_empty() => ("has the same log in another form".to_owned(), review),
        Some(review) => {
            let cases = if review.len() == 1 { "1 case".to_owned() } else { format!("{} cases", review.len()) };
            (format!("differs in {cases}"), review)
        }
    };
    let message = format!("the snapshot `{FOLDER}/{name}` {what}");
    let finding = Diagnostic::new(codes::SNAPSHOT_DIFFERS, message).at(test.place("snapshot"), "differs");
    let finding = finding.help("where the difference is meant, write it anew with `--update`");
    Compared { finding: Some(finding), review, update: None }
}

/// Finds snapshots of a file of tests that none of them has, and removes them where that is asked for.
///
/// # Errors
/// Where one can't be removed.
pub fn left_over(file: &CaseFile, update: bool, report: &mut Report) -> Result<(), Failure> {
    let (Some(folder), Some(tests)) = (&file.folder, &file.tests) else { return Ok(()) };
    let tests = tests.tests.iter().filter(|test| test.has_snapshot());
    let wanted: Vec<String> = tests.map(|test| snapshot_name(&file.stem, &test.name.text)).collect();
    let entries = fs::read_dir(folder.join(FOLDER)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let is_of_file = |name: &String| name.strip_prefix(&file.stem).is_some_and(|rest| rest.starts_with("--"));
    for name in names.into_iter().filter(|name| is_of_file(name) && !wanted.contains(name)) {
        let path = folder.join(FOLDER).join(&name);
        let shown = path.display().to_string();
        if update && file.findings.is_empty() {
            fs::remove_file(&path).map_err(|error| {
                let message = format!("`{shown}` can't be removed: {}", system::reason(&error));
                Failure::could_not_run(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help("remove it by hand"))
            })?;
            report.updates.push(format!("removed: {shown}"));
        } else {
            let message = format!("the snapshot `{shown}` belongs to no test");
            let finding = Diagnostic::new(codes::SNAPSHOT_LEFT_OVER, message);
            report.findings.push(finding.help("remove it, or let `--update` do so"));
        }
    }
    Ok(())
}
