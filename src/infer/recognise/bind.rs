//! Which column of a table is which column of a source.

use std::collections::BTreeSet;

use crate::infer::column::Kind;
use crate::infer::survey::Table;
use crate::infer::words::{Concept, are_statuses, concepts_of, fold};
use crate::plan::{ColumnFrom, ColumnPlan, SourcePlan, TextForm, ValueType};

/// How a column was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By a header that the mapping knows.
    Header,
    /// By a header that differs in case, spaces or underscores.
    Spelling,
    /// By a header that means the same, in any language.
    Meaning,
    /// By its values, as the only one that has such.
    Values,
}

/// A column of a table that a source reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoundColumn {
    /// Its position in the table.
    pub position: usize,
    /// How it was found.
    pub how: How,
}

/// A table that a source reads.
#[derive(Debug, Clone)]
pub struct BoundTable {
    /// The source.
    pub source: usize,
    /// The table.
    pub table: usize,
    /// Whether the mapping's patterns find one of its files.
    pub is_named: bool,
    /// For each column of the source, the table's column.
    pub columns: Vec<Option<BoundColumn>>,
    /// How well they go together, from 0 to 1.
    pub score: f64,
    /// How many columns were found, weighed by how.
    pub weight: f64,
}

/// A column that is read from cells: its headers, and whether an export may lack it.
pub(super) fn cell(column: &ColumnPlan) -> Option<(&[String], bool)> {
    match &column.from {
        ColumnFrom::Cell { headers, optional, .. } => Some((headers, *optional)),
        _ => None,
    }
}

impl BoundTable {
    /// How much of the export it explains: for comparing only.
    pub(super) fn worth(&self) -> f64 {
        self.score * self.weight
    }

    /// Ids of the columns that the source needs, and that weren't found.
    pub fn missing(&self, source: &SourcePlan) -> Vec<String> {
        let columns = source.columns.iter().zip(&self.columns);
        let lacking = columns
            .filter(|(plan, found)| found.is_none() && cell(plan).is_some_and(|(_, optional)| !optional))
            .map(|(plan, _)| plan.id.clone());
        lacking.collect()
    }
}

/// The table's column for each of the source's.
pub(super) fn columns(source: &SourcePlan, table: &Table) -> Vec<Option<BoundColumn>> {
    let mut binding = Binding { source, table, found: vec![None; source.columns.len()] };
    binding.each(How::Header, |binding, column| binding.by_header(column, |name, header| name == header.trim()));
    binding.each(How::Spelling, |binding, column| binding.by_header(column, |name, header| fold(name) == fold(header)));
    // What an export must have is served first.
    for is_optional in [false, true] {
        for how in [How::Meaning, How::Values] {
            binding.each(how, |binding, column| {
                let (_, optional) = cell(&source.columns[column])?;
                if optional != is_optional { None } else { binding.by_content(column, how) }
            });
        }
    }
    binding.found
}

struct Binding<'a> {
    source: &'a SourcePlan,
    table: &'a Table,
    found: Vec<Option<BoundColumn>>,
}

impl Binding<'_> {
    fn each(&mut self, how: How, find: impl Fn(&Self, usize) -> Option<usize>) {
        for column in 0..self.source.columns.len() {
            if self.found[column].is_none()
                && let Some(position) = self.twin(column).or_else(|| find(self, column))
            {
                self.found[column] = Some(BoundColumn { position, how });
            }
        }
    }

    /// The column that another of the same headers was found in: an id may be read as a text, too.
    fn twin(&self, column: usize) -> Option<usize> {
        let (headers, _) = cell(&self.source.columns[column])?;
        let others = self.source.columns.iter().zip(&self.found);
        others.filter_map(|(other, found)| (cell(other)?.0 == headers).then_some(found.as_ref()?.position)).next()
    }

    fn by_header(&self, column: usize, is_it: impl Fn(&str, &str) -> bool) -> Option<usize> {
        let (headers, _) = cell(&self.source.columns[column])?;
        headers.iter().find_map(|header| self.table.columns.iter().position(|other| is_it(&other.name, header)))
    }

    fn by_content(&self, column: usize, how: How) -> Option<usize> {
        let plan = &self.source.columns[column];
        let wanted = meanings(plan);
        let is_free = |position: &usize| self.found.iter().flatten().all(|found| found.position != *position);
        let free = (0..self.table.columns.len()).filter(is_free).filter(|position| self.may_be(plan, *position));
        match how {
            How::Meaning => free
                .min_by_key(|position| {
                    let name = &self.table.columns[*position].name;
                    concepts_of(name).position(|concept| wanted.contains(&concept)).unwrap_or(usize::MAX)
                })
                .filter(|position| {
                    concepts_of(&self.table.columns[*position].name).any(|concept| wanted.contains(&concept))
                }),
            _ => only(free.filter(|position| self.has_values_of(plan, &wanted, *position))),
        }
    }

    /// Whether the values could be of the column's type.
    fn may_be(&self, plan: &ColumnPlan, position: usize) -> bool {
        let kind = self.table.columns[position].look.kind;
        if is_salesforce_id(plan) && !self.table.columns[position].present().all(may_be_salesforce_id) {
            return false;
        }
        match plan.kind {
            _ if kind == Kind::Empty => true,
            ValueType::Time => kind == Kind::Time,
            ValueType::Date => kind == Kind::Date,
            ValueType::Boolean => kind == Kind::Boolean,
            ValueType::Integer => kind == Kind::Integer || kind == Kind::Boolean,
            ValueType::Number => matches!(kind, Kind::Integer | Kind::Number | Kind::Boolean),
            ValueType::Text => !matches!(kind, Kind::Time | Kind::Date),
            _ => true,
        }
    }

    /// Whether the values tell what the column is, whatever its header says.
    fn has_values_of(&self, plan: &ColumnPlan, wanted: &BTreeSet<Concept>, position: usize) -> bool {
        let column = &self.table.columns[position];
        // A header that is known to mean something else speaks against it.
        if column.look.present == 0 || concepts_of(&column.name).next().is_some() {
            return false;
        }
        let (_, optional) = cell(plan).unwrap_or((&[], true));
        match plan.kind {
            ValueType::Time => !optional,
            ValueType::Text if wanted.contains(&Concept::Status) => {
                column.look.is_category() && are_statuses(column.present())
            }
            ValueType::Text if self.source.key.is_some_and(|key| self.source.columns[key].id == plan.id) => {
                column.look.is_unique() && column.look.kind != Kind::Text
            }
            _ => false,
        }
    }
}

fn is_salesforce_id(plan: &ColumnPlan) -> bool {
    matches!(&plan.from, ColumnFrom::Cell { reader, .. } if reader.text == TextForm::SalesforceId)
}

fn may_be_salesforce_id(value: &str) -> bool {
    matches!(value.len(), 15 | 18) && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What the id and the headers of a column mean.
fn meanings(plan: &ColumnPlan) -> BTreeSet<Concept> {
    let headers = cell(plan).map(|(headers, _)| headers).unwrap_or_default();
    headers.iter().map(String::as_str).chain([plan.id.as_str()]).flat_map(concepts_of).collect()
}

fn only(mut found: impl Iterator<Item = usize>) -> Option<usize> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
