//! Why an output folder can't be used.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::system;

/// Why a folder can't be written. [`fmt::Display`] says what is wrong, [`OutputError::help`] what to do.
#[derive(Debug)]
pub enum OutputError {
    /// The path is a file.
    NotAFolder {
        /// The path.
        folder: PathBuf,
    },
    /// A file that no earlier run wrote has the name of an output.
    NotOurs {
        /// The file.
        file: PathBuf,
    },
    /// Another run writes there.
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The operating system refused.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The operating system refused when files of an earlier run were being replaced.
    Halfway {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl OutputError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    /// The same in a folder where files are being replaced.
    pub(super) fn halfway(self) -> Self {
        match self {
            Self::Io { path, source } => Self::Halfway { path, source },
            other => other,
        }
    }

    /// Whether another folder should have been named, rather than this one mended.
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::NotAFolder { .. } | Self::NotOurs { .. })
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotAFolder { .. } => "name a folder; it is made where there is none",
            Self::NotOurs { .. } => "name an empty folder, or move that file away",
            Self::InUse { .. } => "wait until that run has ended, or write into another folder",
            Self::Io { .. } => {
                "check that the folder may be written and that the disk has room; no file in it was replaced"
            }
            Self::Halfway { .. } => {
                "check that its files may be replaced, and run again: only some of them are new, so there is no manifest"
            }
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFolder { folder } => write!(out, "the output `{}` is not a folder", folder.display()),
            Self::NotOurs { file } => {
                write!(out, "`{}` would be replaced, and no earlier run wrote it", file.display())
            }
            Self::InUse { folder } => write!(out, "another run is writing into `{}`", folder.display()),
            Self::Io { path, source } | Self::Halfway { path, source } => {
                write!(out, "`{}` can't be written: {}", path.display(), system::reason(source))
            }
        }
    }
}

impl Error for OutputError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } | Self::Halfway { source, .. } => Some(source),
            _ => None,
        }
    }
}
