//! One value of a row.

use super::text_id::{CarriedId, TextId};
use crate::plan::ValueType;

/// A value as a row keeps it: small, copied freely, its text elsewhere.
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
    Number(f64),
    /// True or false.
    Boolean(bool),
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

/// What stands for null in the two words of a number or a time.
const NULL_WORDS: u64 = 1 << 63;

/// The types that a value of unknown type may have, by the number that says which.
const TYPES_OF_ANY: [ValueType; 9] = [
    ValueType::Text,
    ValueType::Integer,
    ValueType::Number,
    ValueType::Boolean,
    ValueType::Time,
    ValueType::Date,
    ValueType::TimeOfDay,
    ValueType::Duration,
    ValueType::List,
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
    pub fn read(words: &[u32], kind: ValueType, is_carried: bool) -> Self {
        match kind {
            ValueType::Text if !is_carried => Self::of_text(words[0], Self::Text),
            ValueType::List => Self::of_text(words[0], Self::List),
            ValueType::Boolean => match words[0] {
                0 => Self::Boolean(false),
                1 => Self::Boolean(true),
                _ => Self::Null,
            },
            ValueType::Any => Self::of_any(words),
            _ => Self::of_pair(u64::from(words[0]) | u64::from(words[1]) << 32, kind),
        }
    }

    /// A value of a type known only to its row: the type's number comes first.
    fn of_any(words: &[u32]) -> Self {
        match TYPES_OF_ANY.get(words[0] as usize) {
            Some(kind) => Self::read(&words[1..], *kind, false),
            None => Self::Null,
        }
    }

    /// The type that the value has.
    pub const fn kind(self) -> Option<ValueType> {
        Some(match self {
            Self::Null => return None,
            Self::Text(_) | Self::Carried(_) => ValueType::Text,
            Self::Integer(_) => ValueType::Integer,
            Self::Number(_) => ValueType::Number,
            Self::Boolean(_) => ValueType::Boolean,
            Self::Time(_) => ValueType::Time,
            Self::Date(_) => ValueType::Date,
            Self::TimeOfDay(_) => ValueType::TimeOfDay,
            Self::Duration(_) => ValueType::Duration,
            Self::List(_) => ValueType::List,
        })
    }

    fn of_text(word: u32, make: fn(TextId) -> Self) -> Self {
        match TextId::from_word(word) {
            Some(id) => make(id),
            None => Self::Null,
        }
    }

    fn of_pair(pair: u64, kind: ValueType) -> Self {
        if pair == NULL_WORDS {
            return Self::Null;
        }
        let signed = pair.cast_signed();
        match kind {
            ValueType::Text => Self::Carried(CarriedId::from_pair(pair)),
            ValueType::Number => Self::Number(f64::from_bits(pair)),
            ValueType::Time => Self::Time(signed),
            ValueType::Date => Self::Date(signed),
            ValueType::TimeOfDay => Self::TimeOfDay(signed),
            ValueType::Duration => Self::Duration(signed),
            _ => Self::Integer(signed),
        }
    }

    /// Writes the value at the start of `words`, in the form of its column.
    pub fn write(self, words: &mut [u32], kind: ValueType, is_carried: bool) {
        if kind == ValueType::Any {
            self.write_any(words);
            return;
        }
        if Self::width(kind, is_carried) == 1 {
            words[0] = self.single_word(kind);
            return;
        }
        let pair = self.pair();
        words[0] = (pair & 0xffff_ffff) as u32;
        words[1] = (pair >> 32) as u32;
    }

    fn write_any(self, words: &mut [u32]) {
        let number = TYPES_OF_ANY.iter().position(|kind| Some(*kind) == self.kind());
        words[0] = number.map_or(u32::MAX, |number| number as u32);
        if let Some(kind) = self.kind() {
            self.write(&mut words[1..], kind, false);
        }
    }

    fn single_word(self, kind: ValueType) -> u32 {
        match self {
            Self::Text(id) | Self::List(id) => id.word(),
            Self::Boolean(value) => u32::from(value),
            _ if kind == ValueType::Boolean => 2,
            _ => 0,
        }
    }

    fn pair(self) -> u64 {
        match self {
            Self::Carried(id) => id.pair(),
            // -0.0 has the bits that stand for null, and means zero.
            Self::Number(value) => (value + 0.0).to_bits(),
            Self::Integer(value)
            | Self::Time(value)
            | Self::Date(value)
            | Self::TimeOfDay(value)
            | Self::Duration(value) => value.cast_unsigned(),
            _ => NULL_WORDS,
        }
    }
}
