//! Formats by which times, dates and times of day are read.

use super::iso8601;
use super::scan::Scan;
use crate::time::civil::{civil_from_days, is_representable};
use crate::time::pattern::{FormatError, Pattern, Wanted};
use crate::time::{DAY, Era, SECOND};

/// A format for times: a name (`iso8601`, `epoch_s`, `epoch_ms`) or a pattern of specifiers such as `%d/%m/%Y %H:%M`.
///
/// `iso8601` reads a date, `T` or a space, `HH:MM` or `HH:MM:SS`, a fraction of any length after `.` or `,`, and `Z`, `+hh`,
/// `+hhmm`, `+hh:mm` or nothing; a date alone is no time. `epoch_s` and `epoch_ms` read seconds or milliseconds since
/// 1970-01-01T00:00:00Z, which may have decimals, within the years 0000 to 9999: so milliseconds aren't taken for seconds.
///
/// | specifier | reads |
/// |---|---|
/// | `%Y`, `%y` | a year of four digits; of two: 00–68 are 2000–2068, 69–99 are 1969–1999 |
/// | `%m`, `%d`, `%H`, `%I`, `%M`, `%S` | month, day, hour of 24, hour of 12, minute, second, of exactly two digits |
/// | `%-m`, `%-d`, … | the same, of one or two digits |
/// | `%_m`, `%_d`, …, `%e` | the same, of one or two digits, a single one after at most one space; `%e` is `%_d` |
/// | `%p` | `AM` or `PM`, in any case |
/// | `%b`, `%B`, `%a`, `%A` | English name of the month and the weekday, short or full, in any case; a weekday must be the date's |
/// | `%f`, `%3f`, `%6f`, `%9f` | fraction of a second: any digits, or so many |
/// | `%.f`, `%.3f`, … | the same with `.` or `,` before it; `%.f` may be missing |
/// | `%z`, `%:z` | `Z`, `+hh`, `+hhmm` or `+hh:mm`; `Z` or `+hh:mm` |
/// | `%s` | seconds since 1970-01-01T00:00:00Z |
/// | `%%` | `%` |
///
/// Everything else stands for itself, and the whole text must be read. A second of 60 and an hour of 24 are no times.
#[derive(Debug, Clone)]
pub struct TimeFormat {
    text: Box<str>,
    kind: Kind,
    era: Era,
}

#[derive(Debug, Clone)]
enum Kind {
    Iso8601,
    Iso8601Of(Era),
    /// A number of units of so many milliseconds.
    Epoch(i64),
    Pattern(Pattern),
}

/// A time as read, before it is placed in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed {
    /// The wall clock's reading, in the milliseconds that it would have in UTC.
    pub local: i64,
    /// The offset from UTC that stood in the text, in seconds.
    pub offset_seconds: Option<i32>,
}

impl Parsed {
    /// The time, where the text gave an offset.
    pub fn time(&self) -> Option<i64> {
        self.offset_seconds.map(|offset| self.local - i64::from(offset) * SECOND)
    }

    /// Day of the month and month, for finding columns in which no day is above 12.
    pub fn day_and_month(&self) -> (u32, u32) {
        let (_, month, day) = civil_from_days(self.local.div_euclid(DAY));
        (day, month)
    }
}

/// Whether the texts that a format reads carry an offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarriesOffset {
    /// Each does: no zone is needed.
    Always,
    /// Some may.
    Sometimes,
    /// None does: a zone is needed.
    Never,
}

impl TimeFormat {
    /// Compiles a name or a pattern.
    ///
    /// # Errors
    /// A specifier is unknown or not to be used, a part stands twice, is missing, or can't be told from the next.
    pub fn compile(pattern: &str) -> Result<TimeFormat, FormatError> {
        let kind = match pattern {
            "iso8601" => Kind::Iso8601,
            "epoch_s" => Kind::Epoch(SECOND),
            "epoch_ms" => Kind::Epoch(1),
            _ => Kind::Pattern(Pattern::compile(pattern, Wanted::Timestamp)?),
        };
        Ok(TimeFormat { text: pattern.into(), kind, era: Era::Common })
    }

    /// The format with years of an era; `None` where its texts have no year.
    pub fn in_era(self, era: Era) -> Option<TimeFormat> {
        let kind = match self.kind {
            kind if era == Era::Common => kind,
            Kind::Iso8601 | Kind::Iso8601Of(_) => Kind::Iso8601Of(era),
            Kind::Epoch(_) => return None,
            Kind::Pattern(pattern) => Kind::Pattern(pattern.in_era(era)?),
        };
        Some(TimeFormat { text: self.text, kind, era })
    }

    /// The name or pattern as written.
    pub fn pattern(&self) -> &str {
        &self.text
    }

    /// The era of its years.
    pub fn era(&self) -> Era {
        self.era
    }

    /// Whether texts of this format carry an offset from UTC.
    pub fn carries_offset(&self) -> CarriesOffset {
        match &self.kind {
            Kind::Iso8601 | Kind::Iso8601Of(_) => CarriesOffset::Sometimes,
            Kind::Epoch(_) => CarriesOffset::Always,
            Kind::Pattern(pattern) if pattern.carries_offset() => CarriesOffset::Always,
            Kind::Pattern(_) => CarriesOffset::Never,
        }
    }

    /// Reads a text wholly; `None` where it doesn't have this format or names no existing time.
    #[inline]
    pub fn parse(&self, text: &[u8]) -> Option<Parsed> {
        match &self.kind {
            Kind::Iso8601 => iso8601::timestamp(text),
            Kind::Iso8601Of(era) => iso8601::timestamp_of(text, *era),
            Kind::Epoch(unit) => epoch(text, *unit),
            Kind::Pattern(pattern) => pattern.timestamp(text),
        }
    }

    /// Whether it is `iso8601` in the common era: then [`super::DayRead`] reads most of its texts faster.
    pub fn is_iso8601(&self) -> bool {
        matches!(self.kind, Kind::Iso8601)
    }

    /// The format with day and month exchanged, where both are numbers: what reads the same texts differently.
    pub fn day_month_swapped(&self) -> Option<TimeFormat> {
        match &self.kind {
            Kind::Pattern(pattern) => {
                TimeFormat::compile(&pattern.day_month_swapped(&self.text)?).ok()?.in_era(self.era)
            }
            _ => None,
        }
    }
}

/// A number of units since 1970, with decimals.
fn epoch(text: &[u8], unit: i64) -> Option<Parsed> {
    let mut scan = Scan::new(text);
    let negative = scan.take(b'-');
    let whole = scan.integer()?.checked_mul(unit)?;
    let thousandths = if scan.take(b'.') { i64::from(scan.fraction()?) } else { 0 };
    let distance = whole.checked_add(thousandths * unit / 1_000)?;
    let local = if negative { -distance } else { distance };
    (scan.is_done() && is_representable(local)).then_some(Parsed { local, offset_seconds: Some(0) })
}

/// A format for dates: `iso8601` (`YYYY-MM-DD`) or a pattern of [`TimeFormat`]'s specifiers for year, month and day.
#[derive(Debug, Clone)]
pub struct DateFormat {
    text: Box<str>,
    pattern: Option<Pattern>,
    era: Era,
}

impl DateFormat {
    /// Compiles a name or a pattern.
    ///
    /// # Errors
    /// As [`TimeFormat::compile`]; also a part of the time of day is there.
    pub fn compile(pattern: &str) -> Result<DateFormat, FormatError> {
        Ok(DateFormat { text: pattern.into(), pattern: unless_iso8601(pattern, Wanted::Date)?, era: Era::Common })
    }

    /// The format with years of an era.
    pub fn in_era(self, era: Era) -> DateFormat {
        let in_era = |pattern: Pattern| if era == Era::Common { Some(pattern) } else { pattern.in_era(era) };
        DateFormat { pattern: self.pattern.and_then(in_era), era, ..self }
    }

    /// The name or pattern as written.
    pub fn pattern(&self) -> &str {
        &self.text
    }

    /// The era of its years.
    pub fn era(&self) -> Era {
        self.era
    }

    /// Reads a text wholly, as days since 1970-01-01.
    pub fn parse(&self, text: &[u8]) -> Option<i32> {
        match &self.pattern {
            Some(pattern) => pattern.date(text),
            None => iso8601::date(text, self.era),
        }
    }

    /// As [`TimeFormat::day_month_swapped`].
    pub fn day_month_swapped(&self) -> Option<DateFormat> {
        let swapped = self.pattern.as_ref()?.day_month_swapped(&self.text)?;
        DateFormat::compile(&swapped).ok().map(|format| format.in_era(self.era))
    }
}

/// A format for times of day: `iso8601` (`HH:MM`, `HH:MM:SS`, with a fraction) or a pattern of [`TimeFormat`]'s
/// specifiers for hour, minute and second.
#[derive(Debug, Clone)]
pub struct TimeOfDayFormat {
    text: Box<str>,
    pattern: Option<Pattern>,
}

impl TimeOfDayFormat {
    /// Compiles a name or a pattern.
    ///
    /// # Errors
    /// As [`TimeFormat::compile`]; also a part of the date or an offset is there.
    pub fn compile(pattern: &str) -> Result<TimeOfDayFormat, FormatError> {
        Ok(TimeOfDayFormat { text: pattern.into(), pattern: unless_iso8601(pattern, Wanted::TimeOfDay)? })
    }

    /// The name or pattern as written.
    pub fn pattern(&self) -> &str {
        &self.text
    }

    /// Reads a text wholly, as milliseconds since midnight.
    pub fn parse(&self, text: &[u8]) -> Option<u32> {
        match &self.pattern {
            Some(pattern) => pattern.time_of_day(text),
            None => iso8601::clock(text),
        }
    }
}

fn unless_iso8601(pattern: &str, wanted: Wanted) -> Result<Option<Pattern>, FormatError> {
    if pattern == "iso8601" { Ok(None) } else { Pattern::compile(pattern, wanted).map(Some) }
}
