//! Reading a chunk column by column: what most rows need, several times as fast as row by row.
//!
//! Where a source asks for what only a whole row can tell, or a row of the chunk isn't as it should be, the chunk is read
//! row by row instead. Both ways give the same.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::part::{Part, ReferenceCount};
use super::reader::{CellCache, CellStep, Keep, SourceReader};
use crate::evaluate::{Bound, Start};
use crate::load::cell::{Reading, TimeNotes};
use crate::plan::{ColumnPlan, ValueType};
use crate::read::csv::{Chunk, Grid};
use crate::rows::{Arena, Cell, NO_REFERENCE, TARGET_SHIFT, TextId, hash_of};
use crate::time::DayRead;

/// After so many chunks in vain it isn't tried any more.
const TRIES: usize = 16;
/// How many bytes of carried texts a row may have, where they are packed at once.
const EXPECTED: usize = 32;

/// Reads the chunks of one file column by column.
pub struct ByColumn<'r, 'a> {
    reader: &'r SourceReader<'a>,
    columns: Vec<Column<'r>>,
    /// A row of nulls.
    blank: Vec<u32>,
    failed: AtomicUsize,
}

/// A column of the file, and what becomes of its cells.
struct Column<'r> {
    step: &'r CellStep,
    plan: &'r ColumnPlan,
    /// Its position in the file; none where the file lacks it.
    position: Option<usize>,
    /// Which of the reader's references its values are.
    reference: Option<usize>,
    /// Its values are the keys of cases.
    is_case: bool,
    /// And their cases' numbers are looked up at once.
    is_numbered: bool,
    /// A row without it can't be used.
    is_needed: bool,
}

impl<'r, 'a> ByColumn<'r, 'a> {
    /// For a file in which the cells of the reader's steps are at `positions`; `None` where rows have to be read as a whole.
    pub fn of(reader: &'r SourceReader<'a>, positions: &[Option<usize>]) -> Option<Self> {
        let program = &reader.program;
        let is_simple = program.computed.is_empty() && program.filter.is_none();
        let is_at_hand = reader.references.iter().all(|step| {
            let has_cell = reader.cells.iter().any(|cell| cell.column == step.column);
            has_cell
                && !step.is_late
                && !step.is_inherited
                && reader.plan().columns[step.column].kind == ValueType::Text
        });
        if !is_simple || !is_at_hand {
            return None;
        }
        let case = if reader.has_case { Some(case_column(reader)?) } else { None };
        let columns = reader.cells.iter().zip(positions).map(|(step, position)| Column {
            step,
            plan: &reader.plan().columns[step.column],
            position: *position,
            reference: reader.references.iter().position(|reference| reference.column == step.column),
            is_case: case == Some(step.column) && reader.packing.is_none(),
            is_numbered: case == Some(step.column) && reader.packing.is_some(),
            is_needed: case == Some(step.column) || reader.needs_key() == Some(step.column),
        });
        Some(Self { reader, columns: columns.collect(), blank: blank(reader), failed: AtomicUsize::new(0) })
    }

    /// The rows of a chunk; `None` where one of them has to be looked at by itself.
    pub fn read(&self, chunk: &Chunk<'_>, number: u32) -> Option<Part> {
        if self.failed.load(Ordering::Relaxed) > TRIES {
            return None;
        }
        let part = chunk.grid().and_then(|grid| Block::new(self, &grid).read(&grid, number));
        if part.is_none() {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
        part
    }
}

/// The column that has the keys of cases, where a cell of the row is one.
fn case_column(reader: &SourceReader<'_>) -> Option<usize> {
    let column = match (&reader.program.case, reader.plan().key) {
        (Some(Bound::Row(Start::Here, path)), _) if path.source == reader.source && path.onward.is_empty() => {
            path.column
        }
        (None, Some(key)) => key,
        _ => return None,
    };
    let is_text = reader.plan().columns[column].kind == ValueType::Text;
    (is_text && reader.cells.iter().any(|step| step.column == column)).then_some(column)
}

fn blank(reader: &SourceReader<'_>) -> Vec<u32> {
    let plan = reader.plan();
    let mut row = vec![0; plan.stride];
    for column in &plan.columns {
        if let Some(place) = column.place {
            Cell::Null.write(&mut row[place..], column.kind, column.is_carried);
        }
    }
    let references = reader.references.iter().filter_map(|step| plan.columns[step.column].reference_place);
    references.for_each(|place| row[place] = NO_REFERENCE);
    row
}

/// The rows of one chunk, as they come about.
struct Block<'b> {
    reader: &'b SourceReader<'b>,
    columns: &'b [Column<'b>],
    stride: usize,
    caches: Vec<CellCache>,
    arena: Arena,
    hashes: Vec<u64>,
    part: Part,
}

impl<'b> Block<'b> {
    fn new(by_column: &'b ByColumn<'_, '_>, grid: &Grid<'_>) -> Self {
        let reader = by_column.reader;
        let mut words = by_column.blank.repeat(grid.rows());
        let stride = by_column.blank.len();
        for (row, index) in words.chunks_exact_mut(stride).zip(0..) {
            row[stride - 1] = index;
        }
        let part = Part {
            words,
            cases: vec![0; if reader.has_case { grid.rows() } else { 0 }],
            references: vec![ReferenceCount::default(); reader.references.len()],
            times: vec![TimeNotes::default(); reader.plan().columns.len()],
            ..Part::default()
        };
        let caches = reader.take_caches();
        let arena = match reader.packing {
            Some(_) => Arena::passing(grid.rows() * EXPECTED),
            None => reader.interner.open_arena(),
        };
        Self { reader, columns: &by_column.columns, stride, caches, arena, hashes: Vec::new(), part }
    }

    fn read(mut self, grid: &Grid<'_>, number: u32) -> Option<Part> {
        let mut caches = std::mem::take(&mut self.caches);
        let outcome = self.columns.iter().zip(&mut caches).try_for_each(|(column, cache)| match column.position {
            None => (!column.is_needed).then_some(()),
            Some(position) if column.plan.kind == ValueType::Text => self.texts(column, cache, grid, position),
            Some(position) => self.others(column, cache, grid, position),
        });
        self.reader.give_caches(caches);
        outcome?;
        match self.reader.packing {
            Some(packing) => packing.pack(&mut self.part, number, &self.arena),
            None => self.reader.interner.close_arena(self.arena),
        }
        Some(self.part)
    }

    /// Values that aren't texts.
    fn others(&mut self, column: &Column<'_>, cache: &mut CellCache, grid: &Grid<'_>, position: usize) -> Option<()> {
        let Self { reader, part: Part { words, times, .. }, stride, .. } = self;
        let (notes, mut day) = (&mut times[column.step.column], DayRead::default());
        grid.each(position, |row, raw| {
            if let (Some(cell), Some(place)) = (column.step.parser.quick(raw, &mut day), column.plan.place) {
                cell.write(&mut words[row * *stride + place..], column.plan.kind, false);
                return Some(());
            }
            let cell = match column.step.parser.read(raw, notes) {
                Reading::Cell(cell) => cell,
                Reading::Null if column.is_needed => return None,
                Reading::Null => return Some(()),
                Reading::Text(text) => Cell::Text(cache.ids.intern(reader.interner, &text)),
                Reading::List(members) => Cell::List(reader.interner.intern(&members)),
                Reading::Naive | Reading::Unreadable(_) => return None,
            };
            if let Some(place) = column.plan.place {
                cell.write(&mut words[row * *stride + place..], column.plan.kind, column.plan.is_carried);
            }
            Some(())
        })
    }

    fn texts(&mut self, column: &Column<'_>, cache: &mut CellCache, grid: &Grid<'_>, position: usize) -> Option<()> {
        if !column.step.parser.is_plain() {
            return self.read_texts(column, cache, grid, position);
        }
        if column.is_only_numbered() {
            return self.numbers(grid, position);
        }
        if cache.ids.is_off() && column.needs_id() && column.reference.is_none() {
            return self.many_texts(column, grid, position);
        }
        grid.each(position, |row, text| match text {
            "" if column.is_needed => None,
            "" => Some(()),
            text => self.text(column, cache, row, text),
        })
    }

    /// Texts that have to be read first.
    fn read_texts(&mut self, column: &Column<'_>, cache: &mut CellCache, grid: &Grid<'_>, at: usize) -> Option<()> {
        let mut notes = TimeNotes::default();
        grid.each(at, |row, raw| match column.step.parser.read(raw, &mut notes) {
            Reading::Null if column.is_needed => None,
            Reading::Null => Some(()),
            Reading::Text(text) => self.text(column, cache, row, &text),
            _ => None,
        })?;
        self.part.times[column.step.column].add(notes);
        Some(())
    }

    /// Texts most of which are met for the first time in a while: their hashes are made before any is looked for, so that
    /// the processor fetches several from memory at once.
    fn many_texts(&mut self, column: &Column<'_>, grid: &Grid<'_>, position: usize) -> Option<()> {
        let mut hashes = std::mem::take(&mut self.hashes);
        hashes.clear();
        grid.each(position, |_, text| {
            hashes.push(hash_of(text));
            Some(())
        })?;
        grid.each(position, |row, text| {
            if text.is_empty() {
                return (!column.is_needed).then_some(());
            }
            let id = self.reader.interner.intern_hashed(hashes[row], text);
            self.keep(column, row, id);
            Some(())
        })?;
        self.hashes = hashes;
        Some(())
    }

    /// The numbers of cases by their keys: each is looked for once all hashes are made, for the same reason.
    fn numbers(&mut self, grid: &Grid<'_>, position: usize) -> Option<()> {
        let index = self.reader.packing?.index;
        let mut hashes = std::mem::take(&mut self.hashes);
        hashes.clear();
        grid.each(position, |_, text| {
            hashes.push(hash_of(text));
            (!text.is_empty()).then_some(())
        })?;
        grid.each(position, |row, text| {
            self.part.cases[row] = index.find(hashes[row], text);
            Some(())
        })?;
        self.hashes = hashes;
        Some(())
    }

    #[inline]
    fn text(&mut self, column: &Column<'_>, cache: &mut CellCache, row: usize, text: &str) -> Option<()> {
        if let (true, Some(packing)) = (column.is_numbered, self.reader.packing) {
            self.part.cases[row] = packing.index.find(hash_of(text), text);
        }
        if column.needs_id() || column.reference.is_some() {
            if column.needs_id() {
                let id = cache.ids.intern(self.reader.interner, text);
                self.keep(column, row, id);
            }
            if let Some(reference) = column.reference {
                let (word, is_repeated) = cache.references.get(text, || self.reference(column, text));
                self.refer(column, row, reference, word, is_repeated);
            }
        }
        if column.step.keep == Keep::Carried {
            let (cell, place) = (Cell::Carried(self.arena.add(text)?), column.plan.place?);
            cell.write(&mut self.part.words[row * self.stride + place..], ValueType::Text, true);
        }
        Some(())
    }

    #[inline]
    fn keep(&mut self, column: &Column<'_>, row: usize, id: TextId) {
        if column.is_case {
            self.part.cases[row] = id.word();
        }
        if let (Keep::Interned, Some(place)) = (column.step.keep, column.plan.place) {
            self.part.words[row * self.stride + place] = id.word();
        }
    }

    /// Where a reference leads, and whether several rows there have that key.
    fn reference(&self, column: &Column<'_>, text: &str) -> (u32, bool) {
        let context = &self.reader.context;
        let Some(id) = self.reader.interner.known().find(text) else { return (NO_REFERENCE, false) };
        let mut targets = column.plan.refers_to.iter().enumerate();
        let found =
            targets.find_map(|(target, source)| Some((target, *source, *context.tables[*source].index.get(&id)?)));
        match found {
            Some((target, source, row)) => {
                ((target as u32) << TARGET_SHIFT | row, context.repeated[source].contains(&id))
            }
            None => (NO_REFERENCE, false),
        }
    }

    #[inline]
    fn refer(&mut self, column: &Column<'_>, row: usize, reference: usize, word: u32, is_repeated: bool) {
        let counts = &mut self.part.references[reference];
        counts.without_match += u64::from(word == NO_REFERENCE);
        counts.with_several += u64::from(is_repeated);
        if let Some(place) = column.plan.reference_place {
            self.part.words[row * self.stride + place] = word;
        }
    }
}

impl Column<'_> {
    /// Whether it tells of the case, and of nothing else.
    fn is_only_numbered(&self) -> bool {
        self.is_numbered && self.step.keep == Keep::Passing && self.reference.is_none()
    }

    /// Whether its texts are interned.
    fn needs_id(&self) -> bool {
        self.step.keep == Keep::Interned || self.is_case
    }
}
