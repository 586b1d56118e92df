//! `docs`: the data template, as Markdown and as a page, and the queries in it.

mod browser;
mod extract;
mod language;
mod markdown;
mod page;

use crate::cli::{MAPPING, caseloom_in, files};

/// The template of a mapping that stands in a folder of its own.
fn docs_of(mapping: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", mapping)]);
    let ran = caseloom_in(folder.path(), &[&["docs", "mapping.yaml"], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

/// The template of a shipped mapping.
fn docs(name: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let ran = caseloom_in(folder.path(), &[&["docs", name], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

/// What a shipped mapping became.
fn plan(name: &str) -> caseloom::plan::Plan {
    let path = crate::mapping::root().join("mappings").join(name).join("mapping.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    crate::mapping::planned(&path, &text, None).2.unwrap()
}

/// A mapping whose words try to be more than words.
fn hostile() -> String {
    let label = r#"'<img src=x onerror="window.hurt=1"><script>window.hurt=2</script> | "a" & `b`'"#;
    MAPPING
        .replace("{ en: Ticket Opened, fr: Ticket ouvert }", label)
        .replace("State: case.state", &format!("State: {{ from: case.state, label: {label}, docs: {label} }}"))
        .replace("name: tickets\n", &format!("name: tickets\nlabel: {label}\n"))
        .replace("default: [Closed]", r"default: ['</script><script>window.hurt=3</script>', Closed]")
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_instead() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = MAPPING.replace("record: tickets", "record: tickts");
    files(folder.path(), &[("mapping.yaml", &wrong)]);
    let ran = caseloom_in(folder.path(), &["docs", "mapping.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("`tickts`"), "{}", ran.stderr);
}

#[test]
fn options_that_ask_for_nothing_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", MAPPING)]);
    let run = |arguments: &[&str]| caseloom_in(folder.path(), &[&["docs", "mapping.yaml"], arguments].concat());
    run(&["--locale", "all"]).refused(&["only a page can switch between languages", "--format html"]);
    run(&["--since", "2026-01-01", "--before", "2026-01-01"]).refused(&["`--since` doesn't lie before `--before`"]);
    run(&["--since", "2025-02-30"]).refused(&["--since"]);
    run(&["--locale", "de"]).refused(&["en", "zh", "fr", "th"]);
    caseloom_in(folder.path(), &["docs"]).refused(&["MAPPING"]);
    caseloom_in(folder.path(), &["docs", "nothing"]).refused(&["`nothing`"]);
}

#[test]
fn a_file_that_cant_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", MAPPING)]);
    let ran = caseloom_in(folder.path(), &["docs", "mapping.yaml", "--output", "no/such/folder.md"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("`no/such/folder.md` can't be written"), "{}", ran.stderr);
}

#[test]
fn a_file_holds_what_would_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", MAPPING)]);
    let printed = caseloom_in(folder.path(), &["docs", "mapping.yaml", "--locale", "fr"]);
    let written = caseloom_in(folder.path(), &["docs", "mapping.yaml", "--locale", "fr", "--output", "template.md"]);
    assert_eq!((written.code, written.stdout.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(folder.path().join("template.md")).unwrap(), printed.stdout);
}

#[test]
fn a_set_is_no_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let set = "caseloom: 1\nset: both\nmappings: { tickets: { mapping: mapping.yaml } }\n";
    files(folder.path(), &[("mapping.yaml", MAPPING), ("set.yaml", set)]);
    caseloom_in(folder.path(), &["docs", "set.yaml"]).refused(&["is a set of mappings"]);
}
