//! Rows that stand in the mapping: each literal is read as a run reads it.

use rustc_hash::FxHashMap;

use crate::check::checker::{COLUMN, Checker};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::load::{LiteralReader, unreadable_row};
use crate::mapping::decode::{Ids, Literal};
use crate::mapping::{Inline, Source};
use crate::plan::{ColumnPlan, InlineCell, InlineRows};

/// The rows of a source, by its columns.
pub fn rows(
    checker: &mut Checker<'_>,
    (id, written): (&str, &Source),
    inline: &Inline,
    columns: &[ColumnPlan],
) -> InlineRows {
    let readers: Vec<Option<LiteralReader<'_>>> = columns.iter().map(LiteralReader::new).collect();
    let mut rows = InlineRows::default();
    for row in &inline.0 {
        let mut cells = vec![None; written.columns.len()];
        for (key, literal) in row.iter() {
            let Some(column) = checker.find(&written.columns, &key.text, key.span, &COLUMN) else { continue };
            cells[column] = cell(literal);
            let read =
                readers[column].as_ref().filter(|_| !literal.is_null()).map(|reader| reader.read(literal.text()));
            if let Some(Err(reason)) = read {
                checker.report(unreadable_row(id, literal.span, &reason));
            }
        }
        rows.spans.push(place(row, written));
        rows.rows.push(cells);
    }
    // Rows that are left out need no key.
    let key =
        written.key.as_ref().and_then(|key| written.columns.find(&key.text)).filter(|_| written.r#where.is_none());
    if let Some((key, reader)) = key.and_then(|(key, _)| Some((key, readers[key].as_ref()?))) {
        let is_known = |row: &Ids<Literal>| row.iter().all(|(name, _)| written.columns.find(&name.text).is_some());
        let is_whole = |row: &Ids<Literal>| is_known(row) && !row.is_unreadable(reader.id());
        let cells = inline.0.iter().zip(rows.rows.iter().zip(&rows.spans));
        let cells = cells.filter(|(row, _)| is_whole(row)).map(|(_, (cells, row))| (cells[key].as_ref(), *row));
        keys(checker, (id, written), reader, cells);
    }
    rows
}

fn cell(literal: &Literal) -> Option<InlineCell> {
    (!literal.is_null()).then(|| InlineCell { text: literal.text().to_owned(), span: literal.span })
}

/// Where a row is pointed at: by its first key.
fn place(row: &Ids<Literal>, source: &Source) -> Span {
    let of_source = source.keys.place("inline").unwrap_or(source.span);
    row.iter().next().map_or(of_source, |(key, _)| key.span)
}

/// Each row has a key, and no two have the same.
fn keys<'a>(
    checker: &mut Checker<'_>,
    (id, written): (&str, &Source),
    reader: &LiteralReader<'_>,
    cells: impl Iterator<Item = (Option<&'a InlineCell>, Span)>,
) {
    let mut seen: FxHashMap<String, Span> = FxHashMap::default();
    for (cell, row) in cells {
        let span = cell.map_or(row, |cell| cell.span);
        match cell.map_or(Ok(None), |cell| reader.read(&cell.text)) {
            Err(_) => {}
            Ok(None) => checker.report(unreadable_row(id, span, &reader.empty_key())),
            Ok(Some(text)) => match seen.get(&text) {
                Some(first) if written.duplicates.is_none() => {
                    let finding = repeated(checker, (id, written), &text);
                    checker.report(finding.at(span, "a second row with this key").also(*first, "the first"));
                }
                Some(_) => {}
                None => {
                    seen.insert(text, span);
                }
            },
        }
    }
}

/// What a run says of such a row: one that belongs to a case can't be used, one that others refer to is never found.
fn repeated(checker: &Checker<'_>, (id, written): (&str, &Source), key: &str) -> Diagnostic {
    let is_record = checker.mapping.case.record.as_ref().is_some_and(|record| record.text == id);
    let message = format!("two rows of `{id}` have the key `{key}`");
    match is_record || written.case.is_some() {
        true => Diagnostic::new(codes::KEY_SEEN_BEFORE, message)
            .help("give each row a key of its own, or say under `duplicates:` which one stays"),
        false => Diagnostic::new(codes::AMBIGUOUS_REFERENCE, message)
            .help("give each row a key of its own: only the first in the source's order is ever found"),
    }
}
