//! Explanations as a user reads them, pinned.

use super::{desk, explain};
use crate::program::{command, root};
use crate::snapshots;

#[test]
fn a_case_of_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let ran = explain(folder.path(), "D-1", &[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    snapshots().bind(|| insta::assert_snapshot!("explain-desk", ran.stdout));
}

/// Mapping, sample, case, further options.
const CASES: &[(&str, &str, &str, &[&str])] = &[
    ("servicenow-incident", "sample", "INC1000001", &["--timezone", "UTC"]),
    ("salesforce-service-cloud", "sample", "00000387", &["--timezone", "UTC"]),
];

#[test]
fn cases_of_shipped_samples() {
    for (mapping, sample, case, more) in CASES {
        let input = root().join("mappings").join(mapping).join(sample);
        let mut arguments = vec!["explain", "--mapping", mapping, "--input", input.to_str().unwrap(), "--case", case];
        arguments.extend(*more);
        let output = command(root(), &arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        let text = String::from_utf8(output.stdout).unwrap();
        snapshots().bind(|| insta::assert_snapshot!(format!("explain-{mapping}__{sample}"), text));
    }
}
