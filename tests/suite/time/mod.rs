//! Time values: formats, zones, calendars, durations, writing.

mod calendar;
mod duration;
mod era;
mod format;
mod iso8601;
mod pattern_error;
mod write;
mod zone;

use caseloom::time::{DateFormat, DstPolicy, TimeFormat, Zone};

/// The time of an ISO 8601 text with an offset.
fn time(text: &str) -> i64 {
    let parsed = TimeFormat::compile("iso8601").unwrap().parse(text.as_bytes()).unwrap();
    parsed.time().unwrap_or_else(|| panic!("`{text}` has no offset"))
}

/// The wall-clock time of an ISO 8601 text without an offset.
fn local(text: &str) -> i64 {
    TimeFormat::compile("iso8601").unwrap().parse(text.as_bytes()).unwrap().local
}

fn date(text: &str) -> i32 {
    DateFormat::compile("iso8601").unwrap().parse(text.as_bytes()).unwrap()
}

/// The time at which a zone's wall clock shows a text.
fn at(zone: &str, text: &str) -> i64 {
    Zone::named(zone).unwrap().resolve(local(text), DstPolicy::default()).time().unwrap()
}
