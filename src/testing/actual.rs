//! What a run gave, in the words that tests use.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{LogPlan, Plan, StandardValue};

/// What a run gave.
#[derive(Debug, Default)]
pub struct Actual {
    /// Its exit code.
    pub exit: u8,
    /// What it said on standard error.
    pub said: String,
    /// The codes that it and `validate` tell, where they are wanted.
    pub findings: Option<BTreeSet<String>>,
    /// The log, where one was written.
    pub log: Option<ActualLog>,
}

/// A row by the names of its columns.
pub type Row = BTreeMap<String, String>;

/// A log.
#[derive(Debug, Default)]
pub struct ActualLog {
    /// Its events in order, by the names of columns and by those that tests have for standard values.
    pub events: Vec<Row>,
    /// The attributes of its cases.
    pub cases: BTreeMap<String, Row>,
    /// Its own attributes.
    pub attributes: BTreeMap<String, String>,
    /// The rows in quarantine.
    pub quarantine: Vec<QuarantinedRow>,
}

/// A row in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuarantinedRow {
    /// The file; empty for a row that stands in the mapping.
    pub file: String,
    /// The line on which it begins.
    pub line: i64,
    /// Why it is there.
    pub code: String,
}

/// What every event has: the tests' names, and what they mean. An activity is called by its id.
pub const STANDARD: [(&str, StandardValue); 9] = [
    ("case", StandardValue::CaseId),
    ("activity", StandardValue::ActivityId),
    ("time", StandardValue::Timestamp),
    ("end", StandardValue::End),
    ("resource", StandardValue::Resource),
    ("kind", StandardValue::Kind),
    ("lifecycle", StandardValue::Lifecycle),
    ("source", StandardValue::Source),
    ("source_system", StandardValue::SourceSystem),
];

/// What a run's own headers for standard values begin with, so that no column of the mapping has them.
const OWN: &str = "caseloom test:";

/// The label of an event's activity.
const LABEL: &str = "label";

/// Lets a log have all standard values, whichever of them the mapping wants.
pub fn with_standard_columns(log: &mut LogPlan) {
    let standard = STANDARD.into_iter().chain([(LABEL, StandardValue::Activity)]);
    log.output.event_columns.extend(standard.map(|(name, value)| (value, format!("{OWN}{name}"))));
}

impl ActualLog {
    /// Reads the tables of a log that was written [`with_standard_columns`].
    ///
    /// # Errors
    /// A table can't be read.
    pub fn read(events: &[u8], cases: &[u8], quarantine: &[u8], plans: &[&Plan]) -> Result<Self, csv::Error> {
        let named = plans.iter().flat_map(|plan| &plan.activities).filter(|each| each.named_by.is_some());
        let named: BTreeSet<&str> = named.map(|activity| activity.id.as_str()).collect();
        let (events, (header, cases)) = (table(events)?.1, table(cases)?);
        let id = header.first().cloned().unwrap_or_default();
        let case = |row: Row| (row.get(&id).cloned().unwrap_or_default(), row);
        Ok(Self {
            events: events.into_iter().map(|row| event(row, &named)).collect(),
            cases: cases.into_iter().map(case).collect(),
            attributes: BTreeMap::new(),
            quarantine: table(quarantine)?.1.iter().map(quarantined).collect(),
        })
    }
}

fn table(bytes: &[u8]) -> Result<(Vec<String>, Vec<Row>), csv::Error> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    let rows = reader.records().map(|record| record.map(row)).collect::<Result<_, _>>()?;
    Ok((header, rows))
}

/// An event that data name goes by that name, others by the id of their activity.
fn event(row: Row, named: &BTreeSet<&str>) -> Row {
    let (own, mut event): (Row, Row) = row.into_iter().partition(|(name, _)| name.starts_with(OWN));
    let label = own.get(&format!("{OWN}{LABEL}")).cloned();
    let standard = own.into_iter().filter_map(|(name, value)| Some((name.strip_prefix(OWN)?.to_owned(), value)));
    event.extend(standard.filter(|(name, _)| name != LABEL));
    if let (Some(label), Some(activity)) = (label, event.get_mut("activity"))
        && named.contains(activity.as_str())
    {
        *activity = label;
    }
    event
}

fn quarantined(row: &Row) -> QuarantinedRow {
    let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
    QuarantinedRow { file: cell("file"), line: cell("line").parse().unwrap_or_default(), code: cell("code") }
}
