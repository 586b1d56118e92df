//! Members of a `.zip`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::Crc;
use zip::{CompressionMethod, ZipArchive};

use super::error::ReadError;
use super::file::{Counted, Stream};

/// Where a member's bytes stand in its zip, and what they must come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub(super) name: String,
    start: u64,
    pub(super) packed: u64,
    size: u64,
    crc: u32,
    deflated: bool,
    /// Another member has the same name.
    pub(super) is_twice: bool,
}

impl Member {
    /// A stream of the member's content, which fails at its end if length or checksum differ.
    pub(super) fn open(&self, mut stored: Counted) -> io::Result<Stream> {
        stored.seek(SeekFrom::Start(self.start))?;
        let packed = stored.take(self.packed);
        Ok(if self.deflated {
            Box::new(Checked::new(flate2::read::DeflateDecoder::new(packed), self))
        } else {
            Box::new(Checked::new(packed, self))
        })
    }
}

/// The data members of the zip at `path`, by name: no folders, nothing hidden, nothing that macOS adds.
pub(super) fn members(path: &Path, name: &str) -> Result<Vec<Member>, ReadError> {
    let file = File::open(path).map_err(|error| ReadError::io(name, error))?;
    let damaged =
        |error: zip::result::ZipError| ReadError::Damaged { file: name.to_owned(), reason: error.to_string() };
    let mut archive = ZipArchive::new(io::BufReader::new(file)).map_err(damaged)?;
    let repeated = repeated(path, archive.central_directory_start()).map_err(|error| ReadError::io(name, error))?;
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        let inner = entry.name().map_err(damaged)?.replace('\\', "/");
        if entry.is_dir() || !is_data(&inner) {
            continue;
        }
        let is_twice = repeated.contains(entry.name_raw());
        let unsupported =
            |what: &str| ReadError::Unsupported { file: format!("{name}!{inner}"), what: what.to_owned() };
        if entry.encrypted() {
            return Err(unsupported("it is encrypted"));
        }
        let deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => return Err(unsupported(&format!("its method is {other}"))),
        };
        let start = entry.data_start().ok_or_else(|| unsupported("its data can't be found"))?;
        let (packed, size, crc) = (entry.compressed_size(), entry.size(), entry.crc32());
        members.push(Member { name: inner, start, packed, size, crc, deflated, is_twice });
    }
    members.sort_by(|left: &Member, right| left.name.cmp(&right.name));
    for place in 1..members.len() {
        // Names that differ in their slashes only.
        if members[place - 1].name == members[place].name {
            members[place].is_twice = true;
        }
    }
    Ok(members)
}

/// The length of a member's entry in the directory of a zip, without its name and what follows that.
const ENTRY: usize = 46;

/// The names that stand more than once in the directory of a zip, of which [`ZipArchive`] keeps the last.
fn repeated(path: &Path, directory: u64) -> io::Result<BTreeSet<Vec<u8>>> {
    let mut file = io::BufReader::new(File::open(path)?);
    file.seek(SeekFrom::Start(directory))?;
    let (mut known, mut repeated) = (BTreeSet::new(), BTreeSet::new());
    let mut entry = [0; ENTRY];
    while file.read_exact(&mut entry).is_ok() && entry.starts_with(b"PK\x01\x02") {
        let number = |at: usize| u16::from_le_bytes([entry[at], entry[at + 1]]);
        let mut name = vec![0; usize::from(number(28))];
        file.read_exact(&mut name)?;
        file.seek_relative(i64::from(number(30)) + i64::from(number(32)))?;
        if !known.insert(name.clone()) {
            repeated.insert(name);
        }
    }
    Ok(repeated)
}

fn is_data(name: &str) -> bool {
    // Nothing is unpacked to a folder, so that a member may stand above its zip.
    let is_hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..");
    !name.ends_with('/') && name.split('/').all(|part| !is_hidden(part) && part != "__MACOSX")
}

/// Compares length and checksum once the end is reached.
struct Checked<R> {
    inner: R,
    crc: Crc,
    length: u64,
    expected: (u64, u32),
}

impl<R: Read> Checked<R> {
    fn new(inner: R, member: &Member) -> Self {
        Self { inner, crc: Crc::new(), length: 0, expected: (member.size, member.crc) }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(into)?;
        self.crc.update(&into[..length]);
        self.length += length as u64;
        if length == 0 && !into.is_empty() && (self.length, self.crc.sum()) != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum of its content differs"));
        }
        Ok(length)
    }
}
