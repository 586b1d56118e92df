//! From runs of cases to one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::PartitionError;
use super::runs::{Case, RunWriter, Runs};
use crate::scratch::{Scratch, ScratchError};
use crate::write::{LogFiles, OutputError};

/// How many runs are merged at once; more make runs of their own first.
const FAN_IN: usize = 256;
/// How much of a file is put together before it is written.
const CHUNK: usize = 512 << 10;
/// What stands before a case: how long its place and its parts are.
const HEAD: usize = 16;

/// Merges all runs into the files; `memory` is for what is read ahead.
pub fn merge(mut runs: Runs, memory: u64, files: &mut LogFiles) -> Result<(), PartitionError> {
    while runs.runs.len() > FAN_IN {
        let some: Vec<(u64, u64)> = runs.runs.drain(..FAN_IN).collect();
        let file = runs.file.another()?;
        let mut writer = RunWriter::new(&mut runs);
        each_case(&file, &some, memory, |case| writer.put(case).map_err(PartitionError::from))?;
        writer.close()?;
    }
    let (full, filled) = sync_channel(AHEAD);
    thread::scope(|scope| {
        let writer = scope.spawn(move || filled.iter().try_for_each(|chunk: Chunk| write(&chunk, files)));
        let merged = merged(&runs, memory, &full);
        drop(full);
        writer.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        // Where nobody takes chunks any more, the writer has said why.
        merged.or_else(|stop| stop.map_or(Ok(()), |error| Err(error.into())))
    })
}

/// What goes to events.csv, cases.csv and log.xes.
type Chunk = [Vec<u8>; 3];

/// How many chunks wait to be written.
const AHEAD: usize = 1;

/// Hands on the cases of all runs in order, chunk by chunk; `None` as the error where nobody takes them any more.
fn merged(runs: &Runs, memory: u64, full: &SyncSender<Chunk>) -> Result<(), Option<ScratchError>> {
    let mut chunk = Chunk::default();
    each_case(&runs.file, &runs.runs, memory, |case| {
        chunk.iter_mut().zip(case.files).for_each(|(chunk, bytes)| chunk.extend_from_slice(bytes));
        if chunk.iter().all(|bytes| bytes.len() < CHUNK) {
            return Ok(());
        }
        full.send(std::mem::take(&mut chunk)).map_err(|_| None)
    })?;
    full.send(chunk).map_err(|_| None)
}

fn write([events, cases, traces]: &Chunk, files: &mut LogFiles) -> Result<(), OutputError> {
    files.put([events, cases, traces])
}

/// Calls `action` with the cases of several runs, in order.
fn each_case<E: From<ScratchError>>(
    file: &Scratch,
    runs: &[(u64, u64)],
    memory: u64,
    mut action: impl FnMut(&Case<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let buffer = (memory as usize / runs.len().max(1)).clamp(16 << 10, 1 << 20);
    let mut readers: Vec<RunReader<'_>> = runs
        .iter()
        .map(|(start, end)| RunReader { file, next: *start, end: *end, buffer, bytes: Vec::new(), at: 0 })
        .collect();
    let mut heap = BinaryHeap::with_capacity(readers.len());
    for (run, reader) in readers.iter_mut().enumerate() {
        if reader.fill()? {
            heap.push(Reverse((reader.case().place.to_vec(), run)));
        }
    }
    while let Some(mut first) = heap.peek_mut() {
        let Reverse((place, run)) = &mut *first;
        let reader = &mut readers[*run];
        action(&reader.case())?;
        reader.pass();
        if reader.fill()? {
            place.clear();
            place.extend_from_slice(reader.case().place);
        } else {
            std::collections::binary_heap::PeekMut::pop(first);
        }
    }
    Ok(())
}

/// Reads a run, some of it ahead.
struct RunReader<'f> {
    file: &'f Scratch,
    /// What is read next, and where the run ends.
    next: u64,
    end: u64,
    buffer: usize,
    bytes: Vec<u8>,
    /// Where the case at hand begins.
    at: usize,
}

impl RunReader<'_> {
    /// Makes sure that the next case is at hand; whether there is one.
    fn fill(&mut self) -> Result<bool, ScratchError> {
        if self.at == self.bytes.len() && self.next == self.end {
            return Ok(false);
        }
        self.need(HEAD)?;
        self.need(HEAD + self.lengths().iter().sum::<usize>())?;
        Ok(true)
    }

    fn need(&mut self, length: usize) -> Result<(), ScratchError> {
        let left = self.bytes.len() - self.at;
        if left >= length {
            return Ok(());
        }
        self.bytes.drain(..self.at);
        self.at = 0;
        let more = ((length - left).max(self.buffer.saturating_sub(left)) as u64).min(self.end - self.next);
        self.bytes.resize(left + more as usize, 0);
        self.file.read(self.next, &mut self.bytes[left..])?;
        self.next += more;
        if self.bytes.len() >= length { Ok(()) } else { Err(self.file.damaged()) }
    }

    fn lengths(&self) -> [usize; 4] {
        let word = |index: usize| {
            let bytes = self.bytes.get(self.at + 4 * index..).and_then(<[u8]>::first_chunk::<4>);
            bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
        };
        [word(0), word(1), word(2), word(3)]
    }

    fn case(&self) -> Case<'_> {
        let mut rest = &self.bytes[self.at + HEAD..];
        let [place, events, cases, traces] = self.lengths().map(|length| {
            let (part, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            rest = others;
            part
        });
        Case { place, files: [events, cases, traces] }
    }

    fn pass(&mut self) {
        self.at += HEAD + self.lengths().iter().sum::<usize>();
    }
}
