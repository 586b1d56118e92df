//! What a run over several mappings says of itself.

use super::{RECORDS, TICKETS, fine, folder, generate, manifest, table, text};
use crate::cli::{caseloom_in, files};
use serde_json::Value;

#[test]
fn the_manifest_has_an_entry_for_each_mapping() {
    let folder = folder();
    fine(&generate(folder.path(), &["--extracted-at", "2026-03-05T00:00:00Z"]));
    let manifest = manifest(folder.path());
    assert_eq!(manifest["set"]["name"], "desk+calls");
    assert!(manifest["set"]["sha256"].is_null());
    let entries = manifest["mappings"].as_array().unwrap();
    let names: Vec<&Value> = entries.iter().map(|entry| &entry["mapping"]["name"]).collect();
    assert_eq!(names, ["desk", "calls"]);
    assert_eq!(entries[0]["inputs"][0]["files"][0]["blake3"].as_str().unwrap().len(), 64);
    assert_eq!(entries[0]["log"]["SystemName"], "Desk");
    assert_eq!(entries[0]["totals"]["cases"], 2);
    assert_eq!(entries[1]["totals"]["events"], 4);
    let totals = &manifest["totals"];
    for (total, count) in
        [("rows", 7), ("cases", 3), ("cases_in_several", 1), ("events", 9), ("variants", 3), ("quarantined", 0)]
    {
        assert_eq!(totals[total], count, "{total}");
    }
    assert_eq!(
        (&totals["first_event"], &totals["last_event"]),
        (&"2026-03-01T08:00:00Z".into(), &"2026-03-01T12:00:00Z".into())
    );
    assert_eq!(manifest["log"]["SourceSystem"], "Desk");
    let told = "`SourceSystem` is `Desk` by `desk`, and would be `Calls` by `calls`";
    assert_eq!(manifest["notes"][0], told);
    let ties = &manifest["ties"];
    let neighbours: u64 = ["time", "rank", "mapping", "within"].iter().map(|key| ties[key].as_u64().unwrap()).sum();
    assert_eq!((neighbours, &ties["mapping"]), (6, &1.into()));
}

/// What is said of a mapping is what its own manifest says.
#[test]
fn an_entry_is_that_of_the_mappings_own_run() {
    let folder = folder();
    fine(&generate(folder.path(), &[]));
    let entries = manifest(folder.path())["mappings"].clone();
    for (place, name) in ["desk", "calls"].into_iter().enumerate() {
        let mapping = format!("{name}.yaml");
        fine(&caseloom_in(folder.path(), &["generate", "--mapping", &mapping, "--input", name, "--output", "log"]));
        let mut alone = manifest(folder.path());
        for key in ["format", "engine", "outputs"] {
            alone.as_object_mut().unwrap().remove(key);
        }
        assert_eq!(entries[place], alone, "{name}");
    }
}

#[test]
fn rows_are_accounted_for_by_mapping() {
    let folder = folder();
    files(
        folder.path(),
        &[
            ("desk/tickets.csv", &format!("{TICKETS}T3,yesterday,,,\n")),
            ("calls/calls.csv", &format!("{RECORDS}c3,,2026-03-01T09:30:00Z,,,\nc4,T2\n")),
        ],
    );
    let ran = generate(folder.path(), &["--max-quarantined", "3"]);
    fine(&ran);
    for entry in manifest(folder.path())["mappings"].as_array().unwrap() {
        for source in entry["rows"].as_array().unwrap() {
            let quarantined: u64 =
                source["quarantined"].as_object().unwrap().values().map(|rows| rows.as_u64().unwrap()).sum();
            let fates = [
                "filtered",
                "case_filtered",
                "events",
                "merged",
                "duplicates",
                "no_time",
                "not_chosen",
                "repeated",
                "records",
                "lookup",
                "unmatched",
            ];
            let rows: u64 = fates.iter().map(|fate| source[fate].as_u64().unwrap()).sum();
            assert_eq!(source["read"], rows + quarantined, "{source}");
        }
    }
    let rows = table(folder.path(), "quarantine.csv");
    assert_eq!(rows.header[..3], ["mapping", "source", "file"]);
    assert_eq!(rows.values("mapping"), ["desk", "calls", "calls"]);
    assert_eq!(rows.values("source"), ["tickets", "calls", "calls"]);
    let too_many = generate(folder.path(), &["--max-quarantined", "2"]);
    assert_eq!(too_many.code, 1);
    for told in [
        "3 of 10 rows are in quarantine",
        "`desk`: 1 row of `tickets.Opened` can't be used",
        "`calls`: 1 row of `calls`",
    ] {
        assert!(too_many.stderr.contains(told), "`{told}`: {}", too_many.stderr);
    }
}

#[test]
fn the_summary_shows_each_mapping_and_what_they_have_together() {
    let folder = folder();
    let ran = generate(folder.path(), &["--format", "xes"]);
    fine(&ran);
    let told = ran.stderr.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    for words in [
        "desk+calls\n\n7  rows read\n3  cases\n1  cases of several mappings\n9  events",
        "log.xes: certification level",
        "desk 1.2.0\n\n5  rows read\n2  cases\n5  events",
        "2  Opened\n1  Stepped\n2  Closed",
        "calls\n\n2  rows read",
        "2  calls: 2 made events",
        "put in order by\n1  the order of mappings",
        "`SourceSystem` is `Desk` by `desk`",
        "`LastDataUpdate` is empty: give `--extracted-at`",
    ] {
        assert!(told.contains(words), "`{words}` isn't in:\n{told}");
    }
}

#[test]
fn a_later_run_of_one_mapping_replaces_a_sets_log() {
    let folder = folder();
    fine(&generate(folder.path(), &["--format", "csv,xes"]));
    fine(&caseloom_in(folder.path(), &["generate", "--mapping", "desk.yaml", "--input", "desk", "--output", "log"]));
    assert!(!folder.path().join("log/log.xes").exists());
    assert!(
        manifest(folder.path())["mapping"]["name"] == "desk" && !text(folder.path(), "events.csv").contains("Calls")
    );
}
