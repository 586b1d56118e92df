//! The output folder: files appear in it together, or not at all.

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::digest::Digest;

/// The file whose presence says that the folder holds a whole result.
pub const MANIFEST: &str = "manifest.json";

/// What temporary names end with.
const PARTIAL: &str = ".caseloom-partial";

/// A folder that is being written.
///
/// Files get temporary names beside their own and are renamed together by [`Outputs::finish`], the manifest last. An old
/// manifest goes when the folder is opened, so that a folder with a manifest always holds one whole result. Dropped
/// before that, it takes its temporary files with it; those of a run that was killed go when the next one opens the folder.
#[derive(Debug)]
pub struct Outputs {
    folder: PathBuf,
    /// Names that have a temporary file.
    names: Vec<&'static str>,
    /// Whether the folder was made for this run.
    is_new: bool,
    /// Holds the lock; `None` where folders can't be locked.
    _lock: Option<File>,
}

/// A file that is being written.
#[derive(Debug)]
pub struct OutputFile {
    name: &'static str,
    path: PathBuf,
    file: File,
    digest: Digest,
    bytes: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file's name.
    pub name: &'static str,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// Why a folder can't be written. [`fmt::Display`] says what is wrong, [`OutputError::help`] what to do.
#[derive(Debug)]
pub enum OutputError {
    /// The path is a file.
    NotAFolder {
        /// The path.
        folder: PathBuf,
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
}

impl Outputs {
    /// Makes the folder where there is none, takes it for this run, and removes an old manifest and what a killed run left.
    ///
    /// # Errors
    /// Where it can't be made or written, or another run has it.
    pub fn open(folder: &Path) -> Result<Self, OutputError> {
        let is_new = !folder.exists();
        if !is_new && !folder.is_dir() {
            return Err(OutputError::NotAFolder { folder: folder.to_owned() });
        }
        fs::create_dir_all(folder).map_err(|source| OutputError::io(folder, source))?;
        let lock = lock(folder)?;
        let outputs = Self { folder: folder.to_owned(), names: Vec::new(), is_new, _lock: lock };
        outputs.remove_leftovers()?;
        outputs.probe()?;
        remove_if_there(&outputs.folder.join(MANIFEST))?;
        Ok(outputs)
    }

    /// Begins a file.
    ///
    /// # Errors
    /// Where it can't be made.
    pub fn create(&mut self, name: &'static str) -> Result<OutputFile, OutputError> {
        let path = self.temporary(name);
        let file = File::create(&path).map_err(|source| OutputError::io(&path, source))?;
        self.names.push(name);
        Ok(OutputFile { name, path, file, digest: Digest::default(), bytes: 0 })
    }

    /// Writes the manifest and gives all files their names, the manifest last.
    ///
    /// # Errors
    /// Where the manifest can't be written or a file can't be renamed; there is no manifest then.
    pub fn finish(mut self, manifest: &[u8]) -> Result<(), OutputError> {
        let mut file = self.create(MANIFEST)?;
        file.write(manifest)?;
        drop(file);
        for name in &self.names {
            let path = self.folder.join(name);
            fs::rename(self.temporary(name), &path).map_err(|source| OutputError::io(&path, source))?;
        }
        self.names.clear();
        self.is_new = false;
        Ok(())
    }

    fn temporary(&self, name: &str) -> PathBuf {
        self.folder.join(format!(".{name}{PARTIAL}"))
    }

    /// Finds out before the work whether files can be made here.
    fn probe(&self) -> Result<(), OutputError> {
        let path = self.temporary(MANIFEST);
        File::create(&path).map_err(|source| OutputError::io(&self.folder, source))?;
        remove_if_there(&path)
    }

    fn remove_leftovers(&self) -> Result<(), OutputError> {
        let entries = fs::read_dir(&self.folder).map_err(|source| OutputError::io(&self.folder, source))?;
        for entry in entries.flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(PARTIAL)) {
                remove_if_there(&entry.path())?;
            }
        }
        Ok(())
    }
}

impl Drop for Outputs {
    fn drop(&mut self) {
        // What can't be removed here goes at the next run.
        for name in &self.names {
            let _ = fs::remove_file(self.temporary(name));
        }
        if self.is_new {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

impl OutputFile {
    /// Appends bytes.
    ///
    /// # Errors
    /// Where the operating system refuses, such as on a full disk.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.file.write_all(bytes).map_err(|source| OutputError::io(&self.path, source))?;
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Ends the file.
    pub fn close(self) -> Written {
        Written { name: self.name, bytes: self.bytes, sha256: self.digest.finish() }
    }
}

/// Takes the folder for this run; a system or a file system without locks on folders goes without.
fn lock(folder: &Path) -> Result<Option<File>, OutputError> {
    let Ok(handle) = File::open(folder) else { return Ok(None) };
    match handle.try_lock() {
        Ok(()) => Ok(Some(handle)),
        Err(fs::TryLockError::WouldBlock) => Err(OutputError::InUse { folder: folder.to_owned() }),
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

fn remove_if_there(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(OutputError::io(path, source)),
        _ => Ok(()),
    }
}

impl OutputError {
    fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotAFolder { .. } => "name a folder; it is made where there is none",
            Self::InUse { .. } => "wait until that run has ended, or write into another folder",
            Self::Io { .. } => "check that the folder may be written and that the disk has room; nothing was written",
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFolder { folder } => write!(out, "the output `{}` is not a folder", folder.display()),
            Self::InUse { folder } => write!(out, "another run is writing into `{}`", folder.display()),
            Self::Io { path, source } => write!(out, "`{}` can't be written: {source}", path.display()),
        }
    }
}

impl Error for OutputError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
