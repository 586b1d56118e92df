//! Operators and calls of functions.

use std::cmp::Ordering;

use rhai::{Expr, FnCallExpr, Position};

use super::super::node::{Calculation, Call, Chain, Link, Node};
use super::functions::Site;
use super::{Builder, Built};
use crate::script::inspect::Function;

impl<'a> Builder<'a> {
    pub(super) fn call(&mut self, call: &'a FnCallExpr, position: Position) -> Built<Node> {
        let (name, count) = (call.name.as_str(), call.args.len());
        // `!in` is a call of `contains`, and is marked as an operator.
        if call.is_operator_call() && name != "contains" {
            return self.operator(call, position);
        }
        let functions = self.functions;
        if let Some((function, file)) = functions.find(name, count) {
            return self.inlined(function, file, call, &Site { name, count, position });
        }
        match (name, count) {
            ("min", 2) => Ok(Node::Extreme(Ordering::is_le, self.pair(call)?)),
            ("max", 2) => Ok(Node::Extreme(Ordering::is_ge, self.pair(call)?)),
            _ => self.method_as_function(call, position),
        }
    }

    fn operator(&mut self, call: &'a FnCallExpr, position: Position) -> Built<Node> {
        let calculation = match (call.name.as_str(), call.args.len()) {
            ("==", 2) => return Ok(Node::Equal(true, self.pair(call)?)),
            ("!=", 2) => return Ok(Node::Equal(false, self.pair(call)?)),
            ("<", 2) => return Ok(Node::Compare(Ordering::is_lt, self.pair(call)?)),
            ("<=", 2) => return Ok(Node::Compare(Ordering::is_le, self.pair(call)?)),
            (">", 2) => return Ok(Node::Compare(Ordering::is_gt, self.pair(call)?)),
            (">=", 2) => return Ok(Node::Compare(Ordering::is_ge, self.pair(call)?)),
            ("!", 1) => return Ok(Node::Not(Box::new(self.expression(&call.args[0])?))),
            ("-", 1) => return Ok(Node::Negate(Box::new(self.expression(&call.args[0])?))),
            ("+", 2) => Calculation::Add,
            ("-", 2) => Calculation::Subtract,
            ("*", 2) => Calculation::Multiply,
            ("/", 2) => Calculation::Divide,
            ("%", 2) => Calculation::Remainder,
            (".." | "..=", _) => return self.refuse("a range", position),
            (symbol, _) => return self.refuse(format!("`{symbol}`"), position),
        };
        Ok(Node::Calculate(calculation, self.pair(call)?))
    }

    /// `f(x, y)` is `x.f(y)` in Rhai.
    fn method_as_function(&mut self, call: &'a FnCallExpr, position: Position) -> Built<Node> {
        let Some((receiver, arguments)) = call.args.split_first() else {
            return self.refuse(format!("the function `{}`", call.name), position);
        };
        let root = self.expression(receiver)?;
        let (method, arguments) = self.method(&call.name, arguments, position)?;
        Ok(Node::Chain(Box::new(Chain { root, links: vec![Link { is_optional: false, method, arguments }] })))
    }

    /// The function's body in the place of its call, with names of its own.
    fn inlined(
        &mut self,
        function: &'a Function,
        file: Option<usize>,
        call: &'a FnCallExpr,
        site: &Site<'_>,
    ) -> Built<Node> {
        let key = (site.name.to_owned(), site.count);
        if self.calls.contains(&key) {
            return self.refuse("a function that calls itself", site.position);
        }
        if !self.may_call() {
            return self.refuse("many functions within each other", site.position);
        }
        let arguments = self.arguments(&call.args)?;
        let outside = (self.base, self.file);
        (self.base, self.file) = (self.scope.len(), file);
        self.calls.push(key);
        let first = self.slots;
        for parameter in &function.parameters {
            self.define(parameter, None);
        }
        let body = self.block(&function.body)?;
        self.calls.pop();
        self.scope.truncate(self.base);
        (self.base, self.file) = outside;
        Ok(Node::Call(Box::new(Call { first, arguments, body })))
    }

    pub(super) fn arguments(&mut self, arguments: &'a [Expr]) -> Built<Vec<Node>> {
        self.all(arguments.iter())
    }
}
