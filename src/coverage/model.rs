//! What data says about a mapping, as it is written.

use serde::Serialize;

use crate::explain::InMapping;

/// What data says about a mapping.
#[derive(Debug, Clone, Serialize)]
pub struct Coverage {
    /// The mapping.
    pub mapping: String,
    /// Its version.
    pub version: Option<String>,
    /// The profile in force.
    pub profile: Option<String>,
    /// The system that the export comes from.
    pub source_system: Option<String>,
    /// What was read.
    pub files: Vec<ReadFile>,
    /// Sources that the export lacks, all of them optional.
    pub missing_sources: Vec<String>,
    /// Rows read.
    pub rows: u64,
    /// Cases in the log.
    pub cases: u64,
    /// Events in the log.
    pub events: u64,
    /// The first event's time, RFC 3339 in UTC.
    pub first_event: Option<String>,
    /// The last event's time.
    pub last_event: Option<String>,
    /// What to look at, in plain words, the weightiest first.
    pub findings: Vec<Finding>,
    /// How often each rule fired.
    pub rules: Vec<RuleUse>,
    /// Values of tracked fields that the mapping names nowhere.
    pub unknown_values: Vec<ValueUnknown>,
    /// Changes to values that the mapping knows, and that no rule wanted.
    pub unwanted_changes: Vec<ChangesUnwanted>,
    /// Fields in change logs that aren't tracked.
    pub untracked_fields: Vec<FieldNotTracked>,
    /// Values that aren't among those that a column lists under `values:`.
    pub unlisted_values: Vec<ColumnValue>,
    /// Names that data give to activities and that the mapping doesn't know.
    pub unknown_names: Vec<NameUnknown>,
    /// How cases begin and end.
    pub flow: CaseFlow,
    /// Histories that begin after cases did.
    pub truncated: Vec<Truncated>,
    /// How many values are null, by attribute.
    pub nulls: Vec<AttributeNulls>,
    /// Rows in quarantine, by source and code.
    pub quarantine: Vec<FaultCount>,
    /// References that lead nowhere.
    pub unmatched_references: Vec<UnmatchedReference>,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What sort: `unknown_value`, `rule_never_fired` and the like.
    pub sort: &'static str,
    /// What it is, in plain words.
    pub text: String,
    /// What to do about it.
    pub advice: String,
}

/// A file that was read.
#[derive(Debug, Clone, Serialize)]
pub struct ReadFile {
    /// The source.
    pub source: String,
    /// The file, below the input folder.
    pub file: String,
    /// Its rows.
    pub rows: u64,
}

/// How often a rule fired.
#[derive(Debug, Clone, Serialize)]
pub struct RuleUse {
    /// Its activity.
    pub activity: String,
    /// Its place among the activity's rules, from 1.
    pub rule: usize,
    /// How many rules the activity has.
    pub of: usize,
    /// Where it stands.
    #[serde(flatten)]
    pub place: InMapping,
    /// Rows or changes that it wanted.
    pub matched: u64,
    /// Events that it gave.
    pub events: u64,
    /// Events that became part of others.
    pub merged: u64,
    /// Left out by `which` or `otherwise`.
    pub not_chosen: u64,
    /// Left to other activities.
    pub yielded: u64,
    /// Without a time.
    pub no_time: u64,
    /// Why it never fired, where it didn't.
    pub why_never: Option<String>,
}

/// A value that the mapping names nowhere.
#[derive(Debug, Clone, Serialize)]
pub struct ValueUnknown {
    /// The tracked field.
    pub field: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: InMapping,
    /// The value.
    pub value: String,
    /// Changes to it.
    pub changes: u64,
    /// Cases that have one.
    pub examples: Vec<String>,
}

/// Changes that no rule wanted, to a value that the mapping knows.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesUnwanted {
    /// The tracked field.
    pub field: String,
    /// The value; null is `None`. Left out where the mapping lists no values of the field.
    pub value: Option<String>,
    /// Rows.
    pub rows: u64,
    /// Cases that have one.
    pub examples: Vec<String>,
}

/// A field in a change log that isn't tracked.
#[derive(Debug, Clone, Serialize)]
pub struct FieldNotTracked {
    /// The source.
    pub source: String,
    /// What the data calls it.
    pub field: String,
    /// Rows about it.
    pub rows: u64,
}

/// A value that its column doesn't list.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnValue {
    /// The source.
    pub source: String,
    /// The column.
    pub column: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: InMapping,
    /// The value.
    pub value: String,
    /// Rows that have it.
    pub rows: u64,
    /// Cases that have one.
    pub examples: Vec<String>,
}

/// A name that data give to an activity.
#[derive(Debug, Clone, Serialize)]
pub struct NameUnknown {
    /// The activity.
    pub activity: String,
    /// The name.
    pub name: String,
    /// Events.
    pub events: u64,
}

/// How cases begin and end.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CaseFlow {
    /// Activities with which a case begins; none where that isn't known.
    pub begins: Vec<String>,
    /// How that is known.
    pub begins_known: &'static str,
    /// Activities with which a case ends; none where that isn't known.
    pub ends: Vec<String>,
    /// How that is known.
    pub ends_known: &'static str,
    /// Cases without events.
    pub without_events: FlowCount,
    /// Cases with one event only.
    pub single_event: FlowCount,
    /// Cases with events, none of which begins a case.
    pub without_begin: FlowCount,
    /// Cases with events, none of which ends a case.
    pub without_end: FlowCount,
    /// Events before the first that begins the case, by activity.
    pub before_begin: Vec<FlowCount>,
    /// Events after the last that ends the case, by activity.
    pub after_end: Vec<FlowCount>,
}

/// A number of cases, or of events of an activity, with examples.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FlowCount {
    /// The activity, where events are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// How many.
    pub count: u64,
    /// The first cases.
    pub examples: Vec<String>,
}

/// A history that begins after cases did.
#[derive(Debug, Clone, Serialize)]
pub struct Truncated {
    /// The source.
    pub source: String,
    /// Its earliest row, RFC 3339 in UTC.
    pub earliest: String,
    /// Cases that began a day or more before.
    pub cases: u64,
    /// The first of them.
    pub examples: Vec<String>,
}

/// How many values of an attribute are null.
#[derive(Debug, Clone, Serialize)]
pub struct AttributeNulls {
    /// The attribute.
    pub attribute: String,
    /// Whether it is one of events, not of cases.
    pub of_events: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub place: InMapping,
    /// Nulls.
    pub nulls: u64,
    /// Values in all.
    pub values: u64,
}

/// Rows in quarantine.
#[derive(Debug, Clone, Serialize)]
pub struct FaultCount {
    /// The source.
    pub source: String,
    /// The finding's code.
    pub code: String,
    /// What it says.
    pub title: String,
    /// Rows.
    pub rows: u64,
}

/// References that lead nowhere.
#[derive(Debug, Clone, Serialize)]
pub struct UnmatchedReference {
    /// The source.
    pub source: String,
    /// The column.
    pub column: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: InMapping,
    /// Values that no target has as a key.
    pub values: u64,
    /// One of them.
    pub example: Option<String>,
}

impl Coverage {
    /// The survey as JSON, indented, with a final line end.
    pub fn to_json(&self) -> String {
        // Every key is a text and every value plain, so nothing can fail.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}
