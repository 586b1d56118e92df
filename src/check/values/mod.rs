//! Values and conditions: from names to indices, with their types.

pub mod as_text;
mod condition;
mod form;
mod operand;
mod path;
mod script;
mod test;

pub use operand::operands;
pub use path::segments;
pub use script::{kind_in_scripts, script_problem};

use super::checker::Checker;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::Value;
use crate::plan::{Expr, ScriptPlace, ValueType};

/// Where a value or condition stands, which says what its names mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// On a row of a source, while it is read.
    Reading(usize),
    /// On a row of a source, in its case.
    Row(usize),
    /// In a rule on changes of a field of that source.
    Change {
        /// The source of the rows that tell of the changes.
        source: usize,
        /// The tracked field; of several, the first.
        field: usize,
    },
    /// On the values that tracked fields hold at a moment.
    Fields,
    /// On the case's record: how a case is called, which cases stay.
    Record(usize),
    /// On a case that may be left out of the log: its attributes, and the columns of its record.
    Kept(Option<usize>),
    /// On a case.
    Case,
    /// On an event.
    Event,
}

impl Scope {
    /// Whether values are computed while files are loaded, before a run begins.
    pub fn is_loading(self) -> bool {
        matches!(self, Self::Reading(_) | Self::Record(_))
    }

    /// The source whose row is at hand.
    pub fn row(self) -> Option<usize> {
        match self {
            Self::Reading(source) | Self::Row(source) | Self::Change { source, .. } | Self::Record(source) => {
                Some(source)
            }
            Self::Fields | Self::Kept(_) | Self::Case | Self::Event => None,
        }
    }

    /// Where its scripts are evaluated.
    pub fn script_place(self) -> ScriptPlace {
        match self {
            Self::Reading(source) | Self::Record(source) => ScriptPlace::Row(source),
            Self::Row(_) | Self::Change { .. } | Self::Fields => ScriptPlace::Rule,
            Self::Case | Self::Kept(_) => ScriptPlace::Case,
            Self::Event => ScriptPlace::Event,
        }
    }
}

/// A value with its type.
pub type Typed = (Expr, ValueType);

impl Checker<'_> {
    /// Binds a value; `None` after a problem was reported.
    pub fn value(&mut self, value: &Value, scope: Scope, title: &str) -> Option<Typed> {
        match value {
            Value::Path(name) => self.path(name, scope),
            Value::Expression(expression) => self.script(expression, false, scope, title),
            Value::FirstPresent(values, span) => {
                let bound: Vec<Option<Typed>> = values.iter().map(|each| self.value(each, scope, title)).collect();
                let bound: Option<Vec<Typed>> = bound.into_iter().collect();
                self.first_present(bound?, values, *span)
            }
            Value::Form(form) => self.form(form, scope, title),
        }
    }

    fn first_present(&mut self, values: Vec<Typed>, written: &[Value], span: Span) -> Option<Typed> {
        let mut kind: Option<ValueType> = None;
        for (position, (_, each)) in values.iter().enumerate() {
            let common = match kind {
                None => Some(*each),
                Some(known) => common_type(known, *each),
            };
            match common {
                Some(common) => kind = Some(common),
                None => {
                    let message = format!(
                        "values of one list have one type, found {} beside {}",
                        each.in_words(),
                        kind.map_or("nothing", ValueType::in_words)
                    );
                    let help = "leave the one out that doesn't belong, or make them alike with `= …`";
                    let place = |position: usize| written.get(position).map_or(span, Value::span);
                    let finding = Diagnostic::new(codes::TYPES_DIFFER, message).at(place(position), each.in_words());
                    let first = kind.map_or("nothing", ValueType::in_words);
                    self.report(finding.also(place(0), first).help(help));
                    return None;
                }
            }
        }
        let exprs = values.into_iter().map(|(expr, _)| expr).collect();
        Some((Expr::FirstPresent(exprs), kind?))
    }
}

fn common_type(one: ValueType, other: ValueType) -> Option<ValueType> {
    match (one, other) {
        _ if one == other => Some(one),
        (ValueType::Any, _) | (_, ValueType::Any) => Some(ValueType::Any),
        (ValueType::Integer, ValueType::Number) | (ValueType::Number, ValueType::Integer) => Some(ValueType::Number),
        _ => None,
    }
}
