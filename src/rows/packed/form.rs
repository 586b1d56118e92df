//! How the rows of a source are packed.

use super::text::{self, Last, TextReader};
use crate::plan::SourcePlan;
use crate::rows::{Arena, CarriedId, Cell};

/// What stands for null in two words.
const NULL_PAIR: u64 = 1 << 63;

/// How the rows of a source are packed.
///
/// A row is a list of numbers: the place of the case in its group, by how much the chunk of input is later than that of
/// the row before, the row's place in that chunk, its words, and its pairs of words, most of which are whole seconds.
/// Four at a time follow a byte that says how many bytes each takes. Behind them stand pairs that are no whole seconds,
/// and carried texts.
#[derive(Debug)]
pub struct Form {
    stride: usize,
    words: Vec<usize>,
    pairs: Vec<usize>,
    carried: Vec<usize>,
}

/// What is known of a row beside its words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Head {
    /// The place of its case in the group.
    pub case: u32,
    /// By how much its chunk is later than that of the row before, modulo 2^32.
    pub chunks: u32,
    /// Its place in the chunk.
    pub index: u32,
}

/// The numbers before the row's own.
const HEAD: usize = 3;
/// A pair that is null, one that follows behind the numbers, and the first one of whole seconds.
const NULL: u32 = 0;
const BEHIND: u32 = 1;
const SECONDS: u32 = 2;

/// The bits of a number that count, by one less than its bytes.
const KEPT: [u32; 4] = [0xff, 0xffff, 0xff_ffff, u32::MAX];
/// How much is read at once at most.
pub const ROOM: usize = 8;

impl Form {
    /// For the rows of a source.
    pub fn of(source: &SourcePlan) -> Self {
        let stride = source.stride;
        let (mut pairs, mut carried) = (Vec::new(), Vec::new());
        let mut is_word = vec![true; stride];
        // The row's number is made of its chunk and its place there.
        is_word[stride - 1] = false;
        for (place, column) in source.columns.iter().filter_map(|column| Some((column.place?, column))) {
            if Cell::width(column.kind, column.is_carried) == 2 {
                is_word[place..place + 2].fill(false);
                if column.is_carried { carried.push(place) } else { pairs.push(place) }
            }
        }
        let words: Vec<usize> = (0..stride).filter(|place| is_word[*place]).collect();
        Self { stride, words, pairs, carried }
    }

    /// Words per row.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// How many numbers a row has.
    pub fn numbers(&self) -> usize {
        HEAD + self.words.len() + self.pairs.len()
    }

    /// The most bytes that a row takes without its carried texts.
    pub fn longest(&self) -> usize {
        self.numbers().div_ceil(4) + 4 * self.numbers() + 8 * self.pairs.len() + ROOM
    }

    /// Packs a row into `out` but for its carried texts, which follow, and gives its length. `numbers` and `out` have room
    /// for those of any row.
    #[inline]
    pub fn pack(&self, head: Head, row: &[u32], numbers: &mut [u32], out: &mut [u8]) -> usize {
        let (of_head, of_row) = numbers.split_at_mut(HEAD);
        of_head.copy_from_slice(&[head.case, head.chunks, head.index]);
        let (of_words, of_pairs) = of_row.split_at_mut(self.words.len());
        // What leads nowhere has all bits: one more, and it is as short as 0.
        for (number, place) in of_words.iter_mut().zip(&self.words) {
            *number = row[*place].wrapping_add(1);
        }
        for (number, place) in of_pairs.iter_mut().zip(&self.pairs) {
            *number = seconds(pair(row, *place));
        }
        let mut at = write(numbers, out);
        for place in &self.pairs {
            let pair = pair(row, *place);
            if seconds(pair) == BEHIND {
                out[at..at + 8].copy_from_slice(&pair.to_le_bytes());
                at += 8;
            }
        }
        at
    }

    /// Packs the carried texts of a row; `last` are the last ones of their columns.
    #[inline]
    pub fn pack_texts(&self, row: &[u32], arena: &Arena, last: &mut [Last], out: &mut Vec<u8>) {
        for (place, last) in self.carried.iter().zip(last) {
            match pair(row, *place) {
                NULL_PAIR => text::write_null(out),
                pair => {
                    let text = arena.get(CarriedId::from_pair(pair)).unwrap_or_default();
                    text::write(last, text.as_bytes(), out);
                }
            }
        }
    }

    /// How many columns are carried.
    pub fn carried(&self) -> usize {
        self.carried.len()
    }

    /// Unpacks the row at `at` into `row`, whose number is left out, and gives what is known of it beside. Its carried
    /// texts are read by `texts`.
    #[inline]
    pub fn unpack(
        &self,
        segment: &[u8],
        at: &mut usize,
        numbers: &mut [u32],
        texts: &mut TextReader,
        row: &mut [u32],
    ) -> Head {
        read(segment, at, numbers);
        let (of_head, of_row) = numbers.split_at(HEAD);
        let (of_words, of_pairs) = of_row.split_at(self.words.len());
        for (number, place) in of_words.iter().zip(&self.words) {
            row[*place] = number.wrapping_sub(1);
        }
        for (number, place) in of_pairs.iter().zip(&self.pairs) {
            let pair = match *number {
                NULL => NULL_PAIR,
                BEHIND => behind(segment, at),
                seconds => u64::from(seconds - SECONDS) * 1000,
            };
            put_pair(row, *place, pair);
        }
        for (column, place) in self.carried.iter().enumerate() {
            put_pair(row, *place, texts.read(column, segment, at).map_or(NULL_PAIR, CarriedId::pair));
        }
        Head { case: of_head[0], chunks: of_head[1], index: of_head[2] }
    }
}

#[inline]
fn pair(row: &[u32], place: usize) -> u64 {
    let words = &row[place..place + 2];
    u64::from(words[0]) | u64::from(words[1]) << 32
}

#[inline]
fn put_pair(row: &mut [u32], place: usize, pair: u64) {
    let words = &mut row[place..place + 2];
    words[0] = (pair & 0xffff_ffff) as u32;
    words[1] = (pair >> 32) as u32;
}

/// The number that stands for a pair.
#[inline]
fn seconds(pair: u64) -> u32 {
    let seconds = pair / 1000;
    if pair == NULL_PAIR {
        NULL
    } else if seconds < u64::from(u32::MAX - SECONDS) && seconds * 1000 == pair {
        seconds as u32 + SECONDS
    } else {
        BEHIND
    }
}

/// Writes numbers, and gives how many bytes they take.
#[inline]
fn write(numbers: &[u32], out: &mut [u8]) -> usize {
    let mut at = 0;
    for four in numbers.chunks(4) {
        let (mut lengths, head) = (0, at);
        at += 1;
        for (shift, number) in (0..).step_by(2).zip(four) {
            let length = (31 - (number | 1).leading_zeros()) / 8;
            out[at..at + 4].copy_from_slice(&number.to_le_bytes());
            at += length as usize + 1;
            lengths |= length << shift;
        }
        out[head] = lengths as u8;
    }
    at
}

/// Reads numbers.
#[inline]
fn read(segment: &[u8], at: &mut usize, numbers: &mut [u32]) {
    let mut next = *at;
    for four in numbers.chunks_mut(4) {
        let mut lengths = segment[next];
        next += 1;
        for number in four {
            let length = usize::from(lengths & 3);
            let mut bytes = [0; 4];
            bytes.copy_from_slice(&segment[next..next + 4]);
            *number = u32::from_le_bytes(bytes) & KEPT[length];
            next += length + 1;
            lengths >>= 2;
        }
    }
    *at = next;
}

#[cold]
fn behind(segment: &[u8], at: &mut usize) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&segment[*at..*at + 8]);
    *at += 8;
    u64::from_le_bytes(bytes)
}
