//! A folder with a copy of a mapping: all of its files appear in it, or none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, codes, system};

use crate::cli::failure::Failure;

/// The folder in which files are written before they get their places.
const PARTIAL: &str = ".caseloom-partial";

/// Whether a copy may be written there: the folder is new or empty.
///
/// # Errors
/// It is a file, holds something, or can't be looked into.
pub(super) fn check(folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    let is_free = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().all(|entry| entry.file_name() == PARTIAL),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let message = format!("the output `{shown}` is not a folder");
            return Err(Failure::usage(exists(message)));
        }
        Err(error) => return Err(failed(folder, &error)),
    };
    match is_free {
        true => Ok(()),
        false => Err(Failure::usage(exists(format!("the output folder `{shown}` isn't empty")))),
    }
}

fn exists(message: String) -> Diagnostic {
    Diagnostic::new(codes::OUTPUT_EXISTS, message).help("name an empty folder, or one that isn't there yet")
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    let message = format!("`{}` can't be written: {}", path.display(), system::reason(error));
    let help = "check that the folder may be written and that the disk has room; nothing was written";
    Failure::could_not_run(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help(help))
}

/// Writes files by their names below the folder; the last of them gets its place last.
///
/// # Errors
/// One of them can't be written: then there is none.
pub(super) fn write(folder: &Path, files: &[(&str, &str)]) -> Result<(), Failure> {
    let is_new = !folder.exists();
    let mut placed = Vec::new();
    fill(folder, files, &mut placed).map_err(|(path, error)| {
        // What can't be removed can't be helped, either.
        let _ = fs::remove_dir_all(folder.join(PARTIAL));
        for path in &placed {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        if is_new {
            let _ = fs::remove_dir(folder);
        }
        failed(&path, &error)
    })
}

type Refused = (PathBuf, io::Error);

fn fill(folder: &Path, files: &[(&str, &str)], placed: &mut Vec<PathBuf>) -> Result<(), Refused> {
    let partial = folder.join(PARTIAL);
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(|error| (partial.clone(), error))?;
    }
    fs::create_dir_all(&partial).map_err(|error| (folder.to_owned(), error))?;
    for (name, text) in files {
        put(&partial, name, text).map_err(|error| (folder.join(name), error))?;
    }
    for name in files.iter().filter_map(|(name, _)| first_part(name)) {
        let place = folder.join(name);
        if !placed.contains(&place) {
            fs::rename(partial.join(name), &place).map_err(|error| (place.clone(), error))?;
            placed.push(place);
        }
    }
    fs::remove_dir(&partial).map_err(|error| (partial, error))
}

/// A new file; two names that are one are refused.
fn put(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let path = folder.join(name);
    let is_below = Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_below {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    File::create_new(path)?.write_all(text.as_bytes())
}

/// What a file's name begins with: the file, or the folder in which it stands.
fn first_part(name: &str) -> Option<&Path> {
    let parts = Path::new(name).components();
    parts.into_iter().find(|part| matches!(part, Component::Normal(_))).map(|part| Path::new(part.as_os_str()))
}
