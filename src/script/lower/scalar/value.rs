//! Values of two words.

use std::cmp::Ordering;

use crate::script::case::view::{Given, Plain};
use crate::script::lower::node::Calculation;
use crate::script::value::Text;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Null,
    Boolean,
    Integer,
    /// The word has the bits of the number.
    Number,
    Time,
    Duration,
    /// A text of the script, by its place among them.
    Text,
    Event,
    /// None: something else has to say what comes of the script.
    Stop,
}

/// A value: what it is, and the word that it takes.
#[derive(Debug, Clone, Copy)]
pub struct Scalar {
    pub kind: Kind,
    pub word: i64,
}

/// True or false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    False,
    True,
    /// Neither: something else has to say what comes of the script.
    Stop,
}

impl From<bool> for Truth {
    #[inline]
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}

impl Scalar {
    pub const NULL: Self = Self { kind: Kind::Null, word: 0 };
    pub const STOP: Self = Self { kind: Kind::Stop, word: 0 };

    pub const fn new(kind: Kind, word: i64) -> Self {
        Self { kind, word }
    }

    pub fn number(number: f64) -> Self {
        Self::new(Kind::Number, number.to_bits().cast_signed())
    }

    pub fn whole(count: usize) -> Self {
        Self::new(Kind::Integer, i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub fn event(event: Option<usize>) -> Self {
        event.map_or(Self::NULL, |event| Self { kind: Kind::Event, ..Self::whole(event) })
    }

    fn as_number(self) -> f64 {
        f64::from_bits(self.word.cast_unsigned())
    }

    /// Where only true or false will do.
    #[inline]
    pub fn truth(self) -> Truth {
        match self.kind {
            Kind::Boolean => Truth::from(self.word != 0),
            _ => Truth::Stop,
        }
    }

    /// As a script gives it.
    #[inline]
    pub fn given(self, texts: &[Text]) -> Option<Given<'_>> {
        match (self.kind, self.plain()) {
            (Kind::Text, _) => texts.get(usize::try_from(self.word).ok()?).map(Given::Text),
            (_, Plain::Other) => None,
            (_, plain) => Some(Given::Plain(plain)),
        }
    }

    /// As a script gives it, where that is plain.
    #[inline]
    pub fn plain(self) -> Plain {
        match self.kind {
            Kind::Null => Plain::Null,
            Kind::Boolean => (self.word != 0).into(),
            Kind::Integer => Plain::Integer(self.word),
            Kind::Number => Plain::Number(self.word.cast_unsigned()),
            Kind::Time => Plain::Time(self.word),
            Kind::Duration => Plain::Duration(self.word),
            Kind::Text | Kind::Event | Kind::Stop => Plain::Other,
        }
    }

    /// Whether two values are the same.
    #[inline]
    pub fn same(self, other: Self, texts: &[Text]) -> Truth {
        match (self.kind, other.kind) {
            (Kind::Stop, _) | (_, Kind::Stop) => Truth::Stop,
            (Kind::Null, other) | (other, Kind::Null) => Truth::from(other == Kind::Null),
            (Kind::Boolean, Kind::Boolean) | (Kind::Event, Kind::Event) => Truth::from(self.word == other.word),
            _ => self.scalar_order(other, texts).map_or(Truth::Stop, |order| Truth::from(order.is_eq())),
        }
    }

    /// Whether their order is as wanted; null has none.
    #[inline]
    pub fn compare(self, other: Self, holds: fn(Ordering) -> bool, texts: &[Text]) -> Truth {
        match (self.kind, other.kind) {
            (Kind::Stop, _) | (_, Kind::Stop) => Truth::Stop,
            (Kind::Null, _) | (_, Kind::Null) => Truth::False,
            _ => self.scalar_order(other, texts).map_or(Truth::Stop, |order| Truth::from(holds(order))),
        }
    }

    fn scalar_order(self, other: Self, texts: &[Text]) -> Option<Ordering> {
        match (self.kind, other.kind) {
            (Kind::Integer, Kind::Integer) | (Kind::Time, Kind::Time) | (Kind::Duration, Kind::Duration) => {
                Some(self.word.cmp(&other.word))
            }
            (Kind::Integer, Kind::Number) => (self.word as f64).partial_cmp(&other.as_number()),
            (Kind::Number, Kind::Integer) => self.as_number().partial_cmp(&(other.word as f64)),
            (Kind::Number, Kind::Number) => self.as_number().partial_cmp(&other.as_number()),
            (Kind::Text, Kind::Text) => {
                let text = |at: i64| texts.get(usize::try_from(at).ok()?);
                Some(text(self.word)?.as_str().cmp(text(other.word)?.as_str()))
            }
            _ => None,
        }
    }

    /// What an operator gives.
    #[inline]
    pub fn calculate(self, calculation: Calculation, other: Self) -> Self {
        let kind = match (calculation, self.kind, other.kind) {
            (_, Kind::Integer, Kind::Integer) => Kind::Integer,
            (Calculation::Subtract, Kind::Time, Kind::Time) => Kind::Duration,
            (_, left, right) => return if is_null(left, right) { Self::NULL } else { Self::STOP },
        };
        let word = match calculation {
            Calculation::Add => self.word.checked_add(other.word),
            Calculation::Subtract => self.word.checked_sub(other.word),
            Calculation::Multiply => self.word.checked_mul(other.word),
            Calculation::Divide | Calculation::Remainder => None,
        };
        word.map_or(Self::STOP, |word| Self::new(kind, word))
    }

    /// A duration as a number of units of so many milliseconds.
    #[inline]
    pub fn in_units(self, millis: i64) -> Self {
        match self.kind {
            Kind::Null => Self::NULL,
            Kind::Duration if millis == 1 => Self::new(Kind::Integer, self.word),
            Kind::Duration => Self::number(self.word as f64 / millis as f64),
            _ => Self::STOP,
        }
    }
}

/// Whether one is null and neither is anything that takes no part in arithmetic.
fn is_null(left: Kind, right: Kind) -> bool {
    let counts = |kind: Kind| !matches!(kind, Kind::Stop | Kind::Event | Kind::Text | Kind::Boolean);
    (left == Kind::Null || right == Kind::Null) && counts(left) && counts(right)
}

impl From<bool> for Scalar {
    #[inline]
    fn from(truth: bool) -> Self {
        Self::new(Kind::Boolean, i64::from(truth))
    }
}

impl From<Truth> for Scalar {
    #[inline]
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Stop => Self::STOP,
            truth => (truth == Truth::True).into(),
        }
    }
}

impl From<Plain> for Scalar {
    #[inline]
    fn from(value: Plain) -> Self {
        match value {
            Plain::Null => Self::NULL,
            Plain::False => false.into(),
            Plain::True => true.into(),
            Plain::Integer(number) => Self::new(Kind::Integer, number),
            Plain::Number(bits) => Self::new(Kind::Number, bits.cast_signed()),
            Plain::Time(time) => Self::new(Kind::Time, time),
            Plain::Duration(length) => Self::new(Kind::Duration, length),
            Plain::Other => Self::STOP,
        }
    }
}
