//! `&&` and `||` between what needs no looking up.

use std::slice::Iter;

use rhai::{Dynamic, EvalContext, Expr, Expression, Position};

use super::node::{Node, Outcome, Source, unfit};

/// Conditions, evaluated one after the other until one says what comes of all.
pub(super) struct Logic {
    parts: Vec<Source>,
    /// The truth that ends it: that of `||` is true.
    end: bool,
    /// How many expressions the parts take: as many are passed by where the first parts decide.
    expressions: usize,
}

/// The conditions as one expression.
pub(super) fn expression(parts: Vec<Expr>, end: bool, position: Position) -> Expr {
    let mut evaluated = Vec::new();
    let part = |part| match Source::of(part, &mut evaluated) {
        // It stays where it is.
        Source::Variable(_) => Source::Expression,
        other => other,
    };
    let parts = parts.into_iter().map(part).collect();
    Node::Logic(Logic { parts, end, expressions: evaluated.len() }).into_expression(evaluated, position)
}

impl Logic {
    pub fn evaluate(&self, context: &mut EvalContext, expressions: &mut Iter<Expression>) -> Outcome {
        let all = expressions.as_slice();
        let (own, others) = all.split_at_checked(self.expressions).ok_or_else(unfit)?;
        *expressions = others.iter();
        let mut own = own.iter();
        for part in &self.parts {
            let truth = part.value(context, &mut own)?.as_bool().map_err(|_| unfit())?;
            if truth == self.end {
                return Ok(Dynamic::from(self.end));
            }
        }
        Ok(Dynamic::from(!self.end))
    }
}
