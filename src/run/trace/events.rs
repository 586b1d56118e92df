//! The events of a case, each with the rule and the values that gave it.

use super::{EventTrace, PartTrace, Placed, Tracer};
use crate::evaluate::display;
use crate::run::case::{Here, NONE, Origin};
use crate::run::heart::deciding_key_of;
use crate::run::log::LoggedEvent;

impl Tracer<'_> {
    pub(super) fn events(&self) -> Vec<EventTrace> {
        self.at.state.events.iter().enumerate().map(|(index, event)| self.event(index, event)).collect()
    }

    fn event(&self, index: usize, event: &LoggedEvent) -> EventTrace {
        let state = self.at.state;
        let before = index.checked_sub(1).map(|before| &state.events[before]);
        let merged = state.merged_into(event);
        let kinds = crate::plan::EventKind::NAMES;
        EventTrace {
            id: event.id,
            activity: event.activity as usize,
            name: display(&state.label(event), state.texts()).unwrap_or_default(),
            time: event.time,
            end: event.end,
            resource: display(&state.held.datum(event.resource), state.texts()),
            kind: kinds.iter().find(|(_, kind)| *kind == event.kind).map_or("", |(name, _)| name),
            from: self.part(event.origin, event.time),
            placed: before.and_then(|before| Placed::BY_KEY.get(deciding_key_of(self.plan(), before, event)).copied()),
            merged: merged.iter().map(|origin| self.part(*origin, self.origin_time(*origin, event.time))).collect(),
            declined: self.declined_at(event.origin),
            attributes: self.event_attributes(index, event),
        }
    }

    fn part(&self, origin: Origin, time: i64) -> PartTrace {
        let matched = if origin.row == NONE { Vec::new() } else { self.clauses(origin) };
        PartTrace { rule: origin.rule as usize, row: self.origin_row(origin), time, matched }
    }

    /// When what was merged happened.
    fn origin_time(&self, origin: Origin, otherwise: i64) -> i64 {
        let place = self.at.here(Here::origin(self.at.state, origin));
        let at = self.context.program.rules[origin.rule as usize].at.as_ref();
        at.map_or(place.here.time, |at| place.datum(at).as_time()).unwrap_or(otherwise)
    }
}
