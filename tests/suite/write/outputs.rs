//! A folder in which files appear together, or not at all.

use std::fs;
use std::path::Path;

use caseloom::write::{OutputError, Outputs, digest_of};
use tempfile::tempdir;

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

/// Writes `a.csv` and a manifest that lists it.
fn write(folder: &Path, text: &str) -> Result<(), OutputError> {
    let mut outputs = Outputs::open(folder, &["a.csv"], &[])?;
    let mut file = outputs.create("a.csv")?;
    file.write(text.as_bytes())?;
    file.close();
    outputs.finish(br#"{"outputs": [{"file": "a.csv"}]}"#)
}

#[test]
fn files_have_their_names_only_in_the_end() {
    let folder = tempdir().unwrap();
    let folder = folder.path().join("new/log");
    let mut outputs = Outputs::open(&folder, &["a.csv"], &[]).unwrap();
    let mut file = outputs.create("a.csv").unwrap();
    file.write(b"one\n").unwrap();
    file.write(b"two\n").unwrap();
    assert_eq!(names(&folder), [".a.csv.caseloom-partial"]);
    let written = file.close();
    assert_eq!((written.name, written.bytes), ("a.csv", 8));
    assert_eq!(written.blake3, blake3::hash(b"one\ntwo\n").to_hex().as_str());
    outputs.finish(b"{}").unwrap();
    assert_eq!(names(&folder), ["a.csv", "manifest.json"]);
    assert_eq!(fs::read(folder.join("a.csv")).unwrap(), b"one\ntwo\n");
}

#[test]
fn a_digest_is_the_known_one() {
    assert_eq!(digest_of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn a_run_that_fails_leaves_nothing_of_its_own() {
    let folder = tempdir().unwrap();
    let log = folder.path().join("log");
    let mut outputs = Outputs::open(&log, &["a.csv"], &[]).unwrap();
    outputs.create("a.csv").unwrap().write(b"half").unwrap();
    drop(outputs);
    assert!(!log.exists(), "the folder was made for this run");
}

#[test]
fn a_run_that_fails_leaves_the_old_files_and_their_manifest() {
    let folder = tempdir().unwrap();
    write(folder.path(), "old").unwrap();
    let mut outputs = Outputs::open(folder.path(), &["a.csv"], &[]).unwrap();
    assert!(!folder.path().join("manifest.json").exists(), "gone before anything is written");
    outputs.create("a.csv").unwrap().write(b"new").unwrap();
    drop(outputs);
    assert_eq!(names(folder.path()), ["a.csv", "manifest.json"]);
    assert_eq!(fs::read(folder.path().join("a.csv")).unwrap(), b"old");
    write(folder.path(), "newer").unwrap();
    assert_eq!(names(folder.path()), ["a.csv", "manifest.json"]);
    assert_eq!(fs::read(folder.path().join("a.csv")).unwrap(), b"newer");
}

#[test]
fn what_a_killed_run_left_goes_at_the_next() {
    let folder = tempdir().unwrap();
    for name in [".a.csv.caseloom-partial", ".b.csv.caseloom-partial", "mine.txt", ".hidden"] {
        fs::write(folder.path().join(name), "x").unwrap();
    }
    write(folder.path(), "whole").unwrap();
    assert_eq!(names(folder.path()), [".hidden", "a.csv", "manifest.json", "mine.txt"]);
}

/// A run that is killed before it replaces anything leaves the old files whole; the next one, which fails, tells so.
#[test]
fn the_manifest_comes_back_after_a_killed_run_where_its_files_are_whole() {
    let killed = |folder: &Path| {
        write(folder, "old").unwrap();
        fs::rename(folder.join("manifest.json"), folder.join(".manifest.json.caseloom-previous")).unwrap();
        fs::write(folder.join(".a.csv.caseloom-partial"), "ne").unwrap();
    };
    let folder = tempdir().unwrap();
    killed(folder.path());
    drop(Outputs::open(folder.path(), &["a.csv"], &[]).unwrap());
    assert_eq!(names(folder.path()), ["a.csv", "manifest.json"]);
    let folder = tempdir().unwrap();
    killed(folder.path());
    fs::remove_file(folder.path().join("a.csv")).unwrap();
    drop(Outputs::open(folder.path(), &["a.csv"], &[]).unwrap());
    assert!(!folder.path().join("manifest.json").exists(), "its file is gone");
    write(folder.path(), "new").unwrap();
    assert_eq!(names(folder.path()), ["a.csv", "manifest.json"]);
}

#[test]
fn what_a_run_wrote_that_was_killed_while_it_replaced_files_is_ours() {
    let folder = tempdir().unwrap();
    for (name, text) in [
        ("a.csv", "new"),
        (".b.csv.caseloom-partial", "new"),
        (".manifest.json.caseloom-replaced", r#"{"outputs": [{"file": "c.csv"}]}"#),
        (".manifest.json.caseloom-partial", r#"{"outputs": [{"file": "a.csv"}, {"file": "b.csv"}]}"#),
        ("c.csv", "old"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    drop(Outputs::open(folder.path(), &["a.csv"], &["c.csv"]).unwrap());
    assert!(!folder.path().join("manifest.json").exists(), "the files are of two runs");
    let mut outputs = Outputs::open(folder.path(), &["a.csv"], &["c.csv"]).unwrap();
    outputs.create("a.csv").unwrap().write(b"newest").unwrap();
    outputs.finish(br#"{"outputs": [{"file": "a.csv"}]}"#).unwrap();
    assert_eq!(names(folder.path()), ["a.csv", "manifest.json"]);
}

#[test]
fn a_run_that_fails_while_it_replaces_files_says_so() {
    let folder = tempdir().unwrap();
    write(folder.path(), "old").unwrap();
    let mut outputs = Outputs::open(folder.path(), &["a.csv", "b.csv"], &[]).unwrap();
    for name in ["a.csv", "b.csv"] {
        outputs.create(name).unwrap().write(b"new").unwrap();
    }
    fs::create_dir_all(folder.path().join("b.csv/x")).unwrap();
    let error = outputs.finish(br#"{"outputs": [{"file": "a.csv"}, {"file": "b.csv"}]}"#).unwrap_err();
    assert!(matches!(error, OutputError::Halfway { .. }), "{error}");
    assert!(!folder.path().join("manifest.json").exists());
    fs::remove_dir_all(folder.path().join("b.csv")).unwrap();
    write(folder.path(), "newer").unwrap();
    assert_eq!(names(folder.path()), ["a.csv", "manifest.json"]);
}

#[test]
fn what_no_run_wrote_is_not_replaced() {
    for (name, text) in [("a.csv", "mine"), ("manifest.json", "{}"), ("manifest.json", "not json")] {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join(name), text).unwrap();
        let error = write(folder.path(), "new").unwrap_err();
        assert!(matches!(&error, OutputError::NotOurs { file } if file.ends_with(name)), "{error}");
        assert!(error.is_usage());
        assert_eq!(names(folder.path()), [name]);
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
    }
}

#[test]
fn what_an_earlier_run_wrote_and_this_one_does_not_goes_in_the_end() {
    let folder = tempdir().unwrap();
    write(folder.path(), "old").unwrap();
    fs::write(folder.path().join("c.csv"), "mine").unwrap();
    let outputs = Outputs::open(folder.path(), &["b.csv"], &["a.csv", "c.csv"]).unwrap();
    assert!(folder.path().join("a.csv").exists(), "a run that fails leaves it");
    drop(outputs);
    let mut outputs = Outputs::open(folder.path(), &["b.csv"], &["a.csv", "c.csv"]).unwrap();
    outputs.create("b.csv").unwrap().write(b"new").unwrap();
    outputs.finish(br#"{"outputs": [{"file": "b.csv"}]}"#).unwrap();
    assert_eq!(names(folder.path()), ["b.csv", "c.csv", "manifest.json"]);
}

#[test]
fn files_of_other_names_are_nobody_s_concern() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("b.csv"), "mine").unwrap();
    write(folder.path(), "new").unwrap();
    assert_eq!(fs::read(folder.path().join("b.csv")).unwrap(), b"mine");
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let folder = tempdir().unwrap();
    let first = Outputs::open(folder.path(), &["a.csv"], &[]).unwrap();
    let error = Outputs::open(folder.path(), &["a.csv"], &[]).unwrap_err();
    assert!(matches!(error, OutputError::InUse { .. }), "{error}");
    assert!(!error.is_usage());
    drop(first);
    write(folder.path(), "later").unwrap();
}

#[test]
fn a_file_is_no_folder() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(Outputs::open(&file, &[], &[]).unwrap_err(), OutputError::NotAFolder { .. }));
    assert!(matches!(Outputs::open(&file.join("below"), &[], &[]).unwrap_err(), OutputError::Io { .. }));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_where_no_file_can_be_made_is_told_at_once() {
    let error = Outputs::open(Path::new("/proc/self/fd"), &["a.csv"], &[]).unwrap_err();
    assert!(matches!(error, OutputError::Io { .. }), "{error}");
    assert!(!error.is_usage());
}
