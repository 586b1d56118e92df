//! Events of different rules that are one.

use super::super::Heart;
use super::super::marks::mark;
use crate::run::tally::Fate;

impl Heart {
    /// Joins the activity's drafts from `start` on: around the earliest event, at most one of each other rule, if it
    /// lies no further than `within` after it. Events that data name differently stay apart.
    pub(super) fn merge(&mut self, start: usize, within: i64) {
        if self.drafts.events.len() < start + 2 {
            return;
        }
        let mut order: Vec<usize> = (start..self.drafts.events.len()).collect();
        let events = &self.drafts.events;
        order.sort_by_key(|index| {
            let draft = &events[*index];
            (draft.time, draft.origin.source, draft.origin.row, draft.origin.rule)
        });
        for (place, head) in order.iter().enumerate() {
            if self.drafts.events[*head].is_alive {
                self.merge_into(*head, &order[place + 1..], within);
            }
        }
    }

    fn merge_into(&mut self, head: usize, later: &[usize], within: i64) {
        let first = self.state.borrow().merged.len();
        let one = self.drafts.events[head];
        let mut rules = vec![one.origin.rule];
        for index in later {
            let other = self.drafts.events[*index];
            if other.time > one.time.saturating_add(within) {
                break;
            }
            if other.is_alive && !rules.contains(&other.origin.rule) && self.are_named_alike(head, *index) {
                rules.push(other.origin.rule);
                self.absorb(head, *index);
            }
        }
        let last = self.state.borrow().merged.len();
        self.drafts.events[head].merged = [first as u32, last as u32];
    }

    fn are_named_alike(&self, one: usize, other: usize) -> bool {
        let name = |draft: usize| self.drafts.told_of(draft).and_then(|told| told.name.as_ref());
        name(one) == name(other)
    }

    /// Makes an event part of another, which takes what it lacks.
    fn absorb(&mut self, head: usize, index: usize) {
        let part = &mut self.drafts.events[index];
        part.is_alive = false;
        let (origin, activity) = (part.origin, part.activity as usize);
        if let Some((end, resource)) = self.drafts.told_of(index).map(|told| (told.end, told.resource.clone())) {
            let place = self.drafts.events[head].told as usize;
            if let Some(told) = self.drafts.told.get_mut(place) {
                told.end = told.end.or(end);
                if told.resource.is_null() {
                    told.resource = resource;
                }
            }
        }
        self.state.borrow_mut().merged.push(origin);
        let counts = &mut self.tally.rules[origin.rule as usize];
        counts.merged += 1;
        counts.events -= 1;
        self.tally.activities[activity] -= 1;
        mark(&mut self.marks, origin, Fate::Merged);
    }
}
