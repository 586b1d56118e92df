//! Calendars: open hours and days without work.

use super::super::checker::Checker;
use super::zone;
use crate::diagnostic::codes;
use crate::mapping::Calendar as Written;
use crate::mapping::decode::Name;
use crate::time::{Calendar, DateFormat, HoursError, OpenHours, Weekdays};
use crate::yaml::Key;

/// Binds all calendars.
pub fn calendars(checker: &mut Checker<'_>) -> Vec<(String, Calendar)> {
    let mapping = checker.mapping;
    let bound = mapping
        .calendars
        .iter()
        .filter_map(|(key, written)| Some((key.text.clone(), calendar(checker, key, written)?)));
    bound.collect()
}

fn calendar(checker: &mut Checker<'_>, key: &Key, written: &Written) -> Option<Calendar> {
    let zone = zone(checker, Some(&written.timezone));
    let weekly: Vec<(Weekdays, OpenHours)> = written
        .open
        .days
        .iter()
        .filter_map(|(days, hours)| Some((weekdays(checker, days)?, open_hours(checker, hours)?)))
        .collect();
    let closed: Vec<i32> = written.closed.0.iter().filter_map(|day| date(checker, day)).collect();
    let special: Vec<(i32, OpenHours)> = written
        .special
        .days
        .iter()
        .filter_map(|(day, hours)| Some((date(checker, day)?, open_hours(checker, hours)?)))
        .collect();
    if written.open.is_lost || written.special.is_lost {
        return None;
    }
    if written.open.days.is_empty() && written.special.days.is_empty() {
        let help = "give `open:`, such as `{ mon-fri: \"08:00-18:00\" }`";
        checker.problem(codes::INVALID_CALENDAR, key.span, "the calendar never opens", "no open hours", help);
        return None;
    }
    Some(Calendar::new(zone?, &weekly, &closed, &special))
}

fn weekdays(checker: &mut Checker<'_>, name: &Name) -> Option<Weekdays> {
    Weekdays::parse(&name.text).map_err(|error| report(checker, name, &error)).ok()
}

fn open_hours(checker: &mut Checker<'_>, hours: &Name) -> Option<OpenHours> {
    OpenHours::parse(&hours.text).map_err(|error| report(checker, hours, &error)).ok()
}

fn report(checker: &mut Checker<'_>, name: &Name, error: &HoursError) {
    let span = name.part(error.span.start, error.span.end);
    checker.problem(codes::INVALID_CALENDAR, span, error.to_string(), "can't be read", error.help());
}

fn date(checker: &mut Checker<'_>, name: &Name) -> Option<i32> {
    let day = DateFormat::compile("%Y-%m-%d").ok().and_then(|format| format.parse(name.text.as_bytes()));
    if day.is_none() {
        let message = format!("`{}` is no day", name.text);
        checker.problem(
            codes::INVALID_CALENDAR,
            name.span,
            message,
            "no day",
            "write year, month and day: `2026-12-25`",
        );
    }
    day
}
