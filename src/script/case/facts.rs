//! The questions that scripts ask of a case, as plain functions over [`CaseView`].
//!
//! The natives of the script engine call them; whatever compiles a script to something faster calls the same ones, so
//! that both always agree.

use std::collections::BTreeSet;
use std::ops::Range;

use super::view::{CaseView, EventValue, Occurrences, Seen};
use crate::script::value::{Duration, Text, Value};

/// A half-open span of time; `None` is open-ended. Events at `from` and at `to` are decided by the function that
/// makes the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The earliest time that belongs to it.
    pub from: Option<i64>,
    /// The earliest time that no longer belongs to it.
    pub to: Option<i64>,
}

impl Span {
    /// All of time.
    pub const ALL: Self = Self { from: None, to: None };

    /// Times strictly before `time`.
    #[must_use]
    pub fn before(self, time: i64) -> Self {
        Self { from: self.from, to: Some(self.to.map_or(time, |to| to.min(time))) }
    }

    /// Times strictly after `time`.
    #[must_use]
    pub fn after(self, time: i64) -> Self {
        self.since(time.saturating_add(1))
    }

    /// Times from `first` to `last`, both included.
    #[must_use]
    pub fn between(self, first: i64, last: i64) -> Self {
        self.since(first).before(last.saturating_add(1))
    }

    /// Whether a time lies in it.
    #[must_use]
    pub fn contains(self, time: i64) -> bool {
        self.from.is_none_or(|from| time >= from) && self.to.is_none_or(|to| time < to)
    }

    fn since(self, time: i64) -> Self {
        Self { from: Some(self.from.map_or(time, |from| from.max(time))), to: self.to }
    }
}

/// The events whose time lies in the span, as a range of indices (events are in order of time).
pub fn events_in(case: &impl CaseView, span: Span) -> Range<usize> {
    let count = case.event_count();
    let start = span.from.map_or(0, |from| first_event_at_or_after(case, count, from));
    let end = span.to.map_or(count, |to| first_event_at_or_after(case, count, to));
    start..end.max(start)
}

fn first_event_at_or_after(case: &impl CaseView, count: usize, time: i64) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if case.event_time(middle) < time { low = middle + 1 } else { high = middle }
    }
    low
}

/// Where an activity occurs in the span, where that is known without a look at the events: in all of time, and where
/// the activity has no event or a single one.
fn occurrences(case: &impl CaseView, span: Span, activity: u32) -> Option<Occurrences> {
    let known = case.occurrences(activity)?;
    if span == Span::ALL || known.count == 0 {
        return Some(known);
    }
    let is_single = known.count == 1;
    let count = u32::from(is_single && span.contains(case.event_time(known.first as usize)));
    is_single.then_some(Occurrences { count, ..known })
}

/// The first event of an activity.
pub fn first(case: &impl CaseView, span: Span, activity: u32) -> Option<usize> {
    if let Some(known) = occurrences(case, span, activity) {
        return (known.count > 0).then_some(known.first as usize);
    }
    events_in(case, span).find(|event| case.event_activity(*event) == activity)
}

/// The last event of an activity.
pub fn last(case: &impl CaseView, span: Span, activity: u32) -> Option<usize> {
    if let Some(known) = occurrences(case, span, activity) {
        return (known.count > 0).then_some(known.last as usize);
    }
    events_in(case, span).rev().find(|event| case.event_activity(*event) == activity)
}

/// Whether there is an event of the activity.
pub fn has(case: &impl CaseView, span: Span, activity: u32) -> bool {
    first(case, span, activity).is_some()
}

/// How many events of the activity there are.
pub fn count(case: &impl CaseView, span: Span, activity: u32) -> usize {
    if let Some(known) = occurrences(case, span, activity) {
        return known.count as usize;
    }
    events_in(case, span).filter(|event| case.event_activity(*event) == activity).count()
}

/// How often an event of `then` comes right after one of `earlier`.
pub fn count_directly_follows(case: &impl CaseView, span: Span, earlier: u32, then: u32) -> usize {
    let events = events_in(case, span);
    events
        .clone()
        .zip(events.skip(1))
        .filter(|(a, b)| case.event_activity(*a) == earlier && case.event_activity(*b) == then)
        .count()
}

/// Whether an event of `then` comes anywhere after one of `earlier`.
pub fn eventually_follows(case: &impl CaseView, span: Span, earlier: u32, then: u32) -> bool {
    let mut events = events_in(case, span);
    events.any(|event| case.event_activity(event) == earlier) && events.any(|event| case.event_activity(event) == then)
}

/// The activities that occur, each once, in the order of their first event.
pub fn activities(case: &impl CaseView, span: Span) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    events_in(case, span).map(|event| case.event_activity(event)).filter(|activity| seen.insert(*activity)).collect()
}

/// The distinct resources that are known.
pub fn resources(case: &impl CaseView, span: Span) -> Vec<Value> {
    distinct(events_in(case, span).map(|event| case.event_value(event, EventValue::Resource)))
}

/// The values that are not null, each once, in the order of their first occurrence.
pub fn distinct(values: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut texts: BTreeSet<Text> = BTreeSet::new();
    let mut found: Vec<Value> = Vec::new();
    for value in values {
        let is_new = match &value {
            Value::Null => false,
            Value::Text(text) => texts.insert(text.clone()),
            other => !found.contains(other),
        };
        if is_new {
            found.push(value);
        }
    }
    found
}

/// How many changes of a field lie before the span's end; changes are in order of time.
pub fn changes_before(case: &impl CaseView, field: u32, end: Option<i64>) -> usize {
    let count = case.field_changes(field);
    let Some(end) = end else { return count };
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if case.change_time(field, middle) < end { low = middle + 1 } else { high = middle }
    }
    low
}

/// The value that a field held after its first `changes` changes.
pub fn see_after(case: &impl CaseView, field: u32, changes: usize) -> Seen<'_> {
    match changes.checked_sub(1) {
        Some(last) => case.see_change(field, last),
        None => case.see_initial(field),
    }
}

/// The value that a field held at a time; a change counts from its own time on.
pub fn see_at(case: &impl CaseView, field: u32, time: i64) -> Seen<'_> {
    see_after(case, field, changes_before(case, field, Some(time.saturating_add(1))))
}

/// Every value that a field held, in order: the initial one and each new one, as far as the first `changes` changes.
pub fn see_values(case: &impl CaseView, field: u32, changes: usize) -> impl Iterator<Item = Seen<'_>> {
    (0..=changes).map(move |change| see_after(case, field, change)).filter(|value| *value != Seen::NULL)
}

/// How many values there are that are not null, equal ones counted once.
pub fn count_distinct<'c>(values: impl Iterator<Item = Seen<'c>>) -> usize {
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Seen::Text(_) | Seen::Value(Value::Text(_)) => texts.push(value),
            Seen::Value(Value::Null) => {}
            other => {
                let other = other.into_value();
                if !others.contains(&other) {
                    others.push(other);
                }
            }
        }
    }
    texts.sort_unstable_by(|left, right| left.as_text().cmp(&right.as_text()));
    texts.dedup_by(|left, right| left.as_text() == right.as_text());
    texts.len() + others.len()
}

/// How long a field held a value that `held` accepts, up to `end`; the state that is still open ends at `end`.
/// Nothing if that isn't known and the open state counts, or if it isn't known when the case started and that counts.
pub fn time_in<'c>(
    case: &'c impl CaseView,
    field: u32,
    changes: usize,
    end: Option<i64>,
    mut held: impl FnMut(Seen<'c>) -> bool,
) -> Option<Duration> {
    let mut total: i64 = 0;
    for state in 0..=changes {
        if held(see_after(case, field, state)) {
            let from = state_start(case, field, state)?;
            let to = if state == changes { end? } else { case.change_time(field, state) };
            total = total.checked_add(to.checked_sub(from)?.max(0))?;
        }
    }
    Some(Duration(total))
}

fn state_start(case: &impl CaseView, field: u32, state: usize) -> Option<i64> {
    match state.checked_sub(1) {
        Some(change) => Some(case.change_time(field, change)),
        None => case.field_start(field),
    }
}

/// The rows of a source whose time lies in the span; rows without a time only where the span is all of time.
pub fn rows_in(case: &impl CaseView, source: u32, span: Span) -> impl DoubleEndedIterator<Item = usize> {
    (0..case.row_count(source))
        .filter(move |row| span == Span::ALL || case.row_time(source, *row).is_some_and(|time| span.contains(time)))
}
