//! Which steps want the rows of a source, as far as rows tell it by themselves.

use super::rule::RuleProgram;
use super::steps::Step;
use crate::evaluate::OnlyWord;
use crate::rows::{Row, Texts};

/// The steps on rows of a source that are found in passing.
#[derive(Debug, Default)]
pub struct RowSteps {
    /// The bits of those of which rows tell nothing against.
    all: u64,
    /// Of those that ask for one word: the bit, the word's place, and which it has to be.
    words: Vec<(u64, usize, OnlyWord)>,
    /// The others, each with its rule.
    others: Vec<(u64, usize)>,
}

impl RowSteps {
    /// Adds a step that has that bit.
    pub fn add(&mut self, bit: u64, step: &Step, rules: &[RuleProgram]) {
        match &rules[step.rule].own_test {
            None => self.all |= bit,
            Some(test) if test.is_empty() => self.all |= bit,
            Some(test) => match test.only_word() {
                Some((place, word)) => self.words.push((bit, place, word)),
                None => self.others.push((bit, step.rule)),
            },
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all == 0 && self.words.is_empty() && self.others.is_empty()
    }

    /// The bits of those that want a row.
    #[inline]
    pub fn wanting(&self, rules: &[RuleProgram], row: Row<'_>, texts: &Texts) -> u64 {
        let mut wanting = self.all;
        for (bit, place, word) in &self.words {
            wanting |= if word.passes(row.word(*place)) { *bit } else { 0 };
        }
        for (bit, rule) in &self.others {
            let test = rules[*rule].own_test.as_ref();
            wanting |= if test.is_none_or(|test| test.holds(row, texts)) { *bit } else { 0 };
        }
        wanting
    }
}
