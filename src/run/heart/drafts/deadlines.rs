//! What did not happen in time.

use super::super::{Heart, whole};
use super::{Draft, Told};
use crate::evaluate::Datum;
use crate::plan::DeadlinePlan;
use crate::run::case::{At, Here, Origin};
use crate::run::context::Context;
use crate::time::is_representable;

impl Heart {
    /// Drafts the events of deadlines, in the mapping's order, so that one may use those before it.
    pub(in crate::run::heart) fn deadlines(&mut self, context: &Context) {
        for activity in &context.program.deadlines {
            if let Some(deadline) = &context.plan.activities[*activity].deadline {
                let meter = &context.plan.rules[deadline.rule].meter;
                meter.around(|| (self.deadline(*activity, deadline), false));
            }
        }
    }

    fn deadline(&mut self, activity: usize, deadline: &DeadlinePlan) {
        for index in 0..self.drafts.events.len() {
            let draft = &self.drafts.events[index];
            if !draft.is_alive || draft.activity as usize != deadline.after {
                continue;
            }
            let after = draft.time;
            self.tally.rules[deadline.rule].matched += 1;
            let Some(time) = self.missed(deadline, after) else { continue };
            let state = self.state.borrow();
            let at = whole(&state, &self.runtime, &self.memo, &self.notes);
            let origin = Origin { rule: deadline.rule as u32, ..Origin::NOWHERE };
            let told = told(&at.here(Here { origin, time: Some(time), event: None }), deadline.rule);
            let drafts = &mut self.drafts;
            drafts.events.push(Draft {
                time,
                origin,
                activity: activity as u32,
                told: drafts.told.len() as u32,
                merged: [0; 2],
                is_alive: true,
                is_marked: false,
            });
            drafts.told.push(told);
            self.tally.rules[deadline.rule].events += 1;
            self.tally.activities[activity] += 1;
        }
    }

    /// The deadline counted from a time, if it passed before the log ends and nothing met it.
    fn missed(&self, deadline: &DeadlinePlan, after: i64) -> Option<i64> {
        let calendar = deadline.calendar.and_then(|calendar| self.context.plan.calendars.get(calendar));
        let time = match calendar {
            Some((_, calendar)) => calendar.add_open(after, deadline.within)?,
            None => after.checked_add(deadline.within)?,
        };
        // A time that can't be written never comes.
        if !is_representable(time) {
            return None;
        }
        let meets = |draft: &Draft| {
            draft.is_alive
                && deadline.unless.contains(&(draft.activity as usize))
                && (after..=time).contains(&draft.time)
        };
        let is_open = self.context.horizon.is_none_or(|horizon| time > horizon);
        (!is_open && !self.drafts.events.iter().any(meets)).then_some(time)
    }
}

fn told(place: &At<'_>, rule: usize) -> Told {
    let program = &place.state.context.program.rules[rule];
    Told {
        name: None,
        end: program.end.as_ref().and_then(|end| place.datum(end).as_time()),
        resource: program.resource.as_ref().map_or(Datum::NULL, |resource| place.datum(resource)),
    }
}
