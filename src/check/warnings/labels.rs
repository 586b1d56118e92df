//! Labels: missing ones, and activities that can't be told apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, FileId, Span, codes};
use crate::mapping::decode::Name;
use crate::mapping::{Column, Mapping, Text, Value, language};
use crate::yaml::Key;

/// What may have a label.
struct Labelled<'a> {
    name: &'a str,
    span: Span,
    label: Option<&'a Text>,
}

impl<'a> Labelled<'a> {
    fn new(key: &'a Key, label: Option<&'a Text>) -> Self {
        Self { name: &key.text, span: key.span, label }
    }
}

/// Labels that lack a language which others of their file have, and activities without any label among others that have
/// one. An overlay has the languages that its org needs, however many its base has.
pub fn missing(mapping: &Mapping) -> Vec<Diagnostic> {
    let labelled = all(mapping);
    let mut by_file: BTreeMap<FileId, Vec<&str>> = BTreeMap::new();
    for each in &labelled {
        by_file.entry(each.span.file).or_insert_with_key(|file| languages_of(&labelled, *file));
    }
    let lacking = labelled.iter().filter_map(|each| lacking(each, &by_file[&each.span.file]));
    let mut found: Vec<Diagnostic> = lacking.collect();
    let activities = activities(mapping);
    if activities.iter().any(|each| each.label.is_some()) {
        found.extend(activities.iter().filter(|each| each.label.is_none()).map(without));
    }
    found
}

/// The languages that labels of the mapping have, in the order in which they appear.
fn languages<'a>(labelled: &[Labelled<'a>]) -> Vec<&'a str> {
    known_languages(labelled.iter().filter_map(|each| each.label).flat_map(Text::languages))
}

/// The same of labels written in one file.
fn languages_of<'a>(labelled: &[Labelled<'a>], file: FileId) -> Vec<&'a str> {
    let keys = labelled.iter().filter_map(|each| each.label).flat_map(Text::languages);
    known_languages(keys.filter(|key| key.span.file == file))
}

fn known_languages<'a>(keys: impl Iterator<Item = &'a Key>) -> Vec<&'a str> {
    let mut languages: Vec<&str> = Vec::new();
    for key in keys {
        // A code that none has is reported where it stands.
        if language::is_known(&key.text) && !languages.contains(&key.text.as_str()) {
            languages.push(&key.text);
        }
    }
    languages
}

/// A text without a language holds for each.
fn lacking(labelled: &Labelled<'_>, languages: &[&str]) -> Option<Diagnostic> {
    let own: BTreeSet<&str> = labelled.label?.languages().map(|key| key.text.as_str()).collect();
    let lacking: Vec<&str> = languages.iter().copied().filter(|each| !own.contains(each)).collect();
    if own.is_empty() || lacking.is_empty() {
        return None;
    }
    let message = format!("the label of `{}` is missing in `{}`", labelled.name, lacking.join("`, `"));
    let help = format!("other labels have it: add `{}:`", lacking.join(":`, `"));
    Some(Diagnostic::new(codes::MISSING_LABEL, message).at(labelled.span, "label is incomplete").help(help))
}

fn without(labelled: &Labelled<'_>) -> Diagnostic {
    let message = format!("the activity `{}` has no label, unlike others", labelled.name);
    let help = "add `label:`, the activity's name in the event log";
    Diagnostic::new(codes::MISSING_LABEL, message).at(labelled.span, "no label").help(help)
}

/// Activities, and known names, that are called the same in some language.
pub fn alike(mapping: &Mapping) -> Vec<Diagnostic> {
    let labelled = all(mapping);
    let languages = languages(&labelled);
    let mut named = activities(mapping);
    named.extend(known(mapping));
    let mut groups: Vec<Vec<(&Labelled<'_>, &Name)>> = Vec::new();
    for each in &named {
        let Some(label) = each.label else { continue };
        let alike = |group: &&mut Vec<(&Labelled<'_>, &Name)>| {
            group.first().is_some_and(|(first, _)| common(first.label, label, &languages).is_some())
        };
        match groups.iter_mut().find(alike) {
            Some(group) => {
                let first = group.first().and_then(|(first, _)| common(first.label, label, &languages));
                let Some((earlier, later)) = first else { continue };
                if let [(_, place)] = group.as_mut_slice() {
                    *place = earlier;
                }
                group.push((each, later));
            }
            None => groups.extend(in_any_language(label).map(|name| vec![(each, name)])),
        }
    }
    groups.iter().filter_map(|group| same_label(group)).collect()
}

/// One finding for all that are called the same.
fn same_label(group: &[(&Labelled<'_>, &Name)]) -> Option<Diagnostic> {
    let [(_, first), (_, second), others @ ..] = group else { return None };
    let names: Vec<String> = group.iter().map(|(each, _)| format!("`{}`", each.name)).collect();
    let (last, before) = names.split_last()?;
    let many = if others.is_empty() { "both" } else { "all" };
    let message = format!("{} and {last} are {many} called `{}`", before.join(", "), second.text);
    let finding = Diagnostic::new(codes::DUPLICATE_LABEL, message)
        .at(second.span, "the same label")
        .also(first.span, "as this one");
    let finding = others.iter().fold(finding, |finding, (_, name)| finding.also(name.span, "and here"));
    Some(finding.help("give them different labels, or make them rules of one activity"))
}

/// The texts of both labels that show alike in one language.
fn common<'a>(one: Option<&'a Text>, other: &'a Text, languages: &[&str]) -> Option<(&'a Name, &'a Name)> {
    let one = one?;
    let alike = |language: &str| {
        let (own, others) = (text_in(one, language)?, text_in(other, language)?);
        (own.text == others.text).then_some((own, others))
    };
    // Without languages both are plain, and any language shows them.
    languages.iter().copied().chain(["en"]).find_map(alike)
}

/// The text in exactly that language; a plain text is in every one.
fn text_in<'a>(text: &'a Text, language: &str) -> Option<&'a Name> {
    match text {
        Text::Plain(name) => Some(name),
        Text::ByLanguage(texts) => texts.iter().find(|(key, _)| key.text == language).map(|(_, name)| name),
    }
}

fn in_any_language(text: &Text) -> Option<&Name> {
    match text {
        Text::Plain(name) => Some(name),
        Text::ByLanguage(texts) => texts.first().map(|(_, name)| name),
    }
}

fn activities(mapping: &Mapping) -> Vec<Labelled<'_>> {
    mapping.activities.iter().map(|(key, activity)| Labelled::new(key, activity.label.as_ref())).collect()
}

fn known(mapping: &Mapping) -> Vec<Labelled<'_>> {
    let known = mapping.activities.iter().flat_map(|(_, activity)| activity.known.iter());
    known.map(|(key, known)| Labelled::new(key, known.label.as_ref())).collect()
}

/// Everything in the mapping that may have a label, in its order.
fn all(mapping: &Mapping) -> Vec<Labelled<'_>> {
    let title = Labelled { name: &mapping.name.text, span: mapping.name.span, label: mapping.label.as_ref() };
    let mut all = vec![title];
    all.extend(mapping.params.iter().map(|(key, param)| Labelled::new(key, param.label.as_ref())));
    for (key, source) in mapping.sources.iter() {
        all.push(Labelled::new(key, source.label.as_ref()));
        all.extend(source.columns.iter().map(|(key, column)| Labelled::new(key, of_column(column))));
    }
    all.extend(mapping.tracked_fields.iter().map(|(key, field)| Labelled::new(key, field.label.as_ref())));
    all.extend(activities(mapping));
    all.extend(known(mapping));
    let attributes = &mapping.attributes;
    let values = [&attributes.log, &attributes.case, &attributes.event].into_iter().flat_map(|section| section.iter());
    all.extend(values.map(|(key, value)| Labelled::new(key, of_value(value))));
    all
}

fn of_column(column: &Column) -> Option<&Text> {
    match column {
        Column::Form(form) => form.label.as_ref(),
        _ => None,
    }
}

fn of_value(value: &Value) -> Option<&Text> {
    match value {
        Value::Form(form) => form.label.as_ref(),
        _ => None,
    }
}
