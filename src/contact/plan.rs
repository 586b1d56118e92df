//! Countries' numbering plans.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use regex::Regex;

const PLANS: &str = include_str!("numbering_plans.tsv");

/// How numbers are written within a country.
#[derive(Debug)]
pub struct NumberingPlan {
    /// Digits that lead to the country from abroad.
    pub calling_code: &'static str,
    /// What precedes the calling code in a call abroad.
    abroad: Regex,
    /// What precedes a number in a call inland, and isn't part of it.
    pub trunk: &'static str,
    national: Regex,
}

/// The fields of a plan's line.
fn lines() -> impl Iterator<Item = [&'static str; 5]> {
    let lines = PLANS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// Whether there is a country of that code: two capitals (ISO 3166).
pub fn is_country(code: &str) -> bool {
    lines().any(|[country, ..]| country == code)
}

/// Whether digits begin with a calling code of some country.
pub fn has_calling_code(digits: &str) -> bool {
    static CODES: OnceLock<BTreeSet<&str>> = OnceLock::new();
    let codes = CODES.get_or_init(|| lines().map(|[_, code, ..]| code).collect());
    (1..=3).any(|length| digits.get(..length).is_some_and(|start| codes.contains(start)))
}

impl NumberingPlan {
    /// That of a country.
    pub fn of(code: &str) -> Option<Self> {
        let [_, calling_code, abroad, trunk, national] = lines().find(|[country, ..]| *country == code)?;
        // A pattern for nothing never holds.
        let abroad = if abroad.is_empty() { "[^0-9]" } else { abroad };
        let abroad = Regex::new(&format!("^(?:{abroad})")).ok()?;
        Some(Self { calling_code, abroad, trunk, national: Regex::new(&format!("^(?:{national})$")).ok()? })
    }

    /// Whether that is a number of the country, without what precedes it.
    pub fn is_national(&self, digits: &str) -> bool {
        self.national.is_match(digits)
    }

    /// What follows the prefix of calls abroad.
    pub fn behind_abroad<'a>(&self, digits: &'a str) -> Option<&'a str> {
        let found = self.abroad.find(digits)?;
        digits.get(found.end()..)
    }
}
