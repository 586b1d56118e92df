//! Rows that couldn't be used, with all that is needed to mend them and feed them in again.

use std::borrow::Cow;

use super::csv;
use crate::load::{Loaded, Quarantined};
use crate::plan::Plan;

/// The columns of `quarantine.csv`.
///
/// `record` is the row as it stood in the file, without the line end, in one quoted field. Where `form` is `plain` it is
/// the row itself; where it is `escaped`, the row holds bytes that stand for no character: each is written `\xFF`, and a
/// backslash `\\`, so that the file is always valid UTF-8.
pub const QUARANTINE_COLUMNS: [&str; 7] = ["source", "file", "line", "code", "reason", "form", "record"];

/// The whole of `quarantine.csv`, by source, then in the order of rows; its header alone where every row could be used.
///
/// `of_run` are rows that turned out to be unusable only when their cases ran.
pub fn quarantine_csv(plan: &Plan, loaded: &Loaded, of_run: &[Quarantined]) -> Vec<u8> {
    let mut rows: Vec<&Quarantined> = loaded.quarantine.iter().chain(of_run).collect();
    rows.sort_by_key(|row| (row.source, row.number));
    let mut out = Vec::new();
    csv::put_record(&mut out, QUARANTINE_COLUMNS.map(str::as_bytes));
    rows.iter().for_each(|row| put(row, &mut out, plan, loaded));
    out
}

/// Rows that stand in the mapping have no file, and their number there as line.
fn put(row: &Quarantined, out: &mut Vec<u8>, plan: &Plan, loaded: &Loaded) {
    let source = plan.sources.get(row.source).map_or("", |source| &source.id);
    let file = row.file.and_then(|file| loaded.sources.get(row.source)?.files.get(file));
    let file = file.map_or("", |file| &file.name);
    let (form, record) = form(without_line_end(&row.raw));
    let texts = [source, file, &row.line.to_string(), row.code.id(), &row.reason, form, &record];
    csv::put_record(out, texts.map(str::as_bytes));
}

fn form(record: &[u8]) -> (&'static str, Cow<'_, str>) {
    match std::str::from_utf8(record) {
        Ok(text) => ("plain", Cow::Borrowed(text)),
        Err(_) => ("escaped", Cow::Owned(escaped(record))),
    }
}

fn escaped(record: &[u8]) -> String {
    let mut text = String::with_capacity(record.len() + record.len() / 8);
    for chunk in record.utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', "\\\\"));
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
    }
    text
}

fn without_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}
