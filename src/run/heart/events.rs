//! The order of events in a case.

use std::cmp::Ordering;

use super::Heart;
use super::attributes::{Rows, add_at_hand};
use super::drafts::{Draft, Drafts};
use super::ids;
use super::marks::mark;
use crate::evaluate::Datum;
use crate::plan::Plan;
use crate::rows::Cell;
use crate::run::case::{CaseState, Origin};
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
        let Self { drafts, order, marks, .. } = self;
        put_in_order(&context.plan, drafts, order);
        let mut events = std::mem::take(&mut state.events);
        let mut attributes = std::mem::take(&mut state.event_attributes);
        let rows = Rows { of_case: &state.rows, tables: &state.tables, merged: &state.merged };
        for (_, place) in &*order {
            let draft = &drafts.events[*place as usize];
            let told = drafts.told.get_mut(draft.told as usize);
            mark(marks, draft.origin, Fate::Event);
            let row = rows.of(draft.origin);
            add_at_hand(&context.program.attributes, &rows, draft, row, &mut attributes);
            let bare = bare(context, draft);
            match told {
                Some(told) => events.push(LoggedEvent {
                    name: told.name.take(),
                    end: told.end,
                    resource: std::mem::replace(&mut told.resource, Datum::NULL),
                    ..bare
                }),
                None => {
                    let way = &context.program.rules[draft.origin.rule as usize].resource_way;
                    let resource = row.map_or(Cell::Null, |row| way.seen(row, rows.tables));
                    events.push(LoggedEvent { resource: Datum::Cell(resource), ..bare });
                }
            }
        }
        state.event_attributes = attributes;
        if context.options.event_ids || context.program.needs_ids {
            ids::give(&state, &mut events, &mut self.given);
        }
        count(&mut self.tally, &state, &events);
        state.set_events(events);
    }
}

/// The drafts that are left, in the order of their events.
fn put_in_order(plan: &Plan, drafts: &Drafts, order: &mut Vec<(i64, u32)>) {
    order.clear();
    let alive = (0..).zip(&drafts.events).filter(|(_, draft)| draft.is_alive);
    order.extend(alive.map(|(place, draft)| (draft.time, place)));
    let keys = |place: u32| {
        let draft = &drafts.events[place as usize];
        keys(plan, draft.time, draft.activity, draft.origin)
    };
    // Most differ in their times; those that differ in nothing stay in the order of rules.
    let tied = |left: u32, right: u32| keys(left).cmp(&keys(right)).then(left.cmp(&right));
    order.sort_unstable_by(|left, right| match left.0.cmp(&right.0) {
        Ordering::Equal => tied(left.1, right.1),
        other => other,
    });
}

/// An event of which nothing is told yet.
#[inline(always)]
fn bare(context: &Context, draft: &Draft) -> LoggedEvent {
    let Draft { time, origin, activity, merged: [first, last], .. } = *draft;
    LoggedEvent {
        id: 0,
        activity,
        name: None,
        time,
        end: None,
        resource: Datum::NULL,
        kind: context.plan.rules[origin.rule as usize].kind,
        rule: origin.rule,
        origin,
        merged: first..last,
    }
}

fn keys(plan: &Plan, time: i64, activity: u32, origin: Origin) -> Keys {
    let rank = plan.rules[origin.rule as usize].rank;
    (time, rank, origin.source, origin.row, activity, (origin.rule, origin.field))
}

fn keys_of(plan: &Plan, event: &LoggedEvent) -> Keys {
    keys(plan, event.time, event.activity, event.origin)
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
        if let Some(EventName::Known(known)) = event.name {
            *tally.known_names.entry((event.activity, known)).or_default() += 1;
        }
        // Once is enough.
        if !tally.has_milliseconds {
            tally.has_milliseconds = has_milliseconds(event.time) || event.end.is_some_and(has_milliseconds);
        }
    }
    let mut by_time = 0;
    for pair in events.windows(2) {
        if pair[0].time == pair[1].time {
            tally.ties[deciding_key_of(plan, &pair[0], &pair[1])] += 1;
        } else {
            by_time += 1;
        }
    }
    tally.ties[0] += by_time;
}

fn has_milliseconds(time: i64) -> bool {
    time % SECOND != 0
}

/// The place among the keys of the order of that which put one event before another: time, rank, source, row, activity, rule.
pub fn deciding_key_of(plan: &Plan, left: &LoggedEvent, right: &LoggedEvent) -> usize {
    deciding_key(&keys_of(plan, left), &keys_of(plan, right))
}

/// The first key in which two neighbours differ.
fn deciding_key(left: &Keys, right: &Keys) -> usize {
    let differs = [left.0 != right.0, left.1 != right.1, left.2 != right.2, left.3 != right.3, left.4 != right.4];
    differs.iter().position(|differs| *differs).unwrap_or(5)
}
