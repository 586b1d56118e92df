//! What is counted of each case of the log.

use super::expected::Groups;
use super::flow::{Count, Flow, Side};
use crate::plan::Plan;
use crate::run::{BlockWriter, CaseLog};

/// What is counted.
#[derive(Debug)]
pub struct Gathered {
    /// Cases with events.
    pub with_events: u64,
    /// Cases with one event only.
    pub single: Count,
    /// Cases without events.
    pub without_events: Count,
    /// By set with which a case may begin.
    pub begins: Vec<Flow>,
    /// By set with which a case may end.
    pub ends: Vec<Flow>,
    /// Nulls by attribute of cases.
    pub case_nulls: Vec<u64>,
    /// Nulls by attribute of events.
    pub event_nulls: Vec<u64>,
}

impl Gathered {
    /// Nothing yet.
    pub fn new(plan: &Plan, groups: &Groups) -> Self {
        let flows = |sets: &[Vec<usize>]| vec![Flow::new(plan.activities.len()); sets.len()];
        Self {
            with_events: 0,
            single: Count::default(),
            without_events: Count::default(),
            begins: flows(&groups.begins),
            ends: flows(&groups.ends),
            case_nulls: vec![0; plan.case_attributes.len()],
            event_nulls: vec![0; plan.event_attributes.len()],
        }
    }

    /// Adds what comes behind in the order of cases.
    pub fn add(&mut self, other: Self) {
        self.with_events += other.with_events;
        self.single.add(other.single);
        self.without_events.add(other.without_events);
        self.begins.iter_mut().zip(other.begins).for_each(|(own, other)| own.add(other));
        self.ends.iter_mut().zip(other.ends).for_each(|(own, other)| own.add(other));
        self.case_nulls.iter_mut().zip(other.case_nulls).for_each(|(own, other)| *own += other);
        self.event_nulls.iter_mut().zip(other.event_nulls).for_each(|(own, other)| *own += other);
    }
}

/// Counts a block of cases.
pub struct Gatherer<'a> {
    pub gathered: Gathered,
    groups: &'a Groups,
}

impl<'a> Gatherer<'a> {
    pub fn new(plan: &Plan, groups: &'a Groups) -> Self {
        Self { gathered: Gathered::new(plan, groups), groups }
    }
}

impl BlockWriter for Gatherer<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        let Self { gathered, groups } = self;
        let nulls = gathered.case_nulls.iter_mut().zip(case.attributes);
        nulls.for_each(|(nulls, value)| *nulls += u64::from(value.is_null()));
        match case.events.len() {
            0 => {
                gathered.without_events.see(case.number);
                return;
            }
            1 => gathered.single.see(case.number),
            _ => {}
        }
        gathered.with_events += 1;
        for event in 0..case.events.len() {
            let nulls = gathered.event_nulls.iter_mut().zip(case.attributes_of(event));
            nulls.for_each(|(nulls, value)| *nulls += u64::from(value.is_null()));
        }
        let begins = gathered.begins.iter_mut().zip(&groups.begins);
        begins.for_each(|(flow, group)| flow.see(case, group, Side::Before));
        let ends = gathered.ends.iter_mut().zip(&groups.ends);
        ends.for_each(|(flow, group)| flow.see(case, group, Side::After));
    }
}
