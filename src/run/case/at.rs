//! A place in the case from which values are seen: a row, a change, an event, or the case as a whole.

use std::cell::RefCell;

use super::notes::Notes;
use super::{CaseState, NONE, Origin};
use crate::evaluate::{
    Bound, BoundCondition, BoundTest, Datum, Evaluated, Memo, Scope, ScriptFault, Start, cell_of_plain,
};
use crate::plan::ColumnPlan;
use crate::rows::{Cell, Table, Texts};
use crate::script::{Plain, Runtime, Variables};

/// What is at hand.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// The row or change.
    pub origin: Origin,
    /// When.
    pub time: Option<i64>,
    /// The event, by its place in the case.
    pub event: Option<u32>,
}

impl Here {
    /// The case as a whole.
    pub const CASE: Self = Self { origin: Origin::NOWHERE, time: None, event: None };

    /// A row or change, with its row's time.
    pub fn origin(state: &CaseState, origin: Origin) -> Self {
        Self { origin, time: state.row_time(origin.source as usize, origin.row), event: None }
    }
}

/// A place in the case.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The case.
    pub state: &'a CaseState,
    /// The scripts.
    pub runtime: &'a RefCell<Runtime<CaseState>>,
    /// What was decided of texts.
    pub memo: &'a Memo,
    /// What evaluations leave behind.
    pub notes: &'a Notes,
    /// What is at hand.
    pub here: Here,
}

impl<'a> At<'a> {
    /// The same case from another place.
    pub fn here(self, here: Here) -> Self {
        Self { here, ..self }
    }

    /// At a row or change.
    pub fn origin(self, origin: Origin) -> Self {
        self.here(Here::origin(self.state, origin))
    }

    /// The value; null where a script stopped, which is noted.
    #[inline]
    pub fn datum(&self, value: &Bound) -> Datum {
        match value {
            Bound::Script(script) if script.is_plain => {
                let variables = script.on_demand(self);
                self.quick(script.script, &variables)
                    .unwrap_or_else(|| self.noted(self.slow(script.script, &variables)))
            }
            other => self.noted(other.value(self)),
        }
    }

    /// The value where it is a cell, as two words of the processor; any other is left in `rest`.
    #[inline]
    pub fn cell_or(&self, value: &Bound, rest: &mut Option<Datum>) -> Cell {
        if let Bound::Script(script) = value
            && script.is_plain
        {
            let compiled = &self.state.context.plan.scripts[script.script].compiled;
            let plain = self.runtime.borrow().plain(compiled, self.state, &script.on_demand(self));
            if plain != Plain::Other {
                return cell_of_plain(plain);
            }
        }
        match self.datum(value) {
            Datum::Cell(cell) => cell,
            other => {
                *rest = Some(other);
                Cell::Null
            }
        }
    }

    #[inline(never)]
    fn noted(&self, value: Evaluated<Datum>) -> Datum {
        value.unwrap_or_else(|fault| self.note(*fault, Datum::NULL))
    }

    /// What a script gives, where it runs as native code.
    #[inline(always)]
    fn quick(&self, script: usize, variables: &dyn Variables) -> Option<Datum> {
        let plan = &self.state.context.plan.scripts[script];
        self.runtime.borrow().quick(&plan.compiled, self.state, variables).map(Datum::from)
    }

    /// The same in the interpreter, or measured.
    #[inline(never)]
    fn slow(&self, script: usize, variables: &dyn Variables) -> Evaluated<Datum> {
        let plan = &self.state.context.plan.scripts[script];
        let outcome = self.runtime.borrow_mut().evaluate(&plan.compiled, variables);
        outcome.map(Datum::from).map_err(|error| Box::new(ScriptFault { script, error }))
    }

    /// Whether the condition holds; false where a script stopped, which is noted.
    pub fn holds(&self, condition: &BoundCondition) -> bool {
        condition.holds(self).unwrap_or_else(|fault| self.note(*fault, false))
    }

    /// Whether a cell passes.
    pub fn passes(&self, test: &BoundTest, cell: Cell) -> bool {
        test.passes(&Datum::Cell(cell), self).unwrap_or_else(|fault| self.note(*fault, false))
    }

    fn note<T>(&self, fault: ScriptFault, instead: T) -> T {
        self.notes.faults.borrow_mut().push(fault);
        instead
    }

    /// The row at hand, the one after or the one before.
    fn row(&self, start: Start) -> Option<u32> {
        let row = self.here.origin.row;
        match start {
            _ if row == NONE => None,
            Start::Here | Start::Own => Some(row),
            Start::Next => self.neighbour(row, 1).unwrap_or_else(|| row.checked_add(1)),
            Start::Previous => self.neighbour(row, 0).unwrap_or_else(|| row.checked_sub(1)),
            Start::Record => None,
        }
    }
}

impl At<'_> {
    /// The row before or after in the same row above; `None` where rows stand in no others.
    fn neighbour(&self, row: u32, side: usize) -> Option<Option<u32>> {
        let neighbours = self.state.neighbours.get(self.here.origin.source as usize)?.get(row as usize)?;
        Some(Some(neighbours[side]).filter(|row| *row != NONE))
    }
}

impl Scope for At<'_> {
    type Texts = Texts;

    fn texts(&self) -> &Texts {
        self.state.texts()
    }

    fn memo(&self) -> &Memo {
        self.memo
    }

    fn table(&self, source: usize) -> Option<&Table> {
        self.state.tables.get(source)
    }

    fn columns(&self, source: usize) -> &[ColumnPlan] {
        self.state.context.plan.sources.get(source).map_or(&[], |source| &source.columns)
    }

    fn cell(&self, start: Start, source: usize, column: usize) -> Cell {
        if start == Start::Record {
            let row = self.state.record.and_then(|record| Some(self.table(source)?.row(record)));
            let column = self.columns(source).get(column);
            return row.zip(column).map_or(Cell::Null, |(row, column)| row.cell(column));
        }
        match self.row(start) {
            Some(row) if self.here.origin.source as usize == source => self.state.cell(source, row, column),
            _ => Cell::Null,
        }
    }

    fn reference(&self, start: Start, source: usize, column: usize) -> Option<(usize, u32)> {
        if start == Start::Record {
            return self.table(source)?.row(self.state.record?).reference(self.columns(source).get(column)?);
        }
        let row = self.row(start).filter(|_| self.here.origin.source as usize == source)?;
        self.state.reference(source, row, column)
    }

    fn run(&self, script: usize, variables: &dyn Variables) -> Evaluated<Datum> {
        self.quick(script, variables).map_or_else(|| self.slow(script, variables), Ok)
    }

    fn of_case(&self, value: &Bound) -> Evaluated<Datum> {
        self.form(value)
    }
}
