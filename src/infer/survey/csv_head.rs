//! The first rows of a file of CSV.

use std::io::Read;

use super::table::{Layout, Table};
use crate::read::csv::{CsvFile, Dialect};
use crate::read::{Encoding, InputFile, ReadError};

/// How much of a file is looked at first, in bytes of its text.
const HEAD: u64 = 1 << 20;
/// How many rows are looked at first.
const ROWS: usize = 2_000;

/// Reads the header and the first rows.
pub(super) fn read(file: &InputFile) -> Result<Table, ReadError> {
    let encoding = (!is_utf8(file)?).then_some(Encoding::WINDOWS_1252);
    let csv = CsvFile::open(file, &Dialect { encoding, ..Dialect::default() })?;
    let header = csv.header().names.clone();
    let rows = rows(&head(file, encoding)?, csv.header().delimiter, header.len());
    Ok(Table::new(file, Layout::Csv { encoding }, header, &rows))
}

/// Whether the text so far is UTF-8; a character that is cut off at its end is.
fn is_utf8(file: &InputFile) -> Result<bool, ReadError> {
    let bytes = head(file, None)?;
    Ok(str::from_utf8(&bytes).map_or_else(|error| error.error_len().is_none(), |_| true))
}

fn head(file: &InputFile, encoding: Option<Encoding>) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    file.text(encoding)?.take(HEAD).read_to_end(&mut bytes).map_err(|error| file.fault(error))?;
    Ok(bytes)
}

/// The whole records of a text that are as long as the header; what is longer or shorter is no row.
fn rows(text: &[u8], delimiter: u8, width: usize) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.byte_records().take(ROWS + 1).map_while(Result::ok) {
        rows.push(record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
    }
    if text.len() as u64 == HEAD {
        rows.pop();
    }
    rows.truncate(ROWS);
    rows.retain(|row| row.len() == width);
    rows
}
