//! Calls that go straight to functions of the program.
//!
//! Rhai looks up what a call means each time, by the types of its values. Calls of the library's own functions become
//! [`call`]s, whose function is known but for the type of its first argument; views of the case and what is named of them
//! become constants; conditions between calls become [`logic`]. All else stays Rhai's. Scripts change nothing, so that one
//! can be evaluated twice: where such a tree stops, the one as it was written is evaluated from the start, and says what
//! comes of it. So a value is all that has to be the same.
//!
//! Bodies of functions and closures stay as they are.

mod call;
mod chain;
mod logic;
pub(super) mod node;

use std::collections::BTreeSet;

use rhai::{AST, Dynamic, Expr, FlowControl, FnCallExpr, FnCallHashes, Position, Stmt, StmtBlock};

use crate::script::compile::shared::SharedFunctions;
use crate::script::library::{Events, Fields, Form, Forms, Record, Rows};

/// What making a script's calls direct needs to know.
pub(super) struct Direct<'a> {
    forms: &'a Forms,
    /// The names of functions that scripts define: they come before those of the library.
    scripted: BTreeSet<String>,
    /// The script's variables; one may have the name of a view.
    variables: &'a [String],
}

impl<'a> Direct<'a> {
    pub fn new(forms: &'a Forms, ast: &AST, shared: &SharedFunctions, variables: &'a [String]) -> Self {
        let own = ast.shared_lib().iter_script_fn_info().map(|(.., name, _, _)| name.to_owned());
        let others = shared.functions.keys().map(|(name, _)| name.clone());
        Self { forms, scripted: own.chain(others).collect(), variables }
    }

    /// The statements of a script, with direct calls.
    pub fn statements(&self, ast: &AST) -> Vec<Stmt> {
        let mut statements = ast.statements().to_vec();
        statements.iter_mut().for_each(|statement| self.statement(statement));
        statements
    }

    fn statement(&self, statement: &mut Stmt) {
        match statement {
            Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) | Stmt::TryCatch(flow, _) => self.flow(flow),
            Stmt::For(of, _) => self.flow(&mut of.2),
            Stmt::Switch(switch, _) => {
                self.expression(&mut switch.0);
                for branch in &mut switch.1.expressions {
                    self.expression(&mut branch.lhs);
                    self.expression(&mut branch.rhs);
                }
            }
            Stmt::Var(variable, ..) => self.expression(&mut variable.1),
            Stmt::Assignment(assignment) => self.expression(&mut assignment.1.rhs),
            Stmt::FnCall(call, position) => {
                if let Some(direct) = self.call(call, *position) {
                    *statement = Stmt::Expr(Box::new(direct));
                }
            }
            Stmt::Block(block) => self.block(block),
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::BreakLoop(Some(expression), ..) | Stmt::Return(Some(expression), ..) => self.expression(expression),
            _ => {}
        }
    }

    fn flow(&self, flow: &mut FlowControl) {
        self.expression(&mut flow.expr);
        self.block(&mut flow.body);
        self.block(&mut flow.branch);
    }

    fn block(&self, block: &mut StmtBlock) {
        block.statements_mut().iter_mut().for_each(|statement| self.statement(statement));
    }

    fn expression(&self, expression: &mut Expr) {
        let direct = match expression {
            Expr::InterpolatedString(parts, _) | Expr::Array(parts, _) => return self.expressions(parts),
            Expr::Coalesce(parts, _) => return self.expressions(parts),
            Expr::Map(map, _) => return map.0.iter_mut().for_each(|(_, value)| self.expression(value)),
            Expr::Stmt(block) => return self.block(block),
            // What follows may be a link of a chain, or not.
            Expr::Index(parts, ..) => return self.expression(&mut parts.lhs),
            Expr::Variable(variable, _, position) => {
                self.view(&variable.1).map(|view| Expr::DynamicConstant(Box::new(view), *position))
            }
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::Dot(parts, flags, position) => Some(self.chain(parts, *flags, *position)),
            Expr::And(parts, position) => self.logic(parts, false, *position),
            Expr::Or(parts, position) => self.logic(parts, true, *position),
            _ => None,
        };
        if let Some(direct) = direct {
            *expression = direct;
        }
    }

    fn expressions(&self, expressions: &mut [Expr]) {
        expressions.iter_mut().for_each(|expression| self.expression(expression));
    }

    /// Conditions of which one with that truth decides, where there are calls among them.
    fn logic(&self, parts: &mut [Expr], end: bool, position: Position) -> Option<Expr> {
        self.expressions(parts);
        let is_worth_it = parts.iter().any(node::is_node);
        is_worth_it.then(|| logic::expression(parts.iter_mut().map(chain::taken).collect(), end, position))
    }

    /// A call by name, its arguments made direct; nothing where the whole can't be.
    fn call(&self, call: &mut FnCallExpr, position: Position) -> Option<Expr> {
        self.expressions(&mut call.args);
        let is_first_variable = matches!(call.args.first(), Some(Expr::Variable(..)));
        let forms = self.forms_of(call, call.args.len(), is_first_variable)?;
        Some(call::expression(forms, std::mem::take(&mut call.args).into_iter().collect(), position))
    }

    /// What a call may mean. One that stays Rhai's at least needn't be looked for among functions of scripts.
    fn forms_of(&self, call: &mut FnCallExpr, arguments: usize, is_first_variable: bool) -> Option<&'a [Form]> {
        if self.scripted.contains(call.name.as_str()) || !self.forms.has(&call.name) {
            return None;
        }
        call.hashes = FnCallHashes::from_native_only(call.hashes.native());
        let is_fit = (1..=call::ARGUMENTS).contains(&arguments) && !call.capture_parent_scope;
        is_fit.then(|| self.forms.of(&call.name, arguments, is_first_variable)).flatten()
    }

    /// The view of the case that a variable is.
    fn view(&self, name: &str) -> Option<Dynamic> {
        let view = match name {
            "events" => Dynamic::from(Events::ALL),
            "fields" => Dynamic::from(Fields),
            "rows" => Dynamic::from(Rows),
            "record" => Dynamic::from(Record),
            _ => return None,
        };
        (!self.variables.iter().any(|variable| variable == name)).then_some(view)
    }
}
