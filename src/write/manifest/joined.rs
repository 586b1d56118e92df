//! Cases that were made of several records, in the manifest.

use serde::Serialize;

use crate::load::LinkReport;
use crate::plan::Plan;

/// What joining cases came to.
#[derive(Debug, Clone, Serialize)]
pub struct JoinedCases {
    /// The source whose rows join their cases.
    pub source: String,
    /// Its rows.
    pub rows: u64,
    /// Cases that were made of several.
    pub cases: u64,
    /// How many cases these would have been without.
    pub made_of: u64,
    /// Their rows of the source.
    pub records: u64,
    /// The most rows in one of them.
    pub largest: u64,
    /// Rows of which one of the values is null.
    pub without_value: u64,
    /// Rows without a time.
    pub without_time: u64,
    /// Rows of which it isn't known when they end.
    pub without_end: u64,
    /// Rows that end before they begin.
    pub end_before_start: u64,
    /// Rows that follow another closely, but that the export itself puts in another case.
    pub kept_apart: u64,
    /// Values that more cases share than `at_most` allows.
    pub shared_by_too_many: Shared,
}

/// Values that too many cases share; their rows join none by them.
#[derive(Debug, Clone, Serialize)]
pub struct Shared {
    /// How many values.
    pub values: u64,
    /// The rows that have one.
    pub rows: u64,
    /// The values that most rows share.
    pub examples: Vec<Example>,
}

/// A value that too many cases share. It isn't shown itself, as it may tell who a customer is.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    /// The case of the earliest row that has it.
    pub first_case: String,
    /// How many rows have it.
    pub rows: u64,
}

impl JoinedCases {
    /// From what loading says.
    pub fn of(plan: &Plan, report: &LinkReport) -> Option<Self> {
        let rule = plan.case.same_case.as_ref()?;
        let examples = report.examples.iter();
        let examples = examples.map(|crowd| Example { first_case: crowd.case.clone(), rows: crowd.rows });
        Some(Self {
            source: plan.sources[rule.source].id.clone(),
            rows: report.rows,
            cases: report.cases,
            made_of: report.joined,
            records: report.records,
            largest: report.largest,
            without_value: report.without_value,
            without_time: report.without_time,
            without_end: report.without_end,
            end_before_start: report.end_before_start,
            kept_apart: report.kept_apart,
            shared_by_too_many: Shared { values: report.crowds, rows: report.crowded, examples: examples.collect() },
        })
    }

    /// What a reader should know of it, beside values that too many cases share: a warning tells of these.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (rows, one, several) in [
            (self.without_value, "without a value of `same` joins no case", "without a value of `same` join no case"),
            (self.without_time, "without a time joins no case", "without a time join no case"),
            (
                self.without_end,
                "without `until`: its time counts as its end",
                "without `until`: their time counts as their end",
            ),
            (
                self.end_before_start,
                "that ends before it begins: its time counts as its end",
                "that end before they begin: their time counts as their end",
            ),
            (
                self.kept_apart,
                "follows another closely, but the export puts it in another case",
                "follow another closely, but the export puts them in another case",
            ),
        ] {
            match rows {
                0 => {}
                1 => notes.push(format!("1 row of `{}` {one}", self.source)),
                _ => notes.push(format!("{rows} rows of `{}` {several}", self.source)),
            }
        }
        notes
    }
}
