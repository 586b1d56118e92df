//! Reading one CSV file of a source by all threads.

use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

use super::by_column::ByColumn;
use super::footer;
use super::joining::Joining;
use super::part::{Part, RowFault};
use super::problem;
use super::reader::SourceReader;
use super::source::{Place, SourceRows};
use super::worker::{Outcome, Worker};
use crate::load::input::BoundFile;
use crate::read::ReadError;
use crate::read::csv::{self, Chunk, CsvFile, Scan};

/// How the CSV files of a source are read.
pub(super) struct CsvReader<'r, 'a> {
    pub(super) reader: &'r SourceReader<'a>,
    /// What puts all rows together, where that is wanted.
    pub(super) joining: Option<Joining>,
    pub(super) progress: &'r (dyn Fn(u64) + Sync),
}

impl CsvReader<'_, '_> {
    /// Adds the rows of a file, of which it is known which one it is, to those of the files before.
    pub(super) fn read(
        &self,
        (file, csv): (&BoundFile, &CsvFile),
        index: usize,
        rows: &mut SourceRows,
    ) -> Result<(), ReadError> {
        let chunks = rows.firsts.len();
        let mut scan = self.scan(file, csv, chunks)?;
        rows.digests.resize(index, None);
        rows.digests.push(scan.digest);
        rows.footer += footer::take(self.reader.plan(), &mut scan.parts, scan.records);
        if self.reader.packing.is_some() {
            rows.firsts.resize(chunks + scan.blocks, 0);
        }
        self.add(scan, index, rows);
        Ok(())
    }

    /// Reads the rows of a file before whose chunks there were so many others.
    fn scan(&self, file: &BoundFile, csv: &CsvFile, chunks: usize) -> Result<Scan<Box<Part>>, ReadError> {
        let Self { reader, joining, progress } = self;
        let columns = Columns::of(reader, file);
        let is_whole = reader.watched.is_none();
        let by_column = is_whole.then(|| ByColumn::of(reader, &columns.positions())).flatten();
        let read = |chunk: &Chunk<'_>| {
            let number = (chunks + chunk.block()) as u32;
            let whole = by_column.as_ref().and_then(|by_column| by_column.read(chunk, number));
            let mut part = whole.unwrap_or_else(|| read_chunk(reader, &columns, chunk, number));
            if let Some(joining) = joining {
                joining.take(chunk, &mut part);
            }
            part
        };
        let read = |chunk: &Chunk<'_>| {
            // There are many of them, most of which are small by now.
            Box::new(match reader.context.spill {
                None => read(chunk),
                Some(spill) => {
                    spill.piece(std::slice::from_ref(*reader), chunk.bytes(), || read(chunk), |part, _| Some(part))
                }
            })
        };
        if let Some(joining) = joining {
            joining.begin(csv.file().size());
        }
        let scan = match reader.context.digests {
            true => csv.scan_digesting(&columns.wanted, read, progress)?,
            false => csv.scan(&columns.wanted, read, progress)?,
        };
        if let Some(joining) = joining {
            joining.end();
        }
        Ok(scan)
    }

    fn add(&self, scan: Scan<Box<Part>>, index: usize, rows: &mut SourceRows) {
        let (first, stride) = (rows.total() as u32, self.reader.plan().stride);
        let mut parts = scan.parts;
        parts.par_iter_mut().for_each(|part| part.value.settle(stride, first + part.first_record as u32));
        for part in parts {
            let first_number = first + part.first_record as u32;
            let place = Place { file: Some(index), first_number, first_line: part.first_line };
            self.reader.begins(&part.value, first_number);
            rows.add(*part.value, place, self.reader.source);
        }
        rows.rows_by_file.push(scan.records);
    }
}

/// The columns of a file that are wanted.
struct Columns {
    /// Their positions in the file.
    wanted: Vec<usize>,
    /// For each step of the reader its place among the wanted; `None` where the file lacks it.
    places: Vec<Option<usize>>,
    /// For each wanted column its index in the plan.
    planned: Vec<usize>,
}

impl Columns {
    fn of(reader: &SourceReader<'_>, file: &BoundFile) -> Self {
        let mut columns = Self { wanted: Vec::new(), places: Vec::new(), planned: Vec::new() };
        for step in &reader.cells {
            let place = file.positions[step.column].map(|position| {
                columns.wanted.push(position);
                columns.planned.push(step.column);
                columns.wanted.len() - 1
            });
            columns.places.push(place);
        }
        columns
    }

    /// For each step of the reader its position in the file.
    fn positions(&self) -> Vec<Option<usize>> {
        self.places.iter().map(|place| place.map(|place| self.wanted[place])).collect()
    }
}

fn read_chunk(reader: &SourceReader<'_>, columns: &Columns, chunk: &Chunk<'_>, number: u32) -> Part {
    if reader.watched.is_some_and(|watched| watched.passes(chunk.bytes())) {
        return Worker::new(reader, 0).finish();
    }
    let mut worker = Worker::new(reader, chunk.len());
    for record in chunk.records() {
        if reader.watched.is_some_and(|watched| watched.passes(record.raw())) {
            continue;
        }
        match read_record(reader, &mut worker, columns, &record) {
            Outcome::Kept if reader.watched.is_some_and(|watched| !watched.watch.is_absent(record.raw())) => {
                worker.part().noted.lines.push((record.index() as u32, record.line_offset()));
            }
            Outcome::Kept => {}
            Outcome::Filtered => {
                worker.part().filtered += 1;
                worker.note_filtered(record.index() as u32, None, true);
            }
            Outcome::Faulty(problem) => {
                let (index, line_offset) = (record.index() as u32, record.line_offset());
                let raw = record.raw().to_vec();
                let footer = footer::line(reader.plan(), &record);
                worker.part().faults.push(RowFault { index, line_offset, problem, raw, footer });
            }
        }
    }
    worker.finish_chunk(number)
}

fn read_record(
    reader: &SourceReader<'_>,
    worker: &mut Worker<'_, '_>,
    columns: &Columns,
    record: &csv::Record<'_>,
) -> Outcome {
    if let Some(fault) = record.fault() {
        let column = |wanted: usize| columns.planned.get(wanted).copied();
        return Outcome::Faulty(problem::of_record(fault, column, reader.plan()));
    }
    let field = |step: usize| columns.places[step].map(|place| record.field(place));
    worker.row(record.index() as u32, &|| record.line_offset(), field)
}
