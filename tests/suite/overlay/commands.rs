//! Overlays wherever a mapping may stand.

use serde_json::Value;

use super::{folder, open};
use crate::cli::{caseloom_in, files};

const TICKETS: &str = "Id,Opened,Owner,State,Weight\nT1,01.02.2026 08:00,Ann,Gone,5\nT2,02.02.2026 08:00,Bob,New,50\n";
const HISTORY: &str = "Ticket,At,Row,Field,Old,New\nT1,2026-02-01T10:00:00Z,1,Status,New,Gone\n";
const OVERLAY: &str = "\
extends: base.yaml
name: mine
version: 0.1.0
params: { closed: { add: [Gone] } }
sources: { tickets: { columns: { Status: { header: State } } } }
activities: { late: off, opened: { label: { en: Begun } } }
";

fn export(overlay: &str) -> tempfile::TempDir {
    let folder = folder(overlay);
    files(folder.path(), &[("export/tickets.csv", TICKETS), ("export/history.csv", HISTORY)]);
    folder
}

fn manifest(folder: &tempfile::TempDir) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder.path().join("log/manifest.json")).unwrap()).unwrap()
}

const RUN: &[&str] = &["generate", "--input", "export", "--output", "log", "--profile", "api", "--mapping"];

#[test]
fn a_run_is_that_of_the_overlay() {
    let folder = export(OVERLAY);
    let ran = caseloom_in(folder.path(), &[RUN, &["mine.yaml"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let events = std::fs::read_to_string(folder.path().join("log/events.csv")).unwrap();
    assert!(events.contains("T1,") && events.contains("Begun") && events.contains("Closed"), "{events}");
    assert!(!events.contains("Late"), "{events}");
    let manifest = manifest(&folder);
    let mapping = &manifest["mapping"];
    assert_eq!((&mapping["name"], &mapping["version"]), (&"mine".into(), &"0.1.0".into()));
    let files = mapping["files"].as_array().unwrap();
    assert_eq!((&files[0]["file"], &files[1]["file"]), (&"mine.yaml".into(), &"base.yaml".into()));
    assert_eq!(files[1]["sha256"].as_str().unwrap().len(), 64);
    let closed = manifest["settings"]["params"].as_array().unwrap().iter().find(|each| each["param"] == "closed");
    assert_eq!(closed.unwrap()["values"], serde_json::json!(["Closed", "Gone"]));
}

/// A run without an overlay says nothing of files.
#[test]
fn a_mapping_of_one_file_has_no_list_of_them() {
    let folder = export("extends: base.yaml\n");
    files(folder.path(), &[("export/tickets.csv", &TICKETS.replace("State", "Status"))]);
    assert_eq!(caseloom_in(folder.path(), &[RUN, &["base.yaml"]].concat()).code, 0);
    let alone = manifest(&folder);
    assert!(alone["mapping"].get("files").is_none());
    let events = std::fs::read(folder.path().join("log/events.csv")).unwrap();
    assert_eq!(caseloom_in(folder.path(), &[RUN, &["mine.yaml"]].concat()).code, 0);
    assert_eq!(std::fs::read(folder.path().join("log/events.csv")).unwrap(), events);
    assert_eq!(manifest(&folder)["mapping"]["sha256"], alone["mapping"]["sha256"]);
}

#[test]
fn a_set_takes_overlays() {
    let folder = export(OVERLAY);
    files(
        folder.path(),
        &[("all.yaml", "caseloom: 1\nset: all\nmappings: { mine: { mapping: mine.yaml, profile: api } }\n")],
    );
    let ran =
        caseloom_in(folder.path(), &["generate", "--mapping", "all.yaml", "--input", "export", "--output", "log"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(manifest(&folder)["mappings"][0]["mapping"]["files"][0]["file"], "mine.yaml");
}

#[test]
fn the_profile_that_fits_is_found() {
    let folder = export(OVERLAY);
    let ran = caseloom_in(folder.path(), &["validate", "mine.yaml", "--input", "export"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("profile `api` fits the input"), "{}", ran.stderr);
    files(folder.path(), &[("mine.yaml", &OVERLAY.replace("State", "Zustand"))]);
    let ran = caseloom_in(folder.path(), &["validate", "mine.yaml", "--input", "export"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn findings_in_the_base_name_its_file() {
    let folder = export("extends: salesforce-service-cloud\nparams: { history_kept: off }\n");
    let ran = caseloom_in(folder.path(), &["validate", "mine.yaml", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    let finding = found.as_array().unwrap().iter().find(|each| each["code"] == "E1105").unwrap();
    assert_eq!((&finding["spans"][0]["file"], &finding["spans"][0]["line"]), (&"mine.yaml".into(), &2.into()));
    assert_eq!(finding["spans"][1]["file"], "shipped:salesforce-service-cloud/mapping.yaml");
}

#[test]
fn shown_it_is_a_mapping_that_extends_nothing() {
    let folder = export(OVERLAY);
    let shown = caseloom_in(folder.path(), &["show", "mine.yaml"]);
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
    assert!(!shown.stdout.contains("extends"));
    files(folder.path(), &[("shown.yaml", &shown.stdout)]);
    let (mine, alone) = (open(&folder.path().join("mine.yaml"), None), open(&folder.path().join("shown.yaml"), None));
    assert_eq!(mine.resolved.digest(), alone.resolved.digest());
}
