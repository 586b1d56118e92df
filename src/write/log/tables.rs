//! How events.csv and cases.csv are written.

use std::sync::Mutex;

use super::pen::{Pen, Shown, put_empty};
use super::rows::{CsvBlock, Memory};
use super::{LogPart, flat_names, kind_name};
use crate::plan::{EventKind, LogColumn, LogPlan, StandardValue};
use crate::time::Precision;
use crate::write::csv::put_record;
use crate::write::field::Field;
use crate::write::room::Room;

/// How a run's events and cases are written as CSV. Whatever is the same for many events is made ready once.
#[derive(Debug)]
pub struct CsvLog<'a> {
    log: &'a LogPlan,
    pub(super) flat: bool,
    pub(super) precision: Precision,
    /// By mapping.
    pub(super) parts: Vec<PartFields>,
    /// The memory of blocks that were written.
    spare: Mutex<Vec<Memory>>,
}

/// What a field of an event is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// The name of its case.
    CaseId,
    /// Its own name.
    Activity,
    /// When it happened.
    Time,
    /// Who did it.
    Resource,
    /// Another value that every event has.
    Rare(StandardValue),
}

/// The standard fields of most logs.
const USUAL: [StandardValue; 4] =
    [StandardValue::CaseId, StandardValue::Activity, StandardValue::Timestamp, StandardValue::Resource];

impl Step {
    fn of(value: StandardValue) -> Self {
        match value {
            StandardValue::CaseId => Self::CaseId,
            StandardValue::Activity => Self::Activity,
            StandardValue::Timestamp => Self::Time,
            StandardValue::Resource => Self::Resource,
            rare => Self::Rare(rare),
        }
    }
}

/// Which attributes of a mapping are written.
#[derive(Debug)]
pub(super) enum Which {
    /// All, in their order.
    All(usize),
    /// Those with these numbers; none has the number where the mapping has no such attribute.
    Some(Vec<usize>),
}

impl Which {
    fn of(columns: &[LogColumn], mapping: usize) -> Self {
        let numbers: Vec<usize> =
            columns.iter().map(|column| column.of_mapping[mapping].unwrap_or(usize::MAX)).collect();
        let are_all = numbers.iter().enumerate().all(|(place, number)| place == *number);
        if are_all { Self::All(numbers.len()) } else { Self::Some(numbers) }
    }

    /// Puts their values.
    #[inline(always)]
    pub(super) fn put<V: Shown>(
        &self,
        pen: &mut Pen<'_>,
        room: &mut (impl Room + ?Sized),
        mut at: usize,
        values: &[V],
    ) -> usize {
        match self {
            Self::All(count) if *count == values.len() => {
                for value in values {
                    at = value.put(pen, room, at);
                }
                at
            }
            Self::All(count) => put_some(pen, room, at, values, 0..*count),
            Self::Some(numbers) => put_some(pen, room, at, values, numbers.iter().copied()),
        }
    }
}

/// Puts those of some values that have these numbers; null where none has.
#[inline(never)]
fn put_some<V: Shown>(
    pen: &mut Pen<'_>,
    room: &mut (impl Room + ?Sized),
    mut at: usize,
    values: &[V],
    numbers: impl Iterator<Item = usize>,
) -> usize {
    for number in numbers {
        at = match values.get(number) {
            Some(value) => value.put(pen, room, at),
            None => put_empty(room, at),
        };
    }
    at
}

/// A mapping's fields: those that are the same for many events are ready.
#[derive(Debug)]
pub(super) struct PartFields {
    /// The standard fields of each event, in order.
    pub(super) standard: Vec<Step>,
    /// Whether these are the usual ones.
    pub(super) is_usual: bool,
    /// Behind them, which attribute of the mapping's events each is.
    pub(super) event: Which,
    /// Which attribute of the mapping's cases is each column of cases.csv behind the id.
    pub(super) case: Which,
    pub(super) activities: Vec<Field>,
    /// Per activity: the names of its known values.
    pub(super) known: Vec<Vec<Field>>,
    pub(super) activity_ids: Vec<Field>,
    pub(super) kinds: Vec<(EventKind, Field)>,
    pub(super) lifecycles: Vec<Field>,
    pub(super) sources: Vec<Field>,
    pub(super) source_system: Field,
}

impl PartFields {
    fn new(log: &LogPlan, mapping: usize, part: &LogPart<'_>) -> Self {
        let LogPart { plan, labels, .. } = part;
        let standard: Vec<StandardValue> = log.output.event_columns.iter().map(|(value, _)| *value).collect();
        let lifecycle = |rule: &crate::plan::RulePlan| Field::new(rule.lifecycle.as_deref().unwrap_or_default());
        Self {
            is_usual: standard == USUAL,
            standard: standard.into_iter().map(Step::of).collect(),
            event: Which::of(&log.event_attributes, mapping),
            case: Which::of(&log.case_attributes, mapping),
            activities: fields(labels.names()),
            known: labels.known().iter().map(|names| fields(names)).collect(),
            activity_ids: plan.activities.iter().map(|activity| Field::new(&activity.id)).collect(),
            kinds: EventKind::NAMES.iter().map(|(_, kind)| (*kind, Field::new(kind_name(*kind)))).collect(),
            lifecycles: plan.rules.iter().map(lifecycle).collect(),
            sources: plan.sources.iter().map(|source| Field::new(&source.id)).collect(),
            source_system: Field::new(part.source_system.unwrap_or_default()),
        }
    }
}

impl<'a> CsvLog<'a> {
    /// The format of a log; with `flat`, events repeat the attributes of their case.
    pub fn new(log: &'a LogPlan, parts: &[LogPart<'_>], flat: bool) -> Self {
        let of_part = |(mapping, part): (usize, &LogPart<'_>)| PartFields::new(log, mapping, part);
        Self {
            log,
            flat,
            precision: log.output.precision,
            parts: parts.iter().enumerate().map(of_part).collect(),
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
        self.log.output.event_columns.iter().any(|(value, _)| *value == StandardValue::EventId)
    }

    /// The columns of cases.csv behind the id.
    pub(super) fn case_columns(&self) -> &'a [LogColumn] {
        &self.log.case_attributes
    }

    /// A writer for a block of cases.
    pub fn block(&self) -> CsvBlock<'_> {
        let spare = self.spare.lock().ok().and_then(|mut spare| spare.pop());
        CsvBlock::new(self, spare.unwrap_or_else(|| Memory::new(self.parts.len())))
    }

    /// Takes the memory of a block for another.
    pub(super) fn keep(&self, memory: Memory) {
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(memory);
        }
    }
}

fn fields(texts: &[String]) -> Vec<Field> {
    texts.iter().map(|text| Field::new(text)).collect()
}

fn record<'f>(fields: impl IntoIterator<Item = &'f [u8]>) -> Vec<u8> {
    let mut record = Vec::new();
    put_record(&mut record, fields);
    record
}
