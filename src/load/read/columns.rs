//! Reading a chunk column by column: what most rows need, several times as fast as row by row.
//!
//! Where a source asks for what only a whole row can tell, or a row of the chunk isn't as it should be, the chunk is read
//! row by row instead. Both ways give the same.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::part::{Part, ReferenceCount};
use super::reader::{CellCache, CellStep, Keep, SourceReader};
use crate::evaluate::{Bound, Start};
use crate::load::cell::{Quick, Reading, TimeNotes};
use crate::plan::{ColumnPlan, ValueType};
use crate::read::csv::{Chunk, Field, Grid};
use crate::rows::{Arena, CarriedId, Cell, Key, NO_REFERENCE, TARGET_SHIFT, TextId, hash_of};
use crate::time::DayRead;

/// After so many chunks in vain it isn't tried any more.
const TRIES: usize = 16;

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
    arena: Arena<'b>,
    /// Carried texts needn't be copied.
    is_over: bool,
    hashes: Vec<u64>,
    part: Part,
}

impl<'b> Block<'b> {
    fn new(by_column: &'b ByColumn<'_, '_>, grid: &'b Grid<'_>) -> Self {
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
        let (caches, arena) = (reader.take_caches(), reader.interner.open_arena().over(grid.text()));
        // Rows that are packed at once take what they need of the text, and nobody else does.
        let is_over = reader.packing.is_some();
        Self { reader, columns: &by_column.columns, stride, caches, arena, is_over, hashes: Vec::new(), part }
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
        match (column.step.parser.quick(), column.plan.place) {
            (Some(Quick::Time(parser)), Some(place)) => {
                let (stride, mut day) = (self.stride, DayRead::default());
                grid.each(
                    position,
                    #[inline(always)]
                    |row, field| match parser.quick(field.bytes(), &mut day) {
                        Some(time) => put_pair(&mut self.part.words, row * stride + place, time.cast_unsigned()),
                        None => self.other(column, cache, row, field),
                    },
                )
            }
            (Some(Quick::Boolean(words)), Some(place)) => {
                let stride = self.stride;
                grid.each(
                    position,
                    #[inline(always)]
                    |row, field| match words.quick(field) {
                        Some(value) => put(&mut self.part.words, row * stride + place, u32::from(value)),
                        None => self.other(column, cache, row, field),
                    },
                )
            }
            _ => grid.each(position, |row, field| self.other(column, cache, row, field)),
        }
    }

    #[inline(never)]
    fn other(&mut self, column: &Column<'_>, cache: &mut CellCache, row: usize, field: Field<'_>) -> Option<()> {
        let Self { reader, part: Part { words, times, .. }, stride, .. } = self;
        let cell = match column.step.parser.read(field.text()?, &mut times[column.step.column]) {
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
    }

    fn texts(&mut self, column: &Column<'_>, cache: &mut CellCache, grid: &Grid<'_>, position: usize) -> Option<()> {
        if !column.step.parser.is_plain() {
            return self.read_texts(column, cache, grid, position);
        }
        match column.becomes() {
            Becomes::Number => self.numbers(grid, position),
            Becomes::Id if cache.ids.is_off() => self.many_texts(column, grid, position),
            Becomes::Id => self.ids(column, cache, grid, position),
            Becomes::Reference(reference) => self.references(column, reference, cache, grid, position),
            Becomes::Carried(place) => self.carried(column, place, grid, position),
            Becomes::Several => grid.each(position, |row, field| match field.is_empty() {
                true => (!column.is_needed).then_some(()),
                false => self.text(column, cache, row, field),
            }),
        }
    }

    /// Texts that have to be read first.
    fn read_texts(&mut self, column: &Column<'_>, cache: &mut CellCache, grid: &Grid<'_>, at: usize) -> Option<()> {
        let mut notes = TimeNotes::default();
        grid.each(at, |row, raw| match column.step.parser.read(raw.text()?, &mut notes) {
            Reading::Null if column.is_needed => None,
            Reading::Null => Some(()),
            Reading::Text(text) => self.text(column, cache, row, Field::of(&text)),
            _ => None,
        })?;
        self.part.times[column.step.column].add(notes);
        Some(())
    }

    /// Texts that are interned.
    fn ids(&mut self, column: &Column<'_>, cache: &mut CellCache, grid: &Grid<'_>, position: usize) -> Option<()> {
        let (is_needed, is_case) = (column.is_needed, column.is_case);
        let place = column.plan.place.filter(|_| column.step.keep == Keep::Interned);
        let stride = self.stride;
        grid.each(
            position,
            #[inline(always)]
            |row, field| {
                if field.is_empty() {
                    return (!is_needed).then_some(());
                }
                let id = self.id(cache, field)?.word();
                if is_case {
                    put(&mut self.part.cases, row, id)?;
                }
                place.map_or(Some(()), |place| put(&mut self.part.words, row * stride + place, id))
            },
        )
    }

    #[inline(always)]
    fn id(&self, cache: &mut CellCache, field: Field<'_>) -> Option<TextId> {
        let key = Key::at(field.onward(), field.len());
        match key.and_then(|key| cache.ids.known(key)) {
            Some(id) => Some(id),
            None => Some(cache.ids.intern_new(self.reader.interner, key, field.text()?)),
        }
    }

    /// Texts most of which are met for the first time in a while: their hashes are made before any is looked for, so that
    /// the processor fetches several from memory at once.
    fn many_texts(&mut self, column: &Column<'_>, grid: &Grid<'_>, position: usize) -> Option<()> {
        let mut hashes = std::mem::take(&mut self.hashes);
        hashes.clear();
        grid.each(position, |_, field| {
            hashes.push(hash_of(field.bytes()));
            Some(())
        })?;
        grid.each(position, |row, field| {
            if field.is_empty() {
                return (!column.is_needed).then_some(());
            }
            let id = self.reader.interner.intern_hashed(hashes[row], field.text()?);
            self.keep(column, row, id)
        })?;
        self.hashes = hashes;
        Some(())
    }

    /// The numbers of cases by their keys: each is looked for once all hashes are made, for the same reason.
    fn numbers(&mut self, grid: &Grid<'_>, position: usize) -> Option<()> {
        let index = self.reader.packing?.index;
        let mut hashes = std::mem::take(&mut self.hashes);
        hashes.clear();
        hashes.reserve(grid.rows());
        grid.each(
            position,
            #[inline(always)]
            |_, field| {
                hashes.push(hash_of(field.bytes()));
                (!field.is_empty()).then_some(())
            },
        )?;
        let mut found = self.part.cases.iter_mut().zip(&hashes);
        grid.each(
            position,
            #[inline(always)]
            |_, field| {
                let (case, hash) = found.next()?;
                *case = index.find(*hash, field.bytes());
                Some(())
            },
        )?;
        self.hashes = hashes;
        Some(())
    }

    /// Texts that lead to rows elsewhere.
    fn references(
        &mut self,
        column: &Column<'_>,
        reference: usize,
        cache: &mut CellCache,
        grid: &Grid<'_>,
        position: usize,
    ) -> Option<()> {
        let (is_needed, place, stride) = (column.is_needed, column.plan.reference_place, self.stride);
        let mut counts = ReferenceCount::default();
        grid.each(
            position,
            #[inline(always)]
            |row, field| {
                if field.is_empty() {
                    return (!is_needed).then_some(());
                }
                let (word, is_repeated) = self.referred(column, cache, field)?;
                counts.count(word, is_repeated);
                place.map_or(Some(()), |place| put(&mut self.part.words, row * stride + place, word))
            },
        )?;
        self.part.references[reference] = counts;
        Some(())
    }

    #[inline(always)]
    fn referred(&self, column: &Column<'_>, cache: &mut CellCache, field: Field<'_>) -> Option<(u32, bool)> {
        let key = Key::at(field.onward(), field.len());
        match key.and_then(|key| cache.references.known(key)) {
            Some(found) => Some(found),
            None => self.refer_new(column, cache, key, field.text()?),
        }
    }

    #[inline(never)]
    fn refer_new(
        &self,
        column: &Column<'_>,
        cache: &mut CellCache,
        key: Option<Key>,
        text: &str,
    ) -> Option<(u32, bool)> {
        let found = self.reference(column, text);
        if let Some(key) = key {
            cache.references.learn(key, found);
        }
        Some(found)
    }

    /// Texts that are only carried.
    fn carried(&mut self, column: &Column<'_>, place: usize, grid: &Grid<'_>, position: usize) -> Option<()> {
        let (is_needed, stride) = (column.is_needed, self.stride);
        grid.each(
            position,
            #[inline(always)]
            |row, field| {
                if field.is_empty() {
                    return (!is_needed).then_some(());
                }
                let id = self.carry(field)?;
                put_pair(&mut self.part.words, row * stride + place, id.pair())
            },
        )
    }

    #[inline(always)]
    fn carry(&mut self, field: Field<'_>) -> Option<CarriedId> {
        match field.position().filter(|_| self.is_over) {
            Some(position) => Some(Arena::part(position, field.len())),
            None => self.arena.add(field.text()?),
        }
    }

    fn text(&mut self, column: &Column<'_>, cache: &mut CellCache, row: usize, field: Field<'_>) -> Option<()> {
        if let (true, Some(packing)) = (column.is_numbered, self.reader.packing) {
            self.part.cases[row] = packing.index.find(hash_of(field.bytes()), field.bytes());
        }
        if column.needs_id() {
            let id = self.id(cache, field)?;
            self.keep(column, row, id)?;
        }
        if let Some(reference) = column.reference {
            let (word, is_repeated) = self.referred(column, cache, field)?;
            self.refer(column, row, reference, word, is_repeated)?;
        }
        if column.step.keep == Keep::Carried {
            let (id, place) = (self.carry(field)?, column.plan.place?);
            put_pair(&mut self.part.words, row * self.stride + place, id.pair())?;
        }
        Some(())
    }

    #[inline(always)]
    fn keep(&mut self, column: &Column<'_>, row: usize, id: TextId) -> Option<()> {
        if column.is_case {
            self.part.cases[row] = id.word();
        }
        match (column.step.keep, column.plan.place) {
            (Keep::Interned, Some(place)) => put(&mut self.part.words, row * self.stride + place, id.word()),
            _ => Some(()),
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

    #[inline(always)]
    fn refer(&mut self, column: &Column<'_>, row: usize, reference: usize, word: u32, is_repeated: bool) -> Option<()> {
        self.part.references[reference].count(word, is_repeated);
        match column.plan.reference_place {
            Some(place) => put(&mut self.part.words, row * self.stride + place, word),
            None => Some(()),
        }
    }
}

#[inline(always)]
fn put(words: &mut [u32], place: usize, word: u32) -> Option<()> {
    *words.get_mut(place)? = word;
    Some(())
}

/// Puts the two words of a value.
#[inline(always)]
fn put_pair(words: &mut [u32], place: usize, pair: u64) -> Option<()> {
    let [low, high] = words.get_mut(place..)?.first_chunk_mut::<2>()?;
    (*low, *high) = ((pair & 0xffff_ffff) as u32, (pair >> 32) as u32);
    Some(())
}

impl ReferenceCount {
    #[inline(always)]
    fn count(&mut self, word: u32, is_repeated: bool) {
        self.without_match += u64::from(word == NO_REFERENCE);
        self.with_several += u64::from(is_repeated);
    }
}

/// What becomes of a column's texts.
enum Becomes {
    /// The number of the case, and nothing else.
    Number,
    /// The id of the text.
    Id,
    /// Which of the reader's references it is.
    Reference(usize),
    /// The text itself, at a place of the row.
    Carried(usize),
    /// More than one of these.
    Several,
}

impl Column<'_> {
    fn becomes(&self) -> Becomes {
        let keep = self.step.keep;
        match (self.is_numbered, self.reference) {
            (true, None) if keep == Keep::Passing => Becomes::Number,
            (false, None) if keep == Keep::Interned || keep == Keep::Passing && self.is_case => Becomes::Id,
            (false, Some(reference)) if keep == Keep::Passing && !self.is_case => Becomes::Reference(reference),
            (false, None) if keep == Keep::Carried && !self.is_case => {
                self.plan.place.map_or(Becomes::Several, Becomes::Carried)
            }
            _ => Becomes::Several,
        }
    }

    /// Whether its texts are interned.
    fn needs_id(&self) -> bool {
        self.step.keep == Keep::Interned || self.is_case
    }
}
