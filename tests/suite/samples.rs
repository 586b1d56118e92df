//! Every shipped mapping on its sample: the whole output pinned, and what was worked out by hand beside it.

use crate::program::{Log, Rows, generate, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The shipped mappings, by their folders.
fn shipped() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("mappings")).unwrap();
    let mut names: Vec<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn folder(mapping: &str) -> PathBuf {
    root().join("mappings").join(mapping)
}

/// A folder of input files that comes with a mapping.
struct Sample {
    mapping: String,
    folder: String,
}

/// How samples are read for which UTC isn't enough, or too much.
const OPTIONS: &[(&str, &str, &[&str])] = &[
    (
        "salesforce-service-cloud",
        "sample-report",
        // The zone of the user who exported it; the closed statuses, as CaseStatus can't be a report.
        &["--timezone", "America/New_York", "--set", "closed=Closed,Cancelled"],
    ),
    // Every time has its offset.
    ("cx-interaction-log", "sample", &[]),
    ("cx-interaction-log", "sample-api", &[]),
];

/// Activities and attributes of which a sample knows nothing, and why.
const UNKNOWN: &[(&str, &str, &str)] = &[
    ("sample-report", "File Attached", "the mapping reads files by ids, which reports don't have"),
    ("sample-report", "Case Team Member Added", "the mapping reads team members by ids, which reports don't have"),
    ("sample-report", "Knowledge Article Attached", "the mapping reads articles by ids, which reports don't have"),
    ("sample-report", "TeamMember", "no team members"),
    ("sample-report", "TeamRole", "no team members"),
    ("sample-report", "CaseTeamSize", "no team members"),
    ("sample-report", "KnowledgeArticleCount", "no articles"),
    ("sample-api", "CSAT Received", "records of the API have no score"),
    ("sample-api", "CsatScore", "records of the API have no score"),
    ("sample-api", "SentimentScore", "records of the API have no sentiment"),
    ("sample-api", "HasRecording", "records of the API don't tell of recordings"),
    ("sample-api", "Notes", "records of the API have no notes"),
];

impl Sample {
    /// Every sample of every shipped mapping.
    fn all() -> Vec<Self> {
        let of = |mapping: String| {
            let entries = std::fs::read_dir(folder(&mapping)).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let mut folders: Vec<String> = names.filter(|name| name.starts_with("sample")).collect();
            folders.sort();
            folders.into_iter().map(move |folder| Self { mapping: mapping.clone(), folder })
        };
        shipped().into_iter().flat_map(of).collect()
    }

    fn log(&self) -> Log {
        let is_own = |(mapping, folder, _): &&(&str, &str, _)| *mapping == self.mapping && *folder == self.folder;
        let options = OPTIONS.iter().find(is_own).map_or(&["--timezone", "UTC"][..], |(_, _, options)| options);
        let log = generate(&self.mapping, &folder(&self.mapping).join(&self.folder), options);
        assert_eq!(log.code(), 0, "{}", log.said());
        log
    }

    /// What its snapshots are called.
    fn name(&self) -> String {
        let profile = self.folder.trim_start_matches("sample").trim_start_matches('-');
        if profile.is_empty() { self.mapping.clone() } else { format!("{}__{profile}", self.mapping) }
    }

    fn knows(&self, name: &str) -> bool {
        !UNKNOWN.iter().any(|(folder, unknown, _)| *folder == self.folder && *unknown == name)
    }

    /// Fails where a column doesn't vary, or varies though the sample can't know it.
    fn check_values(&self, table: &Rows, exempt: &[&str]) {
        for name in table.header.iter().filter(|name| !exempt.contains(&name.as_str())) {
            let mut values = table.values(name);
            values.sort_unstable();
            values.dedup();
            assert_eq!(values.len() > 1, self.knows(name), "{}: `{name}` is always {values:?}", self.name());
        }
    }
}

fn yaml(path: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// The activities' English labels, by id.
fn labels(mapping: &str) -> BTreeMap<String, String> {
    let tree = yaml(&folder(mapping).join("mapping.yaml"));
    let activities = tree["activities"].as_object().unwrap();
    // What data name goes by its own name in the log.
    let labelled = activities.iter().filter(|(_, activity)| activity.get("named_by").is_none());
    labelled.map(|(id, activity)| (id.clone(), activity["label"]["en"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn samples_give_the_pinned_output() {
    for sample in Sample::all() {
        let (log, name) = (sample.log(), sample.name());
        crate::snapshots().bind(|| {
            insta::assert_snapshot!(format!("{name}__events"), log.text("events.csv"));
            insta::assert_snapshot!(format!("{name}__cases"), log.text("cases.csv"));
            insta::assert_snapshot!(format!("{name}__manifest"), log.text("manifest.json"));
        });
    }
}

#[test]
fn every_activity_occurs_in_the_samples() {
    for sample in Sample::all() {
        let log = sample.log();
        let events = log.table("events.csv");
        let occurring = events.values("activity");
        for label in labels(&sample.mapping).values() {
            let occurs = occurring.contains(&label.as_str());
            assert_eq!(occurs, sample.knows(label), "{}: does `{label}` occur?", sample.name());
        }
    }
}

#[test]
fn every_attribute_has_two_values_in_the_samples() {
    for sample in Sample::all() {
        let log = sample.log();
        // No attributes: every event may be a completion, and a mapping may have one source.
        sample.check_values(&log.table("events.csv"), &["lifecycle", "source"]);
        sample.check_values(&log.table("cases.csv"), &[]);
    }
}

#[test]
fn the_profile_is_the_one_that_fits_the_sample() {
    for (mapping, folder, profile) in [
        ("salesforce-service-cloud", "sample", "api"),
        ("salesforce-service-cloud", "sample-report", "report"),
        ("cx-interaction-log", "sample", "export"),
        ("cx-interaction-log", "sample-api", "api"),
    ] {
        let sample = Sample { mapping: mapping.to_owned(), folder: folder.to_owned() };
        assert_eq!(sample.log().manifest()["mapping"]["profile"], profile, "{mapping}/{folder}");
    }
}
