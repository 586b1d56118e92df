//! Runs joined cases one after the other on one thread.

use std::borrow::Cow;
use std::cell::Ref;
use std::sync::Arc;

use super::case::{CasePart, EventPlace, JoinedCase, JoinedWriter};
use super::order::Entry;
use super::totals::JointTally;
use crate::evaluate::display;
use crate::run::case::CaseState;
use crate::run::context::Context;
use crate::run::heart::{Heart, sequence};
use crate::run::log::{EventName, LoggedEvent};
use crate::run::tally::Tally;

/// A heart for each mapping, and what joins what they say.
pub struct Joiner<'a> {
    contexts: &'a [Arc<Context>],
    hearts: Vec<Heart>,
    order: Vec<EventPlace>,
    tally: JointTally,
}

impl<'a> Joiner<'a> {
    pub fn new(contexts: &'a [Arc<Context>]) -> Self {
        let hearts = contexts.iter().map(Heart::new).collect();
        Self { contexts, hearts, order: Vec::new(), tally: JointTally::default() }
    }

    /// What was counted: by mapping, and of all.
    pub fn into_tallies(self) -> (Vec<Tally>, JointTally) {
        (self.hearts.into_iter().map(Heart::into_tally).collect(), self.tally)
    }

    /// Runs a case by each mapping that knows it; where none keeps it in the log, nothing is written.
    pub fn case(&mut self, entries: &[Entry], writer: &mut impl JoinedWriter) {
        let Self { contexts, hearts, order, tally } = self;
        let mut stays = |entry: &&Entry| {
            let mapping = entry.mapping as usize;
            hearts[mapping].case(&contexts[mapping], entry.case)
        };
        let kept: Vec<Entry> = entries.iter().filter(|entry| stays(entry)).copied().collect();
        let Some(first) = kept.first() else { return };
        let id = contexts[first.mapping as usize].case_id(first.case);
        let states: Vec<Ref<'_, CaseState>> = kept.iter().map(|entry| hearts[entry.mapping as usize].state()).collect();
        let mappings = kept.iter().map(|entry| entry.mapping as usize);
        let parts = mappings.zip(&states).map(|(mapping, state)| CasePart { mapping, log: state.log(&id) });
        let parts: Vec<CasePart<'_>> = parts.collect();
        put_in_order(order, &states);
        let case = JoinedCase { id: &id, parts: &parts, order };
        count(tally, &case, &states);
        writer.joined_case(&case);
    }
}

/// Each part's events are in order already: time and rank, then the part, then as they stand there.
fn put_in_order(order: &mut Vec<EventPlace>, states: &[Ref<'_, CaseState>]) {
    order.clear();
    for (part, state) in (0..).zip(states) {
        order.extend((0..state.events.len() as u32).map(|event| EventPlace { part, event }));
    }
    if states.len() > 1 {
        order.sort_by_key(|place| (moment(states, *place), *place));
    }
}

/// The keys of the order that hold across mappings: time, and rank.
fn moment(states: &[Ref<'_, CaseState>], place: EventPlace) -> (i64, i64) {
    let state = &states[place.part as usize];
    let event = &state.events[place.event as usize];
    (event.time, state.context.plan.rules[event.rule as usize].rank)
}

fn count(tally: &mut JointTally, case: &JoinedCase<'_>, states: &[Ref<'_, CaseState>]) {
    tally.cases += 1;
    tally.cases_in_several += u64::from(case.parts.len() > 1);
    tally.cases_without_events += u64::from(case.order.is_empty());
    tally.events += case.order.len() as u64;
    let (Some(first), Some(last)) = (case.order.first(), case.order.last()) else { return };
    tally.see(case.event(*first).time);
    tally.see(case.event(*last).time);
    let names = case.order.iter().map(|place| name(&states[place.part as usize], case.event(*place)));
    tally.variants.insert(sequence(names));
    for pair in case.order.windows(2) {
        let ((one_time, one_rank), (other_time, other_rank)) = (moment(states, pair[0]), moment(states, pair[1]));
        let decided = match () {
            () if one_time != other_time => &mut tally.ties.time,
            () if one_rank != other_rank => &mut tally.ties.rank,
            () if pair[0].part != pair[1].part => &mut tally.ties.mapping,
            () => &mut tally.ties.within,
        };
        *decided += 1;
    }
}

/// The activity's name in the log. Activities of one name are one to whoever reads it.
fn name<'a>(state: &'a CaseState, event: &'a LoggedEvent) -> Cow<'a, str> {
    match &event.name {
        None => Cow::Borrowed(state.context.labels.get(event.activity as usize).map_or("", String::as_str)),
        Some(EventName::Known(_)) => Cow::Owned(display(&state.label(event), state.texts()).unwrap_or_default()),
        Some(EventName::Other(name)) => {
            Cow::Owned(display(&state.held.datum(*name), state.texts()).unwrap_or_default())
        }
    }
}
