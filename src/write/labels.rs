//! Names of activities in the language of the run.

use crate::mapping::Text;
use crate::plan::Plan;

/// The names of activities, chosen once.
#[derive(Debug, Default)]
pub struct Labels {
    /// Per activity: its name.
    names: Vec<String>,
    /// Per activity: the names of its known values, in the plan's order.
    known: Vec<Vec<String>>,
    /// Ids of activities, and of known values of one, that have names but none in the wanted language.
    missing: Vec<String>,
}

impl Labels {
    /// Chooses the names in a language: there, else in English, else the first; without a label, the id.
    pub fn choose(plan: &Plan, locale: Option<&str>) -> Self {
        let locale = locale.or(plan.output.locale.as_deref()).unwrap_or("en");
        let mut labels = Self::default();
        for activity in &plan.activities {
            let name = labels.name(&activity.id, &activity.id, activity.label.as_ref(), locale);
            labels.names.push(name);
            let known = activity.known.iter().map(|known| {
                let id = format!("{}: {}", activity.id, known.value);
                labels.name(&id, &known.value, known.label.as_ref(), locale)
            });
            let known = known.collect();
            labels.known.push(known);
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

    /// What has names, but none in the wanted language.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    fn name(&mut self, id: &str, fallback: &str, label: Option<&Text>, locale: &str) -> String {
        if label.is_some_and(|label| lacks(label, locale)) {
            self.missing.push(id.to_owned());
        }
        label.and_then(|label| label.in_language(locale)).unwrap_or(fallback).to_owned()
    }
}

/// A plain text fits every language.
fn lacks(label: &Text, locale: &str) -> bool {
    matches!(label, Text::ByLanguage(_)) && label.languages().all(|language| language.text != locale)
}
