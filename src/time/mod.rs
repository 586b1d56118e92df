//! Time values: reading them from text, placing them in a zone, counting open hours, writing them.
//!
//! A **time** is an `i64` of milliseconds since 1970-01-01T00:00:00Z; a **wall-clock time** (`local`) is the `i64` that the
//! same clock reading would have in UTC. A **duration** is an `i64` of milliseconds, a **date** an `i32` of days since
//! 1970-01-01, a **time of day** a `u32` of milliseconds since midnight. Fractions finer than a millisecond are cut.
//!
//! Text → [`TimeFormat`] → [`Parsed`] → [`Zone::resolve`] → time → [`write_rfc3339`].

mod calendar;
mod civil;
mod day;
mod duration;
mod era;
mod pattern;
mod text;
mod zone;

pub use calendar::{Calendar, HoursError, HoursProblem, OpenHours, Weekdays};
pub use civil::{date_of, is_representable, weekday_of};
pub use day::{combine, nearest_day};
pub use duration::{DurationError, DurationFormat, DurationProblem, DurationUnit, parse_duration_literal};
pub use era::Era;
pub use pattern::{FormatError, FormatProblem, Part};
pub use text::format::{CarriesOffset, DateFormat, Parsed, TimeFormat, TimeOfDayFormat};
pub use text::iso8601::DayRead;
pub use text::rfc3339::{LONGEST_TIME, Precision, TimeWriter, write_rfc3339};
pub use zone::{DstPolicy, Gap, Overlap, Resolved, UnknownZone, Zone};

/// Milliseconds in a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;
