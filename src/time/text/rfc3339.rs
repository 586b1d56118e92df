//! Writing times as RFC 3339 in UTC.

use crate::time::civil::{BEYOND, EARLIEST, civil_from_days, is_representable};
use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// How finely a time is written; what is finer is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// `2023-05-04T10:11:12Z`
    #[default]
    Seconds,
    /// `2023-05-04T10:11:12.345Z`
    Milliseconds,
}

/// The two digits of 0 to 99, one after another.
const PAIRS: [u8; 200] = {
    let mut pairs = [0; 200];
    let mut number = 0;
    while number < 100 {
        pairs[2 * number] = b'0' + (number / 10) as u8;
        pairs[2 * number + 1] = b'0' + (number % 10) as u8;
        number += 1;
    }
    pairs
};

/// Appends a time as RFC 3339 in UTC, with `Z`.
///
/// Cutting goes towards the past, also before 1970. RFC 3339 knows the years 0000–9999 alone: whoever makes a time sees to
/// it that it lies there ([`is_representable`]); any other is written as the nearest that does.
pub fn write_rfc3339(time: i64, precision: Precision, out: &mut Vec<u8>) {
    debug_assert!(is_representable(time), "{time} is outside the years 0 to 9999");
    let time = time.clamp(EARLIEST, BEYOND - 1);
    let (year, month, day) = civil_from_days(time.div_euclid(DAY));
    let of_day = time.rem_euclid(DAY);
    let mut text = *b"0000-00-00T00:00:00.000Z";
    put_pair(&mut text, 0, year / 100);
    put_pair(&mut text, 2, year % 100);
    put_pair(&mut text, 5, i64::from(month));
    put_pair(&mut text, 8, i64::from(day));
    put_pair(&mut text, 11, of_day / HOUR);
    put_pair(&mut text, 14, of_day % HOUR / MINUTE);
    put_pair(&mut text, 17, of_day % MINUTE / SECOND);
    put_pair(&mut text, 20, of_day % SECOND / 10);
    text[22] = b'0' + (of_day % 10) as u8;
    match precision {
        Precision::Milliseconds => out.extend_from_slice(&text),
        Precision::Seconds => {
            text[19] = b'Z';
            out.extend_from_slice(&text[..20]);
        }
    }
}

/// As long as a time with milliseconds.
pub const LONGEST_TIME: usize = 24;

/// How many dates are remembered; a power of two.
const DAYS: usize = 256;

/// Two digits of 0 to 99, the first in the lower byte; beyond that nothing.
const DIGITS: [u16; 128] = {
    let mut digits = [0; 128];
    let mut number = 0;
    while number < 100 {
        digits[number] = u16::from_le_bytes([PAIRS[2 * number], PAIRS[2 * number + 1]]);
        number += 1;
    }
    digits
};

/// The colons of `00:00:00`, little endian.
const COLONS: u64 = (b':' as u64) << 16 | (b':' as u64) << 40;

/// Writes one time after the other; the dates of days that had one lately are not made again.
#[derive(Debug, Clone, Default)]
pub struct TimeWriter {
    /// Each day since the year 0000, beginning with 1, at a place of its own among others; 0 where none was yet.
    days: Vec<(u32, [u8; 11])>,
}

impl TimeWriter {
    /// As [`write_rfc3339`].
    pub fn write(&mut self, time: i64, precision: Precision, out: &mut Vec<u8>) {
        let mut text = [0; LONGEST_TIME];
        let length = self.put(time, precision, &mut text);
        out.extend_from_slice(&text[..length]);
    }

    /// Puts what [`write_rfc3339`] appends at the start of `text`, and gives its length.
    #[inline]
    pub fn put(&mut self, time: i64, precision: Precision, text: &mut [u8; LONGEST_TIME]) -> usize {
        let since = time.clamp(EARLIEST, BEYOND - 1).abs_diff(EARLIEST);
        let (day, of_day) = ((since / DAY as u64) as u32, (since % DAY as u64) as u32);
        let date = match self.days.get(day as usize % DAYS) {
            Some((known, date)) if *known == day + 1 => date,
            _ => self.date(day),
        };
        let (seconds, thousandths) = (of_day / SECOND as u32, of_day % SECOND as u32);
        let minutes = seconds / 60;
        let (hour, minute, second) = (minutes / 60, minutes % 60, seconds % 60);
        let clock = digits(hour) | digits(minute) << 24 | digits(second) << 48 | COLONS;
        text[..11].copy_from_slice(date);
        text[11..19].copy_from_slice(&clock.to_le_bytes());
        text[19] = b'Z';
        if precision == Precision::Seconds {
            return 20;
        }
        let [tens, ones] = (digits(thousandths / 10) as u16).to_le_bytes();
        text[19..].copy_from_slice(&[b'.', tens, ones, b'0' + (thousandths % 10) as u8, b'Z']);
        24
    }

    /// The date of a day since the year 0000, with the `T` behind it.
    #[cold]
    fn date(&mut self, day: u32) -> &[u8; 11] {
        let mut text = Vec::with_capacity(LONGEST_TIME);
        write_rfc3339(EARLIEST + i64::from(day) * DAY, Precision::Seconds, &mut text);
        self.days.resize(DAYS, (0, *b"0000-00-00T"));
        let slot = &mut self.days[day as usize % DAYS];
        slot.0 = day + 1;
        slot.1.copy_from_slice(&text[..11]);
        &slot.1
    }
}

#[inline(always)]
fn digits(number: u32) -> u64 {
    u64::from(DIGITS[number as usize % 128])
}

fn put_pair(text: &mut [u8; 24], at: usize, number: i64) {
    let pair = 2 * number as usize;
    text[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
}
