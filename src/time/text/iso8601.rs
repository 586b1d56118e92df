//! The named format `iso8601`.

use super::format::Parsed;
use super::scan::{OffsetForm, Scan};
use crate::time::civil::date_of;
use crate::time::{DAY, Era, day::combine, pattern::time_of_day};

/// Reads `YYYY-MM-DD`, `T` or a space, `HH:MM` or `HH:MM:SS` with a fraction of any length, then `Z`, `+hh`, `+hhmm`,
/// `+hh:mm` or nothing.
#[inline]
pub(in crate::time) fn timestamp(text: &[u8]) -> Option<Parsed> {
    let (date, time_of_day, mut scan) = to_the_second(text).or_else(|| to_the_minute(text))?;
    let offset_seconds = if scan.is_done() { None } else { Some(scan.offset(OffsetForm::Any)?) };
    scan.is_done().then_some(Parsed { local: combine(date, time_of_day), offset_seconds })
}

/// Reads the most frequent shape, up to its offset, with all places known.
#[inline]
fn to_the_second(text: &[u8]) -> Option<(i32, u32, Scan<'_>)> {
    let (head, rest) = text.split_first_chunk::<19>()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b' ', h1, h2, b':', n1, n2, b':', s1, s2] = *head else {
        return None;
    };
    let pairs = [(y1, y2), (y3, y4), (m1, m2), (d1, d2), (h1, h2), (n1, n2), (s1, s2)];
    let [century, year, month, day, hour, minute, second] = pairs.map(|(tens, ones)| pair(tens, ones));
    let date = date_of((century * 100 + year) as i32, month, day)?;
    let mut scan = Scan::new(rest);
    let millisecond = scan.optional_fraction()?;
    // A pair with something other than digits is above 99; no century is.
    (century <= 99 && year <= 99).then_some(())?;
    Some((date, time_of_day(hour, minute, second, millisecond)?, scan))
}

/// Two digits as a number, or a number above 99.
#[inline]
fn pair(tens: u8, ones: u8) -> u32 {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens > 9 || ones > 9 { 1_000 } else { u32::from(tens) * 10 + u32::from(ones) }
}

/// The day that was read last: rows that follow each other often have the same.
#[derive(Debug, Clone, Copy)]
pub struct DayRead {
    /// Its first eight bytes, and the other two.
    text: (u64, u16),
    /// In milliseconds since 1970.
    begin: i64,
}

/// How many bytes [`DayRead`] looks at.
const WINDOW: usize = 32;
/// How many bytes the date and the time of day have.
const UP_TO_SECOND: usize = 19;

impl Default for DayRead {
    fn default() -> Self {
        // No text has such bytes.
        Self { text: (u64::MAX, u16::MAX), begin: 0 }
    }
}

impl DayRead {
    /// Reads the most frequent shapes of `iso8601` in UTC, in milliseconds since 1970; `None` for any other text, be it a
    /// time or not. The text has so many bytes of the window, from the first one on.
    #[inline(always)]
    pub fn read(&mut self, window: &[u8; WINDOW], length: usize) -> Option<i64> {
        let is_utc = match length {
            28 => word(window, 19) == u64::from_le_bytes(*b".000+000") && window[27] == b'0',
            _ => is_utc(window.get(UP_TO_SECOND..length)?),
        };
        if !is_utc || !matches!(window[10], b'T' | b' ') {
            return None;
        }
        let date = (word(window, 0), u16::from_le_bytes([window[8], window[9]]));
        if date != self.text {
            self.turn(date, window)?;
        }
        Some(self.begin + i64::from(clock_of(word(window, 11))?))
    }

    #[inline(never)]
    fn turn(&mut self, date: (u64, u16), window: &[u8; WINDOW]) -> Option<()> {
        let (day, _, _) = to_the_second(&window[..UP_TO_SECOND])?;
        *self = Self { text: date, begin: i64::from(day) * DAY };
        Some(())
    }
}

/// Eight bytes of a window, the first one lowest.
#[inline(always)]
fn word(window: &[u8; WINDOW], from: usize) -> u64 {
    window[from..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Whether it is one of the other ways to write that a time is in UTC.
fn is_utc(offset: &[u8]) -> bool {
    matches!(offset, b"Z" | b".000Z" | b"+00:00" | b"+0000")
}

/// The milliseconds since midnight of `HH:MM:SS`, the first byte of which is the lowest.
#[inline(always)]
fn clock_of(text: u64) -> Option<u32> {
    // Digits become 0 to 9, and colons 0. What is added to each byte carries any other value into the highest bit.
    let digits = text ^ u64::from_le_bytes(*b"00:00:00");
    let above = digits.wrapping_add(u64::from_le_bytes([0x76, 0x76, 0x7f, 0x76, 0x76, 0x7f, 0x76, 0x76]));
    if (digits | above) & HIGHEST != 0 {
        return None;
    }
    // Each number stands in the byte of its tens. Again what is added carries those that no clock shows.
    let numbers = (digits * 10 + (digits >> 8)) & u64::from_le_bytes([0xff, 0, 0, 0xff, 0, 0, 0xff, 0]);
    let late = numbers + u64::from_le_bytes([0x80 - 24, 0, 0, 0x80 - 60, 0, 0, 0x80 - 60, 0]);
    if late & HIGHEST != 0 {
        return None;
    }
    let [hour, minute, second] = [0, 24, 48].map(|shift| (numbers >> shift & 0xff) as u32);
    Some(((hour * 60 + minute) * 60 + second) * 1000)
}

/// The highest bit of each byte.
const HIGHEST: u64 = u64::from_le_bytes([0x80; 8]);

/// Reads what has no seconds.
fn to_the_minute(text: &[u8]) -> Option<(i32, u32, Scan<'_>)> {
    let mut scan = Scan::new(text);
    let date = read_date(&mut scan, Era::Common)?;
    let time_of_day = read_behind_date(&mut scan)?;
    Some((date, time_of_day, scan))
}

/// As [`timestamp`], with years of an era.
pub(in crate::time) fn timestamp_of(text: &[u8], era: Era) -> Option<Parsed> {
    let mut scan = Scan::new(text);
    let date = read_date(&mut scan, era)?;
    let time_of_day = read_behind_date(&mut scan)?;
    let offset_seconds = if scan.is_done() { None } else { Some(scan.offset(OffsetForm::Any)?) };
    scan.is_done().then_some(Parsed { local: combine(date, time_of_day), offset_seconds })
}

#[inline]
fn read_behind_date(scan: &mut Scan) -> Option<u32> {
    if !scan.take(b'T') {
        scan.expect(b' ')?;
    }
    read_time_of_day(scan)
}

/// Reads `YYYY-MM-DD`, with years of an era.
pub(in crate::time) fn date(text: &[u8], era: Era) -> Option<i32> {
    let mut scan = Scan::new(text);
    let date = read_date(&mut scan, era)?;
    scan.is_done().then_some(date)
}

/// Reads `HH:MM` or `HH:MM:SS` with a fraction of any length.
pub(in crate::time) fn clock(text: &[u8]) -> Option<u32> {
    let mut scan = Scan::new(text);
    let time_of_day = read_time_of_day(&mut scan)?;
    scan.is_done().then_some(time_of_day)
}

#[inline]
fn read_date(scan: &mut Scan, era: Era) -> Option<i32> {
    let year = era.gregorian(scan.four_digits()?)?;
    scan.expect(b'-')?;
    let month = scan.two_digits()?;
    scan.expect(b'-')?;
    date_of(year as i32, month, scan.two_digits()?)
}

#[inline]
fn read_time_of_day(scan: &mut Scan) -> Option<u32> {
    let hour = scan.two_digits()?;
    scan.expect(b':')?;
    let minute = scan.two_digits()?;
    if !scan.take(b':') {
        return time_of_day(hour, minute, 0, 0);
    }
    let second = scan.two_digits()?;
    time_of_day(hour, minute, second, scan.optional_fraction()?)
}
