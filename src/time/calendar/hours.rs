//! The texts of a calendar: `mon-fri` and `08:00-12:00, 13:00-17:00`.

use std::fmt;
use std::ops::Range;

use crate::time::text::scan::Scan;
use crate::time::{DAY, HOUR, MINUTE};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A text that names no weekdays or hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursError {
    /// Where in the text, in bytes.
    pub span: Range<usize>,
    /// The text at `span`.
    pub found: String,
    /// What is wrong there.
    pub problem: HoursProblem,
}

/// What is wrong with a text of weekdays or hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursProblem {
    /// No such weekday.
    UnknownWeekday,
    /// A weekday stands twice.
    WeekdayTwice,
    /// No two times with `-` between.
    NoRange,
    /// No time of day `HH:MM`.
    NoTime,
    /// 24:00 at the start of a range.
    BeginsAtMidnight,
    /// A range ends where it begins.
    EmptyRange,
    /// A range overlaps one before it.
    Overlap,
}

/// A piece of a text and where it stands.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Piece<'a> {
    fn whole(text: &'a str) -> Piece<'a> {
        Piece { text, at: 0 }
    }

    fn trimmed(self) -> Piece<'a> {
        let start = self.text.trim_start();
        Piece { at: self.at + self.text.len() - start.len(), text: start.trim_end() }
    }

    fn split(self) -> impl Iterator<Item = Piece<'a>> {
        let mut at = self.at;
        self.text.split(',').map(move |text| {
            let piece = Piece { text, at };
            at += text.len() + 1;
            piece.trimmed()
        })
    }

    fn halves(self) -> Option<(Piece<'a>, Piece<'a>)> {
        let (from, to) = self.text.split_once('-')?;
        let second = Piece { text: to, at: self.at + from.len() + 1 };
        Some((Piece { text: from, at: self.at }.trimmed(), second.trimmed()))
    }

    fn error(self, problem: HoursProblem) -> HoursError {
        HoursError { span: self.at..self.at + self.text.len(), found: self.text.to_owned(), problem }
    }
}

/// A set of weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Reads `sat`, ranges such as `mon-fri` (also `fri-mon`, over the week's end), and lists of both: `mon,wed-fri`.
    ///
    /// # Errors
    /// A weekday is unknown or stands twice.
    pub fn parse(text: &str) -> Result<Weekdays, HoursError> {
        let mut weekdays = Weekdays::default();
        for piece in Piece::whole(text).split() {
            let (from, to) = match piece.halves() {
                Some((from, to)) => (weekday(from)?, weekday(to)?),
                None => (weekday(piece)?, weekday(piece)?),
            };
            for day in (0..=(to + 7 - from) % 7).map(|step| (from + step) % 7) {
                if weekdays.contains(day) {
                    return Err(piece.error(HoursProblem::WeekdayTwice));
                }
                weekdays.0 |= 1 << day;
            }
        }
        Ok(weekdays)
    }

    /// Whether a weekday is among them; 0 is Monday.
    pub fn contains(self, weekday: u8) -> bool {
        self.0 & (1 << weekday) != 0
    }

    /// Whether some weekday is in both sets.
    pub fn overlaps(self, other: Weekdays) -> bool {
        self.0 & other.0 != 0
    }

    /// The weekdays from Monday, 0, to Sunday, 6.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..7).filter(move |weekday| self.contains(*weekday))
    }
}

fn weekday(piece: Piece) -> Result<u8, HoursError> {
    let index = WEEKDAYS.iter().position(|name| *name == piece.text);
    index.map(|index| index as u8).ok_or_else(|| piece.error(HoursProblem::UnknownWeekday))
}

/// The open hours of a day; the last may run past midnight into the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenHours(
    /// Milliseconds since midnight, ascending and apart; an end above 24 hours lies in the next day.
    Vec<(i64, i64)>,
);

impl OpenHours {
    /// Reads `08:00-18:00`, or several: `08:00-12:00,13:00-17:00`. A range that ends before it begins, such as
    /// `22:00-06:00`, runs into the next day. `24:00` may end a range.
    ///
    /// # Errors
    /// A time is none, or a range is empty or overlaps another.
    pub fn parse(text: &str) -> Result<OpenHours, HoursError> {
        let mut hours: Vec<(i64, i64)> = Vec::new();
        for piece in Piece::whole(text).split() {
            let (from, to) = range(piece)?;
            let overlaps = |other: &(i64, i64)| from < other.1 && other.0 < to;
            if hours.iter().any(overlaps) {
                return Err(piece.error(HoursProblem::Overlap));
            }
            hours.push((from, to));
        }
        hours.sort_unstable();
        Ok(OpenHours(hours))
    }

    /// The ranges' part before midnight.
    pub(super) fn of_day(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.0.iter().map(|(from, to)| (*from, *to.min(&DAY)))
    }

    /// The ranges' part after midnight, by the next day's clock.
    pub(super) fn after_midnight(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.0.iter().filter(|(_, to)| *to > DAY).map(|(_, to)| (0, to - DAY))
    }
}

fn range(piece: Piece) -> Result<(i64, i64), HoursError> {
    let (start, end) = piece.halves().ok_or_else(|| piece.error(HoursProblem::NoRange))?;
    let (from, to) = (time(start)?, time(end)?);
    if from == DAY {
        return Err(start.error(HoursProblem::BeginsAtMidnight));
    }
    match from.cmp(&to) {
        std::cmp::Ordering::Less => Ok((from, to)),
        std::cmp::Ordering::Equal => Err(piece.error(HoursProblem::EmptyRange)),
        // To 00:00 is to the day's end.
        std::cmp::Ordering::Greater => Ok((from, to + DAY)),
    }
}

fn time(piece: Piece) -> Result<i64, HoursError> {
    read_time(piece.text.as_bytes()).ok_or_else(|| piece.error(HoursProblem::NoTime))
}

/// `HH:MM` up to and with `24:00`.
fn read_time(text: &[u8]) -> Option<i64> {
    let mut scan = Scan::new(text);
    let hour = scan.two_digits()?;
    scan.expect(b':')?;
    let minute = scan.two_digits()?;
    let time = i64::from(hour) * HOUR + i64::from(minute) * MINUTE;
    (scan.is_done() && minute < 60 && time <= DAY).then_some(time)
}

impl HoursError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self.problem {
            HoursProblem::UnknownWeekday => {
                "use `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, as in `mon-fri`".to_owned()
            }
            HoursProblem::WeekdayTwice => "name each weekday once".to_owned(),
            HoursProblem::NoRange | HoursProblem::NoTime => {
                "write hours such as `08:00-18:00`, or several: `08:00-12:00,13:00-17:00`".to_owned()
            }
            HoursProblem::BeginsAtMidnight => "write `00:00` on the next day".to_owned(),
            HoursProblem::EmptyRange => "write `00:00-24:00` for a whole day".to_owned(),
            HoursProblem::Overlap => "join the two ranges".to_owned(),
        }
    }
}

impl fmt::Display for HoursError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.found;
        match self.problem {
            HoursProblem::UnknownWeekday => write!(f, "`{found}` is no weekday"),
            HoursProblem::WeekdayTwice => write!(f, "`{found}` names a weekday a second time"),
            HoursProblem::NoRange => write!(f, "`{found}` isn't a range of hours"),
            HoursProblem::NoTime => write!(f, "`{found}` isn't a time of day"),
            HoursProblem::BeginsAtMidnight => write!(f, "no range begins at `{found}`"),
            HoursProblem::EmptyRange => write!(f, "`{found}` ends where it begins"),
            HoursProblem::Overlap => write!(f, "`{found}` overlaps another range"),
        }
    }
}

impl std::error::Error for HoursError {}
