//! A case as several mappings know it.

use crate::evaluate::Datum;
use crate::plan::LogColumn;
use crate::run::held::Held;
use crate::run::log::{CaseLog, LoggedEvent};

/// Writes the joined cases of a block into a buffer of its own.
pub trait JoinedWriter: Send {
    /// Writes a case; cases come in their order.
    fn joined_case(&mut self, case: &JoinedCase<'_>);
}

/// A case with what each mapping says of it.
#[derive(Debug, Clone, Copy)]
pub struct JoinedCase<'a> {
    /// How the case is called.
    pub id: &'a str,
    /// What the mappings that know it say, in the order of the mappings.
    pub parts: &'a [CasePart<'a>],
    /// All events, in order.
    pub order: &'a [EventPlace],
}

/// What a mapping says of a case.
#[derive(Debug, Clone, Copy)]
pub struct CasePart<'a> {
    /// The mapping, by its place in the set.
    pub mapping: usize,
    /// Its events and attributes.
    pub log: CaseLog<'a>,
}

/// Where an event of a joined case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventPlace {
    /// The part.
    pub part: u32,
    /// The event in it.
    pub event: u32,
}

impl<'a> JoinedCase<'a> {
    /// The part that an event belongs to.
    pub fn part(&self, place: EventPlace) -> &'a CasePart<'a> {
        &self.parts[place.part as usize]
    }

    /// An event.
    pub fn event(&self, place: EventPlace) -> &'a LoggedEvent {
        &self.part(place).log.events[place.event as usize]
    }

    /// The attributes of an event.
    pub fn event_attributes(&self, place: EventPlace) -> EventAttributes<'a> {
        let part = self.part(place);
        EventAttributes { mapping: part.mapping, values: part.log.attributes_of(place.event as usize) }
    }

    /// An attribute of the case, and whose it is: of several mappings the first whose value isn't null.
    pub fn attribute(&self, column: &LogColumn) -> Option<(&'a CasePart<'a>, &'a Datum)> {
        let mut values = self.parts.iter().filter_map(|part| {
            let value = part.log.attributes.get(column.of_mapping[part.mapping]?)?;
            Some((part, value))
        });
        values.find(|(_, value)| !value.is_null())
    }
}

/// The attributes of an event, as its mapping gives them.
#[derive(Debug, Clone, Copy)]
pub struct EventAttributes<'a> {
    mapping: usize,
    values: &'a [Held],
}

impl<'a> EventAttributes<'a> {
    /// The value in a column; `None` where the mapping has no such attribute.
    pub fn of(&self, column: &LogColumn) -> Option<Held> {
        self.values.get(column.of_mapping[self.mapping]?).copied()
    }
}
