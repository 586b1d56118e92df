//! A temporary file without a name, that several threads write and read at once.
//!
//! It has no name from the start (on Unix it is unlinked as it is opened, or never linked; on Windows it goes with its last
//! handle), so that nothing is left behind, however the program ends.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::diagnostic::{Diagnostic, codes, system};
use crate::read::read_at;

/// A temporary file.
#[derive(Debug)]
pub struct Scratch {
    file: File,
    folder: PathBuf,
    end: AtomicU64,
}

/// Why a temporary file can't be used.
#[derive(Debug)]
pub struct ScratchError {
    folder: PathBuf,
    source: io::Error,
    is_writing: bool,
}

impl Scratch {
    /// Makes one in a folder.
    ///
    /// # Errors
    /// The folder isn't there, or nothing can be made in it.
    pub fn create(folder: &Path) -> Result<Self, ScratchError> {
        let error = |source| ScratchError { folder: folder.to_owned(), source, is_writing: true };
        let file = tempfile::tempfile_in(folder).map_err(error)?;
        Ok(Self { file, folder: folder.to_owned(), end: AtomicU64::new(0) })
    }

    /// Appends bytes, and gives where they begin.
    ///
    /// # Errors
    /// The disk is full, or fails.
    pub fn append(&self, bytes: &[u8]) -> Result<u64, ScratchError> {
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        write_at(&self.file, bytes, start).map_err(|source| self.error(source, true))?;
        Ok(start)
    }

    /// Reads bytes that were written.
    ///
    /// # Errors
    /// The disk fails.
    pub fn read(&self, start: u64, into: &mut [u8]) -> Result<(), ScratchError> {
        read_at(&self.file, into, start).map_err(|source| self.error(source, false))
    }

    /// The same file once more, to be read.
    ///
    /// # Errors
    /// The system gives no further handle.
    pub fn another(&self) -> Result<Self, ScratchError> {
        let file = self.file.try_clone().map_err(|source| self.error(source, false))?;
        Ok(Self { file, folder: self.folder.clone(), end: AtomicU64::new(self.len()) })
    }

    /// Gives the room on the disk back: what was written isn't needed any more. Where that fails, it goes in the end.
    pub fn clear(&self) {
        let _ = self.file.set_len(0);
    }

    /// How many bytes were written.
    pub fn len(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was read isn't what was written.
    pub fn damaged(&self) -> ScratchError {
        self.error(io::ErrorKind::InvalidData.into(), false)
    }

    fn error(&self, source: io::Error, is_writing: bool) -> ScratchError {
        ScratchError { folder: self.folder.clone(), source, is_writing }
    }
}

impl ScratchError {
    /// As a finding.
    pub fn diagnostic(&self) -> Diagnostic {
        let (folder, reason) = (self.folder.display(), system::reason(&self.source));
        let done = if self.is_writing { "written" } else { "read" };
        Diagnostic::new(
            codes::TEMPORARY_NOT_WRITABLE,
            format!("a temporary file in `{folder}` can't be {done}: {reason}"),
        )
        .help("name a folder with room for about as much as input and outputs together: `--temporary DIR`")
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, start)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_write(file, bytes, start)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => {
                bytes = &bytes[written..];
                start += written as u64;
            }
        }
    }
    Ok(())
}
