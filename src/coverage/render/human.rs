//! A survey, drawn for a terminal.

use std::fmt::Write as _;

use super::super::model::Coverage;
use super::grouped;
use super::tables::{Table, tables};

/// The survey, drawn for a terminal.
pub fn human(coverage: &Coverage) -> String {
    let mut text = String::new();
    // Writing to a string doesn't fail, here and below.
    let _ = writeln!(
        text,
        "{}: {} rows, {} cases, {} events",
        coverage.mapping,
        grouped(coverage.rows),
        grouped(coverage.cases),
        grouped(coverage.events)
    );
    let _ = writeln!(text, "\nfindings: {}", coverage.findings.len());
    for finding in &coverage.findings {
        let _ = writeln!(text, "  - {}", finding.text);
    }
    tables(coverage).iter().for_each(|table| draw(&mut text, table));
    text
}

fn draw(text: &mut String, table: &Table) {
    let _ = writeln!(text, "\n{}", table.title.to_lowercase());
    if !table.about.is_empty() {
        let _ = writeln!(text, "  {}", table.about);
    }
    let heads: Vec<String> = table.columns.iter().map(|(head, _)| (*head).to_owned()).collect();
    let width = |column: usize| {
        let cells = table.rows.iter().chain([&heads]).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    for row in std::iter::once(&heads).chain(&table.rows) {
        let cells = row.iter().zip(&widths).zip(&table.columns);
        let cells = cells.map(|((cell, width), (_, is_number))| match is_number {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        });
        let _ = writeln!(text, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
