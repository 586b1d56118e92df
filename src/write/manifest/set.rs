//! The manifest of a run over a set of mappings.

use serde::Serialize;

use super::assemble::MappingParts;
use super::build::{log_attributes, time_text, values_text};
use super::{Counts, Engine, FORMAT, MappingEntry, Output, json};
use crate::plan::LogPlan;
use crate::run::{JointTies, JointTotals};
use crate::write::log::{LogAttributeValues, LogPart, log_values};
use crate::write::xes::XesReport;

/// The manifest of a run over a set. Keys are written in this order.
#[derive(Debug, Clone, Serialize)]
pub struct SetManifest {
    /// The version of this format: [`FORMAT`].
    pub format: u32,
    /// The program that wrote it.
    pub engine: Engine,
    /// The set.
    pub set: SetIdentity,
    /// Attributes of the log as a whole.
    pub log: Counts<Option<String>>,
    /// What the log holds.
    pub totals: SetTotals,
    /// How many neighbours in a case each key of the order decided.
    pub ties: JointTies,
    /// Each mapping, its input, and what became of it, in the order of the set.
    pub mappings: Vec<SetEntry>,
    /// What log.xes conforms to, where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xes: Option<XesReport>,
    /// What a reader should know of all together.
    pub notes: Vec<String>,
    /// The files written beside this one.
    pub outputs: Vec<Output>,
}

/// Which set it was.
#[derive(Debug, Clone, Serialize)]
pub struct SetIdentity {
    /// Its name; of mappings named on the command line their names, with `+` between them.
    pub name: String,
    /// Its version, null where it has none.
    pub version: Option<String>,
    /// SHA-256 of the set's file as read; null where there is none.
    pub sha256: Option<String>,
}

/// What a joined log holds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SetTotals {
    /// Rows read by all mappings.
    pub rows: u64,
    /// Rows quarantined.
    pub quarantined: u64,
    /// Cases, those without events included.
    pub cases: u64,
    /// Cases that several mappings know.
    pub cases_in_several: u64,
    /// Cases without events.
    pub cases_without_events: u64,
    /// Events.
    pub events: u64,
    /// Different sequences of activities, by their names in the log.
    pub variants: u64,
    /// The earliest event, RFC 3339 in UTC.
    pub first_event: Option<String>,
    /// The latest event, RFC 3339 in UTC.
    pub last_event: Option<String>,
}

/// A mapping of the set.
#[derive(Debug, Clone, Serialize)]
pub struct SetEntry {
    /// What a manifest says of a mapping.
    #[serde(flatten)]
    pub entry: MappingEntry,
    /// What a reader should know of its part.
    pub notes: Vec<String>,
}

/// What the manifest of a set is made of.
#[derive(Debug)]
pub struct SetParts<'a> {
    /// What the log looks like.
    pub log: &'a LogPlan,
    /// SHA-256 of the set's file as read, where there is one.
    pub set_digest: Option<String>,
    /// The mappings as the log shows them.
    pub shown: &'a [LogPart<'a>],
    /// The mappings and what became of their input.
    pub mappings: Vec<MappingParts<'a>>,
    /// What the log holds.
    pub totals: JointTotals,
    /// What there is to say of log.xes, where it is written.
    pub xes: Option<XesReport>,
    /// The files written.
    pub outputs: Vec<Output>,
}

impl SetParts<'_> {
    /// The manifest.
    pub fn assemble(self) -> SetManifest {
        let notes = self.notes();
        let log = log_attributes(self.log, self.shown);
        let entry = |parts: MappingParts<'_>| SetEntry { notes: parts.notes(self.log), entry: parts.entry() };
        let mappings: Vec<SetEntry> = self.mappings.into_iter().map(entry).collect();
        SetManifest {
            format: FORMAT,
            engine: Engine::THIS,
            set: SetIdentity {
                name: self.log.name.clone(),
                version: Some(self.log.version.clone()).filter(|version| !version.is_empty()),
                sha256: self.set_digest,
            },
            log,
            totals: totals(&mappings, &self.totals),
            ties: self.totals.ties,
            mappings,
            xes: self.xes,
            notes,
            outputs: self.outputs,
        }
    }

    fn notes(&self) -> Vec<String> {
        let values = log_values(self.log, self.shown);
        let mut notes: Vec<String> = values.iter().filter_map(|each| self.difference(each)).collect();
        notes.extend(self.xes.iter().flat_map(|xes| xes.notes.iter().cloned()));
        notes
    }

    /// Where two mappings say something else of the log, the first is heard.
    fn difference(&self, attribute: &LogAttributeValues) -> Option<String> {
        let (first, other) = (attribute.given.first()?, attribute.other()?);
        let said = |(mapping, values): &(usize, Vec<_>)| {
            format!("`{}` by `{}`", values_text(values).unwrap_or_default(), self.shown[*mapping].plan.name)
        };
        Some(format!("`{}` is {}, and would be {}", attribute.name, said(first), said(other)))
    }
}

fn totals(mappings: &[SetEntry], joint: &JointTotals) -> SetTotals {
    SetTotals {
        rows: mappings.iter().map(|each| each.entry.totals.rows).sum(),
        quarantined: mappings.iter().map(|each| each.entry.totals.quarantined).sum(),
        cases: joint.cases,
        cases_in_several: joint.cases_in_several,
        cases_without_events: joint.cases_without_events,
        events: joint.events,
        variants: joint.variants,
        first_event: joint.first_time.map(time_text),
        last_event: joint.last_time.map(time_text),
    }
}

impl SetManifest {
    /// The manifest as JSON, indented, with a final line end.
    pub fn to_json(&self) -> String {
        json(self)
    }
}
