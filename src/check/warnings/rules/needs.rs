//! What a rule asks of a row or change, as a list of tests that all have to hold.

use super::same;
use crate::plan::{Condition, Expr, Moment, Plan, RulePlan, Subject, Test};

/// What is tested.
#[derive(Clone, Copy)]
pub enum Of<'a> {
    /// The value before the change.
    Old,
    /// The value after it.
    New,
    /// Another value.
    Value(&'a Expr),
}

impl Of<'_> {
    /// Whether both are always the same value.
    pub fn is(&self, plan: &Plan, other: &Self) -> bool {
        match (self, other) {
            (Self::Old, Self::Old) | (Self::New, Self::New) => true,
            (Self::Value(one), Self::Value(other)) => same::values(plan, one, other),
            _ => false,
        }
    }
}

/// A test that has to hold, or to fail.
#[derive(Clone, Copy)]
pub struct Need<'a> {
    /// What is tested.
    pub of: Of<'a>,
    /// How.
    pub test: &'a Test,
    /// Whether the test has to fail.
    pub fails: bool,
}

/// Everything that has to hold at once.
#[derive(Clone, Default)]
pub struct Needs<'a> {
    /// Tests.
    pub tests: Vec<Need<'a>>,
    /// Conditions that aren't one test: alternatives, scripts, negated groups.
    pub others: Vec<&'a Condition>,
}

impl<'a> Needs<'a> {
    /// Those of a rule.
    pub fn of_rule(rule: &'a RulePlan) -> Self {
        let mut needs = Self::default();
        let field = match &rule.subject {
            Subject::Changes(_, fields) if fields.len() == 1 => fields.first().copied(),
            _ => None,
        };
        for condition in rule.condition.iter().chain(&rule.during) {
            needs.add(condition, field);
        }
        let mut side = |of, test: &'a Option<Test>, fails| {
            needs.tests.extend(test.iter().map(|test| Need { of, test, fails }));
        };
        side(Of::Old, &rule.from, false);
        side(Of::New, &rule.to, false);
        if rule.enters_set {
            side(Of::Old, &rule.to, true);
        }
        if rule.leaves_set {
            side(Of::New, &rule.from, true);
        }
        needs
    }

    /// Adds a condition; `field` is the one whose changes the rule goes over.
    pub fn add(&mut self, condition: &'a Condition, field: Option<usize>) {
        match condition {
            Condition::All(all) => all.iter().for_each(|each| self.add(each, field)),
            Condition::Test(left, test) => self.tests.push(Need { of: what(left, field), test, fails: false }),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Test(left, test) => self.tests.push(Need { of: what(left, field), test, fails: true }),
                _ => self.others.push(condition),
            },
            Condition::Any(_) | Condition::Script(_) => self.others.push(condition),
        }
    }
}

fn what(left: &Expr, of_rule: Option<usize>) -> Of<'_> {
    match left {
        Expr::Old(onward) if onward.is_empty() => Of::Old,
        Expr::New(onward) if onward.is_empty() => Of::New,
        // Before its own change a field holds the change's old value.
        Expr::Field { field, path, moment: Moment::Before } if path.is_empty() && Some(*field) == of_rule => Of::Old,
        _ => Of::Value(left),
    }
}
