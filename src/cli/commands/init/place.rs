//! Where the file goes, and whether what was written is right.

use std::path::{Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes, system};
use caseloom::resolve::lock::{self, Lock};

use super::folder_of;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{parse, under_each};

/// Whether the file may be written.
///
/// # Errors
/// It is there already, or its folder isn't.
pub(super) fn check(output: &Path, force: bool) -> Result<(), Failure> {
    let shown = output.display();
    if output.is_dir() {
        let message = format!("the output `{shown}` is a folder");
        return Err(Failure::usage(
            Diagnostic::new(codes::OUTPUT_EXISTS, message).help("name a file, such as `acme.yaml`"),
        ));
    }
    if let Some(there) = [output.to_owned(), lock::path_of(output)].iter().find(|file| file.exists() && !force) {
        let message = format!("the output `{}` is there already", there.display());
        return Err(Failure::usage(
            Diagnostic::new(codes::OUTPUT_EXISTS, message).help("choose another name, or write over it with `--force`"),
        ));
    }
    let folder = folder_of(output);
    if folder.is_dir() {
        return Ok(());
    }
    let message = format!("there is no folder `{}` to write `{shown}` into", folder.display());
    Err(Failure::usage(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help("make the folder first")))
}

/// The mapping's name: the file's, with what can't stand in a name replaced.
pub(super) fn name_of(output: &Path) -> String {
    let stem = output.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let letters = stem.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' });
    let name: String = letters.collect();
    let name = name.trim_matches('-');
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("mapping-{name}").trim_end_matches('-').to_owned()
    }
}

/// Checks the text beside its place, then puts it there, and an overlay's lock file too, which says what its base was: gives
/// its name. What would be wrong isn't written.
///
/// # Errors
/// It can't be written, or has an error.
pub(super) fn write(output: &Path, text: &str, is_overlay: bool) -> Result<Option<PathBuf>, Failure> {
    let beside = beside(output);
    let file = is_overlay.then(|| lock::path_of(output));
    let part = file.as_deref().map(self::beside);
    let made = make(&beside, output, text).and_then(|()| match (&file, &part) {
        (Some(file), Some(part)) => make_lock(&beside, part, file),
        _ => Ok(()),
    });
    let placed = made.and_then(|()| {
        let lock = part.iter().zip(&file).map(|(part, file)| (part.as_path(), file.as_path()));
        lock.chain([(beside.as_path(), output)]).try_for_each(|(from, to)| rename(from, to))
    });
    if placed.is_err() {
        // What is left of them is of no use to anybody.
        std::iter::once(&beside).chain(&part).for_each(|part| drop(std::fs::remove_file(part)));
    }
    placed.map(|()| file)
}

/// The name of a file while it is in the making.
fn beside(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}.part", file.display()))
}

fn make(beside: &Path, output: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(beside, text).map_err(|error| unwritten(output, &error))?;
    check_written(beside)
}

/// The lock file of an overlay.
fn make_lock(overlay: &Path, part: &Path, file: &Path) -> Result<(), Failure> {
    let parsed = parse(&mut Files::new(), &path(overlay))?;
    let text = Lock::of(parsed.extended()).and_then(|lock| lock.to_yaml()).unwrap_or_default();
    std::fs::write(part, text).map_err(|error| unwritten(file, &error))
}

fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::rename(from, to).map_err(|error| unwritten(to, &error))
}

fn unwritten(file: &Path, error: &std::io::Error) -> Failure {
    let message = format!("the output `{}` can't be written: {}", file.display(), system::reason(error));
    Failure::could_not_run(
        Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help("check that the folder may be written to"),
    )
}

/// A file as an argument: never the name of a shipped mapping.
fn path(file: &Path) -> String {
    if file.is_absolute() { file.display().to_string() } else { Path::new(".").join(file).display().to_string() }
}

/// Checks what was written: it is meant to be right as it stands.
fn check_written(file: &Path) -> Result<(), Failure> {
    let mut files = Files::new();
    let mut found = Diagnostics::new();
    for (_, checked) in under_each(&mut files, &path(file))? {
        found.extend(checked.diagnostics.errors().cloned());
    }
    found.once_per_place();
    if !found.has_errors() {
        return Ok(());
    }
    Err(Failure::Stopped { exit: Exit::Findings, diagnostics: found.sorted(), files })
}
