//! Time zones: from wall-clock times to times, and back.

mod name;
mod table;

pub use name::UnknownZone;

use std::sync::{Arc, OnceLock};

use chrono_tz::Tz;

use super::SECOND;
use table::{Piece, Table};

/// A time zone, with every change of its offset from 1900 to 2100; before and after, the first and last offsets hold.
#[derive(Debug, Clone)]
pub struct Zone {
    name: Arc<str>,
    offsets: Arc<Offsets>,
}

/// The offsets of a zone. Finding all changes takes a while, and checking a mapping needs none of them.
#[derive(Debug)]
enum Offsets {
    Fixed(Table),
    Of(Tz, OnceLock<Table>),
}

/// What a wall-clock time becomes that the zone skips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gap {
    /// The time by the offset before the gap, so that the wall clock shows it later by the gap's length.
    #[default]
    Forward,
    /// The time by the offset after the gap, so that the wall clock shows it earlier by the gap's length.
    Backward,
    /// No time.
    Reject,
}

/// Which time a wall-clock time becomes that the zone shows twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlap {
    /// The first of the two.
    #[default]
    Earlier,
    /// The second of the two.
    Later,
    /// No time.
    Reject,
}

/// What becomes of wall-clock times that a zone skips or shows twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DstPolicy {
    /// For those skipped.
    pub gap: Gap,
    /// For those shown twice.
    pub overlap: Overlap,
}

/// A wall-clock time placed in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// The zone shows it once, at this time.
    Unique(i64),
    /// The zone skips it: the time by the policy, `None` where that rejects it.
    Gap(Option<i64>),
    /// The zone shows it twice: the time by the policy, `None` where that rejects it.
    Overlap(Option<i64>),
}

impl Resolved {
    /// The time, unless the policy rejected it.
    pub fn time(self) -> Option<i64> {
        match self {
            Resolved::Unique(time) => Some(time),
            Resolved::Gap(time) | Resolved::Overlap(time) => time,
        }
    }
}

impl Zone {
    /// A zone by its IANA name, `UTC`, or a fixed offset such as `+02:00`.
    ///
    /// # Errors
    /// No zone has the name; names are case-sensitive.
    pub fn named(name: &str) -> Result<Zone, UnknownZone> {
        let offsets = match name::fixed_offset(name) {
            Some(seconds) => Offsets::Fixed(Table::fixed(i64::from(seconds) * SECOND)),
            None => Offsets::Of(name.parse().map_err(|_| UnknownZone::new(name))?, OnceLock::new()),
        };
        Ok(Zone { name: name.into(), offsets: Arc::new(offsets) })
    }

    #[inline]
    fn table(&self) -> &Table {
        match &*self.offsets {
            Offsets::Fixed(table) => table,
            Offsets::Of(zone, table) => table.get_or_init(|| Table::of(*zone)),
        }
    }

    /// The name as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The time at which the zone's wall clock shows `local`.
    #[inline]
    pub fn resolve(&self, local: i64, policy: DstPolicy) -> Resolved {
        match self.table().piece_at(local) {
            Piece::Unique(offset) => Resolved::Unique(local.saturating_sub(offset)),
            Piece::Gap { before, after } => Resolved::Gap(match policy.gap {
                Gap::Forward => Some(local.saturating_sub(before)),
                Gap::Backward => Some(local.saturating_sub(after)),
                Gap::Reject => None,
            }),
            Piece::Overlap { before, after } => Resolved::Overlap(match policy.overlap {
                Overlap::Earlier => Some(local.saturating_sub(before)),
                Overlap::Later => Some(local.saturating_sub(after)),
                Overlap::Reject => None,
            }),
        }
    }

    /// What the zone's wall clock shows at a time.
    #[inline]
    pub fn local_of(&self, time: i64) -> i64 {
        time.saturating_add(self.table().offset_at(time))
    }

    /// The spans of constant offset from a time on: each one's end (the last has none) and offset in milliseconds.
    pub(super) fn spans_from(&self, time: i64) -> impl Iterator<Item = (Option<i64>, i64)> + '_ {
        self.table().spans_from(time)
    }
}
