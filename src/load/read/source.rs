//! Reading the files of a source, one after the other, each by all threads.

use super::csv_file::CsvReader;
use super::joining::Joining;
use super::json::{FamilyReader, FamilyRows, read_json};
use super::part::{Part, ReferenceCount, RowFault};
use super::reader::SourceReader;
use crate::load::cell::TimeNotes;
use crate::load::input::{BoundSource, Content};
use crate::load::model::Quarantined;
use crate::load::packing::Strays;
use crate::load::watch::{Noted, SourceNotes};
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
        let references = std::mem::take(&mut part.references);
        self.references.iter_mut().zip(references).for_each(|(total, count)| total.add(count));
        for (total, notes) in self.times.iter_mut().zip(&part.times) {
            total.add(*notes);
        }
        self.stray(&mut part, place);
        if !part.words.is_empty() && part.spilled.is_none() {
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

/// With more threads rows are put together when all are there, which threads share.
const MOST_JOINING: usize = 8;

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
    // What stays in memory as a whole is put together at once, unless threads would wait for each other then.
    let stays = reader.context.plan.is_whole(reader.source) && reader.context.spill.is_none();
    let is_joined = stays && rayon::current_num_threads() <= MOST_JOINING;
    let files = CsvReader { reader, joining: is_joined.then(|| Joining::new(reader.plan().stride)), progress };
    for (index, file) in bound.files.iter().enumerate() {
        if let Content::Csv(csv) = &file.content {
            files.read((file, csv), index, &mut rows)?;
        }
    }
    if let Some(joining) = files.joining {
        rows.parts = vec![joining.finish()];
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
                let files = CsvReader { reader: &family.levels[0], joining: None, progress };
                files.read((file, csv), index, &mut rows.levels[0])?;
            }
        }
    }
    read_json(family, &pending, &mut rows, progress)?;
    Ok(rows)
}
