//! Durations as mappings write them: `1h30m`.

use std::fmt;
use std::ops::Range;

use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// A literal that is no duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationError {
    /// Where in the literal, in bytes.
    pub span: Range<usize>,
    /// The text at `span`.
    pub found: String,
    /// What is wrong there.
    pub problem: DurationProblem,
}

/// What is wrong with a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationProblem {
    /// There is nothing.
    Empty,
    /// A number should stand here.
    NoNumber,
    /// The number has no unit.
    NoUnit,
    /// No such unit.
    UnknownUnit,
    /// Units don't descend, or one stands twice.
    Order,
    /// Decimals.
    Decimals,
    /// A sign.
    Sign,
    /// More milliseconds than can be counted.
    TooLong,
}

/// The units from the longest to the shortest, in milliseconds.
const UNITS: [(&str, i64); 6] = [("w", 7 * DAY), ("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", SECOND), ("ms", 1)];

/// Reads whole numbers with units from `w`, `d` (24 hours), `h`, `m` (minutes), `s`, `ms`, in this order: `10m`, `1h30m`,
/// `250ms`. Gives milliseconds.
///
/// # Errors
/// The text is anything else.
pub fn parse_duration_literal(text: &str) -> Result<i64, DurationError> {
    let error = |span: Range<usize>, problem| DurationError { found: text[span.clone()].to_owned(), span, problem };
    if text.is_empty() {
        return Err(error(0..0, DurationProblem::Empty));
    }
    let (mut total, mut at, mut longest) = (0_i64, 0, 0);
    while at < text.len() {
        let step = step(text, at).map_err(|(span, problem)| error(span, problem))?;
        if step.unit < longest {
            return Err(error(step.span, DurationProblem::Order));
        }
        let part = step.number.checked_mul(UNITS[step.unit].1);
        total = part
            .and_then(|part| total.checked_add(part))
            .ok_or_else(|| error(0..text.len(), DurationProblem::TooLong))?;
        (at, longest) = (step.span.end, step.unit + 1);
    }
    Ok(total)
}

/// One number and its unit's place in [`UNITS`].
struct Step {
    number: i64,
    unit: usize,
    span: Range<usize>,
}

fn step(text: &str, from: usize) -> Result<Step, (Range<usize>, DurationProblem)> {
    let number_to = end_of(text, from, |symbol| symbol.is_ascii_digit());
    if number_to == from {
        return Err(no_number(text, from));
    }
    let unit_to = end_of(text, number_to, |symbol| symbol.is_alphabetic());
    let unit = &text[number_to..unit_to];
    if unit.is_empty() {
        return Err(no_unit(text, from, number_to));
    }
    let unit = UNITS.iter().position(|(name, _)| *name == unit);
    let unit = unit.ok_or((number_to..unit_to, DurationProblem::UnknownUnit))?;
    let number = text[from..number_to].parse().map_err(|_| (from..number_to, DurationProblem::TooLong))?;
    Ok(Step { number, unit, span: from..unit_to })
}

fn end_of(text: &str, from: usize, belongs: impl Fn(char) -> bool) -> usize {
    text[from..].find(|symbol| !belongs(symbol)).map_or(text.len(), |length| from + length)
}

fn no_number(text: &str, from: usize) -> (Range<usize>, DurationProblem) {
    let symbol = text[from..].chars().next().unwrap_or_default();
    let problem = if matches!(symbol, '-' | '+') { DurationProblem::Sign } else { DurationProblem::NoNumber };
    (from..from + symbol.len_utf8(), problem)
}

fn no_unit(text: &str, from: usize, to: usize) -> (Range<usize>, DurationProblem) {
    if text[to..].starts_with(['.', ',']) {
        return (from..end_of(text, to + 1, |symbol| symbol.is_ascii_digit()), DurationProblem::Decimals);
    }
    (from..to, DurationProblem::NoUnit)
}

impl DurationError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self.problem {
            DurationProblem::Decimals => "use the next smaller unit: `1h30m`, not `1.5h`".to_owned(),
            DurationProblem::Order => "name each unit once, the longest first: `1h30m`".to_owned(),
            DurationProblem::TooLong => "write a shorter duration".to_owned(),
            _ => "write whole numbers with a unit, such as `90s`, `10m`, `1h30m`, `7d`; \
                units are `w`, `d`, `h`, `m` (minutes), `s`, `ms`"
                .to_owned(),
        }
    }
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.found;
        match self.problem {
            DurationProblem::Empty => write!(f, "the duration is empty"),
            DurationProblem::NoNumber => write!(f, "a duration has a number where `{found}` stands"),
            DurationProblem::NoUnit => write!(f, "`{found}` has no unit"),
            DurationProblem::UnknownUnit => write!(f, "`{found}` is no unit of time"),
            DurationProblem::Order => write!(f, "`{found}` doesn't come after a longer unit"),
            DurationProblem::Decimals => write!(f, "`{found}` has decimals"),
            DurationProblem::Sign => write!(f, "a duration has no sign `{found}`"),
            DurationProblem::TooLong => write!(f, "`{found}` is too long a duration"),
        }
    }
}

impl std::error::Error for DurationError {}
