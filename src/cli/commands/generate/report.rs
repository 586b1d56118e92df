//! The manifest of a run, of one mapping or of a set.

use std::time::Duration;

use caseloom::diagnostic::Diagnostic;
use caseloom::run::RuleCounts;
use caseloom::write::{Manifest, SetManifest};

use super::summary;

/// The manifest of a run.
pub enum Report {
    One(Box<Manifest>),
    Set(Box<SetManifest>),
}

impl Report {
    /// As it is written.
    pub fn to_json(&self) -> String {
        match self {
            Self::One(manifest) => manifest.to_json(),
            Self::Set(manifest) => manifest.to_json(),
        }
    }

    /// By mapping, what each rule gave.
    pub fn rules(&self) -> Vec<&[RuleCounts]> {
        match self {
            Self::One(manifest) => vec![&manifest.entry.rules],
            Self::Set(manifest) => manifest.mappings.iter().map(|each| each.entry.rules.as_slice()).collect(),
        }
    }

    /// The attributes of the log.
    pub fn log_attributes(&self) -> &[(String, Option<String>)] {
        match self {
            Self::One(manifest) => &manifest.entry.log.0,
            Self::Set(manifest) => &manifest.log.0,
        }
    }

    /// Rows in quarantine, and all rows.
    pub fn quarantined(&self) -> (u64, u64) {
        match self {
            Self::One(manifest) => (manifest.entry.totals.quarantined, manifest.entry.totals.rows),
            Self::Set(manifest) => (manifest.totals.quarantined, manifest.totals.rows),
        }
    }

    /// What the run did, for people. `told` are findings that were drawn above.
    pub fn summary(&self, told: &[Diagnostic], output: &str, elapsed: Duration) -> String {
        match self {
            Self::One(manifest) => summary::summary(manifest, told, output, elapsed),
            Self::Set(manifest) => summary::of_set(manifest, told, output, elapsed),
        }
    }
}
