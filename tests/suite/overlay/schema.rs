//! The JSON Schema of overlays.

use caseloom::resolve;
use serde_json::Value;

use super::yaml;
use crate::mapping::root;

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&resolve::schema()).unwrap()
}

fn errors(text: &str) -> Vec<String> {
    let json: Value = yaml(text);
    validator().iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn it_accepts_overlays() {
    let all = std::fs::read_to_string(root().join("tests/suite/misspelt/overlay.yaml")).unwrap();
    for text in [
        &all,
        "extends: servicenow-incident",
        "extends: { mapping: desk.yaml, version: '>=1' }\nactivities: { a: off, b: { label: x, where: off } }",
        "extends: x\nparams: { a: 3, b: [x], c: { add: [x] }, d: { default: { add: x } }, e: { type: text }, f: off, g: true }",
        "extends: x\nsources: { a: { columns: { A: { header: { add: [X] } }, B: off, C: text, D: '= 1' }, files: { add: x } } }",
        "extends: x\nattributes: { case: { A: off, B: { label: x }, C: { add: [case.X] }, D: case.X, E: { unit: h } } }",
        "extends: x\nprofiles: { p: { sources: { s: off, t: { columns: { A: { header: X } } } } }, q: off }",
        "extends: x\nscripts: { add: [a.rhai] }\ncase: { keep_if: off }\noutput: off",
    ] {
        assert_eq!(errors(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn it_refuses_keys_that_nothing_has() {
    for text in [
        "extnds: servicenow-incident",
        "extends: x\nactivites: {}",
        "extends: x\nactivities: { a: { labl: x } }",
        "extends: x\nactivities: { a: { deadline: { aftr: x } } }",
        "extends: x\nparams: { a: { defalt: 3 } }",
        "extends: x\nsources: { a: { file: x } }",
        "extends: x\nsources: { a: { files: { ad: [x] } } }",
        "extends: x\nsources: { a: { columns: { A: { headr: x } } } }",
        "extends: x\nsources: { a: { columns: { A: texts } } }",
        "extends: x\nattributes: { case: { A: { cout: x } } }",
        "extends: x\nattributes: { case: { A: { ad: [x] } } }",
        "extends: x\nprofiles: { p: { source: {} } }",
        "extends: x\ncalendars: { c: { opn: {} } }",
        "extends: { mappin: x }",
        "extends: { version: '1' }",
        "extends: [x]",
        "extends: x\nactivities: { a: of }",
    ] {
        assert!(!errors(text).is_empty(), "{text}");
    }
}

/// Without `extends`, what only an overlay may say is a mistake.
#[test]
fn a_mapping_takes_neither_off_nor_add() {
    let mapping = "caseloom: 1\nname: x\n";
    assert_eq!(errors(mapping), Vec::<String>::new());
    for rest in ["activities: { a: off }", "sources: { a: { files: { add: [x] } } }", "params: { a: [x] }"] {
        assert!(!errors(&format!("{mapping}{rest}")).is_empty(), "{rest}");
    }
    assert!(!errors("name: x").is_empty());
}

/// What an editor shows beside a key is what it shows in a mapping.
#[test]
fn it_describes_as_a_mapping_does() {
    let schema = resolve::schema();
    let definitions = schema["$defs"].as_object().unwrap();
    let derived = definitions.iter().filter_map(|(name, each)| Some((name.strip_prefix("Overlay")?, each)));
    let mut count = 0;
    for (name, overlay) in derived {
        for (key, property) in properties(&definitions[name]) {
            let described = &properties(overlay).find(|(other, _)| *other == key).unwrap().1["description"];
            assert_eq!(described, &property["description"], "{name}.{key}");
            count += 1;
        }
    }
    assert!(count > 100, "only {count}");
}

/// A definition's properties, be it one of two forms.
fn properties(definition: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let of_first = definition["anyOf"][0]["properties"].as_object();
    definition["properties"].as_object().or(of_first).into_iter().flatten()
}
