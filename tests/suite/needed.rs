//! Columns that a log can't do without: a table that lacks one stops the run, whatever else is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use caseloom::plan::ColumnFrom;
use tempfile::{TempDir, tempdir};

use crate::mapping::planned;
use crate::program::{Log, generate, root};

/// A sample of tables that comes with a mapping, and how it is read.
struct Sample {
    mapping: &'static str,
    folder: &'static str,
    options: &'static [&'static str],
    /// Columns without which there are fewer events, and a run goes on: the file, the header, and why.
    may_lack: &'static [(&'static str, &'static str, &'static str)],
}

const SAMPLES: &[Sample] = &[
    Sample {
        mapping: "salesforce-service-cloud",
        folder: "sample",
        options: &["--profile", "api"],
        may_lack: &[
            ("Case.csv", "ClosedDate", "the history tells most closings"),
            ("EmailMessage.csv", "Subject", "personal data"),
            ("EmailMessage.csv", "TextBody", "personal data"),
        ],
    },
    Sample {
        mapping: "salesforce-service-cloud",
        folder: "sample-report",
        options: &["--profile", "report", "--timezone", "America/New_York", "--set", "closed=Closed,Cancelled"],
        may_lack: &[
            ("Cases.csv", "Date/Time Closed", "the history tells most closings"),
            ("EmailMessage.csv", "Email Subject", "personal data"),
            ("EmailMessage.csv", "Text Body", "personal data"),
        ],
    },
    Sample {
        mapping: "cx-interaction-log",
        folder: "sample",
        options: &["--profile", "export"],
        may_lack: &[
            ("cx-log-2026-03.csv", "Queue", "only telephony has queues"),
            ("cx-log-2026-03.csv", "First Assignee", "older tables have one agent"),
            ("cx-log-2026-03.csv", "Total Hold Duration", "older tables don't have it"),
            ("cx-log-2026-03.csv", "CSAT Score", "not every org asks for one"),
            ("cx-log-2026-04.csv", "คิว", "only telephony has queues"),
            ("cx-log-2026-04.csv", "คะแนน CSAT", "not every org asks for one"),
        ],
    },
    Sample { mapping: "servicenow-incident", folder: "sample", options: &["--timezone", "UTC"], may_lack: &[] },
];

/// Columns that the rules can't work without: the sample, the file, the header, and the column as declared.
const NEEDED: &[(&str, &str, &str, &str)] = &[
    ("salesforce-service-cloud/sample", "CaseHistory.csv", "NewValue", "history.NewValue"),
    ("salesforce-service-cloud/sample", "CaseHistory.csv", "OldValue", "history.OldValue"),
    ("salesforce-service-cloud/sample-report", "CaseHistory.csv", "New Value", "history.NewValue"),
    ("salesforce-service-cloud/sample-report", "CaseHistory.csv", "Old Value", "history.OldValue"),
    ("cx-interaction-log/sample", "cx-log-2026-03.csv", "First Response Time", "interaction.FirstResponseTime"),
    ("cx-interaction-log/sample", "cx-log-2026-03.csv", "Handled Time", "interaction.HandledTime"),
    ("cx-interaction-log/sample", "cx-log-2026-04.csv", "การจัดการ", "interaction.Disposition"),
];

impl Sample {
    fn of(name: &str) -> &'static Self {
        SAMPLES.iter().find(|sample| format!("{}/{}", sample.mapping, sample.folder) == name).unwrap()
    }

    fn path(&self) -> PathBuf {
        root().join("mappings").join(self.mapping).join(self.folder)
    }

    fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn log(&self) -> Log {
        let log = generate(self.mapping, &self.path(), self.options);
        assert_eq!(log.code(), 0, "{}", log.said());
        log
    }

    /// The sample in a folder of its own, one column short.
    fn without(&self, file: &str, header: &str) -> TempDir {
        let folder = tempdir().unwrap();
        for name in self.files() {
            fs::copy(self.path().join(&name), folder.path().join(&name)).unwrap();
        }
        drop_column(&folder.path().join(file), header);
        folder
    }

    /// The headers under which it looks for columns that may be missing.
    fn optional(&self) -> BTreeSet<String> {
        let path = root().join("mappings").join(self.mapping).join("mapping.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let profile = self.options.iter().skip_while(|option| **option != "--profile").nth(1);
        let plan = planned(&path, &text, profile.copied()).2.unwrap();
        let columns = plan.sources.iter().flat_map(|source| &source.columns);
        let headers = columns.filter_map(|column| match &column.from {
            ColumnFrom::Cell { headers, optional: true, .. } => Some(headers.clone()),
            _ => None,
        });
        headers.flatten().collect()
    }

    fn may_lack(&self, file: &str, header: &str) -> bool {
        self.may_lack.iter().any(|(of, column, _)| *of == file && *column == header)
    }
}

/// The rows of a table, its header first.
fn rows(file: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(file).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Writes a table without a column. Lines below the rows stay as they are.
fn drop_column(file: &Path, header: &str) {
    let rows = rows(file);
    let place = rows[0].iter().position(|name| name == header).unwrap_or_else(|| panic!("no {header}"));
    let width = rows[0].len();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(file).unwrap();
    for mut row in rows {
        if row.len() == width {
            row.remove(place);
        }
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
}

/// How many events each activity has.
fn counts(log: &Log) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for activity in log.table("events.csv").values("activity") {
        *counts.entry(activity.to_owned()).or_default() += 1;
    }
    counts
}

/// What a run said on one line: drawn text is wrapped.
fn said(log: &Log) -> String {
    let said = log.said().replace('│', " ");
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_table_without_a_needed_column_stops_the_run() {
    for (sample, file, header, column) in NEEDED {
        let sample = Sample::of(sample);
        let log = generate(sample.mapping, sample.without(file, header).path(), sample.options);
        let said = said(&log);
        assert_eq!(log.code(), 3, "{file} without {header}: {said}");
        for part in ["E0702", &format!("`{file}` has no column"), &format!("for `{column}`"), "declared here"] {
            assert!(said.contains(part), "{file} without {header}: no {part} in {said}");
        }
        assert!(!log.exists(), "{file} without {header}");
    }
}

/// A run that takes the profile that fits tells of the one that was clearly meant what it would tell if it was named.
#[test]
fn without_a_profile_the_column_and_its_place_are_told_too() {
    for (folder, file, header, meant, other) in [
        ("sample", "CaseHistory.csv", "NewValue", "api", "report"),
        ("sample-report", "CaseHistory.csv", "New Value", "report", "api"),
    ] {
        let sample = Sample::of(&format!("salesforce-service-cloud/{folder}"));
        let log = generate(sample.mapping, sample.without(file, header).path(), &["--timezone", "UTC"]);
        let said = said(&log);
        assert_eq!(log.code(), 3, "{said}");
        for part in [
            "E0714",
            &format!("`{file}` has no column `{header}`"),
            "for `history.NewValue` and `history.NewOwner`",
            "NewValue: {",
            "NewOwner: {",
            "declared here",
            &format!("`{meant}` is nearest; misfits: 1 of `{meant}`, "),
        ] {
            assert!(said.contains(part), "{folder}: no {part} in {said}");
        }
        let input = sample.without(file, header);
        let named = generate(sample.mapping, input.path(), &["--timezone", "UTC", "--profile", meant]);
        assert!(!said.contains(&format!("`{other}`: ")), "{folder}: {said}");
        assert_eq!(findings(&log), [vec!["E0714".to_owned()], findings(&named)].concat(), "{folder}");
        assert!(!log.exists(), "{folder}");
    }
}

/// Where no profile is nearer than another, the first reason of each is told.
#[test]
fn where_no_profile_is_near_each_has_its_reason() {
    let log = generate("salesforce-service-cloud", TempDir::new().expect("a folder").path(), &["--timezone", "UTC"]);
    let said = said(&log);
    assert_eq!(log.code(), 3, "{said}");
    for part in ["E0714", "`api`: ", "`report`: ", "name one with `--profile`"] {
        assert!(said.contains(part), "no {part} in {said}");
    }
}

/// The codes of what a run said, in order.
fn findings(log: &Log) -> Vec<String> {
    let said = log.said();
    let codes = said.split_whitespace().filter(|word| word.starts_with("E0") || word.starts_with("W0"));
    codes.map(str::to_owned).collect()
}

/// Of every column that tables may lack: without it no activity loses an event, or a reason is given above.
#[test]
fn no_other_column_takes_events_along() {
    let mut wrong = Vec::new();
    for sample in SAMPLES {
        let whole = counts(&sample.log());
        let optional = sample.optional();
        for file in sample.files() {
            for header in rows(&sample.path().join(&file))[0].iter().filter(|header| optional.contains(*header)) {
                let log = generate(sample.mapping, sample.without(&file, header).path(), sample.options);
                let is_stopped = log.code() == 3;
                let found = if is_stopped { whole.clone() } else { counts(&log) };
                let is_less = whole.iter().any(|(activity, count)| found.get(activity).unwrap_or(&0) < count);
                if is_less != sample.may_lack(&file, header) {
                    wrong.push(format!("{}/{}: {file} without {header}: {found:?}", sample.mapping, sample.folder));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
