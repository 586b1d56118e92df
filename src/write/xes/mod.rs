//! log.xes, block by block: the log as IEEE 1849-2023, eXtensible Event Stream (XES).
//!
//! A case is a trace, and what events.csv says of an event, its event says too: activity, time, resource, lifecycle
//! transition and id under the standard's keys, all else under the header that it has there. Each attribute has the
//! type of its value, and what is null is left out.

mod attribute;
mod clashes;
mod event;
mod head;
mod key;
mod level;
mod report;
mod xml;

pub use clashes::clashes;
pub use head::LogValues;
pub use level::{Level, XesTally};
pub use report::XesReport;
pub use xml::{is_name, put_text};

use attribute::Pen;
use event::EventFormat;
use head::Head;
use key::Key;

use super::labels::Labels;
use super::log::flat_names;
use crate::evaluate::Datum;
use crate::plan::Plan;
use crate::run::{BlockWriter, CaseLog};
use crate::time::Precision;

/// What the attribute `xes.version` says: the standard's number and year, as the decimal that its schema asks for.
pub const VERSION: &str = "1849.2023";

/// The transitions of the standard's own lifecycle model.
const TRANSITIONS: &[&str] = &[
    "schedule",
    "assign",
    "withdraw",
    "reassign",
    "start",
    "suspend",
    "resume",
    "pi_abort",
    "ate_abort",
    "complete",
    "autoskip",
    "manualskip",
    "unknown",
];

/// How deeply attributes of the log, of traces and of events are indented.
const LOG_DEPTH: usize = 1;
const TRACE_DEPTH: usize = 2;
const EVENT_DEPTH: usize = 3;

/// How a run's log is written as XES. Whatever is the same for many events is made ready once.
#[derive(Debug)]
pub struct XesLog<'a> {
    plan: &'a Plan,
    precision: Precision,
    head: Head,
    case_id: Key,
    /// Of case attributes on traces.
    case_keys: Vec<Key>,
    event: EventFormat,
    /// Of event attributes.
    event_keys: Vec<Key>,
    /// Of case attributes on events, where these repeat them.
    flat_keys: Vec<Key>,
}

impl<'a> XesLog<'a> {
    /// What ends the file.
    pub const FOOT: &'static [u8] = b"</log>\n";

    /// The format of a plan's log; with `flat`, events repeat the attributes of their case.
    pub fn new(plan: &'a Plan, labels: &Labels, flat: bool, values: &LogValues<'_>) -> Self {
        let names = |attributes: &[crate::plan::AttributePlan]| -> Vec<Key> {
            attributes.iter().map(|attribute| Key::new(&attribute.name)).collect()
        };
        let flat = if flat { flat_names(plan, &event_names(plan)) } else { Vec::new() };
        Self {
            plan,
            precision: plan.output.precision,
            head: Head::new(plan, values),
            case_id: Key::new(key::NAME),
            case_keys: names(&plan.case_attributes),
            event: EventFormat::new(plan, labels),
            event_keys: names(&plan.event_attributes),
            flat_keys: flat.iter().map(|name| Key::new(name)).collect(),
        }
    }

    /// What begins the file: everything before the first trace.
    pub fn head(&self, tally: &mut XesTally) -> Vec<u8> {
        self.head.bytes(self.precision, tally)
    }

    /// A writer for a block of cases.
    pub fn block(&self) -> XesBlock<'_> {
        XesBlock { log: self, bytes: Vec::new(), tally: XesTally::default(), flat: Vec::new() }
    }

    /// What there is to say of a log that was written.
    pub fn report(&self, tally: &XesTally) -> XesReport {
        XesReport::new(self.plan, tally)
    }
}

/// The keys of what is an event's own, its attributes included.
fn event_names(plan: &Plan) -> Vec<String> {
    let own = plan.event_attributes.iter().map(|attribute| attribute.name.clone());
    event::columns(plan).into_iter().map(|(_, key)| key).chain(own).collect()
}

/// The traces of a block of cases.
#[derive(Debug)]
pub struct XesBlock<'a> {
    log: &'a XesLog<'a>,
    /// The traces.
    pub bytes: Vec<u8>,
    /// What was written.
    pub tally: XesTally,
    /// The case's attributes as its events repeat them; kept for its memory.
    flat: Vec<u8>,
}

impl BlockWriter for XesBlock<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        let log = self.log;
        self.bytes.extend_from_slice(b"\t<trace>\n");
        let mut pen = Pen::new(&mut self.bytes, case.texts, log.precision, TRACE_DEPTH, &mut self.tally);
        pen.text(&log.case_id, case.id);
        put_all(&mut pen, &log.case_keys, case.attributes);
        self.flat.clear();
        if !log.flat_keys.is_empty() {
            let mut pen = Pen::new(&mut self.flat, case.texts, log.precision, EVENT_DEPTH, &mut self.tally);
            put_all(&mut pen, &log.flat_keys, case.attributes);
        }
        (0..case.events.len()).for_each(|position| self.event(case, position));
        self.bytes.extend_from_slice(b"\t</trace>\n");
    }
}

impl XesBlock<'_> {
    fn event(&mut self, case: &CaseLog<'_>, position: usize) {
        let (log, event) = (self.log, &case.events[position]);
        self.bytes.extend_from_slice(b"\t\t<event>\n");
        let mut pen = Pen::new(&mut self.bytes, case.texts, log.precision, EVENT_DEPTH, &mut self.tally);
        log.event.put(&mut pen, event);
        put_all(&mut pen, &log.event_keys, case.attributes_of(position));
        self.bytes.extend_from_slice(&self.flat);
        self.bytes.extend_from_slice(b"\t\t</event>\n");
        self.tally.events += 1;
        self.tally.with_lifecycle += u64::from(log.event.has_lifecycle(event));
        self.tally.with_resource += u64::from(log.event.has_resource(event));
    }
}

fn put_all(pen: &mut Pen<'_>, keys: &[Key], values: &[Datum]) {
    for (key, value) in keys.iter().zip(values) {
        pen.datum(key, value);
    }
}
