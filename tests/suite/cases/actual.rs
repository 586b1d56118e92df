//! What a run gave, in the words that tests use.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::format::QuarantinedRow;
use crate::program::{Log, Rows};

/// What a run gave.
#[derive(Debug)]
pub struct Actual {
    pub exit: i32,
    /// What it said.
    pub said: String,
    /// What it wrote, where it wrote.
    pub written: Option<Written>,
    /// The codes it printed, where the test asks.
    pub findings: Option<BTreeSet<String>>,
}

/// The files of a log.
#[derive(Debug)]
pub struct Written {
    /// The ids of all activities.
    pub activities: BTreeSet<String>,
    /// The columns of events: headers, and the names that tests have for standard ones.
    pub columns: BTreeSet<String>,
    pub events: Vec<Event>,
    pub case_columns: BTreeSet<String>,
    pub cases: BTreeMap<String, BTreeMap<String, String>>,
    pub log: BTreeMap<String, String>,
    pub quarantine: Vec<QuarantinedRow>,
}

/// An event: its cells by column.
pub type Event = BTreeMap<String, String>;

/// Standard columns: the test's name, the mapping's.
const STANDARD: [(&str, &str); 8] = [
    ("case", "case_id"),
    ("activity", "activity"),
    ("time", "timestamp"),
    ("end", "end"),
    ("resource", "resource"),
    ("kind", "kind"),
    ("lifecycle", "lifecycle"),
    ("source", "source"),
];

impl Written {
    /// Reads the files of a log; `mapping` is the mapping in force.
    pub fn read(log: &Log, mapping: &serde_yaml::Value) -> Result<Self, String> {
        let manifest = log.manifest();
        let labels = labels(&manifest)?;
        let headers = Headers(&mapping["output"]["columns"]);
        let events = events(&log.table("events.csv"), &headers, &labels);
        let (case_columns, cases) = cases(&log.table("cases.csv"));
        Ok(Self {
            activities: labels.into_values().collect(),
            columns: columns(&log.table("events.csv"), &headers),
            events,
            case_columns,
            cases,
            log: log_attributes(&manifest),
            quarantine: quarantine(&log.table("quarantine.csv")),
        })
    }
}

/// Activities' ids by their names in the log.
fn labels(manifest: &Value) -> Result<BTreeMap<String, String>, String> {
    let mut labels = BTreeMap::new();
    for activity in manifest["activities"].as_array().unwrap() {
        let text = |key: &str| activity[key].as_str().unwrap().to_owned();
        if let Some(other) = labels.insert(text("label"), text("activity")) {
            return Err(format!("`{other}` and `{}` are both called `{}`", text("activity"), text("label")));
        }
    }
    Ok(labels)
}

/// The mapping's own headers of standard columns.
struct Headers<'a>(&'a serde_yaml::Value);

impl Headers<'_> {
    /// The header of a standard column of the mapping.
    fn header<'s>(&'s self, standard: &'s str) -> &'s str {
        self.0.get(standard).and_then(serde_yaml::Value::as_str).unwrap_or(standard)
    }

    /// The names that tests have for standard columns of this table, with their positions.
    fn standard(&self, table: &Rows) -> Vec<(&'static str, usize)> {
        let position = |standard: &str| table.header.iter().position(|each| each == self.header(standard));
        STANDARD.into_iter().filter_map(|(name, standard)| Some((name, position(standard)?))).collect()
    }
}

fn columns(table: &Rows, headers: &Headers<'_>) -> BTreeSet<String> {
    let standard = headers.standard(table).into_iter().map(|(name, _)| name.to_owned());
    table.header.iter().cloned().chain(standard).collect()
}

fn events(table: &Rows, headers: &Headers<'_>, labels: &BTreeMap<String, String>) -> Vec<Event> {
    let standard = headers.standard(table);
    let event = |row: &Vec<String>| {
        let mut cells = named(table, row);
        cells.extend(standard.iter().map(|(name, position)| ((*name).to_owned(), row[*position].clone())));
        // An activity that data name has no id: it goes by its name.
        if let Some(id) = cells.get("activity").and_then(|name| labels.get(name)).cloned() {
            cells.insert("activity".to_owned(), id);
        }
        cells
    };
    table.rows.iter().map(event).collect()
}

fn named(table: &Rows, row: &[String]) -> BTreeMap<String, String> {
    table.header.iter().cloned().zip(row.iter().cloned()).collect()
}

/// The first column is the case's id.
fn cases(table: &Rows) -> (BTreeSet<String>, BTreeMap<String, BTreeMap<String, String>>) {
    let cases = table.rows.iter().map(|row| (row[0].clone(), named(table, row))).collect();
    (table.header.iter().cloned().collect(), cases)
}

fn log_attributes(manifest: &Value) -> BTreeMap<String, String> {
    let attributes = manifest["log"].as_object().unwrap();
    attributes.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

fn quarantine(table: &Rows) -> Vec<QuarantinedRow> {
    let cell = |row: &[String], name: &str| row[table.column(name)].clone();
    let row = |row: &Vec<String>| QuarantinedRow {
        file: cell(row, "file"),
        line: cell(row, "line").parse().unwrap_or_default(),
        code: cell(row, "code"),
    };
    table.rows.iter().map(row).collect()
}
