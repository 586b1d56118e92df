//! What is counted while cases run: each thread counts for itself, and sums don't depend on who counted what.

mod cell_key;
mod fate;
mod variants;

pub use cell_key::CellKey;
pub use fate::{FATES, Fate};
use variants::Variants;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::load::{Seen, SourceReport, Unwanted};
use crate::plan::Plan;
use crate::rows::TextId;
use crate::script::ScriptErrorKind;

/// Counts of one thread.
#[derive(Debug, Default)]
pub struct Tally {
    /// By source.
    pub sources: Vec<SourceTally>,
    /// By tracked field.
    pub fields: Vec<FieldTally>,
    /// By rule.
    pub rules: Vec<RuleTally>,
    /// Events by activity.
    pub activities: Vec<u64>,
    /// Names that data gave to activities and that the mapping doesn't know.
    pub unknown_names: BTreeMap<(usize, String), u64>,
    /// Events by activity and the known name that data gave them.
    pub known_names: BTreeMap<(u32, u32), u64>,
    /// Cases.
    pub cases: u64,
    /// Cases without events.
    pub without_events: u64,
    /// Events.
    pub events: u64,
    /// The first event's time and the last one's.
    pub span: Option<(i64, i64)>,
    /// Cases whose last event comes after the extraction.
    pub after_extraction: u64,
    /// Whether an event's time or end has a fraction of a second.
    pub has_milliseconds: bool,
    /// How many neighbours each key of the order of events decided.
    pub ties: [u64; 6],
    /// The sequences of activities, as hashes.
    pub variants: Variants,
    /// Negative durations, by attribute of cases, then of events.
    pub negative: Vec<u64>,
    /// Scripts that stopped.
    pub faults: BTreeMap<FaultKey, FaultTally>,
    /// Rows that can't be used.
    pub quarantined: Vec<(usize, u32, String)>,
}

/// Counts of a source.
#[derive(Debug, Default)]
pub struct SourceTally {
    /// Rows by fate.
    pub fates: [u64; FATES],
    /// Rows of cases that were left out.
    pub case_filtered: u64,
    /// Rows that matched no rule: by the field and its value, or by what names a field that isn't tracked.
    pub unmatched: FxHashMap<Unmatched, Seen>,
    /// Those of which nothing more is known.
    pub unmatched_alone: Seen,
    /// Values taken from duplicates that no target has as a key, by column.
    pub unmatched_taken: BTreeMap<usize, u64>,
}

/// What is known of a row that matched no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unmatched {
    /// It changed a tracked field to a value.
    Change(usize, CellKey),
    /// It names a field that isn't tracked.
    Untracked(TextId),
}

/// Counts of a tracked field.
#[derive(Debug, Default)]
pub struct FieldTally {
    /// Changes.
    pub changes: u64,
    /// Rows that repeat the value.
    pub repeats: u64,
    /// Cases whose last value isn't the current one.
    pub mismatched: u64,
    /// Cases whose changes don't join up.
    pub not_joined: u64,
    /// Values that the mapping doesn't name.
    pub unknown: FxHashMap<CellKey, Seen>,
}

/// Counts of a rule.
#[derive(Debug, Default, Clone, Copy)]
pub struct RuleTally {
    /// Rows or changes that match.
    pub matched: u64,
    /// Those without a time.
    pub no_time: u64,
    /// Those that `which` or `otherwise` left out.
    pub not_chosen: u64,
    /// Those that yielded to another activity.
    pub yielded: u64,
    /// Those that became part of another event.
    pub merged: u64,
    /// Events.
    pub events: u64,
}

/// Which script stopped, and how.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaultKey {
    /// The script.
    pub script: usize,
    /// The shared file that it happened in.
    pub file: Option<usize>,
    /// Where.
    pub range: (usize, usize),
    /// What sort.
    pub kind: ScriptErrorKind,
}

/// How often a script stopped, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultTally {
    /// How often.
    pub count: u64,
    /// The first case.
    pub case: u32,
    /// What happened there.
    pub message: String,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        let mut tally = Self::default();
        tally.sources.resize_with(plan.sources.len(), SourceTally::default);
        tally.fields.resize_with(plan.fields.len(), FieldTally::default);
        tally.rules.resize_with(plan.rules.len(), RuleTally::default);
        tally.activities.resize(plan.activities.len(), 0);
        tally.negative.resize(plan.case_attributes.len() + plan.event_attributes.len(), 0);
        tally
    }

    /// What was counted while rows were read: those that no rule wants and that weren't kept.
    pub fn of_rows_not_kept(plan: &Plan, sources: &[SourceReport]) -> Self {
        let mut tally = Self::new(plan);
        for (own, report) in tally.sources.iter_mut().zip(sources) {
            let Unwanted { by_name, alone } = &report.unwanted;
            let rows = alone.count + by_name.values().map(|seen| seen.count).sum::<u64>();
            own.fates[Fate::Unmatched as usize] = rows;
            own.unmatched_alone = *alone;
            own.unmatched = by_name.iter().map(|(name, seen)| (Unmatched::Untracked(*name), *seen)).collect();
        }
        tally
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: Self) {
        self.sources.iter_mut().zip(other.sources).for_each(|(own, other)| own.add(other));
        self.fields.iter_mut().zip(other.fields).for_each(|(own, other)| own.add(other));
        self.rules.iter_mut().zip(other.rules).for_each(|(own, other)| own.add(other));
        self.activities.iter_mut().zip(other.activities).for_each(|(own, other)| *own += other);
        self.negative.iter_mut().zip(other.negative).for_each(|(own, other)| *own += other);
        self.ties.iter_mut().zip(other.ties).for_each(|(own, other)| *own += other);
        sum(&mut self.unknown_names, other.unknown_names);
        sum(&mut self.known_names, other.known_names);
        self.cases += other.cases;
        self.without_events += other.without_events;
        self.events += other.events;
        self.variants.add(other.variants);
        self.has_milliseconds |= other.has_milliseconds;
        self.after_extraction += other.after_extraction;
        if let Some((first, last)) = other.span {
            self.see(first);
            self.see(last);
        }
        other.faults.into_iter().for_each(|(key, fault)| self.fault(key, fault));
        self.quarantined.extend(other.quarantined);
    }

    /// What remains of a case that is left out: its rows, those in quarantine as they were, and scripts that stopped.
    pub fn left_out(self, plan: &Plan) -> Self {
        let mut rest = Self { faults: self.faults, quarantined: self.quarantined, ..Self::new(plan) };
        for (own, source) in rest.sources.iter_mut().zip(&self.sources) {
            let in_quarantine = source.fates[Fate::Quarantined as usize];
            own.fates[Fate::Quarantined as usize] = in_quarantine;
            own.case_filtered = source.fates.iter().sum::<u64>() - in_quarantine;
        }
        rest
    }

    /// Takes note of an event's time.
    pub fn see(&mut self, time: i64) {
        let (first, last) = self.span.unwrap_or((time, time));
        self.span = Some((first.min(time), last.max(time)));
    }

    /// Counts a script that stopped; of several cases the first is the example.
    pub fn fault(&mut self, key: FaultKey, fault: FaultTally) {
        match self.faults.get_mut(&key) {
            None => {
                self.faults.insert(key, fault);
            }
            Some(known) => {
                known.count += fault.count;
                if fault.case < known.case {
                    (known.case, known.message) = (fault.case, fault.message);
                }
            }
        }
    }
}

fn sum<K: Ord>(own: &mut BTreeMap<K, u64>, other: BTreeMap<K, u64>) {
    for (key, count) in other {
        *own.entry(key).or_default() += count;
    }
}

impl SourceTally {
    fn add(&mut self, other: Self) {
        self.fates.iter_mut().zip(other.fates).for_each(|(own, other)| *own += other);
        self.case_filtered += other.case_filtered;
        sum(&mut self.unmatched_taken, other.unmatched_taken);
        for (key, seen) in other.unmatched {
            self.unmatched.entry(key).or_default().add(seen);
        }
        self.unmatched_alone.add(other.unmatched_alone);
    }
}

impl FieldTally {
    fn add(&mut self, other: Self) {
        self.changes += other.changes;
        self.repeats += other.repeats;
        self.mismatched += other.mismatched;
        self.not_joined += other.not_joined;
        for (key, seen) in other.unknown {
            self.unknown.entry(key).or_default().add(seen);
        }
    }
}

impl RuleTally {
    fn add(&mut self, other: Self) {
        self.matched += other.matched;
        self.no_time += other.no_time;
        self.not_chosen += other.not_chosen;
        self.yielded += other.yielded;
        self.merged += other.merged;
        self.events += other.events;
    }
}
