//! What can be wrong with a pattern.

use std::fmt;
use std::ops::Range;

/// A pattern that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    /// Where in the pattern, in bytes.
    pub span: Range<usize>,
    /// The text at `span`.
    pub found: String,
    /// What is wrong there.
    pub problem: FormatProblem,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatProblem {
    /// There is no specifier at all.
    NoSpecifier,
    /// The pattern ends within a specifier.
    Unfinished,
    /// No such specifier.
    Unknown {
        /// What reads the same.
        instead: Option<&'static str>,
    },
    /// `%Z`: abbreviations of zones don't name one zone.
    ZoneName,
    /// A `Z` behind the clock time, which as a letter says nothing of UTC.
    ZoneLetter,
    /// A part is read a second time.
    Twice(Part),
    /// A part that is needed isn't there.
    Missing(Part),
    /// A part that has no place in what the pattern is for.
    Misplaced(Part),
    /// The hour of a 12-hour clock without AM or PM.
    HourWithoutHalf,
    /// AM or PM with the hour of a 24-hour clock.
    HalfWithoutHour,
    /// Seconds since 1970 beside parts of a date or time.
    BesideEpoch(Part),
    /// Digits follow a number of no fixed length.
    OpenEnded,
}

/// A part of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Year,
    Month,
    Day,
    Weekday,
    Hour,
    HourOfTwelve,
    Half,
    Minute,
    Second,
    Fraction,
    Offset,
    Epoch,
}

/// The specifiers, as help texts list them.
const KNOWN: &str = "known are `%Y %y %m %d %H %I %M %S %p %b %B %a %A %e %f %3f %.f %z %:z %s %%`; \
    `%-d` takes one digit or two, and so do `%-m %-H %-I %-M %-S`";

impl FormatError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match &self.problem {
            FormatProblem::NoSpecifier => {
                "write a pattern such as `%d/%m/%Y %H:%M`, or one of the names `iso8601`, `epoch_s`, `epoch_ms`"
                    .to_owned()
            }
            FormatProblem::Unfinished => "write `%%` for a percent sign".to_owned(),
            FormatProblem::Unknown { instead: Some(instead) } => format!("write `{instead}`"),
            FormatProblem::Unknown { instead: None } => KNOWN.to_owned(),
            FormatProblem::ZoneName => {
                "write the letters as they stand in the data, and declare the zone that they mean".to_owned()
            }
            FormatProblem::ZoneLetter => "write `%z`, which reads `Z` and offsets such as `+02:00`".to_owned(),
            FormatProblem::Twice(_) => "keep one of the two".to_owned(),
            FormatProblem::Missing(part) => format!("add {}", part.specifiers()),
            FormatProblem::Misplaced(_) => {
                "write what always stands there as it is, or read the column as another type".to_owned()
            }
            FormatProblem::HourWithoutHalf => "add `%p`, or use `%H` for hours of 24".to_owned(),
            FormatProblem::HalfWithoutHour => "use `%I`, or `%-I` where one digit may stand alone".to_owned(),
            FormatProblem::BesideEpoch(_) => "use `%s` alone, or with a fraction".to_owned(),
            FormatProblem::OpenEnded => "use a specifier of fixed width such as `%d` or `%3f` before digits".to_owned(),
        }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.found;
        match &self.problem {
            FormatProblem::NoSpecifier => write!(f, "`{found}` is neither a pattern nor the name of a format"),
            FormatProblem::Unfinished => write!(f, "the specifier `{found}` isn't finished"),
            FormatProblem::Unknown { .. } => write!(f, "`{found}` is no known specifier"),
            FormatProblem::ZoneName => write!(f, "`{found}` can't be read, as short names of zones aren't unique"),
            FormatProblem::ZoneLetter => write!(f, "`{found}` is a letter here, and in the data it means UTC"),
            FormatProblem::Twice(part) => write!(f, "`{found}` gives {part} a second time"),
            FormatProblem::Missing(part) => write!(f, "the pattern `{found}` lacks {part}"),
            FormatProblem::Misplaced(part) => write!(f, "`{found}` gives {part}, which has no place here"),
            FormatProblem::HourWithoutHalf => write!(f, "`{found}` gives an hour of 12 without AM or PM"),
            FormatProblem::HalfWithoutHour => write!(f, "`{found}` stands beside an hour of 24"),
            FormatProblem::BesideEpoch(part) => write!(f, "`{found}` gives {part} beside the seconds since 1970"),
            FormatProblem::OpenEnded => write!(f, "where `{found}` ends can't be told from the digits after it"),
        }
    }
}

impl std::error::Error for FormatError {}

impl Part {
    fn specifiers(self) -> &'static str {
        match self {
            Part::Year => "`%Y` or `%y`",
            Part::Month => "`%m`, `%b` or `%B`",
            Part::Day => "`%d`",
            Part::Weekday => "`%a` or `%A`",
            Part::Hour => "`%H`, or `%I` and `%p`",
            Part::HourOfTwelve => "`%I`",
            Part::Half => "`%p`",
            Part::Minute => "`%M`",
            Part::Second => "`%S`",
            Part::Fraction => "`%.f`",
            Part::Offset => "`%z`",
            Part::Epoch => "`%s`",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Year => "the year",
            Part::Month => "the month",
            Part::Day => "the day",
            Part::Weekday => "the weekday",
            Part::Hour | Part::HourOfTwelve => "the hour",
            Part::Half => "AM or PM",
            Part::Minute => "the minute",
            Part::Second => "the second",
            Part::Fraction => "the fraction of a second",
            Part::Offset => "the offset from UTC",
            Part::Epoch => "the seconds since 1970",
        })
    }
}
