//! How many different numbers there are among more than fit memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::scratch::{Scratch, ScratchError};

/// How many numbers of a run are read at once.
const AHEAD: usize = 1 << 10;

/// Numbers, of which only so many are in memory.
#[derive(Debug)]
pub struct Distinct {
    file: Scratch,
    /// Where runs of ascending numbers begin, and how many each has.
    runs: Vec<(u64, usize)>,
    numbers: Vec<u64>,
    limit: usize,
}

impl Distinct {
    pub fn new(file: Scratch, memory: u64) -> Self {
        Self { file, runs: Vec::new(), numbers: Vec::new(), limit: (memory as usize / 16).max(1 << 12) }
    }

    pub fn add(&mut self, numbers: Vec<u64>) -> Result<(), ScratchError> {
        self.numbers.extend(numbers);
        if self.numbers.len() > self.limit {
            self.sort();
        }
        // Many were there before, as long as few are new.
        if self.numbers.len() > self.limit / 2 { self.write() } else { Ok(()) }
    }

    fn sort(&mut self) {
        self.numbers.sort_unstable();
        self.numbers.dedup();
    }

    fn write(&mut self) -> Result<(), ScratchError> {
        self.sort();
        let bytes: Vec<u8> = self.numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.runs.push((self.file.append(&bytes)?, self.numbers.len()));
        self.numbers = Vec::new();
        Ok(())
    }

    /// How many different ones there are.
    pub fn count(mut self) -> Result<u64, ScratchError> {
        self.sort();
        if self.runs.is_empty() {
            return Ok(self.numbers.len() as u64);
        }
        self.write()?;
        let file = &self.file;
        let reader = |(start, left): &(u64, usize)| RunReader { file, start: *start, left: *left, ahead: Vec::new() };
        let mut readers: Vec<RunReader<'_>> = self.runs.iter().map(reader).collect();
        let mut heap = BinaryHeap::new();
        for (run, reader) in readers.iter_mut().enumerate() {
            heap.extend(reader.next()?.map(|number| Reverse((number, run))));
        }
        let (mut last, mut count) = (None, 0);
        while let Some(Reverse((number, run))) = heap.pop() {
            count += u64::from(last != Some(number));
            last = Some(number);
            heap.extend(readers[run].next()?.map(|number| Reverse((number, run))));
        }
        Ok(count)
    }
}

struct RunReader<'f> {
    file: &'f Scratch,
    start: u64,
    left: usize,
    /// What is at hand, the next one last.
    ahead: Vec<u64>,
}

impl RunReader<'_> {
    fn next(&mut self) -> Result<Option<u64>, ScratchError> {
        if self.ahead.is_empty() && self.left > 0 {
            let count = self.left.min(AHEAD);
            let mut bytes = vec![0; 8 * count];
            self.file.read(self.start, &mut bytes)?;
            let (words, _) = bytes.as_chunks::<8>();
            self.ahead.extend(words.iter().rev().map(|word| u64::from_le_bytes(*word)));
            self.start += bytes.len() as u64;
            self.left -= count;
        }
        Ok(self.ahead.pop())
    }
}
