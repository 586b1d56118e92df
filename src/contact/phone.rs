//! Telephone numbers: as they are written, to E.164.

use super::plan::{NumberingPlan, has_calling_code};

/// The longest number that E.164 allows, and the shortest that one would call from abroad.
const LENGTHS: std::ops::RangeInclusive<usize> = 7..=15;

/// Reads telephone numbers of a country; without one, only those with their calling code.
#[derive(Debug)]
pub struct PhoneParser {
    plan: Option<NumberingPlan>,
}

/// A number as it was written, without what separates its digits.
struct Written {
    is_international: bool,
    digits: String,
    extension: String,
}

impl PhoneParser {
    /// Reads numbers as they are dialled in a country (ISO 3166).
    pub fn new(country: Option<&str>) -> Self {
        Self { plan: country.and_then(NumberingPlan::of) }
    }

    /// The number as `+` and digits, with `;ext=` where it has an extension; none where it isn't one.
    pub fn read(&self, text: &str) -> Option<String> {
        let Written { is_international, digits, extension } = written(text)?;
        let number = match (&self.plan, is_international) {
            (Some(plan), true) => plan.international(&digits),
            (Some(plan), false) => plan.inland(&digits),
            (None, true) => abroad(&digits),
            (None, false) => None,
        }?;
        let extension = if extension.is_empty() { String::new() } else { format!(";ext={extension}") };
        Some(format!("+{number}{extension}"))
    }
}

impl NumberingPlan {
    /// Digits behind a `+`. The inland prefix is often left in: `+44 (0)20 …`.
    fn international(&self, digits: &str) -> Option<String> {
        let own = digits.strip_prefix(self.calling_code).and_then(|rest| self.with_code(rest));
        own.or_else(|| abroad(digits))
    }

    /// Digits as they are dialled in the country, or with a calling code that lacks its `+`.
    fn inland(&self, digits: &str) -> Option<String> {
        let own = || digits.strip_prefix("00").unwrap_or(digits).strip_prefix(self.calling_code);
        self.with_code(digits)
            .or_else(|| own().and_then(|rest| self.with_code(rest)))
            .or_else(|| self.behind_abroad(digits).and_then(abroad))
    }

    /// A number of the country, with or without the prefix of calls inland, behind the calling code.
    fn with_code(&self, digits: &str) -> Option<String> {
        let trunk = Some(self.trunk).filter(|trunk| !trunk.is_empty());
        let without = trunk.and_then(|trunk| digits.strip_prefix(trunk)).filter(|rest| self.is_national(rest));
        let national = without.or(Some(digits).filter(|digits| self.is_national(digits)))?;
        Some(format!("{}{national}", self.calling_code))
    }
}

/// Digits of any country, calling code first.
fn abroad(digits: &str) -> Option<String> {
    (LENGTHS.contains(&digits.len()) && has_calling_code(digits)).then(|| digits.to_owned())
}

/// Takes apart `tel:+66-81-234-5678;ext=12`, `sip:0812345678@host`, `(02) 123 4567 ext. 8`.
fn written(text: &str) -> Option<Written> {
    let lower = text.trim().to_lowercase();
    let (scheme, rest) = match lower.split_once(':') {
        Some((scheme @ ("tel" | "sip" | "sips" | "callto"), rest)) => (scheme, rest),
        Some(_) => return None,
        None => ("", lower.as_str()),
    };
    let rest = if scheme.starts_with("sip") { rest.split('@').next().unwrap_or(rest) } else { rest };
    let (number, extension) = without_extension(rest)?;
    let number = number.trim_start();
    let signless = number.strip_prefix(['+', '＋']);
    let digits = digits(signless.unwrap_or(number))?;
    (!digits.is_empty()).then_some(Written { is_international: signless.is_some(), digits, extension })
}

/// The number, and the digits of its extension.
fn without_extension(text: &str) -> Option<(&str, String)> {
    let (number, parameters) = text.split_once(';').unwrap_or((text, ""));
    let of_parameters = parameters.split(';').find_map(|each| each.strip_prefix("ext="));
    let marks = ["extension", "ext.", "ext", "x", "#"];
    let marked = marks.iter().find_map(|mark| number.split_once(mark));
    let (number, extension) = marked.unwrap_or((number, of_parameters.unwrap_or("")));
    Some((number, digits(extension)?))
}

/// The digits of any script; none where anything stands there but digits and what separates them.
fn digits(text: &str) -> Option<String> {
    let mut found = String::with_capacity(text.len());
    for letter in text.chars() {
        match digit(letter) {
            Some(digit) => found.push(digit),
            None if letter.is_whitespace() || "()-‐‑–./\u{200e}\u{202a}\u{202c}".contains(letter) => {}
            None => return None,
        }
    }
    Some(found)
}

/// The blocks of ten digits that numbers are written with: Latin, Arabic, Persian, Devanagari, Thai, Lao, full width.
const ZEROS: [char; 7] = ['0', '٠', '۰', '०', '๐', '໐', '０'];

fn digit(letter: char) -> Option<char> {
    let value =
        ZEROS.iter().filter_map(|zero| u32::from(letter).checked_sub(u32::from(*zero))).find(|value| *value < 10);
    value.and_then(|value| char::from_digit(value, 10))
}
