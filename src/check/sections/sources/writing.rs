//! How numbers and times are written: what a source says for all its columns, and a column for itself.

use super::columns::column_type;
use super::levels;
use crate::check::checker::{self, Checker};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::decode::{Keys, Name, OneOrMany};
use crate::mapping::{Column, ColumnForm, Mapping, Source};
use crate::plan::{CellReader, ValueType};
use crate::time::{DurationFormat, DurationUnit, Era, TimeFormat};
use crate::writing::{Digits, Mark, Marks, Writing};

/// The keys that this is about.
const KEYS: [&str; 4] = ["digits", "decimal", "grouping", "era"];

/// What `grouping` says where nothing parts digits.
const NONE: &str = "none";

/// How cells are written, as far as it was said.
#[derive(Debug, Clone, Default)]
pub struct Style {
    digits: Option<Digits>,
    decimal: Option<Mark>,
    grouping: Option<Vec<Mark>>,
    era: Option<Era>,
}

/// The keys of a source or a column.
struct Said<'a> {
    digits: &'a OneOrMany<Name>,
    decimal: &'a Option<Name>,
    grouping: &'a OneOrMany<Name>,
    era: &'a Option<Name>,
    keys: &'a Keys,
}

impl<'a> Said<'a> {
    fn by_source(source: &'a Source) -> Self {
        let Source { digits, decimal, grouping, era, keys, .. } = source;
        Self { digits, decimal, grouping, era, keys }
    }

    fn by_column(form: &'a ColumnForm) -> Self {
        let ColumnForm { digits, decimal, grouping, era, keys, .. } = form;
        Self { digits, decimal, grouping, era, keys }
    }

    /// The keys that are written, with their places.
    fn written(&self) -> impl Iterator<Item = (&'static str, Span)> {
        KEYS.iter().filter_map(|key| Some((*key, self.keys.place(key)?)))
    }
}

/// What a source says of all its columns, or the levels above it say.
pub fn of_source(checker: &mut Checker<'_>, source: usize) -> Style {
    let lineage = super::lineage(checker.mapping, source);
    let said: Vec<Said<'_>> = lineage.into_iter().map(Said::by_source).collect();
    said.iter().rev().fold(Style::default(), |above, said| read(checker, said).over(&above))
}

/// What holds for a column that says something itself.
pub fn of_column(checker: &mut Checker<'_>, form: &ColumnForm, source: &Style) -> Style {
    read(checker, &Said::by_column(form)).over(source)
}

fn read(checker: &mut Checker<'_>, said: &Said<'_>) -> Style {
    let style = Style {
        digits: digits(checker, said.digits),
        decimal: said.decimal.as_ref().and_then(|name| checker.choice(name, Mark::DECIMAL)),
        grouping: grouping(checker, said.grouping),
        era: said.era.as_ref().and_then(|name| checker.choice(name, Era::NAMES)),
    };
    let place = said.keys.place("grouping").or_else(|| said.keys.place("decimal"));
    if let (Some(place), true) = (place, style.is_ambiguous()) {
        report_ambiguous(checker, place);
    }
    style
}

fn report_ambiguous(checker: &mut Checker<'_>, place: Span) {
    let message = "one mark can't part groups and stand before decimals";
    let help = "leave it out of `grouping`, or write another `decimal`";
    checker.problem(codes::CONFLICTING_KEYS, place, message, "also the decimal mark", help);
}

fn digits(checker: &mut Checker<'_>, names: &OneOrMany<Name>) -> Option<Digits> {
    let choices: Vec<(&str, ())> = Digits::names().map(|name| (name, ())).collect();
    let known: Vec<&str> =
        names.0.iter().filter(|name| checker.choice(name, &choices).is_some()).map(|name| name.text.as_str()).collect();
    (!known.is_empty()).then(|| Digits::named(known.into_iter()))
}

fn grouping(checker: &mut Checker<'_>, names: &OneOrMany<Name>) -> Option<Vec<Mark>> {
    match names.0.as_slice() {
        [] => None,
        [only] if only.text == NONE => Some(Vec::new()),
        all => Some(all.iter().filter_map(|name| group_mark(checker, name)).collect()),
    }
}

fn group_mark(checker: &mut Checker<'_>, name: &Name) -> Option<Mark> {
    checker::choice(name, Mark::GROUPING)
        .map_err(|problem| {
            let words = r#"write one or more of `.`, `,`, `space`, `'`, `_`, `٬`, or `none` alone"#;
            checker.report(problem.help(words));
        })
        .ok()
}

impl Style {
    /// What is said here, and else what is said above.
    fn over(self, above: &Self) -> Self {
        Self {
            digits: self.digits.or_else(|| above.digits.clone()),
            decimal: self.decimal.or(above.decimal),
            grouping: self.grouping.or_else(|| above.grouping.clone()),
            era: self.era.or(above.era),
        }
    }

    fn marks(&self) -> Option<Marks> {
        Marks::of(self.decimal, self.grouping.clone())
    }

    fn is_ambiguous(&self) -> bool {
        self.marks().is_some_and(|marks| marks.is_ambiguous())
    }

    /// Makes a reader read cells that are written so, as far as it concerns their type.
    pub fn apply(&self, kind: ValueType, reader: &mut CellReader) {
        let writing = Writing {
            digits: self.digits.clone().filter(|_| takes_digits(kind)),
            marks: self.marks().filter(|_| takes_marks(kind, &reader.durations)),
        };
        reader.writing = (writing != Writing::default()).then_some(writing);
        let Some(era) = self.era else { return };
        reader.date_formats = reader.date_formats.drain(..).map(|format| format.in_era(era)).collect();
        // What counts from 1970 has no years.
        let in_era = |format: TimeFormat| format.clone().in_era(era).unwrap_or(format);
        reader.formats = reader.formats.drain(..).map(in_era).collect();
    }
}

fn takes_digits(kind: ValueType) -> bool {
    takes_era(kind) || takes_number(kind) || matches!(kind, ValueType::TimeOfDay | ValueType::Duration)
}

fn takes_number(kind: ValueType) -> bool {
    matches!(kind, ValueType::Integer | ValueType::Number)
}

fn takes_marks(kind: ValueType, durations: &[DurationFormat]) -> bool {
    takes_number(kind) || durations.iter().any(|format| matches!(format, DurationFormat::Unit(_)))
}

fn takes_era(kind: ValueType) -> bool {
    matches!(kind, ValueType::Time | ValueType::Date)
}

/// Reports what a column says where it means nothing.
pub fn check_column(checker: &mut Checker<'_>, form: &ColumnForm, kind: ValueType, reader: &CellReader) {
    for (key, place) in Said::by_column(form).written() {
        let (fits, kinds) = match key {
            "digits" => (takes_digits(kind), "a number, a duration, a time or a date"),
            "era" => (takes_era(kind), "a timestamp or a date"),
            _ => (takes_marks(kind, &reader.durations), "an integer, a number, or a duration with `unit`"),
        };
        if !fits && kind != ValueType::Any {
            let message = format!("`{key}` is for a column that is {kinds}");
            let help = format!("drop `{key}`, or change the type");
            checker.problem(codes::CONFLICTING_KEYS, place, message, "means nothing here", help);
        }
    }
    check_era(checker, form);
}

/// A format that counts from 1970 has no year.
fn check_era(checker: &mut Checker<'_>, form: &ColumnForm) {
    let Some(era) = form.era.as_ref().filter(|era| era.text != "common") else { return };
    let counts = |name: &&Name| name.text.starts_with("epoch") || name.text.contains("%s");
    if let Some(format) = form.formats.0.iter().find(counts) {
        let message = format!("`{}` counts from 1970 and has no year of an era", format.text);
        let problem = Diagnostic::new(codes::CONFLICTING_KEYS, message)
            .at(format.span, "no year")
            .also(era.span, "the era of its years")
            .help("drop `era`, or this format");
        checker.report(problem);
    }
}

/// A computed value isn't read from a cell.
pub fn check_computed(checker: &mut Checker<'_>, form: &ColumnForm) {
    for (key, place) in Said::by_column(form).written() {
        let message = format!("`{key}` is for values that are read from cells, and this one is computed");
        let help = format!("write `{key}` at the column from which it comes");
        checker.problem(codes::CONFLICTING_KEYS, place, message, "means nothing here", help);
    }
}

/// Reports what a source says for columns that it doesn't have, nor the levels below it.
pub fn check_source(checker: &mut Checker<'_>, source: usize) {
    let mapping = checker.mapping;
    let sources = mapping.sources.iter().as_slice();
    let family: Vec<usize> = std::iter::once(source).chain(levels::below(mapping, source)).collect();
    let id = &sources[source].0.text;
    for (key, place) in Said::by_source(&sources[source].1).written() {
        if family.iter().any(|source| has_column_for(mapping, *source, key)) {
            continue;
        }
        let message = format!("`{key}` holds for no column of `{id}`");
        let help = format!("drop `{key}`, or give the columns that it is about their type");
        checker.problem(codes::CONFLICTING_KEYS, place, message, "means nothing here", help);
    }
}

fn has_column_for(mapping: &Mapping, source: usize, key: &str) -> bool {
    let columns = mapping.sources.iter().as_slice()[source].1.columns.iter();
    let is_unit = |name: &Name| DurationUnit::named(&name.text).is_some();
    let mut types = columns.filter_map(|(_, column)| match column {
        Column::Type(name) => Some((name.text.as_str(), false)),
        Column::Form(form) => {
            let has_unit = form.unit.is_some() || form.formats.0.iter().any(is_unit);
            form.r#type.as_ref().map(|name| (name.text.as_str(), has_unit))
        }
        Column::Expression(_) => None,
    });
    types.any(|(name, has_unit)| {
        // A type that isn't known is reported by itself.
        let Some(kind) = column_type(name) else { return true };
        match key {
            "digits" => takes_digits(kind),
            "era" => takes_era(kind),
            _ => takes_number(kind) || has_unit,
        }
    })
}
