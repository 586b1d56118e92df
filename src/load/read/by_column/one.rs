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
    raw: &[u8],
) -> Option<()> {
    let cell = match column.step.parser.read(str::from_utf8(raw).ok()?, times) {
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
    let Glance::Short(window, length) = cell else { return new_id(reader, cache, cell.bytes()) };
    let known = Key::at(window, length).and_then(|key| cache.ids.known(key));
    if known.is_some() { known } else { new_id(reader, cache, window.get(..length)?) }
}

/// The same, where it isn't known that the text was met lately.
#[inline(never)]
fn new_id(reader: &SourceReader<'_>, cache: &mut CellCache, text: &[u8]) -> Option<u32> {
    let known = Key::of(text).and_then(|key| cache.ids.known(key));
    if known.is_some() { known } else { Some(cache.ids.intern_new(reader.interner, str::from_utf8(text).ok()?).word()) }
}

/// Where the reference of a text leads, and whether several rows there have that key.
#[inline(always)]
pub(super) fn referred(
    reader: &SourceReader<'_>,
    column: &Column<'_>,
    cache: &mut CellCache,
    cell: Glance<'_>,
) -> Option<(u32, bool)> {
    let Glance::Short(window, length) = cell else { return new_reference(reader, column, cache, cell.bytes()) };
    let known = Key::at(window, length).and_then(|key| cache.references.known(key));
    if known.is_some() { known } else { new_reference(reader, column, cache, window.get(..length)?) }
}

/// The same, where it isn't known that the text was met lately.
#[inline(never)]
fn new_reference(
    reader: &SourceReader<'_>,
    column: &Column<'_>,
    cache: &mut CellCache,
    text: &[u8],
) -> Option<(u32, bool)> {
    if let Some(known) = Key::of(text).and_then(|key| cache.references.known(key)) {
        return Some(known);
    }
    let text = str::from_utf8(text).ok()?;
    let found = reference(reader, column, text);
    cache.references.learn(text, found);
    Some(found)
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
