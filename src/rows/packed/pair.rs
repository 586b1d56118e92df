//! Values of two words, most of which are whole seconds.

/// What stands for null in two words.
pub const NULL_PAIR: u64 = 1 << 63;

/// What stands for a pair that is null.
const NULL: u32 = 0;
/// What stands for a pair that follows behind the row's numbers.
pub const BEHIND: u32 = 1;
/// What stands for the first whole second.
const SECONDS: u32 = 2;

/// The two words at a place of a row.
#[inline]
pub fn pair(row: &[u32], place: usize) -> u64 {
    let words = &row[place..place + 2];
    u64::from(words[0]) | u64::from(words[1]) << 32
}

/// Puts two words at a place of a row.
#[inline]
pub fn put_pair(row: &mut [u32], place: usize, pair: u64) {
    let words = &mut row[place..place + 2];
    words[0] = (pair & 0xffff_ffff) as u32;
    words[1] = (pair >> 32) as u32;
}

/// The number that stands for a pair.
#[inline]
pub fn number_of(pair: u64) -> u32 {
    let seconds = pair / 1000;
    if seconds < u64::from(u32::MAX - SECONDS) && seconds * 1000 == pair {
        seconds as u32 + SECONDS
    } else if pair == NULL_PAIR {
        NULL
    } else {
        BEHIND
    }
}

/// The pair for which a number stands; `None` for one that follows behind.
#[inline]
pub fn pair_of(number: u32) -> Option<u64> {
    match number {
        NULL => Some(NULL_PAIR),
        BEHIND => None,
        seconds => Some(u64::from(seconds - SECONDS) * 1000),
    }
}
