//! Columns that don't come from one cell.

use super::{Checked, Worker};
use crate::evaluate::Datum;
use crate::load::cell::place_in_zone;
use crate::load::read::json::Below;
use crate::load::read::problem;
use crate::load::read::reader::{Computed, ComputedFrom, Keep};
use crate::load::read::values::convert::{convert, in_words};
use crate::plan::{LocalTime, ValueType};
use crate::rows::Cell;
use crate::script;
use crate::time::{combine, is_representable, nearest_day};

impl Worker<'_, '_> {
    /// Computes a column; of a row of JSON with the rows below it.
    pub fn compute(&mut self, computed: &Computed, line: &dyn Fn() -> u64, below: Option<Below<'_>>) -> Checked<()> {
        let column = computed.column;
        self.cells[column] = match &computed.from {
            ComputedFrom::DateAndTime { date, time, nearest, local } => {
                self.date_and_time(column, [*date, *time], *nearest, local, line)?
            }
            ComputedFrom::Value(value) => {
                let datum = value.value(&self.scope(below)).map_err(|fault| problem::script(self.reader, &fault))?;
                self.store(&datum, computed)?
            }
        };
        self.refer(column);
        Ok(())
    }

    pub(super) fn date_and_time(
        &mut self,
        column: usize,
        [date, time]: [usize; 2],
        nearest: Option<usize>,
        local: &LocalTime,
        line: &dyn Fn() -> u64,
    ) -> Checked<Cell> {
        let (Cell::Date(day), Cell::TimeOfDay(clock)) = (self.cells[date], self.cells[time]) else {
            return Ok(Cell::Null);
        };
        let (Ok(day), Ok(clock)) = (i32::try_from(day), u32::try_from(clock)) else { return Ok(Cell::Null) };
        let Some(zone) = &local.zone else {
            let columns = &self.reader.plan().columns;
            let value = format!("{} and {}", columns[date].id, columns[time].id);
            self.note_naive(column, line, &value);
            return Ok(Cell::Null);
        };
        let mut wall = combine(day, clock);
        if let Some(near) = nearest.and_then(|column| self.cells[column].as_time()) {
            wall = nearest_day(wall, zone.local_of(near));
        }
        match place_in_zone(wall, zone, local, &mut self.part.times[column]) {
            Some(time) if !is_representable(time) => Err(problem::beyond_years(self.reader.plan(), column)),
            Some(time) => Ok(Cell::Time(time)),
            None => Err(problem::clock_change(self.reader.plan(), column)),
        }
    }

    /// A computed value as a cell of its column.
    pub(super) fn store(&mut self, datum: &Datum, computed: &Computed) -> Checked<Cell> {
        let column = computed.column;
        let kind = self.reader.plan().columns[column].kind;
        if datum.is_null() {
            return Ok(Cell::Null);
        }
        if let (Datum::Cell(cell @ Cell::Text(_)), Keep::Interned | Keep::Passing) = (datum, computed.keep)
            && matches!(kind, ValueType::Text | ValueType::Any)
        {
            return Ok(*cell);
        }
        let text = datum.with_text(&self.texts(), str::to_owned);
        match (text, kind) {
            (Some(text), ValueType::Text | ValueType::Any) => {
                let keep = if kind == ValueType::Any { Keep::Interned } else { computed.keep };
                Ok(self.keep_text(&text, keep, None))
            }
            (Some(_), _) => Err(problem::wrong_value(self.reader.plan(), column, "a text")),
            (None, ValueType::Text) => match self.as_text(datum) {
                Some(text) => Ok(self.keep_text(&text, computed.keep, None)),
                None => Err(problem::wrong_value(self.reader.plan(), column, "a list")),
            },
            (None, _) => self.store_other(datum, column, kind),
        }
    }

    pub(super) fn as_text(&self, datum: &Datum) -> Option<String> {
        match datum.to_value(&self.texts()) {
            script::Value::Text(text) => Some(text.to_string()),
            script::Value::Integer(number) => Some(number.to_string()),
            script::Value::Number(number) => Some(number.to_string()),
            script::Value::Boolean(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    pub(super) fn store_other(&mut self, datum: &Datum, column: usize, kind: ValueType) -> Checked<Cell> {
        if let Datum::Value(script::Value::List(members)) = datum
            && matches!(kind, ValueType::List | ValueType::Any)
        {
            let members: Vec<String> =
                members.iter().filter_map(|each| self.as_text(&Datum::from(each.clone()))).collect();
            return Ok(Cell::List(self.reader.interner.intern(&members.join("\u{1f}"))));
        }
        let cell = datum.as_cell().unwrap_or(Cell::Null);
        let plan = self.reader.plan();
        convert(cell, kind).ok_or_else(|| problem::wrong_value(plan, column, in_words(cell)))
    }
}
