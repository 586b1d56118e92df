//! Variables, paths and properties.

use std::ops::Range;

use rhai::{ASTFlags, BinaryExpr, Expr, Position};

use super::super::compile::PathUse;
use super::super::library::Receiver;
use super::kinds::of_kind;
use super::{Inspector, Shape};
use crate::diagnostic::nearest;
use crate::script::compile::problem::{ProblemKind, did_you_mean};

const VIEWS: [&str; 4] = ["events", "fields", "rows", "record"];
const EVENT_PROPERTIES: [&str; 5] = ["time", "end", "resource", "activity", "label"];

/// What `for` and closures get, one by one.
pub(super) fn element(of: &Shape) -> Shape {
    match of {
        Shape::Of(Receiver::Events) => Shape::Of(Receiver::Event),
        Shape::RowsOf(source) => Shape::Row(*source),
        Shape::Lost => Shape::Lost,
        _ => Shape::Unknown,
    }
}

impl<'a> Inspector<'a> {
    /// Whether the place gives this name.
    pub(super) fn is_given(&self, name: &str) -> bool {
        VIEWS.contains(&name)
            || self.variable_number(name).is_some()
            || self.vocabulary.shared.constants.contains_key(name)
    }

    /// Complains about a definition that would hide what the place gives.
    pub(super) fn defines_reserved(&mut self, name: &str, position: Position) -> bool {
        let is_reserved = self.is_given(name);
        if is_reserved {
            let range = self.lines.name_after(position, name);
            let message = format!("`{name}` already has a meaning here");
            self.report(ProblemKind::AssignmentToReserved, range, message, Some("use another name".into()));
        }
        is_reserved
    }

    fn variable_number(&self, name: &str) -> Option<usize> {
        self.vocabulary.variables.iter().position(|variable| variable.name == name)
    }

    pub(super) fn variable(&mut self, expression: &'a Expr) -> Shape {
        let Expr::Variable(variable, _, position) = expression else { return Shape::Unknown };
        let name = variable.1.as_str();
        let range = self.lines.token(*position);
        match self.known(name) {
            Some(shape) => shape,
            None => {
                self.unknown_variable(name, range);
                Shape::Unknown
            }
        }
    }

    /// What a name stands for; noted as used.
    fn known(&mut self, name: &str) -> Option<Shape> {
        if let Some(local) = self.local(name) {
            return Some(local.shape.clone());
        }
        if let Some(constant) = self.vocabulary.shared.constants.get(name) {
            return Some(constant.text.clone().map_or(Shape::Unknown, Shape::Text));
        }
        if self.in_function {
            return None;
        }
        self.view(name).or_else(|| self.given_variable(name).map(|(_, shape)| shape))
    }

    fn view(&mut self, name: &str) -> Option<Shape> {
        let namespaces = self.vocabulary.namespaces;
        match name {
            "events" if namespaces.events => {
                self.uses.events = true;
                Some(Shape::Of(Receiver::Events))
            }
            "fields" if namespaces.fields => Some(Shape::Fields),
            "rows" if namespaces.rows => Some(Shape::Rows),
            "record" if namespaces.record => Some(Shape::Of(Receiver::Record)),
            _ => None,
        }
    }

    fn given_variable(&mut self, name: &str) -> Option<(usize, Shape)> {
        let variable = &self.vocabulary.variables[self.variable_number(name)?];
        let used = &mut self.uses.variables;
        let number = used.iter().position(|used| used == name).unwrap_or_else(|| {
            used.push(name.to_owned());
            used.len() - 1
        });
        let shape = if variable.is_activity { Shape::Activity } else { of_kind(variable.kind) };
        Some((number, shape))
    }

    fn unknown_variable(&mut self, name: &str, range: Range<usize>) {
        let message = format!("there is no `{name}` here");
        let help = if self.in_function && (self.is_given(name) || VIEWS.contains(&name)) {
            Some(format!("a function sees only its arguments: give it `{name}` as one"))
        } else if VIEWS.contains(&name) {
            Some(format!("`{name}` is only there where a whole case is looked at"))
        } else {
            did_you_mean(name, self.known_names())
        };
        self.report(ProblemKind::UnknownVariable, range, message, help);
    }

    fn known_names(&self) -> Vec<&str> {
        let locals = self.scope.iter().map(|local| local.name.as_str());
        let given = self.vocabulary.variables.iter().map(|variable| variable.name.as_str()).chain(VIEWS);
        let constants = self.vocabulary.shared.constants.keys().map(String::as_str);
        locals.chain(constants).chain(given.filter(|_| !self.in_function)).collect()
    }

    /// `a.b`, `a.b()`, `a[b]` and longer.
    pub(super) fn chain(&mut self, expression: &'a Expr) -> Shape {
        let (Expr::Dot(parts, flags, _) | Expr::Index(parts, flags, _)) = expression else { return Shape::Unknown };
        if matches!(expression, Expr::Index(..)) {
            let shape = self.expression(&parts.lhs);
            self.has_elements(&shape, &parts.rhs, *flags);
            return self.index(&parts.rhs, *flags);
        }
        if let Some(shape) = self.path(parts) {
            return shape;
        }
        let shape = self.expression(&parts.lhs);
        self.link_of(shape, &parts.rhs, Some(&parts.lhs))
    }

    /// What follows a dot.
    fn link(&mut self, of: Shape, link: &'a Expr) -> Shape {
        self.link_of(of, link, None)
    }

    /// The same, of a value that stands somewhere.
    fn link_of(&mut self, of: Shape, link: &'a Expr, value: Option<&'a Expr>) -> Shape {
        match link {
            Expr::Dot(parts, ..) => {
                let shape = self.member(of, &parts.lhs, value);
                self.link_of(shape, &parts.rhs, Some(&parts.lhs))
            }
            Expr::Index(parts, flags, _) => {
                let shape = self.member(of, &parts.lhs, value);
                self.has_elements(&shape, &parts.rhs, *flags);
                self.index(&parts.rhs, *flags)
            }
            member => self.member(of, member, value),
        }
    }

    /// What follows an opening bracket, and what follows that.
    fn index(&mut self, rest: &'a Expr, flags: ASTFlags) -> Shape {
        match rest {
            Expr::Dot(parts, ..) if !flags.contains(ASTFlags::BREAK) => {
                self.expression(&parts.lhs);
                self.link(Shape::Unknown, &parts.rhs)
            }
            Expr::Index(parts, inner, _) if !flags.contains(ASTFlags::BREAK) => {
                self.expression(&parts.lhs);
                self.index(&parts.rhs, *inner)
            }
            index => {
                self.expression(index);
                Shape::Unknown
            }
        }
    }

    fn member(&mut self, of: Shape, member: &'a Expr, value: Option<&'a Expr>) -> Shape {
        match member {
            Expr::Property(property, position) => self.property(&of, property.2.as_str(), self.lines.token(*position)),
            Expr::MethodCall(call, position) => self.method(&of, call, *position, value.or(Some(member))),
            _ => Shape::Unknown,
        }
    }

    fn property(&mut self, of: &Shape, name: &str, range: Range<usize>) -> Shape {
        match of {
            Shape::Fields => {
                let names = &self.vocabulary.names.fields;
                match number(names, name) {
                    Some(field) => {
                        self.uses.fields.insert(field);
                        Shape::FieldOf(field)
                    }
                    None => {
                        self.missing(ProblemKind::UnknownField, range, ("tracked field", "tracked fields"), name, names)
                    }
                }
            }
            Shape::Rows => self.source(name, range),
            Shape::Row(_) if name == "time" => Shape::Of(Receiver::Time),
            Shape::Row(source) => self.column(Some(*source), name, range),
            Shape::Of(Receiver::Record) => self.column(None, name, range),
            Shape::Of(Receiver::Event) if name == "activity" => Shape::Activity,
            Shape::Of(Receiver::Event) if name == "time" => Shape::Of(Receiver::Time),
            Shape::Of(Receiver::Event) if EVENT_PROPERTIES.contains(&name) => Shape::Unknown,
            Shape::Unknown if name == "activity" && self.only_events_have_activity() => Shape::Activity,
            Shape::Unknown => {
                self.may_be_column(name);
                Shape::Unknown
            }
            Shape::Lost => Shape::Lost,
            Shape::Of(Receiver::Map) | Shape::Activity => Shape::Unknown,
            _ => self.unknown_property(of, name, range),
        }
    }

    fn unknown_property(&mut self, of: &Shape, name: &str, range: Range<usize>) -> Shape {
        let is_method = self.has_method(of, name);
        let help = match of {
            _ if is_method => Some(format!("write `{name}(…)` to call it")),
            Shape::Of(Receiver::Event) => did_you_mean(name, EVENT_PROPERTIES)
                .or_else(|| Some(format!("an attribute of the event is `value(\"{name}\")`"))),
            Shape::Of(Receiver::Text) => Some(format!(
                "a text has none; what a reference leads to is told by a path outside of scripts: make an attribute of it, \
                 such as `case.Owner.{name}`, and use that here"
            )),
            _ => None,
        };
        self.report(ProblemKind::UnknownProperty, range, format!("there is no `{name}` on this value"), help);
        Shape::Unknown
    }

    fn source(&mut self, name: &str, range: Range<usize>) -> Shape {
        let sources = &self.vocabulary.names.sources;
        match (0..).zip(sources).find(|(_, source)| source.id == name) {
            Some((_, source)) if source.is_without_case => {
                let message = format!("rows of `{name}` belong to no case");
                let help = format!("give `{name}` a `case:`, the value that says which case a row belongs to");
                self.report(ProblemKind::NoRows, range, message, Some(help));
                Shape::Lost
            }
            Some((source, _)) => {
                self.uses.sources.insert(source);
                Shape::RowsOf(source)
            }
            None => {
                let names: Vec<String> = sources.iter().map(|source| source.id.clone()).collect();
                self.missing(ProblemKind::UnknownSource, range, ("source", "sources"), name, &names)
            }
        }
    }

    /// A column of a source, or of the record.
    pub(super) fn column(&mut self, source: Option<u32>, name: &str, range: Range<usize>) -> Shape {
        let names = self.vocabulary.names;
        let (columns, kinds) = match source {
            Some(source) => (&names.sources[source as usize].columns, &names.sources[source as usize].kinds),
            None => (&names.record, &names.record_kinds),
        };
        let found = number(columns, name);
        match (found, source) {
            (Some(column), Some(source)) => {
                self.uses.columns.insert((source, column));
            }
            (Some(column), None) => {
                self.uses.record.insert(column);
            }
            (None, _) => return self.missing(ProblemKind::UnknownColumn, range, ("column", "columns"), name, columns),
        }
        of_kind(found.and_then(|column| kinds.get(column as usize).copied().flatten()))
    }

    /// Notes the columns of this name as used, of whichever source a value turns out to come from: what isn't noted is
    /// not read. Whether there are any.
    pub(super) fn may_be_column(&mut self, name: &str) -> bool {
        let names = self.vocabulary.names;
        let of_sources =
            (0..).zip(&names.sources).filter_map(|(source, of)| Some((source, number(&of.columns, name)?)));
        let of_sources: Vec<(u32, u32)> = of_sources.collect();
        let of_record = number(&names.record, name);
        let found = of_record.is_some() || !of_sources.is_empty();
        self.uses.columns.extend(of_sources);
        self.uses.record.extend(of_record);
        found
    }

    /// Reports a name that a list doesn't have.
    pub(super) fn missing(
        &mut self,
        kind: ProblemKind,
        range: Range<usize>,
        (one, many): (&str, &str),
        name: &str,
        names: &[String],
    ) -> Shape {
        let help = nearest::suggest(name, many, names.iter().map(String::as_str));
        self.report(kind, range, format!("there is no {one} `{name}`"), help);
        Shape::Lost
    }

    /// A path of the vocabulary, `OwnerId.Name`, and what follows it.
    fn path(&mut self, parts: &'a BinaryExpr) -> Option<Shape> {
        let Expr::Variable(variable, _, position) = &parts.lhs else { return None };
        let root = variable.1.as_str();
        let prefix = format!("{root}.");
        let has_paths = self.vocabulary.variables.iter().any(|variable| variable.name.starts_with(&prefix));
        if self.in_function || !has_paths || self.local(root).is_some() {
            return None;
        }
        match self.longest_path(root, &parts.rhs) {
            Some((name, end, rest)) => Some(self.path_use(&name, *position, end, rest)),
            None if self.variable_number(root).is_none()
                || !matches!(first_member(&parts.rhs), Expr::MethodCall(..)) =>
            {
                self.unknown_path(root, &prefix, &parts.rhs);
                Some(Shape::Unknown)
            }
            None => None,
        }
    }

    fn path_use(&mut self, name: &str, start: Position, end: Position, rest: Option<&'a Expr>) -> Shape {
        let Some((variable, shape)) = self.given_variable(name) else { return Shape::Unknown };
        let range = self.lines.token(start).start..self.lines.token(end).end;
        self.paths.push(PathUse { variable, range });
        match rest {
            Some(rest) => self.link(shape, rest),
            None => shape,
        }
    }

    /// The longest path that the vocabulary has, where its last word stands, and what follows.
    fn longest_path(&self, root: &str, link: &'a Expr) -> Option<(String, Position, Option<&'a Expr>)> {
        let mut name = root.to_owned();
        let mut next = Some(link);
        let mut longest = None;
        while let Some(link) = next {
            let (member, rest) = match link {
                Expr::Dot(parts, ..) => (&parts.lhs, Some(&parts.rhs)),
                member => (member, None),
            };
            let Expr::Property(property, position) = member else { break };
            name = format!("{name}.{}", property.2);
            if self.variable_number(&name).is_some() {
                longest = Some((name.clone(), *position, rest));
            }
            next = rest;
        }
        longest
    }

    fn unknown_path(&mut self, root: &str, prefix: &str, link: &Expr) {
        let member = first_member(link);
        let name = match member {
            Expr::Property(property, _) => property.2.as_str(),
            Expr::MethodCall(call, _) => call.name.as_str(),
            _ => root,
        };
        let known = self.vocabulary.variables.iter().filter_map(|variable| variable.name.strip_prefix(prefix));
        let help = did_you_mean(name, known);
        let range = self.lines.token(member.start_position());
        self.report(ProblemKind::UnknownProperty, range, format!("`{root}` has no `{name}`"), help);
    }
}

fn first_member(link: &Expr) -> &Expr {
    match link {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => &parts.lhs,
        member => member,
    }
}

/// The index of a name in a list.
pub(super) fn number(names: &[String], name: &str) -> Option<u32> {
    (0..).zip(names).find(|(_, known)| *known == name).map(|(number, _)| number)
}
