//! Names of activities in the language of the run.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, codes};
use crate::mapping::Text;
use crate::plan::Plan;
use crate::run::Outcome;

/// The language where none is asked for, and of names that aren't in the one that is.
pub const ENGLISH: &str = "en";

/// The names of activities, chosen once.
#[derive(Debug, Default)]
pub struct Labels {
    /// The language.
    locale: String,
    /// Per activity: its name.
    names: Vec<String>,
    /// Per activity: the names of its known values, in the plan's order.
    known: Vec<Vec<String>>,
    /// Names that aren't in the wanted language, though the labels have languages.
    missing: Vec<Missing>,
    /// The files in which labels are in the wanted language, where that isn't English.
    translated: BTreeSet<FileId>,
}

/// A label without a name in the wanted language.
#[derive(Debug)]
struct Missing {
    activity: usize,
    /// One of its known values.
    known: Option<usize>,
}

impl Labels {
    /// Chooses the names in a language: there, else in English, else the first; without a label, the id.
    pub fn choose(plan: &Plan, locale: Option<&str>) -> Self {
        let locale = wanted(plan, locale);
        let is_meant = |label: &Text| label.languages().any(|language| language.text == locale);
        let is_wanted = locale != ENGLISH || plan.labels().any(is_meant);
        let mut labels = Self { locale: locale.to_owned(), translated: translated(plan, locale), ..Self::default() };
        for (index, activity) in plan.activities.iter().enumerate() {
            let name = labels.name(index, None, &activity.id, activity.label.as_ref());
            labels.names.push(name);
            let known = activity.known.iter().enumerate();
            let known = known.map(|(at, known)| labels.name(index, Some(at), &known.value, known.label.as_ref()));
            let known = known.collect();
            labels.known.push(known);
        }
        if !is_wanted {
            // Nobody asked for English, and nothing is in it.
            labels.missing.clear();
        }
        labels
    }

    /// The names of activities, in the plan's order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Per activity, the names of its known values, in the plan's order.
    pub fn known(&self) -> &[Vec<String>] {
        &self.known
    }

    /// A warning for each label that the log shows in another language than the wanted one.
    pub fn untranslated(&self, plan: &Plan, outcome: &Outcome) -> Diagnostics {
        let found = self.missing.iter().filter_map(|missing| self.of_label(missing, plan, outcome));
        found.collect()
    }

    fn of_label(&self, missing: &Missing, plan: &Plan, outcome: &Outcome) -> Option<Diagnostic> {
        let activity = &plan.activities[missing.activity];
        let (id, name, events) = match missing.known {
            None => {
                (activity.id.clone(), &self.names[missing.activity], unnamed_events(missing.activity, plan, outcome))
            }
            Some(known) => {
                let value = &activity.known[known].value;
                let own = outcome.known_names.iter().find(|name| name.activity == activity.id && name.value == *value);
                let events = own.map_or(0, |name| name.events);
                (format!("{}: {value}", activity.id), &self.known[missing.activity][known], events)
            }
        };
        if events == 0 {
            return None;
        }
        let are = if events == 1 { "1 event is".to_owned() } else { format!("{events} events are") };
        let message = format!("`{id}` has no name in `{}`: {are} called `{name}`", self.locale);
        let help = match &activity.label {
            Some(Text::Plain(_)) if missing.known.is_none() => {
                format!("write its label by language, such as `{{ {}: … }}`: other labels have it", self.locale)
            }
            _ => format!("add `{}:` to its label", self.locale),
        };
        let place = missing.known.map_or(activity.span, |known| activity.known[known].span);
        Some(Diagnostic::new(codes::NAME_NOT_IN_LANGUAGE, message).at(place, "no name in that language").help(help))
    }

    /// Whether it is a plain text in an overlay that has nothing in the wanted language, over a base that has.
    fn is_left_behind(&self, label: &Text) -> bool {
        let Text::Plain(name) = label else { return false };
        !self.translated.is_empty() && !self.translated.contains(&name.span.file)
    }

    fn name(&mut self, activity: usize, known: Option<usize>, fallback: &str, label: Option<&Text>) -> String {
        if label.is_some_and(|label| lacks(label, &self.locale) || self.is_left_behind(label)) {
            self.missing.push(Missing { activity, known });
        }
        label.and_then(|label| label.in_language(&self.locale)).unwrap_or(fallback).to_owned()
    }
}

/// The files in which labels are in that language. A plain text is taken for English.
fn translated(plan: &Plan, locale: &str) -> BTreeSet<FileId> {
    let languages = plan.labels().flat_map(Text::languages);
    languages
        .filter(|language| locale != ENGLISH && language.text == locale)
        .map(|language| language.span.file)
        .collect()
}

/// Events of an activity to which data gave no name.
fn unnamed_events(activity: usize, plan: &Plan, outcome: &Outcome) -> u64 {
    let id = &plan.activities[activity].id;
    let all = outcome.activities.get(activity).map_or(0, |(_, events)| *events);
    let known: u64 = outcome.known_names.iter().filter(|name| name.activity == *id).map(|name| name.events).sum();
    let unknown: u64 = outcome.unknown_names.iter().filter(|name| name.activity == *id).map(|name| name.events).sum();
    all.saturating_sub(known + unknown)
}

/// The language of a run: the one asked for, else the mapping's own, else English.
pub fn wanted<'a>(plan: &'a Plan, locale: Option<&'a str>) -> &'a str {
    locale.or(plan.output.locale.as_deref()).unwrap_or(ENGLISH)
}

/// Whether a label has languages, and not that one. A plain text fits every language.
pub fn lacks(label: &Text, locale: &str) -> bool {
    matches!(label, Text::ByLanguage(_)) && label.languages().all(|language| language.text != locale)
}
