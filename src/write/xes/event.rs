//! What every event says of itself, before its attributes.

use super::EVENT_DEPTH;
use super::attribute::{Line, Pen};
use super::key::{self, Key};
use crate::plan::{EventKind, LogPlan, StandardValue};
use crate::run::{EventName, HeldValues, LoggedEvent};
use crate::write::log::{LogPart, kind_name};

/// The values that events say, each with its key, in the order of the mapping's columns. The case is the trace's; the
/// activity and the time stand on every event, chosen as columns or not.
pub fn columns(log: &LogPlan) -> Vec<(StandardValue, String)> {
    let chosen = &log.output.event_columns;
    let needed = [StandardValue::Activity, StandardValue::Timestamp];
    let missing = needed.into_iter().filter(|value| chosen.iter().all(|(each, _)| each != value));
    let missing = missing.map(|value| (value, String::new()));
    let all = missing.chain(chosen.iter().filter(|(value, _)| *value != StandardValue::CaseId).cloned());
    all.map(|(value, header)| (value, key::key_of(value).map_or(header, str::to_owned))).collect()
}

/// How events are written. Lines that many events share are made ready once.
#[derive(Debug)]
pub struct EventFormat {
    columns: Vec<(StandardValue, Key)>,
    /// Whether events say who did it.
    has_resources: bool,
    name: Key,
    kinds: Vec<Line>,
    /// By mapping.
    parts: Vec<PartLines>,
}

/// The names of a mapping, as lines.
#[derive(Debug)]
struct PartLines {
    /// Per activity: its name.
    activities: Vec<Line>,
    /// Per activity: the names of its known values.
    known: Vec<Vec<Line>>,
    activity_ids: Vec<Line>,
    /// Per rule: its lifecycle transition.
    lifecycles: Vec<Option<Line>>,
    sources: Vec<Line>,
    source_system: Option<Line>,
}

/// The columns with their keys as text.
type Headers = [(StandardValue, String)];

fn has(columns: &Headers, value: StandardValue) -> bool {
    columns.iter().any(|(each, _)| *each == value)
}

fn line(columns: &Headers, value: StandardValue, text: &str) -> Line {
    let key = columns.iter().find(|(each, _)| *each == value).map_or("", |(_, key)| key.as_str());
    Line::text(key, text, EVENT_DEPTH)
}

impl PartLines {
    fn new(columns: &Headers, part: &LogPart<'_>) -> Self {
        let line = |value: StandardValue, text: &str| line(columns, value, text);
        let LogPart { plan, labels, .. } = part;
        let name = |text: &String| line(StandardValue::Activity, text);
        let has_lifecycle = has(columns, StandardValue::Lifecycle);
        let lifecycle = |text: &str| line(StandardValue::Lifecycle, text);
        Self {
            activities: labels.names().iter().map(name).collect(),
            known: labels.known().iter().map(|names| names.iter().map(name).collect()).collect(),
            activity_ids: plan.activities.iter().map(|each| line(StandardValue::ActivityId, &each.id)).collect(),
            lifecycles: plan
                .rules
                .iter()
                .map(|rule| rule.lifecycle.as_deref().filter(|_| has_lifecycle).map(lifecycle))
                .collect(),
            sources: plan.sources.iter().map(|each| line(StandardValue::Source, &each.id)).collect(),
            source_system: part.source_system.map(|name| line(StandardValue::SourceSystem, name)),
        }
    }
}

impl EventFormat {
    pub fn new(log: &LogPlan, parts: &[LogPart<'_>]) -> Self {
        let columns = columns(log);
        let kind = |(_, kind): &(&str, EventKind)| line(&columns, StandardValue::Kind, kind_name(*kind));
        Self {
            has_resources: has(&columns, StandardValue::Resource),
            name: Key::new(key::NAME),
            kinds: EventKind::NAMES.iter().map(kind).collect(),
            parts: parts.iter().map(|part| PartLines::new(&columns, part)).collect(),
            columns: columns.into_iter().map(|(value, key)| (value, Key::new(&key))).collect(),
        }
    }

    /// Appends what an event of a mapping says.
    pub fn put(&self, pen: &mut Pen<'_>, mapping: usize, event: &LoggedEvent, held: &HeldValues) {
        for (column, key) in &self.columns {
            self.put_column(pen, (*column, key), &self.parts[mapping], event, held);
        }
    }

    pub fn has_lifecycle(&self, mapping: usize, event: &LoggedEvent) -> bool {
        self.parts[mapping].lifecycles[event.rule as usize].is_some()
    }

    pub fn has_resource(&self, event: &LoggedEvent) -> bool {
        self.has_resources && !event.resource.is_null()
    }

    fn put_column(
        &self,
        pen: &mut Pen<'_>,
        (column, key): (StandardValue, &Key),
        lines: &PartLines,
        event: &LoggedEvent,
        held: &HeldValues,
    ) {
        match column {
            StandardValue::CaseId => {}
            StandardValue::EventId => pen.id(key, event.id),
            StandardValue::Activity => self.put_activity(pen, lines, event, held),
            StandardValue::ActivityId => pen.line(&lines.activity_ids[event.activity as usize]),
            StandardValue::Timestamp => pen.time(key, event.time),
            StandardValue::End => event.end.into_iter().for_each(|end| pen.time(key, end)),
            StandardValue::Resource => pen.datum(key, &held.datum(event.resource)),
            StandardValue::Kind => pen.line(&self.kinds[place_of(event.kind)]),
            StandardValue::Lifecycle => lines.lifecycles[event.rule as usize].iter().for_each(|line| pen.line(line)),
            StandardValue::Source => {
                event.source().into_iter().for_each(|source| pen.line(&lines.sources[source as usize]));
            }
            StandardValue::SourceSystem => lines.source_system.iter().for_each(|line| pen.line(line)),
        }
    }

    fn put_activity(&self, pen: &mut Pen<'_>, lines: &PartLines, event: &LoggedEvent, held: &HeldValues) {
        let activity = event.activity as usize;
        match &event.name {
            None => pen.line(&lines.activities[activity]),
            Some(EventName::Known(known)) => pen.line(&lines.known[activity][*known as usize]),
            Some(EventName::Other(name)) => pen.datum(&self.name, &held.datum(*name)),
        }
    }
}

/// The place of a kind among [`EventKind::NAMES`].
fn place_of(kind: EventKind) -> usize {
    EventKind::NAMES.iter().position(|(_, known)| *known == kind).unwrap_or_default()
}
