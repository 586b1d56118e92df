//! Patterns of specifiers (`%d/%m/%Y %H:%M`), compiled into a short list of operations.

mod compile;
mod error;
mod names;
mod specifier;

pub use error::{FormatError, FormatProblem, Part};

use std::ops::Range;

use super::civil::{date_of, weekday_of};
use super::{Era, HOUR, MINUTE, SECOND, combine};
use crate::time::text::format::Parsed;
use crate::time::text::scan::Scan;
use specifier::{Field, Operation, Padding};

/// What a pattern is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Timestamp,
    Date,
    TimeOfDay,
}

/// A compiled pattern, whose parts are known to suffice for what is wanted of it.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    operations: Box<[Operation]>,
    carries_offset: bool,
    is_epoch: bool,
    /// Where the day and the month stand in the pattern, if they are numbers.
    day: Option<(Range<usize>, Padding)>,
    month: Option<(Range<usize>, Padding)>,
}

/// What the operations have read.
#[derive(Default)]
struct Fields {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    millisecond: u32,
    weekday: Option<u8>,
    /// Whether it was AM or PM; `None` on a clock of 24 hours.
    is_afternoon: Option<bool>,
    offset_seconds: i32,
    epoch: i64,
    is_before_epoch: bool,
}

impl Pattern {
    pub(super) fn carries_offset(&self) -> bool {
        self.carries_offset || self.is_epoch
    }

    #[inline]
    pub(super) fn timestamp(&self, text: &[u8]) -> Option<Parsed> {
        let fields = self.read(text)?;
        if self.is_epoch {
            return fields.since_epoch();
        }
        let local = combine(fields.date()?, fields.time_of_day()?);
        Some(Parsed { local, offset_seconds: self.carries_offset.then_some(fields.offset_seconds) })
    }

    pub(super) fn date(&self, text: &[u8]) -> Option<i32> {
        self.read(text)?.date()
    }

    pub(super) fn time_of_day(&self, text: &[u8]) -> Option<u32> {
        self.read(text)?.time_of_day()
    }

    /// The pattern with its year in an era; `None` where it has none.
    pub(super) fn in_era(mut self, era: Era) -> Option<Self> {
        let year = self.operations.iter_mut().find_map(|operation| {
            let of_era = match operation {
                Operation::Year => Operation::YearOf(era),
                Operation::ShortYear => Operation::ShortYearOf(era),
                _ => return None,
            };
            Some((operation, of_era))
        });
        let (operation, of_era) = year?;
        *operation = of_era;
        Some(self)
    }

    /// The pattern's text with the letters of day and month exchanged; each place keeps its width. `None` where the year
    /// comes first, which tells them apart.
    pub(super) fn day_month_swapped(&self, text: &str) -> Option<String> {
        let (day, day_padding) = self.day.clone()?;
        let (month, month_padding) = self.month.clone()?;
        let before = &text[..day.start.min(month.start)];
        if before.contains("%Y") || before.contains("%y") {
            // Nobody writes the day between year and month.
            return None;
        }
        let mut replaced = [(day, day_padding.specifier('m')), (month, month_padding.specifier('d'))];
        // From the back, so that the places before stay where they are.
        replaced.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut swapped = text.to_owned();
        for (range, specifier) in replaced {
            swapped.replace_range(range, &specifier);
        }
        Some(swapped)
    }

    #[inline]
    fn read(&self, text: &[u8]) -> Option<Fields> {
        let mut scan = Scan::new(text);
        let mut fields = Fields::default();
        for operation in &self.operations {
            fields.read(operation, &mut scan)?;
        }
        scan.is_done().then_some(fields)
    }
}

impl Fields {
    #[inline]
    fn read(&mut self, operation: &Operation, scan: &mut Scan) -> Option<()> {
        match operation {
            Operation::Byte(byte) => scan.expect(*byte)?,
            Operation::Literal(literal) => scan.literal(literal)?,
            Operation::Number(field, padding) => *self.field(*field) = padding.read(scan)?,
            Operation::Year => self.year = scan.four_digits()?,
            Operation::ShortYear => self.year = Era::Common.of_two_digits(scan.two_digits()?),
            Operation::YearOf(era) => self.year = era.gregorian(scan.four_digits()?)?,
            Operation::ShortYearOf(era) => self.year = era.of_two_digits(scan.two_digits()?),
            Operation::MonthName(length) => self.month = names::month(scan, *length)?,
            Operation::WeekdayName(length) => self.weekday = Some(names::weekday(scan, *length)?),
            Operation::Half => self.is_afternoon = Some(names::is_afternoon(scan)?),
            Operation::Fraction => self.millisecond = scan.fraction()?,
            Operation::FixedFraction(digits) => self.millisecond = scan.fixed_fraction(*digits)?,
            Operation::OptionalFraction => self.millisecond = scan.optional_fraction()?,
            Operation::Offset(form) => self.offset_seconds = scan.offset(*form)?,
            Operation::DecimalMark => scan.decimal_mark()?,
            Operation::Epoch => {
                self.is_before_epoch = scan.take(b'-');
                self.epoch = scan.integer()?;
            }
        }
        Some(())
    }

    #[inline]
    fn field(&mut self, field: Field) -> &mut u32 {
        match field {
            Field::Month => &mut self.month,
            Field::Day => &mut self.day,
            Field::Hour => &mut self.hour,
            Field::Minute => &mut self.minute,
            Field::Second => &mut self.second,
        }
    }

    #[inline]
    fn date(&self) -> Option<i32> {
        let date = date_of(self.year as i32, self.month, self.day)?;
        self.weekday.is_none_or(|weekday| weekday == weekday_of(date)).then_some(date)
    }

    #[inline]
    fn time_of_day(&self) -> Option<u32> {
        let hour = match self.is_afternoon {
            None => self.hour,
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(is_afternoon) => self.hour % 12 + if is_afternoon { 12 } else { 0 },
        };
        time_of_day(hour, self.minute, self.second, self.millisecond)
    }

    fn since_epoch(&self) -> Option<Parsed> {
        let distance = self.epoch.checked_mul(SECOND)?.checked_add(i64::from(self.millisecond))?;
        let local = if self.is_before_epoch { -distance } else { distance };
        super::is_representable(local).then_some(Parsed { local, offset_seconds: Some(0) })
    }
}

/// Milliseconds since midnight; `None` where no clock shows such a time.
#[inline]
pub(super) fn time_of_day(hour: u32, minute: u32, second: u32, millisecond: u32) -> Option<u32> {
    let exists = hour < 24 && minute < 60 && second < 60;
    exists.then_some(hour * HOUR as u32 + minute * MINUTE as u32 + second * SECOND as u32 + millisecond)
}
