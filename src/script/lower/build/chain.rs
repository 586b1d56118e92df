//! Methods and properties: `a.b.c(d)`.

use rhai::{ASTFlags, BinaryExpr, Expr, FnCallExpr, Position};

use super::super::node::{Chain, EventProperty, Link, Method, Node};
use super::names::number;
use super::{Builder, Built};
use crate::script::case::view::EventValue;
use crate::script::library;

impl<'a> Builder<'a> {
    pub(super) fn chain(&mut self, parts: &'a BinaryExpr, flags: ASTFlags) -> Built<Node> {
        let (root, rest) = self.root(parts)?;
        let mut links = Vec::new();
        match rest {
            Rest::All => self.links(&parts.rhs, flags, &mut links)?,
            Rest::Of(link, flags) => self.links(link, flags, &mut links)?,
            Rest::Nothing => return Ok(root),
        }
        Ok(Node::Chain(Box::new(Chain { root, links })))
    }

    /// Where a chain begins. The views of a case and what is named of them are one step.
    fn root(&mut self, parts: &'a BinaryExpr) -> Built<(Node, Rest<'a>)> {
        let (member, rest) = match &parts.rhs {
            Expr::Dot(inner, flags, _) => (&inner.lhs, Rest::Of(&inner.rhs, *flags)),
            member => (member, Rest::Nothing),
        };
        let names = self.around.names;
        let property = match member {
            Expr::Property(property, _) => Some(property.2.as_str()),
            _ => None,
        };
        let node = if self.is_view(&parts.lhs, "fields") {
            property.and_then(|name| number(&names.fields, name)).map(Node::Field)
        } else if self.is_view(&parts.lhs, "rows") {
            let ids: Vec<String> = names.sources.iter().map(|source| source.id.clone()).collect();
            property.and_then(|name| number(&ids, name)).map(Node::Rows)
        } else if self.is_view(&parts.lhs, "record") {
            self.record(member, property)?
        } else {
            return Ok((self.expression(&parts.lhs)?, Rest::All));
        };
        match node {
            Some(node) => Ok((node, rest)),
            None => self.refuse("a view of the case by itself", member.position()),
        }
    }

    fn record(&mut self, member: &'a Expr, property: Option<&str>) -> Built<Option<Node>> {
        Ok(match (member, property) {
            (_, Some(name)) => number(&self.around.names.record, name).map(Node::Record),
            (Expr::MethodCall(call, _), _) if call.name == "value" && !self.functions.has_name("value") => {
                call.args.first().map(|column| self.record_column(column)).transpose()?.map(Node::Record)
            }
            _ => None,
        })
    }

    /// What follows a dot.
    fn links(&mut self, link: &'a Expr, flags: ASTFlags, links: &mut Vec<Link>) -> Built<()> {
        self.enter(link.position())?;
        let is_optional = flags.contains(ASTFlags::NEGATED);
        match link {
            Expr::Dot(parts, inner, _) => {
                let link = self.link(&parts.lhs, is_optional)?;
                links.push(link);
                self.links(&parts.rhs, *inner, links)?;
            }
            member => links.push(self.link(member, is_optional)?),
        }
        self.depth -= 1;
        Ok(())
    }

    fn link(&mut self, member: &'a Expr, is_optional: bool) -> Built<Link> {
        let (method, arguments) = match member {
            Expr::Property(property, _) => (self.property(&property.2), Vec::new()),
            Expr::MethodCall(call, position) => self.method_call(call, *position)?,
            other => return self.refuse("an element by index", other.position()),
        };
        Ok(Link { is_optional, method, arguments })
    }

    fn method_call(&mut self, call: &'a FnCallExpr, position: Position) -> Built<(Method, Vec<Node>)> {
        // A function of that name would be called with the value as `this`.
        if self.functions.has_name(&call.name) {
            return self.refuse(format!("the function `{}` called as a method", call.name), position);
        }
        self.method(&call.name, &call.args, position)
    }

    fn property(&self, name: &str) -> Method {
        let event = match name {
            "time" => Some(EventProperty::Time),
            "activity" => Some(EventProperty::Activity),
            "end" => Some(EventProperty::Other(EventValue::End)),
            "resource" => Some(EventProperty::Other(EventValue::Resource)),
            "label" => Some(EventProperty::Other(EventValue::Label)),
            _ => None,
        };
        Method::Property { event, columns: self.columns(name), is_time: name == "time" }
    }

    /// A method and those of its arguments that are evaluated.
    pub(super) fn method(
        &mut self,
        name: &str,
        arguments: &'a [Expr],
        position: Position,
    ) -> Built<(Method, Vec<Node>)> {
        if let Some(method) = self.naming(name, arguments)? {
            let others = &arguments[usize::from(takes_more(&method)).min(arguments.len())..];
            let evaluated = if takes_more(&method) { self.arguments(others)? } else { Vec::new() };
            return Ok((method, evaluated));
        }
        match plain(name, arguments) {
            Some(method) => Ok((method, self.arguments(arguments)?)),
            None => self.refuse(format!("`{name}`"), position),
        }
    }

    /// Methods whose first arguments are names.
    fn naming(&mut self, name: &str, arguments: &'a [Expr]) -> Built<Option<Method>> {
        Ok(Some(match (name, arguments) {
            ("has", [activity]) => Method::Has(self.activity(activity)?),
            ("count", [activity]) => Method::CountOf(self.activity(activity)?),
            ("first", [activity]) => Method::FirstOf(self.activity(activity)?),
            ("last", [activity]) => Method::LastOf(self.activity(activity)?),
            ("has_any", [Expr::Array(activities, _)]) => {
                Method::HasAny(activities.iter().map(|activity| self.activity(activity)).collect::<Built<_>>()?)
            }
            ("directly_follows", [a, b]) => Method::DirectlyFollows(self.activity(a)?, self.activity(b)?),
            ("count_directly_follows", [a, b]) => Method::CountDirectlyFollows(self.activity(a)?, self.activity(b)?),
            ("eventually_follows", [a, b]) => Method::EventuallyFollows(self.activity(a)?, self.activity(b)?),
            ("value", [named]) => {
                let named = self.written(named)?;
                let attribute = number(&self.around.names.attributes, &named);
                Method::Value { attribute, columns: self.columns(&named) }
            }
            ("values", [column]) => Method::ValuesOf(self.columns(&self.written(column)?)),
            ("count_where", [column, _]) => Method::CountWhere(self.columns(&self.written(column)?)),
            ("any", [column, _]) => Method::AnyWhere(self.columns(&self.written(column)?)),
            ("all", [column, _]) => Method::AllWhere(self.columns(&self.written(column)?)),
            _ => return Ok(None),
        }))
    }
}

/// What of a chain comes behind its root.
enum Rest<'a> {
    All,
    Of(&'a Expr, ASTFlags),
    Nothing,
}

/// Whether an argument that is evaluated follows the name.
fn takes_more(method: &Method) -> bool {
    matches!(method, Method::CountWhere(_) | Method::AnyWhere(_) | Method::AllWhere(_))
}

fn plain(name: &str, arguments: &[Expr]) -> Option<Method> {
    Some(match (name, arguments.len()) {
        ("is_null", 0) => Method::IsNull,
        ("count", 0) => Method::Count,
        ("first", 0) => Method::First,
        ("last", 0) => Method::Last,
        ("len", 0) => Method::Len,
        ("is_empty", 0) => Method::IsEmpty,
        ("activities", 0) => Method::Activities,
        ("resources", 0) => Method::Resources,
        ("changes", 0) => Method::Changes,
        ("values", 0) => Method::Values,
        ("distinct", 0) => Method::Distinct,
        ("before", 1) => Method::Before,
        ("after", 1) => Method::After,
        ("between", 2) => Method::Between,
        ("at", 1) => Method::At,
        ("time_in", 1) => Method::TimeIn,
        ("contains", 1) => Method::Contains,
        ("starts_with", 1) => Method::StartsWith,
        ("ends_with", 1) => Method::EndsWith,
        ("contains_any", 1) => Method::ContainsAny,
        ("sub_string", 1 | 2) => Method::SubString,
        ("replace", 2) => Method::Replace,
        ("matches", 1) => match arguments {
            [Expr::StringConstant(pattern, _)] => Method::Matches(library::pattern(pattern)?),
            _ => return None,
        },
        (_, 0) => match library::unit(name) {
            Some((name, millis)) => Method::Unit(name, millis),
            None => Method::Unary(library::unary(name)?),
        },
        _ => return None,
    })
}
