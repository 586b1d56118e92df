//! Conditions: clauses and scripts.

use super::super::checker::Checker;
use super::Scope;
use crate::diagnostic::codes;
use crate::mapping::{Clause, Condition as Written, Expression};
use crate::plan::{Condition, Expr};

impl Checker<'_> {
    /// Binds a condition; `None` after a problem was reported.
    pub fn condition(&mut self, written: &Written, scope: Scope, title: &str) -> Option<Condition> {
        match written {
            Written::Expression(expression) => match self.script(expression, false, scope, title)? {
                (Expr::Script(index), _) => self.tells_truth(expression, index).then_some(Condition::Script(index)),
                _ => None,
            },
            Written::Clauses(clauses) => {
                let bound: Vec<Option<Condition>> =
                    clauses.iter().map(|each| self.clause(each, scope, title)).collect();
                let mut bound: Vec<Condition> = bound.into_iter().collect::<Option<_>>()?;
                Some(if bound.len() == 1 { bound.remove(0) } else { Condition::All(bound) })
            }
        }
    }

    /// Whether a script may tell true or false; where it certainly gives anything else, that is reported.
    fn tells_truth(&mut self, written: &Expression, script: usize) -> bool {
        let Some((range, found)) = self.scripts[script].compiled.other_than_truth.clone() else { return true };
        let message = format!("a condition is true or false, and this gives {found}");
        let help = "compare it with something, as in `= Status == \"Open\"`";
        self.problem(codes::KINDS_DO_NOT_MIX, written.part(range), message, "neither true nor false", help);
        false
    }

    fn clause(&mut self, clause: &Clause, scope: Scope, title: &str) -> Option<Condition> {
        match clause {
            Clause::Named(name, test) => {
                let (left, kind) = self.path(name, scope)?;
                let test = self.test(test, kind, scope)?;
                Some(Condition::Test(Box::new(left), test))
            }
            Clause::Any(all) => self.conditions(all, scope, title).map(Condition::Any),
            Clause::All(all) => self.conditions(all, scope, title).map(Condition::All),
            Clause::Not(inner) => Some(Condition::Not(Box::new(self.condition(inner, scope, title)?))),
        }
    }

    /// Binds several conditions.
    pub fn conditions(&mut self, all: &[Written], scope: Scope, title: &str) -> Option<Vec<Condition>> {
        let bound: Vec<Option<Condition>> = all.iter().map(|each| self.condition(each, scope, title)).collect();
        bound.into_iter().collect()
    }
}
