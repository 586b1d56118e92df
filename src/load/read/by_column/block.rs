//! The rows of a chunk that is read column by column.

use super::one::{carry, id, other, put, put_pair, referred};
use super::{Becomes, ByColumn, Column};
use crate::load::cell::{Quick, Reading, TimeNotes};
use crate::load::packing::{CaseIndex, Hashed, Near, Search};
use crate::load::read::part::{Part, ReferenceCount};
use crate::load::read::reader::{CellCache, Keep, SourceReader};
use crate::plan::ValueType;
use crate::read::csv::{Cells, Field, Glance, Grid};
use crate::rows::{Arena, NO_REFERENCE, Run, TextId, hash_of};
use crate::time::DayRead;

/// The rows of one chunk, as they come about.
pub(super) struct Block<'b> {
    reader: &'b SourceReader<'b>,
    columns: &'b [Column<'b>],
    stride: usize,
    caches: Vec<CellCache>,
    arena: Arena<'b>,
    /// Carried texts needn't be copied.
    is_over: bool,
    part: Part,
    /// The keys of cases, where they are listed.
    keys: Option<Run>,
}

impl<'b> Block<'b> {
    /// For the rows of a grid.
    pub(super) fn new(by_column: &'b ByColumn<'_, '_>, grid: &'b Grid<'_>) -> Self {
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
        // Rows that are packed or go to disk at once take what they need of the text, and nobody else does.
        let is_spilled = reader.context.spill.is_some_and(|spill| spill.takes(reader.source));
        let is_over = reader.packing.is_some() || is_spilled;
        Self { reader, columns: &by_column.columns, stride, caches, arena, is_over, part, keys: None }
    }

    /// Reads all columns; `None` where a row has to be looked at by itself. It is the chunk of that number.
    pub(super) fn read(mut self, grid: &Grid<'_>, number: u32) -> Option<Part> {
        let mut caches = std::mem::take(&mut self.caches);
        let mut cells = grid.cells();
        let outcome = self.columns.iter().try_for_each(|column| {
            let cache = caches.get_mut(column.step.cache)?;
            let Some(position) = column.position else { return (!column.is_needed).then_some(()) };
            grid.column(position, &mut cells)?;
            match column.plan.kind {
                ValueType::Text => self.texts(column, cache, &cells),
                _ => self.others(column, cache, &cells),
            }
        });
        self.reader.give_caches(caches);
        outcome?;
        self.list_keys();
        match self.reader.packing {
            Some(packing) => packing.pack(&mut self.part, number, &self.arena),
            None => self.reader.interner.close_arena(self.arena),
        }
        Some(self.part)
    }

    /// Values that aren't texts.
    fn others(&mut self, column: &Column<'_>, cache: &mut CellCache, cells: &Cells<'_>) -> Option<()> {
        let Self { reader, part: Part { words, times, .. }, stride, .. } = self;
        let rows = words.chunks_exact_mut(*stride);
        let mut other =
            |row: &mut [u32], cell: &str| other(reader, (column, cache), &mut times[column.step.column], row, cell);
        match (column.step.parser.quick(), column.plan.place) {
            (Some(Quick::Time), Some(place)) => {
                let mut day = DayRead::default();
                cells.glance(
                    rows,
                    #[inline(always)]
                    |row, cell| {
                        let time = match cell {
                            Glance::Short(_, 0) => return (!column.is_needed).then_some(()),
                            Glance::Short(window, length) => day.read(window, length),
                            Glance::Other(_) => None,
                        };
                        match time {
                            Some(time) => put_pair(row, place, time.cast_unsigned()),
                            None => other(row, cell.text()?),
                        }
                    },
                )
            }
            (Some(Quick::Boolean(words)), Some(place)) => cells.glance(
                rows,
                #[inline(always)]
                |row, cell| match words.quick(cell) {
                    Some(value) => put(row, place, u32::from(value)),
                    None => other(row, cell.text()?),
                },
            ),
            _ => cells.each_beside(rows, |row, field| other(row, field.text()?)),
        }
    }

    fn texts(&mut self, column: &Column<'_>, cache: &mut CellCache, cells: &Cells<'_>) -> Option<()> {
        if !column.step.parser.is_plain() {
            return self.read_texts(column, cache, cells);
        }
        self.plain_texts(column, cache, cells)
    }

    /// Texts that have to be read first.
    fn read_texts(&mut self, column: &Column<'_>, cache: &mut CellCache, cells: &Cells<'_>) -> Option<()> {
        let (mut notes, mut read) = (TimeNotes::default(), Cells::default());
        cells.each(|_, raw| match column.step.parser.read(raw.text()?, &mut notes) {
            Reading::Null => read.push(""),
            Reading::Text(text) if !text.is_empty() => read.push(&text),
            _ => None,
        })?;
        self.part.times[column.step.column].add(notes);
        self.plain_texts(column, cache, &read)
    }

    /// Texts as they are, of which only the empty one is null.
    fn plain_texts(&mut self, column: &Column<'_>, cache: &mut CellCache, cells: &Cells<'_>) -> Option<()> {
        match column.becomes() {
            Becomes::Number => self.numbers(cells),
            Becomes::Key => cells.each(|_, field| {
                self.part.keys.push(field.text()?);
                (!field.is_empty()).then_some(())
            }),
            Becomes::Id if column.is_case && self.reader.lists_keys => self.ascending_keys(column, cells),
            Becomes::Id if cache.ids.is_off() => self.many_texts(column, cells),
            Becomes::Id => self.ids(column, cache, cells),
            Becomes::Reference(reference) => self.references(column, reference, cache, cells),
            Becomes::Carried(place) => self.carried(column, place, cells),
            Becomes::Several => cells.each(|row, field| match field.is_empty() {
                true => (!column.is_needed).then_some(()),
                false => self.text(column, cache, row, field),
            }),
        }
    }

    /// Texts that are interned.
    fn ids(&mut self, column: &Column<'_>, cache: &mut CellCache, cells: &Cells<'_>) -> Option<()> {
        let (reader, stride) = (self.reader, self.stride);
        let place = column.plan.place.filter(|_| column.step.keep == Keep::Interned);
        let Part { words, cases, .. } = &mut self.part;
        cache.ids.expect(words.len() / stride);
        match place {
            Some(place) if !column.is_case => cells.glance(
                words.chunks_exact_mut(stride),
                #[inline(always)]
                |row, cell| match cell {
                    Glance::Short(_, 0) => (!column.is_needed).then_some(()),
                    _ => put(row, place, id(reader, cache, cell)?),
                },
            ),
            _ => cells.each(|row, field| {
                if field.is_empty() {
                    return (!column.is_needed).then_some(());
                }
                let id = id(reader, cache, field.glance())?;
                if column.is_case {
                    put(cases, row, id)?;
                }
                place.map_or(Some(()), |place| put(words, row * stride + place, id))
            }),
        }
    }

    /// Keys of cases, which mostly come in ascending order.
    fn ascending_keys(&mut self, column: &Column<'_>, cells: &Cells<'_>) -> Option<()> {
        let (mut run, rows) = (None, self.rows());
        let is_ascending = cells.each(|_, field| {
            let key = field.text()?;
            run.get_or_insert_with(|| Run::with_room(rows, key)).push(key).then_some(())
        });
        if is_ascending.is_none() {
            return self.many_texts(column, cells);
        }
        self.keys = run;
        Some(())
    }

    /// Gives keys their ids.
    fn list_keys(&mut self) {
        let Some(run) = self.keys.take() else { return };
        let first = self.reader.interner.list(run);
        for column in self.columns.iter().filter(|column| column.is_case) {
            (0..self.rows()).for_each(|row| {
                self.keep(column, row, TextId::of_listed(first + row).word());
            });
        }
    }

    /// Texts most of which are met for the first time in a while.
    fn many_texts(&mut self, column: &Column<'_>, cells: &Cells<'_>) -> Option<()> {
        let (mut texts, mut rows) = (Vec::with_capacity(self.rows()), Vec::with_capacity(self.rows()));
        cells.each(|row, field| {
            if field.is_empty() {
                return (!column.is_needed).then_some(());
            }
            texts.push((hash_of(field.bytes()), field.text()?));
            rows.push(row);
            Some(())
        })?;
        let interner = self.reader.interner;
        let mut is_kept = Some(());
        interner.intern_many(&texts, |number, id| {
            is_kept = is_kept.and_then(|()| self.keep(column, *rows.get(number)?, id));
        });
        is_kept
    }

    fn rows(&self) -> usize {
        self.part.words.len() / self.stride
    }

    /// The numbers of cases by their keys.
    fn numbers(&mut self, cells: &Cells<'_>) -> Option<()> {
        match &self.reader.packing?.index {
            CaseIndex::Near(index) => self.near_numbers(index, cells),
            CaseIndex::Hashed(index) => self.hashed_numbers(index, cells),
        }
    }

    /// The same, where it is first seen where all searches begin, and what stands there, so that the processor fetches many
    /// places at once.
    fn near_numbers(&mut self, index: &Near, cells: &Cells<'_>) -> Option<()> {
        let mut searches: Vec<Search> = Vec::with_capacity(self.part.cases.len());
        cells.glance(
            std::iter::repeat(()),
            #[inline(always)]
            |(), cell| {
                searches.push(match cell {
                    Glance::Short(_, 0) => return None,
                    Glance::Short(window, length) => index.begin(window, length),
                    Glance::Other(field) => index.begin_of(field.bytes()),
                });
                Some(())
            },
        )?;
        let found: Vec<u64> = searches.iter().map(|search| index.look(search)).collect();
        for (case, (search, found)) in self.part.cases.iter_mut().zip(searches.iter().zip(found)) {
            *case = index.find_from(search, found);
        }
        Some(())
    }

    /// The same, where first all hashes are made, and then it is seen where all searches begin.
    fn hashed_numbers(&mut self, index: &Hashed, cells: &Cells<'_>) -> Option<()> {
        let mut searches: Vec<(u64, u64)> = Vec::with_capacity(self.part.cases.len());
        cells.each(
            #[inline(always)]
            |_, field| {
                searches.push((hash_of(field.bytes()), 0));
                (!field.is_empty()).then_some(())
            },
        )?;
        searches.iter_mut().for_each(|(hash, slot)| *slot = index.begin(*hash));
        let mut found = self.part.cases.iter_mut().zip(searches);
        cells.each(
            #[inline(always)]
            |_, field| {
                let (case, (hash, slot)) = found.next()?;
                *case = index.find_from(slot, hash, field.bytes());
                Some(())
            },
        )
    }

    /// Texts that lead to rows elsewhere.
    fn references(
        &mut self,
        column: &Column<'_>,
        reference: usize,
        cache: &mut CellCache,
        cells: &Cells<'_>,
    ) -> Option<()> {
        let (reader, is_needed) = (self.reader, column.is_needed);
        let (place, rows) = (column.plan.reference_place, self.part.words.chunks_exact_mut(self.stride));
        let mut counts = ReferenceCount::default();
        cache.references.expect(rows.len());
        cells.glance(
            rows,
            #[inline(always)]
            |row, cell| {
                if let Glance::Short(_, 0) = cell {
                    return (!is_needed).then_some(());
                }
                let (word, is_repeated) = referred(reader, column, cache, cell)?;
                counts.count(word, is_repeated);
                if word == NO_REFERENCE {
                    counts.note(cell.text()?);
                }
                place.map_or(Some(()), |place| put(row, place, word))
            },
        )?;
        self.part.references[reference] = counts;
        Some(())
    }

    /// Texts that are only carried.
    fn carried(&mut self, column: &Column<'_>, place: usize, cells: &Cells<'_>) -> Option<()> {
        let Self { arena, part: Part { words, .. }, stride, is_over, .. } = self;
        cells.each_beside(
            words.chunks_exact_mut(*stride),
            #[inline(always)]
            |row, field| match field.is_empty() {
                true => (!column.is_needed).then_some(()),
                false => put_pair(row, place, carry(arena, *is_over, field)?.pair()),
            },
        )
    }

    fn text(&mut self, column: &Column<'_>, cache: &mut CellCache, row: usize, field: Field<'_>) -> Option<()> {
        if let (true, Some(packing)) = (column.is_numbered, self.reader.packing) {
            self.part.cases[row] = packing.index.find(field.bytes());
        }
        if column.needs_id() {
            cache.ids.expect(1);
            let id = id(self.reader, cache, field.glance())?;
            self.keep(column, row, id)?;
        }
        if let Some(reference) = column.reference {
            cache.references.expect(1);
            let (word, is_repeated) = referred(self.reader, column, cache, field.glance())?;
            self.refer(column, row, reference, word, is_repeated)?;
        }
        if column.step.keep == Keep::Carried {
            let (id, place) = (carry(&mut self.arena, self.is_over, field)?, column.plan.place?);
            put_pair(&mut self.part.words, row * self.stride + place, id.pair())?;
        }
        Some(())
    }

    #[inline(always)]
    fn keep(&mut self, column: &Column<'_>, row: usize, id: u32) -> Option<()> {
        if column.is_case {
            self.part.cases[row] = id;
        }
        match (column.step.keep, column.plan.place) {
            (Keep::Interned, Some(place)) => put(&mut self.part.words, row * self.stride + place, id),
            _ => Some(()),
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
