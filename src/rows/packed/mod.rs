//! Rows of cases in few bytes: they are written as they are read, group of cases by group, and unpacked a group at a time.
//!
//! A group's rows stand in segments, in each of which rows follow each other. So rows needn't be sorted in memory as a
//! whole, and what one thread works on at a time fits its core's own memory.

mod form;
mod group;
mod packer;

pub use form::Form;
pub use group::{CaseTables, Packed};
pub use packer::Packer;

/// How many cases a group has.
pub const GROUP: u32 = 1000;

/// The arenas of carried texts that stand in segments have numbers from here on.
const SEGMENTS: u32 = 1 << 30;

/// A length below this takes one byte; of a longer one four bytes follow.
const LONG: u8 = u8::MAX;

/// The text whose length stands at `start`.
pub(super) fn text_at(segment: &[u8], start: usize) -> Option<&str> {
    let (length, begin) = match *segment.get(start)? {
        LONG => {
            let length = segment.get(start + 1..start + 5)?.try_into().ok()?;
            (u32::from_le_bytes(length) as usize, start + 5)
        }
        length => (usize::from(length), start + 1),
    };
    str::from_utf8(segment.get(begin..begin + length)?).ok()
}

/// Which segment an arena's number stands for, where it does.
pub(super) fn segment_of(arena: usize) -> Option<usize> {
    arena.checked_sub(SEGMENTS as usize)
}
