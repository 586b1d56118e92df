//! Reading the rows of one chunk.

use std::borrow::Cow;

use super::convert::{convert, in_words};
use super::desk::Desk;
use super::json::Below;
use super::part::{NaiveTime, Part, Problem, ReferenceCount};
use super::problem;
use super::reader::{CellCache, CellStep, Computed, ComputedFrom, Context, Keep, SourceReader};
use super::scope::{ReadingRow, ReadingTexts};
use crate::describe::{Clause, Describer};
use crate::evaluate::{Datum, Memo, TextRead};
use crate::load::cell::{Fault, Reading, TimeNotes, place_in_zone};
use crate::plan::{LocalTime, ValueType};
use crate::rows::{Cell, NO_REFERENCE, TARGET_SHIFT, TextId};
use crate::script;
use crate::time::{combine, is_representable, nearest_day};

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
    pub(super) reader: &'r SourceReader<'a>,
    pub(super) cells: Vec<Cell>,
    pub(super) references: Vec<u32>,
    caches: Vec<CellCache>,
    pub(super) desk: Desk,
    memo: Memo,
    pub(super) part: Part,
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
            packing.number(&mut self.part.cases);
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
                Some(raw) => self.cell(position, step, &raw, line)?,
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
    fn cell(&mut self, position: usize, step: &CellStep, raw: &[u8], line: &dyn Fn() -> u64) -> Checked<Cell> {
        let text = str::from_utf8(raw).map_err(|_| problem::not_text(self.reader.plan(), step.column))?;
        self.text_cell(position, step, text, line)
    }

    #[inline]
    pub(super) fn text_cell(
        &mut self,
        position: usize,
        step: &CellStep,
        text: &str,
        line: &dyn Fn() -> u64,
    ) -> Checked<Cell> {
        let reading = step.parser.read(text, &mut self.part.times[step.column]);
        self.keep(reading, position, step, text, line)
    }

    /// A number of JSON.
    pub(super) fn number_cell(
        &mut self,
        position: usize,
        step: &CellStep,
        text: &str,
        line: &dyn Fn() -> u64,
    ) -> Checked<Cell> {
        let reading = step.parser.read_number(text, &mut self.part.times[step.column]);
        self.keep(reading, position, step, text, line)
    }

    #[inline]
    fn keep(
        &mut self,
        reading: Reading<'_>,
        position: usize,
        step: &CellStep,
        text: &str,
        line: &dyn Fn() -> u64,
    ) -> Checked<Cell> {
        match reading {
            Reading::Null => Ok(Cell::Null),
            Reading::Cell(cell) => Ok(cell),
            Reading::Text(text) => Ok(self.keep_text(&text, step.keep, Some(position))),
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
    fn keep_text(&mut self, text: &str, keep: Keep, position: Option<usize>) -> Cell {
        let interner = self.reader.interner;
        match (keep, position.and_then(|position| self.caches.get_mut(position))) {
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

    pub(super) fn texts(&self) -> ReadingTexts<'_> {
        ReadingTexts { interner: self.reader.interner, arena: &self.desk.arena, passing: &self.desk.passing }
    }

    /// Resolves the references of columns that come from cells: computed ones may follow them.
    pub fn resolve_of_cells(&mut self) {
        let reader = self.reader;
        for step in &reader.references {
            self.references[step.column] = self.reference(step.column, step.is_late);
        }
    }

    fn reference(&self, column: usize, is_late: bool) -> u32 {
        if is_late {
            return NO_REFERENCE;
        }
        let Some(id) = self.known_key(column) else { return NO_REFERENCE };
        let tables = self.reader.context.tables;
        let targets = self.reader.plan().columns[column].refers_to.iter().enumerate();
        let mut found = targets.filter_map(|(target, source)| Some((target, *tables[*source].index.get(&id)?)));
        found.next().map_or(NO_REFERENCE, |(target, row)| (target as u32) << TARGET_SHIFT | row)
    }

    /// The id of a reference's key; none also where no row read before has the text.
    fn known_key(&self, column: usize) -> Option<TextId> {
        match self.cells[column] {
            Cell::Text(id) => Some(id),
            Cell::Carried(id) => self.reader.interner.known().find(&self.texts().carried(id)),
            _ => None,
        }
    }

    /// The word of a key that is looked up later; 0 for none.
    fn late_key(&self, column: usize) -> u32 {
        match self.cells[column] {
            Cell::Text(id) => id.word(),
            Cell::Carried(id) => self.reader.interner.intern(&self.texts().carried(id)).word(),
            _ => 0,
        }
    }

    fn count_references(&mut self) {
        let reader = self.reader;
        for (position, step) in reader.references.iter().enumerate() {
            if step.is_late || step.is_inherited || self.cells[step.column].is_null() {
                continue;
            }
            let word = self.references[step.column];
            if word == NO_REFERENCE {
                self.part.references[position].without_match += 1;
            } else {
                let target = reader.plan().columns[step.column].refers_to[(word >> TARGET_SHIFT) as usize];
                let repeated = &reader.context.repeated[target];
                let is_repeated = !repeated.is_empty() && self.is_repeated(step.column, target);
                self.part.references[position].with_several += u64::from(is_repeated);
            }
        }
    }

    fn is_repeated(&self, column: usize, target: usize) -> bool {
        self.known_key(column).is_some_and(|id| self.reader.context.repeated[target].contains(&id))
    }

    /// Computes a column; of a row of JSON with the rows below it.
    pub fn compute(&mut self, computed: &Computed, line: &dyn Fn() -> u64, below: Option<Below<'_>>) -> Checked<()> {
        let column = computed.column;
        self.cells[column] = match &computed.from {
            ComputedFrom::DateAndTime { date, time, nearest, local } => {
                self.date_and_time(column, [*date, *time], *nearest, local, line)?
            }
            ComputedFrom::Value(value) => {
                let datum = value.value(&self.scope(below)).map_err(|fault| problem::script(self.reader, &fault))?;
                self.store(&datum, computed)?
            }
        };
        self.refer(column);
        Ok(())
    }

    /// Resolves the reference of a column.
    pub(super) fn refer(&mut self, column: usize) {
        if let Some(step) = self.reader.references.iter().find(|step| step.column == column) {
            self.references[column] = self.reference(column, step.is_late);
        }
    }

    fn date_and_time(
        &mut self,
        column: usize,
        [date, time]: [usize; 2],
        nearest: Option<usize>,
        local: &LocalTime,
        line: &dyn Fn() -> u64,
    ) -> Checked<Cell> {
        let (Cell::Date(day), Cell::TimeOfDay(clock)) = (self.cells[date], self.cells[time]) else {
            return Ok(Cell::Null);
        };
        let (Ok(day), Ok(clock)) = (i32::try_from(day), u32::try_from(clock)) else { return Ok(Cell::Null) };
        let Some(zone) = &local.zone else {
            let columns = &self.reader.plan().columns;
            let value = format!("{} and {}", columns[date].id, columns[time].id);
            self.note_naive(column, line, &value);
            return Ok(Cell::Null);
        };
        let mut wall = combine(day, clock);
        if let Some(near) = nearest.and_then(|column| self.cells[column].as_time()) {
            wall = nearest_day(wall, zone.local_of(near));
        }
        match place_in_zone(wall, zone, local, &mut self.part.times[column]) {
            Some(time) if !is_representable(time) => Err(problem::beyond_years(self.reader.plan(), column)),
            Some(time) => Ok(Cell::Time(time)),
            None => Err(problem::clock_change(self.reader.plan(), column)),
        }
    }

    /// A computed value as a cell of its column.
    fn store(&mut self, datum: &Datum, computed: &Computed) -> Checked<Cell> {
        let column = computed.column;
        let kind = self.reader.plan().columns[column].kind;
        if datum.is_null() {
            return Ok(Cell::Null);
        }
        if let (Datum::Cell(cell @ Cell::Text(_)), Keep::Interned | Keep::Passing) = (datum, computed.keep)
            && matches!(kind, ValueType::Text | ValueType::Any)
        {
            return Ok(*cell);
        }
        let text = datum.with_text(&self.texts(), str::to_owned);
        match (text, kind) {
            (Some(text), ValueType::Text | ValueType::Any) => {
                let keep = if kind == ValueType::Any { Keep::Interned } else { computed.keep };
                Ok(self.keep_text(&text, keep, None))
            }
            (Some(_), _) => Err(problem::wrong_value(self.reader.plan(), column, "a text")),
            (None, ValueType::Text) => match self.as_text(datum) {
                Some(text) => Ok(self.keep_text(&text, computed.keep, None)),
                None => Err(problem::wrong_value(self.reader.plan(), column, "a list")),
            },
            (None, _) => self.store_other(datum, column, kind),
        }
    }

    fn as_text(&self, datum: &Datum) -> Option<String> {
        match datum.to_value(&self.texts()) {
            script::Value::Text(text) => Some(text.to_string()),
            script::Value::Integer(number) => Some(number.to_string()),
            script::Value::Number(number) => Some(number.to_string()),
            script::Value::Boolean(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    fn store_other(&mut self, datum: &Datum, column: usize, kind: ValueType) -> Checked<Cell> {
        if let Datum::Value(script::Value::List(members)) = datum
            && matches!(kind, ValueType::List | ValueType::Any)
        {
            let members: Vec<String> =
                members.iter().filter_map(|each| self.as_text(&Datum::from(each.clone()))).collect();
            return Ok(Cell::List(self.reader.interner.intern(&members.join("\u{1f}"))));
        }
        let cell = datum.as_cell().unwrap_or(Cell::Null);
        let plan = self.reader.plan();
        convert(cell, kind).ok_or_else(|| problem::wrong_value(plan, column, in_words(cell)))
    }

    /// Whether the source's `where` holds.
    pub fn passes_filter(&self) -> Checked<bool> {
        match &self.reader.program.filter {
            None => Ok(true),
            Some(filter) => filter.holds(&self.scope(None)).map_err(|fault| problem::script(self.reader, &fault)),
        }
    }

    /// Notes why the row at hand is left out, where its case is the one that is asked for. `inherited` is the key of the
    /// row above, `is_own` whether its own `where` left it out.
    pub fn note_filtered(&mut self, index: u32, inherited: Option<&str>, is_own: bool) {
        let Some(watched) = self.reader.watched else { return };
        let own = if inherited.is_none() || self.reader.program.case.is_some() { self.case_text() } else { None };
        if !own.as_deref().or(inherited).is_some_and(|key| watched.watch.is_case(key)) {
            return;
        }
        let clauses = if is_own { self.clauses() } else { Vec::new() };
        self.part.noted.set_aside.push((index, clauses));
    }

    /// The row's case key; `None` where it has none.
    pub fn case_text(&mut self) -> Option<String> {
        let word = self.reader.has_case.then(|| self.case().ok()).flatten()?;
        TextId::from_word(word).map(|key| self.reader.interner.get(key).into_owned())
    }

    /// The clauses of the source's `where` that don't hold.
    fn clauses(&self) -> Vec<Clause> {
        let Context { plan, params, .. } = self.reader.context;
        let written = self.reader.plan().filter.as_ref().zip(self.reader.program.filter.as_ref());
        let Some((written, bound)) = written else { return Vec::new() };
        let mut clauses = Describer { plan, params }.clauses(written, bound, &self.scope(None));
        clauses.retain(|clause| !clause.holds);
        clauses
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
