//! `show --output`

use std::path::Path;

use caseloom::shipped;

use super::{caseloom_in, files};
use crate::overlay;

fn copy(folder: &Path, mapping: &str, more: &[&str]) -> super::Ran {
    caseloom_in(folder, &[&["show", mapping, "--output", "copy"], more].concat())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_copy_is_whole() {
    for name in shipped::names() {
        let folder = tempfile::tempdir().unwrap();
        let ran = copy(folder.path(), &name, &[]);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", "written to copy\n"), "{name}");
        let validated = caseloom_in(folder.path(), &["validate", "copy"]);
        assert_eq!(validated.stderr, "copy/mapping.yaml: no findings\n", "{name}: {}", validated.stdout);
        let diff = caseloom_in(folder.path(), &["diff", &name, "copy"]);
        assert_eq!((diff.stdout.as_str(), diff.stderr.as_str()), ("", "no differences\n"), "{name}");
    }
}

/// Functions of an overlay and of its base, from folders of their own.
#[test]
fn a_copy_of_an_overlay_has_the_scripts_of_its_bases() {
    let folder = overlay::folder("extends: base.yaml\n");
    let mine = "extends: ../base.yaml\nname: mine\nscripts: lib/own.rhai\nattributes: { case: { Two: = two() } }\n";
    files(folder.path(), &[("own/mine.yaml", mine), ("own/lib/own.rhai", "fn two() { 2 }\n")]);
    std::fs::create_dir(folder.path().join("copy")).unwrap();
    assert_eq!(copy(folder.path(), "own/mine.yaml", &["--profile", "report"]).code, 0);
    let into = folder.path().join("copy");
    assert_eq!(names(&into), ["lib", "mapping.yaml", "shared.rhai"]);
    assert_eq!(std::fs::read_to_string(into.join("shared.rhai")).unwrap(), overlay::SHARED);
    let validated = caseloom_in(folder.path(), &["validate", "copy"]);
    assert_eq!(validated.code, 0, "{}", validated.stdout);
}

#[test]
fn nothing_is_written_over_and_nothing_is_left() {
    let folder = overlay::folder("extends: base.yaml\n");
    files(
        folder.path(),
        &[("full/mine.yaml", "a: b\n"), ("wrong.yaml", "extends: base.yaml\nname: 5x\nscripts: gone.rhai\n")],
    );
    let show = |arguments: &[&str]| caseloom_in(folder.path(), &[&["show"], arguments].concat());
    show(&["mine.yaml", "--output", "full"]).refused(&["E0906", "the output folder `full` isn't empty"]);
    show(&["mine.yaml", "--output", "base.yaml"]).refused(&["E0906", "the output `base.yaml` is not a folder"]);
    let ran = show(&["wrong.yaml", "--output", "copy"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("E0511"), "{}", ran.stderr);
    assert_eq!(names(folder.path()), ["base.yaml", "full", "mine.yaml", "shared.rhai", "wrong.yaml"]);
    // Two names of one file can't both be written.
    files(
        folder.path(),
        &[("own/mine.yaml", "extends: ../base.yaml\nscripts: ./shared.rhai\n"), ("own/shared.rhai", "fn g() { 1 }\n")],
    );
    let ran = show(&["own/mine.yaml", "--output", "copy"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(!folder.path().join("copy").exists());
}
