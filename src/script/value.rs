//! The values that go into scripts and come out of them.

use chrono::{DateTime, Datelike, Timelike, Utc};
use rhai::{Array, Dynamic};

/// Text as scripts hold it: shared, so that passing it on copies nothing.
pub use rhai::ImmutableString as Text;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is known; `()` in scripts.
    Null,
    /// Text; ids are text too.
    Text(Text),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction; always finite.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A point in time: milliseconds since 1970 UTC.
    Time(i64),
    /// A length of time in milliseconds.
    Duration(i64),
    /// A list.
    List(Vec<Value>),
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// [`Value::Text`]
    Text,
    /// [`Value::Integer`]
    Integer,
    /// [`Value::Number`]
    Number,
    /// [`Value::Boolean`]
    Boolean,
    /// [`Value::Time`]
    Time,
    /// [`Value::Duration`]
    Duration,
    /// [`Value::List`]
    List,
}

impl Value {
    /// Text from a slice.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What it is; nothing for null.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::Null => return None,
            Self::Text(_) => Kind::Text,
            Self::Integer(_) => Kind::Integer,
            Self::Number(_) => Kind::Number,
            Self::Boolean(_) => Kind::Boolean,
            Self::Time(_) => Kind::Time,
            Self::Duration(_) => Kind::Duration,
            Self::List(_) => Kind::List,
        })
    }
}

/// A point in time inside a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

/// A length of time inside a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub i64);

impl Time {
    /// As a calendar date and clock time in UTC; nothing beyond the years that calendars reach.
    #[must_use]
    pub fn in_utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }

    /// `2026-03-09`, in UTC.
    #[must_use]
    pub fn date_text(self) -> Option<String> {
        self.in_utc().map(|time| format!("{:04}-{:02}-{:02}", time.year(), time.month(), time.day()))
    }

    /// RFC 3339 in UTC, with milliseconds only where there are any.
    #[must_use]
    pub fn text(self) -> Option<String> {
        let time = self.in_utc()?;
        let seconds = format!("{}T{:02}:{:02}:{:02}", self.date_text()?, time.hour(), time.minute(), time.second());
        Some(match self.0.rem_euclid(1000) {
            0 => format!("{seconds}Z"),
            millis => format!("{seconds}.{millis:03}Z"),
        })
    }
}

impl From<Value> for Dynamic {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::UNIT,
            Value::Text(text) => text.into(),
            Value::Integer(integer) => integer.into(),
            Value::Number(number) => number.into(),
            Value::Boolean(boolean) => boolean.into(),
            Value::Time(time) => Self::from(Time(time)),
            Value::Duration(duration) => Self::from(Duration(duration)),
            Value::List(list) => Self::from_array(list.into_iter().map(Into::into).collect()),
        }
    }
}

/// The script's result was none of the values that a mapping knows; what it was instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoValue(pub String);

impl TryFrom<Dynamic> for Value {
    type Error = NoValue;

    fn try_from(dynamic: Dynamic) -> Result<Self, NoValue> {
        within(dynamic, LISTS_IN_LISTS)
    }
}

/// How deep lists may lie in each other in a result.
const LISTS_IN_LISTS: usize = 8;

fn within(dynamic: Dynamic, depth: usize) -> Result<Value, NoValue> {
    let dynamic = dynamic.flatten();
    if dynamic.is_unit() {
        Ok(Value::Null)
    } else if let Ok(integer) = dynamic.as_int() {
        Ok(Value::Integer(integer))
    } else if let Ok(boolean) = dynamic.as_bool() {
        Ok(Value::Boolean(boolean))
    } else if let Ok(number) = dynamic.as_float() {
        Ok(Value::Number(number))
    } else if let Ok(letter) = dynamic.as_char() {
        Ok(Value::Text(letter.to_string().into()))
    } else if dynamic.is_string() {
        dynamic.into_immutable_string().map(Value::Text).map_err(|what| NoValue(what.into()))
    } else if dynamic.is_array() {
        list(dynamic, depth)
    } else {
        custom(&dynamic)
    }
}

fn list(dynamic: Dynamic, depth: usize) -> Result<Value, NoValue> {
    let depth = depth.checked_sub(1).ok_or_else(|| NoValue("lists nested too deep".into()))?;
    let array: Array = dynamic.into_array().map_err(|what| NoValue(what.into()))?;
    array.into_iter().map(|element| within(element, depth)).collect::<Result<_, _>>().map(Value::List)
}

fn custom(dynamic: &Dynamic) -> Result<Value, NoValue> {
    if let Some(time) = dynamic.read_lock::<Time>() {
        Ok(Value::Time(time.0))
    } else if let Some(duration) = dynamic.read_lock::<Duration>() {
        Ok(Value::Duration(duration.0))
    } else {
        Err(NoValue(super::library::what_is(dynamic).into()))
    }
}
