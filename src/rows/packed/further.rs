//! The columns of a packed row that find no place in its front: numbers, four at a time behind a byte that says how many
//! bytes each takes. Behind them stand pairs that are no whole seconds.

use super::pair::{BEHIND, number_of, pair, pair_of, put_pair};

/// The bits of a number that count, by one less than its bytes.
const KEPT: [u32; 4] = [0xff, 0xffff, 0xff_ffff, u32::MAX];
/// How many bytes are read or written at once at most.
const AT_ONCE: usize = 8;

/// Which columns these are.
#[derive(Debug)]
pub struct Further {
    /// Places of words.
    pub words: Vec<usize>,
    /// Places of pairs of words.
    pub pairs: Vec<usize>,
}

impl Further {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.pairs.is_empty()
    }

    /// How many bytes they take at most.
    pub fn longest(&self) -> usize {
        let numbers = self.words.len() + self.pairs.len();
        numbers.div_ceil(4) + 4 * numbers + 8 * self.pairs.len() + AT_ONCE
    }

    /// Writes those of a row from `at` on, and gives where they end. `numbers` is memory to work in.
    pub fn write(&self, row: &[u32], numbers: &mut Vec<u32>, out: &mut [u8], at: usize) -> usize {
        numbers.clear();
        numbers.extend(self.words.iter().map(|place| row[*place].wrapping_add(1)));
        numbers.extend(self.pairs.iter().map(|place| number_of(pair(row, *place))));
        let mut at = write_numbers(numbers, out, at);
        for place in &self.pairs {
            let pair = pair(row, *place);
            if number_of(pair) == BEHIND {
                at = write_pair(pair, out, at);
            }
        }
        at
    }

    /// Reads those of a row from `at` on, and gives where they end.
    pub fn read(&self, segment: &[u8], at: usize, numbers: &mut Vec<u32>, row: &mut [u32]) -> usize {
        numbers.clear();
        numbers.resize(self.words.len() + self.pairs.len(), 0);
        let mut at = read_numbers(segment, at, numbers);
        let (of_words, of_pairs) = numbers.split_at(self.words.len());
        for (number, place) in of_words.iter().zip(&self.words) {
            row[*place] = number.wrapping_sub(1);
        }
        for (number, place) in of_pairs.iter().zip(&self.pairs) {
            match pair_of(*number) {
                Some(pair) => put_pair(row, *place, pair),
                None => at = read_pair(segment, at, *place, row),
            }
        }
        at
    }
}

/// Writes a pair as it is, and gives where it ends.
pub fn write_pair(pair: u64, out: &mut [u8], at: usize) -> usize {
    out[at..at + 8].copy_from_slice(&pair.to_le_bytes());
    at + 8
}

/// Reads a pair as it is, and gives where it ends.
pub fn read_pair(segment: &[u8], at: usize, place: usize, row: &mut [u32]) -> usize {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&segment[at..at + 8]);
    put_pair(row, place, u64::from_le_bytes(bytes));
    at + 8
}

#[inline]
fn write_numbers(numbers: &[u32], out: &mut [u8], mut at: usize) -> usize {
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

#[inline]
fn read_numbers(segment: &[u8], mut at: usize, numbers: &mut [u32]) -> usize {
    for four in numbers.chunks_mut(4) {
        let mut lengths = segment[at];
        at += 1;
        for number in four {
            let length = usize::from(lengths & 3);
            let mut bytes = [0; 4];
            bytes.copy_from_slice(&segment[at..at + 4]);
            *number = u32::from_le_bytes(bytes) & KEPT[length];
            at += length + 1;
            lengths >>= 2;
        }
    }
    at
}
