//! Which values may stand in a mapping: words of the system, but no names of people.
//!
//! A value is quoted only where its column plainly holds few words that stand often, its header isn't of people, and no value
//! of the whole column looks like a name, an address or a telephone number. In doubt it isn't.

mod headers;
mod values;

pub use headers::{Told, told};

use std::collections::BTreeSet;

use super::column::Kind;
use super::page::shown;
use super::survey::{SampleColumn, Survey, WholeColumn};
use super::words::{Concept, are_statuses, concepts_of, role_of_status};
use values::{is_address, may_be_name};

/// What stands instead of values.
pub const NOT_SHOWN: &str = "not shown: they may be personal";

/// A column with more different values holds no vocabulary.
const VALUES: usize = 40;
/// The longest word of a vocabulary, in characters.
const LONGEST: usize = 60;
/// Codes below a header that doesn't tell are ids where they are longer.
const CODE: usize = 4;

/// Who is named in an export, as far as its columns of people tell.
#[derive(Debug, Default)]
pub struct People {
    /// Values below headers of people.
    named: BTreeSet<String>,
    /// Words of those that are names.
    words: BTreeSet<String>,
    /// Tables of people, by position.
    tables: BTreeSet<usize>,
}

impl People {
    /// Gathers the names from all tables.
    pub fn of(survey: &Survey) -> Self {
        let mut people = Self::default();
        for (position, table) in survey.tables.iter().enumerate() {
            let of_people = |concept| matches!(concept, Concept::Users | Concept::Contact);
            if concepts_of(table.series().trim_end_matches(['s', 'S'])).any(of_people) {
                people.tables.insert(position);
            }
            table.columns.iter().filter(|column| holds_people(column)).for_each(|column| people.add(column));
        }
        people
    }

    fn add(&mut self, column: &SampleColumn) {
        for value in column.present().filter(|value| value.chars().any(char::is_alphabetic)) {
            self.named.insert(value.to_owned());
            if may_be_name(value) {
                let words = value.split([' ', ',', '.']).filter(|word| word.chars().count() > 2);
                self.words.extend(words.map(str::to_lowercase));
            }
        }
    }

    /// The values of a column that may be shown, most rows first; `None`: none of them may.
    pub fn shown<'w>(
        &self,
        survey: &Survey,
        at: (usize, usize),
        whole: Option<&'w WholeColumn>,
    ) -> Option<Vec<(&'w str, u64)>> {
        let column = &survey.tables[at.0].columns[at.1];
        let values = whole?.values.by_rows();
        let told = match told(&column.name) {
            Told::Unknown if self.tables.contains(&at.0) => Told::People,
            told => told,
        };
        let is_kind = matches!(column.look.kind, Kind::Text | Kind::Id | Kind::Boolean | Kind::Integer);
        (is_kind && is_vocabulary(&values) && self.may_show(told, &values)).then_some(values)
    }

    /// Whether the values below such a header may be shown.
    fn may_show(&self, told: Told, values: &[(&str, u64)]) -> bool {
        let each = || values.iter().map(|(value, _)| *value);
        let told = if told == Told::Unknown && are_statuses(each()) { Told::Vocabulary } else { told };
        match told {
            Told::People => false,
            Told::Vocabulary => !each().any(|value| self.is_named(value)),
            Told::Unknown => {
                let is_code = |value: &str| value.chars().any(char::is_numeric) && !value.contains(' ');
                let is_id = |value: &str| is_code(value) && value.chars().count() > CODE;
                let known = each().filter(|value| self.knows(value)).count();
                !each().any(|value| may_be_name(value) || is_id(value)) && known * 2 < values.len().max(1)
            }
        }
    }

    /// Whether one value of a field of this name may be shown.
    pub fn may_quote(&self, field: &str, value: &str) -> bool {
        match told(field) {
            Told::People => false,
            Told::Vocabulary => !self.is_named(value),
            Told::Unknown => self.may_tell(value),
        }
    }

    /// Whether a value of a vocabulary names somebody all the same.
    fn is_named(&self, value: &str) -> bool {
        let is_word = role_of_status(value).is_some();
        is_address(value) || !is_word && may_be_name(value) && self.named.contains(value)
    }

    /// Whether a value stands in a column of people, or is a part of a name there.
    fn knows(&self, value: &str) -> bool {
        self.named.contains(value) || self.words.contains(&value.to_lowercase())
    }

    /// An example for a sentence, where it may be told.
    pub fn such_as(&self, value: &str) -> String {
        let is_told = self.may_tell(value) && value.chars().any(char::is_numeric);
        if is_told { format!(", such as `{}`", shown(value)) } else { String::new() }
    }

    /// Whether a value that stands where it doesn't belong may be told.
    pub fn may_tell(&self, value: &str) -> bool {
        !may_be_name(value) && !self.knows(value)
    }
}

/// Whether a column names people, by its header or by what half of its values look like.
pub fn holds_people(column: &SampleColumn) -> bool {
    let is_either = concepts_of(&column.name).any(|concept| matches!(concept, Concept::OldValue | Concept::NewValue));
    let is_text = matches!(column.look.kind, Kind::Text | Kind::Id);
    match told(&column.name) {
        _ if !is_text || is_either => false,
        Told::People => column.look.longest <= LONGEST,
        Told::Vocabulary => false,
        Told::Unknown => {
            let different: BTreeSet<&str> = column.present().collect();
            let names = different.iter().filter(|value| may_be_name(value)).count();
            names > 0 && names * 2 >= different.len() && !are_statuses(different.into_iter())
        }
    }
}

/// Whether few short values stand often.
fn is_vocabulary(values: &[(&str, u64)]) -> bool {
    let rows: u64 = values.iter().map(|(_, rows)| rows).sum();
    let is_short = |(value, _): &(&str, u64)| value.chars().count() <= LONGEST;
    !values.is_empty() && values.len() <= VALUES && rows >= values.len() as u64 * 2 && values.iter().all(is_short)
}
