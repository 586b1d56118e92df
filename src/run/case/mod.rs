//! The case at hand: its rows, the history of its fields, its events, its attributes.

mod at;
mod fold;
mod form;
mod names;
mod notes;
mod view;

pub use at::{At, Here};
pub use notes::Notes;

use std::sync::Arc;

use super::context::Context;
use super::held::{Held, HeldValues};
use super::log::{CaseLog, LoggedEvent};
use super::program::Way;
use crate::evaluate::{Datum, equal};
use crate::plan::{ColumnPlan, Moment};
use crate::rows::{CaseTables, Cell, Texts};
use crate::script::Occurrences;
use names::Names;

/// No row, no source, no change.
pub const NONE: u32 = u32::MAX;

/// No time.
pub const NO_TIME: i64 = i64::MIN;

/// A row of the case.
#[derive(Debug, Clone, Copy)]
pub struct CaseRow {
    /// Its position in the table.
    pub position: u32,
    /// The duplicate from which it takes values, or [`NONE`].
    pub twin: u32,
    /// Its time, or [`NO_TIME`].
    pub time: i64,
}

/// A change of a tracked field.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// The row that tells of it, by its place in the case.
    pub row: u32,
    /// When.
    pub time: i64,
    /// The value before.
    pub old: Cell,
    /// The value after.
    pub new: Cell,
}

/// What is known of a tracked field in the case.
#[derive(Debug)]
pub struct FieldHistory {
    /// The value before the first change.
    pub initial: Cell,
    /// Whether a row told of the field.
    pub is_set: bool,
    /// Until when its last value held at the latest, where that isn't the current one and the record says so.
    pub until: Option<i64>,
    /// Its changes, in the order of rows.
    pub changes: Vec<Change>,
}

/// Where an event, or what may become one, comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The rule.
    pub rule: u32,
    /// The source, or [`NONE`].
    pub source: u32,
    /// The row, by its place in the case, or [`NONE`].
    pub row: u32,
    /// The field that changed, or [`NONE`].
    pub field: u32,
    /// The change, by its place in the field's history, or [`NONE`].
    pub change: u32,
}

impl Origin {
    /// Nowhere.
    pub const NOWHERE: Self = Self { rule: NONE, source: NONE, row: NONE, field: NONE, change: NONE };

    /// A row.
    pub const fn row(rule: u32, source: u32, row: u32) -> Self {
        Self { rule, source, row, field: NONE, change: NONE }
    }

    /// A change: its field, and its place in the field's history.
    pub const fn change(rule: u32, source: u32, row: u32, [field, change]: [u32; 2]) -> Self {
        Self { rule, source, row, field, change }
    }
}

/// The case at hand.
#[derive(Debug)]
pub struct CaseState {
    /// What all threads share.
    pub context: Arc<Context>,
    /// The run's texts, and those that rows at hand carry.
    texts: Texts,
    /// All tables; those of rows of cases as they are at the case at hand.
    pub tables: CaseTables,
    /// What it is called, and its neighbours.
    names: Names,
    /// Its number.
    pub case: u32,
    /// Its record's position in the table.
    pub record: Option<u32>,
    /// Its rows by source, in order, without duplicates.
    pub rows: Vec<Vec<CaseRow>>,
    /// Of rows of nested JSON, by source: the row before and the one after in the same row above, or [`NONE`].
    pub neighbours: Vec<Vec<[u32; 2]>>,
    /// Its fields.
    pub fields: Vec<FieldHistory>,
    /// Its events, in order.
    pub events: Vec<LoggedEvent>,
    /// By activity, where it occurs among the events.
    pub occurrences: Vec<Occurrences>,
    /// The attributes of its events, one event after the other.
    pub event_attributes: Vec<Held>,
    /// What its events hold that no cell has.
    pub held: HeldValues,
    /// Its attributes.
    pub attributes: Vec<Datum>,
    /// Where merged events came from; each event has a range of them.
    pub merged: Vec<Origin>,
}

impl CaseState {
    /// Without a case yet.
    pub fn new(context: Arc<Context>) -> Self {
        let history = |_| FieldHistory { initial: Cell::Null, is_set: false, until: None, changes: Vec::new() };
        Self {
            tables: CaseTables::new(&context.loaded.tables, context.loaded.cases.len()),
            texts: context.loaded.texts.clone(),
            names: Names::default(),
            case: 0,
            record: None,
            rows: vec![Vec::new(); context.plan.sources.len()],
            neighbours: vec![Vec::new(); context.plan.sources.len()],
            fields: (0..context.plan.fields.len()).map(history).collect(),
            events: Vec::new(),
            occurrences: vec![Occurrences::default(); context.plan.activities.len()],
            event_attributes: Vec::new(),
            held: HeldValues::default(),
            attributes: Vec::new(),
            merged: Vec::new(),
            context,
        }
    }

    /// Forgets the case before, and keeps its memory.
    pub fn begin(&mut self, case: u32) {
        self.case = case;
        self.names.open(case, &self.context);
        self.tables.open(case, &mut self.texts);
        self.record = self.context.loaded.cases.record(case as usize);
        self.rows.iter_mut().for_each(Vec::clear);
        self.neighbours.iter_mut().for_each(Vec::clear);
        for history in &mut self.fields {
            history.initial = Cell::Null;
            history.is_set = false;
            history.until = None;
            history.changes.clear();
        }
        self.occurrences.fill(Occurrences::default());
        self.events.clear();
        self.event_attributes.clear();
        self.held.clear();
        self.attributes.iter_mut().for_each(|value| value.set(Cell::Null));
        self.merged.clear();
    }

    /// How the case is called, as writers see it.
    pub fn name(&self) -> &str {
        self.names.get(self.case)
    }

    /// The run's texts.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// A cell of one of the case's rows; of a row that took values from a duplicate, those.
    pub fn cell(&self, source: usize, row: u32, column: usize) -> Cell {
        let Some(own) = self.rows.get(source).and_then(|rows| rows.get(row as usize)) else { return Cell::Null };
        let columns = &self.context.plan.sources[source].columns;
        let table = &self.tables[source];
        let (position, column) = match self.taken_from(*own, source, column) {
            Some(from) => (own.twin, from),
            None => (own.position, column),
        };
        columns.get(column).map_or(Cell::Null, |column| table.row(position).cell(column))
    }

    /// What stands at the end of a way from the row of an origin; `None` where it has to be evaluated.
    #[inline]
    pub fn on_way(&self, way: &Way, origin: Origin) -> Option<Cell> {
        match way {
            Way::Null => Some(Cell::Null),
            Way::Evaluated => None,
            way => {
                let source = origin.source as usize;
                let own = self.rows[source].get(origin.row as usize)?;
                way.cell(self.tables[source].row(own.position), &self.tables)
            }
        }
    }

    /// The row that a column of one of the case's rows refers to; of a value that was taken from a duplicate, what that
    /// refers to there.
    pub fn reference(&self, source: usize, row: u32, column: usize) -> Option<(usize, u32)> {
        let own = self.rows.get(source)?.get(row as usize)?;
        let planned = self.context.plan.sources[source].columns.get(column)?;
        if self.taken_from(*own, source, column).is_some() {
            return self.target_of(self.cell(source, row, column), planned);
        }
        self.tables[source].row(own.position).reference(planned)
    }

    /// The column from which a row's duplicate gives it its value.
    fn taken_from(&self, own: CaseRow, source: usize, column: usize) -> Option<usize> {
        let duplicates = self.context.plan.sources[source].duplicates.as_ref().filter(|_| own.twin != NONE)?;
        duplicates.take.iter().find(|(to, _)| *to == column).map(|(_, from)| *from)
    }

    /// The row that has a value as its key: which of the column's targets, and the row there.
    fn target_of(&self, value: Cell, column: &ColumnPlan) -> Option<(usize, u32)> {
        let key = value.as_text()?;
        let mut targets = column.refers_to.iter().enumerate();
        targets.find_map(|(target, source)| Some((target, *self.tables[*source].index.get(&key)?)))
    }

    /// The time of one of the case's rows.
    pub fn row_time(&self, source: usize, row: u32) -> Option<i64> {
        let time = self.rows.get(source)?.get(row as usize)?.time;
        (time != NO_TIME).then_some(time)
    }

    /// Until when a field's last value holds: the end of the log, or earlier where something else held by then.
    pub fn field_end(&self, field: usize) -> Option<i64> {
        let horizon = self.context.horizon;
        self.fields[field].until.map_or(horizon, |until| Some(horizon.map_or(until, |horizon| until.min(horizon))))
    }

    /// The value that a field had after so many of its changes.
    pub fn value_after(&self, field: usize, changes: usize) -> Cell {
        let history = &self.fields[field];
        match changes.checked_sub(1) {
            Some(last) => history.changes[last].new,
            None => history.initial,
        }
    }

    /// How many of a field's changes count at a moment. Within the field's own source the row's place decides; elsewhere
    /// the clock.
    pub fn changes_at(&self, field: usize, moment: Moment, here: &Here) -> usize {
        let changes = &self.fields[field].changes;
        let source = self.context.plan.fields[field].source;
        let includes = moment == Moment::AsOf;
        if here.origin.source as usize == source && here.origin.row != NONE {
            let row = here.origin.row;
            return changes.partition_point(|change| change.row < row || includes && change.row == row);
        }
        let Some(time) = here.time else { return if includes { changes.len() } else { 0 } };
        let counts = |change: &Change| change.time < time || includes && change.time == time;
        if self.context.plan.sources[source].order.by_row {
            return changes.iter().rposition(counts).map_or(0, |last| last + 1);
        }
        changes.partition_point(counts)
    }

    /// Where the events that were merged into one came from.
    pub fn merged_into(&self, event: &LoggedEvent) -> &[Origin] {
        let [first, last] = event.merged;
        self.merged.get(first as usize..last as usize).unwrap_or_default()
    }

    /// Whether two cells are equal, by content.
    #[inline]
    pub fn equal(&self, left: Cell, right: Cell) -> bool {
        match (left, right) {
            (Cell::Text(left), Cell::Text(right)) => left == right,
            (Cell::Null, other) | (other, Cell::Null) => other.is_null(),
            _ => equal(&left.into(), &right.into(), self.texts()),
        }
    }

    /// What writers get, under the case's name.
    pub fn log<'a>(&'a self, id: &'a str) -> CaseLog<'a> {
        CaseLog {
            id,
            key: self.id().as_text(),
            number: self.case,
            events: &self.events,
            event_attributes: &self.event_attributes,
            held: &self.held,
            attributes: &self.attributes,
            texts: self.texts(),
        }
    }

    /// How the case is called.
    pub fn id(&self) -> Cell {
        self.context.loaded.cases.id(self.case).unwrap_or(Cell::Null)
    }

    /// The earliest time of any row that has one.
    pub fn start(&self) -> Option<i64> {
        self.rows.iter().flatten().map(|row| row.time).filter(|time| *time != NO_TIME).min()
    }
}
