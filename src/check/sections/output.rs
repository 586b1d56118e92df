//! How the log is written: `output:`.

use super::super::checker::{Checker, choice};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::mapping::decode::Name;
use crate::mapping::{Output, Text, language};
use crate::plan::{OutputPlan, RulePlan, StandardValue};
use crate::time::Precision;

/// The standard columns of events where the mapping doesn't choose them.
fn default_columns(rules: &[RulePlan]) -> Vec<(StandardValue, String)> {
    let wanted = StandardValue::NAMES.iter().filter(|(_, value)| match value {
        StandardValue::CaseId
        | StandardValue::EventId
        | StandardValue::Activity
        | StandardValue::Timestamp
        | StandardValue::Resource
        | StandardValue::Kind
        | StandardValue::Source => true,
        StandardValue::End => rules.iter().any(|rule| rule.end.is_some()),
        StandardValue::Lifecycle => rules.iter().any(|rule| rule.lifecycle.is_some()),
        StandardValue::ActivityId | StandardValue::SourceSystem => false,
    });
    wanted.map(|(name, value)| (*value, (*name).to_owned())).collect()
}

/// The output of one mapping.
pub fn output(checker: &mut Checker<'_>, rules: &[RulePlan]) -> OutputPlan {
    let by_default = OutputPlan {
        precision: Precision::Seconds,
        event_columns: default_columns(rules),
        is_chosen: false,
        case_id_header: "case_id".to_owned(),
        locale: None,
    };
    let mut found = Diagnostics::new();
    let mapping = checker.mapping;
    let activities = mapping.activities.iter().map(|(_, activity)| activity);
    let labels = activities.flat_map(|activity| {
        activity.label.iter().chain(activity.known.iter().filter_map(|(_, known)| known.label.as_ref()))
    });
    found.extend(check_locale(mapping.output.as_ref(), labels));
    let plan = written_over(by_default, checker.mapping.output.as_ref(), &mut found);
    found.into_iter().for_each(|each| checker.report(each));
    plan
}

/// A name that is an empty text.
pub fn empty_name(name: &Name, what: &str, help: &str) -> Diagnostic {
    Diagnostic::new(codes::EMPTY_SECTION, format!("the {what} is empty")).at(name.span, "no text").help(help)
}

/// A language that is none, or that no label has.
pub fn check_locale<'a>(written: Option<&Output>, labels: impl Iterator<Item = &'a Text>) -> Option<Diagnostic> {
    let name = written?.locale.as_ref()?;
    let (message, help) = language::fault(&name.text, labels)?;
    Some(Diagnostic::new(codes::UNKNOWN_LANGUAGE, message).at(name.span, "not a language of the labels").help(help))
}

/// Lays what is written over what holds without it.
pub fn written_over(mut plan: OutputPlan, written: Option<&Output>, found: &mut Diagnostics) -> OutputPlan {
    if let Some(written) = written {
        plan.precision = precision(written, found).unwrap_or(plan.precision);
        plan.locale = written.locale.as_ref().map(|name| name.text.clone()).or(plan.locale);
        if !written.columns.is_empty() {
            plan.event_columns = columns(written, found);
            plan.is_chosen = true;
        }
    }
    if let Some((_, header)) = plan.event_columns.iter().find(|(value, _)| *value == StandardValue::CaseId) {
        plan.case_id_header.clone_from(header);
    }
    plan
}

fn precision(written: &Output, found: &mut Diagnostics) -> Option<Precision> {
    let choices = [("seconds", Precision::Seconds), ("milliseconds", Precision::Milliseconds)];
    choice(written.time.as_ref()?, &choices).map_err(|problem| found.push(problem)).ok()
}

fn columns(written: &Output, found: &mut Diagnostics) -> Vec<(StandardValue, String)> {
    let chosen = written.columns.iter().filter_map(|(key, header)| {
        if header.text.is_empty() {
            found.push(empty_name(header, "header", "write the column's header, or drop the column"));
        }
        let value = choice(&Name::of_key(key), StandardValue::NAMES).map_err(|problem| found.push(problem)).ok()?;
        Some((value, header.text.clone()))
    });
    chosen.collect()
}
