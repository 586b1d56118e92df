//! Which clauses of a condition hold, and over which values.

use serde::Serialize;

use super::Describer;
use crate::evaluate::{BoundCondition, BoundScript, BoundTest, Datum, Scope, ScriptFault, display};
use crate::plan::{Condition, Test};

/// What a condition, or a script, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What it is called in the mapping.
    pub name: String,
    /// Its value; null is `None`.
    pub value: Option<String>,
}

/// A part of a condition over a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// What was looked at: a column, a field, a script.
    pub what: String,
    /// Its value; null is `None`.
    pub value: Option<String>,
    /// What it has to be.
    pub wanted: String,
    /// Whether it is.
    pub holds: bool,
    /// What a script read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<Reading>,
    /// The clauses of which one has to hold, where that is so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<Clause>,
}

impl Clause {
    /// A clause over one value.
    pub fn new(what: impl Into<String>, value: Option<String>, wanted: impl Into<String>, holds: bool) -> Self {
        Self { what: what.into(), value, wanted: wanted.into(), holds, read: Vec::new(), any: Vec::new() }
    }

    /// The clause in words: what is, and what was wanted.
    pub fn in_words(&self) -> String {
        if !self.any.is_empty() {
            let all: Vec<String> = self.any.iter().map(Self::in_words).collect();
            return format!("{} ({})", self.wanted, all.join("; "));
        }
        let value = self.value.as_ref().map_or_else(|| "null".to_owned(), |value| format!("`{value}`"));
        let text =
            match (self.holds, self.wanted.trim_matches('`') == value.trim_matches('`') || self.wanted.is_empty()) {
                (true, true) => format!("{} is {value}", self.what),
                (true, false) => format!("{} is {value} ({})", self.what, self.wanted),
                (false, _) => format!("{} is {value}, wanted: {}", self.what, self.wanted),
            };
        let read: Vec<String> = self.read.iter().map(Reading::in_words).collect();
        if read.is_empty() { text } else { format!("{text}; with {}", read.join(", ")) }
    }
}

impl Reading {
    /// What was read, in words.
    pub fn in_words(&self) -> String {
        match &self.value {
            Some(value) => format!("{} `{value}`", self.name),
            None => format!("{} null", self.name),
        }
    }
}

/// A script that stopped, in words.
pub fn stopped(fault: &ScriptFault) -> String {
    format!("the script stopped: {}", fault.error.message)
}

impl Describer<'_> {
    /// The clauses of a condition with the values that they have here, flat: all of them have to hold.
    pub fn clauses<S: Scope>(&self, written: &Condition, bound: &BoundCondition, scope: &S) -> Vec<Clause> {
        match (written, bound) {
            (Condition::All(all), BoundCondition::All(bound)) => {
                all.iter().zip(bound).flat_map(|(written, bound)| self.clauses(written, bound, scope)).collect()
            }
            _ => vec![self.clause(written, bound, scope)],
        }
    }

    fn clause<S: Scope>(&self, written: &Condition, bound: &BoundCondition, scope: &S) -> Clause {
        let holds = bound.holds(scope).unwrap_or(false);
        match (written, bound) {
            (Condition::Any(any), BoundCondition::Any(bound)) => {
                let parts = any.iter().zip(bound).flat_map(|(written, bound)| self.clauses(written, bound, scope));
                let parts: Vec<Clause> = parts.filter(|part| part.holds == holds).collect();
                let wanted = if holds { "one of these holds" } else { "none of these holds" };
                Clause { any: parts, ..Clause::new(self.condition(written), None, wanted, holds) }
            }
            (Condition::Test(value, test), BoundCondition::Test(bound, bound_test)) => {
                let datum = bound.value(scope);
                match datum {
                    Ok(datum) => self.tested(self.value(value), (test, bound_test), &datum, scope),
                    Err(fault) => Clause::new(self.value(value), None, stopped(&fault), false),
                }
            }
            (Condition::Script(script), BoundCondition::Script(bound)) => {
                let wanted = match bound.value(scope) {
                    Ok(_) => "`true`".to_owned(),
                    Err(fault) => stopped(&fault),
                };
                let read = self.variables(bound, scope);
                Clause { read, ..Clause::new(self.script(*script), Some(holds.to_string()), wanted, holds) }
            }
            _ => Clause::new(self.condition(written), Some(holds.to_string()), "`true`", holds),
        }
    }

    /// A test over a value.
    pub fn tested<S: Scope>(
        &self,
        what: String,
        (written, bound): (&Test, &BoundTest),
        value: &Datum,
        scope: &S,
    ) -> Clause {
        let holds = bound.passes(value, scope).unwrap_or(false);
        let mut clause = Clause::new(what, display(value, scope.texts()), self.test(written), holds);
        let mut equals = Vec::new();
        others(written, bound, &mut equals);
        for (value, bound) in equals {
            let other = bound.value(scope).ok().and_then(|datum| display(&datum, scope.texts()));
            clause.read.push(Reading { name: self.value(value), value: other });
        }
        clause
    }

    /// The variables of a script, with their values here.
    pub fn variables<S: Scope>(&self, script: &BoundScript, scope: &S) -> Vec<Reading> {
        let written = self.plan.scripts.get(script.script).map_or(&[][..], |script| &script.variables);
        let pairs = written.iter().zip(&script.variables);
        let reading = |(written, bound): (&crate::plan::Expr, &crate::evaluate::Bound)| Reading {
            name: self.value(written),
            value: bound.value(scope).ok().and_then(|datum| display(&datum, scope.texts())),
        };
        pairs.map(reading).collect()
    }
}

/// The other values with which a test compares.
fn others<'a>(
    written: &'a Test,
    bound: &'a BoundTest,
    found: &mut Vec<(&'a crate::plan::Expr, &'a crate::evaluate::Bound)>,
) {
    match (written, bound) {
        (Test::Equals(written), BoundTest::Equals(bound)) => found.push((written, bound)),
        (Test::Not(written), BoundTest::Not(bound)) => others(written, bound, found),
        (Test::All(written), BoundTest::All(bound)) => {
            written.iter().zip(bound).for_each(|(written, bound)| others(written, bound, found));
        }
        _ => {}
    }
}
