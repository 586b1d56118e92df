//! The proleptic Gregorian calendar as arithmetic on days since 1970-01-01 (after Howard Hinnant's algorithms).

use super::DAY;

/// The first millisecond of the year 0000.
pub(super) const EARLIEST: i64 = -719_528 * DAY;
/// The first millisecond of the year 10000.
pub(super) const BEYOND: i64 = 2_932_897 * DAY;

/// Whether a time lies in the years 0000 to 9999, which RFC 3339 can write.
pub fn is_representable(time: i64) -> bool {
    (EARLIEST..BEYOND).contains(&time)
}

/// The date (days since 1970-01-01) of a year, month and day; `None` where there is no such day, or the year is not
/// within 0000–9999.
#[inline]
pub fn date_of(year: i32, month: u32, day: u32) -> Option<i32> {
    let month = month.wrapping_sub(1) as usize;
    let (&before, &length) = (DAYS_BEFORE_MONTH.get(month)?, DAYS_IN_MONTH.get(month)?);
    let leap_day = i32::from(is_leap(year));
    let length = length + if month == 1 { leap_day } else { 0 };
    if !(0..=9999).contains(&year) || day == 0 || day > length as u32 {
        return None;
    }
    let leap_day = if month > 1 { leap_day } else { 0 };
    Some(days_before_year(year) + before + leap_day + day as i32 - 1)
}

/// The weekday of a date: 0 is Monday, 6 is Sunday.
pub fn weekday_of(date: i32) -> u8 {
    weekday_of_day(i64::from(date))
}

/// As [`weekday_of`], for any day.
pub(super) fn weekday_of_day(day: i64) -> u8 {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7) as u8
}

const DAYS_IN_MONTH: [i32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_BEFORE_MONTH: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

#[inline]
fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The first day of a year within 0000–9999.
#[inline]
fn days_before_year(year: i32) -> i32 {
    // Years since −399, a whole number of 400-year cycles before the year 1, so that nothing is below 0.
    let past = (year + 399) as u32;
    (past * 365 + past / 4 - past / 100 + past / 400) as i32 - 865_259
}

/// Year, month and day of a day since 1970-01-01.
pub(super) fn civil_from_days(day: i64) -> (i64, u32, u32) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097) as u32;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (i64::from(year_of_era) + era * 400 + i64::from(month <= 2), month, day_of_month)
}
