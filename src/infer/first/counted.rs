//! What the whole columns of the chosen tables hold.

use std::collections::{BTreeMap, BTreeSet};

use super::links::Chosen;
use super::shape::{Shape, Shaped};
use crate::infer::column::{Kind, TimeGuess, read_times};
use crate::infer::page::{many, shown};
use crate::infer::people::{NOT_SHOWN, People};
use crate::infer::survey::{Counted, Survey, WholeColumn};
use crate::read::ReadError;

/// What was counted, by table and column.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The rows of each chosen table.
    pub rows: BTreeMap<usize, u64>,
    /// Columns that were counted.
    pub columns: BTreeMap<(usize, usize), WholeColumn>,
    /// What the columns of times say.
    pub times: BTreeMap<(usize, usize), TimeGuess>,
    /// For each field of a change log: its values.
    pub fields: BTreeMap<(usize, String), Counted>,
    /// Who is named, so that nobody's name is written.
    pub people: People,
}

/// How many fields of a change log are looked at.
const FIELDS: usize = 12;

/// How many values of a column are shown in a comment.
const VALUES: usize = 12;

/// Counts times, categories, and the values of the fields of change logs.
pub(super) fn gather(survey: &Survey, chosen: &Chosen) -> Result<Columns, ReadError> {
    let mut columns = Columns { people: People::of(survey), ..Columns::default() };
    chosen.tables.iter().try_for_each(|shaped| columns.table(survey, shaped))?;
    Ok(columns)
}

impl Columns {
    fn table(&mut self, survey: &Survey, shaped: &Shaped) -> Result<(), ReadError> {
        let table = &survey.tables[shaped.table];
        let readings: Vec<_> = (0..table.columns.len())
            .filter(|position| table.columns[*position].look.kind != Kind::Empty)
            .map(|position| (position, read_times(&table.columns[position].look.formats)))
            .collect();
        let wanted: Vec<_> = readings.iter().map(|(position, reading)| (*position, reading.formats.clone())).collect();
        let (rows, wholes) = table.wholes(&wanted)?;
        self.rows.insert(shaped.table, rows);
        for ((position, reading), whole) in readings.into_iter().zip(wholes) {
            if !reading.formats.is_empty() {
                self.times.insert((shaped.table, position), reading.guess(&whole));
            }
            self.columns.insert((shaped.table, position), whole);
        }
        match shaped.shape {
            Shape::Changes { field, new, .. } => self.fields(survey, shaped.table, field, new),
            _ => Ok(()),
        }
    }

    fn fields(&mut self, survey: &Survey, table: usize, field: usize, new: usize) -> Result<(), ReadError> {
        let names: Vec<String> =
            self.values((table, field)).iter().take(FIELDS).map(|(name, _)| (*name).to_owned()).collect();
        for name in names {
            let wanted = BTreeSet::from([name.clone()]);
            let counted = survey.tables[table].values_where(new, field, &wanted)?;
            self.fields.insert((table, name), counted);
        }
        Ok(())
    }

    /// The values of a column with their rows, for a comment; none of them where they may be names of people.
    pub fn shown(&self, survey: &Survey, at: (usize, usize)) -> String {
        let Some(values) = self.people.shown(survey, at, self.columns.get(&at)) else {
            let all = self.values(at).len() as u64;
            let all = if all == 0 { "many values".to_owned() } else { many(all, "value", "values") };
            return format!("{all}, {NOT_SHOWN}");
        };
        let listed: Vec<String> =
            values.iter().take(VALUES).map(|(value, rows)| format!("{} ({rows})", shown(value))).collect();
        let more = if values.len() > VALUES { ", …" } else { "" };
        format!("{}{more}", listed.join(", "))
    }

    /// The values of a column, most rows first; none where there are too many to list.
    pub fn values(&self, at: (usize, usize)) -> Vec<(&str, u64)> {
        self.columns.get(&at).map(|whole| whole.values.by_rows()).unwrap_or_default()
    }
}
