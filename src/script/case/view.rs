//! What the script layer asks of a case. The heart of the engine implements it; nothing is copied that a script
//! doesn't read.

use crate::script::value::{Text, Value};

/// A value that is looked at where it stands, so that nothing is copied.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen<'a> {
    /// A text.
    Text(&'a str),
    /// A list of texts.
    Texts(&'a [String]),
    /// Any other value, or one that stands nowhere.
    Value(Value),
}

impl Seen<'_> {
    /// Nothing is known.
    pub const NULL: Self = Self::Value(Value::Null);

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Value(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The value itself.
    #[must_use]
    pub fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::text(text),
            Self::Texts(texts) => Value::List(texts.iter().map(|text| Value::text(text)).collect()),
            Self::Value(value) => value,
        }
    }
}

/// A value that is neither text nor list, to be looked at where it stands.
///
/// What each holds has eight bytes, so that it is two words of the processor and goes from place to place as such.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plain {
    /// Nothing is known.
    Null,
    /// `false`.
    False,
    /// `true`.
    True,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, by its bits.
    Number(u64),
    /// Milliseconds since 1970 UTC.
    Time(i64),
    /// Milliseconds.
    Duration(i64),
    /// A text or a list.
    Other,
}

impl Plain {
    /// What a value is.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(truth) => (*truth).into(),
            Value::Integer(number) => Self::Integer(*number),
            Value::Number(number) => Self::Number(number.to_bits()),
            Value::Time(time) => Self::Time(*time),
            Value::Duration(length) => Self::Duration(*length),
            Value::Text(_) | Value::List(_) => Self::Other,
        }
    }
}

impl From<bool> for Plain {
    #[inline]
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}

/// What a script gave, where it stands.
#[derive(Debug, Clone)]
pub enum Given<'a> {
    /// Neither text nor list; never [`Plain::Other`].
    Plain(Plain),
    /// One of the script's own texts.
    Text(&'a Text),
    /// Anything else.
    Value(Value),
}

impl Given<'_> {
    /// The value itself.
    #[must_use]
    pub fn into_value(self) -> Value {
        match self {
            Self::Plain(plain) => match plain {
                Plain::Null | Plain::Other => Value::Null,
                Plain::False => Value::Boolean(false),
                Plain::True => Value::Boolean(true),
                Plain::Integer(number) => Value::Integer(number),
                Plain::Number(bits) => Value::Number(f64::from_bits(bits)),
                Plain::Time(time) => Value::Time(time),
                Plain::Duration(length) => Value::Duration(length),
            },
            Self::Text(text) => Value::Text(text.clone()),
            Self::Value(value) => value,
        }
    }
}

/// The values of a script's variables.
pub trait Variables {
    /// The value of [`super::Uses::variables`] at that index.
    fn see(&self, variable: usize) -> Seen<'_>;
}

impl<F: Fn(usize) -> Value> Variables for F {
    fn see(&self, variable: usize) -> Seen<'_> {
        Seen::Value(self(variable))
    }
}

/// Which value of an event is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventValue {
    /// Who did it.
    Resource,
    /// When it ended.
    End,
    /// The activity's label in the chosen language.
    Label,
    /// An attribute of the event, by its index in [`crate::script::CaseNames::attributes`].
    Attribute(u32),
}

/// Where an activity occurs in a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// The first event.
    pub first: u32,
    /// The last event.
    pub last: u32,
    /// How many events; where there is none, the others mean nothing.
    pub count: u32,
}

impl Occurrences {
    /// Adds an event; events come in their order.
    #[inline]
    pub fn add(&mut self, event: u32) {
        if self.count == 0 {
            self.first = event;
        }
        self.last = event;
        self.count += 1;
    }
}

/// One case, as scripts see it. All numbers are indices: of events and rows in the case's order, of everything else in
/// the lists of [`crate::script::CaseNames`]. Times are milliseconds since 1970 UTC.
pub trait CaseView {
    /// How many events the case has.
    fn event_count(&self) -> usize;
    /// The activity of an event.
    fn event_activity(&self, event: usize) -> u32;
    /// The time of an event; events are in order of time.
    fn event_time(&self, event: usize) -> i64;
    /// Another value of an event.
    fn event_value(&self, event: usize, name: EventValue) -> Value;
    /// A column of the case's record; null if it has none.
    fn record_value(&self, column: u32) -> Value;
    /// How often a tracked field changed.
    fn field_changes(&self, field: u32) -> usize;
    /// When its `change`th change happened; changes are in order of time.
    fn change_time(&self, field: u32, change: usize) -> i64;
    /// The value before that change.
    fn change_old(&self, field: u32, change: usize) -> Value;
    /// The value after that change.
    fn change_new(&self, field: u32, change: usize) -> Value;
    /// The value before the first change, or the current one if there is none.
    fn field_initial(&self, field: u32) -> Value;
    /// When the field began to hold its initial value: the start of the case.
    fn field_start(&self, field: u32) -> Option<i64>;
    /// Until when the field holds its last value, if that is known.
    fn field_end(&self, _field: u32) -> Option<i64> {
        self.extracted_at()
    }
    /// How many rows of a source the case has.
    fn row_count(&self, source: u32) -> usize;
    /// A cell.
    fn row_value(&self, source: u32, row: usize, column: u32) -> Value;
    /// The time of a row, where its source has one.
    fn row_time(&self, source: u32, row: usize) -> Option<i64>;
    /// When the data was extracted, if that is known.
    fn extracted_at(&self) -> Option<i64>;

    /// Where an activity occurs among all events of the case; `None` where that isn't at hand.
    fn occurrences(&self, _activity: u32) -> Option<Occurrences> {
        None
    }
    /// The text that a field held after so many of its changes, as a number that equal texts have alone, and its bytes;
    /// 0 stands for null. `None` where it isn't a text that has such a number.
    fn coded(&self, _field: u32, _changes: usize) -> Option<(u32, usize)> {
        None
    }

    /// [`CaseView::coded`] without the bytes.
    fn code(&self, field: u32, changes: usize) -> Option<u32> {
        self.coded(field, changes).map(|(code, _)| code)
    }
    /// [`CaseView::record_value`], where it is plain.
    fn plain_record(&self, column: u32) -> Plain {
        Plain::of(&self.record_value(column))
    }
    /// [`CaseView::row_value`], where it is plain.
    fn plain_row(&self, source: u32, row: usize, column: u32) -> Plain {
        Plain::of(&self.row_value(source, row, column))
    }

    /// [`CaseView::event_value`] where it stands.
    fn see_event(&self, event: usize, name: EventValue) -> Seen<'_> {
        Seen::Value(self.event_value(event, name))
    }
    /// [`CaseView::record_value`] where it stands.
    fn see_record(&self, column: u32) -> Seen<'_> {
        Seen::Value(self.record_value(column))
    }
    /// [`CaseView::change_new`] where it stands.
    fn see_change(&self, field: u32, change: usize) -> Seen<'_> {
        Seen::Value(self.change_new(field, change))
    }
    /// [`CaseView::field_initial`] where it stands.
    fn see_initial(&self, field: u32) -> Seen<'_> {
        Seen::Value(self.field_initial(field))
    }
    /// [`CaseView::row_value`] where it stands.
    fn see_row(&self, source: u32, row: usize, column: u32) -> Seen<'_> {
        Seen::Value(self.row_value(source, row, column))
    }
}
