//! Values of a tracked field: how often, where the case has them now, and what speaks for what they mean.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::fields::FieldNames;
use crate::infer::page::{count, many};
use crate::infer::recognise::Fit;
use crate::infer::survey::{Counted, Survey};
use crate::infer::words::{Concept, Role, concept_of, role_of_status};
use crate::plan::{ColumnFrom, SourcePlan, ValueType};
use crate::read::ReadError;

/// What is known of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// How often the field changed to it.
    pub changes: u64,
    /// How many cases have it now, and how many of these say when they were closed.
    pub now: Option<(u64, u64)>,
}

/// The values of a field, as the mapping spells them.
pub(super) type Values = BTreeMap<String, Seen>;

/// Fewer cases prove nothing.
const ENOUGH: u64 = 3;

impl Seen {
    /// The counts in words.
    pub fn in_words(&self, closed: &str) -> String {
        let changes = many(self.changes, "change to it", "changes to it");
        match self.now {
            None => changes,
            Some((now, _)) if closed.is_empty() || now == 0 => {
                format!("{changes}, now in {}", many(now, "case", "cases"))
            }
            Some((now, set)) if now == set => {
                format!("{changes}, now in {}, `{closed}` set in each", many(now, "case", "cases"))
            }
            Some((now, set)) => {
                format!("{changes}, now in {}, `{closed}` set in {}", many(now, "case", "cases"), count(set))
            }
        }
    }
}

/// What values mean, and why.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    /// The values.
    pub values: Values,
    /// The header of the time of closing; empty where there is none.
    pub closed: String,
    /// Whether some cases are closed and some aren't.
    is_telling: bool,
}

impl Meanings {
    /// What a value means, by the time of closing where that tells, else by its words.
    pub fn role(&self, value: &str) -> Option<Role> {
        let by_word = role_of_status(value);
        match self.is_closed(value) {
            Some(true) => Some(Role::Closed),
            Some(false) if by_word == Some(Role::Closed) => None,
            _ => by_word,
        }
    }

    /// Whether cases with this value are closed, by the time of closing; `None`: it doesn't tell.
    pub fn is_closed(&self, value: &str) -> Option<bool> {
        let (now, set) = self.values.get(value).and_then(|seen| seen.now).unwrap_or((0, 0));
        if !self.is_telling || now < ENOUGH {
            return None;
        }
        match (set * 20 >= now * 19, set * 20 <= now) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// The values of a tracked field, over whole columns.
pub(super) fn of_field(
    survey: &Survey,
    fit: &Fit<'_>,
    facts: &Facts,
    names: &FieldNames,
    field: usize,
) -> Result<Meanings, ReadError> {
    let plan = &fit.base.plan.fields[field];
    let mut meanings = Meanings::default();
    for (value, rows) in changes(survey, fit, facts, names, field)? {
        meanings.values.entry(value).or_default().changes += rows;
    }
    if let Some(current) = &plan.current
        && let Some((table, position)) = fit.column(current.source, current.column)
    {
        let source = &fit.base.plan.sources[current.source];
        let closed = closed_column(fit, current.source, source);
        let crossed = survey.tables[table].crossed(position, closed.unwrap_or(position))?;
        for (text, (now, set)) in crossed {
            let value = spelt(source, current.column, &text);
            let known = meanings.values.entry(value).or_default().now.get_or_insert((0, 0));
            *known = (known.0 + now, known.1 + if closed.is_some() { set } else { 0 });
        }
        meanings.closed = closed.map(|closed| survey.tables[table].columns[closed].name.clone()).unwrap_or_default();
    }
    let totals =
        meanings.values.values().filter_map(|seen| seen.now).fold((0, 0), |sum, now| (sum.0 + now.0, sum.1 + now.1));
    meanings.is_telling = !meanings.closed.is_empty() && totals.1 > 0 && totals.1 < totals.0;
    Ok(meanings)
}

/// The values that a field changes to, with their rows.
fn changes(
    survey: &Survey,
    fit: &Fit<'_>,
    facts: &Facts,
    names: &FieldNames,
    field: usize,
) -> Result<Vec<(String, u64)>, ReadError> {
    let plan = &fit.base.plan.fields[field];
    let source = &fit.base.plan.sources[plan.source];
    let Some((table, position)) = fit.column(plan.source, plan.shape.new) else { return Ok(Vec::new()) };
    let counted = match &plan.shape.named {
        Some((column, _)) => {
            let Some((_, named)) = fit.column(plan.source, *column) else { return Ok(Vec::new()) };
            let texts = names.texts.get(&field).cloned().unwrap_or_default();
            survey.tables[table].values_where(position, named, &texts)?
        }
        None => facts.column((table, position)).map(|whole| whole.values.clone()).unwrap_or(Counted::Many),
    };
    Ok(counted.by_rows().into_iter().map(|(text, rows)| (spelt(source, plan.shape.new, text), rows)).collect())
}

/// A value as the mapping spells it.
fn spelt(source: &SourcePlan, column: usize, text: &str) -> String {
    let ColumnFrom::Cell { reader, .. } = &source.columns[column].from else { return text.to_owned() };
    reader.spellings.iter().find(|(found, _)| found == text).map_or(text, |(_, meant)| meant).to_owned()
}

/// The position in the table of the time at which a record was closed.
fn closed_column(fit: &Fit<'_>, source: usize, plan: &SourcePlan) -> Option<usize> {
    let is_closing = |column: &usize| {
        let column = &plan.columns[*column];
        column.kind == ValueType::Time && concept_of(&column.id) == Some(Concept::Closed)
    };
    let column = (0..plan.columns.len()).find(is_closing)?;
    fit.column(source, column).map(|(_, position)| position)
}
