//! Unpacking the rows of a group into a table.

use super::form::Form;
use super::front::FRONT;
use super::further::read_pair;
use super::packer::{NO_CHUNK, Segment};
use super::pair::put_pair;
use super::text::{SegmentTexts, TextReader};
use crate::rows::Table;

/// What unpacking a group needs.
#[derive(Debug, Default)]
pub struct Desk {
    pub texts: TextReader,
    numbers: Vec<u32>,
    /// By row, its case's place in the group.
    cases: Vec<u32>,
}

/// Where a group's rows stand.
pub struct Group<'a> {
    pub form: &'a Form,
    pub segments: &'a [Segment],
    /// The number of each chunk's first row.
    pub firsts: &'a [u32],
    /// How many cases it has.
    pub cases: u32,
}

/// The rows of a segment, to be filled in.
struct Rows<'a> {
    words: &'a mut [u32],
    cases: &'a mut [u32],
    /// By case, the number of its rows.
    counts: &'a mut [u32],
}

impl Desk {
    /// Unpacks a group's rows into a table.
    pub fn read(&mut self, group: &Group<'_>, table: &mut Table) {
        let rows: usize = group.segments.iter().map(|segment| segment.rows).sum();
        // Each row fills all its words.
        table.words.resize(rows * group.form.stride, 0);
        table.order.clear();
        table.starts.clear();
        table.starts.resize(group.cases as usize + 1, 0);
        self.cases.resize(rows, 0);
        let Self { texts, numbers, cases } = self;
        let (mut words, mut cases) = (table.words.as_mut_slice(), cases.as_mut_slice());
        let mut key = 0;
        let mut is_sorted = true;
        for segment in group.segments {
            let (own_words, own_cases);
            (own_words, words) = words.split_at_mut(segment.rows * group.form.stride);
            (own_cases, cases) = cases.split_at_mut(segment.rows);
            let rows = Rows { words: own_words, cases: own_cases, counts: &mut table.starts[1..] };
            let last = read_segment(group, segment, texts, numbers, rows, key);
            is_sorted &= last.is_some();
            key = last.unwrap_or(0);
        }
        let mut end = 0;
        for start in &mut table.starts {
            end += *start;
            *start = end;
        }
        if !is_sorted {
            self.arrange(table);
        }
    }

    /// Finds the positions of each case's rows, as they follow each other in the input.
    fn arrange(&self, table: &mut Table) {
        let Table { words, starts, order, stride, .. } = table;
        order.resize(self.cases.len(), 0);
        // Each case's start moves to its end, which is the next one's start.
        for (position, case) in (0..).zip(&self.cases) {
            let next = &mut starts[*case as usize];
            order[*next as usize] = position;
            *next += 1;
        }
        starts.rotate_right(1);
        starts[0] = 0;
        // Rows that several threads read may stand one thread's behind the other's.
        let number = |position: &u32| words[(*position as usize + 1) * *stride - 1];
        for case in starts.windows(2) {
            let rows = &mut order[case[0] as usize..case[1] as usize];
            if !rows.is_sorted_by_key(number) {
                rows.sort_unstable_by_key(number);
            }
        }
    }
}

/// Unpacks a segment, and counts the rows of each case. `key` tells case and number of the row before; gives that of the
/// last one, if rows stand case by case as in the input.
fn read_segment(
    group: &Group<'_>,
    segment: &Segment,
    texts: &mut TextReader,
    numbers: &mut Vec<u32>,
    rows: Rows<'_>,
    key: u64,
) -> Option<u64> {
    let (form, bytes) = (group.form, segment.bytes.as_slice());
    let own = texts.begin(bytes, segment.rows, form.carried.len());
    let reading = Reading { form, bytes, firsts: group.firsts, key };
    // With so many words known beforehand, no loop over them is left.
    let (end, last) = match *form.front.words.as_slice() {
        [] => reading.rows([], rows, own, numbers),
        [a] => reading.rows([a], rows, own, numbers),
        [a, b] => reading.rows([a, b], rows, own, numbers),
        [a, b, c] => reading.rows([a, b, c], rows, own, numbers),
        [a, b, c, d] => reading.rows([a, b, c, d], rows, own, numbers),
        [a, b, c, d, e] => reading.rows([a, b, c, d, e], rows, own, numbers),
        [a, b, c, d, e, f, ..] => reading.rows([a, b, c, d, e, f], rows, own, numbers),
    };
    texts.ended(end);
    last
}

/// A segment that is unpacked.
struct Reading<'a> {
    form: &'a Form,
    bytes: &'a [u8],
    firsts: &'a [u32],
    key: u64,
}

impl Reading<'_> {
    fn rows<const N: usize>(
        &self,
        words: [usize; N],
        rows: Rows<'_>,
        (mut texts, others): (SegmentTexts<'_>, &mut [usize]),
        numbers: &mut Vec<u32>,
    ) -> (usize, Option<u64>) {
        let Self { form, bytes, firsts, key } = *self;
        let Rows { words: all, cases, counts } = rows;
        let (stride, has_further) = (form.stride, !form.further.is_empty());
        let (first, carried) =
            form.carried.split_first().map_or((None, &[][..]), |(first, others)| (Some(first), others));
        let mut before = 0;
        let (mut at, mut chunk, mut next) = (0, NO_CHUNK, 0_u32);
        let (mut last, mut is_sorted) = (key, true);
        for (row, case) in all.chunks_exact_mut(stride).zip(cases) {
            let Some(front) = bytes.get(at..).and_then(|bytes| bytes.first_chunk::<FRONT>()) else { break };
            let (head, length, is_behind) = form.front.read(words, front, row);
            at += length;
            if head.is_new_chunk {
                let later;
                (later, at) = later_at(bytes, at);
                chunk = chunk.wrapping_add(later);
                next = firsts.get(chunk as usize).copied().unwrap_or(0);
            }
            if let (true, Some(place)) = (is_behind, form.front.time) {
                at = read_pair(bytes, at, place, row);
            }
            if has_further {
                at = form.further.read(bytes, at, numbers, row);
            }
            if let Some(place) = first {
                let pair;
                (pair, at) = texts.read(&mut before, bytes, at);
                put_pair(row, *place, pair);
            }
            for (place, before) in carried.iter().zip(others.iter_mut()) {
                let pair;
                (pair, at) = texts.read(before, bytes, at);
                put_pair(row, *place, pair);
            }
            let number = next.wrapping_add(head.index);
            next = number.wrapping_add(1);
            row[stride - 1] = number;
            let key = u64::from(head.case) << 32 | u64::from(number);
            is_sorted &= last <= key;
            last = key;
            *case = head.case;
            if let Some(count) = counts.get_mut(head.case as usize) {
                *count += 1;
            }
        }
        (texts.end, is_sorted.then_some(last))
    }
}

/// By how much a chunk is later, and where that ends.
fn later_at(segment: &[u8], at: usize) -> (u32, usize) {
    let later = segment[at];
    if later < u8::MAX {
        return (u32::from(later), at + 1);
    }
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&segment[at + 1..at + 5]);
    (u32::from_le_bytes(bytes), at + 5)
}
