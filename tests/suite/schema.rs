//! The published JSON Schema: fresh, and of one mind with the engine.

use std::path::PathBuf;

use caseloom::diagnostic::{Code, Diagnostics, Files};
use caseloom::resolve;
use serde_json::Value;

use crate::mapping::{checked, good, root};

fn file() -> PathBuf {
    root().join("schemas/mapping.schema.json")
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&resolve::schema()).unwrap()
}

/// The mapping as JSON, as an editor sees it.
fn as_json(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn the_file_is_fresh() {
    let wanted = format!("{}\n", serde_json::to_string_pretty(&resolve::schema()).unwrap());
    if std::env::var_os("CASELOOM_WRITE").is_some() {
        std::fs::write(file(), &wanted).unwrap();
    }
    let kept = std::fs::read_to_string(file()).unwrap_or_default();
    let help = "the language changed: CASELOOM_WRITE=1 cargo test --test suite schema::the_file_is_fresh";
    assert!(kept == wanted, "{help}");
}

#[test]
fn it_is_a_schema() {
    assert!(jsonschema::meta::is_valid(&resolve::schema()));
}

#[test]
fn it_accepts_good_mappings() {
    let validator = validator();
    let mut paths = good();
    paths.push(root().join("tests/suite/misspelt/all.yaml"));
    for path in paths {
        let json = as_json(&std::fs::read_to_string(&path).unwrap());
        let errors: Vec<String> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
}

/// Mistakes of shape that a schema can't tell: what a key needs or excludes, and what is no text of the language.
const BEYOND: &[&str] =
    &["conflicting-keys", "key-needs-another", "empty-section", "reserved-name", "value-not-allowed"];

/// A fixture whose mistake shows only beside another key.
const BEYOND_ONE_KEY: &[&str] =
    &["second-value-for-text", "need-of-case", "extract-without-object", "extract-without-fields"];

#[test]
fn it_rejects_what_the_engine_rejects_in_shape() {
    let validator = validator();
    let mut wrong = Vec::new();
    let mut rejected = 0;
    for entry in std::fs::read_dir(root().join("tests/broken")).unwrap() {
        let path = entry.unwrap().path().join("mapping.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        if BEYOND_ONE_KEY.iter().any(|name| path.parent().unwrap().ends_with(name)) {
            continue;
        }
        let Ok(json) = serde_yaml::from_str::<Value>(&text) else { continue };
        let codes: Vec<Code> = checked(&path, &text).0.iter().map(|found| found.code).collect();
        if codes.iter().any(|code| code.id().starts_with("E01")) {
            continue;
        }
        let in_shape = codes.iter().any(|code| code.id().starts_with("E02") && !BEYOND.contains(&code.name()));
        let is_accepted = validator.is_valid(&json);
        rejected += usize::from(in_shape);
        // What is beyond the schema may be in it all the same: `kind: guessed`.
        let may_differ = codes.iter().any(|code| BEYOND.contains(&code.name()) || code.name() == "unknown-language");
        if is_accepted == in_shape && !may_differ {
            wrong.push(format!("{}: schema {is_accepted}, engine {codes:?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rejected >= 8, "only {rejected} mistakes of shape");
}

#[test]
fn it_offers_no_null_for_a_key_that_may_be_left_out() {
    let validator = validator();
    let mut json = as_json(&std::fs::read_to_string(root().join("tests/reference/mapping.yaml")).unwrap());
    assert!(validator.is_valid(&json));
    for key in ["timezone", "label", "docs", "scripts", "output", "daylight_saving"] {
        json[key] = Value::Null;
        assert!(!validator.is_valid(&json), "{key}");
        json.as_object_mut().unwrap().remove(key);
    }
    for key in ["key", "at", "optional", "duplicates"] {
        json["sources"]["email"][key] = Value::Null;
        assert!(!validator.is_valid(&json), "{key}");
        json["sources"]["email"].as_object_mut().unwrap().remove(key);
    }
}

#[test]
fn its_definitions_have_readable_names() {
    let schema = resolve::schema();
    for name in schema["$defs"].as_object().unwrap().keys() {
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name}");
    }
}

/// What an editor shows beside a key.
#[test]
fn every_key_is_described() {
    let schema = resolve::schema();
    let definitions = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for definition in definitions {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string(), "{key} in {}", definition["description"]);
        }
    }
}

#[test]
fn the_engine_reads_what_the_schema_lists() {
    let schema = resolve::schema();
    let mut found = Diagnostics::new();
    let keys: Vec<&String> = schema["$defs"]["Mapping"]["properties"].as_object().unwrap().keys().collect();
    let text: String = keys.iter().map(|key| format!("{key}: ~\n")).collect();
    let tree = resolve::parse(&mut Files::new(), "all", &text, &mut found);
    resolve::resolve(&mut Files::new(), tree, None, &|_| Err(String::new()), &mut found);
    assert!(!found.iter().any(|each| each.code.name() == "unknown-key"), "{found:?}");
}
