//! Reading a file at any place of it, from several threads.

use std::fs::File;
use std::io;

/// Fills `into` with what stands in a file from a byte on.
///
/// # Errors
/// It can't be read, or ends before.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, into: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, start)
}

/// Fills `into` with what stands in a file from a byte on.
///
/// # Errors
/// It can't be read, or ends before.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut into: &mut [u8], mut start: u64) -> io::Result<()> {
    while !into.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, into, start)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                into = &mut into[read..];
                start += read as u64;
            }
        }
    }
    Ok(())
}
