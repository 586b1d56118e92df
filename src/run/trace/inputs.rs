//! Attributes, and what gave their values.

use super::{AttributeTrace, Tracer};
use crate::describe::{Reading, time_text};
use crate::evaluate::{Bound, BoundFold, BoundTimeIn, Datum, display};
use crate::plan::{Expr, Fold};
use crate::run::case::{At, Here, NONE, Origin};
use crate::run::log::LoggedEvent;

/// How many values of rows are listed.
const LISTED: usize = 12;

impl Tracer<'_> {
    pub(super) fn case_attributes(&self) -> Vec<AttributeTrace> {
        let written = self.plan().case_attributes.iter().zip(&self.context.program.attributes.case);
        let values = &self.at.state.attributes;
        let trace = |(index, (written, bound)): (usize, (&crate::plan::AttributePlan, &Option<Bound>))| {
            let value = values.get(index).unwrap_or(&Datum::NULL);
            self.attribute(index, value, written.value.as_ref().zip(bound.as_ref()), self.at)
        };
        written.enumerate().map(trace).collect()
    }

    pub(super) fn event_attributes(&self, index: usize, event: &LoggedEvent) -> Vec<AttributeTrace> {
        let width = self.plan().event_attributes.len();
        (0..width)
            .map(|attribute| {
                let value = self.at.state.attribute(index, attribute);
                let (origin, given) = self.giver(index, event, attribute);
                let here = Here { origin, time: Some(event.time), event: Some(index as u32) };
                self.attribute(attribute, &value, given, &self.at.here(here))
            })
            .collect()
    }

    /// Which of the rows that made an event gives an attribute: its own, else the first merged one that has a value.
    fn giver(&self, index: usize, event: &LoggedEvent, attribute: usize) -> (Origin, Option<(&Expr, &Bound)>) {
        let state = self.at.state;
        let merged = state.merged_into(event);
        let gives = |origin: &Origin| {
            let here = Here { origin: *origin, time: Some(event.time), event: Some(index as u32) };
            let given = self.given_by(origin.rule as usize, attribute);
            given.is_some_and(|(_, bound)| !self.at.here(here).datum(bound).is_null())
        };
        let mut origins = std::iter::once(&event.origin).chain(merged);
        let origin = origins.find(|origin| gives(origin)).copied().unwrap_or(event.origin);
        (origin, self.given_by(origin.rule as usize, attribute))
    }

    fn given_by(&self, rule: usize, attribute: usize) -> Option<(&Expr, &Bound)> {
        let plan = &self.context.plan;
        let own = plan.rules[rule].attributes.iter().find(|(index, _)| *index == attribute);
        let bound = self.context.program.rules[rule].attributes.iter().find(|(index, _)| *index == attribute);
        let general = plan.event_attributes[attribute].value.as_ref();
        let general = general.zip(self.context.program.attributes.event[attribute].as_ref());
        own.map(|(_, value)| value).zip(bound.map(|(_, value)| value)).or(general)
    }

    fn attribute(&self, index: usize, value: &Datum, given: Option<(&Expr, &Bound)>, place: &At<'_>) -> AttributeTrace {
        let mut read = Vec::new();
        if let Some((written, bound)) = given {
            self.inputs(written, bound, place, &mut read);
        }
        let form = given.map(|(written, _)| self.describer().value(written)).unwrap_or_default();
        // A value that is read as it is needn't be told twice.
        read.retain(|each: &Reading| each.name != form);
        AttributeTrace { index, value: display(value, self.at.state.texts()), form, read }
    }

    /// What a value reads.
    fn inputs(&self, written: &Expr, bound: &Bound, place: &At<'_>, read: &mut Vec<Reading>) {
        match (written, bound) {
            (Expr::FirstPresent(written), Bound::FirstPresent(bound)) => {
                for (written, bound) in written.iter().zip(bound) {
                    self.inputs(written, bound, place, read);
                    if !place.datum(bound).is_null() {
                        break;
                    }
                }
            }
            (Expr::Script(_), Bound::Script(script)) => {
                read.extend(self.describer().variables(script, place));
                read.extend(self.overhearing.script(script, place, &self.describer()));
            }
            (Expr::Rows { .. }, Bound::Rows(fold)) => read.push(self.rows_read(fold, place)),
            (Expr::Duration { from, to, .. }, Bound::Duration(duration)) => {
                self.inputs(from, &duration.from, place, read);
                self.inputs(to, &duration.to, place, read);
            }
            (Expr::TimeIn { .. }, Bound::TimeIn(time_in)) => read.extend(self.states(time_in, place)),
            (Expr::Literal(_) | Expr::Null, _) => {}
            _ => read.push(Reading {
                name: self.describer().value(written),
                value: display(&place.datum(bound), self.at.state.texts()),
            }),
        }
    }

    /// The rows that count, with their values.
    fn rows_read(&self, fold: &BoundFold, place: &At<'_>) -> Reading {
        let count = self.at.state.rows.get(fold.source).map_or(0, Vec::len) as u32;
        let row = |row: u32| place.origin(Origin::row(NONE, fold.source as u32, row));
        let counts = |place: &At<'_>| fold.condition.as_ref().is_none_or(|condition| place.holds(condition));
        let rows: Vec<At<'_>> = (0..count).map(row).filter(counts).collect();
        let source = self.describer().source(fold.source);
        let count = || Reading { name: format!("rows of {source} that count"), value: Some(rows.len().to_string()) };
        // The first or last value is the attribute's own.
        let is_told = rows.is_empty() || matches!(fold.fold, Fold::First | Fold::Last);
        let Some(value) = fold.value.as_ref().filter(|_| !is_told) else { return count() };
        let text =
            |place: &At<'_>| display(&place.datum(value), self.at.state.texts()).unwrap_or_else(|| "null".to_owned());
        let values: Vec<String> = rows.iter().map(text).collect();
        Reading { name: format!("values of {source}"), value: listed(&values) }
    }

    /// When a field had the values that count.
    fn states(&self, time_in: &BoundTimeIn, place: &At<'_>) -> Vec<Reading> {
        let state = self.at.state;
        let changes = &state.fields[time_in.field].changes;
        let times = (0..=changes.len()).filter(|at| place.passes(&time_in.test, state.value_after(time_in.field, *at)));
        let reading = |at: usize| {
            let value = self.text(state.value_after(time_in.field, at)).unwrap_or_else(|| "null".to_owned());
            let from = at.checked_sub(1).map_or_else(|| state.start(), |change| Some(changes[change].time));
            let to = changes.get(at).map_or(state.field_end(time_in.field), |change| Some(change.time));
            let moment = |time: Option<i64>| time.map_or_else(|| "?".to_owned(), time_text);
            let name = format!("{} {value}", self.describer().field(time_in.field));
            Reading { name, value: Some(format!("{} to {}", moment(from), moment(to))) }
        };
        times.map(reading).collect()
    }
}

/// Values in one text.
pub(super) fn listed(values: &[String]) -> Option<String> {
    let more = values.len().saturating_sub(LISTED);
    let shown = values[..values.len() - more].join(", ");
    match (values.is_empty(), more) {
        (true, _) => None,
        (_, 0) => Some(shown),
        _ => Some(format!("{shown} and {more} more")),
    }
}
