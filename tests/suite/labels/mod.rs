//! Labels of the shipped mappings: the names of the documents behind them, and four languages for everything. Those of the
//! Thai document are the CX interaction log's, and tested there.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::program::root;

const LANGUAGES: [&str; 4] = ["en", "zh", "fr", "th"];

/// Mappings whose labels are in all languages.
const IN_ALL: [&str; 4] = ["salesforce-service-cloud", "genesys-cloud-cx", "cx-interaction-log", "servicenow-incident"];

/// Those whose docs are, too.
const DESCRIBED: [&str; 3] = ["salesforce-service-cloud", "genesys-cloud-cx", "cx-interaction-log"];

fn yaml(path: &Path) -> Value {
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn mapping(name: &str) -> Value {
    yaml(&root().join("mappings").join(name).join("mapping.yaml"))
}

/// What the documents call things, by mapping.
fn names() -> Map<String, Value> {
    yaml(&root().join("tests/suite/labels/names.yaml")).as_object().unwrap().clone()
}

fn texts(group: &Value) -> Vec<(String, String)> {
    let entries = group.as_object().unwrap().iter();
    entries.map(|(id, name)| (id.clone(), name.as_str().unwrap().to_owned())).collect()
}

/// The labels of an attribute, wherever it stands.
fn of_attribute<'a>(mapping: &'a Value, id: &str) -> Vec<&'a Value> {
    let groups = ["log", "case", "event"].iter();
    let found: Vec<&Value> = groups.filter_map(|group| mapping["attributes"][group].get(id)).collect();
    assert!(!found.is_empty(), "no attribute {id}");
    found.into_iter().map(|attribute| &attribute["label"]).collect()
}

/// A label without the unit that stands behind it.
fn without_unit(label: &str) -> &str {
    let label = label.trim_end_matches([')', '）']);
    label.rsplit_once(['(', '（']).map_or(label, |(name, _)| name).trim_end()
}

#[test]
fn labels_are_what_the_documents_say() {
    let names = names();
    assert!(names.len() >= 2);
    for (name, said) in &names {
        let (mapping, language) = (mapping(name), said["language"].as_str().unwrap());
        for (id, wanted) in texts(&said["attributes"]) {
            for label in of_attribute(&mapping, &id) {
                let label = label[language].as_str().unwrap();
                assert!(label == wanted || without_unit(label) == wanted, "{name}: {id} is `{label}`, not `{wanted}`");
            }
        }
        for (id, wanted) in texts(&said["activities"]) {
            assert_eq!(mapping["activities"][&id]["label"][language], wanted, "{name}: {id}");
        }
    }
}

/// The documents, where they are beside the data that isn't part of the project.
fn documents() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CASELOOM_DATA")?).join("../seeds");
    folder.is_dir().then_some(folder)
}

/// The list is right: every name is a line of its document.
#[test]
fn the_names_stand_in_the_documents() {
    let Some(folder) = documents() else {
        eprintln!("skipped: CASELOOM_DATA isn't set, or has no documents beside it");
        return;
    };
    let files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for (name, said) in &names() {
        let number = said["document"].as_str().unwrap();
        let is_meant = |file: &&PathBuf| file.file_name().unwrap().to_str().unwrap().starts_with(number);
        let text = std::fs::read_to_string(files.iter().find(is_meant).unwrap()).unwrap().replace('`', "");
        for (id, wanted) in texts(&said["attributes"]).into_iter().chain(texts(&said["activities"])) {
            assert!(text.lines().any(|line| line == wanted), "{name}: `{wanted}` of {id} isn't in document {number}");
        }
        // And it is whole: an attribute is a line of its id between its name and a bar.
        let lines: Vec<&str> = text.lines().collect();
        let is_id = |text: &str| {
            text.starts_with(|letter: char| letter.is_ascii_uppercase())
                && text.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        for window in lines.windows(4).filter(|window| window[0] == "|" && window[3] == "|" && is_id(window[2])) {
            assert_eq!(said["attributes"][window[2]], window[1], "{name}: {}", window[2]);
        }
    }
}

/// Whether a text is there in all languages, or in none: then it holds for each.
fn in_all(text: &Value, what: &str, lacking: &mut Vec<String>) {
    if let Some(languages) = text.as_object() {
        let missing: Vec<&str> = LANGUAGES.into_iter().filter(|each| !languages.contains_key(*each)).collect();
        if !missing.is_empty() {
            lacking.push(format!("{what}: {}", missing.join(", ")));
        }
    }
}

#[test]
fn activities_and_attributes_are_labelled_and_described_in_all_languages() {
    let mut lacking = Vec::new();
    for name in IN_ALL {
        let mapping = mapping(name);
        let groups = ["log", "case", "event"].map(|group| &mapping["attributes"][group]);
        for group in groups.into_iter().chain([&mapping["activities"]]) {
            for (id, thing) in group.as_object().unwrap() {
                assert!(thing["label"].is_object(), "{name}: {id} has no label by language");
                in_all(&thing["label"], &format!("{name}: label of {id}"), &mut lacking);
                if !DESCRIBED.contains(&name) {
                    continue;
                }
                let docs = &thing["docs"];
                let description = docs.get("description").unwrap_or(docs);
                assert!(description.is_object(), "{name}: {id} has no description by language");
                in_all(description, &format!("{name}: description of {id}"), &mut lacking);
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
