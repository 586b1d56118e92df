//! What the script layer asks of a case. The heart of the engine implements it; nothing is copied that a script
//! doesn't read.

use crate::script::value::Value;

/// Which value of an event is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventValue {
    /// Who did it.
    Resource,
    /// When it ended.
    End,
    /// The activity's label in the chosen language.
    Label,
    /// An attribute of the event, by its index in [`crate::script::CaseNames::attributes`].
    Attribute(u32),
}

/// One case, as scripts see it. All numbers are indices: of events and rows in the case's order, of everything else in
/// the lists of [`crate::script::CaseNames`]. Times are milliseconds since 1970 UTC.
pub trait CaseView {
    /// How many events the case has.
    fn event_count(&self) -> usize;
    /// The activity of an event.
    fn event_activity(&self, event: usize) -> u32;
    /// The time of an event; events are in order of time.
    fn event_time(&self, event: usize) -> i64;
    /// Another value of an event.
    fn event_value(&self, event: usize, name: EventValue) -> Value;
    /// A column of the case's record; null if it has none.
    fn record_value(&self, column: u32) -> Value;
    /// How often a tracked field changed.
    fn field_changes(&self, field: u32) -> usize;
    /// When its `change`th change happened; changes are in order of time.
    fn change_time(&self, field: u32, change: usize) -> i64;
    /// The value before that change.
    fn change_old(&self, field: u32, change: usize) -> Value;
    /// The value after that change.
    fn change_new(&self, field: u32, change: usize) -> Value;
    /// The value before the first change, or the current one if there is none.
    fn field_initial(&self, field: u32) -> Value;
    /// When the field began to hold its initial value: the start of the case.
    fn field_start(&self, field: u32) -> Option<i64>;
    /// How many rows of a source the case has.
    fn row_count(&self, source: u32) -> usize;
    /// A cell.
    fn row_value(&self, source: u32, row: usize, column: u32) -> Value;
    /// The time of a row, where its source has one.
    fn row_time(&self, source: u32, row: usize) -> Option<i64>;
    /// When the data was extracted, if that is known.
    fn extracted_at(&self) -> Option<i64>;
}
