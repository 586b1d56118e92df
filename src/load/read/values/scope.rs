//! What values are evaluated over: a row while it is read, and a row that is in memory.

use std::borrow::Cow;

use super::script::{self, ScriptRun};
use crate::evaluate::{Bound, Datum, Evaluated, Memo, Scope, Start, TextRead};
use crate::load::read::json::{Around, Below};
use crate::plan::{ColumnPlan, Plan};
use crate::rows::{Arena, CarriedId, Cell, Interner, NO_REFERENCE, ROW_MASK, Row, TARGET_SHIFT, Table, TextId, Texts};
use crate::script::Variables;

/// The arena number of texts that only live while their row is read.
const PASSING: u64 = 0x7fff_ffff;

/// A text of the row that is being read, which isn't kept.
pub fn passing(place: usize) -> CarriedId {
    CarriedId::from_pair(PASSING << 32 | place as u64)
}

/// The texts of a row that is being read.
#[derive(Clone, Copy)]
pub struct ReadingTexts<'a> {
    /// Interned ones.
    pub interner: &'a Interner,
    /// Those that this chunk carries.
    pub arena: &'a Arena<'static>,
    /// Those that aren't kept.
    pub passing: &'a [String],
}

impl TextRead for ReadingTexts<'_> {
    fn text(&self, id: TextId) -> Cow<'_, str> {
        self.interner.get(id)
    }

    fn carried(&self, id: CarriedId) -> Cow<'_, str> {
        let pair = id.pair();
        if pair >> 32 == PASSING {
            return self.passing.get((pair & 0xffff_ffff) as usize).map_or("", String::as_str).into();
        }
        self.arena.get(id).unwrap_or_else(|| self.interner.known().carried(id)).into()
    }

    fn id_of(&self, text: &str) -> Option<TextId> {
        self.interner.find(text)
    }
}

/// A row that is being read.
pub struct ReadingRow<'a> {
    pub plan: &'a Plan,
    pub run: ScriptRun,
    pub source: usize,
    pub tables: &'a [Table],
    pub texts: ReadingTexts<'a>,
    pub memo: &'a Memo,
    /// Its values, by column.
    pub cells: &'a [Cell],
    /// Its references, by column.
    pub references: &'a [u32],
    /// The rows below it.
    pub below: Option<Below<'a>>,
}

impl<'a> Scope for ReadingRow<'a> {
    type Texts = ReadingTexts<'a>;

    fn texts(&self) -> &ReadingTexts<'a> {
        &self.texts
    }

    fn memo(&self) -> &Memo {
        self.memo
    }

    fn table(&self, source: usize) -> Option<&Table> {
        self.tables.get(source)
    }

    fn columns(&self, source: usize) -> &[ColumnPlan] {
        columns(self.plan, source)
    }

    fn cell(&self, start: Start, source: usize, column: usize) -> Cell {
        if start != Start::Here || source != self.source {
            return Cell::Null;
        }
        self.cells.get(column).copied().unwrap_or(Cell::Null)
    }

    fn reference(&self, start: Start, source: usize, column: usize) -> Option<(usize, u32)> {
        let word = self.references.get(column).filter(|_| start == Start::Here && source == self.source)?;
        (*word != NO_REFERENCE).then_some(((*word >> TARGET_SHIFT) as usize, *word & ROW_MASK))
    }

    fn run(&self, script: usize, variables: &dyn Variables) -> Evaluated<Datum> {
        script::run(self.run, self.plan, script, variables).map(Datum::from)
    }

    fn of_case(&self, value: &Bound) -> Evaluated<Datum> {
        let (Bound::Rows(fold), Some(below)) = (value, self.below) else { return Ok(Datum::NULL) };
        let Self { plan, run, tables, texts, memo, .. } = *self;
        below.fold(fold, &Around { plan, run, tables, texts, memo })
    }
}

/// A row in memory; none for a case without a record.
pub struct StoredRow<'a> {
    pub plan: &'a Plan,
    pub run: ScriptRun,
    pub source: usize,
    pub tables: &'a [Table],
    pub texts: &'a Texts,
    pub memo: &'a Memo,
    pub row: Option<Row<'a>>,
}

/// A table, and what its rows are evaluated with.
#[derive(Clone, Copy)]
pub struct StoredTable<'a> {
    pub plan: &'a Plan,
    pub run: ScriptRun,
    pub source: usize,
    pub table: &'a Table,
    pub tables: &'a [Table],
    pub texts: &'a Texts,
}

impl<'a> StoredTable<'a> {
    /// A row; none for a case without a record.
    pub fn row(&self, position: Option<u32>, memo: &'a Memo) -> StoredRow<'a> {
        let Self { plan, run, source, table, tables, texts } = *self;
        StoredRow { plan, run, source, tables, texts, memo, row: position.map(|position| table.row(position)) }
    }
}

impl StoredRow<'_> {
    /// The row, and one of its columns.
    fn at(&self, start: Start, source: usize, column: usize) -> Option<(Row<'_>, &ColumnPlan)> {
        let is_own = matches!(start, Start::Here | Start::Record) && source == self.source;
        let row = self.row.filter(|_| is_own)?;
        Some((row, columns(self.plan, source).get(column)?))
    }
}

impl Scope for StoredRow<'_> {
    type Texts = Texts;

    fn texts(&self) -> &Texts {
        self.texts
    }

    fn memo(&self) -> &Memo {
        self.memo
    }

    fn table(&self, source: usize) -> Option<&Table> {
        self.tables.get(source)
    }

    fn columns(&self, source: usize) -> &[ColumnPlan] {
        columns(self.plan, source)
    }

    fn cell(&self, start: Start, source: usize, column: usize) -> Cell {
        self.at(start, source, column).map_or(Cell::Null, |(row, column)| row.cell(column))
    }

    fn reference(&self, start: Start, source: usize, column: usize) -> Option<(usize, u32)> {
        self.at(start, source, column).and_then(|(row, column)| row.reference(column))
    }

    fn run(&self, script: usize, variables: &dyn Variables) -> Evaluated<Datum> {
        script::run(self.run, self.plan, script, variables).map(Datum::from)
    }
}

fn columns(plan: &Plan, source: usize) -> &[ColumnPlan] {
    plan.sources.get(source).map_or(&[], |source| &source.columns)
}
