//! Values and conditions, bound to params and texts. Nothing in them borrows, so that threads share them.

pub(in crate::evaluate) mod bind;
pub(in crate::evaluate) mod params;
pub(in crate::evaluate) mod word_test;

use crate::evaluate::condition::words::{PatternMatcher, WordMatcher};
use crate::plan::{Comparison, FieldPath, Fold, Moment, Path, StandardValue, Unit};
use crate::rows::{Cell, TextId};

/// A literal or a param's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A cell; texts that some cell of the run has are interned.
    Cell(Cell),
    /// A text that no cell of the run has.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

/// Which row a value is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The row at hand.
    Here,
    /// The row after it.
    Next,
    /// The row before it.
    Previous,
    /// The case's record.
    Record,
    /// The event's own row.
    Own,
}

/// A value, bound.
#[derive(Debug)]
pub enum Bound {
    /// Always the same.
    Constant(Constant),
    /// A column of a row, or what it leads to.
    Row(Start, Path),
    /// The value before the change.
    Old(FieldPath),
    /// The value after the change.
    New(FieldPath),
    /// The first that is present.
    FirstPresent(Vec<Bound>),
    /// A script's result.
    Script(BoundScript),
    /// A tracked field's value at a moment.
    Field(usize, FieldPath, Moment),
    /// What becomes of the case's rows of a source.
    Rows(Box<BoundFold>),
    /// How many events of an activity.
    CountEvents(usize),
    /// How many changes of a field.
    CountChanges(usize),
    /// The time of an activity's first event, or of its last.
    EventTime {
        /// The activity.
        activity: usize,
        /// The last instead of the first.
        last: bool,
    },
    /// From one moment to another.
    Duration(Box<BoundDuration>),
    /// How long a field had some values.
    TimeIn(Box<BoundTimeIn>),
    /// A standard value of the event.
    Standard(StandardValue),
    /// The time of the next event.
    NextEvent,
    /// The time of the next change of the event's field.
    NextChange,
    /// An attribute of the case.
    CaseAttribute(usize),
    /// When the data was extracted.
    ExtractedAt,
    /// The system that the export comes from.
    SourceSystem,
}

/// A script with the values of its variables.
#[derive(Debug)]
pub struct BoundScript {
    /// The script, by its place in the plan.
    pub script: usize,
    /// The values of its variables.
    pub variables: Vec<Bound>,
    /// Whether these can be looked at when the script asks for them, and as often as it does: no script is among them, and
    /// nothing that is counted.
    pub is_plain: bool,
}

/// [`crate::plan::Expr::Rows`], bound.
#[derive(Debug)]
pub struct BoundFold {
    /// The source.
    pub source: usize,
    /// What of each row.
    pub value: Option<Bound>,
    /// What becomes of the values.
    pub fold: Fold,
    /// Which rows count.
    pub condition: Option<BoundCondition>,
    /// Whether equal values count once.
    pub distinct: bool,
}

/// [`crate::plan::Expr::Duration`], bound.
#[derive(Debug)]
pub struct BoundDuration {
    /// From there
    pub from: Bound,
    /// to there.
    pub to: Bound,
    /// The unit of the result.
    pub unit: Option<Unit>,
    /// The calendar whose open hours count.
    pub calendar: Option<usize>,
}

/// [`crate::plan::Expr::TimeIn`], bound.
#[derive(Debug)]
pub struct BoundTimeIn {
    /// The field.
    pub field: usize,
    /// The test on its value.
    pub test: BoundTest,
    /// The unit of the result.
    pub unit: Option<Unit>,
    /// The calendar whose open hours count.
    pub calendar: Option<usize>,
}

/// A condition, bound.
#[derive(Debug)]
pub enum BoundCondition {
    /// All of these.
    All(Vec<BoundCondition>),
    /// One of these.
    Any(Vec<BoundCondition>),
    /// Not this.
    Not(Box<BoundCondition>),
    /// A value passes a test.
    Test(Bound, BoundTest),
    /// A script gives true.
    Script(BoundScript),
}

/// A test, bound.
#[derive(Debug)]
pub enum BoundTest {
    /// One of a set.
    OneOf(Set),
    /// The test fails.
    Not(Box<BoundTest>),
    /// All of these.
    All(Vec<BoundTest>),
    /// Words in a text.
    Words(WordMatcher),
    /// A pattern in a text.
    Matches(PatternMatcher),
    /// Greater or less than one of these.
    Compare(Comparison, Vec<Constant>),
    /// Equal to another value.
    Equals(Box<Bound>),
    /// There is a value, or none.
    Present(bool),
}

/// A set of literals.
#[derive(Debug, Default, Clone)]
pub struct Set {
    /// Whether null is in it.
    pub null: bool,
    /// Its texts that cells of the run have, in the order of their words.
    pub ids: Vec<TextId>,
    /// All of its texts, in order.
    pub texts: Vec<String>,
    /// Numbers, times and the like; texts that read as a number or as true or false are here too.
    pub others: Vec<Cell>,
}
