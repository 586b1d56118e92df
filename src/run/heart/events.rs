//! The order of events in a case.

use super::Heart;
use super::attributes::{Rows, put_at_hand};
use super::drafts::{Draft, Drafts};
use super::ids::{self, Variant};
use super::marks::mark;
use crate::plan::{EventKind, Plan};
use crate::rows::Cell;
use crate::run::case::{CaseState, Origin};
use crate::run::context::Context;
use crate::run::held::{Held, HeldValues};
use crate::run::log::{EventName, LoggedEvent};
use crate::run::tally::{Fate, Tally};
use crate::time::SECOND;

/// The keys of the order: time, rank, source, row, activity, rule. What has no source comes last.
type Keys = (i64, i64, u32, u32, u32, (u32, u32));

impl Heart {
    /// Puts the events that are left in order, and gives each its id, where something asks for them.
    pub(super) fn settle(&mut self, context: &Context) {
        let mut state = self.state.borrow_mut();
        let mut events = std::mem::take(&mut state.events);
        let Self { drafts, order, marks, .. } = self;
        // Only merging leaves any out.
        put_in_order(&context.plan, drafts, state.merged.is_empty(), order);
        let CaseState { event_attributes, held, rows, tables, merged, .. } = &mut *state;
        let rows = Rows { of_case: rows, tables, merged };
        let program = &context.program.attributes;
        let width = program.event.len();
        event_attributes.clear();
        event_attributes.resize(order.len() * width, Held::NULL);
        events.clear();
        let mut values = event_attributes.as_mut_slice();
        events.extend(order.iter().map(|draft| {
            let draft = &drafts.events[*draft as usize];
            let own = &program.of_events[draft.origin.rule as usize];
            let row = rows.of(draft.origin);
            let of_event;
            (of_event, values) = std::mem::take(&mut values).split_at_mut_checked(width).unwrap_or_default();
            put_at_hand(program, own, &rows, draft, row, of_event);
            if !draft.is_marked {
                mark(marks, draft.origin, Fate::Event);
            }
            bare(draft, own.kind, row.map_or(Cell::Null, |row| own.resource.seen(row, rows.tables)))
        }));
        if !drafts.told.is_empty() {
            add_told(drafts, order, held, &mut events);
        }
        if context.options.event_ids || context.program.needs_ids {
            ids::give(&state, &mut events, &mut self.given);
        }
        count(&mut self.tally, &mut state, &events);
        state.events = events;
    }
}

/// An event of which nothing is told.
#[inline(always)]
fn bare(draft: &Draft, kind: EventKind, resource: Cell) -> LoggedEvent {
    let Draft { time, origin, activity, merged, .. } = *draft;
    let resource = Held::Cell(resource);
    LoggedEvent { id: 0, activity, name: None, time, end: None, resource, kind, rule: origin.rule, origin, merged }
}

/// Adds what is told of some events.
fn add_told(drafts: &mut Drafts, order: &[u64], held: &mut HeldValues, events: &mut [LoggedEvent]) {
    let Drafts { events: drafted, told, .. } = drafts;
    for (event, draft) in events.iter_mut().zip(order) {
        if let Some(told) = told.get_mut(drafted[*draft as usize].told as usize) {
            (event.name, event.end, event.resource) = told.take(held);
        }
    }
}

/// The bits of a draft's place in the word by which it is put in order.
const PLACE_BITS: u32 = 16;
/// The bits of its time in that, from 1970 on.
const TIME_BITS: u32 = u64::BITS - PLACE_BITS;

/// The places of the drafts that are left, in the order of their events.
fn put_in_order(plan: &Plan, drafts: &Drafts, are_all_alive: bool, order: &mut Vec<u64>) {
    order.clear();
    // Those that differ in nothing stay in the order of rules.
    let keys = |place: u64| {
        let draft = &drafts.events[place as usize];
        (keys(plan, draft.time, draft.activity, draft.origin), place)
    };
    let mut times = 0;
    let all = (0..).zip(&drafts.events);
    if are_all_alive {
        order.extend(all.map(|(place, draft)| {
            times |= draft.time.cast_unsigned();
            draft.time.cast_unsigned() << PLACE_BITS | place
        }));
    }
    if !are_all_alive || times >> TIME_BITS != 0 || order.len() >> PLACE_BITS != 0 {
        let alive = (0..).zip(&drafts.events).filter(|(_, draft)| draft.is_alive);
        order.clear();
        order.extend(alive.map(|(place, _)| place));
        order.sort_unstable_by_key(|place| keys(*place));
        return;
    }
    order.sort_unstable();
    // Most differ in their times.
    let is_tied = |left: &u64, right: &u64| left >> PLACE_BITS == right >> PLACE_BITS;
    if order.windows(2).fold(false, |tied, pair| tied | is_tied(&pair[0], &pair[1])) {
        for tied in order.chunk_by_mut(is_tied).filter(|tied| tied.len() > 1) {
            tied.sort_unstable_by_key(|key| keys(place_of(*key)));
        }
    }
    order.iter_mut().for_each(|key| *key = place_of(*key));
}

/// The place in a word by which a draft is put in order.
#[inline]
fn place_of(key: u64) -> u64 {
    key & ((1 << PLACE_BITS) - 1)
}

fn keys(plan: &Plan, time: i64, activity: u32, origin: Origin) -> Keys {
    let rank = plan.rules[origin.rule as usize].rank;
    (time, rank, origin.source, origin.row, activity, (origin.rule, origin.field))
}

fn keys_of(plan: &Plan, event: &LoggedEvent) -> Keys {
    keys(plan, event.time, event.activity, event.origin)
}

/// Counts the events of the case, and notes where activities occur among them: all in one go over them.
fn count(tally: &mut Tally, state: &mut CaseState, events: &[LoggedEvent]) {
    tally.cases += 1;
    tally.events += events.len() as u64;
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        tally.without_events += 1;
        return;
    };
    tally.see(first.time);
    tally.see(last.time);
    let extracted_at = state.context.options.extracted_at;
    tally.after_extraction += u64::from(extracted_at.is_some_and(|extracted_at| last.time > extracted_at));
    let (mut variant, mut before, mut tied) = (Variant::default(), None, 0);
    for (place, event) in (0..).zip(events) {
        variant.add(state, event);
        state.occurrences[event.activity as usize].add(place);
        if let Some(before) = before.filter(|before: &&LoggedEvent| before.time == event.time) {
            tally.ties[deciding_key_of(&state.context.plan, before, event)] += 1;
            tied += 1;
        }
        before = Some(event);
        if let Some(EventName::Known(known)) = event.name {
            *tally.known_names.entry((event.activity, known)).or_default() += 1;
        }
        // Once is enough.
        if !tally.has_milliseconds {
            tally.has_milliseconds = has_milliseconds(event.time) || event.end.is_some_and(has_milliseconds);
        }
    }
    tally.ties[0] += events.len() as u64 - 1 - tied;
    tally.variants.insert(variant.finish());
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
