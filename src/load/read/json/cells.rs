//! What a worker does at a level of JSON: rows taken up and put aside, and the cells of a row.

use super::super::part::Problem;
use super::super::problem;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::super::reader::{CellStep, Keep};
use super::super::worker::Worker;
use super::found::{Found, Value};
use super::lexeme::{Lexeme, read};
use crate::evaluate::TextRead;
use crate::load::read::values::desk::Desk;
use crate::plan::ValueType;
use crate::rows::Cell;

impl Worker<'_, '_> {
    /// Completes the row that was kept last: the numbers of the rows above by their places, and its place in the record.
    pub fn write_level(&mut self, above: impl Iterator<Item = (usize, u32)>, ordinal: u32) {
        let plan = self.reader.plan();
        let Some(level) = &plan.level else { return };
        let start = self.part.words.len() - plan.stride;
        let row = &mut self.part.words[start..];
        above.for_each(|(place, number)| row[place] = number);
        row[level.ordinal_place] = ordinal;
    }

    /// Completes the row that was kept last: the hash of its record.
    pub fn write_hash(&mut self, record: &str) {
        let plan = self.reader.plan();
        let Some(place) = plan.hash_place else { return };
        let hash = FxBuildHasher.hash_one(record);
        let start = self.part.words.len() - plan.stride + place;
        self.part.words[start..start + 2].copy_from_slice(&[hash as u32, (hash >> 32) as u32]);
    }

    /// Exchanges desks: before and after a piece of work at a level.
    pub fn swap(&mut self, desk: &mut Desk) {
        std::mem::swap(&mut self.desk, desk);
    }

    /// The values of the row at hand.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The references of the row at hand.
    pub fn references(&self) -> &[u32] {
        &self.references
    }

    /// Goes on with a row.
    pub fn load(&mut self, cells: &[Cell], references: &[u32]) {
        self.cells.copy_from_slice(cells);
        self.references.copy_from_slice(references);
    }

    /// Gives a column its value.
    pub fn set(&mut self, column: usize, cell: Cell) {
        self.cells[column] = cell;
    }

    /// Gives a column the value of a row above.
    pub fn inherit(&mut self, column: usize, cell: Cell) {
        self.cells[column] = cell;
        if let Cell::Carried(id) = cell
            && Keep::of(self.reader.plan(), column) == Keep::Interned
        {
            let text = self.texts().carried(id).into_owned();
            self.cells[column] = Cell::Text(self.reader.interner.intern(&text));
        }
        self.refer(column);
    }

    /// Reads the cells of a row of JSON.
    pub fn json_cells(
        &mut self,
        found: &Found,
        (level, row): (usize, usize),
        record: &str,
        line: &dyn Fn() -> u64,
    ) -> Result<(), Problem> {
        let reader = self.reader;
        self.cells.fill(Cell::Null);
        for (position, step) in reader.cells.iter().enumerate() {
            self.cells[step.column] = match found.value(level, row, position) {
                Value::Nothing => Cell::Null,
                Value::At(at, _) => self.json_cell(step, at.of(record), line)?,
                Value::Several(rank) => {
                    let members = found.members(level, row, position, rank).map(|member| member.of(record));
                    self.json_list(step, members)?
                }
            };
        }
        self.resolve_of_cells();
        Ok(())
    }

    fn json_cell(&mut self, step: &CellStep, raw: &str, line: &dyn Fn() -> u64) -> Result<Cell, Problem> {
        let kind = self.reader.plan().columns[step.column].kind;
        match read(raw, kind) {
            Lexeme::Text(text) if raw.starts_with('"') => self.text_cell(step, &text, line),
            Lexeme::Text(number) => self.number_cell(step, &number, line),
            Lexeme::Truth(truth) => Ok(Cell::boolean(truth)),
            Lexeme::Null => Ok(Cell::Null),
            Lexeme::List(members) => self.json_list(step, members.into_iter()),
            Lexeme::Unfit(what) => Err(problem::unfit(self.reader.plan(), step.column, what, &step.parser.expected())),
        }
    }

    fn json_list<'t>(&mut self, step: &CellStep, members: impl Iterator<Item = &'t str>) -> Result<Cell, Problem> {
        let mut texts = Vec::new();
        for member in members {
            match read(member, ValueType::Text) {
                Lexeme::Text(text) if text.is_empty() => {}
                Lexeme::Text(text) => texts.push(text),
                Lexeme::Null => {}
                Lexeme::Truth(_) | Lexeme::List(_) | Lexeme::Unfit(_) => {
                    let what = "a list of something else than texts and numbers";
                    return Err(problem::unfit(self.reader.plan(), step.column, what, &step.parser.expected()));
                }
            }
        }
        match step.parser.members(texts) {
            Some(members) => Ok(Cell::List(self.reader.interner.intern(&members))),
            None => Ok(Cell::Null),
        }
    }
}
