//! Numbers and durations.

use super::Fault;
use crate::time::{DurationFormat, DurationUnit, parse_duration_literal};

/// A whole number: digits, perhaps with a sign. The least one of 64 bits stands for null in rows, and is none.
pub fn integer(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number| *number != i64::MIN)
}

/// A number with a point; neither infinite nor a word for it.
pub fn number(text: &str) -> Option<f64> {
    let last = text.as_bytes().last()?;
    if !(last.is_ascii_digit() || *last == b'.') {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Why a text is neither a whole number nor one with a point.
pub fn fault(text: &str) -> Fault {
    let is_whole = || {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let ends_in_digit = text.as_bytes().last().is_some_and(u8::is_ascii_digit);
    let is_infinite = || text.parse().is_ok_and(|number: f64| number.is_infinite());
    if is_whole() || ends_in_digit && is_infinite() { Fault::TooLarge } else { Fault::Type }
}

/// A duration in milliseconds, by the first of the forms that fits.
pub fn duration(text: &str, formats: &[DurationFormat], is_inline: bool) -> Option<i64> {
    let literal = || if is_inline { parse_duration_literal(text).ok() } else { None };
    let written = formats.iter().find_map(|format| format.parse(text.as_bytes()));
    written.or_else(literal).filter(|length| *length != i64::MIN)
}

/// What durations look like: `a duration such as `1:30:00` or `05:30`, or a number of seconds`.
pub fn duration_expected(formats: &[DurationFormat], is_inline: bool) -> String {
    let literal = is_inline.then(|| "a length of time such as `10m`".to_owned());
    formats.iter().map(|format| example(*format)).chain(literal).collect::<Vec<_>>().join(", or ")
}

fn example(format: DurationFormat) -> String {
    let unit = match format {
        DurationFormat::Clock => return "a duration such as `1:30:00` or `05:30`".to_owned(),
        DurationFormat::Iso8601 => return "a duration such as `PT1H30M`".to_owned(),
        DurationFormat::Unit(DurationUnit::Milliseconds) => "milliseconds",
        DurationFormat::Unit(DurationUnit::Seconds) => "seconds",
        DurationFormat::Unit(DurationUnit::Minutes) => "minutes",
        DurationFormat::Unit(DurationUnit::Hours) => "hours",
        DurationFormat::Unit(DurationUnit::Days) => "days",
    };
    format!("a number of {unit}")
}
