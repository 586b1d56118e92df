//! From chosen rows and changes to events that are not yet in order.

mod candidates;
mod change_memo;
mod deadlines;
mod merge;

pub use candidates::{Candidates, Declined, mark};
pub use change_memo::ChangeMemo;

use candidates::{Candidate, decline};

use super::{Draft, Heart, whole};
use crate::evaluate::Datum;
use crate::plan::Subject;
use crate::run::case::{At, Here};
use crate::run::context::Context;
use crate::run::log::{EventName, LoggedEvent};
use crate::run::tally::Fate;

/// The events of the case so far.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The events, rule after rule.
    pub(super) events: Vec<Draft>,
    batches: Vec<Batch>,
}

/// The events of one rule, in the order of rows.
#[derive(Debug)]
struct Batch {
    activity: usize,
    source: u32,
    start: usize,
    end: usize,
}

impl Drafts {
    fn clear(&mut self) {
        self.events.clear();
        self.batches.clear();
    }

    /// Whether an activity has an event from that row, merged or not.
    fn has(&self, activity: usize, candidate: &Candidate) -> bool {
        let of = |batch: &&Batch| batch.activity == activity && batch.source == candidate.origin.source;
        self.batches.iter().filter(of).any(|batch| {
            let events = &self.events[batch.start..batch.end];
            events.binary_search_by_key(&candidate.origin.row, |draft| draft.event.origin.row).is_ok()
        })
    }
}

impl Heart {
    /// Drafts the events of all rules.
    pub(super) fn rules(&mut self, context: &Context) {
        self.drafts.clear();
        {
            let state = self.state.borrow();
            self.change_memo.decide(&whole(&state, &self.runtime, &self.memo, &self.notes));
        }
        for activity in &context.program.order {
            let start = self.drafts.events.len();
            for rule in context.plan.activities[*activity].rules.clone() {
                if self.has_subjects(context, rule) {
                    let meter = &context.plan.rules[rule].meter;
                    meter.around(|| (self.rule(context, *activity, rule, start), false));
                }
            }
            if let Some(within) = context.plan.activities[*activity].merge_within {
                self.merge(start, within);
            }
        }
    }

    /// Whether the case has any row or change that a rule may want.
    fn has_subjects(&self, context: &Context, rule: usize) -> bool {
        match &context.plan.rules[rule].subject {
            Subject::Rows(source) => !self.state.borrow().rows[*source].is_empty(),
            Subject::Changes(..) => self.change_memo.may_want(rule),
            Subject::Deadline => false,
        }
    }

    fn rule(&mut self, context: &Context, activity: usize, rule: usize, start: usize) {
        let state = self.state.borrow();
        let at = whole(&state, &self.runtime, &self.memo, &self.notes);
        let Self { candidates, drafts, change_memo, marks, tally, .. } = self;
        let (rules, unknown_names) = (&mut tally.rules, &mut tally.unknown_names);
        let counts = &mut rules[rule];
        candidates.find(&at, rule, change_memo, counts, marks);
        let plan = &context.plan.rules[rule];
        if plan.otherwise && drafts.events.len() > start {
            candidates.drop_all(counts, marks);
        }
        candidates.choose(&at, rule, counts, marks);
        let first = drafts.events.len();
        let Candidates { all, declined, .. } = candidates;
        for candidate in &*all {
            if let Some(winner) = plan.yields_to.iter().find(|winner| drafts.has(**winner, candidate)) {
                counts.yielded += 1;
                mark(marks, candidate.origin, Fate::NotChosen);
                decline(declined, candidate.origin, Declined::Yields(*winner));
                continue;
            }
            let event = event(&at, activity, candidate);
            if let Some(EventName::Other(name)) = &event.name {
                let name = crate::evaluate::display(name, at.state.texts()).unwrap_or_default();
                *unknown_names.entry((activity, name)).or_default() += 1;
            }
            drafts.events.push(Draft { event, is_alive: true });
        }
        if let Some(candidate) = all.first() {
            let source = candidate.origin.source;
            drafts.batches.push(Batch { activity, source, start: first, end: drafts.events.len() });
        }
    }
}

/// The event of a row or change.
fn event(at: &At<'_>, activity: usize, candidate: &Candidate) -> LoggedEvent {
    let Candidate { origin, time } = *candidate;
    let context = &at.state.context;
    let program = &context.program.rules[origin.rule as usize];
    let place = at.here(Here { origin, time: Some(time), event: None });
    LoggedEvent {
        id: 0,
        activity: activity as u32,
        name: name(&place, activity),
        time,
        end: program.end.as_ref().and_then(|end| place.datum(end).as_time()),
        resource: match at.state.on_way(&program.resource_way, origin) {
            Some(cell) => Datum::Cell(cell),
            None => program.resource.as_ref().map_or(Datum::NULL, |resource| place.datum(resource)),
        },
        kind: context.plan.rules[origin.rule as usize].kind,
        rule: origin.rule,
        source: Some(origin.source),
        origin,
        merged: 0..0,
    }
}

/// The name that data give to an event. Without a value it has its activity's own.
fn name(at: &At<'_>, activity: usize) -> Option<EventName> {
    let program = at.state.context.program.names[activity].as_ref()?;
    let value = at.datum(&program.value);
    if value.is_null() {
        return None;
    }
    match program.place(&value, at.state.texts()) {
        Some(known) => Some(EventName::Known(known as u32)),
        None => Some(EventName::Other(value)),
    }
}
