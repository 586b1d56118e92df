//! Activities and rules, bound.

use super::condition::{Condition, Test};
use super::expression::Expr;
use crate::diagnostic::Span;
use crate::mapping::Text;
use crate::timing::Meter;

/// What happened.
#[derive(Debug)]
pub struct ActivityPlan {
    /// Its id.
    pub id: String,
    /// Its name in the log.
    pub label: Option<Text>,
    /// Its rules, as a range of the plan's.
    pub rules: std::ops::Range<usize>,
    /// Events of different rules within that time, in milliseconds, are one.
    pub merge_within: MergedRules,
    /// Something that did not happen in time.
    pub deadline: Option<DeadlinePlan>,
    /// The value that names it, per row or event.
    pub named_by: Option<Expr>,
    /// Values that name it and are known, with their labels.
    pub known: Vec<Known>,
    /// Where it stands.
    pub span: Span,
}

/// The time within which events of different rules are one; `None`: each stays.
pub type MergedRules = Option<i64>;

/// A value that names an activity.
#[derive(Debug, Clone)]
pub struct Known {
    /// The value.
    pub value: String,
    /// The activity's name in the log.
    pub label: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// A time by which something has to happen.
#[derive(Debug)]
pub struct DeadlinePlan {
    /// From events of that activity
    pub after: usize,
    /// that long, in milliseconds
    pub within: i64,
    /// unless one of those came
    pub unless: Vec<usize>,
    /// (in open hours).
    pub calendar: Option<usize>,
    /// The rule under which its events run: `kind`, `lifecycle`, `rank` and attributes are there.
    pub rule: usize,
}

/// What gives an event.
#[derive(Debug)]
pub struct RulePlan {
    /// Its activity.
    pub activity: usize,
    /// Rows or changes.
    pub subject: Subject,
    /// Which of them.
    pub condition: Option<Condition>,
    /// Only while this holds for the values of tracked fields before the event (`Expr::Field`, `Moment::Before`).
    pub during: Option<Condition>,
    /// Which of those that are left.
    pub which: Which,
    /// For each of what `which` chooses.
    pub per: Per,
    /// The value before the change.
    pub from: Option<Test>,
    /// The value after the change.
    pub to: Option<Test>,
    /// `from: S` alone means out of the set, so the value after must fail `from`; and likewise `to`. Set by the check.
    pub leaves_set: bool,
    /// `to: S` alone means into the set from outside it, so the value before must fail `to`.
    pub enters_set: bool,
    /// On the field's scale.
    pub direction: Option<Direction>,
    /// The event's time; `None` only for deadlines.
    pub at: Option<Expr>,
    /// The event's resource.
    pub resource: Option<Expr>,
    /// The event's end.
    pub end: Option<Expr>,
    /// Only in cases where no rule above gave an event.
    pub otherwise: bool,
    /// Whether the source records the event.
    pub kind: EventKind,
    /// The lifecycle transition.
    pub lifecycle: Option<String>,
    /// Who comes first at the same time.
    pub rank: i64,
    /// Activities that win where they came from the same row.
    pub yields_to: Vec<usize>,
    /// Attributes of these events alone: (event attribute, value).
    pub attributes: Vec<(usize, Expr)>,
    /// Where it stands.
    pub span: Span,
    /// What finding its events costs, where that is wanted: once for each case that has rows or changes for it.
    pub meter: Meter,
}

/// What a rule goes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Each row of a source.
    Rows(usize),
    /// Each change of these tracked fields, which all have the same source.
    Changes(usize, Vec<usize>),
    /// Deadlines have no row.
    Deadline,
}

/// Which of the rows or changes that match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Each.
    All,
    /// The first.
    First,
    /// The last.
    Last,
    /// All but the first.
    Later,
}

/// For each of what `which` chooses.
#[derive(Debug)]
pub enum Per {
    /// The case.
    Case,
    /// Each value.
    Value(Expr),
    /// Each row of a level above: its place among [`LevelPlan::above`](super::LevelPlan).
    Above(usize),
}

/// Up or down a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To a higher value.
    Up,
    /// To a lower value.
    Down,
}

/// How an event is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// The source records it, as a row or a change.
    Explicit,
    /// Something else that is recorded shows it.
    Inferred,
    /// It follows from the whole case.
    Calculated,
}

impl EventKind {
    /// The kinds by the names that a mapping uses.
    pub const NAMES: &[(&'static str, Self)] =
        &[("explicit", Self::Explicit), ("inferred", Self::Inferred), ("calculated", Self::Calculated)];
}
