//! Durations as data has them.

use crate::time::text::scan::Scan;
use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// The unit of durations that are plain numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationUnit {
    /// `ms`
    Milliseconds,
    /// `s`
    Seconds,
    /// `m`
    Minutes,
    /// `h`
    Hours,
    /// `d`, of 24 hours
    Days,
}

impl DurationUnit {
    /// The unit of a name: `ms`, `s`, `m`, `h` or `d`.
    pub fn named(name: &str) -> Option<DurationUnit> {
        Some(match name {
            "ms" => DurationUnit::Milliseconds,
            "s" => DurationUnit::Seconds,
            "m" => DurationUnit::Minutes,
            "h" => DurationUnit::Hours,
            "d" => DurationUnit::Days,
            _ => return None,
        })
    }

    /// The unit's length in milliseconds.
    pub fn milliseconds(self) -> i64 {
        match self {
            DurationUnit::Milliseconds => 1,
            DurationUnit::Seconds => SECOND,
            DurationUnit::Minutes => MINUTE,
            DurationUnit::Hours => HOUR,
            DurationUnit::Days => DAY,
        }
    }
}

/// A form in which data has durations. Any of them may begin with `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationFormat {
    /// A number of units, with decimals after `.`: `2720`, `12.5`. Rounded to the millisecond, half away from zero, as a program that
    /// writes an hour in days, `0.041666666666666664`, means the hour.
    Unit(DurationUnit),
    /// `HH:MM:SS` or `MM:SS`, with a fraction of a second. The first number has any number of digits and any size, the
    /// others two digits, below 60.
    Clock,
    /// ISO 8601: `PT1H30M`, `P1DT12H`, `P2W`, with a fraction of seconds. Years and months have no fixed length: they aren't read.
    Iso8601,
}

impl DurationFormat {
    /// Reads a text wholly, in milliseconds; `None` where it doesn't have this form.
    pub fn parse(&self, text: &[u8]) -> Option<i64> {
        let mut scan = Scan::new(text);
        let negative = scan.take(b'-');
        let duration = match self {
            DurationFormat::Unit(unit) => units(&mut scan, unit.milliseconds()),
            DurationFormat::Clock => clock(&mut scan),
            DurationFormat::Iso8601 => iso8601(&mut scan),
        }?;
        scan.is_done().then_some(if negative { -duration } else { duration })
    }
}

fn units(scan: &mut Scan, unit: i64) -> Option<i64> {
    let whole = scan.integer()?.checked_mul(unit)?;
    let part = if scan.take(b'.') { decimals(scan, unit)? } else { 0 };
    whole.checked_add(part)
}

/// Digits after a decimal mark, as a part of `unit`, rounded to the millisecond. Those beyond the 18th don't count.
fn decimals(scan: &mut Scan, unit: i64) -> Option<i64> {
    let (mut numerator, mut denominator) = (i128::from(scan.digit()?), 10);
    while let Some(digit) = scan.digit() {
        if denominator < 1_000_000_000_000_000_000 {
            numerator = numerator * 10 + i128::from(digit);
            denominator *= 10;
        }
    }
    i64::try_from((numerator * i128::from(unit) + denominator / 2) / denominator).ok()
}

fn clock(scan: &mut Scan) -> Option<i64> {
    let first = scan.integer()?;
    scan.expect(b':')?;
    let second = below_sixty(scan)?;
    let seconds = if scan.take(b':') {
        let last = below_sixty(scan)?;
        first.checked_mul(3_600)?.checked_add(second * 60 + last)?
    } else {
        first.checked_mul(60)?.checked_add(second)?
    };
    seconds.checked_mul(SECOND)?.checked_add(i64::from(scan.optional_fraction()?))
}

fn below_sixty(scan: &mut Scan) -> Option<i64> {
    scan.two_digits().filter(|number| *number < 60).map(i64::from)
}

fn iso8601(scan: &mut Scan) -> Option<i64> {
    scan.expect(b'P')?;
    let mut total = Total::default();
    total.read(scan, &[(b'W', 7 * DAY), (b'D', DAY)])?;
    if scan.take(b'T') {
        let parts = total.parts;
        total.read(scan, &[(b'H', HOUR), (b'M', MINUTE), (b'S', SECOND)])?;
        (total.parts > parts).then_some(())?;
    }
    (total.parts > 0).then_some(total.milliseconds)
}

#[derive(Default)]
struct Total {
    milliseconds: i64,
    parts: u32,
}

impl Total {
    /// Numbers with designators, in the order of these; only seconds may have a fraction.
    fn read(&mut self, scan: &mut Scan, designators: &[(u8, i64)]) -> Option<()> {
        let mut designators = designators.iter();
        while scan.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            let number = scan.integer()?;
            let has_fraction = matches!(scan.peek(), Some(b'.' | b','));
            let fraction = i64::from(scan.optional_fraction()?);
            let (designator, unit) = designators.find(|(designator, _)| scan.take(*designator))?;
            if has_fraction && *designator != b'S' {
                return None;
            }
            let part = number.checked_mul(*unit)?.checked_add(fraction)?;
            self.milliseconds = self.milliseconds.checked_add(part)?;
            self.parts += 1;
        }
        Some(())
    }
}
