//! The first rows of a file of JSON.

use std::collections::BTreeSet;
use std::io::Read;

use serde_json::Value;

use super::json_rows::{cells, path_to_rows};
use super::table::{Layout, Table};
use crate::read::json::{Batch, JsonFile, JsonPath, Piece, is_lines};
use crate::read::{InputFile, ReadError};

/// How much of a file is looked at to find where its rows stand.
const START: u64 = 64 << 10;
/// How much of a file is looked at first, in bytes of its text.
const HEAD: u64 = 2 << 20;
/// How many rows are looked at first.
const ROWS: usize = 2_000;

/// Reads the paths and texts of the first rows.
pub(super) fn read(file: &InputFile) -> Result<Table, ReadError> {
    let rows = if is_lines(file.name()) { ".".to_owned() } else { path_to_rows(&start(file)?) };
    let records = first_records(file, &rows)?;
    let mut nested = BTreeSet::new();
    let found: Vec<Vec<(String, String)>> = records.iter().map(|record| cells(record, &mut nested)).collect();
    let mut header: Vec<String> = Vec::new();
    for (path, _) in found.iter().flatten() {
        if !header.contains(path) {
            header.push(path.clone());
        }
    }
    let row = |cells: &Vec<(String, String)>| header.iter().map(|path| value_of(cells, path)).collect();
    let table: Vec<Vec<String>> = found.iter().map(row).collect();
    let layout = Layout::Json { rows, nested: nested.into_iter().collect() };
    Ok(Table::new(file, layout, header, &table))
}

fn value_of(cells: &[(String, String)], path: &str) -> String {
    cells.iter().find(|(known, _)| known == path).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn start(file: &InputFile) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    file.text(None)?.take(START).read_to_end(&mut bytes).map_err(|error| file.fault(error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn first_records(file: &InputFile, rows: &str) -> Result<Vec<Value>, ReadError> {
    let paths = paths_of(rows);
    let of_batch = |batch: &Batch| if batch.offset < HEAD { records(batch) } else { Vec::new() };
    let parts = JsonFile::new(file, None).scan(&paths, of_batch, &|_| {})?;
    Ok(parts.into_iter().flat_map(|part| part.value).take(ROWS).collect())
}

/// The paths that lead to the rows.
pub(super) fn paths_of(rows: &str) -> Vec<JsonPath> {
    JsonPath::parse(rows).into_iter().filter(|path| !path.is_here()).chain([JsonPath::default()]).collect()
}

/// The records of a batch that are JSON.
pub(super) fn records(batch: &Batch) -> Vec<Value> {
    let record = |piece: &Piece| match piece {
        Piece::Record { start, end, .. } => serde_json::from_slice(batch.text(*start..*end)).ok(),
        Piece::Broken(_) => None,
    };
    batch.pieces.iter().filter_map(record).collect()
}
