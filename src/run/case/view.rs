//! The case as scripts see it. The numbers of their names are the plan's own.

use super::{CaseState, NO_TIME};
use crate::evaluate::{Datum, see_cell, value_of};
use crate::rows::Cell;
use crate::run::held::Held;
use crate::script::{CaseView, EventValue, Occurrences, Plain, Seen, Value};
use crate::time::DAY;

impl CaseState {
    fn value(&self, cell: Cell) -> Value {
        value_of(cell, self.texts())
    }

    fn see(&self, cell: Cell) -> Seen<'_> {
        see_cell(cell, self.texts())
    }

    fn record_cell(&self, column: u32) -> Cell {
        let source = self.context.plan.case.record;
        let found = source.zip(self.record).and_then(|(source, row)| {
            let column = self.context.plan.sources[source].columns.get(column as usize)?;
            Some(self.tables[source].row(row).cell(column))
        });
        found.unwrap_or(Cell::Null)
    }

    /// An attribute of an event.
    pub fn attribute(&self, event: usize, attribute: usize) -> Datum {
        let width = self.context.plan.event_attributes.len();
        self.held.datum(self.event_attributes.get(event * width + attribute).copied().unwrap_or(Held::NULL))
    }
}

impl CaseView for CaseState {
    fn event_count(&self) -> usize {
        self.events.len()
    }

    fn event_activity(&self, event: usize) -> u32 {
        self.events[event].activity
    }

    fn event_time(&self, event: usize) -> i64 {
        self.events[event].time
    }

    fn event_value(&self, event: usize, name: EventValue) -> Value {
        let logged = &self.events[event];
        match name {
            EventValue::Resource => self.held.datum(logged.resource).to_value(self.texts()),
            EventValue::End => logged.end.map_or(Value::Null, Value::Time),
            EventValue::Label => self.label(logged).to_value(self.texts()),
            EventValue::Attribute(attribute) => self.attribute(event, attribute as usize).to_value(self.texts()),
        }
    }

    fn record_value(&self, column: u32) -> Value {
        self.value(self.record_cell(column))
    }

    fn field_changes(&self, field: u32) -> usize {
        self.fields[field as usize].changes.len()
    }

    fn change_time(&self, field: u32, change: usize) -> i64 {
        self.fields[field as usize].changes[change].time
    }

    fn change_old(&self, field: u32, change: usize) -> Value {
        self.value(self.fields[field as usize].changes[change].old)
    }

    fn change_new(&self, field: u32, change: usize) -> Value {
        self.value(self.fields[field as usize].changes[change].new)
    }

    fn field_initial(&self, field: u32) -> Value {
        self.value(self.fields[field as usize].initial)
    }

    fn field_start(&self, _: u32) -> Option<i64> {
        self.start()
    }

    fn field_end(&self, field: u32) -> Option<i64> {
        CaseState::field_end(self, field as usize)
    }

    fn row_count(&self, source: u32) -> usize {
        self.rows[source as usize].len()
    }

    fn row_value(&self, source: u32, row: usize, column: u32) -> Value {
        self.value(self.cell(source as usize, row as u32, column as usize))
    }

    fn row_time(&self, source: u32, row: usize) -> Option<i64> {
        let time = self.rows[source as usize].get(row)?.time;
        (time != NO_TIME).then_some(time)
    }

    fn extracted_at(&self) -> Option<i64> {
        self.context.horizon
    }

    fn occurrences(&self, activity: u32) -> Option<Occurrences> {
        self.occurrences.get(activity as usize).copied()
    }

    fn coded(&self, field: u32, changes: usize) -> Option<(u32, usize)> {
        match self.value_after(field as usize, changes) {
            Cell::Null => Some((0, 0)),
            Cell::Text(id) => Some((id.word(), self.texts().get(id).len())),
            _ => None,
        }
    }

    fn code(&self, field: u32, changes: usize) -> Option<u32> {
        match self.value_after(field as usize, changes) {
            Cell::Null => Some(0),
            Cell::Text(id) => Some(id.word()),
            _ => None,
        }
    }

    fn plain_record(&self, column: u32) -> Plain {
        plain(self.record_cell(column))
    }

    fn plain_row(&self, source: u32, row: usize, column: u32) -> Plain {
        plain(self.cell(source as usize, row as u32, column as usize))
    }

    fn see_event(&self, event: usize, name: EventValue) -> Seen<'_> {
        let logged = &self.events[event];
        match name {
            EventValue::Resource => self.held.datum(logged.resource).into_seen(self.texts()),
            EventValue::Attribute(attribute) => self.attribute(event, attribute as usize).into_seen(self.texts()),
            other => Seen::Value(self.event_value(event, other)),
        }
    }

    fn see_record(&self, column: u32) -> Seen<'_> {
        self.see(self.record_cell(column))
    }

    fn see_change(&self, field: u32, change: usize) -> Seen<'_> {
        self.see(self.fields[field as usize].changes[change].new)
    }

    fn see_initial(&self, field: u32) -> Seen<'_> {
        self.see(self.fields[field as usize].initial)
    }

    fn see_row(&self, source: u32, row: usize, column: u32) -> Seen<'_> {
        self.see(self.cell(source as usize, row as u32, column as usize))
    }
}

/// A cell as scripts see it, where it is neither text nor list.
#[inline]
fn plain(cell: Cell) -> Plain {
    match cell {
        Cell::Null => Plain::Null,
        Cell::Integer(number) => Plain::Integer(number),
        Cell::Number(number) => Plain::Number(number.value().to_bits()),
        Cell::Boolean(truth) => truth.holds().into(),
        Cell::Time(time) => Plain::Time(time),
        Cell::Date(day) => Plain::Time(day.saturating_mul(DAY)),
        Cell::TimeOfDay(time) | Cell::Duration(time) => Plain::Duration(time),
        Cell::Text(_) | Cell::Carried(_) | Cell::List(_) => Plain::Other,
    }
}
