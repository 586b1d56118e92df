//! How a command line names a mapping.

use std::fs;

use caseloom::shipped::{Home, LocateError, locate, names, read, tests};
use tempfile::tempdir;

#[test]
fn shipped_names_are_sorted_and_found() {
    let names = names();
    assert!(names.is_sorted());
    for name in &names {
        let located = locate(name).unwrap();
        assert_eq!(located.display, format!("shipped:{name}/mapping.yaml"));
        assert_eq!(located.home, Home::Shipped(name.clone()));
        assert_eq!(located.home.read("mapping.yaml").unwrap(), located.text);
    }
}

#[test]
fn samples_are_not_in_the_binary_and_tests_are() {
    for name in names() {
        assert!(!tests(&name).is_empty(), "{name}");
        for test in tests(&name) {
            let file = format!("{}/mappings/{test}", env!("CARGO_MANIFEST_DIR"));
            assert_eq!(read(&test).as_deref(), fs::read_to_string(file).ok().as_deref(), "{test}");
        }
        for folder in ["sample", "sample-report"] {
            for entry in
                fs::read_dir(format!("{}/mappings/{name}/{folder}", env!("CARGO_MANIFEST_DIR"))).into_iter().flatten()
            {
                let file = entry.unwrap().file_name().into_string().unwrap();
                assert_eq!(read(&format!("{name}/{folder}/{file}")), None, "{file}");
            }
        }
    }
}

#[test]
fn files_and_folders_are_found_and_so_is_what_stands_beside_them() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("mapping.yaml"), "name: a").unwrap();
    fs::write(folder.path().join("functions.rhai"), "fn f() {}").unwrap();
    let by_folder = locate(folder.path().to_str().unwrap()).unwrap();
    let by_file = locate(folder.path().join("mapping.yaml").to_str().unwrap()).unwrap();
    assert_eq!((by_folder.text.as_ref(), by_folder.display), ("name: a", by_file.display));
    assert_eq!(by_file.home.read("functions.rhai").unwrap(), "fn f() {}");
    assert!(by_file.home.read("missing.rhai").is_err());
}

#[test]
fn what_is_not_there_is_told() {
    let error = locate("no-such-thing").unwrap_err();
    assert!(matches!(error, LocateError::Unknown { .. }) && error.is_usage());
    for traversal in ["..", "../x/mapping", ""] {
        assert!(!matches!(locate(traversal), Ok(located) if matches!(located.home, Home::Shipped(_))), "{traversal}");
    }
}

#[test]
fn a_name_that_is_nearly_shipped_is_suggested() {
    for name in names() {
        let error = locate(&format!("{name}x")).unwrap_err();
        assert!(error.help().starts_with(&format!("did you mean `{name}`?")), "{}", error.help());
    }
}

#[test]
fn a_folder_without_a_mapping_and_bytes_that_are_no_text() {
    let folder = tempdir().unwrap();
    let error = locate(folder.path().to_str().unwrap()).unwrap_err();
    assert!(matches!(error, LocateError::NoMapping { .. }) && error.is_usage());
    fs::write(folder.path().join("mapping.yaml"), b"\xff").unwrap();
    let error = locate(folder.path().to_str().unwrap()).unwrap_err();
    assert!(matches!(error, LocateError::NotUtf8 { .. }) && !error.is_usage());
    assert_eq!(error.help(), "save the mapping as UTF-8");
}
