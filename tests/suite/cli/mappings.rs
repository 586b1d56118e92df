//! `validate`, `show`, `list`, `schema`

use serde_json::Value;

use super::{MAPPING, caseloom, caseloom_in, command, files};

fn with(mapping: &str, arguments: &[&str]) -> super::Ran {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", mapping)]);
    caseloom_in(folder.path(), arguments)
}

#[test]
fn a_right_mapping_has_no_errors_wherever_it_is_named() {
    for name in ["mapping.yaml", ".", "./mapping.yaml"] {
        let ran = with(MAPPING, &["validate", name]);
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        assert!(!ran.stdout.contains("E0"), "{}", ran.stdout);
    }
}

#[test]
fn findings_are_the_result_and_the_count_is_not() {
    let wrong = MAPPING.replace("source: tickets\n    where", "source: tickts\n    where");
    let ran = with(&wrong, &["validate", "mapping.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("no source is called `tickts`"), "{}", ran.stdout);
    assert!(ran.stdout.contains("did you mean `tickets`?"), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("mapping.yaml: 1 error"), "{}", ran.stderr);
    let quiet = with(&wrong, &["validate", "mapping.yaml", "--quiet"]);
    assert_eq!((quiet.code, quiet.stdout, quiet.stderr.as_str()), (1, ran.stdout, ""));
}

#[test]
fn findings_as_json_of_several_mappings_are_one_array() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = MAPPING.replace("record: tickets", "record: tickts");
    files(folder.path(), &[("a.yaml", &wrong), ("b.yaml", &wrong), ("c.yaml", "a: [")]);
    let ran = caseloom_in(folder.path(), &["validate", "a.yaml", "b.yaml", "c.yaml", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let array: Value = serde_json::from_str(&ran.stdout).unwrap();
    for file in ["a.yaml", "b.yaml", "c.yaml"] {
        let of_file = |each: &&Value| each["spans"][0]["file"] == file && each["severity"] == "error";
        let found = array.as_array().unwrap().iter().find(of_file).unwrap_or_else(|| panic!("{file}: {array:#}"));
        assert!(found["spans"][0]["line"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn warnings_count_where_they_are_denied() {
    let folder = tempfile::tempdir().unwrap();
    let either_way = "opened: { type: timestamp, formats: [\"%d/%m/%Y %H:%M\"] }";
    let mapping = MAPPING.replace("opened: timestamp", either_way);
    let rows = "id,opened,state\nT1,01/02/2026 08:00,Closed\nT2,03/04/2026 08:00,Closed\n";
    files(folder.path(), &[("mapping.yaml", &mapping), ("export/tickets.csv", rows)]);
    let arguments = ["validate", "mapping.yaml", "--input", "export", "--timezone", "UTC"];
    let fine = caseloom_in(folder.path(), &arguments);
    assert_eq!(fine.code, 0, "{}", fine.stdout);
    assert!(fine.stdout.contains("ambiguous-day-and-month"), "{}", fine.stdout);
    assert!(fine.stderr.contains("1 warning"), "{}", fine.stderr);
    let denied = caseloom_in(folder.path(), &[&arguments[..], &["--deny-warnings"]].concat());
    assert_eq!((denied.code, denied.stdout), (1, fine.stdout));
}

#[test]
fn a_wrong_mapping_is_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = MAPPING.replace("record: tickets", "record: tickts");
    files(folder.path(), &[("mapping.yaml", &wrong), ("export/tickets.csv", "id,opened,state\n")]);
    let arguments = ["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log"];
    let ran = caseloom_in(folder.path(), &arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("no source is called `tickts`"), "{}", ran.stderr);
    assert!(!folder.path().join("log").exists());
}

#[test]
fn a_mapping_is_shown_as_yaml_that_means_the_same() {
    let shown = with(MAPPING, &["show", "mapping.yaml"]);
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
    assert!(!shown.stdout.contains("{ type: list"), "{}", shown.stdout);
    let again = with(&shown.stdout, &["show", "mapping.yaml"]);
    assert_eq!(again.stdout, shown.stdout);
    let broken = with("a: [", &["show", "mapping.yaml"]);
    assert_eq!(broken.code, 1);
    assert!(broken.stderr.contains("E01"), "{}", broken.stderr);
}

#[test]
fn the_schema_is_json_and_describes_mappings() {
    let ran = caseloom(&["schema"]);
    assert_eq!(ran.code, 0);
    let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(schema["$defs"]["Mapping"]["properties"]["activities"].is_object(), "{}", ran.stdout);
}

#[test]
fn shipped_mappings_are_listed_and_valid() {
    let ran = caseloom(&["list", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let listed: Value = serde_json::from_str(&ran.stdout).unwrap();
    let names: Vec<&str> = listed.as_array().unwrap().iter().map(|each| each["name"].as_str().unwrap()).collect();
    assert_eq!(names, on_disk());
    for name in names {
        let validated = caseloom(&["validate", name]);
        assert_eq!(validated.code, 0, "{}", validated.stdout);
        let shown = caseloom(&["show", name]);
        assert!(shown.stdout.contains(&format!("name: {name}\n")), "a shipped mapping's folder has its name");
    }
}

/// The folders under `mappings` that hold a mapping, in order.
fn on_disk() -> Vec<String> {
    let Ok(folders) = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings")) else { return Vec::new() };
    let folders = folders.map(|entry| entry.unwrap()).filter(|entry| entry.path().join("mapping.yaml").is_file());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn colours_are_drawn_only_where_they_are_wanted() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", "a: [")]);
    let run = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let mut command = command(folder.path(), arguments);
        command.envs(variable);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let plain = ["validate", "mapping.yaml"];
    let always = ["validate", "mapping.yaml", "--color", "always"];
    assert!(!run(&plain, None).contains('\u{1b}'), "no terminal, no colour");
    assert!(run(&always, None).contains('\u{1b}'));
    assert!(run(&always, Some(("NO_COLOR", "1"))).contains('\u{1b}'), "what is asked for beats the variable");
    assert!(!run(&["validate", "mapping.yaml", "--color", "never"], None).contains('\u{1b}'));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    use std::io::Read;
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path(), &["schema"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!((status.code(), told.as_str()), (Some(0), ""));
}
