//! What a script gives, by the ways that lead to its end.

use std::ops::Range;

use rhai::{Expr, Position, Stmt};

use super::super::library::Receiver;
use super::kinds::{Sort, sort};
use super::{Inspector, Shape, closure};
use crate::script::compile::problem::ProblemKind;

/// Where a script may end, with what it gives there; where that isn't certain, it is left out.
pub(super) type Ends = Vec<(End, Range<usize>)>;

/// What a script gives at an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Value(Sort),
    /// What is no value, in words, and how to come from there to one.
    Other(&'static str, &'static str),
}

/// Two places where a script ends with values of different sorts, each with its sort in words.
pub type MixedEnds = [(Range<usize>, &'static str); 2];

impl<'a> Inspector<'a> {
    /// The statements of a block; what the last of them gives is what the block gives.
    pub(super) fn block(&mut self, block: &'a [Stmt]) -> Ends {
        let depth = self.scope.len();
        let mut last = Ends::new();
        for statement in block {
            last = self.statement(statement);
        }
        self.scope.truncate(depth);
        last
    }

    /// What an expression gives as the last of its block.
    pub(super) fn end(&mut self, expression: &'a Expr) -> Ends {
        match expression {
            Expr::Stmt(block) if closure(expression).is_none() => self.block(block.statements()),
            _ => {
                let shape = self.expression(expression);
                of_shape(&shape, || self.whole(expression))
            }
        }
    }

    /// The same of a call that is a statement.
    pub(super) fn end_of_call(&self, shape: &Shape, position: Position) -> Ends {
        of_shape(shape, || self.lines.token(position))
    }

    /// Reports the ends of the script that give no value: it would stop wherever it comes there.
    pub(super) fn ends_without_value(&mut self) {
        for (end, range) in std::mem::take(&mut self.ends) {
            match end {
                End::Value(_) => self.ends.push((end, range)),
                End::Other(what, help) => {
                    let message = format!("the script gives {what}, which is no value");
                    self.report(ProblemKind::NoValue, range, message, Some(help.to_owned()));
                }
            }
        }
    }

    /// The first two ends of the script that give values of different sorts.
    pub fn mixed_ends(&self) -> Option<MixedEnds> {
        let mut values = self.values();
        let (first, place) = values.next()?;
        let (other, other_place) = values.find(|(other, _)| *other != first)?;
        Some([(place, first.in_words()), (other_place, other.in_words())])
    }

    /// The first end that gives neither true nor false, and what it gives.
    pub fn other_than_truth(&self) -> Option<(Range<usize>, &'static str)> {
        let (sort, place) = self.values().find(|(sort, _)| *sort != Sort::Boolean)?;
        Some((place, sort.in_words()))
    }

    fn values(&self) -> impl Iterator<Item = (Sort, Range<usize>)> {
        self.ends.iter().filter_map(|(end, place)| match end {
            End::Value(sort) => Some((*sort, place.clone())),
            End::Other(..) => None,
        })
    }
}

fn of_shape(shape: &Shape, place: impl FnOnce() -> Range<usize>) -> Ends {
    let end = sort(shape).map(End::Value).or_else(|| no_value(shape));
    end.map(|end| (end, place())).into_iter().collect()
}

/// What scripts see, but don't give.
fn no_value(shape: &Shape) -> Option<End> {
    Some(match shape {
        Shape::Of(Receiver::Event) => End::Other("an event", "take something of it, such as its `.time`"),
        Shape::Of(Receiver::Events) => End::Other("events", "ask something of them, as in `events.count()`"),
        Shape::Of(Receiver::Record) => End::Other("the record", "name one of its columns, as in `record.Status`"),
        Shape::Of(Receiver::Map) => End::Other("a map", "give a single value, or a list of texts"),
        Shape::Row(_) => End::Other("a row", "name one of its columns, as in `rows.history.first().NewValue`"),
        Shape::Rows => End::Other("rows", "name a source, and ask something of its rows: `rows.history.count()`"),
        Shape::RowsOf(_) => End::Other("rows of a source", "ask something of them, as in `rows.history.count()`"),
        Shape::Fields => End::Other("fields", "name one, and ask something of it: `fields.status.last()`"),
        Shape::FieldOf(_) => End::Other("a tracked field", "ask something of it, as in `fields.status.last()`"),
        _ => return None,
    })
}
