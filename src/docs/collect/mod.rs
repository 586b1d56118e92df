//! From a checked mapping to its data template in one language.

mod activities;
mod attributes;
mod case;
mod params;
mod reach;
mod roles;
mod sources;

use super::language::{Language, Shown};
use super::model::{About, Need, Pointer, Profile, Scope, Template};
use crate::mapping::{Docs, Mapping, Text};
use crate::plan::Plan;
use crate::yaml::Key;

/// A mapping under one kind of export.
#[derive(Debug, Clone, Copy)]
pub struct Variant<'a> {
    /// The profile's name, where the mapping has any.
    pub profile: Option<&'a str>,
    /// The mapping, the profile applied.
    pub mapping: &'a Mapping,
    /// The mapping, checked.
    pub plan: &'a Plan,
}

/// The data template of a mapping: what the first variant says, and how files and headers differ in the others.
pub fn template(first: Variant<'_>, others: &[Variant<'_>], language: Language) -> Template {
    let collector = Collector { mapping: first.mapping, plan: first.plan, language };
    let variants: Vec<Variant<'_>> = std::iter::once(first).chain(others.iter().copied()).collect();
    let attributes = attributes::attributes(&collector);
    let activities = activities::activities(&collector);
    let params = params::params(&collector);
    let feeds = sources::Feeds::of(&collector, &activities, &attributes);
    Template {
        language,
        name: first.plan.name.clone(),
        version: first.plan.version.clone(),
        system: first.plan.source_system.clone(),
        title: collector.title(first.mapping.label.as_ref(), &first.plan.name),
        about: collector.about(first.mapping.docs.as_ref()),
        standard: first.plan.output.event_columns.clone(),
        case: case::sentences(&collector),
        profiles: profiles(&collector),
        sources: sources::sources(&collector, &variants, &feeds),
        attributes: attributes.into_iter().map(|(attribute, _)| attribute).collect(),
        activities: activities.into_iter().map(|(activity, _)| activity).collect(),
        params,
    }
}

/// Where the template's parts are made from.
struct Collector<'a> {
    mapping: &'a Mapping,
    plan: &'a Plan,
    language: Language,
}

impl<'a> Collector<'a> {
    fn shown(&self, text: &Text) -> Shown {
        Shown::of(text, self.language)
    }

    /// A label, else the id.
    fn title(&self, label: Option<&Text>, id: &str) -> Shown {
        label.map_or_else(|| Shown::plain(id), |label| self.shown(label))
    }

    fn about(&self, docs: Option<&Docs>) -> About {
        match docs {
            None => About::default(),
            Some(Docs::Description(text)) => About { description: Some(self.shown(text)), ..About::default() },
            Some(Docs::Parts(parts)) => About {
                description: parts.description.as_ref().map(|text| self.shown(text)),
                why: parts.why.as_ref().map(|text| self.shown(text)),
                from: parts.from.as_ref().map(|text| self.shown(text)),
                captured: parts.captured.as_ref().map(|text| self.shown(text)),
                need: parts.need.as_ref().and_then(|need| need_named(&need.text)).unwrap_or_default(),
                examples: parts.examples.0.iter().map(|example| example.text.clone()).collect(),
            },
        }
    }

    fn source(&self, index: usize) -> (&'a Key, &'a crate::mapping::Source) {
        let (key, source) = &self.mapping.sources.iter().as_slice()[index];
        (key, source)
    }

    fn source_pointer(&self, index: usize) -> Pointer {
        let (key, source) = self.source(index);
        Pointer { title: self.title(source.label.as_ref(), &key.text), anchor: format!("source-{}", key.text) }
    }

    fn activity_pointer(&self, index: usize) -> Pointer {
        let activity = &self.plan.activities[index];
        let title = self.title(activity.label.as_ref(), &activity.id);
        Pointer { title, anchor: format!("activity-{}", activity.id) }
    }

    /// Columns by their table, and by their names there.
    fn by_table(&self, columns: impl Iterator<Item = (usize, usize)>) -> Vec<(Pointer, Vec<String>)> {
        let mut tables: Vec<(usize, Vec<String>)> = Vec::new();
        for (source, column) in columns {
            let id = self.plan.sources[source].columns[column].id.clone();
            match tables.iter_mut().find(|(table, _)| *table == source) {
                Some((_, names)) => names.push(id),
                None => tables.push((source, vec![id])),
            }
        }
        tables.into_iter().map(|(source, names)| (self.source_pointer(source), names)).collect()
    }
}

fn need_named(name: &str) -> Option<Need> {
    Need::NAMES.iter().find(|(known, _)| *known == name).map(|(_, need)| *need)
}

fn attribute_anchor(scope: Scope, name: &str) -> String {
    format!("attribute-{}-{name}", scope.name())
}

fn profiles(collector: &Collector<'_>) -> Vec<Profile> {
    let profiles = collector.mapping.profiles.iter();
    profiles
        .map(|(key, profile)| Profile { name: key.text.clone(), about: collector.about(profile.docs.as_ref()) })
        .collect()
}
