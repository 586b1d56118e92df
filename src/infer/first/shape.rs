//! What the rows of a table are: events, states of a record, changes, or records.

use std::collections::{BTreeMap, BTreeSet};

use crate::infer::column::Kind;
use crate::infer::people::holds_people;
use crate::infer::survey::{SampleColumn, Survey, Table};
use crate::infer::words::{Concept, concepts_of};

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// An event, which a column names.
    Events {
        /// That column.
        activity: usize,
        /// Why it is that one.
        why: String,
    },
    /// A record as it was after an update.
    Snapshots {
        /// The columns whose changes are events.
        states: Vec<usize>,
    },
    /// A change of one field.
    Changes {
        /// The column that names the field,
        field: usize,
        /// that with the value before, where there is one,
        old: Option<usize>,
        /// and that with the value after.
        new: usize,
    },
    /// A case, with the times at which things happened to it.
    Records,
}

/// A table that may give events.
#[derive(Debug, Clone)]
pub(super) struct Shaped {
    /// The table.
    pub table: usize,
    /// What its rows are.
    pub shape: Shape,
    /// The column that says which case a row is of.
    pub case: usize,
    /// Why it is that one.
    pub why: String,
    /// The columns with times, that of a row first.
    pub times: Vec<usize>,
    /// The time at which an event ended.
    pub end: Option<usize>,
    /// Who did it.
    pub by: Option<usize>,
}

impl Shaped {
    /// Whether a column says what happened, and rules compare it with texts.
    pub fn is_compared(&self, column: usize) -> bool {
        match &self.shape {
            Shape::Events { activity, .. } => *activity == column,
            Shape::Snapshots { states } => states.contains(&column),
            Shape::Changes { field, old, new } => [Some(*field), *old, Some(*new)].contains(&Some(column)),
            Shape::Records => false,
        }
    }
}

/// How many of the rows must say their case, in percent.
const MOST: usize = 95;

/// The tables that have a time and a case.
pub(super) fn of_all(survey: &Survey) -> Vec<Shaped> {
    survey.tables.iter().enumerate().filter_map(|(position, table)| of_table(position, table)).collect()
}

fn of_table(position: usize, table: &Table) -> Option<Shaped> {
    let times = times(table);
    if times.is_empty() {
        return None;
    }
    let changes = changes(table);
    let (case, why) = case(table, changes.is_some())?;
    let is_record = table.columns[case].look.is_unique();
    let shape = match changes {
        Some(shape) if !is_record => shape,
        _ if is_record => Shape::Records,
        _ => repeated(table, case)?,
    };
    let by = by(table, case, &shape);
    let is_end = |position: &&usize| has(&table.columns[**position], Concept::End);
    let end = times.iter().skip(1).find(is_end).copied().filter(|_| matches!(shape, Shape::Events { .. }));
    Some(Shaped { table: position, shape, case, why, times, end, by })
}

fn has(column: &SampleColumn, concept: Concept) -> bool {
    concepts_of(&column.name).any(|known| known == concept)
}

/// The columns of times: that which is called so, else that with most different times; ends last.
fn times(table: &Table) -> Vec<usize> {
    let rank = |position: &usize| {
        let column = &table.columns[*position];
        let is_named = has(column, Concept::Time);
        (
            has(column, Concept::End),
            std::cmp::Reverse(usize::from(is_named)),
            std::cmp::Reverse(column.look.distinct),
            *position,
        )
    };
    let mut times: Vec<usize> =
        (0..table.columns.len()).filter(|position| table.columns[*position].look.kind == Kind::Time).collect();
    times.sort_by_key(rank);
    times
}

/// A change log has a column that names fields and one with values after.
fn changes(table: &Table) -> Option<Shape> {
    let find = |concept: Concept| {
        table.columns.iter().position(|column| has(column, concept) && column.look.kind != Kind::Time)
    };
    let (field, new) = (find(Concept::Field)?, find(Concept::NewValue)?);
    let old = find(Concept::OldValue).filter(|old| *old != field && *old != new);
    let is_names = table.columns[field].look.distinct <= 200;
    (field != new && is_names && (old.is_some() || table.columns[field].look.is_category())).then_some(Shape::Changes {
        field,
        old,
        new,
    })
}

/// The column that says which case a row is of, and why it is that one.
fn case(table: &Table, is_change_log: bool) -> Option<(usize, String)> {
    let rows = table.sampled;
    let may_be = |position: &usize| {
        let column = &table.columns[*position];
        let look = &column.look;
        let is_key = matches!(look.kind, Kind::Id | Kind::Integer | Kind::Text) && look.longest <= 80;
        is_key && look.distinct >= 2 && look.present * 100 >= rows * MOST
    };
    let candidates: Vec<usize> = (0..table.columns.len()).filter(may_be).collect();
    for concept in [Concept::CaseNumber, Concept::CaseId] {
        if let Some(found) = candidates.iter().find(|position| has(&table.columns[**position], concept)) {
            return Some((*found, "by its header".to_owned()));
        }
    }
    let is_id = |position: &&usize| matches!(table.columns[**position].look.kind, Kind::Id | Kind::Integer);
    let repeats = |position: &&usize| {
        let column = &table.columns[**position];
        let look = &column.look;
        let is_repeated = look.distinct < look.present && look.distinct * 40 >= look.present && look.distinct > 3;
        // Several rows of one person tell of several cases.
        is_repeated && !holds_people(column)
    };
    let ids = candidates.iter().filter(is_id);
    let repeated = ids.clone().filter(repeats).min_by_key(|position| **position);
    let unique = ids.filter(|position| table.columns[**position].look.is_unique()).min_by_key(|position| **position);
    // Where ids of rows and ids that repeat stand side by side, those that repeat are the cases, if something happens to them.
    // A record has several times; what has one is an event, more likely than not.
    let has_one_time = times(table).len() == 1;
    let is_event_log = is_change_log || has_one_time && repeated.is_some_and(|case| is_lively(table, *case));
    match (repeated, unique) {
        (Some(repeated), _) if is_event_log || unique.is_none() => {
            let other = unique.map(|unique| format!("; `{}` is each row's own", table.columns[*unique].name));
            Some((*repeated, format!("by its values, which repeat{}", other.unwrap_or_default())))
        }
        (_, Some(unique)) => Some((*unique, "by its values, none of which repeats".to_owned())),
        _ => None,
    }
}

/// Whether a column that may name what happened changes from row to row in half of the cases.
fn is_lively(table: &Table, case: usize) -> bool {
    let names = (0..table.columns.len()).filter(|position| *position != case && may_name(&table.columns[*position]));
    names
        .map(|position| steps(table, case, position))
        .max()
        .is_some_and(|steps| steps * 2 >= table.columns[case].look.distinct)
}

/// Rows of one case after the other: events that a column names, or states of a record.
fn repeated(table: &Table, case: usize) -> Option<Shape> {
    let categories: Vec<usize> =
        (0..table.columns.len()).filter(|position| *position != case && may_name(&table.columns[*position])).collect();
    let called = |concept: Concept| categories.iter().copied().find(|position| has(&table.columns[*position], concept));
    if let Some(activity) = called(Concept::Activity) {
        return Some(Shape::Events { activity, why: "by its header".to_owned() });
    }
    let states: Vec<usize> =
        [Concept::Status, Concept::Priority, Concept::Group, Concept::Owner].into_iter().filter_map(called).collect();
    if states.first().is_some_and(|first| has(&table.columns[*first], Concept::Status)) {
        return Some(Shape::Snapshots { states: states.into_iter().collect::<BTreeSet<_>>().into_iter().collect() });
    }
    // Who did something is no name of what was done.
    let is_done = |position: &usize| !holds_people(&table.columns[*position]);
    let liveliest = categories
        .into_iter()
        .max_by_key(|position| (is_done(position), steps(table, case, *position), std::cmp::Reverse(*position)))?;
    Some(Shape::Events {
        activity: liveliest,
        why: "by its values, which change most from row to row of a case".to_owned(),
    })
}

/// Whether a column may name what happened: few words that repeat.
fn may_name(column: &SampleColumn) -> bool {
    let look = &column.look;
    let is_word = matches!(look.kind, Kind::Text | Kind::Id);
    is_word && look.distinct >= 2 && look.distinct <= 200 && look.distinct < look.present && look.longest <= 80
}

/// How often a column's value differs from that of the row before of the same case.
fn steps(table: &Table, case: usize, column: usize) -> usize {
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    let rows = table.columns[case].values.iter().zip(&table.columns[column].values);
    rows.filter(|(case, value)| last.insert(case, value).is_some_and(|before| before != value.as_str())).count()
}

/// Who did it, by the header.
fn by(table: &Table, case: usize, shape: &Shape) -> Option<usize> {
    let concepts: &[Concept] = match shape {
        Shape::Records => &[Concept::CreatedBy],
        Shape::Changes { .. } | Shape::Snapshots { .. } => &[Concept::ChangedBy, Concept::Person],
        Shape::Events { .. } => &[Concept::Person, Concept::ChangedBy, Concept::Owner],
    };
    let is_free =
        |position: &usize| *position != case && !matches!(table.columns[*position].look.kind, Kind::Time | Kind::Empty);
    concepts.iter().find_map(|concept| {
        (0..table.columns.len()).filter(is_free).find(|position| has(&table.columns[*position], *concept))
    })
}
