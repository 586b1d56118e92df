//! Values, bound: every name is an index.

use super::condition::{Condition, Operand, Test};
use super::kind::ValueType;
use crate::diagnostic::Span;
use crate::mapping::Expression;
use crate::script::Compiled;

/// A value over a row, an event or a case.
#[derive(Debug)]
pub enum Expr {
    /// Null.
    Null,
    /// A literal, of the type that its place needs.
    Literal(Operand),
    /// A param's value.
    Param(usize),
    /// A value of the row at hand.
    Row(RowPath),
    /// A value of the case's record.
    Record(Path),
    /// In an event attribute: a value of the event's own row where it came from that source, else null.
    OwnRow(usize, Path),
    /// In a rule on a change: the value before.
    Old(FieldPath),
    /// In a rule on a change: the value after.
    New(FieldPath),
    /// The first that is present.
    FirstPresent(Vec<Expr>),
    /// A script.
    Script(usize),
    /// A tracked field's value at the event.
    Field {
        /// The field.
        field: usize,
        /// Through what it refers to.
        path: FieldPath,
        /// As of the event, or before it.
        moment: Moment,
    },
    /// Something of the case's rows of a source.
    Rows {
        /// The source.
        source: usize,
        /// What of each row; `None` when rows are counted.
        path: Option<Path>,
        /// What becomes of the values.
        fold: Fold,
        /// Which rows count.
        condition: Option<Condition>,
        /// Whether equal values count once.
        distinct: bool,
    },
    /// How many events an activity has in the case.
    CountEvents(usize),
    /// How many changes a tracked field has in the case.
    CountChanges(usize),
    /// The time of the first (or last) event of an activity in the case.
    EventTime {
        /// The activity.
        activity: usize,
        /// The last instead of the first.
        last: bool,
    },
    /// The time from one moment to another; a number in the unit where one is named, else a duration.
    Duration {
        /// From there
        from: Box<Expr>,
        /// to there.
        to: Box<Expr>,
        /// The unit of the result.
        unit: Option<Unit>,
        /// The calendar whose open hours count.
        calendar: Option<usize>,
    },
    /// How long a tracked field had values that pass a test.
    TimeIn {
        /// The field.
        field: usize,
        /// The test on its value.
        test: Test,
        /// The unit of the result.
        unit: Option<Unit>,
        /// The calendar whose open hours count.
        calendar: Option<usize>,
    },
    /// A standard value of the event.
    Standard(StandardValue),
    /// The time of the next event of the case.
    NextEvent,
    /// The time of the next change of the field whose change the event is.
    NextChange,
    /// Another attribute of the case.
    CaseAttribute(usize),
    /// When the data was extracted.
    ExtractedAt,
    /// The name of the source system.
    SourceSystem,
}

/// Which row a path begins at.
#[derive(Debug)]
pub enum RowPath {
    /// The row at hand.
    Here(Path),
    /// The row after it, of the same case.
    Next(Path),
    /// The row before it, of the same case.
    Previous(Path),
}

/// A way from a row to a value, over references.
#[derive(Debug, Clone)]
pub struct Path {
    /// The source whose row the path begins at.
    pub source: usize,
    /// The column there.
    pub column: usize,
    /// What the column refers to, where the path goes on: one end per target of the reference.
    pub onward: Vec<Path>,
    /// The type of the value at the end.
    pub kind: ValueType,
}

/// What a path gives.
pub type PathEnd = ValueType;

/// What of a tracked field's value: itself (empty), or a way on from what it refers to, one per target.
pub type FieldPath = Vec<Path>;

/// Which moment's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// With the changes of the event's own instant.
    AsOf,
    /// Without them.
    Before,
}

/// What becomes of many values. Null counts for none of them but first and last, which choose a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fold {
    /// That of the first row, in the order of rows.
    First,
    /// That of the last row.
    Last,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// How many.
    Count,
    /// All in one text, separated by this.
    Join(String),
}

/// The unit of a duration written as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl Unit {
    /// The units by the names that a mapping uses.
    pub const NAMES: &[(&'static str, Self)] = &[
        ("ms", Self::Milliseconds),
        ("s", Self::Seconds),
        ("m", Self::Minutes),
        ("h", Self::Hours),
        ("d", Self::Days),
    ];

    /// The unit's length in milliseconds.
    pub fn milliseconds(self) -> i64 {
        match self {
            Self::Milliseconds => 1,
            Self::Seconds => 1_000,
            Self::Minutes => 60_000,
            Self::Hours => 3_600_000,
            Self::Days => 86_400_000,
        }
    }
}

/// What every event has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandardValue {
    /// How its case is called.
    CaseId,
    /// Its own id, the same in every run over the same source row.
    EventId,
    /// Its activity's label.
    Activity,
    /// Its activity's id in the mapping.
    ActivityId,
    /// When it happened, or began.
    Timestamp,
    /// When it ended, where its rule says.
    End,
    /// Who did it.
    Resource,
    /// Explicit, inferred or calculated.
    Kind,
    /// The lifecycle transition.
    Lifecycle,
    /// The source whose row it came from.
    Source,
    /// The system that the source belongs to.
    SourceSystem,
}

impl StandardValue {
    /// The standard values by the names that a mapping uses.
    pub const NAMES: &[(&'static str, Self)] = &[
        ("case_id", Self::CaseId),
        ("event_id", Self::EventId),
        ("activity", Self::Activity),
        ("activity_id", Self::ActivityId),
        ("timestamp", Self::Timestamp),
        ("end", Self::End),
        ("resource", Self::Resource),
        ("kind", Self::Kind),
        ("lifecycle", Self::Lifecycle),
        ("source", Self::Source),
        ("source_system", Self::SourceSystem),
    ];
}

/// A script, checked.
#[derive(Debug)]
pub struct ScriptPlan {
    /// Its code, with the way back to its place in the file.
    pub code: Expression,
    /// The checked script.
    pub compiled: Compiled,
    /// The value of each variable that it uses, in the order of `compiled.uses.variables`.
    pub variables: Vec<Expr>,
    /// What it stands for, for messages: `attribute IsRework`.
    pub title: String,
    /// Where it is evaluated.
    pub place: ScriptPlace,
    /// Where it stands.
    pub span: Span,
}

/// Where a script is evaluated, which says what it can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScriptPlace {
    /// On a row, before there are cases: a computed column, a filter, a source's condition.
    Row(usize),
    /// On a row or change of a case: a rule.
    Rule,
    /// On an event.
    Event,
    /// On a case.
    Case,
}
