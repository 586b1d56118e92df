//! `common:`, an attribute's column in a log of several systems.

use std::collections::HashSet;

use super::super::checker::Checker;
use crate::diagnostic::{Span, codes};
use crate::mapping::decode::{Ids, Name};
use crate::mapping::{Form, Mapping, Rule, Value};
use crate::yaml::Key;

/// The name that an attribute says for itself.
pub fn common(value: &Value) -> Option<&Name> {
    match value {
        Value::Form(form) => form.common.as_ref(),
        _ => None,
    }
}

/// The name that rules say for an attribute that only they give.
pub fn of_rules<'a>(mapping: &'a Mapping, attribute: &str) -> Option<&'a Name> {
    rules(mapping).find_map(|rule| common(rule.attributes.find(attribute)?.1))
}

/// Where rules first name an attribute.
pub fn place_in_rules(mapping: &Mapping, attribute: &str) -> Option<Span> {
    let mut keys = rules(mapping).flat_map(|rule| rule.attributes.iter()).map(|(key, _)| key);
    keys.find(|key| key.text == attribute).map(|key| key.span)
}

fn rules(mapping: &Mapping) -> impl Iterator<Item = &Rule> {
    mapping.activities.iter().flat_map(|(_, activity)| activity.rules.iter().chain(activity.shared.as_deref()))
}

/// The forms that attributes are: only there `common` has a meaning.
pub fn places(mapping: &Mapping) -> HashSet<Span> {
    let attributes = &mapping.attributes;
    let groups = [&attributes.log, &attributes.case, &attributes.event].into_iter();
    let of_rules = rules(mapping).map(|rule| &rule.attributes);
    let values = groups.chain(of_rules).flat_map(|group| group.iter()).map(|(_, value)| value);
    values.filter_map(|value| if let Value::Form(form) = value { Some(form.span) } else { None }).collect()
}

/// Reports `common` where a value is no attribute's own.
pub fn check_place(checker: &mut Checker<'_>, form: &Form) {
    let Some(name) = &form.common else { return };
    if checker.attribute_forms.contains(&form.span) {
        return;
    }
    let message = format!("`common: {}` stands at a value that is no attribute, and names no column", name.text);
    let help = "write it beside the attribute's own keys: `Name: { from: …, common: … }`";
    checker.problem(codes::COMMON_MISPLACED, form.place("common"), message, "names nothing here", help);
}

/// Reports columns that two attributes of one kind would share.
pub fn check(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    check_columns(checker, &of_group(&mapping.attributes.log));
    check_columns(checker, &of_group(&mapping.attributes.case));
    check_columns(checker, &of_events(mapping));
    rules(mapping).flat_map(|rule| rule.attributes.iter()).for_each(|(key, value)| agrees(checker, key, value));
}

/// Attributes with their columns.
type Columns<'a> = Vec<(&'a str, Option<&'a Name>)>;

fn of_group(group: &Ids<Value>) -> Columns<'_> {
    group.iter().map(|(key, value)| (key.text.as_str(), common(value))).collect()
}

/// Each attribute once.
fn of_events(mapping: &Mapping) -> Columns<'_> {
    let mut all = of_group(&mapping.attributes.event);
    for name in rules(mapping).flat_map(|rule| rule.attributes.names()) {
        if all.iter().all(|(known, _)| *known != name) {
            all.push((name, of_rules(mapping, name)));
        }
    }
    all
}

/// What a rule says of an attribute has to be what is said elsewhere.
fn agrees(checker: &mut Checker<'_>, key: &Key, value: &Value) {
    let mapping = checker.mapping;
    let Some(said) = common(value) else { return };
    let elsewhere = match mapping.attributes.event.find(&key.text) {
        Some((_, declared)) => common(declared),
        None => of_rules(mapping, &key.text),
    };
    if elsewhere.is_none_or(|name| name.text != said.text) {
        let message = format!("`{}` would have two columns in a log of several systems", key.text);
        let help = "say `common:` where the attribute stands first, and the same everywhere";
        checker.problem(codes::COMMON_TWICE, said.span, message, "another name", help);
    }
}

fn check_columns(checker: &mut Checker<'_>, all: &Columns<'_>) {
    for (position, (attribute, common)) in all.iter().enumerate() {
        let Some(name) = common else { continue };
        if let Some(other) = taken_by(all, position, &name.text) {
            let message = format!("`{other}` and `{attribute}` would be one column in a log of several systems");
            let help = "give each attribute a column of its own";
            checker.problem(codes::COMMON_TWICE, name.span, message, "the name is taken", help);
        }
    }
}

/// The attribute that has that column already; of two that say the same name, the later one is at fault.
fn taken_by<'a>(all: &Columns<'a>, position: usize, column: &str) -> Option<&'a str> {
    let others = all.iter().enumerate().filter(|(other, _)| *other != position);
    let mut taken = others.filter(|(other, (attribute, common))| match common {
        Some(name) => *other < position && name.text == column,
        None => *attribute == column,
    });
    taken.next().map(|(_, (attribute, _))| *attribute)
}
