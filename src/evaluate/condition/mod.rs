//! Evaluating conditions. They are true or false, never unknown.

pub(in crate::evaluate) mod compare;
pub(in crate::evaluate) mod words;

use std::cmp::Ordering;

use super::bound::{Bound, BoundCondition, BoundScript, BoundTest, Constant, Set};
use super::datum::Datum;
use super::scope::{Evaluated, Scope, ScriptFault};
use super::texts::{LIST_SEPARATOR, TextRead};
use crate::evaluate::condition::compare::{compare, equal};
use crate::evaluate::condition::words::{PatternMatcher, WordMatcher};
use crate::plan::Comparison;
use crate::rows::{Cell, TextId};
use crate::script::{ScriptError, ScriptErrorKind, Value};

impl BoundCondition {
    /// Whether it holds over a scope.
    ///
    /// # Errors
    /// A script stopped, or gave neither true nor false.
    pub fn holds<S: Scope>(&self, scope: &S) -> Evaluated<bool> {
        match self {
            Self::All(all) => holds_for_all(all, scope),
            Self::Any(any) => holds_for_any(any, scope),
            Self::Not(not) => Ok(!not.holds(scope)?),
            Self::Test(value, test) => test.passes(&value.value(scope)?, scope),
            Self::Script(script) => script.truth(scope),
        }
    }
}

fn holds_for_all<S: Scope>(all: &[BoundCondition], scope: &S) -> Evaluated<bool> {
    for each in all {
        if !each.holds(scope)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn holds_for_any<S: Scope>(any: &[BoundCondition], scope: &S) -> Evaluated<bool> {
    for each in any {
        if each.holds(scope)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl BoundScript {
    fn truth<S: Scope>(&self, scope: &S) -> Evaluated<bool> {
        match self.value(scope)? {
            Datum::Cell(Cell::Boolean(truth)) => Ok(truth.holds()),
            _ => Err(Box::new(ScriptFault {
                script: self.script,
                error: ScriptError {
                    kind: ScriptErrorKind::Type,
                    message: "the condition gives neither true nor false".to_owned(),
                    range: 0..0,
                    file: None,
                },
            })),
        }
    }
}

impl BoundTest {
    /// Whether a value passes.
    ///
    /// # Errors
    /// A script in another value of the row stopped.
    pub fn passes<S: Scope>(&self, value: &Datum, scope: &S) -> Evaluated<bool> {
        Ok(match self {
            Self::OneOf(set) => set.contains(value, scope.texts()),
            Self::Not(test) => !test.passes(value, scope)?,
            Self::All(all) => return passes_all(all, value, scope),
            Self::Words(words) => words.finds(value, scope),
            Self::Matches(pattern) => pattern.finds(value, scope),
            Self::Compare(comparison, constants) => {
                constants.iter().any(|constant| compares(value, *comparison, constant, scope.texts()))
            }
            Self::Equals(other) => equals(value, other, scope)?,
            Self::Present(present) => value.is_null() != *present,
        })
    }
}

fn passes_all<S: Scope>(all: &[BoundTest], value: &Datum, scope: &S) -> Evaluated<bool> {
    for test in all {
        if !test.passes(value, scope)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn equals<S: Scope>(value: &Datum, other: &Bound, scope: &S) -> Evaluated<bool> {
    Ok(equal(value, &other.value(scope)?, scope.texts()))
}

fn compares(value: &Datum, comparison: Comparison, constant: &Constant, texts: &impl TextRead) -> bool {
    let order = compare(value, &constant.datum(), texts);
    match comparison {
        Comparison::Above => order == Some(Ordering::Greater),
        Comparison::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        Comparison::Below => order == Some(Ordering::Less),
        Comparison::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
    }
}

impl Set {
    /// Whether a value is in the set; a list, whether one of its members is.
    pub fn contains(&self, value: &Datum, texts: &impl TextRead) -> bool {
        match value {
            Datum::Cell(cell) => self.contains_cell(*cell, texts),
            Datum::Value(Value::Text(text)) => self.contains_text(text),
            Datum::Value(Value::List(members)) => {
                members.iter().any(|member| self.contains(&Datum::from(member.clone()), texts))
            }
            Datum::Value(_) => value.as_cell().is_some_and(|cell| self.contains_cell(cell, texts)),
        }
    }

    /// [`Set::contains`] of a cell.
    #[inline]
    pub fn contains_cell(&self, cell: Cell, texts: &impl TextRead) -> bool {
        match cell {
            Cell::Null => self.null,
            Cell::Text(id) => self.contains_id(id),
            Cell::Carried(id) => self.contains_text(&texts.carried(id)),
            Cell::Boolean(_) => self.others.contains(&cell),
            Cell::List(id) => texts.text(id).split(LIST_SEPARATOR).any(|member| self.contains_text(member)),
            other => self.others.iter().any(|each| equal(&Datum::Cell(*each), &Datum::Cell(other), texts)),
        }
    }

    fn contains_id(&self, id: TextId) -> bool {
        if self.ids.len() <= 8 {
            return self.ids.contains(&id);
        }
        self.ids.binary_search_by_key(&id.word(), |each| each.word()).is_ok()
    }

    fn contains_text(&self, text: &str) -> bool {
        self.texts.binary_search_by(|each| each.as_str().cmp(text)).is_ok()
    }
}

impl WordMatcher {
    fn finds<S: Scope>(&self, value: &Datum, scope: &S) -> bool {
        finds(value, scope, self.number, |text| self.is_match(text))
    }
}

impl PatternMatcher {
    fn finds<S: Scope>(&self, value: &Datum, scope: &S) -> bool {
        finds(value, scope, self.number, |text| self.pattern.is_match(text))
    }
}

/// Whether a text, or a member of a list, is as wanted; interned texts are looked at once.
fn finds<S: Scope>(value: &Datum, scope: &S, matcher: usize, wanted: impl Fn(&str) -> bool) -> bool {
    let texts = scope.texts();
    match value {
        Datum::Cell(Cell::Text(id)) => scope.memo().decide(matcher, *id, || wanted(&texts.text(*id))),
        Datum::Cell(Cell::Carried(id)) => wanted(&texts.carried(*id)),
        Datum::Cell(Cell::List(id)) => {
            scope.memo().decide(matcher, *id, || texts.text(*id).split(LIST_SEPARATOR).any(&wanted))
        }
        Datum::Value(Value::Text(text)) => wanted(text),
        Datum::Value(Value::List(members)) => {
            members.iter().any(|member| matches!(member, Value::Text(text) if wanted(text)))
        }
        _ => false,
    }
}
