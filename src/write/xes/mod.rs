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
pub use level::{Level, XesTally};
pub use report::XesReport;
pub use xml::{is_name, put_text};

use attribute::Pen;
use event::EventFormat;
use head::Head;
use key::Key;

use super::log::{LogPart, flat_names};
use crate::plan::{LogColumn, LogPlan, RulePlan};
use crate::run::{EventPlace, JoinedCase, JoinedWriter};
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
    log: &'a LogPlan,
    precision: Precision,
    /// The lifecycle transitions that rules name.
    transitions: Vec<String>,
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

    /// The format of a log; with `flat`, events repeat the attributes of their case.
    pub fn new(log: &'a LogPlan, parts: &[LogPart<'_>], flat: bool) -> Self {
        let names =
            |columns: &[LogColumn]| -> Vec<Key> { columns.iter().map(|column| Key::new(&column.name)).collect() };
        let flat = if flat { flat_names(log, &event_names(log)) } else { Vec::new() };
        let rules = parts.iter().flat_map(|part| &part.plan.rules);
        Self {
            log,
            precision: log.output.precision,
            transitions: rules.filter_map(|rule: &RulePlan| rule.lifecycle.clone()).collect(),
            head: Head::new(log, parts),
            case_id: Key::new(key::NAME),
            case_keys: names(&log.case_attributes),
            event: EventFormat::new(log, parts),
            event_keys: names(&log.event_attributes),
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
        XesReport::new(self.log, &self.transitions, tally)
    }

    fn put_case_attributes(&self, pad: &mut Pad<'_>, keys: &[Key], case: &JoinedCase<'_>) {
        for (key, column) in keys.iter().zip(&self.log.case_attributes) {
            if let Some((part, value)) = case.attribute(column) {
                Pen::new(pad.out, part.log.texts, self.precision, pad.depth, pad.tally).datum(key, value);
            }
        }
    }
}

/// Where attributes of different mappings are written, one after the other.
struct Pad<'p> {
    out: &'p mut Vec<u8>,
    depth: usize,
    tally: &'p mut XesTally,
}

/// The keys of what is an event's own, its attributes included.
fn event_names(log: &LogPlan) -> Vec<String> {
    let own = log.event_attributes.iter().map(|column| column.name.clone());
    event::columns(log).into_iter().map(|(_, key)| key).chain(own).collect()
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

impl JoinedWriter for XesBlock<'_> {
    fn joined_case(&mut self, case: &JoinedCase<'_>) {
        let log = self.log;
        self.bytes.extend_from_slice(b"\t<trace>\n");
        // A case has at least one part.
        for part in case.parts.iter().take(1) {
            let texts = part.log.texts;
            Pen::new(&mut self.bytes, texts, log.precision, TRACE_DEPTH, &mut self.tally).text(&log.case_id, case.id);
        }
        let mut pad = Pad { out: &mut self.bytes, depth: TRACE_DEPTH, tally: &mut self.tally };
        log.put_case_attributes(&mut pad, &log.case_keys, case);
        self.flat.clear();
        let mut pad = Pad { out: &mut self.flat, depth: EVENT_DEPTH, tally: &mut self.tally };
        log.put_case_attributes(&mut pad, &log.flat_keys, case);
        case.order.iter().for_each(|place| self.event(case, *place));
        self.bytes.extend_from_slice(b"\t</trace>\n");
    }
}

impl XesBlock<'_> {
    fn event(&mut self, case: &JoinedCase<'_>, place: EventPlace) {
        let (log, part, event) = (self.log, case.part(place), case.event(place));
        self.bytes.extend_from_slice(b"\t\t<event>\n");
        let mut pen = Pen::new(&mut self.bytes, part.log.texts, log.precision, EVENT_DEPTH, &mut self.tally);
        log.event.put(&mut pen, part.mapping, event, part.log.held);
        let attributes = case.event_attributes(place);
        for (key, column) in log.event_keys.iter().zip(&log.log.event_attributes) {
            if let Some(value) = attributes.of(column) {
                pen.datum(key, &part.log.held.datum(value));
            }
        }
        self.bytes.extend_from_slice(&self.flat);
        self.bytes.extend_from_slice(b"\t\t</event>\n");
        self.tally.events += 1;
        self.tally.with_lifecycle += u64::from(log.event.has_lifecycle(part.mapping, event));
        self.tally.with_resource += u64::from(log.event.has_resource(event));
    }
}
