//! How files are named to programs that look for them below the folder in which the command ran.

use std::path::{Component, Path, PathBuf};

/// The folders to which names of files are relative.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The folder in which the command runs, as an absolute path; names below it are relative to it.
    pub current: Option<PathBuf>,
    /// The folder with the export, as the user named it; names of input files are relative to it.
    pub input: Option<PathBuf>,
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// Below the current folder: a relative path with `/`.
    Below(String),
    /// Elsewhere: an absolute path with `/`.
    Elsewhere(String),
}

impl Folders {
    /// Where the file of a text is, such as a mapping.
    pub(super) fn of_text(&self, name: &str) -> Address {
        self.address(Path::new(name))
    }

    /// Where an input file, or the input folder itself, is.
    pub(super) fn of_data(&self, name: &str) -> Address {
        match &self.input {
            Some(input) if input.as_path() != Path::new(name) => self.address(&input.join(name)),
            _ => self.address(Path::new(name)),
        }
    }

    fn address(&self, path: &Path) -> Address {
        let current = self.current.as_deref().map(parts);
        let whole = self.current.as_ref().map_or_else(|| path.to_owned(), |current| current.join(path));
        let parts = parts(&whole);
        match current.and_then(|current| parts.strip_prefix(current.as_slice())) {
            Some(below) if !below.is_empty() => Address::Below(below.join("/")),
            Some(_) => Address::Below(".".to_owned()),
            None if whole.is_absolute() => Address::Elsewhere(format!("/{}", parts.join("/"))),
            None => Address::Below(parts.join("/")),
        }
    }
}

/// The names along a path. `..` is taken as written: a link on the way isn't followed.
fn parts(path: &Path) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::RootDir | Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts
}

impl Address {
    /// The path, as people write it.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Below(path) | Self::Elsewhere(path) => path,
        }
    }

    /// The path as a reference by RFC 3986: relative below the current folder, else absolute.
    pub(super) fn uri(&self) -> String {
        match self {
            Self::Below(path) => encoded(path),
            Self::Elsewhere(path) => format!("file://{}", encoded(path)),
        }
    }
}

/// Every byte that isn't unreserved in URIs is written `%XX`; a colon too, so that no name looks like a scheme.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
