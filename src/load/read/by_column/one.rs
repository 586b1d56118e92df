//! What becomes of a single cell.

use super::Column;
use crate::load::cell::{Reading, TimeNotes};
use crate::load::read::reader::{CellCache, SourceReader};
use crate::read::csv::{Field, Glance};
use crate::rows::{Arena, CarriedId, Cell, Key, NO_REFERENCE, TARGET_SHIFT};

/// Reads a value in the way of its column into a row.
#[inline(never)]
pub(super) fn other(
    reader: &SourceReader<'_>,
    (column, cache): (&Column<'_>, &mut CellCache),
    times: &mut TimeNotes,
    row: &mut [u32],
    raw: &str,
) -> Option<()> {
    let cell = match column.step.parser.read(raw, times) {
        Reading::Cell(cell) => cell,
        Reading::Null if column.is_needed => return None,
        Reading::Null => return Some(()),
        Reading::Text(text) => Cell::Text(cache.ids.intern(reader.interner, &text)),
        Reading::List(members) => Cell::List(reader.interner.intern(&members)),
        Reading::Naive | Reading::Unreadable(_) => return None,
    };
    if let Some(place) = column.plan.place {
        cell.write(&mut row[place..], column.plan.kind, column.plan.is_carried);
    }
    Some(())
}

/// The word of a text's id.
#[inline(always)]
pub(super) fn id(reader: &SourceReader<'_>, cache: &mut CellCache, cell: Glance<'_>) -> Option<u32> {
    if let Some(id) = key(cell).and_then(|key| cache.ids.known(key)) {
        return Some(id);
    }
    Some(cache.ids.intern_new(reader.interner, cell.text()?).word())
}

/// Where the reference of a text leads, and whether several rows there have that key.
#[inline(always)]
pub(super) fn referred(
    reader: &SourceReader<'_>,
    column: &Column<'_>,
    cache: &mut CellCache,
    cell: Glance<'_>,
) -> Option<(u32, bool)> {
    if let Some(found) = key(cell).and_then(|key| cache.references.known(key)) {
        return Some(found);
    }
    Some(refer_new(reader, column, cache, cell.text()?))
}

#[inline(never)]
fn refer_new(reader: &SourceReader<'_>, column: &Column<'_>, cache: &mut CellCache, text: &str) -> (u32, bool) {
    let found = reference(reader, column, text);
    cache.references.learn(text, found);
    found
}

#[inline(always)]
fn key(cell: Glance<'_>) -> Option<Key> {
    match cell {
        Glance::Short(window, length) => Key::at(window, length),
        Glance::Other(field) => Key::of(field.bytes()),
    }
}

/// The same without memory.
fn reference(reader: &SourceReader<'_>, column: &Column<'_>, text: &str) -> (u32, bool) {
    let context = &reader.context;
    let Some(id) = reader.interner.known().find(text) else { return (NO_REFERENCE, false) };
    let mut targets = column.plan.refers_to.iter().enumerate();
    let found = targets.find_map(|(target, source)| Some((target, *source, *context.tables[*source].index.get(&id)?)));
    match found {
        Some((target, source, row)) => ((target as u32) << TARGET_SHIFT | row, context.repeated[source].contains(&id)),
        None => (NO_REFERENCE, false),
    }
}

/// Keeps a text that is only carried.
#[inline(always)]
pub(super) fn carry(arena: &mut Arena<'_>, is_over: bool, field: Field<'_>) -> Option<CarriedId> {
    match field.position().filter(|_| is_over) {
        Some(position) => Some(Arena::part(position, field.len())),
        None => arena.add(field.text()?),
    }
}

/// Puts the word of a value.
#[inline(always)]
pub(super) fn put(words: &mut [u32], place: usize, word: u32) -> Option<()> {
    *words.get_mut(place)? = word;
    Some(())
}

/// Puts the two words of a value.
#[inline(always)]
pub(super) fn put_pair(words: &mut [u32], place: usize, pair: u64) -> Option<()> {
    let [low, high] = words.get_mut(place..)?.first_chunk_mut::<2>()?;
    (*low, *high) = ((pair & 0xffff_ffff) as u32, (pair >> 32) as u32);
    Some(())
}
