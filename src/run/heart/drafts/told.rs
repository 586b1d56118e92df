//! What rules tell of an event when they draft it.

use std::collections::BTreeMap;

use super::Drafts;
use crate::evaluate::{Datum, display};
use crate::run::case::{At, Here, Origin};
use crate::run::held::{Held, HeldValues};
use crate::run::log::EventName;

/// What is told of an event.
#[derive(Debug)]
pub struct Told {
    /// Its name, where data name the activity.
    pub name: Option<ToldName>,
    /// When it ended.
    pub end: Option<i64>,
    /// Who did it.
    pub resource: Datum,
}

/// The name of an activity that data name.
#[derive(Debug, PartialEq)]
pub enum ToldName {
    /// One of the activity's known names, by its place there.
    Known(u32),
    /// A name that the mapping doesn't know.
    Other(Datum),
}

impl Told {
    /// Hands name, end and resource over to an event, which happens once.
    pub fn take(&mut self, held: &mut HeldValues) -> (Option<EventName>, Option<i64>, Held) {
        let name = self.name.take().map(|name| match name {
            ToldName::Known(known) => EventName::Known(known),
            ToldName::Other(name) => EventName::Other(held.hold(name)),
        });
        (name, self.end, held.hold(std::mem::replace(&mut self.resource, Datum::NULL)))
    }
}

impl Drafts {
    /// Keeps what is told of an event; its place. Names that the mapping doesn't know are counted.
    pub(super) fn tell(
        &mut self,
        at: &At<'_>,
        activity: usize,
        (origin, time): (Origin, i64),
        unknown_names: &mut BTreeMap<(usize, String), u64>,
    ) -> u32 {
        let program = &at.state.context.program.rules[origin.rule as usize];
        let place = at.here(Here { origin, time: Some(time), event: None });
        let told = Told {
            name: name(&place, activity),
            end: program.end.as_ref().and_then(|end| place.datum(end).as_time()),
            resource: match at.state.on_way(&program.resource_way, origin) {
                Some(cell) => Datum::Cell(cell),
                None => program.resource.as_ref().map_or(Datum::NULL, |resource| place.datum(resource)),
            },
        };
        if let Some(ToldName::Other(name)) = &told.name {
            let name = display(name, at.state.texts()).unwrap_or_default();
            *unknown_names.entry((activity, name)).or_default() += 1;
        }
        self.told.push(told);
        self.told.len() as u32 - 1
    }

    /// What is told of an event, by its place among the drafts.
    pub(super) fn told_of(&self, draft: usize) -> Option<&Told> {
        self.told.get(self.events[draft].told as usize)
    }
}

/// The name that data give to an event. Without a value it has its activity's own.
fn name(at: &At<'_>, activity: usize) -> Option<ToldName> {
    let program = at.state.context.program.names[activity].as_ref()?;
    let value = at.datum(&program.value);
    if value.is_null() {
        return None;
    }
    match program.place(&value, at.state.texts()) {
        Some(known) => Some(ToldName::Known(known as u32)),
        None => Some(ToldName::Other(value)),
    }
}
