//! What the engine makes of an export.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::load::{LoadOptions, load};
use caseloom::plan::{LogPlan, Plan};
use caseloom::resolve;
use caseloom::run::{RunOptions, run};
use caseloom::write::Labels;
use caseloom::write::log::{CsvBlock, CsvLog, LogPart, LogValues};

use super::log::{Event, Log};
use super::rows::{SURVEY_TEMPLATE, long};
use crate::program::{Rows, root};

/// The shipped mapping, checked.
pub static PLAN: LazyLock<Arc<Plan>> = LazyLock::new(|| plan(&text()));

/// The text of the shipped mapping.
pub fn text() -> String {
    std::fs::read_to_string(folder().join("mapping.yaml")).unwrap()
}

fn folder() -> std::path::PathBuf {
    root().join("mappings/salesforce-service-cloud")
}

/// Checks a mapping.
pub fn plan(text: &str) -> Arc<Plan> {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let tree = resolve::parse(&mut files, "mapping.yaml", text, &mut diagnostics);
    let beside = |name: &str| std::fs::read_to_string(folder().join(name)).map_err(|error| error.to_string());
    let resolved = resolve::resolve(&mut files, tree, Some("api"), &beside, &mut diagnostics);
    Arc::new(resolved.check(&mut diagnostics).unwrap_or_else(|| panic!("{:#?}", diagnostics.sorted())))
}

/// The bytes of events and cases.
pub struct Written {
    pub events: Vec<u8>,
    pub cases: Vec<u8>,
}

/// Runs a mapping over the files of a folder.
pub fn written(plan: &Arc<Plan>, input: &Path, threads: usize, block: usize) -> Written {
    let set = vec![("survey_templates".to_owned(), long(SURVEY_TEMPLATE))];
    let options = LoadOptions { input: input.to_owned(), set, packs_rows: true, ..LoadOptions::default() };
    let loaded = load(plan, &options, &|_| ()).unwrap_or_else(|problems| panic!("{:#?}", problems.sorted()));
    assert!(loaded.quarantine.is_empty(), "{:#?}", loaded.quarantine);
    let loaded = Arc::new(loaded);
    let (log, labels) = (LogPlan::of_mapping(plan), Labels::choose(plan, None));
    let values = LogValues { params: &loaded.params, extracted_at: None };
    let format = CsvLog::new(&log, &[LogPart::alone(plan, &labels, values)], false);
    let mut written = Written { events: format.events_header(), cases: format.cases_header() };
    let emit = |block: CsvBlock<'_>| {
        written.events.extend_from_slice(block.events());
        written.cases.extend_from_slice(block.cases());
        ControlFlow::Continue(())
    };
    let options = RunOptions { threads, block, ..RunOptions::default() };
    let outcome = run(plan, &loaded, &options, || format.block(), emit, &|_| ());
    assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics.sorted());
    for source in &outcome.account.sources {
        assert_eq!(source.accounted(), source.read, "{source:#?}");
    }
    written
}

/// What a mapping makes of the files of a folder.
pub fn log(plan: &Arc<Plan>, input: &Path) -> Log {
    let written = written(plan, input, 1, 1_000);
    let labels = Labels::choose(plan, None);
    let activities = plan.activities.iter().enumerate();
    let ids: BTreeMap<&str, &str> =
        activities.map(|(index, activity)| (labels.names()[index].as_str(), activity.id.as_str())).collect();
    Log { events: events(&Rows::read(&written.events), &ids), cases: cases(&Rows::read(&written.cases)) }
}

fn events(table: &Rows, ids: &BTreeMap<&str, &str>) -> Vec<Event> {
    let columns = ["case_id", "activity", "timestamp", "kind", "AssignedAgent", "CaseStatus", "CasePriority"];
    let columns = columns.map(|name| table.column(name));
    let event = |row: &Vec<String>| {
        let [case, activity, time, kind, agent, status, priority] = columns.map(|column| row[column].clone());
        assert_eq!(row[table.column("EndTime")], time);
        Event { case, activity: ids[activity.as_str()].to_owned(), time, kind, agent, status, priority }
    };
    table.rows.iter().map(event).collect()
}

fn cases(table: &Rows) -> BTreeMap<String, BTreeMap<String, String>> {
    let named = |row: &Vec<String>| table.header.iter().cloned().zip(row.iter().cloned()).collect();
    table.rows.iter().map(|row| (row[0].clone(), named(row))).collect()
}
