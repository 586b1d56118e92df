//! events.csv and cases.csv, block by block.

use std::sync::Mutex;

use super::{LogPart, flat_names, kind_name};
use crate::plan::{LogPlan, StandardValue};
use crate::rows::Texts;
use crate::run::{EventName, EventPlace, JoinedCase, JoinedWriter, LoggedEvent};
use crate::time::{Precision, TimeWriter, write_rfc3339};
use crate::write::csv::{put_field, put_record};
use crate::write::value::{put_datum, put_hexadecimal};

/// How a run's events and cases are written as CSV. Whatever is the same for many events is made ready once.
#[derive(Debug)]
pub struct CsvLog<'a> {
    log: &'a LogPlan,
    flat: bool,
    precision: Precision,
    columns: Vec<StandardValue>,
    /// By mapping.
    parts: Vec<PartFields>,
    /// The memory of blocks that were written: events, cases.
    spare: Mutex<Vec<[Vec<u8>; 2]>>,
}

/// The names of a mapping, as fields.
#[derive(Debug)]
struct PartFields {
    activities: Vec<Vec<u8>>,
    /// Per activity: the names of its known values.
    known: Vec<Vec<Vec<u8>>>,
    activity_ids: Vec<Vec<u8>>,
    lifecycles: Vec<Vec<u8>>,
    sources: Vec<Vec<u8>>,
    source_system: Vec<u8>,
}

impl PartFields {
    fn new(part: &LogPart<'_>) -> Self {
        let LogPart { plan, labels, .. } = part;
        Self {
            activities: labels.names().iter().map(|name| field(name)).collect(),
            known: labels.known().iter().map(|names| names.iter().map(|name| field(name)).collect()).collect(),
            activity_ids: plan.activities.iter().map(|activity| field(&activity.id)).collect(),
            lifecycles: plan.rules.iter().map(|rule| field(rule.lifecycle.as_deref().unwrap_or_default())).collect(),
            sources: plan.sources.iter().map(|source| field(&source.id)).collect(),
            source_system: field(part.source_system.unwrap_or_default()),
        }
    }
}

impl<'a> CsvLog<'a> {
    /// The format of a log; with `flat`, events repeat the attributes of their case.
    pub fn new(log: &'a LogPlan, parts: &[LogPart<'_>], flat: bool) -> Self {
        Self {
            log,
            flat,
            precision: log.output.precision,
            columns: log.output.event_columns.iter().map(|(value, _)| *value).collect(),
            parts: parts.iter().map(PartFields::new).collect(),
            spare: Mutex::default(),
        }
    }

    /// The header of events.csv: standard columns, event attributes, and with `flat` case attributes.
    ///
    /// A case attribute that has the name of one of the others is headed `case:<name>`.
    pub fn events_header(&self) -> Vec<u8> {
        let standard = self.log.output.event_columns.iter().map(|(_, header)| header.clone());
        let own = self.log.event_attributes.iter().map(|column| column.name.clone());
        let mut headers: Vec<String> = standard.chain(own).collect();
        if self.flat {
            headers.extend(flat_names(self.log, &headers));
        }
        record(headers.iter().map(String::as_bytes))
    }

    /// The header of cases.csv: the case id, then case attributes.
    pub fn cases_header(&self) -> Vec<u8> {
        let attributes = self.log.case_attributes.iter().map(|column| column.name.as_bytes());
        record(std::iter::once(self.log.output.case_id_header.as_bytes()).chain(attributes))
    }

    /// Whether a column has the ids of events.
    pub fn shows_ids(&self) -> bool {
        self.columns.contains(&StandardValue::EventId)
    }

    /// A writer for a block of cases.
    pub fn block(&self) -> CsvBlock<'_> {
        let spare = self.spare.lock().ok().and_then(|mut spare| spare.pop());
        let [events, cases] = spare.unwrap_or_default();
        CsvBlock {
            format: self,
            events,
            cases,
            event_count: 0,
            case_count: 0,
            case_id: Vec::new(),
            case_attributes: Vec::new(),
            times: TimeWriter::default(),
        }
    }

    fn put_event(
        &self,
        out: &mut Vec<u8>,
        case: &JoinedCase<'_>,
        case_id: &[u8],
        place: EventPlace,
        times: &mut TimeWriter,
    ) {
        let (part, event) = (case.part(place), case.event(place));
        let (names, texts) = (&self.parts[part.mapping], part.log.texts);
        let start = out.len();
        for column in &self.columns {
            match column {
                StandardValue::CaseId => out.extend_from_slice(case_id),
                own => self.put_standard(out, *own, event, names, texts, times),
            }
            out.push(b',');
        }
        let attributes = case.event_attributes(place);
        for column in &self.log.event_attributes {
            if let Some(value) = attributes.of(column) {
                put_datum(out, value, texts, self.precision);
            }
            out.push(b',');
        }
        // Each value was followed by a comma; there is always one, as an event has a case.
        out.truncate(out.len().saturating_sub(1).max(start));
    }

    fn put_standard(
        &self,
        out: &mut Vec<u8>,
        column: StandardValue,
        event: &LoggedEvent,
        names: &PartFields,
        texts: &Texts,
        times: &mut TimeWriter,
    ) {
        match column {
            StandardValue::CaseId => {}
            StandardValue::EventId => put_hexadecimal(out, event.id),
            StandardValue::Activity => self.put_activity(out, event, names, texts),
            StandardValue::ActivityId => out.extend_from_slice(&names.activity_ids[event.activity as usize]),
            StandardValue::Timestamp => times.write(event.time, self.precision, out),
            StandardValue::End => {
                if let Some(end) = event.end {
                    write_rfc3339(end, self.precision, out);
                }
            }
            StandardValue::Resource => put_datum(out, &event.resource, texts, self.precision),
            StandardValue::Kind => out.extend_from_slice(kind_name(event.kind).as_bytes()),
            StandardValue::Lifecycle => out.extend_from_slice(&names.lifecycles[event.rule as usize]),
            StandardValue::Source => {
                out.extend_from_slice(event.source.map_or(&[], |source| &names.sources[source as usize]));
            }
            StandardValue::SourceSystem => out.extend_from_slice(&names.source_system),
        }
    }

    fn put_activity(&self, out: &mut Vec<u8>, event: &LoggedEvent, names: &PartFields, texts: &Texts) {
        let activity = event.activity as usize;
        match &event.name {
            None => out.extend_from_slice(&names.activities[activity]),
            Some(EventName::Known(known)) => out.extend_from_slice(&names.known[activity][*known as usize]),
            Some(EventName::Other(name)) => put_datum(out, name, texts, self.precision),
        }
    }
}

/// The rows of a block of cases, as CSV without headers.
#[derive(Debug)]
pub struct CsvBlock<'a> {
    format: &'a CsvLog<'a>,
    /// Rows of events.csv.
    pub events: Vec<u8>,
    /// Rows of cases.csv.
    pub cases: Vec<u8>,
    /// How many rows `events` has.
    pub event_count: u64,
    /// How many rows `cases` has.
    pub case_count: u64,
    /// The case's id as a field; kept for its memory.
    case_id: Vec<u8>,
    /// The case's attributes as fields, each after a comma; kept for its memory.
    case_attributes: Vec<u8>,
    times: TimeWriter,
}

impl JoinedWriter for CsvBlock<'_> {
    fn joined_case(&mut self, case: &JoinedCase<'_>) {
        self.case_id.clear();
        put_field(&mut self.case_id, case.id.as_bytes());
        self.case_attributes.clear();
        for column in &self.format.log.case_attributes {
            self.case_attributes.push(b',');
            if let Some((value, texts)) = case.attribute(column) {
                put_datum(&mut self.case_attributes, value, texts, self.format.precision);
            }
        }
        self.put_case();
        for place in case.order {
            self.format.put_event(&mut self.events, case, &self.case_id, *place, &mut self.times);
            if self.format.flat {
                self.events.extend_from_slice(&self.case_attributes);
            }
            self.events.push(b'\n');
        }
        self.event_count += case.order.len() as u64;
    }
}

impl Drop for CsvBlock<'_> {
    /// Leaves its memory to the next block.
    fn drop(&mut self) {
        let mut memory = [std::mem::take(&mut self.events), std::mem::take(&mut self.cases)];
        memory.iter_mut().for_each(Vec::clear);
        if let Ok(mut spare) = self.format.spare.lock() {
            spare.push(memory);
        }
    }
}

impl CsvBlock<'_> {
    fn put_case(&mut self) {
        self.cases.extend_from_slice(&self.case_id);
        self.cases.extend_from_slice(&self.case_attributes);
        self.cases.push(b'\n');
        self.case_count += 1;
    }
}

fn field(text: &str) -> Vec<u8> {
    let mut field = Vec::with_capacity(text.len());
    put_field(&mut field, text.as_bytes());
    field
}

fn record<'f>(fields: impl IntoIterator<Item = &'f [u8]>) -> Vec<u8> {
    let mut record = Vec::new();
    put_record(&mut record, fields);
    record
}
