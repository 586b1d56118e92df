//! Values that `--set` gives.

use super::typed;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes, nearest};
use crate::evaluate::ParamValues;
use crate::load::model::ParamOrigin;
use crate::mapping::ParamType;
use crate::plan::{Operand, Operands, ParamPlan, Plan, RulePlan, Subject, Test};

/// The values of a param as written on the command line.
pub fn values(param: &ParamPlan, written: &str) -> Result<Vec<Operand>, Diagnostic> {
    let members = split(param.kind, written);
    // `[]` says on purpose that there are none.
    let is_blank = written.trim().is_empty() || members.iter().any(|member| member.trim().is_empty());
    if is_blank || members.is_empty() && written.trim() != "[]" {
        return Err(blank(param, written));
    }
    if let Some(twice) = repeated(&members).filter(|_| param.kind == ParamType::Scale) {
        return Err(wrong(param, format!("`--set {}` has the step `{twice}` twice", param.id))
            .help("write each value of a scale once, the lowest first"));
    }
    members.iter().map(|text| typed(param.kind, text)).collect::<Option<_>>().ok_or_else(|| unfit(param, written))
}

/// The members of a list: `A,B`, or YAML's `[A, B]`, which may quote a comma.
fn split(kind: ParamType, written: &str) -> Vec<String> {
    if !kind.is_list() {
        return vec![written.to_owned()];
    }
    if written.trim_start().starts_with('[')
        && let Ok(members) = serde_yaml::from_str::<Vec<serde_yaml::Value>>(written)
    {
        return members.iter().map(plain).collect();
    }
    written.split(',').map(|member| member.trim().to_owned()).collect()
}

fn plain(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).unwrap_or_default().trim_end().to_owned(),
    }
}

fn repeated(members: &[String]) -> Option<&String> {
    members.iter().enumerate().find(|(at, member)| members[..*at].contains(member)).map(|(_, member)| member)
}

fn wrong(param: &ParamPlan, message: String) -> Diagnostic {
    Diagnostic::new(codes::INVALID_SET, message).at(param.span, "declared here")
}

fn blank(param: &ParamPlan, written: &str) -> Diagnostic {
    let id = &param.id;
    if !param.kind.is_list() {
        return wrong(param, format!("`--set {id}=` gives no value")).help("write one, or leave the option out");
    }
    let help = format!("write the values as `{id}=A,B`; `{id}=[]` says that there are none");
    if written.trim().is_empty() {
        wrong(param, format!("`--set {id}=` gives no values")).help(help)
    } else {
        wrong(param, format!("`--set {id}={written}` has an empty value")).help(help)
    }
}

fn unfit(param: &ParamPlan, written: &str) -> Diagnostic {
    let kind = ParamType::NAMES.iter().find(|(_, kind)| *kind == param.kind).map_or("", |(name, _)| name);
    wrong(param, format!("`{written}` is no value for `{}`, which is of type `{kind}`", param.id))
        .help("write a value of that type: `NAME=VALUE`")
}

/// A name that no param has.
pub fn unknown(plan: &Plan, name: &str) -> Diagnostic {
    let ids = plan.params.iter().map(|param| param.id.as_str());
    let help = nearest::suggest(name, "params", ids).unwrap_or_else(|| "the mapping has no params".to_owned());
    Diagnostic::new(codes::INVALID_SET, format!("the mapping has no param `{name}`")).help(help)
}

/// What may not be meant: params set to nothing, steps of a scale that the mapping's own scale lacks.
pub fn unusual(plan: &Plan, values: &ParamValues, origins: &[ParamOrigin]) -> Diagnostics {
    let given = plan.params.iter().enumerate().filter(|(index, _)| origins.get(*index) == Some(&ParamOrigin::Set));
    given.flat_map(|(index, param)| of_param(param, values.of(index))).collect()
}

fn of_param(param: &ParamPlan, values: &[Operand]) -> Vec<Diagnostic> {
    let id = &param.id;
    let about = |message: String, help: &str| {
        Diagnostic::new(codes::UNUSUAL_SET, message).at(param.span, "declared here").help(help)
    };
    if values.is_empty() {
        let message = format!("`{id}` is set to an empty list, so that no condition on it holds");
        return vec![about(message, "leave `--set` out if the default is meant")];
    }
    let own = match &param.default {
        Some(own) if param.kind == ParamType::Scale => own,
        _ => return Vec::new(),
    };
    let strangers = texts(values).filter(|text| !own.iter().any(|step| step == text));
    let listed = own.iter().map(|step| format!("`{step}`")).collect::<Vec<_>>().join(", ");
    let help = format!("its steps in the mapping are {listed}");
    strangers
        .map(|text| about(format!("`{id}` is set to a scale with `{text}`, which its own has not"), &help))
        .collect()
}

fn texts(values: &[Operand]) -> impl Iterator<Item = &str> {
    values.iter().filter_map(|value| match value {
        Operand::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// Values that rules with a `direction` ask for and that the scale lacks, where `--set` gave the one or the other.
pub fn off_scale(plan: &Plan, values: &ParamValues, origins: &[ParamOrigin]) -> Diagnostics {
    let given = Given { plan, values, origins };
    plan.rules.iter().filter(|rule| rule.direction.is_some()).flat_map(|rule| given.of_rule(rule)).collect()
}

struct Given<'a> {
    plan: &'a Plan,
    values: &'a ParamValues,
    origins: &'a [ParamOrigin],
}

impl<'a> Given<'a> {
    fn of_rule(&self, rule: &'a RulePlan) -> Vec<Diagnostic> {
        let Subject::Changes(_, fields) = &rule.subject else { return Vec::new() };
        let scales: Vec<&Operands> =
            fields.iter().filter_map(|field| self.plan.fields[*field].scale.as_ref()).collect();
        let is_set = scales.iter().any(|scale| scale.all.iter().any(|step| self.is_set(step)));
        let steps: Vec<&str> =
            scales.iter().flat_map(|scale| scale.all.iter().flat_map(|each| self.texts(each))).collect();
        let asked = rule.from.iter().chain(&rule.to).filter_map(|test| match test {
            Test::OneOf(operands) => Some(operands),
            _ => None,
        });
        let mut found = Vec::new();
        for operands in asked {
            for operand in operands.all.iter().filter(|operand| is_set || self.is_set(operand)) {
                let off = self.texts(operand).into_iter().filter(|text| !steps.contains(text));
                found.extend(off.map(|text| not_on_scale(text, operands.span, &steps)));
            }
        }
        found
    }

    fn is_set(&self, operand: &Operand) -> bool {
        matches!(operand, Operand::Param(index) if self.origins.get(*index) == Some(&ParamOrigin::Set))
    }

    fn texts(&self, operand: &'a Operand) -> Vec<&'a str> {
        match operand {
            Operand::Param(index) => texts(self.values.of(*index)).collect(),
            Operand::Text(text) => vec![text],
            _ => Vec::new(),
        }
    }
}

fn not_on_scale(text: &str, span: Span, steps: &[&str]) -> Diagnostic {
    let listed = steps.iter().map(|step| format!("`{step}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        codes::NOT_ON_SCALE,
        format!("with `--set`, `{text}` isn't on the scale, so no change goes up or down to or from it"),
    )
    .at(span, "asked for here")
    .help(format!("the scale is {listed}; set both so that they fit"))
}
