//! Rows that couldn't be used, with all that is needed to mend them and feed them in again.
//!
//! Most are found while loading, with their bytes at hand; a few while cases run, which know only the row's number.

use super::csv;
use super::value::put_integer;
use crate::load::{Quarantined, SourceReport};
use crate::plan::Plan;

/// The columns of `quarantine.csv`.
///
/// `record` is the row's own bytes as they stood in the file, without the line end, in one quoted field; so the file is
/// UTF-8 only as far as the rows are.
pub const QUARANTINE_COLUMNS: [&str; 6] = ["source", "file", "line", "code", "reason", "record"];

/// The whole of `quarantine.csv`; its header alone where every row could be used.
pub fn quarantine_csv(plan: &Plan, sources: &[SourceReport], rows: &[Quarantined]) -> Vec<u8> {
    let mut out = Vec::new();
    csv::put_record(&mut out, QUARANTINE_COLUMNS.map(str::as_bytes));
    for row in rows {
        put_row(&mut out, plan, sources, row);
    }
    out
}

fn put_row(out: &mut Vec<u8>, plan: &Plan, sources: &[SourceReport], row: &Quarantined) {
    let source = plan.sources.get(row.source).map_or("", |source| &source.id);
    let mut line = Vec::new();
    put_integer(&mut line, row.line.cast_signed());
    let fields = [
        source.as_bytes(),
        file_of(sources, row).as_bytes(),
        &line,
        row.code.id().as_bytes(),
        row.reason.as_bytes(),
        without_line_end(&row.raw),
    ];
    csv::put_record(out, fields);
}

/// The file's name below the input folder; empty for a row that stands in the mapping.
fn file_of<'a>(sources: &'a [SourceReport], row: &Quarantined) -> &'a str {
    let file = row.file.and_then(|file| sources.get(row.source)?.files.get(file));
    file.map_or("", |file| &file.name)
}

fn without_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}
