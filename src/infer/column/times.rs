//! Formats of times: which read a column, and what they leave open.

use crate::infer::survey::WholeColumn;
use crate::time::{DateFormat, TimeFormat};

/// Days, those with a fixed order of day and month first. A lenient number takes one or two digits.
const DAYS: &[&str] = &[
    "%Y-%-m-%-d",
    "%Y/%-m/%-d",
    "%Y.%-m.%-d",
    "%Y年%-m月%-d日",
    "%-d.%-m.%Y",
    "%-d.%-m.%y",
    "%-d/%-m/%Y",
    "%-m/%-d/%Y",
    "%-d/%-m/%y",
    "%-m/%-d/%y",
    "%-d-%-m-%Y",
    "%-m-%-d-%Y",
    "%-d-%b-%Y",
    "%-d-%b-%y",
    "%-d %b %Y",
    "%-d %B %Y",
    "%b %-d, %Y",
    "%B %-d, %Y",
];
/// Times of day.
const CLOCKS: &[&str] = &["%-H:%M", "%-H:%M:%S", "%-I:%M %p", "%-I:%M:%S %p"];
/// What stands between a day and a time.
const BETWEEN: &[&str] = &[" ", ", "];
/// How many of the values a format has to read, in percent.
const MOST: usize = 90;

/// Every format that is tried, with its text.
pub fn candidates() -> impl Iterator<Item = &'static str> {
    static ALL: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
        let joined = DAYS.iter().flat_map(|day| {
            BETWEEN.iter().flat_map(move |between| CLOCKS.iter().map(move |clock| format!("{day}{between}{clock}")))
        });
        std::iter::once("iso8601".to_owned()).chain(joined).collect()
    });
    ALL.iter().map(String::as_str)
}

fn compiled() -> &'static [(&'static str, TimeFormat)] {
    static ALL: std::sync::LazyLock<Vec<(&'static str, TimeFormat)>> = std::sync::LazyLock::new(|| {
        candidates().filter_map(|text| Some((text, TimeFormat::compile(text).ok()?))).collect()
    });
    &ALL
}

/// The formats that read most of the values; where no single one does, several that do together.
pub(super) fn of_values(values: &[&str]) -> Vec<&'static str> {
    if !may_be_times(values) {
        return Vec::new();
    }
    let counts: Vec<(&'static str, usize)> = compiled()
        .iter()
        .map(|(text, format)| (*text, values.iter().filter(|value| format.parse(value.as_bytes()).is_some()).count()))
        .filter(|(_, reads)| *reads > 0)
        .collect();
    let is_read = |value: &&&str| compiled().iter().any(|(_, format)| format.parse(value.as_bytes()).is_some());
    let together = values.iter().filter(is_read).count();
    if together * 100 < values.len() * MOST {
        return Vec::new();
    }
    let alone: Vec<&'static str> =
        counts.iter().filter(|(_, reads)| *reads == together).map(|(text, _)| *text).collect();
    if alone.is_empty() { counts.into_iter().map(|(text, _)| text).collect() } else { alone }
}

/// Seconds of 1990 and of 2100: what counts seconds or milliseconds since 1970 lies between.
const EPOCHS: std::ops::Range<f64> = 631_152_000.0..4_102_444_800.0;

/// The format of values that count seconds or milliseconds since 1970.
pub(super) fn epoch_of(values: &[&str]) -> Option<&'static str> {
    let each = [("epoch_s", 1.0), ("epoch_ms", 1_000.0)];
    let reads = |unit: f64| {
        let is_in = |value: &&&str| value.parse::<f64>().is_ok_and(|count| EPOCHS.contains(&(count / unit)));
        values.iter().filter(is_in).count() * 100 >= values.len() * MOST
    };
    each.into_iter().find(|(_, unit)| !values.is_empty() && reads(*unit)).map(|(name, _)| name)
}

/// A quick look that spares most columns the formats.
fn may_be_times(values: &[&str]) -> bool {
    let may_be =
        |value: &&&str| value.len() >= 8 && value.contains(':') && value.bytes().any(|byte| byte.is_ascii_digit());
    !values.is_empty() && values.iter().filter(may_be).count() * 100 >= values.len() * MOST
}

/// Whether a value is a day without a time.
pub(super) fn is_date(value: &str) -> bool {
    static ALL: std::sync::LazyLock<Vec<DateFormat>> =
        std::sync::LazyLock::new(|| DAYS.iter().filter_map(|day| DateFormat::compile(day).ok()).collect());
    value.len() >= 6 && ALL.iter().any(|format| format.parse(value.as_bytes()).is_some())
}

/// What a whole column says of its formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeGuess {
    /// The formats to declare.
    pub formats: Vec<String>,
    /// Where day and month may be exchanged in every value: the other way to read them.
    pub or: Option<String>,
    /// Values that no format reads, and one of them.
    pub unread: Option<(u64, String)>,
    /// Values without an offset.
    pub naive: u64,
}

/// What the formats of a sample come to over a whole column.
#[derive(Debug, Clone)]
pub struct Reading {
    texts: Vec<String>,
    /// The formats, to count with.
    pub formats: Vec<TimeFormat>,
}

/// The formats to count with: those of the sample, each with its strict form before it, and with day and month exchanged.
pub fn read_times(sample: &[&str]) -> Reading {
    let mut texts: Vec<String> = Vec::new();
    for text in sample {
        let swapped = TimeFormat::compile(text).ok().and_then(|format| format.day_month_swapped());
        let swapped = swapped.map(|format| format.pattern().to_owned());
        for text in [Some((*text).to_owned()), swapped].into_iter().flatten() {
            for form in [strict(&text), text] {
                if !texts.contains(&form) {
                    texts.push(form);
                }
            }
        }
    }
    let (texts, formats) =
        texts.into_iter().filter_map(|text| TimeFormat::compile(&text).ok().map(|format| (text, format))).unzip();
    Reading { texts, formats }
}

/// The same with two digits for each number.
fn strict(format: &str) -> String {
    format.replace("%-", "%")
}

impl Reading {
    /// The formats that are needed to read what can be read, strict ones before lenient ones.
    pub fn guess(&self, whole: &WholeColumn) -> TimeGuess {
        let readable = whole.present - whole.unread - whole.nulls.values().sum::<u64>();
        let reads = |text: &String| self.texts.iter().position(|known| known == text).map_or(0, |at| whole.reads[at]);
        let alone: Vec<&String> = self.texts.iter().filter(|text| readable > 0 && reads(text) == readable).collect();
        let formats: Vec<String> = match alone.first() {
            Some(first) => vec![(*first).clone()],
            None => self
                .texts
                .iter()
                .filter(|text| reads(text) > 0 && !is_covered(text, &self.texts, &reads))
                .cloned()
                .collect(),
        };
        // Nobody writes the month before the day with dots.
        let is_open = |chosen: &&String| formats.len() == 1 && !chosen.contains("d.");
        let or = formats.first().filter(is_open).and_then(|chosen| {
            let swapped = TimeFormat::compile(chosen).ok()?.day_month_swapped()?.pattern().to_owned();
            alone.iter().any(|text| **text == swapped).then_some(swapped)
        });
        let unread = whole.example.clone().filter(|_| whole.unread > 0).map(|example| (whole.unread, example));
        TimeGuess { formats, or, unread, naive: whole.naive }
    }
}

/// Whether the strict form of a lenient format reads as much.
fn is_covered(text: &str, texts: &[String], reads: &dyn Fn(&String) -> u64) -> bool {
    let twin = strict(text);
    let own = reads(&text.to_owned());
    twin != text && texts.iter().any(|known| *known == twin && reads(known) == own)
        || texts.iter().any(|known| *known != text && strict(known) == text && reads(known) > own)
}
