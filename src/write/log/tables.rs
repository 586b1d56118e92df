//! events.csv and cases.csv, block by block.

use super::{flat_names, kind_name};
use crate::evaluate::Datum;
use crate::plan::{Plan, StandardValue};
use crate::rows::Texts;
use crate::run::{BlockWriter, CaseLog, EventName, LoggedEvent};
use crate::time::{Precision, write_rfc3339};
use crate::write::Labels;
use crate::write::csv::{put_field, put_record};
use crate::write::value::{put_datum, put_hexadecimal};

/// How a run's events and cases are written as CSV. Whatever is the same for many events is made ready once.
#[derive(Debug)]
pub struct CsvLog<'a> {
    plan: &'a Plan,
    flat: bool,
    precision: Precision,
    columns: Vec<StandardValue>,
    activities: Vec<Vec<u8>>,
    /// Per activity: the names of its known values.
    known: Vec<Vec<Vec<u8>>>,
    activity_ids: Vec<Vec<u8>>,
    lifecycles: Vec<Vec<u8>>,
    sources: Vec<Vec<u8>>,
    source_system: Vec<u8>,
}

impl<'a> CsvLog<'a> {
    /// The format of a plan's log; with `flat`, events repeat the attributes of their case.
    pub fn new(plan: &'a Plan, labels: &Labels, flat: bool) -> Self {
        Self {
            plan,
            flat,
            precision: plan.output.precision,
            columns: plan.output.event_columns.iter().map(|(value, _)| *value).collect(),
            activities: labels.names().iter().map(|name| field(name)).collect(),
            known: labels.known().iter().map(|names| names.iter().map(|name| field(name)).collect()).collect(),
            activity_ids: plan.activities.iter().map(|activity| field(&activity.id)).collect(),
            lifecycles: plan.rules.iter().map(|rule| field(rule.lifecycle.as_deref().unwrap_or_default())).collect(),
            sources: plan.sources.iter().map(|source| field(&source.id)).collect(),
            source_system: field(plan.source_system.as_deref().unwrap_or_default()),
        }
    }

    /// The header of events.csv: standard columns, event attributes, and with `flat` case attributes.
    ///
    /// A case attribute that has the name of one of the others is headed `case:<name>`.
    pub fn events_header(&self) -> Vec<u8> {
        let standard = self.plan.output.event_columns.iter().map(|(_, header)| header.clone());
        let own = self.plan.event_attributes.iter().map(|attribute| attribute.name.clone());
        let mut headers: Vec<String> = standard.chain(own).collect();
        if self.flat {
            headers.extend(flat_names(self.plan, &headers));
        }
        record(headers.iter().map(String::as_bytes))
    }

    /// The header of cases.csv: the case id, then case attributes.
    pub fn cases_header(&self) -> Vec<u8> {
        let attributes = self.plan.case_attributes.iter().map(|attribute| attribute.name.as_bytes());
        record(std::iter::once(self.plan.output.case_id_header.as_bytes()).chain(attributes))
    }

    /// A writer for a block of cases.
    pub fn block(&self) -> CsvBlock<'_> {
        CsvBlock {
            format: self,
            events: Vec::new(),
            cases: Vec::new(),
            event_count: 0,
            case_count: 0,
            case_id: Vec::new(),
            case_attributes: Vec::new(),
        }
    }

    fn put_event(&self, out: &mut Vec<u8>, case: &CaseLog<'_>, case_id: &[u8], position: usize) {
        let event = &case.events[position];
        let start = out.len();
        for column in &self.columns {
            self.put_standard(out, *column, event, case_id, case.texts);
            out.push(b',');
        }
        put_all(out, case.attributes_of(position), case.texts, self.precision);
        // Each value was followed by a comma; there is always one, as an event has a case.
        out.truncate(out.len().saturating_sub(1).max(start));
    }

    fn put_standard(
        &self,
        out: &mut Vec<u8>,
        column: StandardValue,
        event: &LoggedEvent,
        case_id: &[u8],
        texts: &Texts,
    ) {
        match column {
            StandardValue::CaseId => out.extend_from_slice(case_id),
            StandardValue::EventId => put_hexadecimal(out, event.id),
            StandardValue::Activity => self.put_activity(out, event, texts),
            StandardValue::ActivityId => out.extend_from_slice(&self.activity_ids[event.activity as usize]),
            StandardValue::Timestamp => write_rfc3339(event.time, self.precision, out),
            StandardValue::End => {
                if let Some(end) = event.end {
                    write_rfc3339(end, self.precision, out);
                }
            }
            StandardValue::Resource => put_datum(out, &event.resource, texts, self.precision),
            StandardValue::Kind => out.extend_from_slice(kind_name(event.kind).as_bytes()),
            StandardValue::Lifecycle => out.extend_from_slice(&self.lifecycles[event.rule as usize]),
            StandardValue::Source => {
                out.extend_from_slice(event.source.map_or(&[], |source| &self.sources[source as usize]));
            }
            StandardValue::SourceSystem => out.extend_from_slice(&self.source_system),
        }
    }

    fn put_activity(&self, out: &mut Vec<u8>, event: &LoggedEvent, texts: &Texts) {
        let activity = event.activity as usize;
        match &event.name {
            None => out.extend_from_slice(&self.activities[activity]),
            Some(EventName::Known(known)) => out.extend_from_slice(&self.known[activity][*known as usize]),
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
}

impl BlockWriter for CsvBlock<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        self.case_id.clear();
        put_field(&mut self.case_id, case.id.as_bytes());
        self.case_attributes.clear();
        for value in case.attributes {
            self.case_attributes.push(b',');
            put_datum(&mut self.case_attributes, value, case.texts, self.format.precision);
        }
        self.put_case();
        for position in 0..case.events.len() {
            self.format.put_event(&mut self.events, case, &self.case_id, position);
            if self.format.flat {
                self.events.extend_from_slice(&self.case_attributes);
            }
            self.events.push(b'\n');
        }
        self.event_count += case.events.len() as u64;
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

fn put_all(out: &mut Vec<u8>, values: &[Datum], texts: &Texts, precision: Precision) {
    for value in values {
        put_datum(out, value, texts, precision);
        out.push(b',');
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
