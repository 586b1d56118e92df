//! Finding, unpacking, decoding and splitting of files.

mod columns;
mod csv_faults;
mod csv_oracle;
mod files;
mod packed;

use std::fs;
use std::path::Path;

use caseloom::read::csv::{Chunk, CsvFile, Dialect, Fault, Field, Glance, Scan, short};
use caseloom::read::{InputFile, ReadError, discover};

/// A record as tests compare it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    number: u64,
    line: u64,
    raw: Vec<u8>,
    fields: Vec<Vec<u8>>,
    fault: Option<Fault>,
}

impl Row {
    fn text(&self) -> Vec<&str> {
        self.fields.iter().map(|field| str::from_utf8(field).unwrap()).collect()
    }
}

fn found(folder: &Path, glob: &str) -> Result<Vec<InputFile>, ReadError> {
    discover(folder, &[glob.to_owned()])
}

/// Writes one file and finds it again.
fn file(folder: &Path, name: &str, bytes: &[u8]) -> InputFile {
    fs::write(folder.join(name), bytes).unwrap();
    found(folder, name).unwrap().remove(0)
}

fn opened(bytes: &[u8], dialect: &Dialect) -> Result<(tempfile::TempDir, CsvFile), ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let csv = CsvFile::open(&file(folder.path(), "table.csv", bytes), dialect)?;
    Ok((folder, csv))
}

/// All records of a file, with every column wanted.
fn rows(csv: &CsvFile) -> Result<Vec<Row>, ReadError> {
    let wanted: Vec<usize> = (0..csv.header().names.len()).collect();
    csv.scan(&wanted, chunk_rows, &|_| ()).map(numbered)
}

fn chunk_rows(chunk: &Chunk<'_>) -> Vec<Row> {
    let row = |record: caseloom::read::csv::Record<'_>| Row {
        number: record.index() as u64,
        line: record.line_offset(),
        raw: record.raw().to_vec(),
        fields: (0..record.len()).map(|column| record.field(column).into_owned()).collect(),
        fault: record.fault(),
    };
    let rows: Vec<Row> = chunk.records().map(row).collect();
    compare_columns(chunk, &rows);
    rows
}

/// Where a chunk can be read column by column, it gives the same fields.
fn compare_columns(chunk: &Chunk<'_>, rows: &[Row]) {
    let Some(grid) = chunk.grid() else { return };
    assert_eq!(grid.rows(), rows.len());
    assert!(rows.iter().all(|row| row.fault.is_none()), "{rows:?}");
    let mut cells = grid.cells();
    for column in 0..rows[0].fields.len() {
        assert_eq!(grid.column(column, &mut cells), Some(()));
        let mut found = Vec::new();
        let keep = |_, cell: Field<'_>| {
            assert_eq!(cell.text().map(str::as_bytes), Some(cell.bytes()));
            compare_glance(cell.glance(), cell.bytes());
            if let Some(position) = cell.position() {
                assert!(grid.text().as_bytes()[position as usize..].starts_with(cell.bytes()));
            }
            found.push(cell.bytes().to_vec());
            Some(())
        };
        assert_eq!(cells.each(keep), Some(()));
        let mut rest = found.iter();
        let compare = |(), glance: Glance<'_>| {
            compare_glance(glance, rest.next()?);
            Some(())
        };
        assert_eq!(cells.glance(std::iter::repeat(()), compare), Some(()));
        assert_eq!(rest.next(), None);
        assert_eq!(found, rows.iter().map(|row| row.fields[column].clone()).collect::<Vec<_>>());
    }
}

/// A cell that is looked at by whole words has these bytes.
fn compare_glance(glance: Glance<'_>, bytes: &[u8]) {
    assert_eq!(glance.text().map(str::as_bytes), Some(bytes));
    assert!(!bytes.is_empty() || matches!(glance, Glance::Short(_, 0)), "an empty cell is a short one");
    assert_eq!(glance.short(), short(bytes));
}

fn numbered(scan: Scan<Vec<Row>>) -> Vec<Row> {
    let count = scan.parts.iter().map(|part| part.value.len() as u64).sum::<u64>();
    assert_eq!(count, scan.records);
    let number = |part: caseloom::read::csv::Part<Vec<Row>>| {
        let (record, line) = (part.first_record, part.first_line);
        part.value.into_iter().map(move |row| Row { number: record + row.number, line: line + row.line, ..row })
    };
    scan.parts.into_iter().flat_map(number).collect()
}

/// The records of `text`, read with the default dialect.
fn read(text: &str) -> Vec<Row> {
    let (_folder, csv) = opened(text.as_bytes(), &Dialect::default()).unwrap();
    rows(&csv).unwrap()
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}
