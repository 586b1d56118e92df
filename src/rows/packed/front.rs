//! The front of a packed row: where it belongs, and the columns that most sources have.
//!
//! It begins with bits: the place of the case in its group, whether the row begins a chunk of input, by how many bytes each
//! number takes, and flags. Then come four bytes for the time, where the source has one, and the numbers: the row's place in its chunk, and words.

use super::pair::{BEHIND, number_of, pair, pair_of, put_pair};

/// How many bytes a front takes at most, and how many of it are read or written at once.
pub const FRONT: usize = 64;
/// How many words a front has at most, beside the row's place.
pub const MOST_WORDS: usize = 6;
/// How many flags.
pub const MOST_FLAGS: usize = 4;

/// The bits that hold the place of the case in its group.
const CASE_BITS: u32 = 10;
/// The first bit of the lengths of numbers.
const LENGTHS: u32 = CASE_BITS + 1;
/// The bits of a number that count, by one less than its bytes.
const KEPT: [u32; 4] = [0xff, 0xffff, 0xff_ffff, u32::MAX];

const _: () = assert!(super::GROUP <= 1 << CASE_BITS);

/// Which columns stand in the front.
#[derive(Debug)]
pub struct Front {
    /// The place of the time.
    pub time: Option<usize>,
    /// Places of words of which only the lowest two bits are used.
    pub flags: Vec<usize>,
    /// Places of words of all kinds.
    pub words: Vec<usize>,
    bytes: usize,
}

/// What is known of a row beside its words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Head {
    /// The place of its case in the group.
    pub case: u32,
    /// Whether the row before it in the segment is of another chunk.
    pub is_new_chunk: bool,
    /// Its place in the chunk: from the row before on, where that is of the same.
    pub index: u32,
}

impl Front {
    /// With these columns: at most [`MOST_WORDS`] words and [`MOST_FLAGS`] flags.
    pub fn new(time: Option<usize>, flags: Vec<usize>, words: Vec<usize>) -> Self {
        let bits = LENGTHS as usize + 2 * (1 + words.len() + flags.len());
        Self { time, flags, words, bytes: bits.div_ceil(8) }
    }

    /// Writes a row's front, and gives its length, and the time if that has to follow behind. `words` are the places of its
    /// words.
    #[inline(always)]
    pub fn write<const N: usize>(
        &self,
        words: [usize; N],
        head: Head,
        row: &[u32],
        out: &mut [u8; FRONT],
    ) -> (usize, Option<u64>) {
        let mut bits = u64::from(head.case) | u64::from(head.is_new_chunk) << CASE_BITS;
        let mut shift = LENGTHS;
        let index_length = length(head.index);
        bits |= u64::from(index_length) << shift;
        let (mut numbers, mut lengths) = ([0; N], [0; N]);
        for ((number, own_length), place) in numbers.iter_mut().zip(&mut lengths).zip(words) {
            // What leads nowhere has all bits: one more, and it is as short as 0.
            *number = row[place].wrapping_add(1);
            *own_length = length(*number);
            shift += 2;
            bits |= u64::from(*own_length) << shift;
        }
        for place in &self.flags {
            shift += 2;
            bits |= u64::from(row[*place] & 3) << shift;
        }
        out[..8].copy_from_slice(&bits.to_le_bytes());
        let (mut at, mut behind) = (self.bytes & 7, None);
        if let Some(place) = self.time {
            let time = pair(row, place);
            let number = number_of(time);
            behind = (number == BEHIND).then_some(time);
            put(out, at, number);
            at += 4;
        }
        put(out, at, head.index);
        at += index_length as usize + 1;
        for (number, length) in numbers.into_iter().zip(lengths) {
            put(out, at, number);
            at += length as usize + 1;
        }
        (at, behind)
    }

    /// Reads a row's front, and gives its length, and whether its time follows behind.
    #[inline(always)]
    pub fn read<const N: usize>(&self, words: [usize; N], front: &[u8; FRONT], row: &mut [u32]) -> (Head, usize, bool) {
        let bits = front.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let mut at = self.bytes & 7;
        let mut is_behind = false;
        if let Some(place) = self.time {
            match pair_of(get(front, at)) {
                Some(pair) => put_pair(row, place, pair),
                None => is_behind = true,
            }
            at += 4;
        }
        let mut shift = LENGTHS;
        let mut number = || {
            let length = (bits >> shift & 3) as usize;
            let number = get(front, at) & KEPT[length];
            (shift, at) = (shift + 2, at + length + 1);
            number
        };
        let index = number();
        for place in words {
            row[place] = number().wrapping_sub(1);
        }
        for place in &self.flags {
            row[*place] = (bits >> shift & 3) as u32;
            shift += 2;
        }
        let case = (bits & ((1 << CASE_BITS) - 1)) as u32;
        (Head { case, is_new_chunk: bits >> CASE_BITS & 1 == 1, index }, at, is_behind)
    }
}

/// One less than the bytes that a number takes.
#[inline]
fn length(number: u32) -> u32 {
    (number | 1).ilog2() / 8
}

#[inline(always)]
fn put(out: &mut [u8; FRONT], at: usize, number: u32) {
    out[at..at + 4].copy_from_slice(&number.to_le_bytes());
}

#[inline(always)]
fn get(front: &[u8; FRONT], at: usize) -> u32 {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&front[at..at + 4]);
    u32::from_le_bytes(bytes)
}
