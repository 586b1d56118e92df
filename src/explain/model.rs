//! An explanation, as it is written.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::describe::{Clause, Reading};

/// A place in a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InMapping {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// A place in the input; rows that stand in the mapping have no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InFile {
    /// The source.
    pub source: String,
    /// The file, below the input folder.
    pub file: Option<String>,
    /// The line on which the row begins, from 1.
    pub line: Option<u64>,
}

/// A case, explained.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Explanation {
    /// How the case is called.
    pub case: String,
    /// The mapping.
    pub mapping: String,
    /// The file that its activities stand in.
    pub mapping_file: String,
    /// The profile in force.
    pub profile: Option<String>,
    /// Whether it is in the log.
    pub in_log: bool,
    /// The clauses of `keep_if` that don't hold.
    pub left_out: Vec<Clause>,
    /// Its record.
    pub record: Option<InFile>,
    /// How its records were joined.
    pub joined: Option<Join>,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Its tracked fields.
    pub fields: Vec<FieldHistory>,
    /// All of its rows.
    pub rows: Vec<Row>,
    /// Rows in quarantine that name it.
    pub quarantined: Vec<Fault>,
    /// Its rows by what became of them.
    pub fates: BTreeMap<String, u64>,
    /// Scripts that stopped in it.
    pub script_failures: Vec<String>,
}

/// Rows that are one case.
#[derive(Debug, Clone, Serialize)]
pub struct Join {
    /// What joins them, in words.
    pub rule: String,
    /// The rows, by time.
    pub rows: Vec<JoinedRow>,
}

/// A row that is joined with the one before.
#[derive(Debug, Clone, Serialize)]
pub struct JoinedRow {
    /// Where it stands.
    pub row: InFile,
    /// When it begins, RFC 3339 in UTC.
    pub begins: Option<String>,
    /// When it ends.
    pub ends: Option<String>,
    /// Why it is of the case, in words.
    pub why: String,
    /// The values in which rows are equal.
    pub same: Vec<Reading>,
}

/// A rule.
#[derive(Debug, Clone, Serialize)]
pub struct Rule {
    /// Its activity.
    pub activity: String,
    /// Its place among the activity's rules, from 1.
    pub number: usize,
    /// How many rules the activity has.
    pub of: usize,
    /// Where it stands.
    #[serde(flatten)]
    pub place: InMapping,
}

/// A rule with the row and the values that it wanted.
#[derive(Debug, Clone, Serialize)]
pub struct Origin {
    /// The rule.
    pub rule: Rule,
    /// The row.
    pub row: Option<InFile>,
    /// The clauses that hold.
    pub matched: Vec<Clause>,
    /// What happened without a row, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What became part of an event.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// What gave it.
    #[serde(flatten)]
    pub from: Origin,
}

/// What puts an event behind the one before it.
#[derive(Debug, Clone, Serialize)]
pub struct Position {
    /// `time`, `rank`, `source`, `row`, `activity` or `rule`.
    pub by: &'static str,
    /// The same in words.
    pub why: String,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// Its place in the case, from 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its activity.
    pub activity: String,
    /// Its name in the log.
    pub name: String,
    /// When it happened, RFC 3339 in UTC.
    pub time: String,
    /// When it ended.
    pub end: Option<String>,
    /// Who did it.
    pub resource: Option<String>,
    /// How it is known.
    pub kind: &'static str,
    /// What gave it.
    #[serde(flatten)]
    pub from: Origin,
    /// What puts it behind the event before it.
    pub placed: Option<Position>,
    /// What became one with it.
    pub merged: Vec<Part>,
    /// Rules that wanted its row too, and gave no event.
    pub declined: Vec<RuleNote>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// Why a rule gave no event for a row.
#[derive(Debug, Clone, Serialize)]
pub struct RuleNote {
    /// The rule.
    pub rule: Rule,
    /// Why, in words.
    pub why: String,
    /// The clauses that don't hold, where it doesn't want the row.
    pub missed: Vec<Clause>,
}

/// An attribute.
#[derive(Debug, Clone, Serialize)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value; null is `None`.
    pub value: Option<String>,
    /// What gives it, as the mapping writes it.
    pub form: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: InMapping,
    /// What that read.
    pub read: Vec<Reading>,
}

/// A tracked field's history.
#[derive(Debug, Clone, Serialize)]
pub struct FieldHistory {
    /// The field.
    pub field: String,
    /// The value before the first change.
    pub initial: Option<String>,
    /// Whether no row told of it, so that the value is the record's.
    pub is_current: bool,
    /// When it changed, and to what.
    pub changes: Vec<FieldChange>,
}

/// A change of a tracked field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldChange {
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// The value after.
    pub to: Option<String>,
}

/// A row of the case.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Where it stands.
    #[serde(flatten)]
    pub place: InFile,
    /// Its time, RFC 3339 in UTC.
    pub time: Option<String>,
    /// What became of it.
    pub fate: &'static str,
    /// The events that it is part of, by their numbers.
    pub events: Vec<usize>,
    /// Why it made none, in words.
    pub why: Vec<String>,
    /// The rules that looked at it in vain.
    pub rules: Vec<RuleNote>,
}

/// A row in quarantine.
#[derive(Debug, Clone, Serialize)]
pub struct Fault {
    /// Where it stands.
    #[serde(flatten)]
    pub place: InFile,
    /// The finding's code.
    pub code: &'static str,
    /// Why, in words.
    pub reason: String,
}

impl Explanation {
    /// The explanation as JSON, indented, with a final line end.
    pub fn to_json(&self) -> String {
        // Every key is a text and every value plain, so nothing can fail.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}
