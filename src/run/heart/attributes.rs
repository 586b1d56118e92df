//! Attributes of events and of the case.

use super::drafts::Draft;
use super::{Heart, whole};
use crate::evaluate::{Bound, Datum};
use crate::rows::{CaseTables, Cell, Row};
use crate::run::case::{At, CaseRow, CaseState, Here, Origin};
use crate::run::context::Context;
use crate::run::held::Held;
use crate::run::log::LoggedEvent;
use crate::run::program::{AttributeProgram, EventProgram, RuleProgram};

impl Heart {
    /// Computes those attributes of events that need no attribute of the case, but for those at hand.
    pub(super) fn event_attributes(&mut self, context: &Context) {
        self.compute(context, &context.program.attributes.early);
    }

    /// Computes those attributes of events that need attributes of the case.
    pub(super) fn late_event_attributes(&mut self, context: &Context) {
        self.compute(context, &context.program.attributes.late);
    }

    /// Computes one attribute of all events after the other, so that a script sees what stands before it.
    fn compute(&mut self, context: &Context, attributes: &[usize]) {
        let width = context.program.attributes.event.len();
        for attribute in attributes {
            let mut values = std::mem::take(&mut self.column);
            self.with_case(|at| {
                let events = (0..).zip(&at.state.events);
                values.extend(events.map(|(index, event)| of_event(at, index, event, *attribute)));
            });
            self.count_negative(context.program.attributes.case.len() + attribute);
            let CaseState { event_attributes, held, .. } = &mut *self.state.borrow_mut();
            for (event, value) in values.drain(..).enumerate() {
                event_attributes[event * width + attribute] = held.hold(value);
            }
            self.column = values;
        }
    }

    /// Computes the attributes of the case: those that the record has, then each of the others after those that it uses.
    pub(super) fn case_attributes(&mut self, context: &Context) {
        let program = &context.program.attributes;
        self.of_record(context);
        for attribute in &program.computed {
            let Some(value) = &program.case[*attribute] else { continue };
            let mut rest = None;
            let cell = self.with_case(|at| at.cell_or(value, &mut rest));
            self.count_negative(*attribute);
            let place = &mut self.state.borrow_mut().attributes[*attribute];
            match rest {
                None => place.set(cell),
                Some(value) => *place = value,
            }
        }
    }

    fn of_record(&self, context: &Context) {
        let program = &context.program.attributes;
        let mut state = self.state.borrow_mut();
        let CaseState { attributes, tables, record, .. } = &mut *state;
        attributes.resize(program.case.len(), Datum::NULL);
        let (Some(record), Some(source)) = (*record, context.plan.case.record) else { return };
        let row = tables[source].row(record);
        for (attribute, way) in &program.of_record {
            attributes[*attribute].set(way.seen(row, tables));
        }
    }

    /// Looks at the case at hand, from nowhere in it.
    pub fn with_case<R>(&self, action: impl FnOnce(&At<'_>) -> R) -> R {
        let state = self.state.borrow();
        action(&whole(&state, &self.runtime, &self.memo, &self.notes))
    }

    fn count_negative(&mut self, attribute: usize) {
        self.tally.negative[attribute] += self.notes.negative.take();
    }
}

/// Fills in the attributes of an event that its row has; as yet all are null.
#[inline]
pub fn put_at_hand(
    program: &AttributeProgram,
    own: &EventProgram,
    rows: &Rows<'_>,
    draft: &Draft,
    row: Option<Row<'_>>,
    values: &mut [Held],
) {
    let [first, last] = draft.merged;
    match row {
        Some(row) if first == last => {
            for (value, way) in values.iter_mut().zip(&own.values) {
                *value = Held::Cell(way.seen(row, rows.tables));
            }
        }
        _ => put_of_several(program, rows, draft, values),
    }
}

/// The same of an event that has no row, or of which others are part.
#[cold]
fn put_of_several(program: &AttributeProgram, rows: &Rows<'_>, draft: &Draft, values: &mut [Held]) {
    let others = &rows.merged[draft.merged[0] as usize..draft.merged[1] as usize];
    for attribute in &program.at_hand {
        values[*attribute] = Held::Cell(rows.first(program, draft.origin, others, *attribute));
    }
}

/// The rows of the case.
pub struct Rows<'a> {
    /// By source.
    pub of_case: &'a [Vec<CaseRow>],
    /// Where they stand.
    pub tables: &'a CaseTables,
    /// Where merged events came from.
    pub merged: &'a [Origin],
}

impl<'a> Rows<'a> {
    /// The row of an origin.
    #[inline]
    pub fn of(&self, origin: Origin) -> Option<Row<'a>> {
        let source = origin.source as usize;
        let own = self.of_case.get(source)?.get(origin.row as usize)?;
        Some(self.tables[source].row(own.position))
    }

    /// The first value of an attribute that an origin or one of those merged into it has.
    fn first(&self, program: &AttributeProgram, own: Origin, others: &[Origin], attribute: usize) -> Cell {
        let cell = |origin: &Origin| program.ways[origin.rule as usize][attribute].cell(self.of(*origin)?, self.tables);
        let values = std::iter::once(&own).chain(others).filter_map(cell);
        values.into_iter().find(|cell| !cell.is_null()).unwrap_or(Cell::Null)
    }
}

/// An attribute of an event: where its own row has none, that of the first row merged into it that has.
fn of_event(at: &At<'_>, index: u32, event: &LoggedEvent, attribute: usize) -> Datum {
    let value = of_origin(at, index, event, event.origin, attribute);
    let merged = at.state.merged_into(event);
    if !value.is_null() || merged.is_empty() {
        return value;
    }
    let values = merged.iter().map(|origin| of_origin(at, index, event, *origin, attribute));
    values.into_iter().find(|value| !value.is_null()).unwrap_or(Datum::NULL)
}

fn of_origin(at: &At<'_>, index: u32, event: &LoggedEvent, origin: Origin, attribute: usize) -> Datum {
    let program = &at.state.context.program;
    if let Some(cell) = at.state.on_way(&program.attributes.ways[origin.rule as usize][attribute], origin) {
        return cell.into();
    }
    let own = value_in(&program.rules[origin.rule as usize], attribute);
    match own.or(program.attributes.event[attribute].as_ref()) {
        Some(value) => at.here(Here { origin, time: Some(event.time), event: Some(index) }).datum(value),
        None => Datum::NULL,
    }
}

/// What a rule says of an attribute of its events.
fn value_in(rule: &RuleProgram, attribute: usize) -> Option<&Bound> {
    rule.attributes.iter().find(|(index, _)| *index == attribute).map(|(_, value)| value)
}
