//! Reading the rows of one chunk.

mod computed;
mod notes;
mod references;

use std::borrow::Cow;

use super::json::Below;
use super::part::{NaiveTime, Part, Problem, ReferenceCount};
use super::problem;
use super::reader::{CellCache, CellStep, Keep, SourceReader};
use super::values::desk::Desk;
use super::values::scope::{ReadingRow, ReadingTexts};
use crate::evaluate::{Datum, Memo};
use crate::load::cell::{Fault, Reading, TimeNotes};
use crate::rows::{Cell, NO_REFERENCE};

/// What became of a row.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the part.
    Kept,
    /// The source's `where` left it out.
    Filtered,
    /// It can't be used.
    Faulty(Problem),
}

/// Reads rows into a part.
pub struct Worker<'r, 'a> {
    pub(in crate::load::read) reader: &'r SourceReader<'a>,
    pub(in crate::load::read) cells: Vec<Cell>,
    pub(in crate::load::read) references: Vec<u32>,
    caches: Vec<CellCache>,
    pub(in crate::load::read) desk: Desk,
    memo: Memo,
    pub(in crate::load::read) part: Part,
}

type Checked<T> = Result<T, Problem>;

impl<'r, 'a> Worker<'r, 'a> {
    pub fn new(reader: &'r SourceReader<'a>, rows: usize) -> Self {
        Self { desk: Desk::new(reader.interner), ..Self::without_desk(reader, rows) }
    }

    /// A worker for a level, which gets its desk for each piece of work.
    pub fn at_level(reader: &'r SourceReader<'a>) -> Self {
        Self::without_desk(reader, 0)
    }

    fn without_desk(reader: &'r SourceReader<'a>, rows: usize) -> Self {
        let plan = reader.plan();
        let count = plan.columns.len();
        let part = Part {
            words: Vec::with_capacity(rows * plan.stride),
            cases: Vec::with_capacity(if reader.has_case { rows } else { 0 }),
            references: vec![ReferenceCount::default(); reader.references.len()],
            times: vec![TimeNotes::default(); count],
            ..Part::default()
        };
        Self {
            reader,
            cells: vec![Cell::Null; count],
            references: vec![NO_REFERENCE; count],
            caches: reader.take_caches(),
            desk: Desk::default(),
            memo: Memo::default(),
            part,
        }
    }

    /// The part, once all rows are in it.
    pub fn finish(mut self) -> Part {
        self.reader.interner.close_arena(std::mem::take(&mut self.desk).into_arena());
        self.finish_level()
    }

    /// The part of a chunk, once all rows are in it: packed, where the source's rows are.
    pub fn finish_chunk(mut self, number: u32) -> Part {
        if let Some(packing) = self.reader.packing {
            packing.number(&mut self.part.cases, self.reader.interner);
            packing.pack(&mut self.part, number, &self.desk.arena);
            return self.finish_level();
        }
        self.finish()
    }

    /// The part of a level.
    pub fn finish_level(self) -> Part {
        self.reader.give_caches(self.caches);
        let mut part = self.part;
        part.words.shrink_to_fit();
        part
    }

    /// The part so far.
    pub fn part(&mut self) -> &mut Part {
        &mut self.part
    }

    /// Reads one row. `field` gives the cell of a step; `None` where the file lacks the column.
    pub fn row<'c>(
        &mut self,
        index: u32,
        line: &dyn Fn() -> u64,
        field: impl Fn(usize) -> Option<Cow<'c, [u8]>>,
    ) -> Outcome {
        match self.read(index, line, field) {
            Ok(true) => Outcome::Kept,
            Ok(false) => Outcome::Filtered,
            Err(problem) => Outcome::Faulty(problem),
        }
    }

    fn read<'c>(
        &mut self,
        index: u32,
        line: &dyn Fn() -> u64,
        field: impl Fn(usize) -> Option<Cow<'c, [u8]>>,
    ) -> Checked<bool> {
        let reader = self.reader;
        self.desk.restart();
        for (position, step) in reader.cells.iter().enumerate() {
            self.cells[step.column] = match field(position) {
                Some(raw) => self.cell(step, &raw, line)?,
                None => Cell::Null,
            };
        }
        self.resolve_of_cells();
        for computed in &reader.program.computed {
            self.compute(computed, line, None)?;
        }
        if !self.passes_filter()? {
            return Ok(false);
        }
        let case = self.case_at_level(None)?;
        self.write_row(index, case);
        Ok(true)
    }

    /// The word of the row's case key: its own, else that of the row above. A row that has to have a key does.
    pub fn case_at_level(&mut self, inherited: Option<u32>) -> Checked<Option<u32>> {
        self.check_key()?;
        let names_case = self.reader.program.case.is_some() || inherited.is_none();
        match (self.reader.has_case, names_case) {
            (false, _) => Ok(None),
            (true, true) => self.case().map(Some),
            (true, false) => Ok(inherited),
        }
    }

    /// Counts the row's references, and keeps it.
    pub fn write_row(&mut self, index: u32, case: Option<u32>) {
        self.count_references();
        self.write(index, case);
    }

    #[inline]
    fn cell(&mut self, step: &CellStep, raw: &[u8], line: &dyn Fn() -> u64) -> Checked<Cell> {
        let text = str::from_utf8(raw).map_err(|_| problem::not_text(self.reader.plan(), step.column))?;
        self.text_cell(step, text, line)
    }

    #[inline]
    pub(in crate::load::read) fn text_cell(
        &mut self,
        step: &CellStep,
        text: &str,
        line: &dyn Fn() -> u64,
    ) -> Checked<Cell> {
        let reading = step.parser.read(text, &mut self.part.times[step.column]);
        self.keep(reading, step, text, line)
    }

    /// A number of JSON.
    pub(in crate::load::read) fn number_cell(
        &mut self,
        step: &CellStep,
        text: &str,
        line: &dyn Fn() -> u64,
    ) -> Checked<Cell> {
        let reading = step.parser.read_number(text, &mut self.part.times[step.column]);
        self.keep(reading, step, text, line)
    }

    #[inline]
    fn keep(&mut self, reading: Reading<'_>, step: &CellStep, text: &str, line: &dyn Fn() -> u64) -> Checked<Cell> {
        match reading {
            Reading::Null => Ok(Cell::Null),
            Reading::Cell(cell) => Ok(cell),
            Reading::Text(text) => Ok(self.keep_text(&text, step.keep, Some(step.cache))),
            Reading::List(members) => Ok(Cell::List(self.reader.interner.intern(&members))),
            Reading::Naive => {
                self.note_naive(step.column, line, text);
                Ok(Cell::Null)
            }
            Reading::Unreadable(fault) => Err(self.unreadable(step, fault, text)),
        }
    }

    #[cold]
    fn unreadable(&self, step: &CellStep, fault: Fault, text: &str) -> Problem {
        problem::unreadable(self.reader.plan(), step.column, fault, text, &step.parser.expected())
    }

    #[cold]
    fn note_naive(&mut self, column: usize, line: &dyn Fn() -> u64, value: &str) {
        if self.part.naive.iter().all(|naive| naive.column != column) {
            self.part.naive.push(NaiveTime { column, line_offset: line(), value: value.to_owned() });
        }
    }

    #[inline]
    fn keep_text(&mut self, text: &str, keep: Keep, cache: Option<usize>) -> Cell {
        let interner = self.reader.interner;
        match (keep, cache.and_then(|cache| self.caches.get_mut(cache))) {
            (Keep::Interned, Some(cache)) => Cell::Text(cache.ids.intern(interner, text)),
            (Keep::Interned, None) => Cell::Text(interner.intern(text)),
            (Keep::Carried, _) => match self.desk.arena.add(text) {
                Some(id) => Cell::Carried(id),
                None => Cell::Null,
            },
            (Keep::Passing, _) => self.desk.pass(text),
        }
    }

    fn scope<'s>(&'s self, below: Option<Below<'s>>) -> ReadingRow<'s> {
        let context = &self.reader.context;
        ReadingRow {
            plan: context.plan,
            run: context.run,
            source: self.reader.source,
            tables: context.tables,
            texts: self.texts(),
            memo: &self.memo,
            cells: &self.cells,
            references: &self.references,
            below,
        }
    }

    pub(in crate::load::read) fn texts(&self) -> ReadingTexts<'_> {
        ReadingTexts { interner: self.reader.interner, arena: &self.desk.arena, passing: &self.desk.passing }
    }

    /// Whether the source's `where` holds.
    pub fn passes_filter(&self) -> Checked<bool> {
        match &self.reader.program.filter {
            None => Ok(true),
            Some(filter) => filter.holds(&self.scope(None)).map_err(|fault| problem::script(self.reader, &fault)),
        }
    }

    fn check_key(&self) -> Checked<()> {
        match self.reader.needs_key() {
            Some(key) if self.cells[key].is_null() => Err(problem::no_key(self.reader.plan(), key)),
            _ => Ok(()),
        }
    }

    /// The word of the row's case key.
    fn case(&mut self) -> Checked<u32> {
        let plan = self.reader.plan();
        let datum = match (&self.reader.program.case, plan.key) {
            (Some(case), _) => case.value(&self.scope(None)).map_err(|fault| problem::script(self.reader, &fault))?,
            (None, Some(key)) => Datum::Cell(self.cells[key]),
            (None, None) => Datum::NULL,
        };
        if let Datum::Cell(Cell::Text(id)) = datum {
            return Ok(id.word());
        }
        let text = datum.with_text(&self.texts(), str::to_owned).or_else(|| self.as_text(&datum));
        match text {
            Some(text) => Ok(self.reader.interner.intern(&text).word()),
            None => Err(problem::no_case(plan)),
        }
    }

    fn write(&mut self, index: u32, case: Option<u32>) {
        let plan = self.reader.plan();
        let words = &mut self.part.words;
        let start = words.len();
        words.resize(start + plan.stride, 0);
        let row = &mut words[start..];
        for (column, cell) in plan.columns.iter().zip(&self.cells) {
            if let Some(place) = column.place {
                cell.write(&mut row[place..], column.kind, column.is_carried);
            }
        }
        for step in &self.reader.references {
            if let Some(place) = plan.columns[step.column].reference_place {
                row[place] = self.references[step.column];
            }
        }
        row[plan.stride - 1] = index;
        self.part.cases.extend(case);
        for step in self.reader.references.iter().filter(|step| step.is_late) {
            let key = self.late_key(step.column);
            self.part.late_keys.push(key);
        }
    }
}
