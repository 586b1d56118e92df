//! Open time on the wall clock, as a sum that any time can be looked up in.

use std::collections::BTreeMap;

use super::{OpenHours, Weekdays};
use crate::time::DAY;
use crate::time::civil::weekday_of_day;

/// Open stretches of one day in milliseconds since midnight: ascending, apart, within the day.
type DayHours = Vec<(i64, i64)>;

/// The wall clock's open time since a Monday before 1970.
#[derive(Debug, Clone)]
pub(super) struct OpenTime {
    weekdays: [DayHours; 7],
    /// Open time of a week before each weekday, and of the whole week.
    before: [i64; 8],
    /// Days that differ from their weekday, ascending.
    exceptions: Vec<Exception>,
}

#[derive(Debug, Clone)]
struct Exception {
    day: i64,
    hours: DayHours,
    /// How much this and all earlier exceptions add to what the weekdays have; below 0 where they take.
    added: i64,
}

impl OpenTime {
    pub(super) fn new(weekly: &[(Weekdays, OpenHours)], closed: &[i32], special: &[(i32, OpenHours)]) -> OpenTime {
        let weekdays = weekdays(weekly);
        let mut before = [0; 8];
        for (day, hours) in weekdays.iter().enumerate() {
            before[day + 1] = before[day] + length(hours);
        }
        let mut added = 0;
        let exceptions = exceptions(&weekdays, closed, special)
            .into_iter()
            .map(|(day, hours)| {
                added += length(&hours) - length(&weekdays[usize::from(weekday_of_day(day))]);
                Exception { day, hours, added }
            })
            .collect();
        OpenTime { weekdays, before, exceptions }
    }

    /// Open time up to a wall-clock time. Never falls from one to a later one.
    pub(super) fn until(&self, local: i64) -> i64 {
        let day = local.div_euclid(DAY);
        let of_day = local.rem_euclid(DAY);
        let today = self.hours_of(day).iter().map(|(from, to)| of_day.clamp(*from, *to) - from).sum::<i64>();
        self.until_day(day) + today
    }

    /// The first wall-clock time up to which the open time is `reached`. It lies after `from` and not after `to`.
    pub(super) fn first_reaching(&self, reached: i64, from: i64, to: i64) -> i64 {
        let first = self.day_reaching(reached, from.div_euclid(DAY), to.div_euclid(DAY));
        let mut left = reached - self.until_day(first);
        for (from, to) in self.hours_of(first) {
            if left <= to - from {
                return first * DAY + from + left;
            }
            left -= to - from;
        }
        to
    }

    /// The first day from `first` to `last` by whose end the open time is `reached`.
    fn day_reaching(&self, reached: i64, mut first: i64, mut last: i64) -> i64 {
        // It mostly lies near `first`, so strides grow from there.
        let mut stride = 1;
        while first + stride < last && self.until_day(first + stride) < reached {
            first += stride;
            stride *= 2;
        }
        last = last.min(first + stride);
        while first < last {
            let middle = first + (last - first) / 2;
            if self.until_day(middle + 1) >= reached { last = middle } else { first = middle + 1 }
        }
        first
    }

    fn until_day(&self, day: i64) -> i64 {
        let exceptions = self.exceptions.partition_point(|exception| exception.day < day);
        let added = if exceptions == 0 { 0 } else { self.exceptions[exceptions - 1].added };
        let weeks = (day + 3).div_euclid(7);
        weeks * self.before[7] + self.before[usize::from(weekday_of_day(day))] + added
    }

    fn hours_of(&self, day: i64) -> &[(i64, i64)] {
        match self.exceptions.binary_search_by_key(&day, |exception| exception.day) {
            Ok(index) => &self.exceptions[index].hours,
            Err(_) => &self.weekdays[usize::from(weekday_of_day(day))],
        }
    }
}

fn length(hours: &[(i64, i64)]) -> i64 {
    hours.iter().map(|(from, to)| to - from).sum()
}

fn weekdays(weekly: &[(Weekdays, OpenHours)]) -> [DayHours; 7] {
    let mut weekdays: [DayHours; 7] = Default::default();
    for (days, hours) in weekly {
        for day in days.iter() {
            weekdays[usize::from(day)].extend(hours.of_day());
            weekdays[usize::from((day + 1) % 7)].extend(hours.after_midnight());
        }
    }
    weekdays.map(merge)
}

/// The days that aren't like their weekday, with their hours.
fn exceptions(weekdays: &[DayHours; 7], closed: &[i32], special: &[(i32, OpenHours)]) -> BTreeMap<i64, DayHours> {
    let mut days: BTreeMap<i64, DayHours> = BTreeMap::new();
    for (date, hours) in special {
        days.entry(i64::from(*date)).or_default().extend(hours.of_day());
    }
    for (date, hours) in special {
        let next = i64::from(*date) + 1;
        let usual = || weekdays[usize::from(weekday_of_day(next))].clone();
        let mut night = hours.after_midnight().peekable();
        if night.peek().is_some() {
            days.entry(next).or_insert_with(usual).extend(night);
        }
    }
    days.extend(closed.iter().map(|date| (i64::from(*date), Vec::new())));
    days.into_iter().map(|(day, hours)| (day, merge(hours))).collect()
}

/// Puts stretches in order and joins those that touch.
fn merge(mut hours: DayHours) -> DayHours {
    hours.sort_unstable();
    let mut merged: DayHours = Vec::with_capacity(hours.len());
    for (from, to) in hours {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}
