//! Events of different rules that are one.

use super::super::Heart;
use super::mark;
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
            let event = &events[*index].event;
            (event.time, event.origin.source, event.origin.row, event.origin.rule)
        });
        for (place, head) in order.iter().enumerate() {
            if self.drafts.events[*head].is_alive {
                self.merge_into(*head, &order[place + 1..], within);
            }
        }
    }

    fn merge_into(&mut self, head: usize, later: &[usize], within: i64) {
        let first = self.state.borrow().merged.len();
        let mut rules = vec![self.drafts.events[head].event.rule];
        for index in later {
            let (one, other) = (&self.drafts.events[head].event, &self.drafts.events[*index]);
            if other.event.time > one.time.saturating_add(within) {
                break;
            }
            if other.is_alive && !rules.contains(&other.event.rule) && other.event.name == one.name {
                rules.push(other.event.rule);
                self.absorb(head, *index);
            }
        }
        let last = self.state.borrow().merged.len();
        self.drafts.events[head].event.merged = first as u32..last as u32;
    }

    /// Makes an event part of another, which takes what it lacks.
    fn absorb(&mut self, head: usize, index: usize) {
        let part = &mut self.drafts.events[index];
        part.is_alive = false;
        let (origin, rule, end) = (part.event.origin, part.event.rule, part.event.end);
        let resource = part.event.resource.clone();
        let event = &mut self.drafts.events[head].event;
        event.end = event.end.or(end);
        if event.resource.is_null() {
            event.resource = resource;
        }
        self.state.borrow_mut().merged.push(origin);
        self.tally.rules[rule as usize].merged += 1;
        mark(&mut self.marks, origin, Fate::Merged);
    }
}
