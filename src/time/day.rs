//! Dates and times of day put together.

use super::DAY;

/// The wall-clock time of a date (days since 1970-01-01) and a time of day (milliseconds since midnight).
pub fn combine(date: i32, time_of_day: u32) -> i64 {
    i64::from(date) * DAY + i64::from(time_of_day)
}

/// Of the same time of day on the day before, the same day and the next, the one nearest to `near`; of two equally near
/// ones the earlier. Both are wall-clock times of one zone.
///
/// This mends a time of day whose date was taken from another column, where the two lie on either side of midnight.
pub fn nearest_day(candidate: i64, near: i64) -> i64 {
    let before = candidate.saturating_sub(DAY);
    let after = candidate.saturating_add(DAY);
    // `min_by_key` keeps the first of equals.
    [before, candidate, after].into_iter().min_by_key(|time| time.abs_diff(near)).unwrap_or(candidate)
}
