//! How much of a log has a meaning that the standard defines: its certification level.
//!
//! The levels are those of the standard's working group: A has names of cases and activities; B times and lifecycle
//! transitions as well; C resources; D attributes of other extensions of the standard. The flag X says that there are
//! attributes beside these, whose meaning no extension of the standard defines.

use serde::Serialize;

use super::key::Origin;

/// What was written to a log.
#[derive(Debug, Clone, Default)]
pub struct XesTally {
    /// Events.
    pub events: u64,
    /// Events with a lifecycle transition.
    pub with_lifecycle: u64,
    /// Events with a resource.
    pub with_resource: u64,
    /// Whether there are attributes of other extensions of the standard.
    pub has_standard: bool,
    /// Whether there are attributes of no extension.
    pub has_others: bool,
    /// Characters that XML can't hold.
    pub replaced: u64,
}

impl XesTally {
    /// Takes in what another block wrote.
    pub fn add(&mut self, other: &Self) {
        self.events += other.events;
        self.with_lifecycle += other.with_lifecycle;
        self.with_resource += other.with_resource;
        self.has_standard |= other.has_standard;
        self.has_others |= other.has_others;
        self.replaced += other.replaced;
    }

    pub(super) fn take(&mut self, origin: Origin, replaced: u64) {
        self.has_standard |= origin == Origin::Standard;
        self.has_others |= origin == Origin::Mapping;
        self.replaced += replaced;
    }

    /// The level, and what the next one asks for. Every case and event has a name, and every event a time.
    pub(super) fn level(&self) -> (Level, Option<&'static str>) {
        if self.events == 0 {
            (Level::A, Some("events"))
        } else if self.with_lifecycle < self.events {
            (Level::A, Some("lifecycle:transition on every event"))
        } else if self.with_resource == 0 {
            (Level::B, Some("org:resource"))
        } else if !self.has_standard {
            (Level::C, Some("an attribute of another extension of the standard"))
        } else {
            (Level::D, None)
        }
    }
}

/// A certification level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Level {
    /// Names of cases and activities.
    A,
    /// Every event has its time and lifecycle transition too.
    B,
    /// There are resources too.
    C,
    /// There are attributes of other extensions of the standard too.
    D,
}
