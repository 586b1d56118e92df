//! `caseloom show --origin`

use super::{folder, yaml};
use crate::cli::caseloom_in;

const OVERLAY: &str = "extends: base.yaml\nname: mine\nparams:\n  closed: { add: [Gone] }\nactivities:\n  opened: { label: { en: Begun } }\n";

#[test]
fn each_value_has_the_line_where_it_is_written() {
    let folder = folder(OVERLAY);
    let shown = caseloom_in(folder.path(), &["show", "mine.yaml", "--origin"]).stdout;
    let origin = |text: &str| {
        let line = shown.lines().find(|line| line.trim_start().starts_with(text)).unwrap_or_else(|| panic!("{text}"));
        line.split_once("  # ").unwrap_or_else(|| panic!("{line}")).1.to_owned()
    };
    for (text, place) in [
        ("name: mine", "mine.yaml:2"),
        ("version:", "base.yaml:3"),
        ("- Closed", "base.yaml:9"),
        ("- Gone", "mine.yaml:4"),
        ("en: Begun", "mine.yaml:6"),
        ("fr: Ouvert", "base.yaml:42"),
        ("IsHeavy: =", "base.yaml:24"),
    ] {
        assert_eq!(origin(text), place, "{text}\n{shown}");
    }
}

#[test]
fn it_is_the_same_yaml() {
    let folder = folder(OVERLAY);
    for mapping in ["mine.yaml", "salesforce-service-cloud", "servicenow-incident", "genesys-cloud-cx"] {
        let plain = caseloom_in(folder.path(), &["show", mapping]).stdout;
        let shown = caseloom_in(folder.path(), &["show", mapping, "--origin"]).stdout;
        assert_eq!(yaml(&plain), yaml(&shown), "{mapping}");
        let without = |line: &str| {
            line.rsplit_once("  # ").map_or(line.trim_end().to_owned(), |(text, _)| text.trim_end().to_owned())
        };
        let stripped: Vec<String> = shown.lines().map(without).collect();
        let lines: Vec<&str> = plain.lines().map(str::trim_end).collect();
        assert_eq!(lines, stripped, "{mapping}");
    }
}

#[test]
fn comments_stand_in_a_column() {
    let folder = folder(OVERLAY);
    let shown = caseloom_in(folder.path(), &["show", "mine.yaml", "--origin"]).stdout;
    let columns = shown.lines().filter(|line| line.is_ascii()).filter_map(|line| line.find("  # "));
    let mut columns: Vec<usize> = columns.collect();
    columns.sort_unstable();
    let common = columns[columns.len() / 2];
    assert!(columns.iter().filter(|column| **column == common).count() * 10 > columns.len() * 9, "{shown}");
}

#[test]
fn a_profile_s_values_are_those_of_its_lines() {
    let folder = folder(OVERLAY);
    let shown = caseloom_in(folder.path(), &["show", "mine.yaml", "--origin", "--profile", "report"]).stdout;
    let line = shown.lines().find(|line| line.contains("header: Date")).unwrap();
    assert!(line.ends_with("# base.yaml:62"), "{line}");
}
