//! Calls that go straight to functions of the program.
//!
//! Rhai looks first for a function of that name in the script and in shared files, at each call anew. Where none has the
//! name of a function of ours, calls of it needn't look; those in bodies of functions and closures still do.

use rhai::{AST, Expr, FlowControl, FnCallExpr, FnCallHashes, Stmt, StmtBlock};

use crate::script::compile::shared::SharedFunctions;
use crate::script::compile::signatures;

/// The statements of a script, with direct calls.
pub fn statements(ast: &AST, shared: &SharedFunctions) -> Vec<Stmt> {
    let own = ast.shared_lib().iter_script_fn_info().map(|(.., name, _, _)| name.to_owned());
    let others = shared.functions.keys().map(|(name, _)| name.clone());
    let direct = Direct { scripted: own.chain(others).collect() };
    let mut statements = ast.statements().to_vec();
    statements.iter_mut().for_each(|statement| direct.statement(statement));
    statements
}

struct Direct {
    /// The names of functions that scripts define.
    scripted: Vec<String>,
}

impl Direct {
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
            Stmt::Assignment(assignment) => {
                self.expression(&mut assignment.1.lhs);
                self.expression(&mut assignment.1.rhs);
            }
            Stmt::FnCall(call, _) => self.call(call),
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
        match expression {
            Expr::InterpolatedString(parts, _) | Expr::Array(parts, _) => self.expressions(parts),
            Expr::Map(map, _) => map.0.iter_mut().for_each(|(_, value)| self.expression(value)),
            Expr::MethodCall(call, _) | Expr::FnCall(call, _) => self.call(call),
            Expr::Stmt(block) => self.block(block),
            Expr::Dot(chain, ..) | Expr::Index(chain, ..) => {
                self.expression(&mut chain.lhs);
                self.expression(&mut chain.rhs);
            }
            Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => self.expressions(parts),
            _ => {}
        }
    }

    fn expressions(&self, expressions: &mut [Expr]) {
        expressions.iter_mut().for_each(|expression| self.expression(expression));
    }

    fn call(&self, call: &mut FnCallExpr) {
        self.expressions(&mut call.args);
        let is_ours = signatures(|signatures| signatures.has(&call.name));
        if is_ours && !self.scripted.iter().any(|name| *name == *call.name) {
            call.hashes = FnCallHashes::from_native_only(call.hashes.native());
        }
    }
}
