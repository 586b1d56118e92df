//! The log in all wanted formats side by side: each case is computed once and written in each of them.

mod files;
mod pen;
mod rows;
mod tables;
mod values;

pub use files::LogFiles;
pub use rows::CsvBlock;
pub use tables::CsvLog;
pub use values::{LogAttributeValues, LogValues, log_values};

use super::labels::Labels;
use super::xes::{XesBlock, XesLog};
use crate::plan::{EventKind, LogPlan, Plan};
use crate::run::{BlockWriter, CaseLog, CasePart, EventPlace, JoinedCase, JoinedWriter};

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

/// A mapping and its names and values, as far as a log shows them.
#[derive(Debug, Clone)]
pub struct LogPart<'a> {
    /// The mapping.
    pub plan: &'a Plan,
    /// The names of its activities.
    pub labels: &'a Labels,
    /// What the attributes of the log are made of.
    pub values: LogValues<'a>,
    /// What events say of their source system.
    pub source_system: Option<&'a str>,
}

impl<'a> LogPart<'a> {
    /// The only mapping of a log.
    pub fn alone(plan: &'a Plan, labels: &'a Labels, values: LogValues<'a>) -> Self {
        Self { plan, labels, values, source_system: plan.source_system.as_deref() }
    }

    /// One of several: a mapping that names no source system is one by its own name.
    pub fn of_set(plan: &'a Plan, labels: &'a Labels, values: LogValues<'a>) -> Self {
        Self { source_system: Some(plan.source_system.as_deref().unwrap_or(&plan.name)), plan, labels, values }
    }
}

/// How a run's log is written.
#[derive(Debug)]
pub struct LogFormats<'a> {
    csv: Option<CsvLog<'a>>,
    xes: Option<XesLog<'a>>,
}

impl<'a> LogFormats<'a> {
    /// The wanted formats of a log, whose tables may be headed otherwise than its keys in XES; with `flat`, events repeat the
    /// attributes of their case.
    pub fn new(log: &'a LogPlan, tables: &'a LogPlan, parts: &[LogPart<'_>], wanted: Wanted, flat: bool) -> Self {
        Self {
            csv: wanted.csv.then(|| CsvLog::new(tables, parts, flat)),
            xes: wanted.xes.then(|| XesLog::new(log, parts, flat)),
        }
    }

    /// Whether they show the ids of events.
    pub fn show_ids(&self) -> bool {
        self.xes.is_some() || self.csv.as_ref().is_some_and(CsvLog::shows_ids)
    }

    /// A writer for a block of cases.
    pub fn block(&self) -> LogBlock<'_> {
        LogBlock {
            csv: self.csv.as_ref().map(CsvLog::block),
            xes: self.xes.as_ref().map(XesLog::block),
            order: Vec::new(),
        }
    }
}

/// A block of cases in each format.
#[derive(Debug)]
pub struct LogBlock<'a> {
    csv: Option<CsvBlock<'a>>,
    xes: Option<XesBlock<'a>>,
    /// The places of a single mapping's events, one after the other; kept for its memory.
    order: Vec<EventPlace>,
}

impl LogBlock<'_> {
    /// What it says in events.csv, cases.csv and log.xes so far.
    pub fn bytes(&self) -> [&[u8]; 3] {
        let [events, cases] = self.csv.as_ref().map_or([&[][..], &[]], |csv| [csv.events(), csv.cases()]);
        [events, cases, self.xes.as_ref().map_or(&[], |xes| &xes.bytes)]
    }
}

impl BlockWriter for LogBlock<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        if let Some(csv) = &mut self.csv {
            csv.case(case);
        }
        let Some(xes) = &mut self.xes else { return };
        let known = self.order.len() as u32;
        self.order.extend((known..case.events.len() as u32).map(|event| EventPlace { part: 0, event }));
        let parts = [CasePart { mapping: 0, log: *case }];
        xes.joined_case(&JoinedCase { id: case.id, parts: &parts, order: &self.order[..case.events.len()] });
    }
}

impl JoinedWriter for LogBlock<'_> {
    fn joined_case(&mut self, case: &JoinedCase<'_>) {
        if let Some(csv) = &mut self.csv {
            csv.joined_case(case);
        }
        if let Some(xes) = &mut self.xes {
            xes.joined_case(case);
        }
    }
}

/// What goes before the name of a case attribute on an event where a value of the event's own has that name.
const CASE_PREFIX: &str = "case:";

/// The names of case attributes on events, beside those of the events' own.
pub(super) fn flat_names(log: &LogPlan, own: &[String]) -> Vec<String> {
    let names = log.case_attributes.iter().map(|column| column.name.clone());
    names.map(|name| if own.contains(&name) { format!("{CASE_PREFIX}{name}") } else { name }).collect()
}

pub(super) fn kind_name(kind: EventKind) -> &'static str {
    EventKind::NAMES.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name)
}
