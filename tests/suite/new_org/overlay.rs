//! The overlay against the export, read here by hand: neither the engine nor the mapping has a part in what is expected.

use std::collections::{BTreeMap, BTreeSet};

use super::folder;
use crate::program::{Log, command, generate, root};

/// Lines of an overlay for an org, comments and empty ones not counted.
const MOST_LINES: usize = 60;

const CLOSED: &[&str] = &["Gelöst – bestätigt", "Storniert"];
const VISIT: &str = "Technikertermin vereinbart";

/// What the export says of a case.
#[derive(Default)]
struct Case {
    /// Old and new status and the time, in the order of the file.
    steps: Vec<(String, String, String)>,
    closed: String,
    product: String,
}

impl Case {
    /// Steps into the closed statuses from outside them; a case that came in closed has none and was closed all the same.
    fn closings(&self) -> usize {
        let into = self.steps.iter().filter(|(old, new, _)| !is_closed(old) && is_closed(new)).count();
        into + usize::from(self.steps.is_empty() && !self.closed.is_empty())
    }

    fn reopenings(&self) -> usize {
        self.steps.iter().filter(|(old, new, _)| is_closed(old) && !is_closed(new)).count()
    }

    fn visits(&self) -> usize {
        self.steps.iter().filter(|(_, new, _)| new == VISIT).count()
    }

    /// As this org means it: reopened, or a technician had to come twice.
    fn is_rework(&self) -> bool {
        self.reopenings() > 0 || self.visits() > 1
    }
}

fn is_closed(status: &str) -> bool {
    CLOSED.contains(&status)
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder().join("export").join(file)).unwrap();
    text.lines().skip(1).map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

fn cases() -> BTreeMap<String, Case> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for row in rows("Vorgaenge.csv") {
        let case = Case { closed: row[5].clone(), product: row[11].clone(), ..Case::default() };
        assert!(cases.insert(row[0].clone(), case).is_none(), "{row:?}");
    }
    for row in rows("Vorgangsverlauf.csv").into_iter().filter(|row| row[1] == "Bearbeitungsstatus") {
        cases.get_mut(&row[0]).unwrap().steps.push((row[2].clone(), row[3].clone(), row[4].clone()));
    }
    cases
}

fn log() -> Log {
    let overlay = folder().join("org.yaml");
    let log =
        generate(overlay.to_str().unwrap(), &folder().join("export"), &["--extracted-at", "2026-06-01T00:00:00Z"]);
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

/// The rows of a table of the log, by header.
fn records(log: &Log, file: &str) -> Vec<BTreeMap<String, String>> {
    let table = log.table(file);
    table.rows.iter().map(|row| table.header.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

/// The events of an activity: case and time.
fn events(log: &Log, activity: &str) -> Vec<(String, String)> {
    let rows = records(log, "events.csv").into_iter().filter(|row| row["activity"] == activity);
    rows.map(|row| (row["case_id"].clone(), row["timestamp"].clone())).collect()
}

#[test]
fn the_overlay_is_short() {
    let text = std::fs::read_to_string(folder().join("org.yaml")).unwrap();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).count();
    assert!((20..=MOST_LINES).contains(&lines), "{lines} lines");
    assert!(text.lines().all(|line| line.chars().count() <= 160), "lines are to be read");
}

#[test]
fn it_validates_without_a_finding() {
    let overlay = folder().join("org.yaml");
    let output = command(root(), &["validate", "--deny-warnings", overlay.to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn numbers_of_the_log_are_those_of_the_export() {
    let (log, cases) = (log(), cases());
    let sum = |count: fn(&Case) -> usize| cases.values().map(count).sum::<usize>();
    assert_eq!(cases.len(), 200);
    assert_eq!(records(&log, "cases.csv").len(), cases.len());
    assert_eq!(events(&log, "Case Created").len(), cases.len());
    assert_eq!(events(&log, "Case Closed").len(), sum(Case::closings));
    assert_eq!(events(&log, "Case Reopened").len(), sum(Case::reopenings));
    assert_eq!(events(&log, "Technician Visit Scheduled").len(), sum(Case::visits));
    assert!(events(&log, "Satisfaction Survey Sent").is_empty(), "the org doesn't want them in the log");
    assert!(
        [Case::closings, Case::reopenings, Case::visits].into_iter().all(|count| sum(count) > 5),
        "the export has some of each"
    );
}

#[test]
fn rework_is_what_the_org_means_by_it() {
    let (log, cases) = (log(), cases());
    let expected: BTreeSet<&String> = cases.iter().filter(|(_, case)| case.is_rework()).map(|(id, _)| id).collect();
    let found: BTreeSet<String> = records(&log, "cases.csv")
        .into_iter()
        .filter(|row| row["IsRework"] == "true")
        .map(|row| row["case_id"].clone())
        .collect();
    assert_eq!(found.iter().collect::<BTreeSet<_>>(), expected);
    let only_visits = cases.values().filter(|case| case.reopenings() == 0 && case.visits() > 1).count();
    assert!(only_visits > 0, "some are rework by the org's own rule alone");
}

#[test]
fn the_custom_field_is_the_product() {
    let (log, cases) = (log(), cases());
    for row in records(&log, "cases.csv") {
        assert_eq!(row["ProductInvolved"], cases[&row["case_id"]].product, "{}", row["case_id"]);
    }
}

/// `03.02.2026 14:05` on the clock of Berlin; summer time begins on 29 March 2026, and no row is of that night.
fn utc(text: &str) -> String {
    let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap();
    let (day, month, hour) = (part(0..2), part(3..5), part(11..13));
    let hour = hour - if (month, day) >= (3, 29) { 2 } else { 1 };
    format!("2026-{month:02}-{day:02}T{hour:02}:{}:00Z", &text[14..16])
}

#[test]
fn times_are_those_of_berlin() {
    let (log, cases) = (log(), cases());
    let visits = |(id, case): (&String, &Case)| {
        let steps = case.steps.iter().filter(|(_, new, _)| new == VISIT);
        steps.map(|(.., at)| (id.clone(), utc(at))).collect::<Vec<_>>()
    };
    let expected: Vec<(String, String)> = cases.iter().flat_map(visits).collect();
    let (winter, summer): (Vec<_>, Vec<_>) = expected.iter().partition(|(_, at)| at.as_str() < "2026-03-29");
    assert!(!winter.is_empty() && !summer.is_empty());
    assert_eq!(events(&log, "Technician Visit Scheduled"), expected);
}

#[test]
fn no_row_is_in_quarantine_and_no_status_is_unknown() {
    let overlay = folder().join("org.yaml");
    let export = folder().join("export");
    let arguments = ["validate", overlay.to_str().unwrap(), "--input", export.to_str().unwrap()];
    let output = command(root(), &arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !said.contains("unknown-field-value"), "{said}");
    assert_eq!(log().table("quarantine.csv").rows.len(), 0);
}
