//! The proleptic Gregorian calendar as arithmetic on days since 1970-01-01 (after Howard Hinnant's algorithms).

use super::DAY;

/// The first millisecond of the year 0000.
const EARLIEST: i64 = -719_528 * DAY;
/// The first millisecond of the year 10000.
const BEYOND: i64 = 2_932_897 * DAY;

/// Whether a time lies in the years 0000 to 9999, which RFC 3339 can write.
pub fn is_representable(time: i64) -> bool {
    (EARLIEST..BEYOND).contains(&time)
}

/// The date (days since 1970-01-01) of a year, month and day; `None` where there is no such day, or the year is not
/// within 0000–9999.
pub fn date_of(year: i32, month: u32, day: u32) -> Option<i32> {
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
        return None;
    }
    i32::try_from(days_from_civil(i64::from(year), month, day)).ok()
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

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a valid year, month and day.
fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    // Years begin in March, so that the leap day is a year's last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = i64::from((153 * ((month + 9) % 12) + 2) / 5 + day - 1);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
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
