//! The output folder: files appear in it together, or not at all.

mod error;
mod ours;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use error::OutputError;

/// The file whose presence says that the folder holds a whole result.
pub const MANIFEST: &str = "manifest.json";

/// What temporary names end with.
const PARTIAL: &str = ".caseloom-partial";

/// The old manifest during a run, as long as all files that it lists are there.
const PREVIOUS: &str = ".manifest.json.caseloom-previous";

/// The old manifest once files are being replaced.
const REPLACED: &str = ".manifest.json.caseloom-replaced";

/// The manifest of a run that was stopped while it replaced files.
const HALFWAY: &str = ".manifest.json.caseloom-halfway";

/// A folder that is being written.
///
/// Files get temporary names beside their own and are renamed together by [`Outputs::finish`], the manifest last. An old
/// manifest is set aside when the folder is opened, so that a folder with a manifest always holds one whole result; what
/// was set aside tells the next run which files are an earlier run's and may be replaced. Dropped before files are
/// replaced, an `Outputs` takes its temporary files with it and puts the old manifest back; after a run that was killed,
/// the next one that opens the folder does.
///
/// Data isn't forced to the disk: after a loss of power the digests in the manifest tell whether a file is whole.
#[derive(Debug)]
pub struct Outputs {
    folder: PathBuf,
    /// Names that have a temporary file.
    names: Vec<&'static str>,
    /// Files of an earlier run that this one doesn't write.
    outdated: Vec<&'static str>,
    /// Whether the folder was made for this run.
    is_new: bool,
    /// Whether files are being replaced.
    is_halfway: bool,
    /// Holds the lock; `None` where folders can't be locked.
    _lock: Option<File>,
}

/// A file that is being written.
#[derive(Debug)]
pub struct OutputFile {
    name: &'static str,
    path: PathBuf,
    file: File,
    digest: blake3::Hasher,
    bytes: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file's name.
    pub name: &'static str,
    /// Its length.
    pub bytes: u64,
    /// Its BLAKE3 in hexadecimal digits.
    pub blake3: String,
}

impl Outputs {
    /// Makes the folder where there is none, takes it for this run, sets an old manifest aside and removes what a killed
    /// run left. `names` are the files that the run will write, beside the manifest; `others` those that it won't and that
    /// an earlier run may have written, which go in the end.
    ///
    /// # Errors
    /// Where it can't be made or written, another run has it, or it holds a file of such a name that is none of ours.
    pub fn open(folder: &Path, names: &[&'static str], others: &[&'static str]) -> Result<Self, OutputError> {
        let is_new = !folder.exists();
        if !is_new && !folder.is_dir() {
            return Err(OutputError::NotAFolder { folder: folder.to_owned() });
        }
        fs::create_dir_all(folder).map_err(|source| OutputError::io(folder, source))?;
        let lock = lock(folder)?;
        let folder = folder.to_owned();
        let mut outputs =
            Self { folder, names: Vec::new(), outdated: Vec::new(), is_new, is_halfway: false, _lock: lock };
        outputs.keep_halfway_manifest();
        outputs.remove_leftovers()?;
        outputs.probe()?;
        let earlier = ours::of_earlier_runs(&outputs.folder)?;
        ours::check(&outputs.folder, names, &earlier)?;
        outputs.outdated = others.iter().copied().filter(|name| earlier.iter().any(|file| file == name)).collect();
        outputs.set_manifest_aside()?;
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
        Ok(OutputFile { name, path, file, digest: blake3::Hasher::new(), bytes: 0 })
    }

    /// Writes the manifest and gives all files their names, the manifest last.
    ///
    /// # Errors
    /// Where the manifest can't be written or a file can't be renamed; there is no manifest then.
    pub fn finish(mut self, manifest: &[u8]) -> Result<(), OutputError> {
        let mut file = self.create(MANIFEST)?;
        file.write(manifest)?;
        drop(file);
        rename_if_there(&self.folder.join(PREVIOUS), &self.folder.join(REPLACED))?;
        self.is_halfway = true;
        self.replace().map_err(OutputError::halfway)?;
        self.names.clear();
        (self.is_new, self.is_halfway) = (false, false);
        // The result is whole; what can't be removed goes at the next run.
        for name in [REPLACED, HALFWAY] {
            let _ = fs::remove_file(self.folder.join(name));
        }
        Ok(())
    }

    fn replace(&self) -> Result<(), OutputError> {
        for name in &self.outdated {
            remove_if_there(&self.folder.join(name))?;
        }
        for name in &self.names {
            let path = self.folder.join(name);
            fs::rename(self.temporary(name), &path).map_err(|source| OutputError::io(&path, source))?;
        }
        Ok(())
    }

    fn set_manifest_aside(&self) -> Result<(), OutputError> {
        let manifest = self.folder.join(MANIFEST);
        if manifest.exists() {
            // What runs that ended halfway left is replaced since.
            remove_if_there(&self.folder.join(REPLACED))?;
            remove_if_there(&self.folder.join(HALFWAY))?;
        }
        rename_if_there(&manifest, &self.folder.join(PREVIOUS))
    }

    /// Puts an old manifest back where the files that it lists are there.
    fn put_manifest_back(&self) {
        let (previous, manifest) = (self.folder.join(PREVIOUS), self.folder.join(MANIFEST));
        if !manifest.exists() && ours::is_whole(&self.folder, &previous) {
            let _ = fs::rename(previous, manifest);
        }
    }

    /// Keeps what tells which files a run has written that ended while it replaced files.
    fn keep_halfway_manifest(&self) {
        let manifest = self.temporary(MANIFEST);
        if ours::listed(&manifest).is_some() {
            let _ = fs::rename(manifest, self.folder.join(HALFWAY));
        }
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
        if self.is_halfway {
            self.keep_halfway_manifest();
        } else {
            self.put_manifest_back();
        }
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
        Written { name: self.name, bytes: self.bytes, blake3: self.digest.finalize().to_hex().to_string() }
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

fn rename_if_there(from: &Path, to: &Path) -> Result<(), OutputError> {
    match fs::rename(from, to) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(OutputError::io(from, source)),
        _ => Ok(()),
    }
}

fn remove_if_there(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(OutputError::io(path, source)),
        _ => Ok(()),
    }
}
