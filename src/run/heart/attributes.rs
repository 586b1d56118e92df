//! Attributes of events and of the case.

use super::{Heart, whole};
use crate::evaluate::{Bound, Datum};
use crate::rows::Cell;
use crate::run::case::{At, CaseState, Here, Origin};
use crate::run::context::Context;
use crate::run::log::LoggedEvent;
use crate::run::program::RuleProgram;

impl Heart {
    /// Computes those attributes of events that need no attribute of the case, or those that do, one attribute after the
    /// other, so that a script sees what stands before it.
    pub(super) fn event_attributes(&mut self, context: &Context, late: bool) {
        let program = &context.program.attributes;
        let width = program.event.len();
        {
            let mut state = self.state.borrow_mut();
            let cells = state.events.len() * width;
            state.event_attributes.resize(cells, Datum::NULL);
        }
        if !late {
            at_hand(context, &mut self.state.borrow_mut());
        }
        for attribute in if late { &program.late } else { &program.early } {
            let mut values = std::mem::take(&mut self.column);
            self.with_case(|at| {
                let events = (0..).zip(&at.state.events);
                values.extend(events.map(|(index, event)| of_event(at, index, event, *attribute)));
            });
            self.count_negative(context.program.attributes.case.len() + attribute);
            let mut state = self.state.borrow_mut();
            for (event, value) in values.drain(..).enumerate() {
                state.event_attributes[event * width + attribute] = value;
            }
            self.column = values;
        }
    }

    /// Computes the attributes of the case, each after those that it uses.
    pub(super) fn case_attributes(&mut self, context: &Context) {
        let program = &context.program.attributes.case;
        self.state.borrow_mut().attributes.resize(program.len(), Datum::NULL);
        for attribute in &context.plan.case_attribute_order {
            let value = program[*attribute].as_ref().map(|value| self.with_case(|at| at.datum(value)));
            self.count_negative(*attribute);
            self.state.borrow_mut().attributes[*attribute] = value.unwrap_or(Datum::NULL);
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

/// Fills in the attributes that rows have.
fn at_hand(context: &Context, state: &mut CaseState) {
    let program = &context.program.attributes;
    let width = program.event.len();
    if program.at_hand.is_empty() {
        return;
    }
    let CaseState { events, event_attributes, rows, merged, tables, .. } = state;
    let tables = &*tables;
    let cell = |origin: &Origin, attribute: usize| {
        let (source, ways) = (origin.source as usize, &program.ways[origin.rule as usize]);
        let own = rows.get(source)?.get(origin.row as usize)?;
        ways[attribute].cell(tables[source].row(own.position), tables).filter(|cell| !cell.is_null())
    };
    for (event, values) in events.iter().zip(event_attributes.chunks_exact_mut(width)) {
        for attribute in &program.at_hand {
            let others = &merged[event.merged.start as usize..event.merged.end as usize];
            let value = cell(&event.origin, *attribute);
            let value = value.or_else(|| others.iter().find_map(|origin| cell(origin, *attribute)));
            values[*attribute] = Datum::Cell(value.unwrap_or(Cell::Null));
        }
    }
}

/// An attribute of an event: where its own row has none, that of the first row merged into it that has.
fn of_event(at: &At<'_>, index: u32, event: &LoggedEvent, attribute: usize) -> Datum {
    let value = of_origin(at, index, event, event.origin, attribute);
    if !value.is_null() || event.merged.is_empty() {
        return value;
    }
    let merged = &at.state.merged[event.merged.start as usize..event.merged.end as usize];
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
