//! What is counted of a joined log.

use rustc_hash::FxHashSet;
use serde::Serialize;

/// What a joined log holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JointTotals {
    /// Cases, those without events included.
    pub cases: u64,
    /// Cases that several mappings know.
    pub cases_in_several: u64,
    /// Cases without events.
    pub cases_without_events: u64,
    /// Events.
    pub events: u64,
    /// Distinct sequences of activities, by their names in the log.
    pub variants: u64,
    /// The first event's time, in milliseconds since 1970 in UTC.
    pub first_time: Option<i64>,
    /// The last event's time.
    pub last_time: Option<i64>,
    /// How many neighbours each key of the order decided.
    pub ties: JointTies,
}

/// How many neighbouring events of a joined case were put in order by what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct JointTies {
    /// Their times differ.
    pub time: u64,
    /// The ranks of their rules.
    pub rank: u64,
    /// The positions of their mappings.
    pub mapping: u64,
    /// What decides within their mapping.
    pub within: u64,
}

/// Counts of one thread.
#[derive(Debug, Default)]
pub struct JointTally {
    pub cases: u64,
    pub cases_in_several: u64,
    pub cases_without_events: u64,
    pub events: u64,
    /// The sequences of names, as hashes.
    pub variants: FxHashSet<u64>,
    pub span: Option<(i64, i64)>,
    pub ties: JointTies,
}

impl JointTally {
    /// Takes note of an event's time.
    pub fn see(&mut self, time: i64) {
        let (first, last) = self.span.unwrap_or((time, time));
        self.span = Some((first.min(time), last.max(time)));
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.cases_in_several += other.cases_in_several;
        self.cases_without_events += other.cases_without_events;
        self.events += other.events;
        self.variants.extend(other.variants);
        if let Some((first, last)) = other.span {
            self.see(first);
            self.see(last);
        }
        self.ties.time += other.ties.time;
        self.ties.rank += other.ties.rank;
        self.ties.mapping += other.ties.mapping;
        self.ties.within += other.ties.within;
    }

    pub fn totals(self) -> JointTotals {
        JointTotals {
            cases: self.cases,
            cases_in_several: self.cases_in_several,
            cases_without_events: self.cases_without_events,
            events: self.events,
            variants: self.variants.len() as u64,
            first_time: self.span.map(|(first, _)| first),
            last_time: self.span.map(|(_, last)| last),
            ties: self.ties,
        }
    }
}
