//! What a run says of itself: the same for the same input, whatever the number of threads.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostics;

/// What a run says of itself.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Outcome {
    /// Cases, those without events included.
    pub cases: u64,
    /// Cases without events.
    pub cases_without_events: u64,
    /// Events.
    pub events: u64,
    /// Distinct sequences of activities; that of cases without events doesn't count.
    pub variants: u64,
    /// The first event's time, in milliseconds since 1970 in UTC.
    pub first_time: Option<i64>,
    /// The last event's time.
    pub last_time: Option<i64>,
    /// Whether an event's time or end has a fraction of a second.
    pub has_milliseconds: bool,
    /// When the log ends, where something needed it: deadlines and open states.
    pub horizon: Option<i64>,
    /// Events by activity, in the mapping's order.
    pub activities: Vec<(String, u64)>,
    /// How many neighbours each key of the order of events decided.
    pub ties: Ties,
    /// What became of every row.
    pub account: Account,
    /// Counts of each rule, in the mapping's order.
    pub rules: Vec<RuleCounts>,
    /// Counts of each tracked field, in the mapping's order.
    pub fields: Vec<FieldCounts>,
    /// Names that data gave to activities and that the mapping doesn't know.
    pub unknown_names: Vec<UnknownName>,
    /// Names that data gave to activities and that the mapping knows.
    pub known_names: Vec<KnownName>,
    /// Durations that would have been negative and are null.
    pub negative_durations: Vec<NegativeDurations>,
    /// Scripts that stopped; their values are null.
    pub script_failures: Vec<ScriptFailure>,
    /// References in values taken from duplicates that lead nowhere.
    pub unmatched_references: Vec<UnmatchedReferences>,
    /// Rows that couldn't be used after all.
    pub quarantined: Vec<RunQuarantined>,
    /// What is wrong: scripts that stopped, rows that aren't accounted for.
    #[serde(skip)]
    pub diagnostics: Diagnostics,
}

/// How many neighbouring events of a case were put in order by what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Ties {
    /// Their times differ.
    pub time: u64,
    /// The ranks of their rules.
    pub rank: u64,
    /// The positions of their sources.
    pub source: u64,
    /// The order of rows.
    pub row: u64,
    /// The positions of their activities.
    pub activity: u64,
    /// The positions of their rules, or of fields in a rule.
    pub rule: u64,
}

/// What became of every row, by source.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Account {
    /// The sources that were read, in the mapping's order.
    pub sources: Vec<SourceAccount>,
}

/// What became of the rows of a source. All counts but `read` add up to it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceAccount {
    /// The source.
    pub id: String,
    /// Rows read.
    pub read: u64,
    /// Rows that can't be used, by code.
    pub quarantined: BTreeMap<String, u64>,
    /// Lines below the rows, as the source's `footer` says.
    pub footer: u64,
    /// Rows that the source's `where` left out.
    pub filtered: u64,
    /// Rows of cases that `keep_if` left out.
    pub case_filtered: u64,
    /// Rows that made an event.
    pub events: u64,
    /// Rows that became part of an event which another row made.
    pub merged: u64,
    /// Rows that say what another row says.
    pub duplicates: u64,
    /// Rows that would have made an event, but have no time.
    pub no_time: u64,
    /// Rows that `which`, `otherwise` or `yields_to` left out.
    pub not_chosen: u64,
    /// Rows that repeat the value of their field.
    pub repeated: u64,
    /// Records of cases.
    pub records: u64,
    /// Rows that are there to be looked up.
    pub lookup: u64,
    /// Rows that no rule wants.
    pub unmatched: u64,
    /// The same, by what is known of them; the most frequent first.
    pub unmatched_by: Vec<Unmatched>,
}

impl SourceAccount {
    /// The rows that have a fate.
    pub fn accounted(&self) -> u64 {
        let quarantined: u64 = self.quarantined.values().sum();
        let left_out = quarantined + self.footer + self.filtered + self.case_filtered;
        let used = self.events + self.merged + self.duplicates + self.no_time + self.not_chosen;
        left_out + used + self.repeated + self.records + self.lookup + self.unmatched
    }
}

/// Rows that no rule wants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unmatched {
    /// The tracked field that they change, or the name of a field that isn't tracked; `None`: nothing more is known.
    pub field: Option<String>,
    /// Whether the field is tracked.
    pub is_tracked: bool,
    /// The value to which they change it; `None` is null.
    pub value: Option<String>,
    /// How many.
    pub rows: u64,
    /// The first cases that have such rows.
    #[serde(skip)]
    pub examples: Vec<String>,
}

/// Counts of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RuleCounts {
    /// Its activity.
    pub activity: String,
    /// Its place among the activity's rules, from 0.
    pub rule: usize,
    /// Rows or changes that match; of deadlines, the events from which they count.
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

/// Counts of a tracked field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FieldCounts {
    /// The field.
    pub id: String,
    /// Changes.
    pub changes: u64,
    /// Rows that repeat the value.
    pub repeats: u64,
    /// Cases whose last value isn't the current one.
    pub mismatched_cases: u64,
    /// Cases in which a change doesn't begin with the value that the one before left.
    pub torn_cases: u64,
    /// Values that the mapping names nowhere, by changes to them; the most frequent first.
    pub unknown_values: Vec<ValueCount>,
}

/// A value and how often it came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ValueCount {
    /// The value.
    pub value: String,
    /// How often.
    pub count: u64,
    /// The first cases that have it.
    #[serde(skip)]
    pub examples: Vec<String>,
}

/// A name that data gave to an activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnknownName {
    /// The activity.
    pub activity: String,
    /// The name.
    pub name: String,
    /// Events before any were merged.
    pub events: u64,
}

/// A name that data gave to an activity and that the mapping knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownName {
    /// The activity.
    pub activity: String,
    /// The value that names it.
    pub value: String,
    /// Events.
    pub events: u64,
}

/// Durations that would have been negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NegativeDurations {
    /// The attribute.
    pub attribute: String,
    /// Whether it is one of events, not of cases.
    pub of_events: bool,
    /// How many.
    pub count: u64,
}

/// Values taken from duplicates that no target has as a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnmatchedReferences {
    /// The source.
    pub source: String,
    /// The column.
    pub column: String,
    /// How many.
    pub count: u64,
}

/// A script that stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScriptFailure {
    /// What it stands for.
    pub script: String,
    /// The diagnostic's code.
    pub code: String,
    /// What happened, in the example.
    pub message: String,
    /// How often.
    pub count: u64,
    /// The first case in which it happened.
    pub example_case: String,
}

/// A row that couldn't be used after all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RunQuarantined {
    /// The source, by its place in the plan.
    pub source: usize,
    /// The row's number in the source, from 0 over all files.
    pub number: u32,
    /// The diagnostic's code.
    pub code: String,
    /// Why.
    pub reason: String,
}
