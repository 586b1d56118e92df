//! From a cell's text to a value, as its column says.

mod logic;
mod nonexistent;
mod number;
mod salesforce;
mod time;
mod written;

use std::borrow::Cow;

use crate::contact::{PhoneParser, mail_address};
use crate::plan::{CellReader, TextForm, ValueType};
use crate::rows::Cell;
use crate::time::{DateFormat, DurationFormat, Era, TimeOfDayFormat, Zone};

pub use logic::Words;
pub use time::{TimeNotes, place_in_zone, with_zone};

use time::TimeParser;

use written::Written;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading<'a> {
    /// Nothing.
    Null,
    /// A text.
    Text(Cow<'a, str>),
    /// The members of a list, separated by U+001F.
    List(String),
    /// Any other value.
    Cell(Cell),
    /// A time without an offset, for which nothing gives a zone.
    Naive,
    /// Something else than the column may hold.
    Unreadable(Fault),
}

/// Reads what most cells of a column hold; what it doesn't read has to be read by [`CellParser::read`].
#[derive(Debug, Clone, Copy)]
pub enum Quick<'a> {
    /// Times, by [`DayRead`](crate::time::DayRead).
    Time,
    /// True and false.
    Boolean(&'a Words),
}

/// Why a cell can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It isn't of the column's type.
    Type,
    /// It is in none of the column's formats.
    Format,
    /// It is in one of the formats, and there is no such day or time, or none that can be written.
    NoSuchTime,
    /// A number that doesn't fit into 64 bits.
    TooLarge,
    /// The zone's clock skips that time or shows it twice, and the mapping rejects such times.
    ClockChange,
}

/// Reads the cells of one column.
#[derive(Debug)]
pub struct CellParser {
    nulls: Vec<String>,
    spellings: Vec<(String, String)>,
    /// There are neither nulls nor other spellings.
    is_bare: bool,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Text,
    SalesforceId,
    Phone(PhoneParser),
    Mail,
    Integer,
    Number,
    Boolean(Words),
    Time(TimeParser),
    Date(Vec<DateFormat>),
    TimeOfDay(Vec<TimeOfDayFormat>),
    /// In one of these forms; in a table of the mapping as the mapping writes durations, too.
    Duration(Vec<DurationFormat>, bool),
    List(String),
    /// Written as people do, in any of the forms above but texts as they are, booleans and lists.
    Written(Box<Written>),
}

impl CellParser {
    /// A parser. `timezone` is the run's, for times to which the mapping gives none.
    pub fn new(reader: &CellReader, kind: ValueType, timezone: Option<&Zone>, is_inline: bool) -> Self {
        let form = match kind {
            ValueType::Text | ValueType::Any => Form::of_text(&reader.text),
            ValueType::Integer => Form::Integer,
            ValueType::Number => Form::Number,
            ValueType::Boolean => Form::Boolean(Words::new(reader.words.as_ref())),
            ValueType::Time => Form::Time(TimeParser::new(reader, timezone)),
            ValueType::Date => Form::Date(reader.date_formats.clone()),
            ValueType::TimeOfDay => Form::TimeOfDay(reader.time_of_day_formats.clone()),
            ValueType::Duration => Form::Duration(reader.durations.clone(), is_inline),
            ValueType::List => Form::List(reader.separator.clone().unwrap_or_else(|| ";".to_owned())),
        };
        let form = match reader.writing.clone() {
            None => form,
            Some(writing) => Form::Written(Box::new(Written { writing, form })),
        };
        let is_bare = reader.nulls.is_empty() && reader.spellings.is_empty();
        Self { nulls: reader.nulls.clone(), spellings: reader.spellings.clone(), is_bare, form }
    }

    /// Whether a text is taken as it is, and only the empty one is null.
    pub fn is_plain(&self) -> bool {
        matches!(self.form, Form::Text) && self.is_bare
    }

    /// What reads most cells of the column faster than [`CellParser::read`], where there is such a thing.
    pub fn quick(&self) -> Option<Quick<'_>> {
        match &self.form {
            _ if !self.is_bare => None,
            Form::Time(parser) if parser.is_iso8601() => Some(Quick::Time),
            Form::Boolean(words) => Some(Quick::Boolean(words)),
            _ => None,
        }
    }

    /// Reads a cell. Texts are taken exactly as they are, all else without the spaces around it.
    #[inline]
    pub fn read<'a>(&'a self, raw: &'a str, notes: &mut TimeNotes) -> Reading<'a> {
        self.read_as(&self.form, raw, notes)
    }

    /// Reads a number of JSON, which is written as programs do whatever texts are.
    #[inline]
    pub fn read_number<'a>(&'a self, raw: &'a str, notes: &mut TimeNotes) -> Reading<'a> {
        let form = match &self.form {
            Form::Written(written) => &written.form,
            form => form,
        };
        self.read_as(form, raw, notes)
    }

    #[inline]
    fn read_as<'a>(&'a self, form: &'a Form, raw: &'a str, notes: &mut TimeNotes) -> Reading<'a> {
        let raw = if form.is_verbatim() { raw } else { raw.trim() };
        if raw.is_empty() && !form.reads_empty() || self.nulls.iter().any(|null| null == raw) {
            return Reading::Null;
        }
        let meant = match self.spellings.iter().find(|(found, _)| found == raw) {
            Some((_, meant)) => meant,
            None => raw,
        };
        form.read(meant, notes)
    }

    /// The members of a list that are texts of their own; `None` where there is none.
    pub fn members<'a>(&'a self, texts: impl IntoIterator<Item = Cow<'a, str>>) -> Option<String> {
        let is_null = |text: &Cow<'_, str>| self.nulls.iter().any(|null| null == text);
        let meant = |text: Cow<'a, str>| match self.spellings.iter().find(|(found, _)| *found == text) {
            Some((_, meant)) => Cow::Borrowed(meant.as_str()),
            None => text,
        };
        let members: Vec<Cow<'a, str>> = texts.into_iter().filter(|text| !is_null(text)).map(meant).collect();
        (!members.is_empty()).then(|| members.join("\u{1f}"))
    }

    /// What a cell may hold, for messages: `a time in the format `iso8601``.
    pub fn expected(&self) -> String {
        self.form.expected()
    }
}

impl Form {
    fn of_text(form: &TextForm) -> Self {
        match form {
            TextForm::Plain => Self::Text,
            TextForm::SalesforceId => Self::SalesforceId,
            TextForm::Phone(country) => Self::Phone(PhoneParser::new(country.as_deref())),
            TextForm::Mail => Self::Mail,
        }
    }

    fn expected(&self) -> String {
        match self {
            Self::Text | Self::SalesforceId => "a text".to_owned(),
            Self::Phone(_) => "a telephone number".to_owned(),
            Self::Mail => "a mail address".to_owned(),
            Self::Integer => "a whole number".to_owned(),
            Self::Number => "a number such as `2.5`".to_owned(),
            Self::Boolean(words) => words.expected(),
            Self::Time(parser) => in_formats("a time", parser.patterns()) + in_era(parser.era()),
            Self::Date(formats) => {
                let era = formats.first().map_or(Era::Common, DateFormat::era);
                in_formats("a date", formats.iter().map(DateFormat::pattern)) + in_era(era)
            }
            Self::TimeOfDay(formats) => in_formats("a time of day", formats.iter().map(TimeOfDayFormat::pattern)),
            Self::Duration(formats, is_inline) => number::duration_expected(formats, *is_inline),
            Self::List(separator) => format!("a list separated by `{separator}`"),
            Self::Written(written) => written.expected(),
        }
    }

    /// Whether spaces around a text are part of it.
    fn is_verbatim(&self) -> bool {
        matches!(self, Self::Text | Self::SalesforceId)
    }

    /// Whether an empty cell says something: it is one of the words for true or false.
    fn reads_empty(&self) -> bool {
        matches!(self, Self::Boolean(words) if words.has_empty)
    }

    #[inline]
    fn read<'a>(&self, text: &'a str, notes: &mut TimeNotes) -> Reading<'a> {
        match self {
            Self::Text => Reading::Text(Cow::Borrowed(text)),
            Self::SalesforceId => Reading::Text(salesforce::long_id(text)),
            Self::Phone(parser) => contact(parser.read(text), notes),
            Self::Mail => contact(mail_address(text), notes),
            Self::Time(parser) => parser.read(text, notes),
            Self::List(separator) => list(text, separator),
            Self::Integer => or_fault(number::integer(text).map(Cell::Integer), number::fault(text)),
            Self::Number => or_fault(number::number(text).map(Cell::number), number::fault(text)),
            Self::Boolean(words) => or_fault(words.read(text).map(Cell::boolean), Fault::Type),
            Self::Date(formats) => {
                let parse = |text: &[u8]| formats.iter().find_map(|format| format.parse(text));
                match parse(text.as_bytes()) {
                    Some(day) => Reading::Cell(Cell::Date(i64::from(day))),
                    None => Reading::Unreadable(no_time(text, |text| parse(text).is_some())),
                }
            }
            Self::TimeOfDay(formats) => {
                let parse = |text: &[u8]| formats.iter().find_map(|format| format.parse(text));
                match parse(text.as_bytes()) {
                    Some(time) => Reading::Cell(Cell::TimeOfDay(i64::from(time))),
                    None => Reading::Unreadable(no_time(text, |text| parse(text).is_some())),
                }
            }
            Self::Written(written) => written.read(text, notes),
            Self::Duration(formats, is_inline) => {
                or_fault(number::duration(text, formats, *is_inline).map(Cell::Duration), Fault::Type)
            }
        }
    }
}

/// What is no number or address, such as that of a caller who withholds it, is null, and counted.
fn contact<'a>(found: Option<String>, notes: &mut TimeNotes) -> Reading<'a> {
    notes.unusable += u64::from(found.is_none());
    found.map_or(Reading::Null, |text| Reading::Text(Cow::Owned(text)))
}

/// Why a text that no format reads is no time.
#[cold]
fn no_time(text: &str, is_read: impl Fn(&[u8]) -> bool) -> Fault {
    if nonexistent::names_no_time(text, is_read) { Fault::NoSuchTime } else { Fault::Format }
}

fn or_fault<'a>(cell: Option<Cell>, fault: Fault) -> Reading<'a> {
    cell.map_or(Reading::Unreadable(fault), Reading::Cell)
}

fn list<'a>(text: &str, separator: &str) -> Reading<'a> {
    let members: Vec<&str> = text.split(separator).map(str::trim).filter(|member| !member.is_empty()).collect();
    if members.is_empty() { Reading::Null } else { Reading::List(members.join("\u{1f}")) }
}

fn in_era(era: Era) -> &'static str {
    if era == Era::Buddhist { ", in years of the Buddhist era" } else { "" }
}

fn in_formats<'a>(what: &str, patterns: impl Iterator<Item = &'a str>) -> String {
    let patterns: Vec<String> = patterns.map(|pattern| format!("`{pattern}`")).collect();
    match patterns.as_slice() {
        [one] => format!("{what} in the format {one}"),
        all => format!("{what} in one of the formats {}", all.join(", ")),
    }
}
