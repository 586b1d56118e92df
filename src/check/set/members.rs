//! What a set's file says of its mappings.

use super::super::sections::misfits;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes, nearest};
use crate::mapping::decode::{Literal, OneOrMany};
use crate::mapping::{MappingSet, Member};
use crate::plan::{ParamPlan, Plan};
use crate::time::Zone;
use crate::yaml::Key;

/// Reports what is wrong with a set by itself.
pub fn check_set(set: &MappingSet, found: &mut Diagnostics) {
    if set.caseloom.number != 1 {
        let number = set.caseloom.number;
        let message = format!("the set is written in version {number} of the language; this engine reads version 1");
        let finding = Diagnostic::new(codes::UNSUPPORTED_VERSION, message).at(set.caseloom.span, "of another version");
        found.push(finding.help("write `caseloom: 1`"));
    }
    if set.mappings.is_empty() && !found.has_errors() {
        let finding = Diagnostic::new(codes::MISSING_KEY, "the set names no mappings");
        let finding = finding.at(set.set.span, "a set of nothing");
        found.push(finding.help("name them: `mappings: { desk: {}, calls: {} }`"));
    }
}

/// The zone that a set gives a mapping.
pub fn zone_of(member: &Member, found: &mut Diagnostics) -> Option<Zone> {
    let name = member.timezone.as_ref()?;
    let unknown = |error: crate::time::UnknownZone| {
        found.push(
            Diagnostic::new(codes::UNKNOWN_TIME_ZONE, error.to_string())
                .at(name.span, "unknown zone")
                .help(error.help()),
        );
    };
    Zone::named(&name.text).map_err(unknown).ok()
}

/// Whether the set calls a mapping by its name.
pub fn check_name(key: &Key, name: &str, place: Option<Span>, found: &mut Diagnostics) {
    if key.text != name {
        let message = format!("the mapping is called `{name}`, and the set calls it `{}`", key.text);
        let finding = Diagnostic::new(codes::MAPPING_NAMED_OTHERWISE, message).at(key.span, "another name");
        let finding = place.into_iter().fold(finding, |finding, place| finding.also(place, "its name"));
        found.push(finding.help(format!("write `{name}:`, with `mapping:` where its file isn't found by that name")));
    }
}

/// The params that a set gives a mapping, as `--set` would: those that don't fit are reported.
pub fn params_of(member: &Member, plan: &Plan, found: &mut Diagnostics) -> Vec<(String, String)> {
    params_given(member.set.iter().map(|(key, values)| (key, values)), plan, found)
}

/// Params with their values as written in a file, as `--set` would give them: those that don't fit are reported.
pub fn params_given<'a>(
    params: impl Iterator<Item = (&'a Key, &'a OneOrMany<Literal>)>,
    plan: &Plan,
    found: &mut Diagnostics,
) -> Vec<(String, String)> {
    let mut given = Vec::new();
    for (key, values) in params {
        match plan.params.iter().find(|param| param.id == key.text) {
            None => found.push(unknown_param(key, plan)),
            Some(param) => {
                let wrong = misfits(&values.0, param.kind, key.span);
                if wrong.is_empty() {
                    given.push((key.text.clone(), written(param, values)));
                }
                found.extend(wrong);
            }
        }
    }
    given
}

fn unknown_param(key: &Key, plan: &Plan) -> Diagnostic {
    let help = nearest::suggest(&key.text, "params", plan.params.iter().map(|param| param.id.as_str()))
        .unwrap_or_else(|| format!("`{}` has no params", plan.name));
    Diagnostic::new(codes::UNKNOWN_PARAM, format!("`{}` has no param `{}`", plan.name, key.text))
        .at(key.span, "unknown param")
        .help(help)
}

/// As the command line writes it: a list as one of YAML.
fn written(param: &ParamPlan, values: &OneOrMany<Literal>) -> String {
    let mut texts = values.0.iter().map(Literal::text);
    match param.kind.is_list() {
        true => serde_json::Value::from_iter(texts).to_string(),
        false => texts.next().unwrap_or_default().to_owned(),
    }
}
