//! Reading the files of a source, one after the other, each by all threads.

use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

use super::by_column::ByColumn;
use super::footer;
use super::json::{FamilyReader, FamilyRows, read_json};
use super::part::{Part, ReferenceCount, RowFault};
use super::problem;
use super::reader::SourceReader;
use super::worker::{Outcome, Worker};
use crate::load::cell::TimeNotes;
use crate::load::input::{BoundFile, BoundSource, Content};
use crate::load::model::Quarantined;
use crate::load::packing::Strays;
use crate::load::watch::{Noted, SourceNotes};
use crate::read::csv::{self, Chunk, CsvFile};
use crate::read::json::JsonFile;
use crate::read::{Digest, ReadError};

/// The rows of a source, before they are grouped.
#[derive(Debug, Default)]
pub struct SourceRows {
    /// In the order of the files.
    pub parts: Vec<Part>,
    /// Rows read, by file.
    pub rows_by_file: Vec<u64>,
    /// By file, its digest, where reading it gave one.
    pub digests: Vec<Option<Digest>>,
    pub quarantine: Vec<Quarantined>,
    pub filtered: u64,
    /// Lines below the rows.
    pub footer: u64,
    /// By reference step of the reader.
    pub references: Vec<ReferenceCount>,
    /// By column.
    pub times: Vec<TimeNotes>,
    /// The first time without a zone in each column.
    pub naive: Vec<Naive>,
    /// What was noted of the case that is asked for.
    pub noted: SourceNotes,
    /// Where rows are packed, the numbers of those whose case isn't one.
    pub orphans: Vec<u32>,
    /// And how many are of cases that were left out.
    pub left_out: u64,
    /// By chunk, the number of its first row.
    pub firsts: Vec<u32>,
}

/// A time without a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naive {
    pub column: usize,
    pub file: Option<usize>,
    pub line: u64,
    pub value: String,
}

impl SourceRows {
    /// For a source that is read by `reader`.
    pub fn new(reader: &SourceReader<'_>) -> Self {
        Self {
            references: vec![ReferenceCount::default(); reader.references.len()],
            times: vec![TimeNotes::default(); reader.plan().columns.len()],
            ..Self::default()
        }
    }

    /// Rows read, from all files.
    pub fn total(&self) -> u64 {
        self.rows_by_file.iter().sum()
    }

    /// Adds the next part.
    pub fn add(&mut self, mut part: Part, place: Place, source: usize) {
        for fault in std::mem::take(&mut part.faults) {
            self.quarantine.push(place.quarantined(fault, source));
        }
        for naive in std::mem::take(&mut part.naive) {
            if self.naive.iter().all(|known| known.column != naive.column) {
                let line = place.first_line + naive.line_offset;
                self.naive.push(Naive { column: naive.column, file: place.file, line, value: naive.value });
            }
        }
        self.note(std::mem::take(&mut part.noted), place);
        self.filtered += part.filtered;
        for (total, count) in self.references.iter_mut().zip(&part.references) {
            total.without_match += count.without_match;
            total.with_several += count.with_several;
        }
        for (total, notes) in self.times.iter_mut().zip(&part.times) {
            total.add(*notes);
        }
        self.stray(&mut part, place);
        if part.spilled.is_none() {
            self.parts.push(part);
        }
    }

    /// Takes over what packing left of a part.
    fn stray(&mut self, part: &mut Part, place: Place) {
        let Strays { orphans, left_out } = std::mem::take(&mut part.strays);
        self.orphans.extend(orphans.into_iter().map(|index| place.first_number + index));
        self.left_out += left_out;
        if let Some(first) = self.firsts.get_mut(part.chunk as usize) {
            *first = place.first_number;
        }
    }
}

impl SourceRows {
    fn note(&mut self, noted: Noted, place: Place) {
        let lines = noted.lines.into_iter();
        let lines = lines.map(|(row, line)| (place.first_number + row, place.file, place.first_line + line));
        self.noted.lines.extend(lines);
        let set_aside = noted.set_aside.into_iter();
        self.noted.set_aside.extend(set_aside.map(|(row, clauses)| (place.first_number + row, clauses)));
    }
}

/// Where a part stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub file: Option<usize>,
    /// The number of its first row in the source.
    pub first_number: u32,
    pub first_line: u64,
}

impl Place {
    fn quarantined(&self, fault: RowFault, source: usize) -> Quarantined {
        Quarantined {
            source,
            file: self.file,
            line: self.first_line + fault.line_offset,
            number: self.first_number + fault.index,
            code: fault.problem.code,
            column: fault.problem.column,
            reason: fault.problem.reason,
            raw: fault.raw,
        }
    }
}

/// Reads all files of a source.
///
/// # Errors
/// A file can't be read to its end.
pub fn read_files(
    reader: &SourceReader<'_>,
    bound: &BoundSource,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<SourceRows, ReadError> {
    let mut rows = SourceRows::new(reader);
    for (index, file) in bound.files.iter().enumerate() {
        if let Content::Csv(csv) = &file.content {
            read_file(reader, (file, csv), index, &mut rows, progress)?;
        }
    }
    Ok(rows)
}

/// Reads all files of a source some of which are JSON, with the levels in it.
///
/// # Errors
/// A file can't be read to its end.
pub fn read_family(
    family: &FamilyReader<'_>,
    bound: &BoundSource,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<FamilyRows, ReadError> {
    let mut rows = FamilyRows::new(family);
    let mut pending: Vec<(usize, &JsonFile)> = Vec::new();
    for (index, file) in bound.files.iter().enumerate() {
        match &file.content {
            Content::Json(json) => pending.push((index, json)),
            Content::Csv(csv) => {
                read_json(family, &std::mem::take(&mut pending), &mut rows, progress)?;
                read_file(&family.levels[0], (file, csv), index, &mut rows.levels[0], progress)?;
            }
        }
    }
    read_json(family, &pending, &mut rows, progress)?;
    Ok(rows)
}

fn read_file(
    reader: &SourceReader<'_>,
    (file, csv): (&BoundFile, &CsvFile),
    index: usize,
    rows: &mut SourceRows,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), ReadError> {
    let columns = Columns::of(reader, file);
    let chunks = rows.firsts.len();
    let is_whole = reader.watched.is_none();
    let by_column = is_whole.then(|| ByColumn::of(reader, &columns.positions())).flatten();
    let read = |chunk: &Chunk<'_>| {
        let number = (chunks + chunk.block()) as u32;
        let whole = by_column.as_ref().and_then(|by_column| by_column.read(chunk, number));
        whole.unwrap_or_else(|| read_chunk(reader, &columns, chunk, number))
    };
    let read = |chunk: &Chunk<'_>| match reader.context.spill {
        None => read(chunk),
        Some(spill) => spill.piece(std::slice::from_ref(reader), chunk.bytes(), || read(chunk), |part, _| Some(part)),
    };
    let mut scan = match reader.context.digests {
        true => csv.scan_digesting(&columns.wanted, read, progress)?,
        false => csv.scan(&columns.wanted, read, progress)?,
    };
    rows.digests.resize(index, None);
    rows.digests.push(scan.digest);
    rows.footer += footer::take(reader.plan(), &mut scan.parts, scan.records);
    if reader.packing.is_some() {
        rows.firsts.resize(chunks + scan.blocks, 0);
    }
    let first = rows.total() as u32;
    let stride = reader.plan().stride;
    let mut parts = scan.parts;
    parts.par_iter_mut().for_each(|part| part.value.settle(stride, first + part.first_record as u32));
    for part in parts {
        let first_number = first + part.first_record as u32;
        let place = Place { file: Some(index), first_number, first_line: part.first_line };
        reader.begins(&part.value, first_number);
        rows.add(part.value, place, reader.source);
    }
    rows.rows_by_file.push(scan.records);
    Ok(())
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
