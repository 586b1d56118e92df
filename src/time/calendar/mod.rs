//! Opening hours: how much open time lies between two times, and when an amount of it has passed.

mod hours;
mod week;

pub use hours::{HoursError, HoursProblem, OpenHours, Weekdays};

use super::{DAY, Zone};
use week::OpenTime;

/// When something is open: hours of weekdays on the wall clock of a zone, without the days that are closed.
///
/// A time is open if the wall clock shows an open time on an open day. So a night of 22:00–06:00 has nine open hours when
/// the clock is set back, and seven when it is set forward. Hours past midnight belong to the next day: they are lost
/// where that day is closed, and stay where only the day before is.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: Zone,
    open: OpenTime,
}

impl Calendar {
    /// A calendar of `weekly` hours (several entries for one weekday add up). On each date (days since 1970-01-01) of
    /// `special` its own hours replace the weekday's, and nothing is open on those of `closed`.
    pub fn new(zone: Zone, weekly: &[(Weekdays, OpenHours)], closed: &[i32], special: &[(i32, OpenHours)]) -> Calendar {
        Calendar { zone, open: OpenTime::new(weekly, closed, special) }
    }

    /// The zone on whose wall clock the hours are.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether it is open at a time; hours begin inclusively and end exclusively.
    pub fn is_open(&self, time: i64) -> bool {
        let local = self.zone.local_of(time.clamp(-HORIZON, HORIZON));
        self.open.until(local + 1) > self.open.until(local)
    }

    /// The open milliseconds from one time to another; 0 if `to` isn't after `from`.
    pub fn open_between(&self, from: i64, to: i64) -> i64 {
        self.open_spans(from).take_while(|span| span.from < to).map(|span| span.open_until(to, &self.open)).sum()
    }

    /// The first time at which `open` open milliseconds have passed since `from`, or `from` if `open` isn't above 0; `None`
    /// if there never are so many.
    pub fn add_open(&self, from: i64, open: i64) -> Option<i64> {
        let mut left = open;
        if left <= 0 {
            return Some(from);
        }
        for span in self.open_spans(from) {
            if let Some(time) = span.add(left, &self.open) {
                return Some(time);
            }
            left -= span.open_until(span.to, &self.open);
        }
        None
    }

    /// The spans of constant offset from a time on.
    fn open_spans(&self, from: i64) -> impl Iterator<Item = Span> + '_ {
        let mut start = from.clamp(-HORIZON, HORIZON);
        self.zone.spans_from(start).map(move |(end, offset)| {
            let span = Span { from: start, to: end.unwrap_or(HORIZON), offset };
            start = span.to;
            span
        })
    }
}

/// Times further than this from 1970, some 100 million years, are out of reach, so that sums stay within range.
const HORIZON: i64 = 45_000_000_000 * DAY;

/// A stretch of time over which the wall clock runs evenly.
struct Span {
    from: i64,
    to: i64,
    offset: i64,
}

impl Span {
    fn open_until(&self, to: i64, open: &OpenTime) -> i64 {
        let to = to.min(self.to).max(self.from);
        open.until(to + self.offset) - open.until(self.from + self.offset)
    }

    /// The time at which so much open time has passed since the span's start, if within the span.
    fn add(&self, amount: i64, open: &OpenTime) -> Option<i64> {
        let reached = open.until(self.from + self.offset).checked_add(amount)?;
        if open.until(self.to + self.offset) < reached {
            return None;
        }
        Some(open.first_reaching(reached, self.from + self.offset, self.to + self.offset) - self.offset)
    }
}
