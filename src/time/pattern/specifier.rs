//! The specifiers of a pattern and what each of them reads.

use super::error::{FormatProblem, Part};
use crate::time::Era;
use crate::time::text::scan::{OffsetForm, Scan};

/// One step of reading a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operation {
    /// A literal of one byte.
    Byte(u8),
    Literal(Box<[u8]>),
    Number(Field, Padding),
    Year,
    ShortYear,
    /// The same in an era that isn't the common one.
    YearOf(Era),
    ShortYearOf(Era),
    MonthName(NameLength),
    WeekdayName(NameLength),
    Half,
    /// Any number of digits.
    Fraction,
    FixedFraction(u8),
    /// A decimal mark and any number of digits, or neither.
    OptionalFraction,
    DecimalMark,
    Offset(OffsetForm),
    Epoch,
}

/// The numbers of one or two digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// How a number below ten is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    /// `%d`: `04`
    Zero,
    /// `%-d`: `4`, and `04` too
    None,
    /// `%_d`: ` 4`, and `4` and `04` too
    Space,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameLength {
    Short,
    Full,
}

impl Padding {
    pub(super) fn specifier(self, letter: char) -> String {
        match self {
            Padding::Zero => format!("%{letter}"),
            Padding::None => format!("%-{letter}"),
            Padding::Space => format!("%_{letter}"),
        }
    }

    #[inline]
    pub(super) fn read(self, scan: &mut Scan) -> Option<u32> {
        match self {
            Padding::Zero => scan.two_digits(),
            Padding::None => scan.one_or_two_digits(),
            Padding::Space if scan.take(b' ') => scan.digit(),
            Padding::Space => scan.one_or_two_digits(),
        }
    }
}

/// A specifier's operations and the part of a time that they read.
pub(super) type Meaning = (Vec<Operation>, Part);

/// What a specifier, without its `%`, means.
pub(super) fn meaning(specifier: &str) -> Result<Meaning, FormatProblem> {
    number(specifier)
        .or_else(|| name(specifier))
        .or_else(|| fraction(specifier))
        .or_else(|| year_or_offset(specifier))
        .ok_or_else(|| unknown(specifier))
}

fn number(specifier: &str) -> Option<Meaning> {
    let (padding, letter) = match specifier.as_bytes() {
        [b'e'] => (Padding::Space, b'd'),
        [letter] => (Padding::Zero, *letter),
        [b'-', letter] => (Padding::None, *letter),
        [b'_', letter] => (Padding::Space, *letter),
        _ => return None,
    };
    let (field, part) = match letter {
        b'm' => (Field::Month, Part::Month),
        b'd' => (Field::Day, Part::Day),
        b'H' => (Field::Hour, Part::Hour),
        b'I' => (Field::Hour, Part::HourOfTwelve),
        b'M' => (Field::Minute, Part::Minute),
        b'S' => (Field::Second, Part::Second),
        _ => return None,
    };
    Some((vec![Operation::Number(field, padding)], part))
}

fn name(specifier: &str) -> Option<Meaning> {
    let (operation, part) = match specifier {
        "b" => (Operation::MonthName(NameLength::Short), Part::Month),
        "B" => (Operation::MonthName(NameLength::Full), Part::Month),
        "a" => (Operation::WeekdayName(NameLength::Short), Part::Weekday),
        "A" => (Operation::WeekdayName(NameLength::Full), Part::Weekday),
        "p" => (Operation::Half, Part::Half),
        _ => return None,
    };
    Some((vec![operation], part))
}

fn fraction(specifier: &str) -> Option<Meaning> {
    let operations = match specifier {
        "f" => vec![Operation::Fraction],
        "3f" => vec![Operation::FixedFraction(3)],
        "6f" => vec![Operation::FixedFraction(6)],
        "9f" => vec![Operation::FixedFraction(9)],
        ".f" => vec![Operation::OptionalFraction],
        ".3f" => vec![Operation::DecimalMark, Operation::FixedFraction(3)],
        ".6f" => vec![Operation::DecimalMark, Operation::FixedFraction(6)],
        ".9f" => vec![Operation::DecimalMark, Operation::FixedFraction(9)],
        _ => return None,
    };
    Some((operations, Part::Fraction))
}

fn year_or_offset(specifier: &str) -> Option<Meaning> {
    let (operation, part) = match specifier {
        "Y" => (Operation::Year, Part::Year),
        "y" => (Operation::ShortYear, Part::Year),
        "z" => (Operation::Offset(OffsetForm::Any), Part::Offset),
        ":z" => (Operation::Offset(OffsetForm::Colon), Part::Offset),
        "s" => (Operation::Epoch, Part::Epoch),
        _ => return None,
    };
    Some((vec![operation], part))
}

fn unknown(specifier: &str) -> FormatProblem {
    let instead = match specifier {
        "Z" => return FormatProblem::ZoneName,
        "F" => "%Y-%m-%d",
        "T" => "%H:%M:%S",
        "R" => "%H:%M",
        "D" => "%m/%d/%y",
        "r" => "%I:%M:%S %p",
        "k" => "%_H",
        "l" => "%_I",
        "h" => "%b",
        "P" => "%p",
        "L" => "%3f",
        "N" => "%f",
        "-y" | "-Y" => "%Y",
        _ => return FormatProblem::Unknown { instead: None },
    };
    FormatProblem::Unknown { instead: Some(instead) }
}

impl Operation {
    /// Whether the length of what it reads depends on the digits that follow.
    pub(super) fn is_open_ended(&self) -> bool {
        match self {
            Operation::Number(_, padding) => *padding != Padding::Zero,
            Operation::Offset(form) => *form == OffsetForm::Any,
            Operation::Fraction | Operation::OptionalFraction | Operation::Epoch => true,
            _ => false,
        }
    }

    /// Whether what it reads may begin with a digit.
    pub(super) fn begins_with_digit(&self) -> bool {
        match self {
            Operation::Byte(byte) => byte.is_ascii_digit(),
            Operation::Literal(literal) => literal.first().is_some_and(u8::is_ascii_digit),
            Operation::Number(..) | Operation::Year | Operation::ShortYear => true,
            Operation::Fraction | Operation::FixedFraction(_) | Operation::Epoch => true,
            _ => false,
        }
    }
}
