//! The manifest of a run, from what loading, running and writing say.

use super::build::{input_notes, inputs, log_attributes, params, time_text};
use super::{
    ActivityTotal, Engine, FORMAT, JoinedCases, Manifest, MappingEntry, MappingFile, MappingIdentity, Output, Settings,
    Totals,
};
use crate::diagnostic::Diagnostic;
use crate::load::Loaded;
use crate::plan::{LogAttribute, LogPlan, Plan};
use crate::run::Outcome;
use crate::time::Precision;
use crate::write::Labels;
use crate::write::log::{LogPart, LogValues};
use crate::write::xes::XesReport;

/// What a manifest is made of.
#[derive(Debug)]
pub struct Parts<'a> {
    /// What the log looks like.
    pub log: &'a LogPlan,
    /// The mapping and what became of its input.
    pub mapping: MappingParts<'a>,
    /// What there is to say of log.xes, where it is written.
    pub xes: Option<XesReport>,
    /// The files written.
    pub outputs: Vec<Output>,
}

/// What a manifest says of a mapping is made of this.
#[derive(Debug)]
pub struct MappingParts<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What was loaded.
    pub loaded: &'a Loaded,
    /// What became of it.
    pub outcome: Outcome,
    /// The names of activities.
    pub labels: &'a Labels,
    /// SHA-256 of the mapping in force.
    pub mapping_digest: [u8; 32],
    /// The zone given for the run.
    pub timezone: Option<String>,
    /// The language asked for.
    pub locale: Option<String>,
    /// Whether columns are headed by labels.
    pub headed_by_labels: bool,
    /// When the data was extracted.
    pub extracted_at: Option<i64>,
    /// Whether events repeat case attributes.
    pub flat: bool,
    /// The warnings of loading and of the run, in the order in which they are told.
    pub warnings: Vec<Diagnostic>,
}

impl Parts<'_> {
    /// The manifest.
    pub fn assemble(self) -> Manifest {
        let mut notes = self.mapping.notes(self.log);
        notes.extend(self.xes.iter().flat_map(|xes| xes.notes.iter().cloned()));
        Manifest {
            format: FORMAT,
            engine: Engine::THIS,
            entry: self.mapping.entry(),
            xes: self.xes,
            notes,
            outputs: self.outputs,
        }
    }
}

impl MappingParts<'_> {
    /// What is said of the mapping.
    pub(super) fn entry(self) -> MappingEntry {
        let (totals, activities, joined_cases) = (self.totals(), self.activities(), self.joined());
        let Self { plan, loaded, outcome, .. } = self;
        let values = LogValues { params: &loaded.params, extracted_at: self.extracted_at };
        let alone = LogPart::alone(plan, self.labels, values);
        MappingEntry {
            mapping: MappingIdentity {
                name: plan.name.clone(),
                version: Some(plan.version.clone()).filter(|version| !version.is_empty()),
                profile: plan.profile.clone(),
                sha256: self.mapping_digest.iter().map(|byte| format!("{byte:02x}")).collect(),
                files: plan.files.iter().cloned().map(|(file, sha256)| MappingFile { file, sha256 }).collect(),
            },
            settings: Settings {
                timezone: self.timezone,
                locale: self.locale,
                column_names: self.headed_by_labels.then_some("locale"),
                extracted_at: self.extracted_at.map(time_text),
                flat: self.flat,
                params: params(plan, loaded),
            },
            log: log_attributes(&LogPlan::of_mapping(plan), &[alone]),
            inputs: inputs(plan, loaded),
            totals,
            joined_cases,
            activities,
            rows: outcome.account.sources,
            rules: outcome.rules,
            fields: outcome.fields,
            ties: outcome.ties,
            unknown_names: outcome.unknown_names,
            negative_durations: outcome.negative_durations,
            script_failures: outcome.script_failures,
        }
    }

    fn totals(&self) -> Totals {
        let outcome = &self.outcome;
        Totals {
            rows: outcome.account.sources.iter().map(|source| source.read).sum(),
            quarantined: quarantined(outcome),
            cases: outcome.cases,
            cases_without_events: outcome.cases_without_events,
            events: outcome.events,
            variants: outcome.variants,
            first_event: outcome.first_time.map(time_text),
            last_event: outcome.last_time.map(time_text),
            ends_at: outcome.horizon.map(time_text),
        }
    }

    fn activities(&self) -> Vec<ActivityTotal> {
        let counts = self.outcome.activities.iter().enumerate();
        counts
            .map(|(index, (activity, events))| ActivityTotal {
                activity: activity.clone(),
                label: self.labels.names().get(index).cloned().unwrap_or_default(),
                events: *events,
            })
            .collect()
    }

    /// What a reader should know of the mapping's part.
    pub(super) fn notes(&self, log: &LogPlan) -> Vec<String> {
        let mut notes = input_notes(self.plan, self.loaded);
        notes.extend(self.warnings.iter().map(|warning| warning.message.clone()));
        if self.extracted_at.is_none() {
            let asking = self.plan.log_attributes.iter().filter(|each| each.value == LogAttribute::ExtractedAt);
            notes.extend(asking.map(|each| format!("`{}` is empty: give `--extracted-at`", each.name)));
        }
        if self.outcome.has_milliseconds && log.output.precision == Precision::Seconds {
            let keeps = "times have milliseconds, which are cut: `output: { time: milliseconds }` keeps them";
            notes.push(keeps.to_owned());
        }
        notes.extend(self.joined().iter().flat_map(JoinedCases::notes));
        notes
    }

    fn joined(&self) -> Option<JoinedCases> {
        self.loaded.links.as_ref().and_then(|report| JoinedCases::of(self.plan, report))
    }
}

/// Rows in quarantine, of all sources.
fn quarantined(outcome: &Outcome) -> u64 {
    outcome.account.sources.iter().flat_map(|source| source.quarantined.values()).sum()
}
