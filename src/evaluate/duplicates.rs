//! Rows that say the same thing twice: which of them stay, and what they take from those that go.

use std::cmp::Ordering;

use super::bound::BoundCondition;
use super::texts::TextRead;
use crate::evaluate::condition::compare::order;
use crate::plan::DuplicatesPlan;
use crate::rows::Cell;

/// Rows of one source, counted from 0.
pub trait RowSet {
    /// Where their texts are.
    type Texts: TextRead;

    /// Their texts.
    fn texts(&self) -> &Self::Texts;

    /// How many there are.
    fn count(&self) -> u32;

    /// A row's cell, as its table has it.
    fn cell(&self, row: u32, column: usize) -> Cell;

    /// Which of two rows comes first.
    fn order(&self, left: u32, right: u32) -> Ordering;

    /// Whether a row meets a condition.
    fn meets(&self, row: u32, condition: &BoundCondition) -> bool;

    /// What holds rows apart whatever they say, such as their case.
    fn apart(&self, _row: u32) -> u32 {
        0
    }
}

/// What became of rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Whether each row stays.
    pub stays: Vec<bool>,
    /// Rows that stay, with the row that goes from which each takes values.
    pub twins: Vec<(u32, u32)>,
}

/// Decides which rows stay. `same` are the columns in which rows of a group are equal.
pub fn without_duplicates(
    rows: &impl RowSet,
    plan: &DuplicatesPlan,
    same: &[usize],
    keep: &[BoundCondition],
) -> Decision {
    let alike = |left: u32, right: u32| {
        let by = |column: &usize| order(rows.cell(left, *column), rows.cell(right, *column), rows.texts());
        let steps = std::iter::once(rows.apart(left).cmp(&rows.apart(right))).chain(same.iter().map(by));
        steps.into_iter().find(|step| step.is_ne()).unwrap_or(Ordering::Equal)
    };
    let mut sorted: Vec<u32> = (0..rows.count()).collect();
    sorted.sort_unstable_by(|left, right| alike(*left, *right).then_with(|| rows.order(*left, *right)));
    let mut decision = Decision { stays: vec![true; sorted.len()], twins: Vec::new() };
    for group in sorted.chunk_by(|left, right| alike(*left, *right).is_eq()) {
        if group.len() > 1 {
            choose(rows, plan, keep, group, &mut decision.stays);
            take(plan, group, &mut decision);
        }
    }
    decision
}

/// Decides which rows of a group stay; the group is in the order of rows.
fn choose(rows: &impl RowSet, plan: &DuplicatesPlan, keep: &[BoundCondition], group: &[u32], stays: &mut [bool]) {
    for condition in keep {
        let met: Vec<bool> = group.iter().map(|row| rows.meets(*row, condition)).collect();
        if met.contains(&true) {
            group.iter().zip(met).for_each(|(row, met)| stays[*row as usize] = met);
            break;
        }
    }
    if !plan.last_by.is_empty() {
        let left: Vec<u32> = group.iter().copied().filter(|row| stays[*row as usize]).collect();
        keep_one(&left, greatest(rows, &left, &plan.last_by), stays);
    } else if keep.is_empty() {
        keep_one(group, group.first().copied(), stays);
    }
}

fn keep_one(group: &[u32], one: Option<u32>, stays: &mut [bool]) {
    group.iter().for_each(|row| stays[*row as usize] = Some(*row) == one);
}

/// The row with the greatest values, compared column by column; of several the last in the order of rows.
fn greatest(rows: &impl RowSet, group: &[u32], columns: &[usize]) -> Option<u32> {
    let by =
        |left: u32, right: u32, column: usize| order(rows.cell(left, column), rows.cell(right, column), rows.texts());
    group.iter().copied().max_by(|left, right| {
        let mut steps = columns.iter().map(|column| by(*left, *right, *column));
        steps.find(|step| step.is_ne()).unwrap_or(Ordering::Equal)
    })
}

/// Where one goes for one that stays, that one may take its values.
fn take(plan: &DuplicatesPlan, group: &[u32], decision: &mut Decision) {
    if let (false, &[first, second]) = (plan.take.is_empty(), group) {
        match (decision.stays[first as usize], decision.stays[second as usize]) {
            (true, false) => decision.twins.push((first, second)),
            (false, true) => decision.twins.push((second, first)),
            _ => {}
        }
    }
}
