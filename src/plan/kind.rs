//! Types of values.

/// The type of a column, a value or an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// Text, and ids of every kind.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A moment.
    Time,
    /// A day.
    Date,
    /// A time of day.
    TimeOfDay,
    /// A span of time.
    Duration,
    /// Several texts.
    List,
    /// What a script gives: known only when it runs.
    Any,
}

impl ValueType {
    /// The type in a reader's words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Time => "a time",
            Self::Date => "a date",
            Self::TimeOfDay => "a time of day",
            Self::Duration => "a duration",
            Self::List => "a list",
            Self::Any => "a script's value",
        }
    }

    /// Whether values of both types can be compared.
    pub fn comparable(self, other: Self) -> bool {
        let number = |each| matches!(each, Self::Integer | Self::Number);
        self == other || self == Self::Any || other == Self::Any || number(self) && number(other)
    }
}
