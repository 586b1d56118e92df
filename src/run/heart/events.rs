//! The order of events in a case.

use std::cmp::Ordering;

use super::Heart;
use super::drafts::mark;
use super::ids;
use crate::plan::Plan;
use crate::run::case::CaseState;
use crate::run::context::Context;
use crate::run::log::{EventName, LoggedEvent};
use crate::run::tally::{Fate, Tally};
use crate::time::SECOND;

/// The keys of the order: time, rank, source, row, activity, rule. What has no source comes last.
type Keys = (i64, i64, u32, u32, u32, (u32, u32));

impl Heart {
    /// Puts the events that are left in order, and gives each its id, where something asks for them.
    pub(super) fn settle(&mut self, context: &Context) {
        let mut state = self.state.borrow_mut();
        let alive = self.drafts.events.drain(..).filter(|draft| draft.is_alive).map(|draft| draft.event);
        state.events.extend(alive);
        state.events.sort_by(|left, right| order(&context.plan, left, right));
        let mut events = std::mem::take(&mut state.events);
        if context.options.event_ids || context.program.needs_ids {
            ids::give(&state, &mut events, &mut self.given);
        }
        count(&mut self.tally, &state, &events);
        for event in &events {
            mark(&mut self.marks, event.origin, Fate::Event);
        }
        state.set_events(events);
    }
}

fn keys(plan: &Plan, event: &LoggedEvent) -> Keys {
    let origin = event.origin;
    let rank = plan.rules[event.rule as usize].rank;
    (event.time, rank, origin.source, origin.row, event.activity, (event.rule, origin.field))
}

/// The order of two events; most differ in their times.
#[inline]
fn order(plan: &Plan, left: &LoggedEvent, right: &LoggedEvent) -> Ordering {
    left.time.cmp(&right.time).then_with(|| keys(plan, left).cmp(&keys(plan, right)))
}

fn count(tally: &mut Tally, state: &CaseState, events: &[LoggedEvent]) {
    let plan = &state.context.plan;
    tally.cases += 1;
    tally.events += events.len() as u64;
    tally.without_events += u64::from(events.is_empty());
    if let (Some(first), Some(last)) = (events.first(), events.last()) {
        tally.see(first.time);
        tally.see(last.time);
        tally.variants.insert(ids::variant(state, events));
    }
    for event in events {
        tally.activities[event.activity as usize] += 1;
        if let Some(EventName::Known(known)) = event.name {
            *tally.known_names.entry((event.activity, known)).or_default() += 1;
        }
        tally.rules[event.rule as usize].events += 1;
        tally.has_milliseconds |= has_milliseconds(event.time) || event.end.is_some_and(has_milliseconds);
    }
    for pair in events.windows(2) {
        let decided_by_time = pair[0].time != pair[1].time;
        let key = if decided_by_time { 0 } else { deciding_key_of(plan, &pair[0], &pair[1]) };
        tally.ties[key] += 1;
    }
}

fn has_milliseconds(time: i64) -> bool {
    time % SECOND != 0
}

/// The place among the keys of the order of that which put one event before another: time, rank, source, row, activity, rule.
pub fn deciding_key_of(plan: &Plan, left: &LoggedEvent, right: &LoggedEvent) -> usize {
    deciding_key(&keys(plan, left), &keys(plan, right))
}

/// The first key in which two neighbours differ.
fn deciding_key(left: &Keys, right: &Keys) -> usize {
    let differs = [left.0 != right.0, left.1 != right.1, left.2 != right.2, left.3 != right.3, left.4 != right.4];
    differs.iter().position(|differs| *differs).unwrap_or(5)
}
