//! From what a user calls a mapping to its text.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::{Home, MAPPING_FILE};
use crate::diagnostic::{nearest, system};

/// A mapping that was found.
#[derive(Debug, Clone)]
pub struct Located {
    /// How its file is named to users: the path as given, or `shipped:<name>/mapping.yaml`.
    pub display: String,
    /// Its text.
    pub text: Cow<'static, str>,
    /// Where what it names relative to itself is looked up.
    pub home: Home,
}

/// Why a mapping wasn't found. [`fmt::Display`] says what is wrong, [`LocateError::help`] what to do.
#[derive(Debug)]
pub enum LocateError {
    /// Neither a shipped mapping nor a file or folder.
    Unknown {
        /// What was asked for.
        argument: String,
        /// A shipped name that is near.
        nearest: Option<String>,
    },
    /// A folder without `mapping.yaml`.
    NoMapping {
        /// The folder.
        folder: String,
    },
    /// A file that isn't UTF-8.
    NotUtf8 {
        /// The file.
        file: String,
        /// Its text, with the sign for what is no character in place of bytes that are none.
        text: String,
        /// Where the first of them stands.
        at: usize,
    },
    /// A file that can't be read.
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },
}

/// Finds a mapping: a shipped name, a YAML file, or a folder with `mapping.yaml`.
///
/// A bare name means the shipped mapping where there is one; `./name` always means the path.
///
/// # Errors
/// Where nothing has that name, or what has it can't be read.
pub fn locate(argument: &str) -> Result<Located, LocateError> {
    if let Some(text) = super::read(&format!("{argument}/{MAPPING_FILE}")) {
        let home = Home::Shipped(argument.to_owned());
        return Ok(Located { display: home.display(MAPPING_FILE), text, home });
    }
    let path = Path::new(argument);
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => in_folder(path, argument),
        Ok(_) => of_file(path),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Err(unknown(argument)),
        Err(source) => Err(LocateError::Unreadable { file: argument.to_owned(), source }),
    }
}

fn in_folder(folder: &Path, argument: &str) -> Result<Located, LocateError> {
    let file = folder.join(MAPPING_FILE);
    if file.is_file() { of_file(&file) } else { Err(LocateError::NoMapping { folder: argument.to_owned() }) }
}

fn of_file(file: &Path) -> Result<Located, LocateError> {
    let display = file.display().to_string();
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(source) => return Err(LocateError::Unreadable { file: display, source }),
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            let home = Home::Folder(file.parent().map(PathBuf::from).unwrap_or_default());
            Ok(Located { display, text: Cow::Owned(text), home })
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Err(LocateError::NotUtf8 { file: display, text, at })
        }
    }
}

fn unknown(argument: &str) -> LocateError {
    let names = super::names();
    let nearest = nearest::nearest(argument, names.iter().map(String::as_str)).map(str::to_owned);
    LocateError::Unknown { argument: argument.to_owned(), nearest }
}

impl LocateError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { nearest: Some(name), .. } => format!("did you mean `{name}`? {}", shipped_names()),
            Self::Unknown { nearest: None, .. } => shipped_names(),
            Self::NoMapping { .. } => format!("name the mapping's file, or a folder that holds `{MAPPING_FILE}`"),
            Self::NotUtf8 { .. } => "save the mapping as UTF-8".to_owned(),
            Self::Unreadable { .. } => "check that the file may be read".to_owned(),
        }
    }

    /// Whether the name was wrong, rather than the file.
    pub fn is_usage(&self) -> bool {
        !matches!(self, Self::Unreadable { .. } | Self::NotUtf8 { .. })
    }
}

fn shipped_names() -> String {
    let names: Vec<String> = super::names().iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => "no mappings are shipped; give the path of one".to_owned(),
        false => format!("shipped mappings: {}; or give a path", names.join(", ")),
    }
}

impl fmt::Display for LocateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { argument, .. } => {
                write!(out, "there is no shipped mapping, file or folder `{argument}`")
            }
            Self::NoMapping { folder } => write!(out, "the folder `{folder}` has no `{MAPPING_FILE}`"),
            Self::NotUtf8 { file, .. } => write!(out, "`{file}` can't be read: it isn't UTF-8"),
            Self::Unreadable { file, source } => write!(out, "`{file}` can't be read: {}", system::reason(source)),
        }
    }
}

impl Error for LocateError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}
