//! Whole columns: every row of every file, counted in bounded memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::json_head::{paths_of, records};
use super::json_rows::cells;
use super::table::{Layout, Table};
use crate::infer::column::{Marks, is_integer, is_number};
use crate::infer::words::is_null;
use crate::read::csv::{Chunk, CsvFile, Dialect};
use crate::read::json::{Batch, JsonFile};
use crate::read::{InputFile, ReadError};
use crate::time::TimeFormat;

/// A column with more different values than this has no list of them.
const VALUES: usize = 500;

/// What a whole column holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WholeColumn {
    /// Cells that aren't empty, those with words for nothing among them.
    pub present: u64,
    /// Each value and in how many rows it stands.
    pub values: Counted,
    /// Words that mean that there is no value, with their rows.
    pub nulls: BTreeMap<String, u64>,
    /// Cells that hold a whole number, such as no id with leading zeros is.
    pub integers: u64,
    /// Cells that hold a number.
    pub numbers: u64,
    /// Cells that hold numbers as people write them.
    pub marks: Marks,
    /// Of each format that was asked for: how many cells it reads.
    pub reads: Vec<u64>,
    /// Cells that carry no offset, as the first format that reads them says.
    pub naive: u64,
    /// Cells that no format reads, and the least of them.
    pub unread: u64,
    /// The least cell that no format reads.
    pub example: Option<String>,
}

/// Values with the number of their rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// All of them.
    All(BTreeMap<String, u64>),
    /// Too many to list.
    Many,
}

/// Values of a column, each with its rows and with those of them in which another column isn't empty.
pub type Crossed = BTreeMap<String, (u64, u64)>;

impl Default for Counted {
    fn default() -> Self {
        Self::All(BTreeMap::new())
    }
}

impl Counted {
    /// The values with their rows, most rows first; none where there are too many.
    pub fn by_rows(&self) -> Vec<(&str, u64)> {
        let Self::All(values) = self else { return Vec::new() };
        let mut listed: Vec<(&str, u64)> = values.iter().map(|(value, rows)| (value.as_str(), *rows)).collect();
        listed.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        listed
    }

    fn count(&mut self, value: &str, rows: u64) {
        let Self::All(values) = self else { return };
        match values.get_mut(value) {
            Some(known) => *known += rows,
            None => {
                values.insert(value.to_owned(), rows);
            }
        }
        if values.len() > VALUES {
            *self = Self::Many;
        }
    }

    fn add(&mut self, other: Self) {
        match other {
            Self::All(values) => values.iter().for_each(|(value, rows)| self.count(value, *rows)),
            Self::Many => *self = Self::Many,
        }
    }
}

impl WholeColumn {
    fn count(&mut self, cell: &str, formats: &[TimeFormat]) {
        if cell.is_empty() {
            return;
        }
        self.present += 1;
        self.values.count(cell, 1);
        if is_null(cell) {
            *self.nulls.entry(cell.to_owned()).or_default() += 1;
            return;
        }
        self.integers += u64::from(is_integer(cell));
        self.numbers += u64::from(is_number(cell));
        self.marks.count(cell);
        if formats.is_empty() {
            return;
        }
        self.time(cell, formats);
    }

    /// Tries the formats of times on a cell.
    fn time(&mut self, cell: &str, formats: &[TimeFormat]) {
        self.reads.resize(formats.len(), 0);
        let mut first = None;
        for (format, reads) in formats.iter().zip(&mut self.reads) {
            if let Some(parsed) = format.parse(cell.as_bytes()) {
                *reads += 1;
                first.get_or_insert(parsed);
            }
        }
        match first {
            Some(parsed) => self.naive += u64::from(parsed.offset_seconds.is_none()),
            None => {
                self.unread += 1;
                self.keep_example(Some(cell));
            }
        }
    }

    /// The least example stays, so that threads don't matter.
    fn keep_example(&mut self, cell: Option<&str>) {
        let Some(cell) = cell else { return };
        if self.example.as_deref().is_none_or(|known| cell < known) {
            self.example = Some(cell.to_owned());
        }
    }

    fn add(&mut self, other: Self) {
        self.present += other.present;
        self.values.add(other.values);
        other.nulls.into_iter().for_each(|(word, rows)| *self.nulls.entry(word).or_default() += rows);
        self.reads.resize(self.reads.len().max(other.reads.len()), 0);
        self.reads.iter_mut().zip(&other.reads).for_each(|(own, other)| *own += other);
        self.integers += other.integers;
        self.numbers += other.numbers;
        self.marks.add(other.marks);
        self.naive += other.naive;
        self.unread += other.unread;
        self.keep_example(other.example.as_deref());
    }
}

impl Table {
    /// Counts whole columns, each with the formats of times that it may have; and all rows.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn wholes(&self, wanted: &[(usize, Vec<TimeFormat>)]) -> Result<(u64, Vec<WholeColumn>), ReadError> {
        let empty = || (0, vec![WholeColumn::default(); wanted.len()]);
        let total = Mutex::new(empty());
        let positions: Vec<usize> = wanted.iter().map(|(column, _)| *column).collect();
        self.each_block(&positions, &|rows| {
            let (mut count, mut counted) = empty();
            rows(&mut |cells| {
                count += 1;
                let each = counted.iter_mut().zip(cells).zip(wanted);
                each.for_each(|((counted, cell), (_, formats))| counted.count(cell.trim(), formats));
            });
            let mut total = lock(&total);
            total.0 += count;
            total.1.iter_mut().zip(counted).for_each(|(total, own)| total.add(own));
        })?;
        Ok(total.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts the values of a column where another has one of `wanted`.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn values_where(&self, column: usize, other: usize, wanted: &BTreeSet<String>) -> Result<Counted, ReadError> {
        let total = Mutex::new(Counted::default());
        self.each_block(&[column, other], &|rows| {
            let mut counted = Counted::default();
            rows(&mut |cells| {
                let cell = cells[0].trim();
                if !cell.is_empty() && wanted.contains(cells[1].trim()) {
                    counted.count(cell, 1);
                }
            });
            lock(&total).add(counted);
        })?;
        Ok(total.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Of each value of a column: its rows, and those in which another column isn't empty.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn crossed(&self, column: usize, other: usize) -> Result<Crossed, ReadError> {
        let (all, both) = (Mutex::new(Counted::default()), Mutex::new(Counted::default()));
        self.each_block(&[column, other], &|rows| {
            let (mut own, mut with) = (Counted::default(), Counted::default());
            rows(&mut |cells| {
                let cell = cells[0].trim();
                if !cell.is_empty() {
                    own.count(cell, 1);
                    if !cells[1].trim().is_empty() {
                        with.count(cell, 1);
                    }
                }
            });
            lock(&all).add(own);
            lock(&both).add(with);
        })?;
        let take = |counted: Mutex<Counted>| match counted.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Counted::All(values) => values,
            Counted::Many => BTreeMap::new(),
        };
        let both = take(both);
        let with = |value: &str| both.get(value).copied().unwrap_or(0);
        Ok(take(all)
            .into_iter()
            .map(|(value, rows)| {
                let set = with(&value);
                (value, (rows, set))
            })
            .collect())
    }

    /// Calls `work` on the rows of each block of the files, in any order; a row is the cells of the wanted columns.
    fn each_block(&self, columns: &[usize], work: &Work<'_>) -> Result<(), ReadError> {
        self.files.iter().zip(&self.rows).try_for_each(|(file, rows)| match &self.layout {
            Layout::Csv { encoding } => {
                let dialect = Dialect { encoding: *encoding, ..Dialect::default() };
                csv_blocks(&CsvFile::open(file, &dialect)?, columns, work)
            }
            Layout::Json { .. } => {
                let names: Vec<&str> = columns.iter().map(|column| self.columns[*column].name.as_str()).collect();
                json_blocks(file, rows, &names, work)
            }
        })
    }
}

/// What is done with a block: it gets a function that calls back on each row.
type Work<'a> = dyn Fn(&mut dyn FnMut(&mut dyn FnMut(&[String]))) + Sync + 'a;

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn csv_blocks(csv: &CsvFile, columns: &[usize], work: &Work<'_>) -> Result<(), ReadError> {
    let of_chunk = |chunk: &Chunk<'_>| {
        work(&mut |row: &mut dyn FnMut(&[String])| {
            let mut cells = vec![String::new(); columns.len()];
            for record in chunk.records().filter(|record| record.fault().is_none()) {
                for (wanted, cell) in cells.iter_mut().enumerate() {
                    cell.clear();
                    cell.push_str(str::from_utf8(&record.field(wanted)).unwrap_or_default());
                }
                row(&cells);
            }
        });
    };
    csv.scan(columns, of_chunk, &|_| {}).map(drop)
}

fn json_blocks(file: &InputFile, rows: &str, names: &[&str], work: &Work<'_>) -> Result<(), ReadError> {
    let of_batch = |batch: &Batch| {
        work(&mut |row: &mut dyn FnMut(&[String])| {
            for record in records(batch) {
                let found = cells(&record, &mut BTreeSet::new());
                let value = |name: &&str| found.iter().find(|(path, _)| path == name).map(|(_, value)| value.clone());
                let cells: Vec<String> = names.iter().map(|name| value(name).unwrap_or_default()).collect();
                row(&cells);
            }
        });
    };
    JsonFile::new(file, None).scan(&paths_of(rows), of_batch, &|_| {}).map(drop)
}
