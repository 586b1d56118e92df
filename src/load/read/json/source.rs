//! Reading files of JSON, each by all threads, small ones side by side.

use std::sync::{Mutex, PoisonError};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefMutIterator, ParallelIterator};

use super::super::part::{Part, Problem};
use super::super::problem;
use super::super::source::{Place, SourceRows};
use super::family::FamilyReader;
use super::found::{Found, Stretch};
use super::parse::parse;
use super::place::{RowPlace, paths};
use super::row_texts::RowTexts;
use super::shape::Shape;
use super::worker::{BreaksOff, FamilyPart, FamilyWorker, LevelPart, Record};
use crate::plan::Plan;
use crate::read::ReadError;
use crate::read::json::{Batch, BatchPart, JsonFile, JsonPath, Piece};

/// The rows of a source and of the levels in it, before they are grouped.
#[derive(Debug, Default)]
pub struct FamilyRows {
    /// By level.
    pub levels: Vec<SourceRows>,
    /// By level and cell step: whether any row had it.
    pub seen: Vec<Vec<bool>>,
    /// By level: whether any row above had it.
    pub is_there: Vec<bool>,
    /// By level: how many rows stand in text that is JSON.
    pub parsed: Vec<u64>,
    /// Texts that hold nobody knows how many rows: in which file, on which line, and what is wrong.
    pub breaks_off: Vec<(usize, u64, BreaksOff)>,
}

impl FamilyRows {
    pub fn new(family: &FamilyReader<'_>) -> Self {
        Self {
            levels: family.levels.iter().map(SourceRows::new).collect(),
            seen: family.levels.iter().map(|level| vec![false; level.cells.len()]).collect(),
            is_there: vec![false; family.levels.len()],
            parsed: vec![0; family.levels.len()],
            breaks_off: Vec::new(),
        }
    }

    /// Adds a file's rows, in the order of the files.
    fn add(&mut self, family: &FamilyReader<'_>, file: usize, parts: Vec<BatchPart<FamilyPart>>) {
        let before: Vec<u64> = self.levels.iter().map(SourceRows::total).collect();
        let mut first: Vec<u32> = before.iter().map(|rows| *rows as u32).collect();
        let mut settled: Vec<(Vec<u32>, u64, FamilyPart)> = Vec::with_capacity(parts.len());
        for BatchPart { line, value, .. } in parts {
            let next: Vec<u32> = first.iter().zip(&value.levels).map(|(first, level)| first + level.rows).collect();
            settled.push((std::mem::replace(&mut first, next), line, value));
        }
        settled.par_iter_mut().for_each(|(first, _, part)| settle(family, first, part));
        for (first, line, part) in settled {
            let breaks_off = part.breaks_off.into_iter();
            self.breaks_off.extend(breaks_off.map(|found| (file, line + found.line_offset, found)));
            for (level, LevelPart { part, parsed, seen, is_there, .. }) in part.levels.into_iter().enumerate() {
                let place = Place { file: Some(file), first_number: first[level], first_line: line };
                family.levels[level].begins(&part, first[level]);
                self.levels[level].add(part, place, family.levels[level].source);
                self.seen[level].iter_mut().zip(seen).for_each(|(known, seen)| *known |= seen);
                self.is_there[level] |= is_there;
                self.parsed[level] += u64::from(parsed);
            }
        }
        let rows = first.iter().zip(before).map(|(end, before)| u64::from(*end) - before);
        self.levels.iter_mut().zip(rows).for_each(|(level, rows)| level.rows_by_file.push(rows));
    }
}

/// Numbers the rows of a part from the first rows of their sources.
fn settle(family: &FamilyReader<'_>, first: &[u32], part: &mut FamilyPart) {
    for (level, of_level) in part.levels.iter_mut().enumerate() {
        let plan = family.levels[level].plan();
        of_level.part.settle(plan.stride, first[level]);
        for above in plan.level.iter().flat_map(|level| &level.above) {
            let (Some(place), Some(above)) = (above.place, family.level(above.source)) else { continue };
            of_level.part.words.chunks_exact_mut(plan.stride).for_each(|row| row[place] += first[above]);
        }
    }
}

/// Reads files of JSON; `files` are those of the source, with their places among all of them.
///
/// # Errors
/// A file can't be read to its end.
pub fn read_json(
    family: &FamilyReader<'_>,
    files: &[(usize, &JsonFile)],
    rows: &mut FamilyRows,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), ReadError> {
    let mut left = files;
    while let Some((first, _)) = left.split_first() {
        // Each small file is one thread's work; the parts of so many are in memory anyway.
        let small = left.iter().take_while(|(_, file)| file.is_small()).count();
        let (now, rest) = left.split_at(small.max(1));
        left = rest;
        if now.len() == 1 {
            let parts = scan(family, first.1, progress)?;
            rows.add(family, first.0, parts);
            continue;
        }
        let all: Vec<Result<Vec<BatchPart<FamilyPart>>, ReadError>> =
            now.into_par_iter().with_max_len(16).map(|(_, file)| scan(family, file, progress)).collect();
        for ((index, _), parts) in now.iter().zip(all) {
            rows.add(family, *index, parts?);
        }
    }
    Ok(())
}

fn scan(
    family: &FamilyReader<'_>,
    file: &JsonFile,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<BatchPart<FamilyPart>>, ReadError> {
    let paths = paths(family.plan, family.levels[0].source);
    let read = |batch: &Batch| FamilyWorker::new(family).batch(batch);
    let read = |batch: &Batch| match family.levels[0].context.spill {
        None => read(batch),
        Some(spill) => spill.piece(&family.levels, &batch.text, || read(batch), level),
    };
    file.scan(paths, read, progress)
}

fn level(part: &mut FamilyPart, level: usize) -> Option<&mut Part> {
    part.levels.get_mut(level).map(|level| &mut level.part)
}

/// A row that was looked for.
#[derive(Debug)]
pub struct Located {
    pub line: u64,
    /// What is wrong with it, with its place.
    pub problem: Problem,
    pub raw: Vec<u8>,
}

/// Finds rows of a level once more, by their numbers in the file, in ascending order; with what is wrong with each.
///
/// # Errors
/// The file can't be read any more, or has changed.
pub fn fetch(
    plan: &Plan,
    file: &JsonFile,
    source: usize,
    wanted: &[(u64, Problem)],
) -> Result<Vec<Located>, ReadError> {
    let changed = || ReadError::Changed { file: file.file().name().to_owned() };
    let root = plan.root(source);
    let used = plan.family(root).into_iter().filter(|level| plan.sources[*level].is_used);
    let shape = Shape::new(plan, &used.map(|level| (level, Vec::new())).collect::<Vec<_>>());
    let level = shape.level(source).ok_or_else(changed)?;
    let fetching = Fetching {
        level,
        paths: paths(plan, root),
        found: Found::new(&shape),
        shape: &shape,
        passed: 0,
        wanted,
        located: Vec::new(),
    };
    // One thread reads batch after batch, so that rows can be counted.
    let state = Mutex::new(fetching);
    let work = |batch: &Batch| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        batch.pieces.iter().for_each(|piece| state.piece(batch, piece));
    };
    let scan = || file.scan(paths(plan, root), work, &|_| {});
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(scan),
        Err(_) => scan(),
    }?;
    let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
    if state.wanted.is_empty() { Ok(state.located) } else { Err(changed()) }
}

struct Fetching<'w> {
    shape: &'w Shape,
    paths: &'w [JsonPath],
    level: usize,
    found: Found,
    /// Rows of the level so far.
    passed: u64,
    wanted: &'w [(u64, Problem)],
    located: Vec<Located>,
}

impl Fetching<'_> {
    fn piece(&mut self, batch: &Batch, piece: &Piece) {
        let text = match piece {
            Piece::Record { start, end, .. } => str::from_utf8(batch.text(*start..*end)).ok(),
            Piece::Broken(_) => None,
        };
        let text = text.filter(|text| parse(self.shape, &mut self.found, text).is_ok());
        let (Some(text), Piece::Record { start, place, .. }) = (text, piece) else {
            self.passed += u64::from(self.level == 0);
            return;
        };
        let first = self.passed;
        self.passed += self.found.levels[self.level].rows.len() as u64;
        let record = Record { batch, start: *start, text, place: *place, paths: self.paths };
        let mut texts = None;
        while let Some(((number, problem), rest)) = self.wanted.split_first().filter(|((at, _), _)| *at < self.passed) {
            self.wanted = rest;
            let texts = texts.get_or_insert_with(|| RowTexts::of(self.shape, &self.found, record.text));
            let stretch = texts.of_row(self.level, (number - first) as usize);
            self.locate(record, (number - first) as usize, stretch, problem);
        }
    }

    fn locate(&mut self, record: Record<'_>, row: usize, stretch: Stretch, problem: &Problem) {
        let row = RowPlace::of(self.shape, &self.found, self.level, row);
        let raw = stretch.of(record.text);
        let at = record.start + u64::from(stretch.start);
        let place = row.locate(record, None);
        let problem = problem::at_place(problem.clone(), &place, record.batch.offset + at);
        let line = record.batch.line + record.batch.lines_before(at);
        self.located.push(Located { line, problem, raw: raw.as_bytes().to_vec() });
    }
}
