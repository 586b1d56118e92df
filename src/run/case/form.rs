//! Values that only a case, or an event in it, can tell.

use super::{At, Here, NONE};
use crate::evaluate::{Bound, BoundDuration, BoundTimeIn, Datum, Evaluated, field_value};
use crate::plan::{EventKind, FieldPath, Moment, StandardValue, Unit};
use crate::rows::Cell;
use crate::run::log::LoggedEvent;
use crate::script::Value;

impl At<'_> {
    /// What the bound value stands for here.
    ///
    /// # Errors
    /// A script in it stopped.
    pub(super) fn form(&self, value: &Bound) -> Evaluated<Datum> {
        Ok(match value {
            Bound::Old(path) => self.of_change(path, |old, _| old),
            Bound::New(path) => self.of_change(path, |_, new| new),
            Bound::Field(field, path, moment) => self.field(*field, path, *moment),
            Bound::Rows(fold) => return self.fold(fold),
            Bound::CountEvents(activity) => count(self.state.events.iter().filter(|event| is_of(event, *activity))),
            Bound::CountChanges(field) => count(self.state.fields[*field].changes.iter()),
            Bound::EventTime { activity, last } => self.event_time(*activity, *last),
            Bound::Duration(duration) => return self.duration(duration),
            Bound::TimeIn(time_in) => return self.time_in(time_in),
            Bound::Standard(standard) => self.standard(*standard),
            Bound::NextEvent => time(self.next_event()),
            Bound::NextChange => time(self.next_change()),
            Bound::CaseAttribute(attribute) => self.state.attributes.get(*attribute).cloned().unwrap_or(Datum::NULL),
            Bound::ExtractedAt => time(self.state.context.options.extracted_at),
            Bound::SourceSystem => text(self.state.context.plan.source_system.as_deref()),
            Bound::Constant(_) | Bound::Row(..) | Bound::FirstPresent(_) | Bound::Script(_) => Datum::NULL,
        })
    }

    fn of_change(&self, path: &FieldPath, pick: fn(Cell, Cell) -> Cell) -> Datum {
        let origin = self.here.origin;
        if origin.change == NONE {
            return Datum::NULL;
        }
        let change = self.state.fields[origin.field as usize].changes[origin.change as usize];
        field_value(self, pick(change.old, change.new), path).into()
    }

    fn field(&self, field: usize, path: &FieldPath, moment: Moment) -> Datum {
        // A row that was merged into an event may come later: what holds is asked at the event.
        let of_event = |event: &LoggedEvent| Here { origin: event.origin, time: Some(event.time), ..self.here };
        let here = self.event().map_or(self.here, of_event);
        let changes = self.state.changes_at(field, moment, &here);
        field_value(self, self.state.value_after(field, changes), path).into()
    }

    fn event_time(&self, activity: usize, last: bool) -> Datum {
        let mut events = self.state.events.iter().filter(|event| is_of(event, activity));
        let event = if last { events.next_back() } else { events.next() };
        time(event.map(|event| event.time))
    }

    fn duration(&self, duration: &BoundDuration) -> Evaluated<Datum> {
        let (from, to) = (duration.from.value(self)?.as_time(), duration.to.value(self)?.as_time());
        let Some((from, to)) = from.zip(to) else { return Ok(Datum::NULL) };
        if to < from {
            self.notes.negative.set(self.notes.negative.get() + 1);
            return Ok(Datum::NULL);
        }
        Ok(length(self.elapsed(duration.calendar, from, to), duration.unit))
    }

    /// The time from one moment to a later one; with a calendar, its open hours only.
    fn elapsed(&self, calendar: Option<usize>, from: i64, to: i64) -> i64 {
        match calendar.and_then(|calendar| self.state.context.plan.calendars.get(calendar)) {
            Some((_, calendar)) => calendar.open_between(from, to),
            None => to.saturating_sub(from),
        }
    }

    /// How long a field had some values; null if it had one of them, but nothing says from when or until when.
    fn time_in(&self, time_in: &BoundTimeIn) -> Evaluated<Datum> {
        let changes = &self.state.fields[time_in.field].changes;
        let mut total: i64 = 0;
        for state in 0..=changes.len() {
            let value = self.state.value_after(time_in.field, state);
            if !time_in.test.passes(&value.into(), self)? {
                continue;
            }
            let from = state.checked_sub(1).map_or_else(|| self.state.start(), |change| Some(changes[change].time));
            let to = changes.get(state).map_or(self.state.field_end(time_in.field), |change| Some(change.time));
            let Some((from, to)) = from.zip(to) else { return Ok(Datum::NULL) };
            total = total.saturating_add(self.elapsed(time_in.calendar, from, to).max(0));
        }
        Ok(length(total, time_in.unit))
    }

    fn event(&self) -> Option<&LoggedEvent> {
        self.state.events.get(self.here.event? as usize)
    }

    fn next_event(&self) -> Option<i64> {
        self.state.events.get(self.here.event? as usize + 1).map(|event| event.time)
    }

    /// The next change of the field whose change the event is.
    fn next_change(&self) -> Option<i64> {
        let origin = self.here.origin;
        let changes = &self.state.fields.get(origin.field as usize)?.changes;
        changes.get(origin.change as usize + 1).map(|change| change.time)
    }

    fn standard(&self, value: StandardValue) -> Datum {
        let Some(event) = self.event() else {
            return if value == StandardValue::CaseId { self.state.id().into() } else { Datum::NULL };
        };
        let context = &self.state.context;
        match value {
            StandardValue::CaseId => self.state.id().into(),
            StandardValue::EventId => text(Some(&format!("{:016x}", event.id))),
            StandardValue::Activity => self.label(event),
            StandardValue::ActivityId => {
                text(context.plan.activities.get(event.activity as usize).map(|each| &*each.id))
            }
            StandardValue::Timestamp => time(Some(event.time)),
            StandardValue::End => time(event.end),
            StandardValue::Resource => self.state.held.datum(event.resource),
            StandardValue::Kind => text(Some(kind_name(event.kind))),
            StandardValue::Lifecycle => text(context.plan.rules[event.rule as usize].lifecycle.as_deref()),
            StandardValue::Source => text(event.source().map(|source| &*context.plan.sources[source as usize].id)),
            StandardValue::SourceSystem => text(context.plan.source_system.as_deref()),
        }
    }

    fn label(&self, event: &LoggedEvent) -> Datum {
        self.state.label(event)
    }
}

impl super::CaseState {
    /// The name of an event in the run's language.
    pub fn label(&self, event: &LoggedEvent) -> Datum {
        use crate::run::log::EventName;
        let activity = event.activity as usize;
        match &event.name {
            None => text(self.context.labels.get(activity).map(String::as_str)),
            Some(EventName::Other(name)) => self.held.datum(*name),
            Some(EventName::Known(known)) => {
                let known = &self.context.plan.activities[activity].known[*known as usize];
                let locale = self.context.options.locale.as_deref().or(self.context.plan.output.locale.as_deref());
                let label = known.label.as_ref().and_then(|label| label.in_language(locale.unwrap_or("en")));
                text(Some(label.unwrap_or(&known.value)))
            }
        }
    }
}

fn kind_name(kind: EventKind) -> &'static str {
    EventKind::NAMES.iter().find(|(_, each)| *each == kind).map_or("", |(name, _)| name)
}

fn is_of(event: &LoggedEvent, activity: usize) -> bool {
    event.activity as usize == activity
}

fn count(things: impl Iterator) -> Datum {
    Datum::Cell(Cell::Integer(i64::try_from(things.count()).unwrap_or(i64::MAX)))
}

fn time(time: Option<i64>) -> Datum {
    Datum::Cell(time.map_or(Cell::Null, Cell::Time))
}

fn text(text: Option<&str>) -> Datum {
    text.map_or(Datum::NULL, |text| Datum::Value(Value::text(text)))
}

/// A length of time: with a unit, a number of them; milliseconds are whole.
fn length(milliseconds: i64, unit: Option<Unit>) -> Datum {
    Datum::Cell(match unit {
        Some(Unit::Milliseconds) => Cell::Integer(milliseconds),
        Some(unit) => Cell::number(milliseconds as f64 / unit.milliseconds() as f64),
        None => Cell::Duration(milliseconds),
    })
}
