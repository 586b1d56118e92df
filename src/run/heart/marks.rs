//! What is noted of each row of a case while it is worked on: a word each.
//!
//! Its lowest bits are the fates that apply. Then comes the first field that the row changed, and then the activities to
//! which others yield and which have an event from it.

use crate::run::case::{NONE, Origin};
use crate::run::tally::Fate;

/// Where the field stands, one higher than its number; 0 is none.
const FIELD_SHIFT: u32 = 16;
/// The highest number there; it stands for all from there on.
const LAST_FIELD: u64 = 0xffff;
/// Where the activities stand.
const WINNERS_SHIFT: u32 = 32;

/// Marks a row with a fate that applies to it.
#[inline]
pub fn mark(marks: &mut [Vec<u64>], origin: Origin, fate: Fate) {
    add(marks, origin, fate.bit());
}

/// What notes that a row gave an event to the winner of that number.
#[inline]
const fn winner_bit(winner: u32) -> u64 {
    1 << (WINNERS_SHIFT + winner)
}

/// What notes that a row gave an event to the winners whose numbers are the places of bits.
#[inline]
pub fn winner_bits(winners: u32) -> u64 {
    u64::from(winners) << WINNERS_SHIFT
}

/// Notes that a row gave an event to the winner of that number.
#[inline]
pub fn add_winner(marks: &mut [Vec<u64>], origin: Origin, winner: u32) {
    add(marks, origin, winner_bit(winner));
}

/// Whether a row gave an event to the winner of that number.
#[inline]
pub fn has_winner(marks: &[Vec<u64>], origin: Origin, winner: u32) -> bool {
    let of_row = marks.get(origin.source as usize).and_then(|marks| marks.get(origin.row as usize));
    of_row.is_some_and(|marks| marks & winner_bit(winner) != 0)
}

/// Notes that a row changed a field; of several the first counts, which comes first.
#[inline]
pub fn add_field(marks: &mut u64, field: usize) {
    if first_field(*marks).is_none() {
        *marks |= (field as u64 + 1).min(LAST_FIELD) << FIELD_SHIFT;
    }
}

/// The first field that a row changed, or one before it.
#[inline]
pub fn first_field(marks: u64) -> Option<usize> {
    ((marks >> FIELD_SHIFT & LAST_FIELD) as usize).checked_sub(1)
}

#[inline]
fn add(marks: &mut [Vec<u64>], origin: Origin, bits: u64) {
    if origin.row != NONE {
        marks[origin.source as usize][origin.row as usize] |= bits;
    }
}
