//! Reading the records of one batch.

use super::super::part::{Part, RowFault};
use super::super::problem;
use super::super::worker::Worker;
use super::family::{FamilyReader, Step};
use super::found::{Found, RowIs};
use super::parse::{Malformed, parse};
use super::place::{self, RowPlace};
use super::row_texts::RowTexts;
use super::staged::{Below, Staged, StagedLevel, Status};
use crate::load::read::values::desk::Desk;
use crate::read::json::{Batch, Broken, Extent, JsonPath, LineCount, Piece, Place};
use crate::rows::Cell;

/// What a batch became.
#[derive(Debug, Default)]
pub struct FamilyPart {
    /// By level.
    pub levels: Vec<LevelPart>,
    /// Texts that hold nobody knows how many rows.
    pub breaks_off: Vec<BreaksOff>,
}

/// The rows at a level.
#[derive(Debug, Default)]
pub struct LevelPart {
    pub part: Part,
    /// How many rows there were, whatever became of them.
    pub rows: u32,
    /// How many of them are in text that is JSON.
    pub parsed: u32,
    /// By cell step: whether any row had it.
    pub seen: Vec<bool>,
    /// Whether any row above had the level.
    pub is_there: bool,
}

/// Text that holds nobody knows how many rows.
#[derive(Debug, Clone)]
pub struct BreaksOff {
    /// Lines between the batch's begin and it.
    pub line_offset: u64,
    /// The byte in the file.
    pub at: u64,
    pub what: String,
    /// Whether nothing behind it could be read.
    pub is_end: bool,
}

/// Reads records into parts.
pub struct FamilyWorker<'r, 'a> {
    family: &'r FamilyReader<'a>,
    workers: Vec<Worker<'r, 'a>>,
    desk: Desk,
    found: Found,
    staged: Staged,
    /// By level: the rows before the record at hand.
    rows: Vec<u32>,
    /// Texts that count as rows and hold none.
    refused: u32,
    breaks_off: Vec<BreaksOff>,
    texts: Option<RowTexts>,
    lines: LineCount,
}

/// The record at hand.
#[derive(Clone, Copy)]
pub struct Record<'b> {
    pub batch: &'b Batch,
    pub start: u64,
    pub text: &'b str,
    pub place: Place,
    /// The paths to records in a document.
    pub paths: &'b [JsonPath],
}

impl<'r, 'a> FamilyWorker<'r, 'a> {
    pub fn new(family: &'r FamilyReader<'a>) -> Self {
        let interner = family.levels[0].interner;
        let level = |(index, reader): (usize, &super::super::reader::SourceReader<'_>)| {
            StagedLevel::new(reader.source, family.shape.levels[index].parent, reader.plan().columns.len())
        };
        Self {
            family,
            workers: family.levels.iter().map(Worker::at_level).collect(),
            desk: Desk::new(interner),
            found: Found::new(&family.shape),
            staged: Staged { levels: family.levels.iter().enumerate().map(level).collect() },
            rows: vec![0; family.levels.len()],
            refused: 0,
            breaks_off: Vec::new(),
            texts: None,
            lines: LineCount::default(),
        }
    }

    /// Reads a batch.
    pub fn batch(mut self, batch: &Batch) -> FamilyPart {
        for piece in &batch.pieces {
            match piece {
                Piece::Broken(broken) => self.broken(batch, broken),
                Piece::Record { start, end, place } => match str::from_utf8(batch.text(*start..*end)) {
                    Ok(text) => {
                        let paths = place::paths(self.family.plan, self.family.levels[0].source);
                        self.record(Record { batch, start: *start, text, place: *place, paths });
                    }
                    Err(error) => {
                        let at = start + error.valid_up_to() as u64;
                        let problem = problem::record_not_text(
                            self.family.plan,
                            self.family.levels[0].source,
                            place,
                            batch.offset + at,
                        );
                        self.refuse(batch, *start, problem, batch.text(*start..*end));
                    }
                },
            }
        }
        self.finish()
    }

    fn finish(self) -> FamilyPart {
        self.family.levels[0].interner.close_arena(self.desk.into_arena());
        let refused = |level: usize| if level == 0 { self.refused } else { 0 };
        let levels = self.workers.into_iter().zip(self.rows).zip(self.found.levels).enumerate();
        let levels = levels.map(|(level, ((worker, rows), found))| LevelPart {
            part: worker.finish_level(),
            rows,
            parsed: rows - refused(level),
            seen: found.seen,
            is_there: found.is_there,
        });
        FamilyPart { levels: levels.collect(), breaks_off: self.breaks_off }
    }

    fn broken(&mut self, batch: &Batch, broken: &Broken) {
        let at = batch.offset + broken.at;
        if broken.extent != Extent::Row {
            let (line_offset, is_end) = (self.lines.before(batch, broken.at), broken.extent == Extent::Rest);
            self.breaks_off.push(BreaksOff { line_offset, at, what: broken.what.clone(), is_end });
        }
        let root = self.family.levels[0].source;
        let kept = broken.is_cut.then_some(broken.end - broken.start);
        let problem = problem::no_record(self.family.plan, root, &broken.place, &broken.what, at, kept);
        self.refuse(batch, broken.start, problem, batch.text(broken.start..broken.end));
    }

    /// A text that counts as one row of the source, and can't be used.
    fn refuse(&mut self, batch: &Batch, start: u64, problem: super::super::part::Problem, raw: &[u8]) {
        let index = self.rows[0];
        self.rows[0] += 1;
        self.refused += 1;
        let line_offset = self.lines.before(batch, start);
        self.workers[0].part().faults.push(RowFault { index, line_offset, problem, raw: raw.to_vec(), footer: None });
    }

    fn record(&mut self, record: Record<'_>) {
        if let Err(Malformed { at, what }) = parse(&self.family.shape, &mut self.found, record.text) {
            let at = record.batch.offset + record.start + at as u64;
            let root = self.family.levels[0].source;
            let problem = problem::no_record(self.family.plan, root, &record.place, &what, at, None);
            self.refuse(record.batch, record.start, problem, record.text.as_bytes());
            return;
        }
        self.desk.restart();
        self.texts = None;
        for level in 0..self.workers.len() {
            let parents = self.found.levels[level].rows.iter().map(|row| row.parent);
            self.staged.levels[level].restart(parents);
            self.cells(level, record);
        }
        let family = self.family;
        for step in &family.steps {
            self.step(step, record);
        }
        for level in 0..self.workers.len() {
            self.filter(level);
            self.complete(level, record);
        }
        for (rows, level) in self.rows.iter_mut().zip(&self.staged.levels) {
            *rows += level.len() as u32;
        }
    }

    /// Reads the cells of a level.
    fn cells(&mut self, level: usize, record: Record<'_>) {
        let (worker, staged) = (&mut self.workers[level], &mut self.staged.levels[level]);
        worker.swap(&mut self.desk);
        for row in 0..staged.len() {
            let lines = || record.batch.lines_before(record.start);
            let outcome = match &self.found.levels[level].rows[row].fault {
                Some(fault) => Err(row_problem(self.family, level, fault)),
                None => worker.json_cells(&self.found, (level, row), record.text, &lines),
            };
            for column in &self.family.sizes[level] {
                worker.set(*column, Cell::Integer(record.text.len() as i64));
            }
            match outcome {
                Ok(()) => staged.store(row, worker.cells(), worker.references()),
                Err(problem) => staged.status[row] = Status::Faulty(problem),
            }
        }
        worker.swap(&mut self.desk);
    }

    fn step(&mut self, step: &Step, record: Record<'_>) {
        match step {
            Step::Inherited { level, column, from: (above, of) } => {
                for row in 0..self.staged.levels[*level].len() {
                    let over = self.staged.row_above(*level, row, *above);
                    let cell = self.staged.levels[*above].cells(over)[*of];
                    let (worker, staged) = (&mut self.workers[*level], &mut self.staged.levels[*level]);
                    worker.swap(&mut self.desk);
                    worker.load(staged.cells(row), staged.references(row));
                    worker.inherit(*column, cell);
                    staged.store(row, worker.cells(), worker.references());
                    worker.swap(&mut self.desk);
                }
            }
            Step::Computed { level, index, below } => {
                below.iter().for_each(|below| self.filter(*below));
                for row in 0..self.staged.levels[*level].len() {
                    if self.staged.levels[*level].is_fine(row) {
                        self.compute(*level, row, *index, record);
                    }
                }
            }
        }
    }

    fn compute(&mut self, level: usize, row: usize, index: usize, record: Record<'_>) {
        let worker = &mut self.workers[level];
        worker.swap(&mut self.desk);
        let staged = &self.staged.levels[level];
        worker.load(staged.cells(row), staged.references(row));
        let computed = &self.family.levels[level].program.computed[index];
        let lines = || record.batch.lines_before(record.start);
        let outcome = worker.compute(computed, &lines, Some(Below { staged: &self.staged, level, row }));
        let staged = &mut self.staged.levels[level];
        match outcome {
            Ok(()) => staged.store(row, worker.cells(), worker.references()),
            Err(problem) => staged.status[row] = Status::Faulty(problem),
        }
        worker.swap(&mut self.desk);
    }

    /// Asks a level's `where`, and those of the levels above.
    fn filter(&mut self, level: usize) {
        if std::mem::replace(&mut self.staged.levels[level].is_filtered, true) {
            return;
        }
        let above = self.staged.levels[level].above;
        if level != 0 {
            self.filter(above);
        }
        for row in 0..self.staged.levels[level].len() {
            let status = match self.status_above(level, row) {
                Status::Fine => self.where_of(level, row),
                Status::Filtered => Some(Status::Filtered),
                Status::Faulty(_) | Status::BelowFaulty => Some(Status::BelowFaulty),
            };
            if let Some(status) = status {
                self.staged.levels[level].status[row] = status;
            }
        }
    }

    fn status_above(&self, level: usize, row: usize) -> Status {
        if level == 0 {
            return Status::Fine;
        }
        let staged = &self.staged.levels[level];
        self.staged.levels[staged.above].status[staged.parents[row] as usize].clone()
    }

    fn where_of(&mut self, level: usize, row: usize) -> Option<Status> {
        if !self.family.has_filter[level] || !self.staged.levels[level].is_fine(row) {
            return None;
        }
        let (worker, staged) = (&mut self.workers[level], &self.staged.levels[level]);
        worker.swap(&mut self.desk);
        worker.load(staged.cells(row), staged.references(row));
        let passes = worker.passes_filter();
        worker.swap(&mut self.desk);
        match passes {
            Ok(true) => None,
            Ok(false) => Some(Status::Filtered),
            Err(problem) => Some(Status::Faulty(problem)),
        }
    }

    /// Writes a level's rows, or says why not.
    fn complete(&mut self, level: usize, record: Record<'_>) {
        for row in 0..self.staged.levels[level].len() {
            // What was found out of the rows above since then.
            match self.status_above(level, row) {
                Status::Fine => {}
                Status::Filtered => self.staged.levels[level].status[row] = Status::Filtered,
                Status::Faulty(_) | Status::BelowFaulty => self.staged.levels[level].status[row] = Status::BelowFaulty,
            }
            if self.staged.levels[level].is_fine(row)
                && let Err(problem) = self.write(level, row, record)
            {
                self.staged.levels[level].status[row] = Status::Faulty(problem);
            }
            self.account(level, row, record);
        }
    }

    fn write(&mut self, level: usize, row: usize, record: Record<'_>) -> Result<(), super::super::part::Problem> {
        let staged = &self.staged.levels[level];
        let inherited = (level != 0).then(|| self.staged.levels[staged.above].cases[staged.parents[row] as usize]);
        let worker = &mut self.workers[level];
        worker.swap(&mut self.desk);
        worker.load(staged.cells(row), staged.references(row));
        let case = worker.case_at_level(inherited);
        let outcome = case.inspect(|case| {
            worker.write_row(self.rows[level] + row as u32, *case);
            let above = self.family.plan.sources[staged.source].level.iter().flat_map(|level| &level.above);
            let numbers = above.filter_map(|above| {
                let place = above.place?;
                let level_above = self.family.level(above.source)?;
                let row_above = self.staged.row_above(level, row, level_above);
                Some((place, self.rows[level_above] + row_above as u32))
            });
            worker.write_level(numbers, row as u32);
            worker.write_hash(record.text);
        });
        worker.swap(&mut self.desk);
        let case = outcome?;
        self.staged.levels[level].cases[row] = case.unwrap_or(0);
        Ok(())
    }

    /// Notes why a row is left out, where it is of the case that is asked for.
    fn note_filtered(&mut self, level: usize, row: usize, index: u32) {
        let inherited = (level != 0).then(|| self.case_above(level, row)).flatten();
        let is_own = matches!(self.status_above(level, row), Status::Fine);
        self.at_row(level, row, |worker| worker.note_filtered(index, inherited.as_deref(), is_own));
    }

    /// The case key of the row above, written or not.
    fn case_above(&mut self, level: usize, row: usize) -> Option<String> {
        let staged = &self.staged.levels[level];
        let (above, row) = (staged.above, staged.parents[row] as usize);
        let names_case = above == 0 || self.family.levels[above].program.case.is_some();
        let own = if names_case { self.at_row(above, row, |worker| worker.case_text()) } else { None };
        own.or_else(|| (above != 0).then(|| self.case_above(above, row)).flatten())
    }

    /// Does something with a row at hand.
    fn at_row<T>(&mut self, level: usize, row: usize, action: impl FnOnce(&mut Worker<'r, 'a>) -> T) -> T {
        let (worker, staged) = (&mut self.workers[level], &self.staged.levels[level]);
        worker.swap(&mut self.desk);
        worker.load(staged.cells(row), staged.references(row));
        let done = action(worker);
        worker.swap(&mut self.desk);
        done
    }

    /// Counts a row that isn't written.
    fn account(&mut self, level: usize, row: usize, record: Record<'_>) {
        let index = self.rows[level] + row as u32;
        match &self.staged.levels[level].status[row] {
            Status::Fine => {}
            Status::Filtered => {
                self.workers[level].part().filtered += 1;
                if self.family.levels[level].watched.is_some() {
                    self.note_filtered(level, row, index);
                }
            }
            Status::Faulty(_) | Status::BelowFaulty => self.set_aside(level, row, record),
        }
    }

    /// Puts a row that can't be used aside. The text of one below such a row goes with that.
    fn set_aside(&mut self, level: usize, row: usize, record: Record<'_>) {
        let Self { family, found, staged, texts, .. } = self;
        let texts = texts.get_or_insert_with(|| RowTexts::of(&family.shape, found, record.text));
        let (stretch, place) = (texts.of_row(level, row), RowPlace::of(&family.shape, found, level, row));
        let start = record.start + u64::from(stretch.start);
        let at = record.batch.offset + start;
        let (problem, raw) = match &staged.levels[level].status[row] {
            Status::Faulty(fault) => {
                let column = fault.column.and_then(|column| place::column(family, found, level, row, column));
                let located = place.locate(record, column.as_ref());
                (problem::at_place(fault.clone(), &located, at), stretch.of(record.text))
            }
            _ => {
                let above = family.levels[staged.levels[level].above].source;
                (problem::below_faulty(family.plan, above, &place.locate(record, None), at), "")
            }
        };
        let (index, line_offset) = (self.rows[level] + row as u32, self.lines.before(record.batch, start));
        let fault = RowFault { index, line_offset, problem, raw: raw.into(), footer: None };
        self.workers[level].part().faults.push(fault);
    }
}

fn row_problem(family: &FamilyReader<'_>, level: usize, fault: &RowIs) -> super::super::part::Problem {
    problem::no_row(family.plan, family.levels[level].source, fault)
}
