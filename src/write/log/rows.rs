//! The rows of events.csv and cases.csv, block by block.

use std::ops::Range;

use super::pen::Pen;
use super::tables::{CsvLog, PartFields, Step};
use crate::evaluate::Datum;
use crate::plan::StandardValue;
use crate::run::{BlockWriter, CaseLog, EventName, JoinedCase, JoinedWriter, LoggedEvent};
use crate::time::TimeWriter;
use crate::write::field::{Field, TextFields};
use crate::write::sheet::Sheet;

/// The rows of a block of cases, as CSV without headers.
#[derive(Debug)]
pub struct CsvBlock<'a> {
    format: &'a CsvLog<'a>,
    memory: Memory,
    /// How many rows of events.csv it has.
    pub event_count: u64,
    /// How many rows of cases.csv it has.
    pub case_count: u64,
}

/// What goes from one block to the next.
#[derive(Debug, Default)]
pub(super) struct Memory {
    events: Sheet,
    cases: Sheet,
    /// By mapping.
    texts: Vec<TextFields>,
    times: TimeWriter,
    /// The id of the case at hand.
    case_id: Field,
}

impl Memory {
    /// Nothing yet, for so many mappings.
    pub(super) fn new(mappings: usize) -> Self {
        Self { texts: (0..mappings).map(|_| TextFields::default()).collect(), ..Self::default() }
    }
}

impl<'a> CsvBlock<'a> {
    pub(super) fn new(format: &'a CsvLog<'a>, memory: Memory) -> Self {
        Self { format, memory, event_count: 0, case_count: 0 }
    }

    /// Its rows of events.csv.
    pub fn events(&self) -> &[u8] {
        self.memory.events.written()
    }

    /// Its rows of cases.csv.
    pub fn cases(&self) -> &[u8] {
        self.memory.cases.written()
    }

    /// Begins the row of a case, and keeps its id for those of its events.
    fn begin(&mut self, id: &str) {
        let Memory { cases, case_id, .. } = &mut self.memory;
        let start = cases.len();
        cases.put_field(id.as_bytes());
        case_id.set(cases.written().get(start..).unwrap_or_default());
        self.case_count += 1;
    }

    /// The rows of some events of a mapping. With `flat`, what the case's row has from `attributes` on follows each.
    fn put_events(&mut self, mapping: usize, log: &CaseLog<'_>, places: Range<usize>, attributes: usize) {
        let format = self.format;
        let Memory { events, cases, texts, times, case_id } = &mut self.memory;
        let (Some(part), Some(fields)) = (format.parts.get(mapping), texts.get_mut(mapping)) else { return };
        fields.begin(log.texts);
        let flat = cases.written().get(attributes..).filter(|rest| format.flat && !rest.is_empty());
        let width = log.event_attributes.len() / log.events.len().max(1);
        self.event_count += places.len() as u64;
        let mut pen = Pen { sheet: events, fields, times, texts: log.texts, precision: format.precision };
        for place in places {
            let Some(event) = log.events.get(place) else { return };
            let values = log.event_attributes.get(place * width..(place + 1) * width).unwrap_or_default();
            put_event(&mut pen, part, case_id, event, values);
            match flat {
                Some(attributes) => pen.sheet.put(attributes),
                None => pen.sheet.end_row(),
            }
        }
    }
}

impl BlockWriter for CsvBlock<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        let format = self.format;
        self.begin(case.id);
        let start = self.memory.cases.len();
        let Memory { cases, texts, times, .. } = &mut self.memory;
        let (Some(part), Some(fields)) = (format.parts.first(), texts.first_mut()) else { return };
        fields.begin(case.texts);
        let mut pen = Pen { sheet: cases, fields, times, texts: case.texts, precision: format.precision };
        for attribute in &part.case {
            match attribute.and_then(|attribute| case.attributes.get(attribute)) {
                Some(value) => pen.datum(value),
                None => pen.empty(),
            }
        }
        cases.end_row();
        self.put_events(0, case, 0..case.events.len(), start);
    }
}

impl JoinedWriter for CsvBlock<'_> {
    fn joined_case(&mut self, case: &JoinedCase<'_>) {
        let format = self.format;
        self.begin(case.id);
        let start = self.memory.cases.len();
        let Memory { cases, texts, times, .. } = &mut self.memory;
        for column in format.case_columns() {
            let found = case.attribute(column).and_then(|(part, value)| Some((part, value, texts.get_mut(part.mapping)?)));
            let Some((part, value, fields)) = found else {
                cases.put(b",");
                continue;
            };
            fields.begin(part.log.texts);
            Pen { sheet: cases, fields, times, texts: part.log.texts, precision: format.precision }.datum(value);
        }
        cases.end_row();
        for place in case.order {
            let (part, event) = (case.part(*place), place.event as usize);
            self.put_events(part.mapping, &part.log, event..event + 1, start);
        }
    }
}

impl Drop for CsvBlock<'_> {
    /// Leaves its memory to the next block.
    fn drop(&mut self) {
        let mut memory = std::mem::take(&mut self.memory);
        memory.events.clear();
        memory.cases.clear();
        self.format.keep(memory);
    }
}

/// The fields of an event.
#[inline]
fn put_event(pen: &mut Pen<'_>, part: &PartFields, case_id: &Field, event: &LoggedEvent, values: &[Datum]) {
    for step in &part.event {
        match step {
            Step::Attribute(attribute) => match values.get(*attribute) {
                Some(value) => pen.datum(value),
                None => pen.empty(),
            },
            Step::Empty => pen.empty(),
            Step::Standard(StandardValue::CaseId) => pen.ready(case_id),
            Step::Standard(StandardValue::Activity) => put_activity(pen, part, event),
            Step::Standard(StandardValue::Timestamp) => pen.time(event.time),
            Step::Standard(StandardValue::Resource) => pen.datum(&event.resource),
            Step::Standard(other) => put_rare(pen, *other, part, event),
        }
    }
}

#[inline]
fn put_activity(pen: &mut Pen<'_>, part: &PartFields, event: &LoggedEvent) {
    let activity = event.activity as usize;
    match &event.name {
        None => pen.ready(&part.activities[activity]),
        Some(EventName::Known(known)) => pen.ready(&part.known[activity][*known as usize]),
        Some(EventName::Other(name)) => pen.datum(name),
    }
}

/// The values that few logs show.
fn put_rare(pen: &mut Pen<'_>, value: StandardValue, part: &PartFields, event: &LoggedEvent) {
    if let (StandardValue::End, Some(end)) = (value, event.end) {
        return pen.time(end);
    }
    let ready = match value {
        StandardValue::EventId => return pen.id(event.id),
        StandardValue::ActivityId => part.activity_ids.get(event.activity as usize),
        StandardValue::Kind => part.kinds.iter().find(|(kind, _)| *kind == event.kind).map(|(_, field)| field),
        StandardValue::Lifecycle => part.lifecycles.get(event.rule as usize),
        StandardValue::Source => event.source.and_then(|source| part.sources.get(source as usize)),
        StandardValue::SourceSystem => Some(&part.source_system),
        // Null, or no rare one.
        _ => None,
    };
    match ready {
        Some(field) => pen.ready(field),
        None => pen.empty(),
    }
}
