//! Times: formats tried in order, then the zone.

use super::{Fault, Reading, no_time};
use crate::plan::{CellReader, LocalTime};
use crate::rows::Cell;
use crate::time::{Era, Parsed, Resolved, TimeFormat, Zone, is_representable};

/// Reads times.
#[derive(Debug)]
pub struct TimeParser {
    /// The formats, and whether one that exchanges day and month reads the same texts.
    formats: Vec<(TimeFormat, bool)>,
    local: LocalTime,
}

/// What was noticed of a column's values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TimeNotes {
    /// Wall-clock times that the zone skips.
    pub gaps: u64,
    /// Wall-clock times that the zone shows twice.
    pub overlaps: u64,
    /// Values that would be other days if day and month were exchanged.
    pub exchangeable: u64,
    /// A value tells day and month apart.
    pub is_clear: bool,
    /// Texts that are no telephone number or mail address, and null.
    pub unusable: u64,
}

impl TimeNotes {
    /// Adds what was noticed elsewhere.
    pub fn add(&mut self, other: Self) {
        self.gaps += other.gaps;
        self.overlaps += other.overlaps;
        self.exchangeable += other.exchangeable;
        self.is_clear |= other.is_clear;
        self.unusable += other.unusable;
    }

    /// Whether all values could be read with day and month exchanged.
    pub fn is_ambiguous(&self) -> bool {
        self.exchangeable > 0 && !self.is_clear
    }

    fn look_at(&mut self, parsed: &Parsed) {
        let (day, month) = parsed.day_and_month();
        self.is_clear |= day > 12;
        self.exchangeable += u64::from(day <= 12 && day != month);
    }
}

impl TimeParser {
    pub fn new(reader: &CellReader, timezone: Option<&Zone>) -> Self {
        let formats =
            reader.formats.iter().map(|format| (format.clone(), format.day_month_swapped().is_some())).collect();
        Self { formats, local: with_zone(&reader.local, timezone) }
    }

    /// The era of its years.
    pub fn era(&self) -> Era {
        self.formats.iter().map(|(format, _)| format.era()).find(|era| *era != Era::Common).unwrap_or_default()
    }

    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.formats.iter().map(|(format, _)| format.pattern())
    }

    /// Whether [`DayRead`](crate::time::DayRead) reads most of its texts.
    pub fn is_iso8601(&self) -> bool {
        self.formats.first().is_some_and(|(format, _)| format.is_iso8601())
    }

    #[inline]
    pub fn read<'a>(&self, text: &str, notes: &mut TimeNotes) -> Reading<'a> {
        let found = self.formats.iter().find_map(|(format, swaps)| Some((format.parse(text.as_bytes())?, *swaps)));
        let Some((parsed, swaps)) = found else { return self.unread(text) };
        if swaps && !notes.is_clear {
            notes.look_at(&parsed);
        }
        match (parsed.time(), &self.local.zone) {
            // The offset may lead out of the years that can be written.
            (Some(time), _) if !is_representable(time) => Reading::Unreadable(Fault::NoSuchTime),
            (Some(time), _) => Reading::Cell(Cell::Time(time)),
            (None, Some(zone)) => match place_in_zone(parsed.local, zone, &self.local, notes) {
                Some(time) if !is_representable(time) => Reading::Unreadable(Fault::NoSuchTime),
                Some(time) => Reading::Cell(Cell::Time(time)),
                None => Reading::Unreadable(Fault::ClockChange),
            },
            (None, None) => Reading::Naive,
        }
    }

    #[cold]
    fn unread<'a>(&self, text: &str) -> Reading<'a> {
        let is_read = |text: &[u8]| self.formats.iter().any(|(format, _)| format.parse(text).is_some());
        Reading::Unreadable(no_time(text, is_read))
    }
}

/// The mapping's zone, else the run's.
pub fn with_zone(local: &LocalTime, timezone: Option<&Zone>) -> LocalTime {
    LocalTime { zone: local.zone.clone().or_else(|| timezone.cloned()), policy: local.policy }
}

/// The time at which the zone's clock shows `wall`; `None` where the policy rejects it.
#[inline]
pub fn place_in_zone(wall: i64, zone: &Zone, local: &LocalTime, notes: &mut TimeNotes) -> Option<i64> {
    let resolved = zone.resolve(wall, local.policy);
    match resolved {
        Resolved::Unique(_) => {}
        Resolved::Gap(_) => notes.gaps += 1,
        Resolved::Overlap(_) => notes.overlaps += 1,
    }
    resolved.time()
}
