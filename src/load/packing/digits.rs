//! Keys as numbers: each of some of their bytes is a digit, of the values that it has in any key.

use std::ops::Range;

use rayon::iter::ParallelIterator;

use super::index::{Keys, Stretch};
use crate::read::csv::WINDOW;

/// What makes a number of a key.
#[derive(Debug)]
pub struct Digits {
    digits: Vec<Digit>,
    /// All numbers are below.
    bound: usize,
    /// Where the last digit ends.
    end: usize,
}

#[derive(Debug)]
struct Digit {
    /// Which byte of a key it is.
    place: usize,
    /// How many values it has.
    values: usize,
    /// What each byte adds to the number: of one that is a value, how many lower ones are, as often as there are numbers of
    /// the digits behind it.
    parts: [u32; 256],
}

/// How many bytes at the end of a key can be digits, at most: a beginning and they are all of it.
pub(super) const REST: usize = 8;
/// What a byte adds that is no value: with it, no number is below the bound, and no sum of them is too large.
const NO_VALUE: u32 = 1 << 26;
/// No bound is greater.
const MOST: usize = 1 << 24;

/// For each byte, whether it occurs.
type Occurs = [bool; 256];

impl Digits {
    /// With as many of these bytes of keys, from the first on, as give no more numbers than that: up to their ends, and no
    /// more than [`REST`]. From byte `tail` on keys are compared as they are.
    pub(super) fn of(keys: &Keys, places: Range<usize>, tail: usize, most: usize) -> Self {
        let none = || vec![[false; 256]; REST];
        let occurs = keys.stretches().map(occurring).reduce(none, |mut one, other| {
            let pairs = one.iter_mut().flatten().zip(other.iter().flatten());
            pairs.for_each(|(one, other)| *one |= *other);
            one
        });
        let mut digits = Self { digits: Vec::new(), bound: 1, end: places.start };
        let of_places = occurs.iter().skip(REST - places.len());
        for (place, occurs) in places.zip(of_places) {
            let digit = Digit::of(place, occurs);
            if digits.bound * digit.values > most.min(MOST) {
                break;
            }
            digits.bound *= digit.values;
            digits.end = place + 1;
            // What is the same in all of them and compared anyway tells nothing.
            if digit.values > 1 || place < tail {
                digits.digits.push(digit);
            }
        }
        let mut behind = 1;
        for digit in digits.digits.iter_mut().rev() {
            digit.parts.iter_mut().filter(|part| **part != NO_VALUE).for_each(|part| *part *= behind);
            behind *= digit.values as u32;
        }
        digits
    }

    /// The numbers of all keys are below.
    pub(super) fn bound(&self) -> usize {
        self.bound
    }

    /// Where the last digit ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The number of a key: those of keys have their order. A text with a digit that no key has isn't below the bound,
    /// or differs from all keys behind `tail`.
    #[inline(always)]
    pub(super) fn number(&self, key: &[u8; WINDOW]) -> usize {
        let part = |digit: &Digit| digit.parts[usize::from(key[digit.place % WINDOW])];
        self.digits.iter().map(|digit| part(digit) as usize).sum()
    }
}

impl Digit {
    fn of(place: usize, occurs: &Occurs) -> Self {
        let mut values = 0;
        let parts = occurs.map(|occurs| {
            let rank = values;
            values += u32::from(occurs);
            if occurs { rank } else { NO_VALUE }
        });
        Self { place, values: values as usize, parts }
    }
}

/// Which bytes occur at each of the last places of keys.
fn occurring(keys: &Stretch) -> Vec<Occurs> {
    let (mut occurs, mut before) = (vec![[false; 256]; REST], None);
    for key in keys.iter().filter_map(<[u8]>::last_chunk::<REST>) {
        let word = u64::from_le_bytes(*key);
        // Keys that follow each other differ in few places.
        let mut differing = before.replace(word).map_or(u64::MAX, |before| before ^ word);
        while differing != 0 {
            let place = differing.trailing_zeros() as usize / 8;
            occurs[place][usize::from(key[place])] = true;
            differing &= !(0xff << (8 * place));
        }
    }
    occurs
}
