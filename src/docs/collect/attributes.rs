//! Attributes of the log, of cases and of events.

use super::reach::Reach;
use super::{Collector, attribute_anchor};
use crate::docs::model::{Attribute, Pointer, Scope};
use crate::mapping::decode::Ids;
use crate::mapping::{Docs, Text, Value};
use crate::plan::{AttributePlan, LogAttribute, LogAttributePlan, ValueType};

/// Attributes, each with the columns that it is read from: those that are needed most first, else in the mapping's order.
pub type Reached<T> = Vec<(T, Vec<(usize, usize)>)>;

/// All attributes.
pub fn attributes(collector: &Collector<'_>) -> Reached<Attribute> {
    let plan = collector.plan;
    let mut all: Reached<Attribute> = Vec::new();
    all.extend(plan.log_attributes.iter().map(|attribute| (of_log(collector, attribute), Vec::new())));
    all.extend(plan.case_attributes.iter().map(|attribute| of_plan(collector, attribute, Scope::Case, None)));
    let of_events = plan.event_attributes.iter().enumerate();
    all.extend(of_events.map(|(index, attribute)| of_plan(collector, attribute, Scope::Event, Some(index))));
    all.sort_by_key(|(attribute, _)| attribute.about.need);
    all
}

fn of_log(collector: &Collector<'_>, attribute: &LogAttributePlan) -> Attribute {
    let value = collector.mapping.attributes.log.find(&attribute.name).map(|(_, value)| value);
    let kind = match attribute.value {
        LogAttribute::ExtractedAt => ValueType::Time,
        _ => ValueType::Text,
    };
    Attribute {
        pointer: pointer(collector, value, attribute.label.as_ref(), &attribute.name, Scope::Log),
        name: attribute.name.clone(),
        scope: Scope::Log,
        kind: Some(kind),
        about: collector.about(value.and_then(docs)),
        reads: Vec::new(),
        activities: Vec::new(),
    }
}

fn of_plan(
    collector: &Collector<'_>,
    attribute: &AttributePlan,
    scope: Scope,
    of_event: Option<usize>,
) -> (Attribute, Vec<(usize, usize)>) {
    let value = written(collector, &attribute.name, scope);
    let mut reach = Reach::new(collector.plan);
    attribute.value.iter().for_each(|value| reach.expr(value));
    let of_rules = collector.plan.rules.iter().flat_map(|rule| &rule.attributes);
    of_rules.filter(|(index, _)| Some(*index) == of_event).for_each(|(_, expr)| reach.expr(expr));
    let columns: Vec<(usize, usize)> = reach.columns.iter().copied().collect();
    let attribute = Attribute {
        pointer: pointer(collector, value, attribute.label.as_ref(), &attribute.name, scope),
        name: attribute.name.clone(),
        scope,
        kind: Some(attribute.kind).filter(|kind| *kind != ValueType::Any),
        about: collector.about(value.and_then(docs)),
        reads: collector.by_table(columns.iter().copied()),
        activities: reach.activities.iter().map(|activity| collector.activity_pointer(*activity)).collect(),
    };
    (attribute, columns)
}

fn pointer(
    collector: &Collector<'_>,
    value: Option<&Value>,
    label: Option<&Text>,
    name: &str,
    scope: Scope,
) -> Pointer {
    let own = value.and_then(|value| match value {
        Value::Form(form) => form.label.as_ref(),
        _ => None,
    });
    Pointer { title: collector.title(own.or(label), name), anchor: attribute_anchor(scope, name) }
}

/// The attribute as it is written: among its kind, else at the first rule that gives it.
fn written<'a>(collector: &Collector<'a>, name: &str, scope: Scope) -> Option<&'a Value> {
    let mapping = collector.mapping;
    let group: &Ids<Value> = if scope == Scope::Case { &mapping.attributes.case } else { &mapping.attributes.event };
    let mut rules =
        mapping.activities.iter().flat_map(|(_, activity)| activity.rules.iter().chain(activity.shared.as_deref()));
    let of_rules = || rules.find_map(|rule| rule.attributes.find(name)).map(|(_, value)| value);
    group.find(name).map(|(_, value)| value).or_else(of_rules)
}

fn docs(value: &Value) -> Option<&Docs> {
    match value {
        Value::Form(form) => form.docs.as_ref(),
        _ => None,
    }
}
