//! Finds what a script names, and what in it is wrong, without running it.
//!
//! It walks the syntax tree in the order of evaluation, with the names in scope and what is known of their values. With
//! `run`, `compile` and `shared` it is what depends on Rhai's internals.

mod activities;
mod calls;
mod elements;
mod ends;
mod kinds;
mod names;
mod tree;

pub use ends::MixedEnds;
pub(super) use tree::{Function, Tree};

use std::collections::BTreeSet;

use rhai::{ASTFlags, Expr, FnPtr, Position, Stmt, SwitchCasesCollection};

use super::compile::{PathUse, Uses};
use super::library::Receiver;
use crate::script::compile::position::Lines;
use crate::script::compile::problem::{Problem, ProblemKind};
use crate::script::compile::vocabulary::Vocabulary;
use ends::Ends;

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Unknown,
    /// What a name would give that nothing has, which is reported: what is asked of it can't be checked.
    Lost,
    /// A value of a kind that has methods.
    Of(Receiver),
    /// `fields`
    Fields,
    /// `rows`
    Rows,
    /// `rows.S`
    RowsOf(u32),
    /// A row of a source.
    Row(u32),
    /// The id of an event's activity.
    Activity,
    /// A tracked field.
    FieldOf(u32),
    /// A text that never changes.
    Text(String),
    /// A list of texts that never changes.
    Texts(Vec<String>),
}

impl Shape {
    /// What methods are looked for, if it is known.
    fn receiver(&self) -> Option<Receiver> {
        match self {
            Self::Unknown | Self::Lost | Self::Fields | Self::Rows | Self::Activity => None,
            Self::Of(receiver) => Some(*receiver),
            Self::RowsOf(_) => Some(Receiver::Rows),
            Self::Row(_) => Some(Receiver::Row),
            Self::FieldOf(_) => Some(Receiver::Field),
            Self::Text(_) => Some(Receiver::Text),
            Self::Texts(_) => Some(Receiver::List),
        }
    }
}

/// A name that the script itself defines.
struct Local {
    name: String,
    shape: Shape,
}

pub(super) struct Inspector<'a> {
    lines: &'a Lines<'a>,
    vocabulary: &'a Vocabulary<'a>,
    tree: &'a Tree,
    scope: Vec<Local>,
    uses: Uses,
    problems: Vec<Problem>,
    in_function: bool,
    /// What the script itself gives, as far as it is known.
    ends: Ends,
    /// Names that some assignment changes.
    assigned: BTreeSet<String>,
    /// Where paths such as `OwnerId.Name` stand.
    pub paths: Vec<PathUse>,
}

impl<'a> Inspector<'a> {
    pub fn new(lines: &'a Lines<'a>, vocabulary: &'a Vocabulary<'a>, tree: &'a Tree) -> Self {
        Self {
            lines,
            vocabulary,
            tree,
            scope: Vec::new(),
            uses: Uses::default(),
            problems: Vec::new(),
            in_function: false,
            ends: Ends::new(),
            assigned: tree.assigned(),
            paths: Vec::new(),
        }
    }

    /// The script's statements and the functions that it defines.
    pub fn script(&mut self) {
        let mut last = Ends::new();
        for statement in self.tree.ast.statements() {
            last = self.statement(statement);
        }
        self.ends.extend(last);
        self.ends_without_value();
        self.scope.clear();
        for function in self.tree.named() {
            self.function(function);
        }
    }

    /// A function: it sees its parameters and constants, nothing else.
    pub fn function(&mut self, function: &'a Function) {
        let depth = self.scope.len();
        for parameter in &function.parameters {
            self.define(parameter, Shape::Unknown);
        }
        self.in_function = true;
        self.block(&function.body);
        self.in_function = false;
        self.scope.truncate(depth);
    }

    pub fn finish(self) -> (Uses, Vec<Problem>) {
        (self.uses, self.problems)
    }

    fn define(&mut self, name: &str, shape: Shape) {
        self.scope.push(Local { name: name.to_owned(), shape });
    }

    fn local(&self, name: &str) -> Option<&Local> {
        self.scope.iter().rev().find(|local| local.name == name)
    }

    fn report(&mut self, kind: ProblemKind, range: std::ops::Range<usize>, message: String, help: Option<String>) {
        self.problems.push(Problem::new(kind, range, message).with_help(help));
    }

    /// A statement, and what it gives where it is the last of its block.
    fn statement(&mut self, statement: &'a Stmt) -> Ends {
        match statement {
            Stmt::Expr(expression) => return self.end(expression),
            Stmt::FnCall(call, position) => {
                let shape = self.call(call, *position);
                return self.end_of_call(&shape, *position);
            }
            Stmt::Block(block) => return self.block(block.statements()),
            Stmt::Switch(switch, _) => return self.switch(&switch.0, &switch.1),
            Stmt::Return(Some(value), flags, _) => {
                let ends = self.end(value);
                // `throw` is a return that is broken off.
                if !self.in_function && !flags.contains(ASTFlags::BREAK) {
                    self.ends.extend(ends);
                }
            }
            Stmt::Var(definition, flags, position) => {
                self.definition(&definition.0.name, &definition.1, *flags, definition.0.pos.or_else(*position));
            }
            Stmt::Assignment(assignment) => self.assignment(&assignment.1.lhs, &assignment.1.rhs),
            Stmt::BreakLoop(Some(value), ..) => {
                self.expression(value);
            }
            Stmt::TryCatch(_, position) => self.not_allowed(*position, "try", "an error is reported, not caught"),
            other => return self.control_flow(other),
        }
        Ends::new()
    }

    fn control_flow(&mut self, statement: &'a Stmt) -> Ends {
        match statement {
            Stmt::If(flow, _) => {
                self.truth(&flow.expr, "`if`");
                let mut ends = self.block(flow.body.statements());
                ends.extend(self.block(flow.branch.statements()));
                return ends;
            }
            Stmt::While(flow, _) | Stmt::Do(flow, ..) => {
                self.truth(&flow.expr, "a loop");
                self.block(flow.body.statements());
            }
            Stmt::For(parts, _) => {
                let (element, counter, flow) = &**parts;
                let shape = names::element(&self.expression(&flow.expr));
                let depth = self.scope.len();
                self.defines_reserved(&element.name, element.pos);
                self.define(&element.name, shape);
                if let Some(counter) = counter {
                    self.defines_reserved(&counter.name, counter.pos);
                    self.define(&counter.name, Shape::Unknown);
                }
                self.block(flow.body.statements());
                self.scope.truncate(depth);
            }
            _ => {}
        }
        Ends::new()
    }

    fn switch(&mut self, value: &'a Expr, cases: &'a SwitchCasesCollection) -> Ends {
        if self.expression(value) == Shape::Activity {
            self.switched(value);
        }
        let mut ends = Ends::new();
        for case in &cases.expressions {
            self.expression(&case.lhs);
            ends.extend(self.end(&case.rhs));
        }
        ends
    }

    fn definition(&mut self, name: &str, value: &'a Expr, flags: ASTFlags, position: Position) {
        let is_constant = flags.contains(ASTFlags::CONSTANT);
        let shape = match (value, self.expression(value)) {
            // Another value may be assigned later, and looked at before that in a loop.
            _ if !is_constant && self.assigned.contains(name) => Shape::Unknown,
            (Expr::StringConstant(text, _), _) => Shape::Text(text.to_string()),
            (Expr::Array(elements, _), _) if is_constant => texts(elements).unwrap_or(Shape::Of(Receiver::List)),
            (_, shape) => shape,
        };
        // What it holds instead is no second mistake.
        let is_reserved = self.defines_reserved(name, position);
        self.define(name, if is_reserved { Shape::Lost } else { shape });
    }

    fn assignment(&mut self, target: &'a Expr, value: &'a Expr) {
        self.expression(value);
        if let Some((name, position)) = root(target) {
            if self.local(name).is_none() && self.is_given(name) {
                let range = self.lines.token(position);
                let message = format!("`{name}` cannot be changed");
                let help = "use `let` with another name; to compare, write `==`";
                self.report(ProblemKind::AssignmentToReserved, range, message, Some(help.into()));
                return;
            }
            if let Some(local) = self.scope.iter_mut().rev().find(|local| local.name == name) {
                local.shape = Shape::Unknown;
            }
        }
        self.expression(target);
    }

    fn expression(&mut self, expression: &'a Expr) -> Shape {
        match expression {
            Expr::Variable(..) => self.variable(expression),
            Expr::Dot(..) | Expr::Index(..) => self.chain(expression),
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::Stmt(block) if closure(expression).is_none() => {
                self.block(block.statements());
                Shape::Unknown
            }
            Expr::StringConstant(..) | Expr::InterpolatedString(..) | Expr::CharConstant(..) => {
                self.parts(expression);
                Shape::Of(Receiver::Text)
            }
            Expr::FloatConstant(number, position) if !number.is_finite() => {
                let range = self.lines.token(*position);
                let help = "write a number below 1.8e308";
                self.report(ProblemKind::Syntax, range, "the number is too large".to_owned(), Some(help.into()));
                Shape::Of(Receiver::Number)
            }
            Expr::IntegerConstant(..) | Expr::FloatConstant(..) => Shape::Of(Receiver::Number),
            Expr::BoolConstant(..) => Shape::Of(Receiver::Boolean),
            Expr::And(parts, _) => self.truths(parts, "`&&`"),
            Expr::Or(parts, _) => self.truths(parts, "`||`"),
            Expr::Coalesce(parts, _) => {
                let shapes: Vec<Shape> = parts.iter().map(|part| self.expression(part)).collect();
                kinds::common(&shapes)
            }
            Expr::ThisPtr(position) => {
                self.not_allowed(*position, "this", "give the value to the function as an argument");
                Shape::Unknown
            }
            _ => self.parts(expression),
        }
    }

    /// Expressions whose value is of no interest: their parts may be.
    fn parts(&mut self, expression: &'a Expr) -> Shape {
        match expression {
            Expr::InterpolatedString(parts, _) | Expr::Array(parts, _) => self.all(parts.iter()),
            Expr::Map(map, _) => self.all(map.0.iter().map(|(_, value)| value)),
            _ if closure(expression).is_some() => self.stray_closure(expression),
            _ => {}
        }
        match expression {
            Expr::Array(..) => Shape::Of(Receiver::List),
            Expr::Map(..) => Shape::Of(Receiver::Map),
            _ => Shape::Unknown,
        }
    }

    fn truths(&mut self, parts: &'a [Expr], what: &str) -> Shape {
        for part in parts {
            self.truth(part, what);
        }
        Shape::Of(Receiver::Boolean)
    }

    fn all(&mut self, expressions: impl Iterator<Item = &'a Expr>) {
        for expression in expressions {
            self.expression(expression);
        }
    }

    fn not_allowed(&mut self, position: Position, what: &str, help: &str) {
        let range = self.lines.token(position);
        let message = format!("`{what}` is not available in a mapping");
        self.report(ProblemKind::NotAllowed, range, message, Some(help.into()));
    }

    /// A closure that isn't an argument of a function: kept in variables, closures could hold each other without end.
    fn stray_closure(&mut self, expression: &'a Expr) {
        let range = self.lines.token(expression.start_position());
        let help = "give it directly to `any`, `all`, `filter` or `map`, or define it with `fn`";
        let message = "a closure can only be an argument".to_owned();
        self.report(ProblemKind::NotAllowed, range, message, Some(help.into()));
    }

    /// The closure's body, with the first parameter known to be an element of what the method is called on.
    fn closure(&mut self, expression: &'a Expr, element: Shape) {
        let Some((name, captured)) = closure(expression) else { return };
        let Some(function) = self.tree.functions.iter().find(|function| function.name == name) else { return };
        let depth = self.scope.len();
        for (index, parameter) in function.parameters.iter().skip(captured).enumerate() {
            self.define(parameter, if index == 0 { element.clone() } else { Shape::Unknown });
        }
        let ends = std::mem::take(&mut self.ends);
        self.block(&function.body);
        self.ends = ends;
        self.scope.truncate(depth);
    }
}

/// A list of texts that are all written out.
fn texts(elements: &[Expr]) -> Option<Shape> {
    let text = |element: &Expr| match element {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        _ => None,
    };
    elements.iter().map(text).collect::<Option<Vec<String>>>().map(Shape::Texts)
}

/// The name of a closure's function, and how many of its parameters are captured variables.
fn closure(expression: &Expr) -> Option<(String, usize)> {
    match expression {
        Expr::DynamicConstant(value, _) => Some((value.read_lock::<FnPtr>()?.fn_name().to_owned(), 0)),
        Expr::Stmt(block) => match block.statements() {
            [Stmt::Share(_), Stmt::Expr(curry)] => curried(curry),
            _ => None,
        },
        _ => None,
    }
}

fn curried(expression: &Expr) -> Option<(String, usize)> {
    let Expr::FnCall(call, _) = expression else { return None };
    let (function, captured) = call.args.split_first()?;
    closure(function).map(|(name, _)| (name, captured.len()))
}

/// The variable that an assignment changes.
fn root(target: &Expr) -> Option<(&str, Position)> {
    match target {
        Expr::Variable(variable, _, position) => Some((variable.1.as_str(), *position)),
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => root(&parts.lhs),
        _ => None,
    }
}
