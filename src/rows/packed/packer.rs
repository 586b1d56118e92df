//! Packing rows while they are read.

use std::sync::Arc;

use super::GROUP;
use super::form::Form;
use super::front::{FRONT, Head};
use super::further::write_pair;
use super::pair::{NULL_PAIR, pair};
use super::text::{self, Last};
use crate::rows::{Arena, CarriedId};

/// How many bytes a segment has, unless a row needs more: with two thousand groups open on each thread, what stays empty
/// in the last ones doesn't matter.
pub const SEGMENT: usize = 4096;

/// Packs the rows that one thread reads.
#[derive(Debug)]
pub struct Packer {
    form: Arc<Form>,
    /// By group, what isn't full yet.
    open: Vec<Open>,
    /// Full ones, with their groups.
    pub(super) full: Vec<Segment>,
    numbers: Vec<u32>,
}

/// Rows that are to be packed.
#[derive(Debug)]
pub struct Unpacked<'a> {
    /// Their words, one row after the other; the last of each is its place in the chunk.
    pub words: &'a [u32],
    /// By row, the number of its case.
    pub cases: &'a [u32],
    /// The chunk of input from which they come.
    pub chunk: u32,
    /// Where their carried texts are.
    pub arena: &'a Arena<'a>,
}

/// A segment that is being filled.
#[derive(Debug, Default)]
struct Open {
    bytes: Vec<u8>,
    /// How many of them are rows.
    used: usize,
    rows: usize,
    /// The chunk of its last row, and the place behind that.
    chunk: u32,
    next: u32,
    /// By carried column, how its last text began.
    last: Vec<Last>,
}

/// A stretch of packed rows of one group.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) group: u32,
    pub(super) rows: usize,
    /// The rows, and some room behind them.
    pub(super) bytes: Vec<u8>,
}

impl Packer {
    /// For rows of so many cases.
    pub fn new(form: &Arc<Form>, cases: usize) -> Self {
        let mut open = Vec::new();
        open.resize_with(cases.div_ceil(GROUP as usize), Open::default);
        Self { form: Arc::clone(form), open, full: Vec::new(), numbers: Vec::new() }
    }

    /// Adds rows. `stray` gets what stands instead of a case's number, and the row's place, of those that belong to none.
    pub fn add(&mut self, rows: &Unpacked<'_>, stray: impl FnMut(u32, u32)) {
        // With so many words known beforehand, no loop over them is left.
        match *self.form.front.words.as_slice() {
            [] => self.add_with([], rows, stray),
            [a] => self.add_with([a], rows, stray),
            [a, b] => self.add_with([a, b], rows, stray),
            [a, b, c] => self.add_with([a, b, c], rows, stray),
            [a, b, c, d] => self.add_with([a, b, c, d], rows, stray),
            [a, b, c, d, e] => self.add_with([a, b, c, d, e], rows, stray),
            [a, b, c, d, e, f, ..] => self.add_with([a, b, c, d, e, f], rows, stray),
        }
    }

    fn add_with<const N: usize>(&mut self, words: [usize; N], rows: &Unpacked<'_>, mut stray: impl FnMut(u32, u32)) {
        let Self { form, open, full, numbers } = self;
        let (form, texts) = (form.as_ref(), rows.arena.bytes());
        for (row, case) in rows.words.chunks_exact(form.stride).zip(rows.cases) {
            let (index, group) = (row[form.stride - 1], case / GROUP);
            let Some(open) = open.get_mut(group as usize) else {
                stray(*case, index);
                continue;
            };
            if open.bytes.len() - open.used < form.room {
                open.renew(group, form, full);
            }
            let head = open.head(case - group * GROUP, rows.chunk, index);
            let Open { bytes, used, chunk, last, .. } = open;
            let out = &mut bytes[*used..];
            let Some(front) = out.first_chunk_mut::<FRONT>() else { continue };
            let (mut at, time) = form.front.write(words, head, row, front);
            if head.is_new_chunk {
                at = write_later(std::mem::replace(chunk, rows.chunk), rows.chunk, out, at);
            }
            if let Some(time) = time {
                at = write_pair(time, out, at);
            }
            if !form.further.is_empty() {
                at = form.further.write(row, numbers, out, at);
            }
            let (at, long) = short_texts(&form.carried, last, (row, texts), out, at);
            *used += at;
            if let Some(first) = long {
                open.long_texts(form, first, row, rows.arena);
            }
        }
    }

    /// Ends packing.
    pub(super) fn finish(mut self) -> Vec<Segment> {
        for (group, mut open) in (0..).zip(self.open) {
            open.close(group, &mut self.full);
        }
        self.full
    }
}

impl Open {
    /// What is known of the next row.
    #[inline]
    fn head(&mut self, case: u32, chunk: u32, index: u32) -> Head {
        let is_new_chunk = chunk != self.chunk;
        let from = if is_new_chunk { 0 } else { self.next };
        self.next = index.wrapping_add(1);
        self.rows += 1;
        Head { case, is_new_chunk, index: index.wrapping_sub(from) }
    }

    /// Writes the carried texts of a row from a column on, where one isn't short.
    fn long_texts(&mut self, form: &Form, first: usize, row: &[u32], arena: &Arena) {
        let Self { bytes, used, last, .. } = self;
        for (place, last) in form.carried.iter().zip(last).skip(first) {
            *used = match pair(row, *place) {
                NULL_PAIR => text::write_null(bytes, *used),
                pair => {
                    let text = arena.get(CarriedId::from_pair(pair)).unwrap_or_default();
                    text::make_room(bytes, *used + text.len() + form.room);
                    text::write(last, text.as_bytes(), bytes, *used)
                }
            };
        }
    }

    /// Begins another segment. In it, rows share nothing with those before.
    #[cold]
    fn renew(&mut self, group: u32, form: &Form, full: &mut Vec<Segment>) {
        self.close(group, full);
        let last = std::mem::take(&mut self.last);
        *self = Self { bytes: vec![0; SEGMENT.max(form.room)], chunk: NO_CHUNK, last, ..Self::default() };
        self.last.clear();
        self.last.resize(form.carried.len(), Last::default());
    }

    fn close(&mut self, group: u32, full: &mut Vec<Segment>) {
        if self.rows > 0 {
            full.push(Segment { group, rows: self.rows, bytes: std::mem::take(&mut self.bytes) });
        }
    }
}

/// Writes the carried texts of a row as long as they are short, and gives where they end, and which column's isn't.
#[inline(always)]
fn short_texts(
    carried: &[usize],
    last: &mut [Last],
    (row, texts): (&[u32], &[u8]),
    out: &mut [u8],
    at: usize,
) -> (usize, Option<usize>) {
    let (Some((place, others)), Some((own, last))) = (carried.split_first(), last.split_first_mut()) else {
        return (at, None);
    };
    match text::write_short(own, texts, pair(row, *place), &mut out[at..]) {
        Some(length) if others.is_empty() => (at + length, None),
        Some(length) => other_texts(others, last, (row, texts), out, at + length),
        None => (at, Some(0)),
    }
}

/// The same for all columns but the first: most sources have one.
#[inline(never)]
fn other_texts(
    carried: &[usize],
    last: &mut [Last],
    (row, texts): (&[u32], &[u8]),
    out: &mut [u8],
    mut at: usize,
) -> (usize, Option<usize>) {
    for (column, (place, last)) in (1..).zip(carried.iter().zip(last)) {
        match text::write_short(last, texts, pair(row, *place), &mut out[at..]) {
            Some(length) => at += length,
            None => return (at, Some(column)),
        }
    }
    (at, None)
}

/// Writes by how much a chunk is later than the one before, and gives where that ends.
fn write_later(before: u32, chunk: u32, out: &mut [u8], at: usize) -> usize {
    let later = chunk.wrapping_sub(before);
    match u8::try_from(later) {
        Ok(later) if later < u8::MAX => {
            out[at] = later;
            at + 1
        }
        _ => {
            out[at] = u8::MAX;
            out[at + 1..at + 5].copy_from_slice(&later.to_le_bytes());
            at + 5
        }
    }
}

/// No chunk's number, as which it stands before the first of a segment.
pub(super) const NO_CHUNK: u32 = u32::MAX;
