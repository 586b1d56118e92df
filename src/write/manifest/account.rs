//! What became of every row.

use serde::Serialize;

use super::Counts;

/// What a row's fate may be, in the order in which the first that applies counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It couldn't be used.
    Quarantined,
    /// A condition of the mapping left it out.
    Filtered,
    /// It became an event.
    Event,
    /// It is part of another rule's event.
    Merged,
    /// Another row says the same.
    Duplicate,
    /// The time at which it would have happened is null.
    NoTime,
    /// `which`, `otherwise` or `yields_to` chose another.
    NotChosen,
    /// It repeated the value that its field had.
    Repeated,
    /// It is the record of its case.
    CaseRecord,
    /// It is there to be looked up.
    Lookup,
    /// No rule is about it.
    NoRule,
}

impl Fate {
    /// All fates with their names in the manifest, in order.
    pub const NAMES: [(Self, &'static str); 11] = [
        (Self::Quarantined, "quarantined"),
        (Self::Filtered, "filtered"),
        (Self::Event, "event"),
        (Self::Merged, "merged"),
        (Self::Duplicate, "duplicate"),
        (Self::NoTime, "no_time"),
        (Self::NotChosen, "not_chosen"),
        (Self::Repeated, "repeated_value"),
        (Self::CaseRecord, "case_record"),
        (Self::Lookup, "lookup"),
        (Self::NoRule, "matched_no_rule"),
    ];
}

/// What became of a source's rows. The fates add up to the rows.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceAccount {
    /// The source.
    pub source: String,
    /// Rows in all its files.
    pub rows: u64,
    /// Rows by fate; fates of no row are left out.
    pub fates: Counts<u64>,
    /// Rows in quarantine, by code.
    pub quarantined: Counts<u64>,
    /// Rows filtered, by what filtered them.
    pub filtered: Counts<u64>,
    /// Values of changed fields that no rule is about.
    pub matched_no_rule: Vec<UnknownValue>,
}

/// A value that no rule is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnknownValue {
    /// The field, as the export names it; empty where the source isn't a change log.
    pub field: String,
    /// The value; `None` is null.
    pub value: Option<String>,
    /// Rows that have it.
    pub rows: u64,
}

/// What a rule gave.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RuleAccount {
    /// The activity.
    pub activity: String,
    /// Which of its rules, from 1.
    pub rule: usize,
    /// Where it takes rows from: a source, or tracked fields.
    pub from: String,
    /// What became of the rows or changes that it matched, by outcome.
    pub outcomes: Counts<u64>,
}

/// What a tracked field saw.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FieldAccount {
    /// The field.
    pub field: String,
    /// What was counted, by name: changes, repeated values, cases whose last value isn't the current one, and so on.
    pub counts: Counts<u64>,
}

impl SourceAccount {
    /// Whether the fates add up to the rows.
    pub fn adds_up(&self) -> bool {
        self.fates.0.iter().map(|(_, rows)| rows).sum::<u64>() == self.rows
    }
}
