//! Conditions, bound.

use super::expression::Expr;
use crate::diagnostic::Span;
use crate::time::{DAY, DateFormat, TimeFormat, is_representable};

/// What has to hold.
#[derive(Debug)]
pub enum Condition {
    /// All of these; an empty list holds.
    All(Vec<Condition>),
    /// One of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// A value passes a test.
    Test(Box<Expr>, Test),
    /// A script gives true; anything but true or false is an error of the script.
    Script(usize),
}

/// What a value has to be. Null passes only where it says so.
#[derive(Debug)]
pub enum Test {
    /// Equal to one of these.
    OneOf(Operands),
    /// The test fails; so for null too.
    Not(Box<Test>),
    /// All of these.
    All(Vec<Test>),
    /// A text has one of these words in that place, whatever their case.
    Words(WordPlace, Operands),
    /// A regular expression finds something in the text.
    Matches(Box<regex::Regex>),
    /// Greater or less than this.
    Compare(Comparison, Operands),
    /// Equal to another value of the row.
    Equals(Box<Expr>),
    /// There is a value (`true`), or none.
    Present(bool),
}

/// Literals and params on the right side of a test.
#[derive(Debug, Clone)]
pub struct Operands {
    /// Each a literal, or a param that stands for one or several.
    pub all: Vec<Operand>,
    /// Where they stand.
    pub span: Span,
}

/// A literal or a param.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Null.
    Null,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A moment, in milliseconds since 1970 in UTC.
    Time(i64),
    /// A moment as a wall clock shows it, in the milliseconds that it would have in UTC: a day (its begin), or a time without
    /// an offset. It becomes a moment where the zone is known, when a run binds it.
    WallTime(i64),
    /// A day since 1970.
    Date(i64),
    /// Milliseconds of a day.
    TimeOfDay(i64),
    /// Milliseconds.
    Duration(i64),
    /// All values of that param.
    Param(usize),
}

impl Operand {
    /// A moment: a day (its begin) or ISO 8601.
    pub fn moment(text: &str) -> Option<Self> {
        if let Some(day) = DateFormat::compile("iso8601").ok()?.parse(text.as_bytes()) {
            return Some(Self::WallTime(i64::from(day) * DAY));
        }
        let parsed = TimeFormat::compile("iso8601").ok()?.parse(text.as_bytes())?;
        match parsed.time() {
            Some(time) => is_representable(time).then_some(Self::Time(time)),
            None => Some(Self::WallTime(parsed.local)),
        }
    }
}

/// Where a word stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordPlace {
    /// Anywhere.
    Anywhere,
    /// At the start.
    Start,
    /// At the end.
    End,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Greater.
    Above,
    /// Greater or equal.
    AtLeast,
    /// Less.
    Below,
    /// Less or equal.
    AtMost,
}
