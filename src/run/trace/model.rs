//! What a trace says of a case: plain data, with numbers of the plan and of rows.

use crate::describe::{Clause, Reading};
use crate::run::heart::Declined;
use crate::run::tally::Fate;

/// A row: its source, and its number there, from 0 over all files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// The source, by its place in the plan.
    pub source: usize,
    /// Its number.
    pub number: u32,
}

/// All that a run does with a case.
#[derive(Debug, Default)]
pub struct CaseTrace {
    /// The clauses of `keep_if` that don't hold; where there are any, the case isn't in the log.
    pub left_out: Vec<Clause>,
    /// Whether the case is in the log.
    pub stays: bool,
    /// Its events, in order.
    pub events: Vec<EventTrace>,
    /// Its rows that are in memory, by source, then in the order of rows; duplicates behind them.
    pub rows: Vec<RowTrace>,
    /// Its tracked fields of which anything is known.
    pub fields: Vec<FieldTrace>,
    /// Its attributes, in the plan's order.
    pub attributes: Vec<AttributeTrace>,
    /// How its records were joined, where they are several.
    pub joined: Option<JoinTrace>,
    /// Rows that the run couldn't use, and why.
    pub quarantined: Vec<(RowId, String)>,
    /// Scripts that stopped, in words.
    pub failures: Vec<String>,
}

/// An event.
#[derive(Debug)]
pub struct EventTrace {
    /// Its id, as 16 hexadecimal digits are written.
    pub id: u64,
    /// Its activity.
    pub activity: usize,
    /// Its name in the log.
    pub name: String,
    /// When it happened.
    pub time: i64,
    /// When it ended.
    pub end: Option<i64>,
    /// Who did it.
    pub resource: Option<String>,
    /// How it is known.
    pub kind: &'static str,
    /// The rule that gave it, and the row.
    pub from: PartTrace,
    /// What puts it behind the event before it.
    pub placed: Option<Placed>,
    /// Events that are one with it.
    pub merged: Vec<PartTrace>,
    /// Rules that wanted its row too, and gave no event.
    pub declined: Vec<RuleTrace>,
    /// Its attributes, in the plan's order.
    pub attributes: Vec<AttributeTrace>,
}

/// A rule and what matched.
#[derive(Debug)]
pub struct PartTrace {
    /// The rule, by its place in the plan.
    pub rule: usize,
    /// The row; deadlines have none.
    pub row: Option<RowId>,
    /// When.
    pub time: i64,
    /// The clauses that hold.
    pub matched: Vec<Clause>,
}

/// What puts an event behind the one before it: the place of the key among time, rank, source, row, activity, rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// It is later.
    Time,
    /// Its rule's rank is greater.
    Rank,
    /// Its source stands later in the mapping, or it has none.
    Source,
    /// Its row comes later.
    Row,
    /// Its activity stands later in the mapping.
    Activity,
    /// Its rule, or the field in it, stands later.
    Rule,
}

impl Placed {
    pub(super) const BY_KEY: [Self; 6] = [Self::Time, Self::Rank, Self::Source, Self::Row, Self::Activity, Self::Rule];
}

/// Why a rule gave no event for a row.
#[derive(Debug)]
pub struct RuleTrace {
    /// The rule, by its place in the plan.
    pub rule: usize,
    /// What it does with a row or change that it wants.
    pub declined: Option<Declined>,
    /// The event that stands in the way, where that is one.
    pub for_event: Option<usize>,
    /// The clauses that don't hold, where it doesn't want the row.
    pub missed: Vec<Clause>,
}

/// What a row says of a tracked field.
#[derive(Debug)]
pub struct Told {
    /// The field, by its place in the plan.
    pub field: usize,
    /// The value before.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
    /// Whether that is a change.
    pub is_change: bool,
}

/// A row of the case.
#[derive(Debug)]
pub struct RowTrace {
    /// Which.
    pub row: RowId,
    /// Its time.
    pub time: Option<i64>,
    /// What became of it.
    pub fate: Fate,
    /// The number of the row that says the same, for duplicates.
    pub twin: Option<u32>,
    /// In a change log: what it calls the field, where that isn't tracked.
    pub untracked: Option<String>,
    /// What it says of tracked fields.
    pub told: Vec<Told>,
    /// Why rules gave no event for it; nothing for rows that became part of one.
    pub rules: Vec<RuleTrace>,
}

/// A tracked field's history.
#[derive(Debug)]
pub struct FieldTrace {
    /// The field, by its place in the plan.
    pub field: usize,
    /// The value before the first change.
    pub initial: Option<String>,
    /// Whether no row told of it, so that the value is the current one.
    pub is_current: bool,
    /// Its changes: when, and to what.
    pub changes: Vec<(i64, Option<String>)>,
}

/// An attribute.
#[derive(Debug)]
pub struct AttributeTrace {
    /// Its place in the plan.
    pub index: usize,
    /// Its value; null is `None`.
    pub value: Option<String>,
    /// What gives it, in one line.
    pub form: String,
    /// What that read.
    pub read: Vec<Reading>,
}

/// How records of one case were joined.
#[derive(Debug)]
pub struct JoinTrace {
    /// The source whose rows are joined.
    pub source: usize,
    /// Its rows in the case, by time.
    pub members: Vec<Member>,
}

/// A row that is joined with others.
#[derive(Debug)]
pub struct Member {
    /// The row.
    pub row: RowId,
    /// When it begins.
    pub begins: Option<i64>,
    /// When it ends.
    pub ends: Option<i64>,
    /// What the export itself calls its case.
    pub named: Option<String>,
    /// The values in which the rows are equal.
    pub same: Vec<Reading>,
}
