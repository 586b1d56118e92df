//! Lock files.

use std::path::Path;

use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::resolve::lock::{self, Lock};
use caseloom::shipped;

use super::{BASE, SHARED, folder, open};
use crate::cli::{caseloom_in, files};

fn accepted() -> tempfile::TempDir {
    let folder = folder("extends: base.yaml\nactivities: { late: off }\n");
    let ran = caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--accept"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", "written: mine.lock\n"));
    folder
}

#[test]
fn it_holds_the_base_as_it_was() {
    let folder = accepted();
    let text = std::fs::read_to_string(folder.path().join("mine.lock")).unwrap();
    let (mut files, mut found) = (Files::new(), Diagnostics::new());
    let lock = Lock::parse(&mut files, "mine.lock", &text, &mut found).unwrap();
    assert!(found.is_empty());
    assert_eq!((lock.base.as_str(), lock.version.as_deref()), ("base.yaml", Some("1.2.0")));
    let base = open(&folder.path().join("base.yaml"), None);
    assert_eq!(serde_json::to_value(&lock.tree).unwrap(), base.json());
    assert_eq!(lock.sha256.len(), 64);
    assert_eq!(lock.scripts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["shared.rhai"]);
    assert_eq!(lock.to_yaml().unwrap(), text);
}

/// What is written can be read again, whatever the base: quoted numbers stay texts.
#[test]
fn shipped_bases_survive_it() {
    for name in shipped::names() {
        let folder = tempfile::tempdir().unwrap();
        files(folder.path(), &[("mine.yaml", &format!("extends: {name}\n"))]);
        assert_eq!(caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--accept"]).code, 0);
        let ran = caseloom_in(folder.path(), &["upgrade-check", "mine.yaml"]);
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
            (0, "", "the base hasn't changed\n"),
            "{name}"
        );
        assert_eq!(caseloom_in(folder.path(), &["validate", "mine.yaml"]).stdout, "", "{name}");
    }
}

#[test]
fn another_base_is_a_warning() {
    let folder = accepted();
    let mine = folder.path().join("mine.yaml");
    assert_eq!(open(&mine, None).told(), Vec::<String>::new());
    for (base, shared, versions) in [
        (BASE.replace("version: 1.2.0", "version: 1.3.0"), SHARED, " (1.3.0 instead of 1.2.0)"),
        (BASE.replace("Opened", "Received"), SHARED, ""),
        (BASE.to_owned(), "fn heavy(weight) { false }\n", ""),
    ] {
        files(folder.path(), &[("base.yaml", &base), ("shared.rhai", shared)]);
        let opened = open(&mine, None);
        assert_eq!(opened.told(), ["base-changed at `base.yaml` in mine.yaml"]);
        let message = format!("`base.yaml` has changed since this overlay was last looked at{versions}");
        assert_eq!(opened.found[0].message, message);
        assert!(opened.plan.is_some());
    }
    let comment = format!("{BASE}# nothing new\n");
    files(folder.path(), &[("base.yaml", &comment), ("shared.rhai", SHARED)]);
    assert_eq!(open(&mine, None).told(), Vec::<String>::new());
}

#[test]
fn what_is_no_lock_file_is_told() {
    let folder = accepted();
    let text = std::fs::read_to_string(folder.path().join("mine.lock")).unwrap();
    for wrong in [
        String::new(),
        "lock: [".to_owned(),
        text.replace("lock: 1", "lock: 2"),
        text.replace("sha256:", "digest:"),
        text.replace("mapping:", "base_mapping:"),
        "lock: 1\nbase: base.yaml\nsha256: x\nscripts: {}\nmapping: none\n".to_owned(),
    ] {
        files(folder.path(), &[("mine.lock", &wrong)]);
        let told = open(&folder.path().join("mine.yaml"), None).told();
        assert!(
            told.len() == 1 && told[0].starts_with("invalid-lock at") && told[0].ends_with("in mine.lock"),
            "{told:?}"
        );
        let ran = caseloom_in(folder.path(), &["upgrade-check", "mine.yaml"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
        assert!(ran.stderr.contains("the lock file `mine.lock` can't be read"), "{}", ran.stderr);
    }
}

#[test]
fn it_stands_beside_the_overlay() {
    for (overlay, lock) in [("a.yaml", "a.lock"), ("x/mapping.yaml", "x/mapping.lock"), ("x.y.yml", "x.y.lock")] {
        assert_eq!(lock::path_of(Path::new(overlay)), Path::new(lock));
    }
}
