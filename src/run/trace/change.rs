//! What a rule wants of a change, clause by clause.

use super::Tracer;
use crate::describe::Clause;
use crate::plan::{Direction, RulePlan};
use crate::run::case::Change;
use crate::run::program::ChangeTest;

impl Tracer<'_> {
    /// The clauses about the values before and after; one without conditions where a rule wants any change.
    pub(super) fn change_clauses(
        &self,
        rule: &RulePlan,
        test: &ChangeTest,
        field: usize,
        change: Change,
    ) -> Vec<Clause> {
        let name = self.describer().field(field).to_owned();
        let (before, after) = (format!("{name} before"), format!("{name} after"));
        let mut clauses = Vec::new();
        if let Some((written, bound)) = rule.from.as_ref().zip(test.from.as_ref()) {
            let clause = self.describer().tested(before.clone(), (written, bound), &change.old.into(), self.at);
            let stays = clause.holds && test.leaves_set && self.at.passes(bound, change.new);
            clauses.push(clause);
            if stays {
                let wanted = format!("no longer {}", self.describer().test(written));
                clauses.push(Clause::new(after.clone(), self.text(change.new), wanted, false));
            }
        }
        if let Some((written, bound)) = rule.to.as_ref().zip(test.to.as_ref()) {
            let clause = self.describer().tested(after.clone(), (written, bound), &change.new.into(), self.at);
            let was_there = clause.holds && test.enters_set && self.at.passes(bound, change.old);
            clauses.push(clause);
            if was_there {
                let wanted = format!("not yet {}", self.describer().test(written));
                clauses.push(Clause::new(before.clone(), self.text(change.old), wanted, false));
            }
        }
        if let Some(direction) = test.direction {
            clauses.push(self.direction(field, direction, change));
        }
        if !clauses.iter().any(|clause| clause.what == before) {
            clauses.insert(0, Clause::new(before, self.text(change.old), "", true));
        }
        if !clauses.iter().any(|clause| clause.what == after) {
            clauses.insert(1, Clause::new(after, self.text(change.new), "", true));
        }
        clauses
    }

    fn direction(&self, field: usize, direction: Direction, change: Change) -> Clause {
        let program = &self.context.program.fields[field];
        let texts = self.at.state.texts();
        let ranks = program.rank(change.old, texts).zip(program.rank(change.new, texts));
        let (word, holds) = match direction {
            Direction::Up => ("up", ranks.is_some_and(|(old, new)| new > old)),
            Direction::Down => ("down", ranks.is_some_and(|(old, new)| new < old)),
        };
        let place = |rank: Option<usize>| rank.map_or_else(|| "not on it".to_owned(), |rank| (rank + 1).to_string());
        let steps =
            format!("from {} to {}", place(program.rank(change.old, texts)), place(program.rank(change.new, texts)));
        let name = self.describer().field(field);
        Clause::new(format!("step on the scale of {name}"), Some(steps), format!("{word} the scale"), holds)
    }
}
