//! What is allowed but probably not meant.
//!
//! Each kind of warning is a function from a checked mapping to its findings; the tables below name them all.

mod docs;
mod joined;
mod labels;
mod optional;
mod rules;
mod unused;
mod words;

use super::usage::Usage;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::mapping::Mapping;
use crate::plan::{Plan, RulePlan};

/// A mapping and what the check made of it.
struct Checked<'a> {
    mapping: &'a Mapping,
    plan: &'a Plan,
    usage: &'a Usage,
}

/// What needs nothing but the mapping as written.
const ON_TEXTS: &[fn(&Mapping) -> Vec<Diagnostic>] = &[labels::missing, labels::alike, docs::missing, words::as_texts];

/// What needs a plan in which nothing is missing: else the same mistake would be told twice.
const ON_MEANING: &[fn(&Checked<'_>) -> Vec<Diagnostic>] = &[
    unused::params,
    unused::sources,
    unused::columns,
    unused::tracked_fields,
    unused::calendars,
    rules::never::conditions,
    rules::never::spellings,
    rules::shadowed::rules,
    rules::ranks::reordering,
    rules::scales::off,
    joined::nothing,
    optional::changes,
];

/// Adds warnings on labels and docs.
pub fn on_texts(mapping: &Mapping, diagnostics: &mut Diagnostics) {
    ON_TEXTS.iter().for_each(|adviser| diagnostics.extend(adviser(mapping)));
}

/// Adds warnings on a mapping that has no error.
pub fn on_meaning(mapping: &Mapping, plan: &Plan, usage: &Usage, diagnostics: &mut Diagnostics) {
    let checked = Checked { mapping, plan, usage };
    ON_MEANING.iter().for_each(|adviser| diagnostics.extend(adviser(&checked)));
}

impl Checked<'_> {
    /// Where a rule is pointed at: an activity's only rule by the activity's id.
    fn place(&self, rule: &RulePlan) -> Span {
        let activity = &self.plan.activities[rule.activity];
        if activity.rules.len() == 1 { activity.span } else { rule.span }
    }

    /// An activity's id.
    fn activity(&self, rule: &RulePlan) -> &str {
        &self.plan.activities[rule.activity].id
    }
}
