//! Rows that couldn't be used, with all that is needed to mend them and feed them in again.

use std::borrow::Cow;

use super::csv;
use crate::load::{Loaded, Quarantined};
use crate::plan::Plan;
use crate::read::unknown;

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
    let part = QuarantinePart { plan, loaded, of_run };
    let mut out = Vec::new();
    csv::put_record(&mut out, QUARANTINE_COLUMNS.map(str::as_bytes));
    part.rows().into_iter().for_each(|row| part.put(&mut out, None, row));
    out
}

/// The rows of a mapping that couldn't be used.
#[derive(Debug, Clone, Copy)]
pub struct QuarantinePart<'a> {
    /// The mapping.
    pub plan: &'a Plan,
    /// What was loaded.
    pub loaded: &'a Loaded,
    /// Rows that turned out to be unusable only when their cases ran.
    pub of_run: &'a [Quarantined],
}

/// The same for several mappings, one after the other: the first column, `mapping`, names it.
pub fn quarantine_of_set(parts: &[QuarantinePart<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let columns = std::iter::once("mapping").chain(QUARANTINE_COLUMNS);
    csv::put_record(&mut out, columns.map(str::as_bytes));
    for part in parts {
        part.rows().into_iter().for_each(|row| part.put(&mut out, Some(&part.plan.name), row));
    }
    out
}

impl<'a> QuarantinePart<'a> {
    /// All rows, by source, then in the order of rows.
    fn rows(&self) -> Vec<&'a Quarantined> {
        let mut rows: Vec<&Quarantined> = self.loaded.quarantine.iter().chain(self.of_run).collect();
        rows.sort_by_key(|row| (row.source, row.number));
        rows
    }

    /// Rows that stand in the mapping have no file, and their number there as line.
    fn put(&self, out: &mut Vec<u8>, mapping: Option<&str>, row: &Quarantined) {
        let source = self.plan.sources.get(row.source).map_or("", |source| &source.id);
        let file = row.file.and_then(|file| self.loaded.sources.get(row.source)?.files.get(file));
        let is_transcoded = file.is_some_and(|file| file.is_transcoded);
        let file = file.map_or("", |file| &file.name);
        let (form, record) = form(without_line_end(&row.raw), is_transcoded);
        let texts = [source, file, &row.line.to_string(), row.code.id(), &row.reason, form, &record];
        csv::put_record(out, mapping.into_iter().chain(texts).map(str::as_bytes));
    }
}

fn form(record: &[u8], is_transcoded: bool) -> (&'static str, Cow<'_, str>) {
    match std::str::from_utf8(record) {
        Ok(text) => ("plain", Cow::Borrowed(text)),
        Err(_) => ("escaped", Cow::Owned(escaped(record, is_transcoded))),
    }
}

fn escaped(mut record: &[u8], is_transcoded: bool) -> String {
    let mut text = String::with_capacity(record.len() + record.len() / 8);
    while let Some(chunk) = record.utf8_chunks().next() {
        text.push_str(&chunk.valid().replace('\\', "\\\\"));
        record = &record[chunk.valid().len()..];
        // In transcoded text a mark tells which byte stood there.
        let marked = unknown(record).filter(|_| is_transcoded);
        let (first, length) = marked.map_or((chunk.invalid(), chunk.invalid().len()), |(_, length)| (&[][..], length));
        let bytes = first.iter().copied().chain(marked.map(|(byte, _)| byte));
        bytes.for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
        record = &record[length..];
    }
    text
}

fn without_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}
