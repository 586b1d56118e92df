//! Packing rows while they are read.

use std::sync::Arc;

use super::GROUP;
use super::form::{Form, Head, ROOM};
use super::text::Last;
use crate::rows::Arena;

/// How many bytes a segment has, unless a row needs more: with a thousand groups open on each thread, what stays empty
/// in the last ones doesn't matter.
const SEGMENT: usize = 4096;

/// Packs the rows that one thread reads.
#[derive(Debug)]
pub struct Packer {
    form: Arc<Form>,
    /// By group, what isn't full yet.
    open: Vec<Open>,
    /// Full ones, with their groups.
    pub(super) full: Vec<Segment>,
    numbers: Vec<u32>,
    row: Vec<u8>,
    texts: Vec<u8>,
}

/// A segment that is being filled.
#[derive(Debug, Default)]
struct Open {
    bytes: Vec<u8>,
    /// The chunk of its last row.
    chunk: u32,
    rows: usize,
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
        Self {
            form: Arc::clone(form),
            open,
            full: Vec::new(),
            numbers: vec![0; form.numbers()],
            row: vec![0; form.longest()],
            texts: Vec::new(),
        }
    }

    /// Adds a row: that of a case, at a place of a chunk of input. Its carried texts are in `arena`.
    #[inline]
    pub fn add(&mut self, case: u32, chunk: u32, index: u32, row: &[u32], arena: &Arena) {
        let Self { form, open, full, numbers, row: packed, texts } = self;
        let group = case / GROUP;
        let Some(open) = open.get_mut(group as usize) else { return };
        open.texts(form, row, arena, texts);
        if open.bytes.len() + packed.len() + texts.len() + ROOM > open.bytes.capacity() {
            open.close(group, full);
            // In a segment of its own it shares nothing with the row before.
            open.last.resize(form.carried(), Last::default());
            open.texts(form, row, arena, texts);
            open.bytes = Vec::with_capacity(SEGMENT.max(packed.len() + texts.len() + ROOM));
        }
        let head = Head { case: case % GROUP, chunks: chunk.wrapping_sub(open.chunk), index };
        open.chunk = chunk;
        open.rows += 1;
        let length = form.pack(head, row, numbers, packed);
        open.bytes.extend_from_slice(&packed[..length]);
        open.bytes.extend_from_slice(texts);
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
    /// Packs the carried texts of a row.
    #[inline]
    fn texts(&mut self, form: &Form, row: &[u32], arena: &Arena, texts: &mut Vec<u8>) {
        texts.clear();
        form.pack_texts(row, arena, &mut self.last, texts);
    }

    #[cold]
    fn close(&mut self, group: u32, full: &mut Vec<Segment>) {
        let mut bytes = std::mem::take(&mut self.bytes);
        if !bytes.is_empty() {
            bytes.extend_from_slice(&[0; ROOM]);
            full.push(Segment { group, rows: self.rows, bytes });
        }
        (self.chunk, self.rows) = (0, 0);
        self.last.fill(Last::default());
    }
}
