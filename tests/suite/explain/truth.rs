//! `explain` never contradicts `generate`: every case of every shipped sample, against the log that a run writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use caseloom::diagnostic::Files;
use caseloom::explain::{Explanation, Question, find};
use caseloom::load::{self, LoadOptions, Loaded};
use caseloom::plan::{Plan, StandardValue};
use caseloom::run::{RunOptions, needs_all_cases};
use caseloom::time::{TimeFormat, Zone};

use crate::mapping::planned;
use crate::program::{Log, Rows, generate, root};

/// A mapping, a folder, and what is set.
type Otherwise = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// How samples are read for which UTC isn't enough: folder, zone, params.
const OTHERWISE: &[Otherwise] = &[("sample-report", "America/New_York", &[("closed", "Closed,Cancelled")])];

const EXTRACTED: &str = "2026-11-01T00:00:00Z";

struct Sample {
    plan: Arc<Plan>,
    files: Files,
    input: PathBuf,
    zone: Zone,
    set: Vec<(String, String)>,
    extracted_at: Option<i64>,
}

impl Sample {
    fn load(&self, case: Option<&str>, whole: bool) -> Arc<Loaded> {
        let options = LoadOptions {
            input: self.input.clone(),
            set: self.set.clone(),
            timezone: Some(self.zone.clone()),
            case: case.map(str::to_owned),
            whole,
            ..LoadOptions::default()
        };
        Arc::new(load::load(&self.plan, &options, &|_| {}).unwrap())
    }

    fn explain(&self, case: &str, whole: bool) -> Explanation {
        let loaded = self.load(Some(case), whole);
        let options = RunOptions { extracted_at: self.extracted_at, threads: 1, ..RunOptions::default() };
        let question = Question { plan: &self.plan, loaded: &loaded, files: &self.files, options: &options };
        question.explain(find(&loaded, case).unwrap()).unwrap()
    }
}

/// Every folder of samples of every shipped mapping.
fn samples() -> Vec<(String, String)> {
    let names = |folder: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let mappings = root().join("mappings");
    let of = |mapping: String| {
        let folders = names(&mappings.join(&mapping)).into_iter().filter(|name| name.starts_with("sample"));
        folders.map(|folder| (mapping.clone(), folder)).collect::<Vec<_>>()
    };
    names(&mappings).into_iter().flat_map(of).collect()
}

/// A sample, and the log that a run makes of it.
fn sample(mapping: &str, folder: &str) -> (Sample, Log) {
    let (_, zone, set) = OTHERWISE.iter().find(|(other, ..)| *other == folder).copied().unwrap_or((folder, "UTC", &[]));
    let path = root().join("mappings").join(mapping).join("mapping.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let input = path.with_file_name(folder);
    let (files, plan) = fitting(&path, &text, &input);
    let mut options = vec!["--timezone", zone, "--extracted-at", EXTRACTED];
    let given: Vec<String> = set.iter().map(|(name, value)| format!("{name}={value}")).collect();
    given.iter().for_each(|given| options.extend(["--set", given]));
    let log = generate(mapping, &input, &options);
    assert_eq!(log.code(), 0, "{}", log.said());
    let extracted_at = TimeFormat::compile("iso8601").unwrap().parse(EXTRACTED.as_bytes()).unwrap().time();
    let set = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    (Sample { plan: Arc::new(plan), files, input, zone: Zone::named(zone).unwrap(), set, extracted_at }, log)
}

/// The mapping under the profile that fits the input, as a run chooses it.
fn fitting(path: &Path, text: &str, input: &Path) -> (Files, Plan) {
    let tree: serde_json::Value = serde_yaml::from_str(text).unwrap();
    let names = tree["profiles"].as_object().map(|profiles| profiles.keys().cloned().collect::<Vec<_>>());
    let profiles = names.map_or_else(|| vec![None], |names| names.into_iter().map(Some).collect());
    let fits = |profile: Option<String>| {
        let (found, files, plan) = planned(path, text, profile.as_deref());
        let plan = plan.unwrap_or_else(|| panic!("{found:#?}"));
        load::misfits(&plan, input).is_empty().then_some((files, plan))
    };
    profiles.into_iter().find_map(fits).unwrap()
}

fn by_case<'t>(table: &'t Rows, header: &str) -> BTreeMap<&'t str, Vec<&'t Vec<String>>> {
    let column = table.column(header);
    let mut cases: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
    table.rows.iter().for_each(|row| cases.entry(&row[column]).or_default().push(row));
    cases
}

/// Whether a value is told as the table has it. A time is told with its fraction where it has one; tables have it in all
/// times or in none.
fn is_same(told: Option<&str>, written: &str) -> bool {
    let told = told.unwrap_or_default();
    let is_cut = told.len() == 24 && written.len() == 20 && told.get(..19) == written.get(..19);
    let is_whole = told.strip_suffix('Z').is_some_and(|told| written.strip_suffix(".000Z") == Some(told));
    told == written || is_cut || is_whole || is_same_number(told, written)
}

fn is_same_number(told: &str, written: &str) -> bool {
    matches!((told.parse::<f64>(), written.parse::<f64>()), (Ok(told), Ok(written)) if told == written)
}

fn check_events(plan: &Plan, told: &Explanation, table: &Rows, written: &[&Vec<String>]) {
    assert_eq!(told.events.len(), written.len(), "events of {}", told.case);
    for (event, row) in told.events.iter().zip(written) {
        for (standard, header) in &plan.output.event_columns {
            let expected = row[table.column(header)].as_str();
            let value = match standard {
                StandardValue::CaseId => Some(told.case.as_str()),
                StandardValue::EventId => Some(event.id.as_str()),
                StandardValue::Activity => Some(event.name.as_str()),
                StandardValue::ActivityId => Some(event.activity.as_str()),
                StandardValue::Timestamp => Some(event.time.as_str()),
                StandardValue::End => event.end.as_deref(),
                StandardValue::Resource => event.resource.as_deref(),
                StandardValue::Kind => Some(event.kind),
                StandardValue::Source => event.from.row.as_ref().map(|row| row.source.as_str()),
                StandardValue::Lifecycle | StandardValue::SourceSystem => continue,
            };
            assert!(is_same(value, expected), "{header} of {} in {}: {value:?}, not {expected}", event.name, told.case);
        }
        for attribute in &event.attributes {
            let expected = row[table.column(&attribute.name)].as_str();
            let value = attribute.value.as_deref();
            assert!(is_same(value, expected), "{} of {}: {value:?}, not {expected}", attribute.name, told.case);
        }
    }
}

fn check_attributes(told: &Explanation, table: &Rows, row: &[String]) {
    for attribute in &told.attributes {
        let expected = row[table.column(&attribute.name)].as_str();
        let value = attribute.value.as_deref();
        assert!(is_same(value, expected), "{} of {}: {value:?}, not {expected}", attribute.name, told.case);
    }
}

/// What is told has to hold together by itself.
fn check_reasons(told: &Explanation) {
    let case = &told.case;
    for event in &told.events {
        let parts = std::iter::once(&event.from).chain(event.merged.iter().map(|part| &part.from));
        parts.for_each(|part| {
            assert!(part.matched.iter().all(|clause| clause.holds), "{case}: {part:#?}");
            assert!(part.row.is_some() || part.why.is_some(), "{case}: {part:#?}");
        });
        assert_eq!(event.placed.is_some(), event.number > 1, "{case}: {event:#?}");
    }
    for row in &told.rows {
        let is_part = !row.events.is_empty();
        assert_eq!(is_part, matches!(row.fate, "event" | "merged"), "{case}: {row:#?}");
        assert_eq!(is_part, row.why.is_empty(), "{case}: {row:#?}");
        assert!(row.place.line.is_some(), "{case}: {row:#?}");
        assert!(row.rules.iter().all(|note| !note.why.is_empty()), "{case}: {row:#?}");
    }
}

/// The manifest's name of a fate.
const FATES: &[(&str, &str)] = &[
    ("event", "events"),
    ("merged", "merged"),
    ("duplicate", "duplicates"),
    ("no time", "no_time"),
    ("not chosen", "not_chosen"),
    ("repeated", "repeated"),
    ("record", "records"),
    ("no rule", "unmatched"),
];

fn check_sample(mapping: &str, folder: &str) {
    let (sample, log) = sample(mapping, folder);
    let plan = Arc::clone(&sample.plan);
    let (events, cases) = (log.table("events.csv"), log.table("cases.csv"));
    let case_header = plan.output.event_columns.iter().find(|(value, _)| *value == StandardValue::CaseId);
    let by_event = case_header.map(|(_, header)| by_case(&events, header)).unwrap();
    let by_record = by_case(&cases, &plan.output.case_id_header);
    assert!(!by_record.is_empty());
    let mut counts: BTreeMap<(String, &str), u64> = BTreeMap::new();
    let mut seen: BTreeSet<(String, String, u64)> = BTreeSet::new();
    for (case, rows) in &by_record {
        let told = sample.explain(case, false);
        assert_eq!((told.case.as_str(), told.in_log), (*case, true));
        check_events(&plan, &told, &events, by_event.get(case).map_or(&[][..], Vec::as_slice));
        check_attributes(&told, &cases, rows[0]);
        check_reasons(&told);
        assert_eq!(told.to_json(), sample.explain(case, true).to_json(), "{case}: what is passed over matters");
        for row in &told.rows {
            *counts.entry((row.place.source.clone(), row.fate)).or_default() += 1;
            // Rows of JSON may share a line.
            if let Some(file) = row.place.file.as_ref().filter(|file| file.ends_with(".csv")) {
                let place = (row.place.source.clone(), file.clone(), row.place.line.unwrap());
                assert!(seen.insert(place), "{case}: {row:#?} is told twice");
            }
        }
    }
    let manifest = log.manifest();
    for source in manifest["rows"].as_array().unwrap() {
        let id = source["id"].as_str().unwrap();
        for (fate, name) in FATES {
            let told = counts.get(&(id.to_owned(), *fate)).copied().unwrap_or(0);
            assert_eq!(told, source[name].as_u64().unwrap(), "rows of {id} that are `{fate}`");
        }
        let filtered = counts.get(&(id.to_owned(), "filtered")).copied().unwrap_or(0);
        assert!(filtered <= source["filtered"].as_u64().unwrap(), "rows of {id} that are filtered");
    }
}

#[test]
fn every_case_of_every_sample_is_told_as_it_is() {
    let samples = samples();
    assert!(samples.len() >= 4);
    samples.iter().for_each(|(mapping, folder)| check_sample(mapping, folder));
}

#[test]
fn where_the_log_ends_with_its_newest_event_all_cases_are_read() {
    let (sample, _) = sample("salesforce-service-cloud", "sample");
    let extracted = RunOptions { extracted_at: sample.extracted_at, ..RunOptions::default() };
    assert!(!needs_all_cases(&sample.plan, &extracted));
    assert!(needs_all_cases(&sample.plan, &RunOptions::default()));
    // Without that, the open states of a case end where they do in a run.
    let log = generate("salesforce-service-cloud", &sample.input, &["--timezone", "UTC"]);
    let cases = log.table("cases.csv");
    let untold = Sample { extracted_at: None, ..sample };
    for row in cases.rows.iter().take(5) {
        check_attributes(&untold.explain(&row[0], true), &cases, row);
    }
}
