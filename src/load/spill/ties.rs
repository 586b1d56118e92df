//! What may tie rows of different cases together: cases so tied are worked on together.

use crate::plan::{Plan, SourcePlan};

/// What a row says that a row of another case may say too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    /// The source's key.
    Key(usize),
    /// These columns, in which duplicates are equal.
    Same(Vec<usize>),
    /// The row of that source in which it stands: its number is at a place.
    RowAbove { source: usize, place: usize },
    /// Itself: rows in it may belong to other cases.
    OwnRow,
}

/// The ties of a source whose rows belong to cases.
pub fn of(plan: &Plan, source: usize) -> Vec<Tie> {
    let own = &plan.sources[source];
    // Where the key is the case, rows of one key are in one case anyway.
    let key_of_case = own.key.filter(|_| own.case.is_none() && own.level.is_none());
    let mut ties = Vec::new();
    if let Some(key) = own.key.filter(|_| settles_keys(plan, source) && key_of_case.is_none()) {
        ties.push(Tie::Key(key));
    }
    if let Some(same) = same(plan, source).filter(|same| !key_of_case.is_some_and(|key| same.contains(&key))) {
        ties.push(Tie::Same(same));
    }
    let above = own.level.as_ref().and_then(|level| level.above.first());
    if let Some(above) = above.filter(|_| leaves_row_above(plan, source))
        && let Some(place) = above.place
    {
        ties.push(Tie::RowAbove { source: above.source, place });
    }
    let is_below = |below: &SourcePlan| below.level.as_ref().is_some_and(|level| level.parent() == source);
    let mut below = (0..plan.sources.len()).filter(|level| is_below(&plan.sources[*level]));
    if below.any(|level| leaves_row_above(plan, level)) {
        ties.push(Tie::OwnRow);
    }
    ties
}

/// Whether rows whose key another row has are set aside, of whatever case that is.
fn settles_keys(plan: &Plan, source: usize) -> bool {
    let is_record = plan.case.record == Some(source);
    !plan.is_whole(source) || plan.is_nested(source) || plan.joins_cases(source) && !is_record
}

/// The columns in which duplicates of different cases are equal.
fn same(plan: &Plan, source: usize) -> Option<Vec<usize>> {
    let own = &plan.sources[source];
    let duplicates = own.duplicates.as_ref().filter(|_| plan.is_whole(source))?;
    let is_record = plan.case.record == Some(source);
    let within_case = own.case.is_some() && !is_record && !plan.is_nested(source);
    if within_case || own.level.is_some() {
        return None;
    }
    let is_stored = |column: &usize| own.columns[*column].place.is_some();
    Some(match duplicates.same.is_empty() {
        true => (0..own.columns.len()).filter(is_stored).collect(),
        false => duplicates.same.clone(),
    })
}

/// Whether a level's rows may belong to other cases than the rows in which they stand, and depend on what becomes of them.
fn leaves_row_above(plan: &Plan, level: usize) -> bool {
    let own = &plan.sources[level];
    let family = plan.family(plan.root(level));
    let mut others = family.iter().map(|source| &plan.sources[*source]);
    own.level.is_some() && own.case.is_some() && others.any(|other| other.duplicates.is_some() || other.key.is_some())
}
