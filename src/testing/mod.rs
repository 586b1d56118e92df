//! Test cases of mappings: a small input, and what has to come of it.
//!
//! A file of tests is read into [`TestFile`] through the spanned tree; [`check`] compares its words with what the mapping
//! knows; [`compare`] sets what a run gave ([`Actual`]) beside what a [`TestCase`] expects, event by event; a
//! [`Report`] is written for people, as JSON or as JUnit XML. Who runs the cases, and reads and writes files, stands
//! outside.

mod actual;
mod check;
mod compare;
mod coverage;
mod document;
mod report;
mod snapshot;

pub use actual::{Actual, ActualLog, QuarantinedRow, Row, STANDARD, with_standard_columns};
pub use check::{Names, Settings, check, check_names};
pub use compare::{CaseReview, Difference, Mark, ReviewLine, compare};
pub use coverage::{Coverage, Goal, Goals};
pub use document::{Cells, Entries, Events, Options, TestCase, TestFile};
pub use report::{Report, Status, TestReport, Totals, human, json, junit, review_text};
pub use snapshot::{SnapshotCase, SnapshotFile, differences, snapshot_name, snapshot_text};

use schemars::generate::SchemaSettings;

/// The schema of files of tests, derived from the types that read them.
pub fn schema() -> serde_json::Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<TestFile>();
    let mut value = schema.to_value();
    if let Some(root) = value.as_object_mut() {
        root.insert("title".to_owned(), "caseloom tests".into());
    }
    value
}
