//! The log in all wanted formats side by side: each case is computed once and written in each of them.

mod files;
mod tables;

pub use files::LogFiles;
pub use tables::{CsvBlock, CsvLog};

use super::labels::Labels;
use super::xes::{LogValues, XesBlock, XesLog};
use crate::plan::{EventKind, Plan};
use crate::run::{BlockWriter, CaseLog};

/// The name of the table of events.
pub const EVENTS: &str = "events.csv";

/// The name of the table of cases.
pub const CASES: &str = "cases.csv";

/// The name of the log as XES.
pub const XES: &str = "log.xes";

/// The name of the rows that couldn't be used.
pub const QUARANTINE: &str = "quarantine.csv";

/// Which formats are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// events.csv and cases.csv.
    pub csv: bool,
    /// log.xes.
    pub xes: bool,
}

impl Wanted {
    /// The files that a run writes beside the manifest.
    pub fn files(self) -> Vec<&'static str> {
        self.split().0
    }

    /// The files that a run doesn't write and another might have written.
    pub fn other_files(self) -> Vec<&'static str> {
        self.split().1
    }

    fn split(self) -> (Vec<&'static str>, Vec<&'static str>) {
        let all = [(EVENTS, self.csv), (CASES, self.csv), (XES, self.xes), (QUARANTINE, true)];
        let names = |wanted: bool| all.iter().filter(|each| each.1 == wanted).map(|each| each.0).collect();
        (names(true), names(false))
    }
}

/// How a run's log is written.
#[derive(Debug)]
pub struct LogFormats<'a> {
    csv: Option<CsvLog<'a>>,
    xes: Option<XesLog<'a>>,
}

impl<'a> LogFormats<'a> {
    /// The wanted formats of a plan's log; with `flat`, events repeat the attributes of their case.
    pub fn new(plan: &'a Plan, labels: &Labels, wanted: Wanted, flat: bool, values: &LogValues<'_>) -> Self {
        Self {
            csv: wanted.csv.then(|| CsvLog::new(plan, labels, flat)),
            xes: wanted.xes.then(|| XesLog::new(plan, labels, flat, values)),
        }
    }

    /// A writer for a block of cases.
    pub fn block(&self) -> LogBlock<'_> {
        LogBlock { csv: self.csv.as_ref().map(CsvLog::block), xes: self.xes.as_ref().map(XesLog::block) }
    }
}

/// A block of cases in each format.
#[derive(Debug)]
pub struct LogBlock<'a> {
    csv: Option<CsvBlock<'a>>,
    xes: Option<XesBlock<'a>>,
}

impl BlockWriter for LogBlock<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        if let Some(csv) = &mut self.csv {
            csv.case(case);
        }
        if let Some(xes) = &mut self.xes {
            xes.case(case);
        }
    }
}

/// What goes before the name of a case attribute on an event where a value of the event's own has that name.
const CASE_PREFIX: &str = "case:";

/// The names of case attributes on events, beside those of the events' own.
pub(super) fn flat_names(plan: &Plan, own: &[String]) -> Vec<String> {
    let names = plan.case_attributes.iter().map(|attribute| attribute.name.clone());
    names.map(|name| if own.contains(&name) { format!("{CASE_PREFIX}{name}") } else { name }).collect()
}

pub(super) fn kind_name(kind: EventKind) -> &'static str {
    EventKind::NAMES.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name)
}
