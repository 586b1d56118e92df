//! `caseloom list`

use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::mapping::{Docs, Mapping, Text};
use caseloom::{resolve, shipped};
use clap::Args;
use serde::Serialize;

use super::Format;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// List the shipped mappings
#[derive(Debug, Args)]
pub struct ListArgs {
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// What is told of a shipped mapping.
#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    version: String,
    source_system: Option<String>,
    profiles: Vec<String>,
    languages: Vec<String>,
    title: String,
    description: String,
}

/// Prints the list.
pub fn run(args: &ListArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let entries = shipped::names().iter().map(|name| entry(name)).collect::<Result<Vec<Entry>, Failure>>()?;
    match args.format {
        Format::Human => terminal.words(&entries.iter().map(in_words).collect::<Vec<_>>().join("\n"))?,
        Format::Json => terminal.result(super::json(&serde_json::json!(entries)))?,
    }
    Ok(Exit::Fine)
}

fn entry(name: &str) -> Result<Entry, Failure> {
    let located = shipped::locate(name)?;
    let mut diagnostics = Diagnostics::new();
    let tree = resolve::parse(&mut Files::new(), &located.display, &located.text, &mut diagnostics);
    let profiles = resolve::profiles(&tree).into_iter().map(str::to_owned).collect();
    let mapping = Mapping::of_tree(&tree, &mut diagnostics);
    let mapping = mapping.as_ref();
    let text = |name: Option<&caseloom::mapping::decode::Name>| name.map(|name| name.text.clone());
    Ok(Entry {
        name: name.to_owned(),
        version: text(mapping.and_then(|mapping| mapping.version.as_ref())).unwrap_or_default(),
        source_system: text(mapping.and_then(|mapping| mapping.source_system.as_ref())),
        profiles,
        languages: mapping.map(languages).unwrap_or_default(),
        title: mapping.and_then(|mapping| in_english(mapping.label.as_ref())).unwrap_or_default(),
        description: mapping.and_then(description).unwrap_or_default(),
    })
}

/// The languages that labels of activities have, in the order of the codes.
fn languages(mapping: &Mapping) -> Vec<String> {
    let labels = mapping.activities.iter().filter_map(|(_, activity)| activity.label.as_ref());
    let mut languages: Vec<String> = labels.flat_map(Text::languages).map(|key| key.text.clone()).collect();
    languages.sort_unstable();
    languages.dedup();
    languages
}

fn description(mapping: &Mapping) -> Option<String> {
    match mapping.docs.as_ref()? {
        Docs::Description(text) => in_english(Some(text)),
        Docs::Parts(parts) => in_english(parts.description.as_ref()),
    }
}

fn in_english(text: Option<&Text>) -> Option<String> {
    text?.in_language("en").map(|text| text.trim().to_owned())
}

fn in_words(entry: &Entry) -> String {
    let mut text = format!("{} {}\n", entry.name, entry.version);
    for (what, value) in [
        ("", entry.title.clone()),
        ("profiles: ", entry.profiles.join(", ")),
        ("languages: ", entry.languages.join(", ")),
        ("", first_sentence(&entry.description).to_owned()),
    ] {
        if !value.is_empty() {
            text.push_str(&format!("  {what}{value}\n"));
        }
    }
    text
}

/// The whole description is in the JSON form and in the mapping itself.
fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}
