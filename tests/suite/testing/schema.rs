//! The published schema of files of tests: fresh, and of one mind with the program.

use caseloom::testing;
use serde_json::Value;

use crate::mapping::root;

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&testing::schema()).unwrap()
}

fn as_json(path: &std::path::Path) -> Value {
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_file_is_fresh() {
    let (file, schema) = (root().join("schemas/tests.schema.json"), testing::schema());
    assert!(jsonschema::meta::is_valid(&schema));
    let wanted = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if std::env::var_os("CASELOOM_WRITE").is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == wanted, "CASELOOM_WRITE=1 cargo test --test suite testing::schema::the_file_is_fresh");
}

#[test]
fn it_accepts_the_cases_of_the_shipped_mappings() {
    let validator = validator();
    let mappings = std::fs::read_dir(root().join("mappings")).unwrap().map(|entry| entry.unwrap().path());
    let files = mappings.flat_map(|mapping| std::fs::read_dir(mapping.join("tests")).unwrap());
    let mut seen = 0;
    for path in
        files.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "yaml"))
    {
        let json = as_json(&path);
        let errors: Vec<String> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        seen += 1;
    }
    assert!(seen > 10, "{seen} files");
}

#[test]
fn it_refuses_misspelt_keys() {
    let validator = validator();
    let file = |name: &str| as_json(&root().join(format!("tests/broken-tests/{name}.yaml")));
    assert!(validator.is_valid(&file("another-value")));
    assert!(!validator.is_valid(&file("misspelt-key")));
}
