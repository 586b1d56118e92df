//! One value of a row.

use super::text_id::{CarriedId, TextId};
use crate::plan::ValueType;

/// A value as a row keeps it: small, copied freely, its text elsewhere.
///
/// What each holds has eight bytes, so that a cell is two words of the processor and goes from place to place as such.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// An interned text: equal texts have equal ids.
    Text(TextId),
    /// A text that is only carried; equal texts may have different ids.
    Carried(CarriedId),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(Number),
    /// True or false.
    Boolean(Truth),
    /// Milliseconds since 1970 in UTC.
    Time(i64),
    /// Days since 1970.
    Date(i64),
    /// Milliseconds of the day.
    TimeOfDay(i64),
    /// Milliseconds.
    Duration(i64),
    /// The members of a list, interned as one text that separates them by U+001F.
    List(TextId),
}

/// A number, by its bits.
#[derive(Debug, Clone, Copy)]
pub struct Number(u64);

/// True or false, as wide as other values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth(u64);

impl Number {
    /// The number.
    #[inline]
    pub const fn value(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl From<f64> for Number {
    #[inline]
    fn from(value: f64) -> Self {
        Self(value.to_bits())
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl Truth {
    /// Whether it is true.
    #[inline]
    pub const fn holds(self) -> bool {
        self.0 != 0
    }
}

impl From<bool> for Truth {
    #[inline]
    fn from(holds: bool) -> Self {
        Self(u64::from(holds))
    }
}

impl Cell {
    /// A number.
    #[inline]
    pub fn number(value: f64) -> Self {
        Self::Number(value.into())
    }

    /// True or false.
    #[inline]
    pub fn boolean(holds: bool) -> Self {
        Self::Boolean(holds.into())
    }
}

/// What stands for null in the two words of a number or a time.
const NULL_WORDS: u64 = 1 << 63;

/// The types of a value whose type isn't known beforehand, by the word that tells them.
const ANY_TYPES: [ValueType; 9] = [
    ValueType::Text,
    ValueType::List,
    ValueType::Integer,
    ValueType::Number,
    ValueType::Boolean,
    ValueType::Time,
    ValueType::Date,
    ValueType::TimeOfDay,
    ValueType::Duration,
];

impl Cell {
    /// How many words a stored value of that type takes.
    pub const fn width(kind: ValueType, is_carried: bool) -> usize {
        match kind {
            ValueType::Text | ValueType::List if !is_carried => 1,
            ValueType::Boolean => 1,
            ValueType::Any => 3,
            _ => 2,
        }
    }

    /// Whether there is no value.
    pub const fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }

    /// The moment, where it is one.
    pub const fn as_time(self) -> Option<i64> {
        match self {
            Self::Time(at) => Some(at),
            _ => None,
        }
    }

    /// The interned text, where it is one.
    pub const fn as_text(self) -> Option<TextId> {
        match self {
            Self::Text(id) => Some(id),
            _ => None,
        }
    }

    /// Reads the value of that type at the start of `words`.
    #[inline(always)]
    pub fn read(words: &[u32], kind: ValueType, is_carried: bool) -> Self {
        match kind {
            ValueType::Text if !is_carried => Self::of_text(words[0], Self::Text),
            ValueType::List => Self::of_text(words[0], Self::List),
            ValueType::Boolean => match words[0] {
                word @ (0 | 1) => Self::Boolean(Truth(u64::from(word))),
                _ => Self::Null,
            },
            ValueType::Any => Self::read_any(words),
            _ => Self::of_pair(u64::from(words[0]) | u64::from(words[1]) << 32, kind),
        }
    }

    /// A value whose type isn't known beforehand is kept behind a word that tells it.
    #[inline(never)]
    fn read_any(words: &[u32]) -> Self {
        match ANY_TYPES.get(words[0] as usize) {
            Some(kind) => Self::read(&words[1..], *kind, false),
            None => Self::Null,
        }
    }

    fn write_any(self, words: &mut [u32]) {
        let kind = match self {
            Self::Null | Self::Carried(_) => None,
            Self::Text(_) => Some(ValueType::Text),
            Self::List(_) => Some(ValueType::List),
            Self::Integer(_) => Some(ValueType::Integer),
            Self::Number(_) => Some(ValueType::Number),
            Self::Boolean(_) => Some(ValueType::Boolean),
            Self::Time(_) => Some(ValueType::Time),
            Self::Date(_) => Some(ValueType::Date),
            Self::TimeOfDay(_) => Some(ValueType::TimeOfDay),
            Self::Duration(_) => Some(ValueType::Duration),
        };
        words[..3].fill(0);
        words[0] = u32::MAX;
        if let Some((tag, kind)) = kind.and_then(|kind| ANY_TYPES.iter().enumerate().find(|(_, each)| **each == kind)) {
            words[0] = tag as u32;
            self.write(&mut words[1..], *kind, false);
        }
    }

    #[inline(always)]
    fn of_text(word: u32, make: impl FnOnce(TextId) -> Self) -> Self {
        match TextId::from_word(word) {
            Some(id) => make(id),
            None => Self::Null,
        }
    }

    #[inline(always)]
    fn of_pair(pair: u64, kind: ValueType) -> Self {
        if pair == NULL_WORDS {
            return Self::Null;
        }
        let signed = pair.cast_signed();
        match kind {
            ValueType::Text => Self::Carried(CarriedId::from_pair(pair)),
            ValueType::Number => Self::Number(Number(pair)),
            ValueType::Time => Self::Time(signed),
            ValueType::Date => Self::Date(signed),
            ValueType::TimeOfDay => Self::TimeOfDay(signed),
            ValueType::Duration => Self::Duration(signed),
            _ => Self::Integer(signed),
        }
    }

    /// Writes the value at the start of `words`, in the form of its column.
    #[inline]
    pub fn write(self, words: &mut [u32], kind: ValueType, is_carried: bool) {
        if kind == ValueType::Any {
            return self.write_any(words);
        }
        if Self::width(kind, is_carried) == 1 {
            words[0] = self.single_word(kind);
            return;
        }
        let pair = self.pair();
        words[0] = (pair & 0xffff_ffff) as u32;
        words[1] = (pair >> 32) as u32;
    }

    fn single_word(self, kind: ValueType) -> u32 {
        match self {
            Self::Text(id) | Self::List(id) => id.word(),
            Self::Boolean(truth) => u32::from(truth.holds()),
            _ if kind == ValueType::Boolean => 2,
            _ => 0,
        }
    }

    fn pair(self) -> u64 {
        match self {
            Self::Carried(id) => id.pair(),
            // -0.0 has the bits that stand for null, and means zero.
            Self::Number(number) => (number.value() + 0.0).to_bits(),
            Self::Integer(value)
            | Self::Time(value)
            | Self::Date(value)
            | Self::TimeOfDay(value)
            | Self::Duration(value) => value.cast_unsigned(),
            _ => NULL_WORDS,
        }
    }
}
