//! Values that a column doesn't list, where it asks to be told of them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::values::with_rows;
use crate::diagnostic::{Diagnostic, codes};
use crate::evaluate::ParamValues;
use crate::plan::{CellReader, ColumnFrom, ColumnPlan, Operand, Plan};
use crate::rows::{Table, TextId, Texts};

/// Values that columns don't list, by source and column, each with the number of its rows, in the order of bytes.
#[derive(Debug, Default, Clone)]
pub struct Others(BTreeMap<(usize, usize), BTreeMap<String, u64>>);

impl Others {
    /// Adds those of columns that say `others: warn`.
    pub fn add<'t>(&mut self, plan: &Plan, tables: impl IntoIterator<Item = Option<&'t Table>>, texts: &Texts) {
        for (source, (own, table)) in plan.sources.iter().zip(tables).enumerate() {
            let Some(table) = table else { continue };
            for (index, column) in own.columns.iter().enumerate() {
                let Some((column, reader)) = asking(column) else { continue };
                let known = self.0.entry((source, index)).or_default();
                for (text, rows) in others(column, reader, table, texts) {
                    *known.entry(text.to_owned()).or_default() += rows;
                }
            }
        }
    }

    /// A warning for each column that holds others.
    pub fn warnings(&self, plan: &Plan, params: &ParamValues) -> Vec<Diagnostic> {
        let warning = |((source, column), others): (&(usize, usize), &BTreeMap<String, u64>)| {
            let others: Vec<(&str, u64)> = others.iter().map(|(text, rows)| (text.as_str(), *rows)).collect();
            let unknown: Vec<(&str, u64)> = others.into_iter().filter(|(text, _)| !is_of_param(params, text)).collect();
            let source = &plan.sources[*source];
            warning(&source.id, &source.columns[*column], &unknown)
        };
        self.0.iter().filter_map(warning).collect()
    }
}

/// A column that asks, and how its cells are read.
fn asking(column: &ColumnPlan) -> Option<(&ColumnPlan, &CellReader)> {
    match &column.from {
        ColumnFrom::Cell { reader, .. } if reader.warns_of_others && column.place.is_some() => Some((column, reader)),
        _ => None,
    }
}

/// The values that aren't listed, with the number of rows, in the order of bytes.
fn others<'t>(column: &ColumnPlan, reader: &CellReader, table: &Table, texts: &'t Texts) -> Vec<(&'t str, u64)> {
    let mut counts: FxHashMap<TextId, u64> = FxHashMap::default();
    for position in 0..table.len() as u32 {
        if let Some(value) = table.row(position).cell(column).as_text() {
            *counts.entry(value).or_default() += 1;
        }
    }
    let is_listed = |text: &str| reader.spellings.iter().any(|(_, meant)| meant == text);
    let mut others: Vec<(&str, u64)> = counts.into_iter().map(|(id, rows)| (texts.get(id), rows)).collect();
    others.retain(|(text, _)| !is_listed(text));
    others.sort_unstable();
    others
}

fn is_of_param(params: &ParamValues, text: &str) -> bool {
    params.values.iter().flatten().any(|value| matches!(value, Operand::Text(known) if known == text))
}

fn warning(source: &str, column: &ColumnPlan, others: &[(&str, u64)]) -> Option<Diagnostic> {
    if others.is_empty() {
        return None;
    }
    let message = format!("`{source}.{}` has values that aren't listed: {}", column.id, with_rows(others));
    let help = "add them to `values`, or to a param; until then they pass as they are";
    Some(Diagnostic::new(codes::UNLISTED_VALUE, message).at(column.span, "lists its values").help(help))
}
