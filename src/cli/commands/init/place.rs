//! Where the file goes, and whether what was written is right.

use std::path::{Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, Files, codes, system};

use super::folder_of;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::under_each;
use crate::cli::terminal::Terminal;

/// Whether the file may be written.
///
/// # Errors
/// It is there already, or its folder isn't.
pub(super) fn check(output: &Path, force: bool) -> Result<(), Failure> {
    let shown = output.display();
    if output.is_dir() {
        let message = format!("the output `{shown}` is a folder");
        return Err(Failure::usage(Diagnostic::new(codes::OUTPUT_EXISTS, message).help("name a file, such as `acme.yaml`")));
    }
    if output.exists() && !force {
        let message = format!("the output `{shown}` is there already");
        return Err(Failure::usage(Diagnostic::new(codes::OUTPUT_EXISTS, message).help("choose another name, or write over it with `--force`")));
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
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name.to_owned() } else { format!("mapping-{name}").trim_end_matches('-').to_owned() }
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
        Failure::could_not_run(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help("check that the folder may be written to"))
    })
}

/// Writes the lock file beside an overlay, and says where.
pub(super) fn lock(_files: &mut Files, _output: &Path) -> Result<Option<PathBuf>, Failure> {
    Ok(None)
}

/// Checks what was written: it is meant to be right as it stands.
pub(super) fn check_written(output: &Path, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut files = Files::new();
    let mut exit = Exit::Fine;
    for (_, checked) in under_each(&mut files, &output.display().to_string())? {
        let errors: Vec<Diagnostic> = checked.diagnostics.errors().cloned().collect();
        if !errors.is_empty() {
            terminal.complain(&errors, &files);
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}
