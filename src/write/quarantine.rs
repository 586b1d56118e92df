//! Rows that couldn't be used, with all that is needed to mend them and feed them in again.
//!
//! Most are found while loading, with their bytes at hand; a few while cases run, which know only the row's number.

use std::borrow::Cow;

use super::csv;
use crate::load::{Loaded, Quarantined};
use crate::plan::Plan;
use crate::run::RunQuarantined;

/// The columns of `quarantine.csv`.
///
/// `record` is the row's own bytes as they stood in the file, without the line end, in one quoted field; so the file is
/// UTF-8 only as far as the rows are.
pub const QUARANTINE_COLUMNS: [&str; 6] = ["source", "file", "line", "code", "reason", "record"];

/// The whole of `quarantine.csv`, by source, then in the order of rows; its header alone where every row could be used.
///
/// Rows that cases couldn't use have no line and no record: only their number in the source is known, which the reason names.
pub fn quarantine_csv(plan: &Plan, loaded: &Loaded, of_run: &[RunQuarantined]) -> Vec<u8> {
    let mut out = Vec::new();
    csv::put_record(&mut out, QUARANTINE_COLUMNS.map(str::as_bytes));
    for row in entries(loaded, of_run) {
        row.put(&mut out, None, plan);
    }
    out
}

/// The rows of a mapping that couldn't be used.
#[derive(Debug, Clone, Copy)]
pub struct QuarantinePart<'a> {
    /// The mapping.
    pub plan: &'a Plan,
    /// What was loaded.
    pub loaded: &'a Loaded,
    /// Rows that its cases couldn't use.
    pub of_run: &'a [RunQuarantined],
}

/// The same for several mappings, one after the other: the first column, `mapping`, names it.
pub fn quarantine_of_set(parts: &[QuarantinePart<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let columns = std::iter::once("mapping").chain(QUARANTINE_COLUMNS);
    csv::put_record(&mut out, columns.map(str::as_bytes));
    for part in parts {
        for row in entries(part.loaded, part.of_run) {
            row.put(&mut out, Some(&part.plan.name), part.plan);
        }
    }
    out
}

/// All rows, by source, then in the order of rows.
fn entries<'a>(loaded: &'a Loaded, of_run: &'a [RunQuarantined]) -> Vec<Entry<'a>> {
    let mut rows: Vec<Entry<'_>> = loaded.quarantine.iter().map(|row| Entry::of_load(loaded, row)).collect();
    rows.extend(of_run.iter().map(|row| Entry::of_run(loaded, row)));
    rows.sort_by_key(|row| (row.source, row.number));
    rows
}

/// A row of the file.
struct Entry<'a> {
    source: usize,
    number: u32,
    /// The file's name below the input folder; empty for a row that stands in the mapping.
    file: &'a str,
    line: Option<u64>,
    code: &'a str,
    reason: Cow<'a, str>,
    record: &'a [u8],
}

impl<'a> Entry<'a> {
    fn of_load(loaded: &'a Loaded, row: &'a Quarantined) -> Self {
        let file = row.file.and_then(|file| loaded.sources.get(row.source)?.files.get(file));
        Self {
            source: row.source,
            number: row.number,
            file: file.map_or("", |file| &file.name),
            line: Some(row.line),
            code: row.code.id(),
            reason: Cow::Borrowed(&row.reason),
            record: without_line_end(&row.raw),
        }
    }

    fn of_run(loaded: &'a Loaded, row: &'a RunQuarantined) -> Self {
        let (file, number) = file_of(loaded, row);
        Self {
            source: row.source,
            number: row.number,
            file,
            line: None,
            code: &row.code,
            reason: Cow::Owned(format!("row {number}: {}", row.reason)),
            record: &[],
        }
    }

    fn put(&self, out: &mut Vec<u8>, mapping: Option<&str>, plan: &Plan) {
        let source = plan.sources.get(self.source).map_or("", |source| &source.id);
        let line = self.line.map(|line| line.to_string()).unwrap_or_default();
        let texts = [source, self.file, &line, self.code, &self.reason];
        let texts = mapping.into_iter().chain(texts).map(str::as_bytes);
        csv::put_record(out, texts.chain([self.record]));
    }
}

/// The file that a row of a source stands in, and its number there, from 1.
fn file_of<'a>(loaded: &'a Loaded, row: &RunQuarantined) -> (&'a str, u64) {
    let mut number = u64::from(row.number);
    let files = loaded.sources.get(row.source).map_or(&[][..], |source| &source.files);
    for file in files {
        if number < file.rows {
            return (&file.name, number + 1);
        }
        number -= file.rows;
    }
    ("", number + 1)
}

fn without_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}
