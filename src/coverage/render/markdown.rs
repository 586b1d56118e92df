//! A survey, drawn as a page for the system's owner.

use std::fmt::Write as _;

use super::super::model::Coverage;
use super::tables::{Table, tables};
use super::{grouped, percent};

/// The survey as a page of Markdown.
pub fn markdown(coverage: &Coverage) -> String {
    let mut text = String::new();
    head(&mut text, coverage);
    read(&mut text, coverage);
    findings(&mut text, coverage);
    tables(coverage).iter().for_each(|table| draw(&mut text, table));
    text
}

fn head(text: &mut String, coverage: &Coverage) {
    let title = coverage.source_system.as_deref().unwrap_or(&coverage.mapping);
    // Writing to a string doesn't fail, here and below.
    let _ = writeln!(text, "# What the data of {} says about its mapping\n", escaped(title));
    let version = coverage.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let profile = coverage.profile.as_ref().map(|profile| format!(", profile `{profile}`")).unwrap_or_default();
    let _ = writeln!(text, "Mapping `{}`{version}{profile}.", coverage.mapping);
}

fn read(text: &mut String, coverage: &Coverage) {
    let _ = writeln!(text, "\n## What was read\n");
    let rows = coverage.files.iter().map(|file| vec![file.source.clone(), file.file.clone(), grouped(file.rows)]);
    let columns = [("source", false), ("file", false), ("rows", true)];
    lines(text, &columns, &rows.collect::<Vec<_>>());
    let (cases, events) = (grouped(coverage.cases), grouped(coverage.events));
    let _ = write!(text, "\nThe log has {cases} cases and {events} events");
    match coverage.first_event.as_ref().zip(coverage.last_event.as_ref()) {
        Some((first, last)) => {
            let _ = writeln!(text, ", from {first} to {last}.");
        }
        None => text.push_str(".\n"),
    }
    let unusable: u64 = coverage.quarantine.iter().map(|fault| fault.rows).sum();
    if unusable > 0 {
        let share = percent(unusable, coverage.rows);
        let _ = writeln!(text, "{} of {} rows couldn't be used ({share}).", grouped(unusable), grouped(coverage.rows));
    }
}

fn findings(text: &mut String, coverage: &Coverage) {
    let _ = writeln!(text, "\n## Findings\n");
    if coverage.findings.is_empty() {
        text.push_str("Nothing stands out.\n");
    }
    for finding in &coverage.findings {
        let _ = writeln!(text, "- {} {}", in_line(&finding.text), in_line(&finding.advice));
    }
}

fn draw(text: &mut String, table: &Table) {
    let _ = writeln!(text, "\n## {}\n", table.title);
    if !table.about.is_empty() {
        let _ = writeln!(text, "{}\n", in_line(&table.about));
    }
    lines(text, &table.columns, &table.rows);
}

fn lines(text: &mut String, columns: &[(&str, bool)], rows: &[Vec<String>]) {
    let heads: Vec<&str> = columns.iter().map(|(head, _)| *head).collect();
    let rules: Vec<&str> = columns.iter().map(|(_, is_number)| if *is_number { "--:" } else { "---" }).collect();
    let _ = writeln!(text, "| {} |\n| {} |", heads.join(" | "), rules.join(" | "));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}

/// Text that data give, so that it stands on the page as it is: data can neither end a table's line nor draw a link.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '!' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// A sentence whose code stands in backticks: what is between them needs no mark, the rest no line end and no tag.
fn in_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('<', "&lt;")
}
