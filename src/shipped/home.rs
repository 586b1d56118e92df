//! Where a mapping lives: what it names relative to itself is looked up there.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of a mapping's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// Inside the binary: the mapping's name.
    Shipped(String),
    /// On disk.
    Folder(PathBuf),
}

impl Home {
    /// Reads a file named relative to the mapping, such as `functions.rhai`.
    ///
    /// # Errors
    /// Where there is none, it can't be read, or it isn't UTF-8.
    pub fn read(&self, relative: &str) -> io::Result<Cow<'static, str>> {
        match self {
            Self::Shipped(name) => {
                super::read(&format!("{name}/{relative}")).ok_or_else(|| io::ErrorKind::NotFound.into())
            }
            Self::Folder(folder) => std::fs::read_to_string(folder.join(relative)).map(Cow::Owned),
        }
    }

    /// What a mapping of this home names, as it is called from outside: shipped names mean the same everywhere, paths are
    /// those from its folder.
    pub fn seen_from(&self, argument: &str) -> String {
        let is_shipped = super::names().iter().any(|name| name == argument);
        match self {
            Self::Folder(folder) if !is_shipped && folder != Path::new("") => {
                folder.join(argument).display().to_string()
            }
            _ => argument.to_owned(),
        }
    }

    /// How a file of this home is named to users.
    pub fn display(&self, relative: &str) -> String {
        match self {
            Self::Shipped(name) => format!("shipped:{name}/{relative}"),
            Self::Folder(folder) if folder == Path::new("") => relative.to_owned(),
            Self::Folder(folder) => folder.join(relative).display().to_string(),
        }
    }
}
