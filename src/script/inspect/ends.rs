//! What a script gives, by the ways that lead to its end.

use std::ops::Range;

use rhai::{Expr, Position, Stmt};

use super::kinds::{Sort, sort};
use super::{Inspector, Shape, closure};

/// Where a script may end, with the sort of what it gives there; where that isn't certain, it is left out.
pub(super) type Ends = Vec<(Sort, Range<usize>)>;

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

    /// The first two ends of the script that give values of different sorts.
    pub fn mixed_ends(&self) -> Option<MixedEnds> {
        let (first, place) = self.ends.first()?;
        let (other, other_place) = self.ends.iter().find(|(other, _)| other != first)?;
        Some([(place.clone(), first.in_words()), (other_place.clone(), other.in_words())])
    }
}

fn of_shape(shape: &Shape, place: impl FnOnce() -> Range<usize>) -> Ends {
    sort(shape).map(|sort| (sort, place())).into_iter().collect()
}
