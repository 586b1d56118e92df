//! Times and durations: making them, taking them apart.

use chrono::{DateTime, Datelike, Timelike, Utc};
use rhai::Dynamic;

use super::operators::too_large;
use super::{Library, OnNull, Outcome, Receiver, Unary, type_fault, wrong_argument};
use crate::script::value::{Duration, Time, Value};

const UNITS: [(&str, i64); 5] =
    [("ms", 1), ("seconds", 1_000), ("minutes", 60_000), ("hours", 3_600_000), ("days", 86_400_000)];

pub(super) fn register(library: &mut Library) {
    library.engine.register_type_with_name::<Time>("time").register_type_with_name::<Duration>("duration");
    for (name, millis) in UNITS {
        library.function(name, 1, move |arguments| length(name, &*arguments[0], millis));
        library.method(Receiver::Duration, OnNull::Null, name, 0, move |_, arguments| {
            in_units(name, &*arguments[0], millis)
        });
    }
    for (name, part) in PARTS {
        library.method(Receiver::Time, OnNull::Null, name, 0, move |_, arguments| part_of(name, part, &*arguments[0]));
    }
    for (name, text) in TEXTS {
        library.method(Receiver::Time, OnNull::Null, name, 0, move |_, arguments| text_of(name, text, &*arguments[0]));
    }
}

/// Those of these methods that take no argument, but units.
pub(super) fn unary(name: &str) -> Option<Unary> {
    if let Some((name, part)) = PARTS.into_iter().find(|(known, _)| *known == name) {
        return Some(Box::new(
            move |value| if value.is_unit() { Ok(Dynamic::UNIT) } else { part_of(name, part, value) },
        ));
    }
    let (name, text) = TEXTS.into_iter().find(|(known, _)| *known == name)?;
    Some(Box::new(move |value| if value.is_unit() { Ok(Dynamic::UNIT) } else { text_of(name, text, value) }))
}

/// A unit of durations, by the name of its function, and its milliseconds.
pub(in crate::script) fn unit(name: &str) -> Option<(&'static str, i64)> {
    UNITS.into_iter().find(|(known, _)| *known == name)
}

fn part_of(name: &str, part: Part, value: &Dynamic) -> Outcome {
    Ok(part(time_of(name, value)?.in_utc().ok_or_else(beyond_calendars)?).into())
}

type AsText = fn(Time) -> Option<String>;

const TEXTS: [(&str, AsText); 2] = [("date_text", Time::date_text), ("time_text", Time::text)];

fn text_of(name: &str, text: AsText, value: &Dynamic) -> Outcome {
    Ok(text(time_of(name, value)?).ok_or_else(beyond_calendars)?.into())
}

type Part = fn(DateTime<Utc>) -> i64;

const PARTS: [(&str, Part); 6] = [
    ("year", |time| time.year().into()),
    ("month", |time| time.month().into()),
    ("day", |time| time.day().into()),
    ("hour", |time| time.hour().into()),
    ("minute", |time| time.minute().into()),
    // ISO 8601: Monday is 1, Sunday is 7.
    ("weekday", |time| time.weekday().number_from_monday().into()),
];

/// `minutes(10)`; a number with a fraction is rounded to milliseconds.
pub(in crate::script) fn length(name: &'static str, value: &Dynamic, millis: i64) -> Outcome {
    if value.is_unit() {
        return Ok(Dynamic::UNIT);
    }
    let total = if let Ok(integer) = value.as_int() {
        integer.checked_mul(millis)
    } else if let Ok(number) = value.as_float() {
        super::number::to_whole((number * millis as f64).round())
    } else {
        return Err(wrong_argument(name, "a number", value));
    };
    total.map(|total| Dynamic::from(Duration(total))).ok_or_else(|| too_large(name))
}

/// `duration.minutes()`
fn in_units(name: &str, value: &Dynamic, millis: i64) -> Outcome {
    let Some(duration) = value.read_lock::<Duration>() else { return Err(wrong_argument(name, "a duration", value)) };
    Ok(units(*duration, millis).into())
}

/// A duration in a unit: milliseconds are whole, everything else has a fraction.
pub(in crate::script) fn units(duration: Duration, millis: i64) -> Value {
    if millis == 1 { Value::Integer(duration.0) } else { Value::Number(duration.0 as f64 / millis as f64) }
}

/// A time out of an argument.
pub(super) fn time_of(name: &str, value: &Dynamic) -> Result<Time, Box<rhai::EvalAltResult>> {
    value.read_lock::<Time>().map(|time| *time).ok_or_else(|| wrong_argument(name, "a time", value))
}

fn beyond_calendars() -> Box<rhai::EvalAltResult> {
    type_fault("the time lies beyond what calendars reach")
}
