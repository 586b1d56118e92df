//! Events that are drafted as their rows and changes are found.

use super::{Draft, Drafts};
use crate::run::case::{NO_TIME, NONE, Origin};
use crate::run::heart::marks::winner_bits;
use crate::run::program::{Step, Steps, Winner};
use crate::run::tally::{Fate, RuleTally};

/// What drafts events directly: see [`Steps::direct`].
pub struct Direct<'a> {
    /// The steps.
    pub steps: &'a Steps,
    /// The events.
    pub drafts: &'a mut Drafts,
    /// What is counted of each rule.
    pub rules: &'a mut [RuleTally],
    /// Events by activity.
    pub activities: &'a mut [u64],
}

impl Direct<'_> {
    /// Drafts the events that the steps of some bits make of a row or change, and marks the row.
    #[inline(always)]
    pub fn draft(&mut self, wanting: u64, origin: Origin, time: i64, marks: &mut u64) {
        if time == NO_TIME {
            return self.without_time(wanting, marks);
        }
        let chosen = self.drafts.choose(self.steps, wanting);
        if chosen != wanting {
            self.leave_out(wanting & !chosen, marks);
        }
        let (mut left, mut drafted) = (chosen, 0);
        while left != 0 {
            let (step, bit) = (left.trailing_zeros() as usize, left & left.wrapping_neg());
            left ^= bit;
            let Step { activity, rule } = self.steps.all[step];
            let counts = &mut self.rules[rule];
            counts.matched += 1;
            // The first of several yields to none of them.
            if drafted != 0 && drafted & self.steps.yields[step] != 0 {
                counts.yielded += 1;
                *marks |= Fate::NotChosen.bit();
                continue;
            }
            drafted |= bit;
            counts.events += 1;
            self.activities[activity] += 1;
            let origin = Origin { rule: rule as u32, ..origin };
            self.note(activity, origin, marks);
            let activity = activity as u32;
            *marks |= Fate::Event.bit();
            self.drafts.events.push(Draft {
                time,
                origin,
                activity,
                told: NONE,
                merged: [0; 2],
                is_alive: true,
                is_marked: true,
            });
        }
    }

    /// Counts what `which` doesn't choose.
    #[inline]
    fn leave_out(&mut self, steps: u64, marks: &mut u64) {
        self.count(steps, |counts| counts.not_chosen += 1);
        *marks |= Fate::NotChosen.bit();
    }

    #[inline]
    fn note(&mut self, activity: usize, origin: Origin, marks: &mut u64) {
        *marks |= winner_bits(self.steps.winner_bits[activity]);
        if self.steps.has_listed && self.steps.winners[activity] == Winner::Listed {
            self.drafts.winners.insert((activity, origin.source, origin.row));
        }
    }

    #[cold]
    fn without_time(&mut self, wanting: u64, marks: &mut u64) {
        self.count(wanting, |counts| counts.no_time += 1);
        if wanting != 0 {
            *marks |= Fate::NoTime.bit();
        }
    }

    /// Counts a match of the rule of each of some steps, and what became of it.
    #[inline(always)]
    fn count(&mut self, steps: u64, fate: impl Fn(&mut RuleTally)) {
        let mut left = steps;
        while left != 0 {
            let counts = &mut self.rules[self.steps.all[left.trailing_zeros() as usize].rule];
            left &= left - 1;
            counts.matched += 1;
            fate(counts);
        }
    }
}

impl Drafts {
    /// For which of some steps `which` chooses what they see now, after all that they saw in the case.
    #[inline]
    fn choose(&mut self, steps: &Steps, wanting: u64) -> u64 {
        let (first, later) = (wanting & !self.seen, wanting & self.seen);
        self.seen |= wanting;
        first & !steps.later | later & !steps.first
    }
}
