//! Cases counted by whether they have one of a set of activities, and what stands on the wrong side of it.

use crate::run::CaseLog;

/// How many cases are remembered as examples.
const EXAMPLES: usize = 3;

/// A number of cases, or of events, and the first cases.
#[derive(Debug, Clone, Default)]
pub struct Count {
    pub count: u64,
    pub cases: Vec<u32>,
}

impl Count {
    pub fn see(&mut self, case: u32) {
        self.count += 1;
        self.remember(case);
    }

    fn remember(&mut self, case: u32) {
        if self.cases.len() < EXAMPLES && self.cases.last() != Some(&case) {
            self.cases.push(case);
        }
    }

    /// Adds what comes behind in the order of cases.
    pub fn add(&mut self, other: Self) {
        self.count += other.count;
        other.cases.into_iter().for_each(|case| self.remember(case));
    }
}

/// Which side of a set's events is the wrong one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before the first of them.
    Before,
    /// After the last of them.
    After,
}

/// What is counted for one set of activities.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// Cases with events, and without one of these.
    pub lacking: Count,
    /// Events on the wrong side, by activity.
    pub beyond: Vec<Count>,
    /// How many cases have one of these first, or last.
    pub at_the_end: u64,
}

impl Flow {
    pub fn new(activities: usize) -> Self {
        Self { beyond: vec![Count::default(); activities], ..Self::default() }
    }

    /// Counts a case.
    pub fn see(&mut self, log: &CaseLog<'_>, group: &[usize], side: Side) {
        let is_in_group = |activity: u32| group.contains(&(activity as usize));
        let mut events = log.events.iter();
        let place = match side {
            Side::Before => events.position(|event| is_in_group(event.activity)),
            Side::After => events.rposition(|event| is_in_group(event.activity)),
        };
        let Some(place) = place else {
            self.lacking.see(log.number);
            return;
        };
        // What happened at the same moment is on neither side.
        let time = log.events[place].time;
        let (beyond, is_end) = match side {
            Side::Before => (&log.events[..place], place == 0),
            Side::After => (&log.events[place + 1..], place + 1 == log.events.len()),
        };
        self.at_the_end += u64::from(is_end);
        for event in beyond.iter().filter(|event| event.time != time) {
            self.beyond[event.activity as usize].see(log.number);
        }
    }

    pub fn add(&mut self, other: Self) {
        self.lacking.add(other.lacking);
        self.at_the_end += other.at_the_end;
        self.beyond.iter_mut().zip(other.beyond).for_each(|(own, other)| own.add(other));
    }
}
