//! Conditions that rows decide by themselves.

use super::way::{Slot, Way};
use crate::evaluate::{Bound, BoundCondition, BoundTest, Set};
use crate::plan::{Plan, ValueType};
use crate::rows::{Cell, Row, Texts};

/// A condition that is decided by what stands in the row itself.
#[derive(Debug)]
pub struct OwnTest {
    tests: Vec<Own>,
}

/// What a column has to be.
#[derive(Debug)]
enum Own {
    /// Its word is one of these, in order; those above the limit are like it.
    Words { place: usize, limit: u32, words: Vec<u32> },
    /// Its value is in a set.
    Set(Slot, Set),
}

/// The word of a truth value that is null.
const NO_TRUTH: u32 = 2;

impl OwnTest {
    /// A rule's condition on rows of a source, where it is one, or none at all.
    pub fn of(condition: Option<&BoundCondition>, source: usize, plan: &Plan) -> Option<Self> {
        if plan.sources[source].duplicates.is_some() {
            return None;
        }
        let mut tests = Vec::new();
        condition.is_none_or(|condition| collect(condition, source, plan, &mut tests)).then_some(Self { tests })
    }

    /// Whether a row meets it.
    #[inline]
    pub fn holds(&self, row: Row<'_>, texts: &Texts) -> bool {
        self.tests.iter().all(|test| match test {
            Own::Words { place, limit, words } => has(words, row.word(*place).min(*limit)),
            Own::Set(slot, set) => set.contains_cell(slot.cell(row), texts),
        })
    }
}

#[inline]
fn has(words: &[u32], word: u32) -> bool {
    if words.len() <= 8 { words.contains(&word) } else { words.binary_search(&word).is_ok() }
}

/// Whether the condition asks nothing but which values columns have.
fn collect(condition: &BoundCondition, source: usize, plan: &Plan, tests: &mut Vec<Own>) -> bool {
    match condition {
        BoundCondition::All(all) => all.iter().all(|each| collect(each, source, plan, tests)),
        BoundCondition::Test(value @ Bound::Row(..), BoundTest::OneOf(set)) => match Way::to(value, source, plan) {
            Way::Own(slot) => {
                tests.push(own(slot, set));
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// The test that a column is in a set.
fn own(slot: Slot, set: &Set) -> Own {
    let null = |word: u32| set.null.then_some(word);
    let truth = |truth: bool| set.others.contains(&Cell::boolean(truth)).then_some(u32::from(truth));
    let (place, limit, mut words): (usize, u32, Vec<u32>) = match slot.single_word() {
        Some((place, ValueType::Text)) => {
            (place, u32::MAX, null(0).into_iter().chain(set.ids.iter().map(|id| id.word())).collect())
        }
        Some((place, ValueType::Boolean)) => {
            let words = [truth(false), truth(true), null(NO_TRUTH)];
            (place, NO_TRUTH, words.into_iter().flatten().collect())
        }
        _ => return Own::Set(slot, set.clone()),
    };
    words.sort_unstable();
    Own::Words { place, limit, words }
}
