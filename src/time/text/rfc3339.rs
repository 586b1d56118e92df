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

/// Writes one time after the other; the date of the day that the one before had is not made again.
#[derive(Debug, Clone)]
pub struct TimeWriter {
    day: i64,
    text: [u8; 24],
}

impl Default for TimeWriter {
    fn default() -> Self {
        Self { day: 0, text: *b"1970-01-01T00:00:00.000Z" }
    }
}

impl TimeWriter {
    /// As [`write_rfc3339`].
    #[inline]
    pub fn write(&mut self, time: i64, precision: Precision, out: &mut Vec<u8>) {
        let day = time.div_euclid(DAY);
        if precision == Precision::Milliseconds || day != self.day {
            return self.write_day(time, precision, out);
        }
        let of_day = time.rem_euclid(DAY) as u32 / SECOND as u32;
        put_pair(&mut self.text, 11, i64::from(of_day / 3_600));
        put_pair(&mut self.text, 14, i64::from(of_day / 60 % 60));
        put_pair(&mut self.text, 17, i64::from(of_day % 60));
        self.text[19] = b'Z';
        out.extend_from_slice(&self.text[..20]);
    }

    fn write_day(&mut self, time: i64, precision: Precision, out: &mut Vec<u8>) {
        let start = out.len();
        write_rfc3339(time, precision, out);
        let written = &out[start..];
        self.text[..written.len()].copy_from_slice(written);
        // What lies beyond the years that can be written was written as another day.
        self.day = if is_representable(time) { time.div_euclid(DAY) } else { i64::MIN };
    }
}

fn put_pair(text: &mut [u8; 24], at: usize, number: i64) {
    let pair = 2 * number as usize;
    text[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
}
