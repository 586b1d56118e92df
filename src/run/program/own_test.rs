//! Conditions that rows decide by themselves.

use super::way::{Slot, Way};
use crate::evaluate::{Bound, BoundCondition, BoundTest, OnlyWord, Set, WordTest};
use crate::plan::Plan;
use crate::rows::{Row, Texts};

/// A condition that is decided by what stands in the row itself.
#[derive(Debug)]
pub struct OwnTest {
    tests: Vec<Own>,
}

/// What a column has to be.
#[derive(Debug)]
enum Own {
    /// As its word tells.
    Word(WordTest),
    /// Its value is in a set.
    Set(Slot, Set),
}

impl OwnTest {
    /// A rule's condition on rows of a source, where it is one, or none at all.
    pub fn of(condition: Option<&BoundCondition>, source: usize, plan: &Plan) -> Option<Self> {
        if plan.sources[source].duplicates.is_some() {
            return None;
        }
        let mut tests = Vec::new();
        condition.is_none_or(|condition| collect(condition, source, plan, &mut tests)).then_some(Self { tests })
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// The place of the only word that is asked for, and which it has to be, where that is all.
    pub fn only_word(&self) -> Option<(usize, OnlyWord)> {
        match self.tests.as_slice() {
            [Own::Word(test)] => test.only().map(|word| (test.place, word)),
            _ => None,
        }
    }

    /// Whether a row meets it.
    #[inline]
    pub fn holds(&self, row: Row<'_>, texts: &Texts) -> bool {
        self.tests.iter().all(|test| match test {
            Own::Word(test) => test.passes(row.word(test.place)),
            Own::Set(slot, set) => set.contains_cell(slot.cell(row), texts),
        })
    }
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
    let word = slot.single_word().and_then(|(place, kind)| WordTest::of(place, kind, set));
    word.map_or_else(|| Own::Set(slot, set.clone()), Own::Word)
}
