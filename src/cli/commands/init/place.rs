//! Where the file goes, and whether what was written is right.

use std::path::{Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes, system};
use caseloom::resolve::lock::{self, Lock};

use super::folder_of;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{parse, under_each};
use crate::cli::terminal::Terminal;

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

/// Writes the file beside its place, then puts it there.
///
/// # Errors
/// It can't be written.
pub(super) fn write(output: &Path, text: &str) -> Result<(), Failure> {
    let beside = PathBuf::from(format!("{}.part", output.display()));
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, output)).map_err(|error| {
        // What is left of it is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
        let message = format!("the output `{}` can't be written: {}", output.display(), system::reason(&error));
        Failure::could_not_run(
            Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help("check that the folder may be written to"),
        )
    })
}

/// Writes the lock file beside an overlay, which says what its base was, and gives its name.
///
/// # Errors
/// It can't be written.
pub(super) fn lock(output: &Path) -> Result<PathBuf, Failure> {
    let parsed = parse(&mut Files::new(), &path(output))?;
    let beside = lock::path_of(output);
    if let Some(text) = Lock::of(parsed.extended()).and_then(|lock| lock.to_yaml()) {
        write(&beside, &text)?;
    }
    Ok(beside)
}

/// A file as an argument: never the name of a shipped mapping.
fn path(file: &Path) -> String {
    if file.is_absolute() { file.display().to_string() } else { Path::new(".").join(file).display().to_string() }
}

/// Checks what was written: it is meant to be right as it stands.
pub(super) fn check_written(output: &Path, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut files = Files::new();
    let mut exit = Exit::Fine;
    let mut found = Diagnostics::new();
    for (_, checked) in under_each(&mut files, &path(output))? {
        found.extend(checked.diagnostics.errors().cloned());
        exit = if found.has_errors() { Exit::Findings } else { exit };
    }
    found.once_per_place();
    terminal.complain(&found.sorted(), &files);
    Ok(exit)
}
