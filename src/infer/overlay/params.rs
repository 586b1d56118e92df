//! Params: which of the values that an export has belong to which.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::fields::FieldNames;
use super::status::{self, Meanings};
use crate::infer::people::People;
use crate::infer::recognise::Fit;
use crate::infer::survey::Survey;
use crate::infer::words::{Role, rank_of_priority, role_of_param};
use crate::mapping::ParamType;
use crate::plan::ParamPlan;
use crate::read::ReadError;
use crate::yaml::{Kind, Node};

/// A value for a param, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// The value.
    pub text: String,
    /// Its counts, in words.
    pub why: String,
}

/// What is proposed for a param.
#[derive(Debug)]
pub(super) struct ParamChange {
    /// Its id.
    pub id: String,
    /// Its values; lowest first, where it is a scale.
    pub values: Vec<Value>,
}

/// What was found of the params of a field.
#[derive(Debug)]
pub(super) struct ParamsOfField {
    /// The field.
    pub field: String,
    /// Params whose values differ from the mapping's defaults.
    pub changes: Vec<ParamChange>,
    /// Params whose defaults fit, or that have no value in the export.
    pub kept: Vec<String>,
    /// Values that no param has.
    pub others: Vec<Value>,
    /// How many more there are, which may be names of people.
    pub hidden: u64,
}

/// Proposes values for the params that rules on tracked fields ask for.
pub(super) fn of_all(
    survey: &Survey,
    fit: &Fit<'_>,
    facts: &Facts,
    names: &FieldNames,
) -> Result<Vec<ParamsOfField>, ReadError> {
    let asked = asked(&fit.base.tree);
    let mut all = Vec::new();
    for (position, field) in fit.base.plan.fields.iter().enumerate() {
        let params: Vec<&ParamPlan> =
            fit.base.plan.params.iter().filter(|param| is_asked(&asked, &field.id, param)).collect();
        if params.is_empty() {
            continue;
        }
        let meanings = status::of_field(survey, fit, facts, names, position)?;
        if !meanings.values.is_empty() {
            all.push(of_field(fit, &facts.people, &field.id, &params, &meanings));
        }
    }
    Ok(all)
}

fn is_asked(asked: &BTreeMap<String, BTreeSet<String>>, field: &str, param: &ParamPlan) -> bool {
    let is_list = matches!(param.kind, ParamType::List | ParamType::Scale);
    is_list && asked.get(field).is_some_and(|params| params.contains(&param.id))
}

fn of_field(fit: &Fit<'_>, people: &People, field: &str, params: &[&ParamPlan], meanings: &Meanings) -> ParamsOfField {
    let mut found =
        ParamsOfField { field: field.to_owned(), changes: Vec::new(), kept: Vec::new(), others: Vec::new(), hidden: 0 };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for param in params {
        let default = param.default.clone().unwrap_or_default();
        let values = match param.kind {
            ParamType::Scale => scale(meanings),
            _ => of_role(param, params, meanings),
        };
        taken.extend(values.iter().cloned());
        let is_told = param.from.as_ref().is_some_and(|(source, ..)| fit.of_source(*source).is_some());
        let is_known = values.iter().all(|value| default.contains(value));
        if is_told || is_known {
            found.kept.push(why_kept(param, is_told, &values));
        } else {
            let values = values.into_iter().map(|text| value(meanings, text)).collect();
            found.changes.push(ParamChange { id: param.id.clone(), values });
        }
    }
    let rest = by_frequency(meanings).into_iter().filter(|text| !taken.contains(text));
    let (told, hidden): (Vec<String>, Vec<String>) = rest.partition(|text| people.may_quote(field, text));
    found.others = told.into_iter().map(|text| value(meanings, text)).collect();
    found.hidden = hidden.len() as u64;
    found
}

fn why_kept(param: &ParamPlan, is_told: bool, values: &[String]) -> String {
    let listed = || values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
    match (is_told, values.is_empty()) {
        (true, _) => format!("`{}` is read from the export", param.id),
        (false, true) => format!("`{}` keeps its default: no value of the export looks like one of it", param.id),
        (false, false) => format!("`{}` keeps its default, which has {}", param.id, listed()),
    }
}

fn value(meanings: &Meanings, text: String) -> Value {
    let why = meanings.values.get(&text).map(|seen| seen.in_words(&meanings.closed)).unwrap_or_default();
    Value { text, why }
}

/// The values whose meaning is the param's, and those of its default that no other param's meaning takes.
fn of_role(param: &ParamPlan, params: &[&ParamPlan], meanings: &Meanings) -> Vec<String> {
    let role = role_of_param(&param.id);
    let default = param.default.clone().unwrap_or_default();
    let is_meant = |value: &String| role.is_some() && meanings.role(value) == role;
    // What the mapping itself says of a value counts more than its words, but less than the time of closing.
    let is_others = |value: &String| {
        let has =
            |other: &&&ParamPlan| other.id != param.id && other.default.iter().flatten().any(|known| known == value);
        meanings.is_closed(value).is_none() && params.iter().any(|other| has(&other)) && !default.contains(value)
    };
    let is_closed_by_time = |value: &String| meanings.is_closed(value) == Some(true) && role != Some(Role::Closed);
    let is_its =
        |value: &String| is_meant(value) && !is_others(value) || default.contains(value) && !is_closed_by_time(value);
    by_frequency(meanings).into_iter().filter(is_its).collect()
}

/// The values from lowest to highest, where each is known.
fn scale(meanings: &Meanings) -> Vec<String> {
    let mut ranked: Vec<(usize, String)> =
        meanings.values.keys().filter_map(|value| Some((rank_of_priority(value)?, value.clone()))).collect();
    ranked.sort();
    ranked.into_iter().map(|(_, value)| value).collect()
}

fn by_frequency(meanings: &Meanings) -> Vec<String> {
    let mut values: Vec<(u64, &String)> = meanings
        .values
        .iter()
        .map(|(value, seen)| (seen.changes + seen.now.map_or(0, |(now, _)| now), value))
        .collect();
    values.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
    values.into_iter().map(|(_, value)| value.clone()).collect()
}

/// For each tracked field, the params that rules on it ask for, and that of its scale.
fn asked(tree: &Node) -> BTreeMap<String, BTreeSet<String>> {
    let mut asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for field in tree.get("tracked_fields").and_then(Node::as_mapping).unwrap_or_default() {
        params_in(field.value.get("scale"), asked.entry(field.key.text.clone()).or_default());
    }
    for activity in tree.get("activities").and_then(Node::as_mapping).unwrap_or_default() {
        let rules = activity.value.get("rules").and_then(Node::as_sequence).unwrap_or_default();
        for rule in std::iter::once(&activity.value).chain(rules) {
            for field in texts(rule.get("change")) {
                let params = asked.entry(field).or_default();
                params_in(rule.get("from"), params);
                params_in(rule.get("to"), params);
            }
        }
    }
    asked
}

fn texts(node: Option<&Node>) -> Vec<String> {
    let own = node.and_then(Node::as_text).map(str::to_owned);
    let several = node
        .and_then(Node::as_sequence)
        .unwrap_or_default()
        .iter()
        .filter_map(|each| each.as_text().map(str::to_owned));
    own.into_iter().chain(several).collect()
}

/// The params that a value names, however deep.
fn params_in(node: Option<&Node>, params: &mut BTreeSet<String>) {
    match node.map(|node| &node.kind) {
        Some(Kind::Scalar(scalar)) => params.extend(scalar.text.strip_prefix('$').map(str::to_owned)),
        Some(Kind::Sequence(items)) => items.iter().for_each(|item| params_in(Some(item), params)),
        Some(Kind::Mapping(entries)) => entries.iter().for_each(|entry| params_in(Some(&entry.value), params)),
        _ => {}
    }
}
