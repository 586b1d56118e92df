//! Why a file couldn't be read.

use std::error::Error;
use std::fmt;
use std::io;

use crate::diagnostic::system;

/// A file, or a pattern for files, that can't be used. [`fmt::Display`] says what is wrong, [`ReadError::help`] what to do.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum ReadError {
    /// A pattern for files that isn't one, or that leads out of the input folder.
    Pattern { pattern: String, reason: String },
    /// Two files that differ only in their compression, such as `Case.csv` and `Case.csv.gz`.
    TwoCopies { first: String, second: String },
    /// Two members of a zip that have one name.
    MemberTwice { file: String, member: String },
    /// Something that is neither a file nor a folder, such as a named pipe.
    NotAFile { file: String },
    /// The operating system refused to list or to read.
    Io { file: String, source: io::Error },
    /// A compressed file that is truncated or corrupt, after whose fault nothing is known.
    Damaged { file: String, reason: String },
    /// An archive that is whole, but packed in a way that isn't read here (encrypted, or a rare method).
    Unsupported { file: String, what: String },
    /// A file without a byte of content, or with blank lines only, so that it has no header.
    Empty { file: String },
    /// A file of JSON without a byte of content.
    NoDocument { file: String },
    /// A header with NUL bytes: UTF-16 without a byte order mark, or no text at all.
    NotText { file: String },
    /// A header that isn't valid in the file's encoding.
    HeaderEncoding { file: String, column: usize, encoding: &'static str },
    /// A header with a quote that never closes.
    HeaderUnclosed { file: String, line: u64 },
    /// A header without a quote that is longer than any table's.
    HeaderTooLong { file: String, line: u64, limit: usize },
    /// A column position beyond the header's end was asked for.
    NoSuchColumn { file: String, column: usize, found: usize },
    /// A record longer than memory should hold: most likely a quote that never closes, early in a large file.
    RecordTooLong { file: String, line: u64, limit: usize },
    /// The file became shorter or longer, or was replaced, while it was read.
    Changed { file: String },
}

impl ReadError {
    /// The file as it is printed elsewhere, or none for an error in a pattern.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Pattern { .. } => None,
            Self::TwoCopies { first: file, .. }
            | Self::MemberTwice { file, .. }
            | Self::NotAFile { file }
            | Self::Io { file, .. }
            | Self::Damaged { file, .. }
            | Self::Unsupported { file, .. }
            | Self::Empty { file }
            | Self::NoDocument { file }
            | Self::NotText { file }
            | Self::HeaderEncoding { file, .. }
            | Self::HeaderUnclosed { file, .. }
            | Self::HeaderTooLong { file, .. }
            | Self::NoSuchColumn { file, .. }
            | Self::RecordTooLong { file, .. }
            | Self::Changed { file } => Some(file),
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Pattern { .. } => "write a pattern relative to the input folder, such as `Case-*.csv` or `**/*.csv`",
            Self::TwoCopies { .. } => "move one of them out of the input folder, or name the one that is meant",
            Self::MemberTwice { .. } => "pack the archive again, each file under a name of its own",
            Self::NotAFile { .. } => "write what comes through it into a file first, and name that",
            Self::Io { .. } => "check that the file is there and that it may be read",
            Self::Damaged { .. } => "export or copy the file again; nothing of it was used",
            Self::Unsupported { .. } => {
                "unpack the archive and pack it again without a password, with the usual method"
            }
            Self::Empty { .. } => "export the file again, with its header; remove it if there is nothing to export",
            Self::NoDocument { .. } => "export the file again; remove it if there is nothing to export",
            Self::NotText { .. } => "declare its encoding if it is UTF-16; spreadsheets must be saved as CSV first",
            Self::HeaderEncoding { .. } => "declare the encoding that the file was written in, such as `windows-1252`",
            Self::HeaderUnclosed { .. } => "close the quote in the header, or declare another quote character",
            Self::HeaderTooLong { .. } => {
                "name the delimiter if it is another; a file without lines can't be read as CSV"
            }
            Self::NoSuchColumn { .. } => "ask only for columns that the header has",
            Self::RecordTooLong { .. } => "look for a quote that never closes, or declare another quote character",
            Self::Changed { .. } => "run again when nothing writes to the file any more",
        }
    }

    pub(super) fn io(file: &str, source: io::Error) -> Self {
        Self::Io { file: file.to_owned(), source }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern { pattern, reason } => {
                write!(out, "`{pattern}` can't be used as a pattern for files: {reason}")
            }
            Self::TwoCopies { first, second } => write!(out, "`{first}` and `{second}` are two files of one name"),
            Self::MemberTwice { file, member } => write!(out, "`{file}` holds two files of the name `{member}`"),
            Self::NotAFile { file } => write!(out, "`{file}` can't be read: it isn't a regular file"),
            Self::Io { file, source } => write!(out, "`{file}` can't be read: {}", system::reason(source)),
            Self::Damaged { file, reason } => write!(out, "`{file}` is truncated or corrupt: {reason}"),
            Self::Unsupported { file, what } => write!(out, "`{file}` can't be unpacked: {what}"),
            Self::Empty { file } => write!(out, "`{file}` is empty"),
            Self::NoDocument { file } => write!(out, "`{file}` is empty: it has no document"),
            Self::NotText { file } => write!(out, "`{file}` has NUL bytes in its first line, so it isn't UTF-8 text"),
            Self::HeaderEncoding { file, column, encoding } => {
                write!(out, "the header of `{file}` isn't valid {encoding} in column {}", column + 1)
            }
            Self::HeaderUnclosed { file, line } => {
                write!(out, "the header of `{file}`, on line {line}, has a quote that never closes")
            }
            Self::HeaderTooLong { file, line, limit } => {
                write!(out, "the header of `{file}`, on line {line}, is longer than {} MiB", limit >> 20)
            }
            Self::NoSuchColumn { file, column, found } => {
                write!(out, "`{file}` has {found} columns, so there is no column {}", column + 1)
            }
            Self::RecordTooLong { file, line, limit } => {
                write!(out, "`{file}` has a record of more than {} MiB, which begins on line {line}", limit >> 20)
            }
            Self::Changed { file } => write!(out, "`{file}` changed while it was read"),
        }
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
