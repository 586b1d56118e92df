//! From a syntax tree to nodes.

mod call;
mod chain;
mod functions;
mod names;
mod switch;

pub use functions::Functions;

use rhai::{ASTFlags, Expr, FnCallExpr, Position, Stmt};

use super::Surroundings;
use super::bounds::{CALLS, DEPTH, NODES, VARIABLES};
use super::node::Node;
use crate::script::value::Text;

/// What is not lowered, and where it stands.
#[derive(Debug)]
pub struct Refused {
    pub construct: String,
    pub position: Position,
    pub file: Option<usize>,
}

type Built<T> = Result<T, Refused>;

/// A name that the script defines.
struct Local {
    name: String,
    slot: usize,
    /// Its text, where it is a constant.
    text: Option<Text>,
}

/// Builds the nodes of one script.
pub struct Builder<'a> {
    around: &'a Surroundings<'a>,
    functions: &'a Functions,
    script: &'a str,
    scope: Vec<Local>,
    slots: usize,
    nodes: usize,
    depth: usize,
    /// Where the names of the function begin that is being built.
    base: usize,
    /// The functions that are being built.
    calls: Vec<(String, usize)>,
    /// The shared file that is being built.
    file: Option<usize>,
}

impl<'a> Builder<'a> {
    pub fn new(script: &'a str, around: &'a Surroundings<'a>, functions: &'a Functions) -> Self {
        Self {
            around,
            functions,
            script,
            scope: Vec::new(),
            slots: 0,
            nodes: 0,
            depth: 0,
            base: 0,
            calls: Vec::new(),
            file: None,
        }
    }

    /// How many places the script's names take.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// The text that is being built.
    fn text(&self) -> &'a str {
        self.file.map_or(self.script, |file| &self.around.shared.files[file].text)
    }

    /// The whole script.
    pub fn script(&mut self) -> Built<Vec<Node>> {
        let statements = self.functions.script();
        if self.around.variables.len() > VARIABLES {
            return self.refuse("many variables", Position::NONE);
        }
        self.block(statements)
    }

    fn refuse<T>(&self, construct: impl Into<String>, position: Position) -> Built<T> {
        Err(Refused { construct: construct.into(), position, file: self.file })
    }

    fn block(&mut self, statements: &'a [Stmt]) -> Built<Vec<Node>> {
        let names = self.scope.len();
        let nodes = statements.iter().map(|statement| self.statement(statement)).collect();
        self.scope.truncate(names);
        nodes
    }

    /// One part more, and one level deeper.
    fn enter(&mut self, position: Position) -> Built<()> {
        self.nodes += 1;
        self.depth += 1;
        if self.nodes > NODES || self.depth > DEPTH {
            return self.refuse("many parts", position);
        }
        Ok(())
    }

    fn statement(&mut self, statement: &'a Stmt) -> Built<Node> {
        self.enter(statement.position())?;
        let node = self.statement_inside(statement);
        self.depth -= 1;
        node
    }

    fn statement_inside(&mut self, statement: &'a Stmt) -> Built<Node> {
        let position = statement.position();
        match statement {
            Stmt::Noop(_) => Ok(Node::Null),
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::Block(block) => Ok(Node::Block(self.block(block.statements())?)),
            Stmt::Var(definition, flags, _) => self.definition(&definition.0.name, &definition.1, *flags, position),
            Stmt::If(flow, _) => {
                let condition = self.expression(&flow.expr)?;
                let (then, other) = (self.block(flow.body.statements())?, self.block(flow.branch.statements())?);
                Ok(Node::If(Box::new([condition, joined(then), joined(other)])))
            }
            Stmt::Switch(switch, position) => self.switch(&switch.0, &switch.1, *position),
            Stmt::Return(_, flags, _) if flags.contains(ASTFlags::BREAK) => self.refuse("`throw`", position),
            Stmt::Return(value, ..) => {
                let value = value.as_ref().map_or(Ok(Node::Null), |value| self.expression(value))?;
                Ok(Node::Return(Box::new(value)))
            }
            other => self.refuse(name_of(other), position),
        }
    }

    fn definition(&mut self, name: &str, value: &'a Expr, flags: ASTFlags, position: Position) -> Built<Node> {
        let text = match value {
            Expr::StringConstant(text, _) if flags.contains(ASTFlags::CONSTANT) => Some(text.clone()),
            _ => None,
        };
        let value = self.expression(value)?;
        if self.slots >= VARIABLES {
            return self.refuse("many variables", position);
        }
        let slot = self.define(name, text);
        Ok(Node::Let(slot, Box::new(value)))
    }

    fn define(&mut self, name: &str, text: Option<Text>) -> usize {
        let slot = self.slots;
        self.slots += 1;
        self.scope.push(Local { name: name.to_owned(), slot, text });
        slot
    }

    fn expression(&mut self, expression: &'a Expr) -> Built<Node> {
        self.enter(expression.position())?;
        let node = self.expression_inside(expression);
        self.depth -= 1;
        node
    }

    fn expression_inside(&mut self, expression: &'a Expr) -> Built<Node> {
        match expression {
            Expr::Variable(variable, _, position) => self.variable(&variable.1, *position),
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::Dot(parts, flags, _) => self.chain(parts, *flags),
            Expr::And(parts, _) => Ok(Node::And(self.all(parts.iter())?)),
            Expr::Or(parts, _) => Ok(Node::Or(self.all(parts.iter())?)),
            Expr::Coalesce(parts, _) => Ok(Node::Coalesce(self.all(parts.iter())?)),
            Expr::InterpolatedString(parts, _) => Ok(Node::Interpolated(self.all(parts.iter())?)),
            Expr::Array(parts, _) => Ok(Node::List(self.all(parts.iter())?)),
            Expr::Stmt(block) => Ok(Node::Block(self.block(block.statements())?)),
            other => match literal(other) {
                Some(node) => Ok(node),
                None => self.refuse(kind_of(other), other.position()),
            },
        }
    }

    fn all(&mut self, expressions: impl Iterator<Item = &'a Expr>) -> Built<Vec<Node>> {
        expressions.map(|expression| self.expression(expression)).collect()
    }

    fn pair(&mut self, call: &'a FnCallExpr) -> Built<Box<[Node; 2]>> {
        let (left, right) = (self.expression(&call.args[0])?, self.expression(&call.args[1])?);
        Ok(Box::new([left, right]))
    }

    /// Whether one function more may be built inside of the others.
    fn may_call(&self) -> bool {
        self.calls.len() < CALLS
    }
}

/// Statements as one value.
fn joined(mut statements: Vec<Node>) -> Node {
    match statements.len() {
        1 => statements.swap_remove(0),
        _ => Node::Block(statements),
    }
}

/// What is written out.
pub fn literal(expression: &Expr) -> Option<Node> {
    Some(match expression {
        Expr::Unit(_) => Node::Null,
        Expr::BoolConstant(truth, _) => Node::Boolean(*truth),
        Expr::IntegerConstant(number, _) => Node::Integer(*number),
        Expr::FloatConstant(number, _) => Node::Number(**number),
        Expr::StringConstant(text, _) => Node::Text(text.clone()),
        _ => return None,
    })
}

fn kind_of(expression: &Expr) -> &'static str {
    match expression {
        Expr::Index(..) => "an element by index",
        Expr::Map(..) => "a map",
        Expr::CharConstant(..) => "a single character",
        Expr::DynamicConstant(..) => "a closure",
        _ => "this expression",
    }
}

fn name_of(statement: &Stmt) -> &'static str {
    match statement {
        Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) | Stmt::BreakLoop(..) => "a loop",
        Stmt::Assignment(..) => "an assignment",
        Stmt::Share(..) => "a closure",
        _ => "this statement",
    }
}
