//! From chosen rows and changes to events that are not yet in order.

mod candidates;
mod change_memo;
mod deadlines;
mod direct;
mod merge;
mod sieve;
mod told;

pub use candidates::Candidates;
pub use change_memo::ChangeMemo;
pub use direct::Direct;
pub use sieve::{Declined, Refusals};
pub use told::Told;

use candidates::{Candidate, in_order, search};
use change_memo::passes;
use rustc_hash::FxHashSet;
use sieve::Sieve;

use super::marks::{add_winner, has_winner};
use super::{Heart, whole};
use crate::plan::Subject;
use crate::run::case::{NONE, Origin};
use crate::run::context::Context;
use crate::run::program::{BITS, Step, Winner};

/// An event that may still be merged or dropped.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    /// When.
    pub time: i64,
    /// Where it comes from.
    pub origin: Origin,
    /// Its activity.
    pub activity: u32,
    /// What is told of it already, by its place; [`NONE`] where that has to be looked up.
    pub told: u32,
    /// Where the case keeps what was merged into it: from there, to there.
    pub merged: [u32; 2],
    /// It is neither merged nor dropped.
    pub is_alive: bool,
    /// Its row is marked already: it will be neither.
    pub is_marked: bool,
}

/// The events of the case so far.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The events, rule after rule.
    pub(super) events: Vec<Draft>,
    /// What is told of some.
    pub(super) told: Vec<Told>,
    /// The activity whose rules are at hand, and where its events begin.
    at_hand: Option<(usize, usize)>,
    /// Of winners that have no bit: activity, source, row.
    winners: FxHashSet<(usize, u32, u32)>,
    /// The bits of steps that saw something already in the case.
    seen: u64,
}

impl Drafts {
    /// Forgets the case before.
    pub fn clear(&mut self) {
        self.events.clear();
        self.told.clear();
        self.at_hand = None;
        self.winners.clear();
        self.seen = 0;
    }

    /// Notes that a row gave an activity an event, where others yield to it.
    #[inline]
    fn note(&mut self, winner: Winner, activity: usize, origin: Origin, marks: &mut [Vec<u64>]) {
        match winner {
            Winner::Never => {}
            Winner::Bit(bit) => add_winner(marks, origin, bit),
            Winner::Listed => {
                self.winners.insert((activity, origin.source, origin.row));
            }
        }
    }

    /// Whether an activity has an event from that row, merged or not.
    fn has(&self, winner: Winner, activity: usize, origin: Origin, marks: &[Vec<u64>]) -> bool {
        match winner {
            Winner::Never => false,
            Winner::Bit(bit) => has_winner(marks, origin, bit),
            Winner::Listed => self.winners.contains(&(activity, origin.source, origin.row)),
        }
    }
}

impl Heart {
    /// Drafts the events of all rules.
    pub(super) fn rules(&mut self, context: &Context) {
        self.add_rows(context);
        let steps = &context.program.steps;
        let mut left = std::mem::take(&mut self.candidates.found) | steps.alone;
        while left != 0 {
            self.step(context, left.trailing_zeros() as usize);
            left &= left - 1;
        }
        for step in BITS..steps.all.len() {
            self.step(context, step);
        }
        self.end_activity(context);
    }

    /// Finds the rows that steps want, as far as rows tell it by themselves.
    fn add_rows(&mut self, context: &Context) {
        let steps = &context.program.steps;
        let direct = self.direct(context);
        let state = self.state.borrow();
        let Self { candidates, drafts, marks, tally, .. } = self;
        let mut drafting = Direct { steps, drafts, rules: &mut tally.rules, activities: &mut tally.activities };
        for (source, (on_rows, marks)) in steps.on_rows.iter().zip(marks).enumerate() {
            if on_rows.is_empty() || marks.is_empty() {
                continue;
            }
            let table = &state.tables[source];
            for (row, (own, marks)) in (0..).zip(state.rows[source].iter().zip(marks)) {
                let wanting = on_rows.wanting(&context.program.rules, table.row(own.position), state.texts());
                let origin = Origin::row(NONE, source as u32, row);
                if wanting & direct != 0 {
                    drafting.draft(wanting & direct, origin, own.time, marks);
                }
                candidates.add(steps, wanting & !direct, origin, own.time);
            }
        }
    }

    /// Drafts the events of a rule, where the case has any row or change for it.
    fn step(&mut self, context: &Context, step: usize) {
        let Step { activity, rule } = context.program.steps.all[step];
        if self.drafts.at_hand.is_none_or(|(at_hand, _)| at_hand != activity) {
            self.end_activity(context);
            self.drafts.at_hand = Some((activity, self.drafts.events.len()));
        }
        let is_alone = step >= BITS || context.program.steps.alone & 1 << step != 0;
        if is_alone && !self.has_subjects(context, rule) {
            return;
        }
        context.plan.rules[rule].meter.around(|| (self.rule(context, step, is_alone), false));
    }

    /// Merges the events of the activity at hand.
    fn end_activity(&mut self, context: &Context) {
        if let Some((activity, start)) = self.drafts.at_hand
            && let Some(within) = context.plan.activities[activity].merge_within
        {
            self.merge(start, within);
        }
    }

    /// Whether the case has any row or change that a rule may want.
    fn has_subjects(&self, context: &Context, rule: usize) -> bool {
        let state = self.state.borrow();
        match &context.plan.rules[rule].subject {
            Subject::Rows(source) => !state.rows[*source].is_empty(),
            Subject::Changes(_, fields) => {
                let at = whole(&state, &self.runtime, &self.memo, &self.notes);
                let (test, programs) = (&context.program.rules[rule].change, &context.program.fields);
                let may_want = |field: usize, change| !test.is_pure || passes(&at, test, &programs[field], change);
                fields.iter().any(|field| state.fields[*field].changes.iter().any(|change| may_want(*field, change)))
            }
            Subject::Deadline => false,
        }
    }

    fn rule(&mut self, context: &Context, step: usize, is_alone: bool) {
        let Step { activity, rule } = context.program.steps.all[step];
        let state = self.state.borrow();
        let at = whole(&state, &self.runtime, &self.memo, &self.notes);
        let Self { candidates, declined, drafts, marks, tally, .. } = self;
        let mut all = candidates.take(step);
        if is_alone {
            search(&at, rule, &mut all);
        }
        let plan = &context.plan.rules[rule];
        in_order(plan, &mut all);
        let mut sieve = Sieve { at, rule, counts: &mut tally.rules[rule], marks, declined };
        sieve.sift(&mut all);
        if plan.otherwise && drafts.at_hand.is_some_and(|(_, start)| drafts.events.len() > start) {
            sieve.drop_all(&mut all);
        }
        sieve.choose(&mut all);
        let winners = &context.program.steps.winners;
        let first = drafts.events.len();
        for Candidate { origin, time } in all.iter().copied() {
            let winner =
                plan.yields_to.iter().find(|winner| drafts.has(winners[**winner], **winner, origin, sieve.marks));
            if let Some(winner) = winner {
                sieve.gives_way(origin, *winner);
                continue;
            }
            let told = match context.program.rules[rule].is_told {
                true => drafts.tell(&at, activity, (origin, time), &mut tally.unknown_names),
                false => NONE,
            };
            drafts.note(winners[activity], activity, origin, sieve.marks);
            drafts.events.push(Draft {
                time,
                origin,
                activity: activity as u32,
                told,
                merged: [0; 2],
                is_alive: true,
                is_marked: false,
            });
        }
        let count = (drafts.events.len() - first) as u64;
        sieve.counts.events += count;
        tally.activities[activity] += count;
        candidates.give_back(step, all);
    }
}
