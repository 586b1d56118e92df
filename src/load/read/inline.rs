//! Rows that stand in the mapping, read as cells of a file are.

use std::borrow::Cow;

use super::part::Problem;
use super::reader::SourceReader;
use super::source::{Place, SourceRows};
use super::worker::{Outcome, Worker};
use crate::diagnostic::Span;
use crate::plan::InlineRows;

/// Reads the rows of a table in the mapping; those that can't be used come with their places there.
pub fn read_inline(reader: &SourceReader<'_>, inline: &InlineRows) -> (SourceRows, Vec<(Span, Problem)>) {
    let mut worker = Worker::new(reader, inline.rows.len());
    let mut problems = Vec::new();
    for (index, (cells, span)) in inline.rows.iter().zip(&inline.spans).enumerate() {
        let field = |step: usize| {
            let cell = cells.get(reader.cells[step].column)?.as_ref()?;
            Some(Cow::Borrowed(cell.as_bytes()))
        };
        match worker.row(index as u32, &|| index as u64, field) {
            Outcome::Kept => {}
            Outcome::Filtered => {
                worker.part().filtered += 1;
                worker.note_filtered(index as u32, None, true);
            }
            Outcome::Faulty(problem) => problems.push((*span, problem)),
        }
    }
    let mut rows = SourceRows::new(reader);
    let mut part = worker.finish();
    if let Some(spill) = reader.context.spill {
        part = spill.piece(std::slice::from_ref(reader), &[], || part, |part, _| Some(part));
        reader.begins(&part, 0);
    }
    rows.add(part, Place { file: None, first_number: 0, first_line: 1 }, reader.source);
    rows.rows_by_file.push(inline.rows.len() as u64);
    (rows, problems)
}
