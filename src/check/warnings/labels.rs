//! Labels: missing ones, and activities that can't be told apart.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::{Column, Mapping, Text, Value};
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

/// Labels that lack a language which others have, and activities without any label among others that have one.
pub fn missing(mapping: &Mapping) -> Vec<Diagnostic> {
    let labelled = all(mapping);
    let languages = languages(&labelled);
    let mut found: Vec<Diagnostic> = labelled.iter().filter_map(|each| lacking(each, &languages)).collect();
    let activities = activities(mapping);
    if activities.iter().any(|each| each.label.is_some()) {
        found.extend(activities.iter().filter(|each| each.label.is_none()).map(without));
    }
    found
}

/// The languages that labels of the mapping have, in the order in which they appear.
fn languages<'a>(labelled: &[Labelled<'a>]) -> Vec<&'a str> {
    let mut languages: Vec<&str> = Vec::new();
    for key in labelled.iter().filter_map(|each| each.label).flat_map(Text::languages) {
        if !languages.contains(&key.text.as_str()) {
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
    let mut found = Vec::new();
    for (index, later) in named.iter().enumerate() {
        let earlier =
            named[..index].iter().find_map(|each| Some((each, common(each.label?, later.label?, &languages)?)));
        if let Some((earlier, text)) = earlier {
            let message = format!("`{}` and `{}` are both called `{text}`", earlier.name, later.name);
            found.push(
                Diagnostic::new(codes::DUPLICATE_LABEL, message)
                    .at(later.span, "has the same label")
                    .also(earlier.span, "as this one")
                    .help("give them different labels, or make them rules of one activity"),
            );
        }
    }
    found
}

/// The text that both labels show in one language.
fn common<'a>(one: &'a Text, other: &'a Text, languages: &[&str]) -> Option<&'a str> {
    let alike = |language: &str| text_in(one, language).filter(|text| text_in(other, language) == Some(text));
    // Without languages both are plain, and any language shows them.
    languages.iter().copied().chain(["en"]).find_map(alike)
}

/// The text in exactly that language; a plain text is in every one.
fn text_in<'a>(text: &'a Text, language: &str) -> Option<&'a str> {
    match text {
        Text::Plain(name) => Some(&name.text),
        Text::ByLanguage(texts) => {
            texts.iter().find(|(key, _)| key.text == language).map(|(_, name)| name.text.as_str())
        }
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
