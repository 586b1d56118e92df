//! What the values of a column look like.

mod numbers;
mod times;

pub use numbers::{Marks, is_integer, is_number};
pub use times::{Reading, TimeGuess, candidates, read_times};

use std::collections::BTreeSet;

/// How many of the values have to be of a kind, in percent: a few may be faulty.
const MOST: usize = 90;

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There are none.
    Empty,
    /// Times.
    Time,
    /// Days without a time.
    Date,
    /// Two or less words of true and false.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Short words without spaces that hold digits: numbers of tickets, keys.
    Id,
    /// Anything else.
    Text,
}

impl Kind {
    /// The kind as the type of a column.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Empty | Self::Text | Self::Boolean => "text",
            Self::Time => "timestamp",
            Self::Date => "date",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Id => "id",
        }
    }
}

/// What a sample of a column shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What the values are.
    pub kind: Kind,
    /// How many there are.
    pub present: usize,
    /// How many different ones.
    pub distinct: usize,
    /// The longest, in characters.
    pub longest: usize,
    /// The formats that read them, where they are times.
    pub formats: Vec<&'static str>,
}

impl Look {
    /// Looks at values; empty ones are none.
    pub fn of(values: &[String]) -> Self {
        let present: Vec<&str> = values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
        let different: BTreeSet<&str> = present.iter().copied().collect();
        let different: Vec<&str> = different.into_iter().filter(|value| !crate::infer::words::is_null(value)).collect();
        let formats = times::of_values(&different);
        let kind = if formats.is_empty() { kind_of(&different) } else { Kind::Time };
        let longest = different.iter().map(|value| value.chars().count()).max().unwrap_or(0);
        Self { kind, present: present.len(), distinct: different.len(), longest, formats }
    }

    /// The same below a header: counts of seconds are times where it speaks of one.
    pub fn below(self, header: &str, values: &[String]) -> Self {
        if !matches!(self.kind, Kind::Integer | Kind::Number) || !crate::infer::words::speaks_of_time(header) {
            return self;
        }
        let is_value = |value: &&str| !value.is_empty() && !crate::infer::words::is_null(value);
        let present: Vec<&str> = values.iter().map(String::as_str).filter(is_value).collect();
        match times::epoch_of(&present) {
            Some(format) => Self { kind: Kind::Time, formats: vec![format], ..self },
            None => self,
        }
    }

    /// Whether no value stands twice.
    pub fn is_unique(&self) -> bool {
        self.present > 0 && self.distinct == self.present
    }

    /// Whether few values stand often: a status, a channel, a type.
    pub fn is_category(&self) -> bool {
        let is_word = matches!(self.kind, Kind::Text | Kind::Id | Kind::Boolean | Kind::Integer);
        is_word && self.distinct >= 2 && self.distinct <= 40 && self.longest <= 60 && self.present >= self.distinct * 2
    }
}

fn kind_of(values: &[&str]) -> Kind {
    match values {
        [] => Kind::Empty,
        _ if most(values, times::is_date) => Kind::Date,
        _ if most(values, is_boolean) => Kind::Boolean,
        _ if most(values, is_integer) => Kind::Integer,
        _ if most(values, is_number) => Kind::Number,
        _ if most(values, is_id) => Kind::Id,
        _ => Kind::Text,
    }
}

fn most(values: &[&str], test: impl Fn(&str) -> bool) -> bool {
    values.iter().filter(|value| test(value)).count() * 100 >= values.len() * MOST
}

fn is_boolean(value: &str) -> bool {
    crate::infer::words::truth(value).is_some()
}

fn is_id(value: &str) -> bool {
    let is_letter =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '/' | '#' | '.' | ':');
    value.len() <= 64 && value.chars().all(is_letter) && value.bytes().any(|byte| byte.is_ascii_digit())
}
