//! What the heart hands to writers.

use super::case::{NONE, Origin};
use super::held::{Held, HeldValues};
use crate::evaluate::Datum;
use crate::plan::EventKind;
use crate::rows::{TextId, Texts};

/// Writes the cases of a block into a buffer of its own.
pub trait BlockWriter: Send {
    /// Writes a case; cases come in their order.
    fn case(&mut self, case: &CaseLog<'_>);
}

/// A case with its events and attributes.
#[derive(Debug, Clone, Copy)]
pub struct CaseLog<'a> {
    /// How the case is called.
    pub id: &'a str,
    /// The text of that, where it has a number.
    pub key: Option<TextId>,
    /// Its place among all cases.
    pub number: u32,
    /// Its events, in order. There may be none.
    pub events: &'a [LoggedEvent],
    /// The attributes of all events, one event after the other, each with as many as the plan has event attributes.
    pub event_attributes: &'a [Held],
    /// What events hold that no cell has.
    pub held: &'a HeldValues,
    /// The attributes of the case, in the plan's order.
    pub attributes: &'a [Datum],
    /// The texts that values name.
    pub texts: &'a Texts,
}

impl<'a> CaseLog<'a> {
    /// The attributes of an event, in the plan's order.
    pub fn attributes_of(&self, event: usize) -> &'a [Held] {
        let width = self.event_attributes.len() / self.events.len().max(1);
        &self.event_attributes[event * width..(event + 1) * width]
    }
}

/// An event of the log.
#[derive(Debug, Clone, Copy)]
pub struct LoggedEvent {
    /// Its id: the same in every run over the same source row; written as 16 hexadecimal digits. 0 where nothing asks for
    /// ids.
    pub id: u64,
    /// Its activity, by its place in the plan.
    pub activity: u32,
    /// Its name, where data name the activity.
    pub name: Option<EventName>,
    /// When it happened, or began.
    pub time: i64,
    /// When it ended.
    pub end: Option<i64>,
    /// Who did it.
    pub resource: Held,
    /// How it is known.
    pub kind: EventKind,
    /// The rule that gave it, by its place in the plan: the lifecycle transition is there.
    pub rule: u32,
    pub(super) origin: Origin,
    /// Where the case keeps what was merged into it: from there, to there.
    pub(super) merged: [u32; 2],
}

impl LoggedEvent {
    /// The source whose row it came from, by its place in the plan; deadlines have none.
    pub fn source(&self) -> Option<u32> {
        Some(self.origin.source).filter(|source| *source != NONE)
    }
}

/// The name of an activity that data name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EventName {
    /// One of the activity's known names, by its place there.
    Known(u32),
    /// A name that the mapping doesn't know.
    Other(Held),
}
