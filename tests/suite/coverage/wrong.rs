//! What can be wrong with a survey.

use super::{MAPPING, coverage, desk};
use crate::cli::{caseloom_in, files};

#[test]
fn it_is_written_to_a_file_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let printed = coverage(folder.path(), &["--format", "markdown"]).stdout;
    let ran = coverage(folder.path(), &["--format", "markdown", "--output", "page.md"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", "written to page.md\n"));
    assert_eq!(std::fs::read_to_string(folder.path().join("page.md")).unwrap(), printed);
}

#[test]
fn a_file_that_can_t_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let ran = coverage(folder.path(), &["--output", "nowhere/page.md"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("E0901"), "{}", ran.stderr);
    assert!(ran.stderr.contains("`nowhere/page.md` can't be written"), "{}", ran.stderr);
}

#[test]
fn failures_are_json_where_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    std::fs::remove_file(folder.path().join("in/changes.csv")).unwrap();
    let ran = coverage(folder.path(), &["--format", "json"]);
    assert_eq!(ran.code, 3);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found[0]["severity"], "error", "{}", ran.stdout);
}

#[test]
fn an_unknown_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    coverage(folder.path(), &["--format", "html"]).refused(&["invalid value 'html'", "markdown"]);
}

#[test]
fn the_input_has_to_be_there() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let arguments = ["coverage", "--mapping", "desk.yaml", "--input", "out"];
    caseloom_in(folder.path(), &arguments).refused(&["there is no input folder `out`"]);
}

#[test]
fn a_set_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    files(folder.path(), &[("set.yaml", "set: both\nmappings: { desk: { mapping: desk.yaml } }\n")]);
    let arguments = ["coverage", "--mapping", "set.yaml", "--input", "in"];
    caseloom_in(folder.path(), &arguments).refused(&["is a set of mappings"]);
}

#[test]
fn cases_end_with_activities_that_there_are() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    for (wrong, near) in [("ends: closd", "`closed`"), ("begins: [opened, opend]", "`opened`")] {
        files(folder.path(), &[("desk.yaml", &MAPPING.replace("ends: closed", wrong))]);
        let ran = coverage(folder.path(), &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
        assert!(ran.stderr.contains("unknown activity") || ran.stderr.contains("no activity"), "{}", ran.stderr);
        assert!(ran.stderr.contains(near), "{}", ran.stderr);
    }
}
