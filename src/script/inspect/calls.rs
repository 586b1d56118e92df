//! Calls of functions and methods, and the names among their arguments.

use std::collections::BTreeSet;
use std::ops::Range;

use rhai::{Expr, FnCallExpr, Position};

use super::super::compile::signatures;
use super::super::library::{Receiver, check_pattern};
use super::super::value::Kind;
use super::names::{element, number};
use super::{Inspector, Shape, closure, kinds};
use crate::script::compile::problem::{ProblemKind, did_you_mean};

/// What a literal argument of a method names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    Activity,
    Attribute,
    ColumnOf(u32),
    RecordColumn,
    /// A column of some source.
    Column,
    /// An attribute of an event, or a column.
    Value,
}

impl<'a> Inspector<'a> {
    pub(super) fn call(&mut self, call: &'a FnCallExpr, position: Position) -> Shape {
        let name = call.name.as_str();
        if call.is_operator_call() {
            return self.operator(call, position);
        }
        let count = call.args.len();
        if self.script_function(name, count) {
            self.all(call.args.iter());
            return Shape::Unknown;
        }
        let functions = signatures(|known| known.arities(name, Some(Receiver::None)));
        if functions.contains(&count) {
            let shapes: Vec<Shape> = call.args.iter().map(|argument| self.expression(argument)).collect();
            return self.function_result(name, &call.args, &shapes);
        }
        match call.args.split_first() {
            // `f(x, y)` is `x.f(y)` in Rhai.
            Some((receiver, _)) if functions.is_empty() && self.has_method(&Shape::Unknown, name) => {
                let shape = self.expression(receiver);
                self.method_with(&shape, call, position, 1, Some(receiver))
            }
            _ => self.wrong_function(call, position, &functions),
        }
    }

    /// Whether the script or a shared file defines the function; noted as used.
    fn script_function(&mut self, name: &str, count: usize) -> bool {
        let shared = &self.vocabulary.shared.functions;
        let key = (name.to_owned(), count);
        if let Some(uses) = shared.get(&key) {
            self.uses.include(uses);
            self.uses.functions.insert(key);
            return true;
        }
        self.tree.has_function(name, count)
    }

    fn wrong_function(&mut self, call: &'a FnCallExpr, position: Position, known: &BTreeSet<usize>) -> Shape {
        let name = call.name.as_str();
        let range = self.lines.token(position);
        let mut counts = known.clone();
        counts.extend(self.defined_functions().filter(|(known, _)| known == name).map(|(_, count)| count));
        if counts.is_empty() {
            let defined: Vec<(String, usize)> = self.defined_functions().collect();
            let native: Vec<&str> = signatures(|known| known.names(Some(Receiver::None)).collect());
            let names = defined.iter().map(|(name, _)| name.as_str()).chain(native.iter().copied());
            let help = did_you_mean(name, names);
            self.report(ProblemKind::UnknownFunction, range, format!("there is no function `{name}`"), help);
        } else {
            self.wrong_count(name, range, call.args.len(), &counts);
        }
        self.all_arguments(call, &Shape::Unknown);
        Shape::Unknown
    }

    fn defined_functions(&self) -> impl Iterator<Item = (String, usize)> {
        let own = self.tree.named().map(|function| (function.name.clone(), function.parameters.len()));
        own.chain(self.vocabulary.shared.functions.keys().cloned())
    }

    fn wrong_count(&mut self, name: &str, range: Range<usize>, given: usize, counts: &BTreeSet<usize>) {
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        let plural = if counts == ["1"] { "argument" } else { "arguments" };
        let message = format!("`{name}` takes {} {plural}, not {given}", counts.join(" or "));
        self.report(ProblemKind::WrongArgumentCount, range, message, None);
    }

    pub(super) fn has_method(&self, of: &Shape, name: &str) -> bool {
        signatures(|known| !known.arities(name, of.receiver()).is_empty())
    }

    pub(super) fn method(
        &mut self,
        of: &Shape,
        call: &'a FnCallExpr,
        position: Position,
        receiver: Option<&'a Expr>,
    ) -> Shape {
        self.method_with(of, call, position, 0, receiver)
    }

    /// A method, of whose call's arguments the first `skipped` is the receiver.
    fn method_with(
        &mut self,
        of: &Shape,
        call: &'a FnCallExpr,
        position: Position,
        skipped: usize,
        receiver: Option<&'a Expr>,
    ) -> Shape {
        let name = call.name.as_str();
        let arguments = &call.args[skipped..];
        let count = arguments.len();
        let range = self.lines.token(position);
        if matches!(of, Shape::Fields | Shape::Rows) {
            return self.method_of_view(of, name, range);
        }
        let counts = signatures(|known| known.arities(name, of.receiver()));
        if counts.is_empty() {
            self.unknown_method(of, name, count, range);
        } else if !counts.contains(&count) {
            self.wrong_count(name, range, count, &counts);
        } else {
            let of = self.only_receiver(of, name, count);
            let shapes = self.arguments(&of, name, arguments);
            self.argument_kinds(&of, name, arguments, &shapes);
            // `x in list` is `list.contains(x)` in Rhai.
            if let ("contains", [shape], [item], Some(list)) = (name, &shapes[..], arguments, receiver) {
                self.none_equal(list, item, shape);
                if *shape == Shape::Activity {
                    self.listed(&of, list);
                }
            }
            let of_number = receiver.map_or(Shape::Unknown, |at| self.number_method(name, at, &of));
            return if of_number == Shape::Unknown { self.result(&of, name, arguments) } else { of_number };
        }
        for argument in arguments {
            self.argument(argument, &element(of));
        }
        Shape::Unknown
    }

    /// What a method gives; that of a field or a column has its kind.
    fn result(&self, of: &Shape, name: &str, arguments: &[Expr]) -> Shape {
        let names = self.vocabulary.names;
        let column = |columns: &[String], kinds: &[Option<Kind>]| {
            let [Expr::StringConstant(wanted, _)] = arguments else { return None };
            kinds.get(columns.iter().position(|column| column == wanted.as_str())?).copied().flatten()
        };
        match (of, name) {
            (Shape::FieldOf(field), "first" | "last" | "at") => {
                kinds::of_kind(names.field_kinds.get(*field as usize).copied().flatten())
            }
            (Shape::Of(Receiver::Record), "value") => kinds::of_kind(column(&names.record, &names.record_kinds)),
            (Shape::Row(source), "value") => {
                let source = &names.sources[*source as usize];
                kinds::of_kind(column(&source.columns, &source.kinds))
            }
            (Shape::Lost, _) => Shape::Lost,
            _ => result(of, name, arguments.len()),
        }
    }

    /// `fields.x()` where `x` is a field, most likely.
    fn method_of_view(&mut self, of: &Shape, name: &str, range: Range<usize>) -> Shape {
        let view = if *of == Shape::Fields { "fields" } else { "rows" };
        let help = format!("name one first, as in `{view}.some_name.{name}()`");
        self.report(ProblemKind::UnknownMethod, range, format!("`{view}` itself has no `{name}`"), Some(help));
        Shape::Unknown
    }

    fn unknown_method(&mut self, of: &Shape, name: &str, count: usize, range: Range<usize>) {
        let receiver = of.receiver();
        let help = if self.defined_functions().any(|known| known == (name.to_owned(), count + 1)) {
            Some(format!("call it as `{name}(…)`, with the value as its first argument"))
        } else {
            signatures(|known| did_you_mean(name, known.names(receiver))).or_else(|| whose(name, count))
        };
        let message = match (receiver, kinds::sort(of)) {
            (None, _) => format!("there is no method `{name}`"),
            (_, Some(sort)) => format!("{} has no method `{name}`", sort.in_words()),
            _ => format!("this value has no method `{name}`"),
        };
        self.report(ProblemKind::UnknownMethod, range, message, help);
    }

    /// Where only events have a method, its receiver must be events.
    fn only_receiver(&self, of: &Shape, name: &str, count: usize) -> Shape {
        let only_events =
            *of == Shape::Unknown && signatures(|known| known.receivers(name, count)) == [Receiver::Events];
        if only_events { Shape::Of(Receiver::Events) } else { of.clone() }
    }

    fn all_arguments(&mut self, call: &'a FnCallExpr, of: &Shape) {
        for argument in &call.args {
            self.argument(argument, &element(of));
        }
    }

    fn argument(&mut self, argument: &'a Expr, element: &Shape) -> Shape {
        if closure(argument).is_some() {
            self.closure(argument, element.clone());
            return Shape::Unknown;
        }
        self.expression(argument)
    }

    fn arguments(&mut self, of: &Shape, name: &str, arguments: &'a [Expr]) -> Vec<Shape> {
        let mut shapes = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            shapes.push(match naming(of, name, index, arguments.len()) {
                Some(naming) => {
                    self.named(naming, argument);
                    Shape::Unknown
                }
                None => self.argument(argument, &element(of)),
            });
        }
        if let ("matches", [Expr::StringConstant(pattern, position)]) = (name, arguments)
            && let Err(message) = check_pattern(pattern)
        {
            self.report(ProblemKind::BadPattern, self.lines.token(*position), message, None);
        }
        shapes
    }

    /// An argument that must name something, written out: text, a constant, or a list of these.
    fn named(&mut self, naming: Naming, argument: &'a Expr) {
        if let Expr::Array(elements, _) = argument {
            for element in elements {
                self.named(naming, element);
            }
            return;
        }
        let range = self.lines.token(argument.start_position());
        let name = match argument {
            Expr::StringConstant(text, _) => Some(text.to_string()),
            _ => match self.expression(argument) {
                Shape::Text(text) => Some(text),
                _ => None,
            },
        };
        match name {
            Some(name) => self.check_name(naming, &name, range),
            None => self.not_literal(naming, self.whole(argument)),
        }
    }

    /// From the first to the last word of an expression.
    pub(super) fn whole(&self, expression: &Expr) -> Range<usize> {
        let first = self.lines.whole_token(leftmost(expression));
        let last = self.lines.whole_token(rightmost(expression));
        first.start.min(last.start)..last.end.max(first.end)
    }

    fn not_literal(&mut self, naming: Naming, range: Range<usize>) {
        let what = match naming {
            Naming::Activity => "an activity",
            Naming::Attribute => "an attribute",
            _ => "a column",
        };
        let message = format!("{what} must be written out here, so that it can be checked");
        let help = "write the text itself, or a constant: `const NAME = \"…\"`";
        self.report(ProblemKind::NotLiteral, range, message, Some(help.into()));
    }

    pub(super) fn check_name(&mut self, naming: Naming, name: &str, range: Range<usize>) {
        let names = self.vocabulary.names;
        match naming {
            Naming::Activity => match number(&names.activities, name) {
                Some(activity) => {
                    self.uses.activities.insert(activity);
                }
                None => {
                    self.missing(
                        ProblemKind::UnknownActivity,
                        range,
                        ("activity", "activities"),
                        name,
                        &names.activities,
                    );
                }
            },
            Naming::Attribute => match number(&names.attributes, name) {
                Some(attribute) => {
                    self.uses.attributes.insert(attribute);
                }
                None => {
                    self.missing(
                        ProblemKind::UnknownAttribute,
                        range,
                        ("event attribute", "event attributes"),
                        name,
                        &names.attributes,
                    );
                }
            },
            Naming::ColumnOf(source) => {
                self.column(Some(source), name, range);
            }
            Naming::RecordColumn => {
                self.column(None, name, range);
            }
            Naming::Column => self.some_column(name, range),
            Naming::Value => self.some_value(name, range),
        }
    }

    /// A column of whichever source the value turns out to come from.
    fn some_column(&mut self, name: &str, range: Range<usize>) {
        if !self.may_be_column(name) {
            let sources = &self.vocabulary.names.sources;
            let all: Vec<String> = sources.iter().flat_map(|source| source.columns.iter().cloned()).collect();
            self.missing(ProblemKind::UnknownColumn, range, ("column", "columns"), name, &all);
        }
    }

    /// An attribute of an event, or a column of a row or the record, whichever the value turns out to be.
    fn some_value(&mut self, name: &str, range: Range<usize>) {
        let attribute = number(&self.vocabulary.names.attributes, name);
        self.uses.attributes.extend(attribute);
        if !self.may_be_column(name) && attribute.is_none() {
            let names = self.vocabulary.names;
            let columns = names.sources.iter().flat_map(|source| &source.columns).chain(&names.record);
            let all: Vec<String> = names.attributes.iter().chain(columns).cloned().collect();
            let what = ("event attribute or column", "event attributes and columns");
            self.missing(ProblemKind::UnknownColumn, range, what, name, &all);
        }
    }
}

fn leftmost(expression: &Expr) -> Position {
    match expression {
        Expr::FnCall(call, _) if call.is_operator_call() => call.args.first().map_or(Position::NONE, leftmost),
        other => other.start_position(),
    }
}

fn rightmost(expression: &Expr) -> Position {
    match expression {
        Expr::FnCall(call, _) if call.is_operator_call() => call.args.last().map_or(Position::NONE, rightmost),
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => rightmost(&parts.rhs),
        Expr::Property(_, position) | Expr::MethodCall(_, position) => *position,
        other => other.start_position(),
    }
}

/// What has a method, for a value that hasn't.
fn whose(name: &str, count: usize) -> Option<String> {
    let words = |receiver: &Receiver| match receiver {
        Receiver::Text => Some("text"),
        Receiver::Time => Some("times"),
        Receiver::Duration => Some("durations"),
        Receiver::List => Some("lists"),
        Receiver::Map => Some("maps"),
        Receiver::Events => Some("`events`"),
        Receiver::Event => Some("events"),
        Receiver::Field => Some("tracked fields"),
        Receiver::Rows => Some("rows of a source"),
        _ => None,
    };
    let owners = signatures(|known| known.receivers(name, count));
    let owners: Vec<&str> = owners.iter().filter_map(words).collect();
    (!owners.is_empty()).then(|| format!("`{name}` is for {}", owners.join(", ")))
}

/// What the argument of a method names, if it does.
fn naming(of: &Shape, name: &str, index: usize, count: usize) -> Option<Naming> {
    match (of, name) {
        (Shape::Of(Receiver::Events), "has" | "has_any" | "count" | "first" | "last") => Some(Naming::Activity),
        (Shape::Of(Receiver::Events), "directly_follows" | "count_directly_follows" | "eventually_follows") => {
            Some(Naming::Activity)
        }
        (Shape::Of(Receiver::Event), "value") => Some(Naming::Attribute),
        (Shape::Of(Receiver::Record), "value") => Some(Naming::RecordColumn),
        (Shape::Row(source), "value") => Some(Naming::ColumnOf(*source)),
        (Shape::RowsOf(source), _) => rows_naming(name, index, count).then_some(Naming::ColumnOf(*source)),
        (Shape::Unknown, "value") => Some(Naming::Value),
        (Shape::Unknown, _) => rows_naming(name, index, count).then_some(Naming::Column),
        _ => None,
    }
}

fn rows_naming(name: &str, index: usize, count: usize) -> bool {
    index == 0 && matches!((name, count), ("count_where" | "any" | "all", 2) | ("values", 1))
}

/// What a method gives that keeps to its receiver: the same events, rows or field, or one of them.
fn result(of: &Shape, name: &str, count: usize) -> Shape {
    match (of, name) {
        (Shape::Of(Receiver::Events), "before" | "after" | "between") => Shape::Of(Receiver::Events),
        (Shape::Of(Receiver::Events), "first" | "last") => Shape::Of(Receiver::Event),
        (Shape::FieldOf(_), "before") => of.clone(),
        (Shape::RowsOf(source), "before" | "after" | "between") => Shape::RowsOf(*source),
        (Shape::RowsOf(source), "first" | "last") if count == 0 => Shape::Row(*source),
        _ => kinds::result(of, name, count),
    }
}
