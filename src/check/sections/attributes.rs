//! Attributes of the log, of cases and of events.

use super::super::checker::Checker;
use super::super::usage::case_attributes_in;
use super::super::values::Scope;
use super::common::common;
use crate::diagnostic::{Diagnostic, codes};
use crate::mapping::{Mapping, Text, Value};
use crate::plan::{AttributePlan, Expr, LogAttribute, LogAttributePlan, ValueType};
use crate::yaml::Key;

/// Attributes, bound.
pub struct Bound {
    /// Of the log.
    pub log: Vec<LogAttributePlan>,
    /// Of cases.
    pub case: Vec<AttributePlan>,
    /// The order in which those of cases are computed.
    pub order: Vec<usize>,
    /// Of events.
    pub event: Vec<AttributePlan>,
}

/// The names of all event attributes: the mapping's, then those that only rules give.
pub fn event_attribute_names(mapping: &Mapping) -> Vec<String> {
    let mut names: Vec<String> = mapping.attributes.event.names().map(str::to_owned).collect();
    for (_, activity) in mapping.activities.iter() {
        for rule in activity.rules.iter().chain(activity.shared.as_deref()) {
            for name in rule.attributes.names() {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
    }
    names
}

/// Binds all attributes.
pub fn attributes(checker: &mut Checker<'_>, event_names: &[String]) -> Bound {
    let written = &checker.mapping.attributes;
    super::common::check(checker);
    let log = written.log.iter().filter_map(|(key, value)| of_log(checker, key, value)).collect();
    let case: Vec<AttributePlan> =
        written.case.iter().map(|(key, value)| attribute(checker, key, value, Scope::Case)).collect();
    let order = order(checker, &case);
    let mut event: Vec<AttributePlan> =
        written.event.iter().map(|(key, value)| attribute(checker, key, value, Scope::Event)).collect();
    for name in &event_names[event.len()..] {
        event.push(AttributePlan {
            name: name.clone(),
            common: super::common::of_rules(checker.mapping, name).map(|common| common.text.clone()),
            label: None,
            value: None,
            kind: ValueType::Any,
            span: super::common::place_in_rules(checker.mapping, name).unwrap_or(checker.mapping.attributes.span),
        });
    }
    Bound { log, case, order, event }
}

fn label(value: &Value) -> Option<Text> {
    match value {
        Value::Form(form) => form.label.clone(),
        _ => None,
    }
}

fn attribute(checker: &mut Checker<'_>, key: &Key, value: &Value, scope: Scope) -> AttributePlan {
    let title = format!("attribute {}", key.text);
    let (expr, kind) = checker.value(value, scope, &title).unwrap_or((Expr::Null, ValueType::Any));
    let common = common(value).map(|name| name.text.clone());
    AttributePlan { name: key.text.clone(), common, label: label(value), value: Some(expr), kind, span: key.span }
}

fn of_log(checker: &mut Checker<'_>, key: &Key, value: &Value) -> Option<LogAttributePlan> {
    let common = common(value).map(|name| name.text.clone());
    let bound = log_attribute(checker, value)?;
    Some(LogAttributePlan { name: key.text.clone(), common, label: label(value), value: bound, span: key.span })
}

fn log_attribute(checker: &mut Checker<'_>, value: &Value) -> Option<LogAttribute> {
    match value {
        Value::Form(form) => match &form.kind {
            crate::mapping::FormKind::From(inner) => {
                if let Value::Form(inner) = inner {
                    super::common::check_place(checker, inner);
                }
                log_attribute(checker, inner)
            }
            crate::mapping::FormKind::Literal(literal) => Some(LogAttribute::Text(literal.text().to_owned())),
            _ => not_of_log(checker, value),
        },
        Value::Path(name) if name.text.starts_with('$') => match checker.path(name, Scope::Case)? {
            (Expr::ExtractedAt, _) => Some(LogAttribute::ExtractedAt),
            (Expr::SourceSystem, _) => Some(LogAttribute::SourceSystem),
            (Expr::Param(index), _) => Some(LogAttribute::Param(index)),
            _ => None,
        },
        _ => not_of_log(checker, value),
    }
}

fn not_of_log(checker: &mut Checker<'_>, value: &Value) -> Option<LogAttribute> {
    let help = "write `$extracted_at`, `$source_system`, a param such as `$name`, or `{ value: text }`";
    let message = "an attribute of the log is the same for every case";
    checker.problem(codes::NOT_AVAILABLE_HERE, value.span(), message, "no single value", help);
    None
}

/// Sorts case attributes so that each comes after those that it uses.
fn order(checker: &mut Checker<'_>, attributes: &[AttributePlan]) -> Vec<usize> {
    let uses: Vec<Vec<usize>> = attributes
        .iter()
        .map(|each| each.value.as_ref().map_or_else(Vec::new, |expr| case_attributes_in(expr, &checker.scripts)))
        .collect();
    let mut order: Vec<usize> = Vec::with_capacity(attributes.len());
    let mut left: Vec<usize> = (0..attributes.len()).collect();
    while let Some(next) = left.iter().position(|index| uses[*index].iter().all(|used| order.contains(used))) {
        order.push(left.remove(next));
    }
    if let Some(first) = left.iter().find(|index| in_circle(**index, &uses)) {
        let circle: Vec<&AttributePlan> =
            left.iter().filter(|index| in_circle(**index, &uses)).map(|index| &attributes[*index]).collect();
        let names: Vec<&str> = circle.iter().map(|attribute| attribute.name.as_str()).collect();
        let message = match names.as_slice() {
            [one] => format!("the attribute `{one}` needs itself"),
            _ => format!("attributes need each other: `{}`", names.join("`, `")),
        };
        let finding = Diagnostic::new(codes::CYCLE, message).at(attributes[*first].span, "part of the circle");
        let others = circle.iter().filter(|attribute| attribute.span != attributes[*first].span);
        let finding = others.fold(finding, |finding, attribute| finding.also(attribute.span, "part of it"));
        checker.report(finding.help("break the circle; a column of the record is written `case.Column`"));
    }
    order
}

/// Whether an attribute leads back to itself.
fn in_circle(start: usize, uses: &[Vec<usize>]) -> bool {
    let mut seen = vec![false; uses.len()];
    let mut open = uses[start].clone();
    while let Some(next) = open.pop() {
        if next == start {
            return true;
        }
        if !std::mem::replace(&mut seen[next], true) {
            open.extend(&uses[next]);
        }
    }
    false
}
