//! Rows that stand in the mapping, read as cells of a file are.

use std::borrow::Cow;

use super::part::Problem;
use super::problem;
use super::reader::SourceReader;
use super::source::{Place, SourceRows};
use super::worker::{Outcome, Worker};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::load::cell::{CellParser, Reading, TimeNotes};
use crate::plan::{ColumnFrom, ColumnPlan, InlineRows, ValueType};

/// Reads the literals of one column of a table in the mapping as a run reads them, as far as no run has a say in it.
pub struct LiteralReader<'a> {
    id: &'a str,
    kind: ValueType,
    parser: CellParser,
}

impl<'a> LiteralReader<'a> {
    /// None for a column whose values come from elsewhere, or whose formats are none.
    pub fn new(column: &'a ColumnPlan) -> Option<Self> {
        let ColumnFrom::Cell { reader, .. } = &column.from else { return None };
        let lacks_formats = match column.kind {
            ValueType::Time => reader.formats.is_empty(),
            ValueType::Date => reader.date_formats.is_empty(),
            ValueType::TimeOfDay => reader.time_of_day_formats.is_empty(),
            ValueType::Duration => reader.durations.is_empty(),
            _ => false,
        };
        let parser = || CellParser::new(reader, column.kind, None, true);
        (!lacks_formats).then(|| Self { id: &column.id, kind: column.kind, parser: parser() })
    }

    /// A literal as it is compared as a key; none where it is null.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, text: &str) -> Result<Option<String>, String> {
        match self.parser.read(text, &mut TimeNotes::default()) {
            Reading::Null => Ok(None),
            Reading::Text(text) => Ok(Some(text.into_owned())),
            Reading::List(_) | Reading::Cell(_) | Reading::Naive => Ok(Some(text.trim().to_owned())),
            Reading::Unreadable(fault) => {
                Err(problem::misread((self.id, self.kind), fault, text, &self.parser.expected()).1)
            }
        }
    }

    /// The column's id.
    pub fn id(&self) -> &str {
        self.id
    }

    /// That a row has no value here, in its key.
    pub fn empty_key(&self) -> String {
        problem::empty_key(self.id)
    }
}

/// The finding on a row of a table in the mapping that can't be read.
pub fn unreadable_row(source: &str, span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(codes::LITERAL_DOES_NOT_FIT, format!("a row of `{source}` can't be read: {reason}"))
        .at(span, "in this row")
        .help("correct the row, or the column's type")
}

/// Reads the rows of a table in the mapping; those that can't be used come with their places there.
pub fn read_inline(reader: &SourceReader<'_>, inline: &InlineRows) -> (SourceRows, Vec<(Span, Problem)>) {
    let mut worker = Worker::new(reader, inline.rows.len());
    let mut problems = Vec::new();
    for (index, (cells, span)) in inline.rows.iter().zip(&inline.spans).enumerate() {
        let field = |step: usize| {
            let cell = cells.get(reader.cells[step].column)?.as_ref()?;
            Some(Cow::Borrowed(cell.text.as_bytes()))
        };
        match worker.row(index as u32, &|| index as u64, field) {
            Outcome::Kept => {}
            Outcome::Filtered => {
                worker.part().filtered += 1;
                worker.note_filtered(index as u32, None, true);
            }
            Outcome::Faulty(problem) => {
                let cell = problem.column.and_then(|column| cells.get(column)?.as_ref());
                problems.push((cell.map_or(*span, |cell| cell.span), problem));
            }
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
