//! Cases in order, as they are written, on disk.

use crate::load::{Loaded, text_of_id};
use crate::rows::Cell;
use crate::run::{BlockWriter, CaseLog};
use crate::scratch::{Scratch, ScratchError};
use crate::write::LogBlock;

/// How much is written at once.
const BUFFER: usize = 1 << 20;

/// A case as it is written: the text by which it has its place among all, and its part of each file.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    pub place: &'c [u8],
    pub files: [&'c [u8]; 3],
}

/// Runs of cases, each in order.
#[derive(Debug)]
pub struct Runs {
    pub file: Scratch,
    /// Where each begins, and where it ends.
    pub runs: Vec<(u64, u64)>,
}

impl Runs {
    pub fn new(file: Scratch) -> Self {
        Self { file, runs: Vec::new() }
    }
}

/// Writes a run. Nothing else is written to the file meanwhile.
#[derive(Debug)]
pub struct RunWriter<'r> {
    runs: &'r mut Runs,
    start: u64,
    buffer: Vec<u8>,
}

impl<'r> RunWriter<'r> {
    pub fn new(runs: &'r mut Runs) -> Self {
        Self { start: runs.file.len(), runs, buffer: Vec::new() }
    }

    pub fn put(&mut self, case: &Case<'_>) -> Result<(), ScratchError> {
        let lengths = [case.place.len(), case.files[0].len(), case.files[1].len(), case.files[2].len()];
        lengths.iter().for_each(|length| self.buffer.extend_from_slice(&(*length as u32).to_le_bytes()));
        self.buffer.extend_from_slice(case.place);
        case.files.iter().for_each(|bytes| self.buffer.extend_from_slice(bytes));
        if self.buffer.len() >= BUFFER { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), ScratchError> {
        self.runs.file.append(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Ends the run.
    pub fn close(mut self) -> Result<(), ScratchError> {
        self.write()?;
        self.runs.runs.push((self.start, self.runs.file.len()));
        Ok(())
    }
}

/// A block of cases of which is known where each ends.
pub struct CaseBlock<'f> {
    pub log: LogBlock<'f>,
    loaded: &'f Loaded,
    places: String,
    /// Where each case's place and its parts of the files end.
    ends: Vec<[usize; 4]>,
}

impl<'f> CaseBlock<'f> {
    pub fn new(log: LogBlock<'f>, loaded: &'f Loaded) -> Self {
        Self { log, loaded, places: String::new(), ends: Vec::new() }
    }

    /// Its cases, in order.
    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        let mut start = [0; 4];
        self.ends.iter().map(move |end| {
            let [events, cases, traces] = self.log.bytes();
            let from = std::mem::replace(&mut start, *end);
            Case {
                place: &self.places.as_bytes()[from[0]..end[0]],
                files: [&events[from[1]..end[1]], &cases[from[2]..end[2]], &traces[from[3]..end[3]]],
            }
        })
    }
}

impl BlockWriter for CaseBlock<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        self.log.case(case);
        let id = self.loaded.cases.id(case.number).unwrap_or(Cell::Null);
        self.places.push_str(&text_of_id(id, &self.loaded.texts));
        let [events, cases, traces] = self.log.bytes();
        self.ends.push([self.places.len(), events.len(), cases.len(), traces.len()]);
    }
}
