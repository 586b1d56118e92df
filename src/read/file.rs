//! A file to read, and its bytes: as stored, unpacked, or decoded to UTF-8.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::digest::Digest;
use super::encoding::{Encoding, Transcoder};
use super::error::ReadError;
use super::zip::Member;

/// How a file is packed, told by the end of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compression {
    /// Stored as it is.
    None,
    /// `.gz`, of one or several members.
    Gzip,
    /// `.zst`, of one or several frames.
    Zstd,
    /// A file inside a `.zip`.
    Zip(Member),
}

/// A file (or a member of a zip) that a source's patterns matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) compression: Compression,
    pub(super) size: u64,
    /// The size of the file on disk: for a member, of its zip.
    pub(super) stored: u64,
}

/// A stream of bytes that may move to another thread.
pub(super) type Stream = Box<dyn Read + Send>;

impl InputFile {
    /// The name to print: relative to the input folder, with `/`; `a.zip!inner.csv` for a member.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the file (for a member: its zip) is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How it is packed.
    pub fn compression(&self) -> &Compression {
        &self.compression
    }

    /// Its size in bytes as stored: packed, where it is packed.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The zip that it is a member of, by its name below the input folder.
    pub fn archive(&self) -> Option<&str> {
        let Compression::Zip(member) = &self.compression else { return None };
        self.name.strip_suffix(member.name.as_str())?.strip_suffix('!')
    }

    /// The bytes of which [`InputFile::digest`] is: for a member those of the whole zip.
    pub fn stored(&self) -> u64 {
        self.stored
    }

    /// BLAKE3 of the bytes as stored: of the whole zip for a member. Reads the file once, on this thread.
    ///
    /// # Errors
    /// It can't be read, or isn't as long any more as it was when it was found.
    pub fn digest(&self) -> Result<Digest, ReadError> {
        let mut file = self.open()?;
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; 256 << 10];
        loop {
            match file.read(&mut buffer).map_err(|error| ReadError::io(&self.name, error))? {
                0 if hasher.count() != self.stored => return Err(self.changed()),
                0 => return Ok(*hasher.finalize().as_bytes()),
                length => hasher.update(&buffer[..length]),
            };
        }
    }

    /// The file's content, unpacked and decoded to UTF-8 without a byte order mark, for formats that are read in one
    /// go. A byte order mark decides the encoding, then `declared`, then it is UTF-8 (which isn't checked). A damaged
    /// archive shows as an error of reading: [`InputFile::fault`] names it.
    pub fn text(&self, declared: Option<Encoding>) -> Result<impl Read + Send + use<>, ReadError> {
        Ok(self.decoded(declared, &Arc::default())?.stream)
    }

    /// What an error means that came up while the stream of [`InputFile::text`] was read.
    pub fn fault(&self, error: io::Error) -> ReadError {
        if error.get_ref().is_some_and(|inner| inner.is::<AnotherLength>()) {
            return self.changed();
        }
        match self.compression {
            Compression::None => ReadError::io(&self.name, error),
            _ => ReadError::Damaged { file: self.name.clone(), reason: error.to_string() },
        }
    }

    fn changed(&self) -> ReadError {
        ReadError::Changed { file: self.name.clone() }
    }

    /// Fails where the file isn't as long any more as it was when it was found: asked once all of it was read.
    pub(super) fn check_length(&self) -> Result<(), ReadError> {
        let now = fs::metadata(&self.path).map_err(|error| ReadError::io(&self.name, error))?.len();
        if now == self.stored { Ok(()) } else { Err(self.changed()) }
    }

    /// The encoding of the text, which a byte order mark decides, then `declared`, then it is UTF-8.
    ///
    /// # Errors
    /// The begin of the file can't be read.
    pub(crate) fn encoding(&self, declared: Option<Encoding>) -> Result<Encoding, ReadError> {
        Ok(self.decoded(declared, &Arc::default())?.encoding)
    }

    pub(super) fn open(&self) -> Result<File, ReadError> {
        File::open(&self.path).map_err(|error| ReadError::io(&self.name, error))
    }

    /// The text, with what was found out on the way; bytes as stored are added to `count` as they are read.
    pub(super) fn decoded(&self, declared: Option<Encoding>, count: &Arc<AtomicU64>) -> Result<Decoded, ReadError> {
        let mut stream = self.unpacked(count)?;
        let mut start = Vec::with_capacity(3);
        stream.by_ref().take(3).read_to_end(&mut start).map_err(|error| self.fault(error))?;
        let (encoding, mark) = Encoding::marked(&start).unwrap_or((declared.unwrap_or(Encoding::UTF_8), 0));
        start.drain(..mark);
        let rest = Cursor::new(start).chain(stream);
        let stream: Stream =
            if encoding.is_utf8() { Box::new(rest) } else { Box::new(Transcoder::new(rest, encoding)) };
        Ok(Decoded { stream, encoding, mark: mark as u64 })
    }

    fn unpacked(&self, count: &Arc<AtomicU64>) -> Result<Stream, ReadError> {
        // Of a zip only a member is read.
        let expected = if matches!(self.compression, Compression::Zip(_)) { None } else { Some(self.stored) };
        let stored = Counted { file: self.open()?, count: Arc::clone(count), read: 0, expected };
        Ok(match &self.compression {
            Compression::None => Box::new(stored),
            Compression::Gzip => Box::new(flate2::read::MultiGzDecoder::new(stored)),
            Compression::Zstd => Box::new(zstd::Decoder::new(stored).map_err(|error| self.fault(error))?),
            Compression::Zip(member) => member.open(stored).map_err(|error| self.fault(error))?,
        })
    }
}

/// A stream of UTF-8, and what its first bytes told.
pub(super) struct Decoded {
    pub(super) stream: Stream,
    pub(super) encoding: Encoding,
    /// Length of the byte order mark that was taken off.
    pub(super) mark: u64,
}

/// A file that counts what was read of it.
pub(super) struct Counted {
    file: File,
    count: Arc<AtomicU64>,
    read: u64,
    /// How many bytes there are up to the end, where all of them are read.
    expected: Option<u64>,
}

/// A file ends elsewhere than it did when it was found.
#[derive(Debug)]
struct AnotherLength;

impl fmt::Display for AnotherLength {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("its length changed while it was read")
    }
}

impl std::error::Error for AnotherLength {}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(into)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        self.read += length as u64;
        let is_end = length == 0 && !into.is_empty();
        if self.expected.is_some_and(|expected| self.read > expected || is_end && self.read < expected) {
            return Err(io::Error::other(AnotherLength));
        }
        Ok(length)
    }
}

impl io::Seek for Counted {
    fn seek(&mut self, position: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(position)
    }
}
