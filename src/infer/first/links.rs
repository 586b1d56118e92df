//! Which tables tell of the same cases.

use std::collections::BTreeSet;

use super::shape::{Shape, Shaped};
use crate::infer::column::Kind;
use crate::infer::survey::{Survey, Table};

/// The tables of a first mapping.
#[derive(Debug)]
pub(super) struct Chosen {
    /// The table with one row per case, first where there is one; then the others, in the order of their names.
    pub tables: Vec<Shaped>,
    /// Whether the first has one row per case.
    pub has_record: bool,
}

/// How many of a table's cases another table has to know, in percent.
const SHARED: usize = 50;

/// Chooses the tables that tell of the same cases as the one that tells most.
///
/// # Errors
/// No table has a time and a case; why, as a sentence.
pub(super) fn choose(survey: &Survey, shapes: &[Shaped]) -> Result<Chosen, String> {
    let events = shapes.iter().filter(|shaped| shaped.shape != Shape::Records);
    // The more a table has, the more it tells; records only where nothing else is there.
    let main = events
        .max_by_key(|shaped| survey.tables[shaped.table].bytes())
        .or_else(|| shapes.iter().max_by_key(|shaped| (shaped.times.len(), survey.tables[shaped.table].bytes())))
        .ok_or_else(|| nothing(survey))?;
    let record = record_of(survey, shapes, main);
    let first = record.as_ref().unwrap_or(main);
    // A second table of records would be of cases of its own.
    let others = shapes.iter().filter(|shaped| shaped.table != first.table && shaped.shape != Shape::Records);
    let linked = others.filter_map(|shaped| Some(Shaped { case: linking(survey, shaped, first)?, ..shaped.clone() }));
    let tables: Vec<Shaped> = std::iter::once(first.clone()).chain(linked).collect();
    Ok(Chosen { has_record: first.shape == Shape::Records, tables })
}

fn nothing(survey: &Survey) -> String {
    let has_times = survey.tables.iter().any(|table| table.columns.iter().any(|column| column.look.kind == Kind::Time));
    match has_times {
        true => "no table has both times and a column that says which case a row is of".to_owned(),
        false => "no column of any table holds times".to_owned(),
    }
}

/// The table with one row for each of the main table's cases, keyed by the column that the main table names.
fn record_of(survey: &Survey, shapes: &[Shaped], main: &Shaped) -> Option<Shaped> {
    if main.shape == Shape::Records {
        return Some(main.clone());
    }
    let cases = values(&survey.tables[main.table], main.case);
    shapes.iter().filter(|shaped| shaped.shape == Shape::Records).find_map(|shaped| {
        let table = &survey.tables[shaped.table];
        let unique = (0..table.columns.len()).filter(|position| table.columns[*position].look.is_unique());
        let key = unique.filter(|position| shares(&cases, &values(table, *position))).min()?;
        let why = format!("by its values, which `{}` names", survey.tables[main.table].name());
        Some(Shaped { case: key, why: if key == shaped.case { shaped.why.clone() } else { why }, ..shaped.clone() })
    })
}

/// The column of a table that names cases of another.
fn linking(survey: &Survey, shaped: &Shaped, key: &Shaped) -> Option<usize> {
    let known = values(&survey.tables[key.table], key.case);
    let table = &survey.tables[shaped.table];
    let others = (0..table.columns.len()).filter(|position| *position != shaped.case);
    std::iter::once(shaped.case).chain(others).find(|position| {
        let own = values(table, *position);
        matches!(table.columns[*position].look.kind, Kind::Id | Kind::Integer | Kind::Text)
            && own.len() > 1
            && shares(&own, &known)
    })
}

fn values(table: &Table, column: usize) -> BTreeSet<&str> {
    table.columns[column].present().collect()
}

fn shares(own: &BTreeSet<&str>, known: &BTreeSet<&str>) -> bool {
    !own.is_empty() && own.intersection(known).count() * 100 >= own.len().min(known.len()) * SHARED
}
