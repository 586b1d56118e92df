//! A zone's changes of offset, laid out for fast search from either side.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{Tz, TzOffset};

use crate::time::{DAY, SECOND};

/// 1900-01-01 and 2100-01-01, in seconds since 1970.
const FROM: i64 = -2_208_988_800;
const TO: i64 = 4_102_444_800;

/// How far apart a zone is probed for changes, in seconds. No zone leaves an offset and returns to it within that time.
const STEP: i64 = 2 * DAY / SECOND;

/// Times and offsets in milliseconds.
#[derive(Debug)]
pub(super) struct Table {
    first_offset: i64,
    /// Times of change, ascending, and the offset from then on.
    changes: Vec<(i64, i64)>,
    /// Wall-clock times from which on the piece holds, ascending; before the first, the first offset holds.
    pieces: Vec<(i64, Piece)>,
}

/// What is known of a stretch of wall-clock times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Shown once, at this offset.
    Unique(i64),
    /// Never shown: the offset changes over it.
    Gap { before: i64, after: i64 },
    /// Shown twice, at either offset.
    Overlap { before: i64, after: i64 },
}

impl Table {
    pub(super) fn fixed(offset: i64) -> Table {
        Table::new(offset, Vec::new())
    }

    pub(super) fn of(zone: Tz) -> Table {
        let state = |seconds: i64| {
            zone.offset_from_utc_datetime(&DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc())
        };
        let mut changes = Vec::new();
        let mut current = state(FROM);
        let first_offset = milliseconds(&current);
        let mut from = FROM;
        while from < TO {
            let to = from + STEP;
            // A step may hold several changes.
            let mut start = from;
            while current != state(to) {
                start = first_change(start, to, |seconds| state(seconds) != current);
                current = state(start);
                changes.push((start * SECOND, milliseconds(&current)));
            }
            from = to;
        }
        Table::new(first_offset, changes)
    }

    fn new(first_offset: i64, mut changes: Vec<(i64, i64)>) -> Table {
        let mut offset = first_offset;
        // Changes of the abbreviation alone.
        changes.retain(|(_, next)| std::mem::replace(&mut offset, *next) != *next);
        let pieces = pieces(first_offset, &changes);
        Table { first_offset, changes, pieces }
    }

    #[inline]
    pub(super) fn piece_at(&self, local: i64) -> Piece {
        match self.pieces.partition_point(|(from, _)| *from <= local) {
            0 => Piece::Unique(self.first_offset),
            after => self.pieces[after - 1].1,
        }
    }

    #[inline]
    pub(super) fn offset_at(&self, time: i64) -> i64 {
        self.offset_before(self.changes_until(time))
    }

    pub(super) fn spans_from(&self, time: i64) -> impl Iterator<Item = (Option<i64>, i64)> + '_ {
        (self.changes_until(time)..=self.changes.len())
            .map(|index| (self.changes.get(index).map(|(end, _)| *end), self.offset_before(index)))
    }

    /// How many changes there were until a time.
    #[inline]
    fn changes_until(&self, time: i64) -> usize {
        self.changes.partition_point(|(from, _)| *from <= time)
    }

    /// The offset just before the change at `index`.
    #[inline]
    fn offset_before(&self, index: usize) -> i64 {
        if index == 0 { self.first_offset } else { self.changes[index - 1].1 }
    }
}

fn milliseconds(offset: &TzOffset) -> i64 {
    i64::from(offset.fix().local_minus_utc()) * SECOND
}

/// The first of the seconds after `from`, up to `to`, for which `changed` holds; it holds for `to`.
fn first_change(mut from: i64, mut to: i64, changed: impl Fn(i64) -> bool) -> i64 {
    while to - from > 1 {
        let middle = from + (to - from) / 2;
        if changed(middle) { to = middle } else { from = middle }
    }
    to
}

/// Each change makes a gap or an overlap, and after it a stretch of its new offset.
fn pieces(first_offset: i64, changes: &[(i64, i64)]) -> Vec<(i64, Piece)> {
    let mut pieces = Vec::with_capacity(2 * changes.len());
    let mut before = first_offset;
    for &(time, after) in changes {
        let piece = if after > before { Piece::Gap { before, after } } else { Piece::Overlap { before, after } };
        pieces.push((time + before.min(after), piece));
        pieces.push((time + before.max(after), Piece::Unique(after)));
        before = after;
    }
    pieces
}
