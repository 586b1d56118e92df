//! The manifest of a run, of one mapping or of a set.

use std::time::Duration;

use caseloom::diagnostic::Diagnostic;
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
