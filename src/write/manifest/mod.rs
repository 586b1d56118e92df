//! The manifest: what went in, what came out, and what became of every row.
//!
//! It holds no time of day, no absolute path and nothing of the machine: two runs over the same input with the same
//! settings write the same bytes, whatever the number of threads.

mod assemble;
mod build;
mod counts;
mod joined;
mod set;

use serde::Serialize;

pub use assemble::{MappingParts, Parts};
pub use build::time_text;
pub use counts::Counts;
pub use joined::{Example, JoinedCases, Shared};
pub use set::{SetEntry, SetIdentity, SetManifest, SetParts, SetTotals};

use super::outputs::Written;
use super::xes::XesReport;
use crate::run::{FieldCounts, NegativeDurations, RuleCounts, ScriptFailure, SourceAccount, Ties, UnknownName};

/// The version of this format.
pub const FORMAT: u32 = 1;

/// The manifest of a run. Keys are written in this order.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    /// The version of this format: [`FORMAT`].
    pub format: u32,
    /// The program that wrote it.
    pub engine: Engine,
    /// The mapping, its input, and what became of it.
    #[serde(flatten)]
    pub entry: MappingEntry,
    /// What log.xes conforms to, where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xes: Option<XesReport>,
    /// What a reader should know: what was missing or couldn't be computed.
    pub notes: Vec<String>,
    /// The files written beside this one.
    pub outputs: Vec<Output>,
}

/// A mapping, its input, and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct MappingEntry {
    /// The mapping.
    pub mapping: MappingIdentity,
    /// What the run was told.
    pub settings: Settings,
    /// Attributes of the log as a whole.
    pub log: Counts<Option<String>>,
    /// The files read, by source.
    pub inputs: Vec<Input>,
    /// What the log holds.
    pub totals: Totals,
    /// Cases that were made of several records, where the mapping asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_cases: Option<JoinedCases>,
    /// Events by activity, in the mapping's order.
    pub activities: Vec<ActivityTotal>,
    /// What became of each source's rows.
    pub rows: Vec<SourceAccount>,
    /// What each rule gave.
    pub rules: Vec<RuleCounts>,
    /// What each tracked field saw.
    pub fields: Vec<FieldCounts>,
    /// How many neighbours in a case each key of the order decided.
    pub ties: Ties,
    /// Names that data gave to activities and that the mapping doesn't know.
    pub unknown_names: Vec<UnknownName>,
    /// Durations that would have been negative and are null.
    pub negative_durations: Vec<NegativeDurations>,
    /// Scripts that stopped.
    pub script_failures: Vec<ScriptFailure>,
}

/// The program.
#[derive(Debug, Clone, Serialize)]
pub struct Engine {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Engine {
    /// This program.
    pub const THIS: Self = Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

/// Which mapping it was.
#[derive(Debug, Clone, Serialize)]
pub struct MappingIdentity {
    /// Its name.
    pub name: String,
    /// Its version, null where it has none.
    pub version: Option<String>,
    /// The profile in force.
    pub profile: Option<String>,
    /// SHA-256 of the mapping as resolved, with the functions that it names.
    pub sha256: String,
    /// The files of an overlay and what it extends, the overlay first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<MappingFile>,
}

/// A file of a mapping.
#[derive(Debug, Clone, Serialize)]
pub struct MappingFile {
    /// The file: of the mapping its name, of what it extends how it is named there.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// What the run was told, beside the mapping.
#[derive(Debug, Clone, Serialize)]
pub struct Settings {
    /// The zone of times that carry none and for which the mapping names none.
    pub timezone: Option<String>,
    /// The language of labels.
    pub locale: Option<String>,
    /// What columns are headed by, where not by the names of attributes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_names: Option<&'static str>,
    /// When the data was extracted, RFC 3339 in UTC.
    pub extracted_at: Option<String>,
    /// Whether events repeat case attributes.
    pub flat: bool,
    /// The values of params.
    pub params: Vec<ParamValue>,
}

/// A param in force.
#[derive(Debug, Clone, Serialize)]
pub struct ParamValue {
    /// Its id.
    pub param: String,
    /// Its values.
    pub values: Vec<String>,
    /// Where they come from: `set`, `export`, `default` or `missing`.
    pub from: &'static str,
}

/// The files of a source.
#[derive(Debug, Clone, Serialize)]
pub struct Input {
    /// The source.
    pub source: String,
    /// Its files, in the order in which they were read.
    pub files: Vec<InputFile>,
}

/// A file that was read.
#[derive(Debug, Clone, Serialize)]
pub struct InputFile {
    /// Its name below the input folder.
    pub file: String,
    /// The zip in which it stands: then length and digest are those of the zip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// Its length as stored.
    pub bytes: u64,
    /// BLAKE3 as stored.
    pub blake3: Option<String>,
    /// Its records without the header.
    pub rows: u64,
}

/// What the log holds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Totals {
    /// Rows read from all sources.
    pub rows: u64,
    /// Rows quarantined.
    pub quarantined: u64,
    /// Cases, those without events included.
    pub cases: u64,
    /// Cases without events.
    pub cases_without_events: u64,
    /// Events.
    pub events: u64,
    /// Different sequences of activities.
    pub variants: u64,
    /// The earliest event, RFC 3339 in UTC.
    pub first_event: Option<String>,
    /// The latest event, RFC 3339 in UTC.
    pub last_event: Option<String>,
    /// When open states and deadlines end, where something needs it, RFC 3339 in UTC.
    pub ends_at: Option<String>,
}

/// The events of an activity.
#[derive(Debug, Clone, Serialize)]
pub struct ActivityTotal {
    /// Its id in the mapping.
    pub activity: String,
    /// Its name in the log.
    pub label: String,
    /// How many events it has.
    pub events: u64,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize)]
pub struct Output {
    /// Its name.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its records without the header; of log.xes, its events.
    pub rows: u64,
    /// Its BLAKE3.
    pub blake3: String,
}

impl Output {
    /// A written file with so many records.
    pub fn new(written: Written, rows: u64) -> Self {
        Self { file: written.name.to_owned(), bytes: written.bytes, rows, blake3: written.blake3 }
    }
}

impl Manifest {
    /// The manifest as JSON, indented, with a final line end.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

fn json(manifest: &impl Serialize) -> String {
    // Every key is a text and every value plain, so nothing can fail.
    let mut json = serde_json::to_string_pretty(manifest).unwrap_or_default();
    json.push('\n');
    json
}
