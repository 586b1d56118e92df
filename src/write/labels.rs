//! Names of activities in the language of the run.

use super::csv;
use crate::mapping::Text;
use crate::plan::Plan;

/// The names of activities, chosen once and ready to be written.
#[derive(Debug, Default)]
pub struct Labels {
    /// Per activity: its name.
    names: Vec<String>,
    /// Per activity: its name as a field of CSV.
    activities: Vec<Vec<u8>>,
    /// Per activity: its known values as fields of CSV, in the plan's order.
    known: Vec<Vec<Vec<u8>>>,
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
            labels.activities.push(field(&name));
            labels.names.push(name);
            let known = activity.known.iter().map(|known| {
                let id = format!("{}: {}", activity.id, known.value);
                field(&labels.name(&id, &known.value, known.label.as_ref(), locale))
            });
            let known = known.collect();
            labels.known.push(known);
        }
        labels
    }

    /// The name of an activity.
    pub fn name_of(&self, activity: usize) -> &str {
        self.names.get(activity).map_or("", String::as_str)
    }

    /// The name of an activity, as a field of CSV.
    pub fn activity(&self, activity: usize) -> &[u8] {
        self.activities.get(activity).map_or(&[], Vec::as_slice)
    }

    /// The name of an activity for a known value, as a field of CSV.
    pub fn known(&self, activity: usize, known: usize) -> &[u8] {
        self.known.get(activity).and_then(|known_of| known_of.get(known)).map_or(&[], Vec::as_slice)
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

fn field(name: &str) -> Vec<u8> {
    let mut field = Vec::with_capacity(name.len());
    csv::put_field(&mut field, name.as_bytes());
    field
}

/// A plain text fits every language.
fn lacks(label: &Text, locale: &str) -> bool {
    matches!(label, Text::ByLanguage(_)) && label.languages().all(|language| language.text != locale)
}
