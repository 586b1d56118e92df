//! The named format `iso8601`.

use super::civil::date_of;
use super::format::Parsed;
use super::scan::{OffsetForm, Scan};
use super::{day::combine, pattern::time_of_day};

/// Reads `YYYY-MM-DD`, `T` or a space, `HH:MM` or `HH:MM:SS` with a fraction of any length, then `Z`, `+hh`, `+hhmm`,
/// `+hh:mm` or nothing.
#[inline]
pub(super) fn timestamp(text: &[u8]) -> Option<Parsed> {
    let mut scan = Scan::new(text);
    let date = read_date(&mut scan)?;
    if !scan.take(b'T') {
        scan.expect(b' ')?;
    }
    let time_of_day = read_time_of_day(&mut scan)?;
    let offset_seconds = if scan.is_done() { None } else { Some(scan.offset(OffsetForm::Any)?) };
    scan.is_done().then_some(Parsed { local: combine(date, time_of_day), offset_seconds })
}

/// Reads `YYYY-MM-DD`.
pub(super) fn date(text: &[u8]) -> Option<i32> {
    let mut scan = Scan::new(text);
    let date = read_date(&mut scan)?;
    scan.is_done().then_some(date)
}

/// Reads `HH:MM` or `HH:MM:SS` with a fraction of any length.
pub(super) fn clock(text: &[u8]) -> Option<u32> {
    let mut scan = Scan::new(text);
    let time_of_day = read_time_of_day(&mut scan)?;
    scan.is_done().then_some(time_of_day)
}

#[inline]
fn read_date(scan: &mut Scan) -> Option<i32> {
    let year = scan.four_digits()?;
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
