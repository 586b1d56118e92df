//! What lies in a folder: tables, their headers, and what their first rows hold.

mod csv_head;
mod json_head;
mod json_rows;
mod names;
mod table;
mod whole;

pub use names::pattern_of;
pub use table::{Layout, SampleColumn, Table};
pub use whole::{Counted, Crossed, WholeColumn};

use std::path::Path;

use crate::read::{InputFile, ReadError, discover};

/// What lies in a folder.
#[derive(Debug, Default)]
pub struct Survey {
    /// The tables, by the name of their first file.
    pub tables: Vec<Table>,
    /// Files that are no tables, such as spreadsheets.
    pub others: Vec<String>,
}

/// Looks at the first rows of every table below a folder. Files with equal headers whose names differ in a number or a date
/// only are one table.
///
/// # Errors
/// Every file that can't be read.
pub fn survey(input: &Path) -> Result<Survey, Vec<ReadError>> {
    let files = discover(input, &["**/*".to_owned()]).map_err(|error| vec![error])?;
    let mut found = Survey::default();
    let mut errors = Vec::new();
    for file in files {
        match read_head(&file) {
            Ok(Some(table)) => add(&mut found.tables, table),
            Ok(None) => found.others.push(file.name().to_owned()),
            Err(error) => errors.push(error),
        }
    }
    found.tables.sort_by(|one, other| one.name().cmp(other.name()));
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// A file's first rows; `None` where its name doesn't say that it is a table.
fn read_head(file: &InputFile) -> Result<Option<Table>, ReadError> {
    match names::kind_of(file.name()) {
        Some(names::FileKind::Csv) => csv_head::read(file).map(Some),
        Some(names::FileKind::Json) => json_head::read(file).map(Some),
        None => Ok(None),
    }
}

/// Adds a file to the table that it is a part of, or as one of its own.
fn add(tables: &mut Vec<Table>, table: Table) {
    match tables.iter_mut().find(|known| known.is_continued_by(&table)) {
        Some(known) => known.join(table),
        None => tables.push(table),
    }
}
