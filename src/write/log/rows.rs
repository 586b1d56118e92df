//! The rows of events.csv and cases.csv, block by block.

use std::ops::Range;

use super::pen::{Pen, put_empty, put_id};
use super::tables::{CsvLog, PartFields, Step};
use crate::evaluate::Datum;
use crate::plan::StandardValue;
use crate::run::{BlockWriter, CaseLog, EventName, Held, JoinedCase, JoinedWriter, LoggedEvent};
use crate::time::TimeWriter;
use crate::write::field::{Field, TextFields};
use crate::write::room::{Room, WINDOW, Window, end_row, put_bytes};
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

    /// The rows of some events of a mapping. With `flat`, what the case's row has from `attributes` on follows each.
    fn put_events(&mut self, mapping: usize, log: &CaseLog<'_>, places: Range<usize>, attributes: usize) {
        let format = self.format;
        let Memory { events, cases, texts, times, case_id } = &mut self.memory;
        let (Some(part), Some(fields)) = (format.parts.get(mapping), texts.get_mut(mapping)) else { return };
        fields.begin(log.texts);
        let flat = cases.written().get(attributes..).filter(|rest| format.flat && !rest.is_empty());
        let width = log.event_attributes.len() / log.events.len().max(1);
        let Some(all) = log.events.get(places.clone()) else { return };
        let mut values = log.event_attributes.get(places.start * width..).unwrap_or_default();
        self.event_count += all.len() as u64;
        let mut pen = Pen::new(format.precision, log, fields, times, case_id);
        for event in all {
            let own;
            (own, values) = values.split_at_checked(width).unwrap_or_default();
            events.put_row(|room| {
                if let (None, Some(window)) = (flat, room.first_chunk_mut::<WINDOW>()) {
                    let end = put_event(&mut pen, &mut Window(window), part, event, own);
                    if Window::holds(end) {
                        return end_row(room, end);
                    }
                }
                let at = put_event_anywhere(&mut pen, room, part, event, own);
                match flat {
                    Some(attributes) => put_bytes(room, at, attributes),
                    None => end_row(room, at),
                }
            });
        }
    }
}

impl BlockWriter for CsvBlock<'_> {
    fn case(&mut self, case: &CaseLog<'_>) {
        let format = self.format;
        let Memory { cases, texts, times, case_id, .. } = &mut self.memory;
        let (Some(part), Some(fields)) = (format.parts.first(), texts.first_mut()) else { return };
        fields.begin(case.texts);
        case_id.set(case.id);
        let mut attributes = 0;
        let mut pen = Pen::new(format.precision, case, fields, times, case_id);
        let start = cases.len();
        cases.put_row(|room| {
            let at = case_id.put(room, 0);
            attributes = start + at;
            if let Some(window) = room.first_chunk_mut::<WINDOW>() {
                let end = part.case.put(&mut pen, &mut Window(window), at, case.attributes);
                if Window::holds(end) {
                    return end_row(room, end);
                }
            }
            let end = put_anywhere(&mut pen, room, part, at, case.attributes);
            end_row(room, end)
        });
        self.case_count += 1;
        self.put_events(0, case, 0..case.events.len(), attributes);
    }
}

impl JoinedWriter for CsvBlock<'_> {
    fn joined_case(&mut self, case: &JoinedCase<'_>) {
        let format = self.format;
        let Memory { cases, texts, times, case_id, .. } = &mut self.memory;
        case_id.set(case.id);
        let mut attributes = 0;
        let start = cases.len();
        cases.put_row(|room| {
            let mut at = case_id.put(room, 0);
            attributes = start + at;
            for column in format.case_columns() {
                let found = case.attribute(column);
                let found = found.and_then(|(part, value)| Some((part.log, value, texts.get_mut(part.mapping)?)));
                let Some((log, value, fields)) = found else {
                    at = put_empty(room, at);
                    continue;
                };
                fields.begin(log.texts);
                at = Pen::new(format.precision, &log, fields, times, case_id).datum(room, at, value);
            }
            end_row(room, at)
        });
        self.case_count += 1;
        for place in case.order {
            let (part, event) = (case.part(*place), place.event as usize);
            self.put_events(part.mapping, &part.log, event..event + 1, attributes);
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

/// Puts the fields of an event.
#[inline(always)]
fn put_event(
    pen: &mut Pen<'_>,
    room: &mut (impl Room + ?Sized),
    part: &PartFields,
    event: &LoggedEvent,
    values: &[Held],
) -> usize {
    let at = if part.is_usual {
        let at = pen.case_id.put(room, 0);
        let at = put_activity(pen, room, at, part, event);
        let at = pen.time(room, at, event.time);
        pen.held(room, at, event.resource)
    } else {
        put_standard(pen, room, part, event)
    };
    part.event.put(pen, room, at, values)
}

/// The same in any room.
#[inline(never)]
fn put_event_anywhere(
    pen: &mut Pen<'_>,
    room: &mut [u8],
    part: &PartFields,
    event: &LoggedEvent,
    values: &[Held],
) -> usize {
    put_event(pen, room, part, event, values)
}

/// Puts the attributes of a case in any room.
#[inline(never)]
fn put_anywhere(pen: &mut Pen<'_>, room: &mut [u8], part: &PartFields, at: usize, values: &[Datum]) -> usize {
    part.case.put(pen, room, at, values)
}

/// Puts the standard fields of an event.
fn put_standard(pen: &mut Pen<'_>, room: &mut (impl Room + ?Sized), part: &PartFields, event: &LoggedEvent) -> usize {
    let mut at = 0;
    for step in &part.standard {
        at = match *step {
            Step::CaseId => pen.case_id.put(room, at),
            Step::Activity => put_activity(pen, room, at, part, event),
            Step::Time => pen.time(room, at, event.time),
            Step::Resource => pen.held(room, at, event.resource),
            Step::Rare(value) => put_rare(pen, room, at, value, part, event),
        };
    }
    at
}

#[inline(always)]
fn put_activity(
    pen: &mut Pen<'_>,
    room: &mut (impl Room + ?Sized),
    at: usize,
    part: &PartFields,
    event: &LoggedEvent,
) -> usize {
    match &event.name {
        None => part.activities[event.activity as usize].put(room, at),
        Some(name) => put_name(pen, room, at, part, event.activity, name),
    }
}

/// Puts the name of an activity that data name.
fn put_name(
    pen: &mut Pen<'_>,
    room: &mut (impl Room + ?Sized),
    at: usize,
    part: &PartFields,
    activity: u32,
    name: &EventName,
) -> usize {
    match name {
        EventName::Known(known) => part.known[activity as usize][*known as usize].put(room, at),
        EventName::Other(name) => pen.held(room, at, *name),
    }
}

/// Puts one of the values that few logs show.
fn put_rare(
    pen: &mut Pen<'_>,
    room: &mut (impl Room + ?Sized),
    at: usize,
    value: StandardValue,
    part: &PartFields,
    event: &LoggedEvent,
) -> usize {
    if let (StandardValue::End, Some(end)) = (value, event.end) {
        return pen.time(room, at, end);
    }
    let ready = match value {
        StandardValue::EventId => return put_id(room, at, event.id),
        StandardValue::ActivityId => part.activity_ids.get(event.activity as usize),
        StandardValue::Kind => part.kinds.iter().find(|(kind, _)| *kind == event.kind).map(|(_, field)| field),
        StandardValue::Lifecycle => part.lifecycles.get(event.rule as usize),
        StandardValue::Source => event.source().and_then(|source| part.sources.get(source as usize)),
        StandardValue::SourceSystem => Some(&part.source_system),
        // Null, or no rare one.
        _ => None,
    };
    match ready {
        Some(field) => field.put(room, at),
        None => put_empty(room, at),
    }
}
