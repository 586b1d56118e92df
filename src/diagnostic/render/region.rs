//! Where the text of a label begins and ends, in lines and columns.

use super::folders::{Address, Folders};
use crate::diagnostic::{Files, Place, Unit};

/// Lines and columns, all counted from 1; the end is the place after the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub start: (u64, u64),
    pub end: (u64, u64),
}

/// The first place of a file, for what is about all of it.
pub(super) const WHOLE_FILE: Region = Region { start: (1, 1), end: (1, 1) };

impl Region {
    /// The region of a place, with columns in a unit.
    pub fn of(place: &Place, files: &Files, unit: Unit) -> Self {
        match place {
            Place::Text(span) => {
                let at = |byte| {
                    let (line, column) = files.position(span.file, byte, unit);
                    (u64::from(line), u64::from(column))
                };
                Self { start: at(span.start), end: at(span.end) }
            }
            Place::File(_) => WHOLE_FILE,
            Place::Data { line, column, text, .. } => {
                let (text, pairs) = text.as_ref().map_or(("", 0), |excerpt| (&excerpt.text, excerpt.pairs_before));
                let more = if unit == Unit::Utf16 { pairs } else { 0 };
                Self::of_data(*line, column.unwrap_or(1) + more, text, unit)
            }
        }
    }

    /// A row may have line breaks within quotes.
    fn of_data(line: u64, column: u64, text: &str, unit: Unit) -> Self {
        let breaks = text.matches('\n').count() as u64;
        let last = text.rsplit('\n').next().unwrap_or("").trim_end_matches('\r');
        let first = if breaks == 0 { column } else { 1 };
        Self { start: (line, column), end: (line.saturating_add(breaks), first.saturating_add(unit.length(last))) }
    }
}

/// The file of a place.
pub(super) fn address(place: &Place, files: &Files, folders: &Folders) -> Address {
    match place {
        Place::Text(span) => folders.of_text(files.name(span.file)),
        Place::File(file) | Place::Data { file, .. } => folders.of_data(file),
    }
}
