//! Where bases are found, chains of them, versions, functions beside them.

use std::path::Path;

use super::{BASE, SHARED, folder, open, yaml};
use crate::cli::files;

#[test]
fn an_overlay_may_extend_an_overlay() {
    let folder = folder("extends: team/team.yaml\nparams: { closed: { add: [Gone] } }\nactivities: { late: off }\n");
    let team = "extends: ../base.yaml\nname: team\nparams: { closed: [Closed, Done] }\nactivities: { opened: { label: { en: Begun } } }\n";
    files(folder.path(), &[("team/team.yaml", team)]);
    let opened = open(&folder.path().join("mine.yaml"), None);
    assert_eq!(opened.told(), Vec::<String>::new());
    assert_eq!(opened.at("name"), "team");
    assert_eq!(opened.at("params.closed.default"), yaml("[Closed, Done, Gone]"));
    assert_eq!(opened.at("activities.opened.label"), yaml("{ en: Begun, fr: Ouvert }"));
    let files: Vec<(String, String)> = opened.plan.unwrap().files;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["mine.yaml", "team/team.yaml", "../base.yaml"]);
    assert!(files.iter().all(|(_, digest)| digest.len() == 64));
}

#[test]
fn a_base_is_a_shipped_name_a_file_or_a_folder() {
    for base in ["servicenow-incident", "base.yaml", "./base.yaml", "inner", "./inner/", "{ mapping: inner }"] {
        let folder = folder(&format!("extends: {base}\n"));
        files(folder.path(), &[("inner/mapping.yaml", BASE), ("inner/shared.rhai", SHARED)]);
        let opened = open(&folder.path().join("mine.yaml"), None);
        assert_eq!(opened.told(), Vec::<String>::new(), "{base}");
        assert!(opened.plan.is_some(), "{base}");
    }
}

#[test]
fn what_is_no_base_is_told_at_its_name() {
    for (extends, told) in [
        ("extends: nowhere.yaml", "unknown-mapping at `nowhere.yaml` in mine.yaml"),
        ("extends: servicenow-incidnt", "unknown-mapping at `servicenow-incidnt` in mine.yaml"),
        ("extends: { mapping: nowhere.yaml }", "unknown-mapping at `nowhere.yaml` in mine.yaml"),
        ("extends: empty", "unknown-mapping at `empty` in mine.yaml"),
        ("extends: set.yaml", "set-in-set at `set.yaml` in mine.yaml"),
        ("extends: [base.yaml]", "wrong-kind-of-value at `[base.yaml]` in mine.yaml"),
        ("extends:", "wrong-kind-of-value at `` in mine.yaml"),
        ("extends: { file: base.yaml }", "unknown-key at `file` in mine.yaml"),
        ("extends: { version: 1.0.0 }", "missing-key at `{ version: 1.0.0 }` in mine.yaml"),
    ] {
        let folder = folder(&format!("{extends}\nactivities: {{ whatever: off }}\n"));
        files(folder.path(), &[("set.yaml", "caseloom: 1\nset: all\nmappings: { a: {} }\n"), ("empty/x.txt", "")]);
        let opened = open(&folder.path().join("mine.yaml"), None);
        assert!(opened.told().contains(&told.to_owned()), "{extends}: {:?}", opened.told());
        assert!(opened.told().iter().all(|told| !told.contains("override")), "{extends}: {:?}", opened.told());
    }
}

#[test]
fn a_circle_is_told_with_its_files() {
    let folder = folder("extends: second.yaml\n");
    files(folder.path(), &[("second.yaml", "extends: third.yaml\n"), ("third.yaml", "extends: ./mine.yaml\n")]);
    let opened = open(&folder.path().join("mine.yaml"), None);
    assert_eq!(opened.told(), ["overlay-cycle at `./mine.yaml` in third.yaml"]);
    let message = &opened.found[0].message;
    assert_eq!(
        message,
        "3 files extend each other in a circle: `mine.yaml` → `second.yaml` → `third.yaml` → `mine.yaml`"
    );
    let alone = self::folder("extends: mine.yaml\n");
    let opened = open(&alone.path().join("mine.yaml"), None);
    assert_eq!(opened.found[0].message, "`mine.yaml` extends itself");
}

/// A circle below an overlay is that of the files in it.
#[test]
fn a_circle_may_lie_below() {
    let folder = folder("extends: second.yaml\n");
    files(folder.path(), &[("second.yaml", "extends: third.yaml\n"), ("third.yaml", "extends: second.yaml\n")]);
    let opened = open(&folder.path().join("mine.yaml"), None);
    assert_eq!(
        opened.found[0].message,
        "2 files extend each other in a circle: `second.yaml` → `third.yaml` → `second.yaml`"
    );
}

#[test]
fn the_base_s_version_has_to_do() {
    for (version, code) in [
        ("\">=1.0, <2\"", None),
        ("^1.2", None),
        ("\"=1.2.0\"", None),
        ("1", None),
        ("\"*\"", None),
        ("\">=2\"", Some("base-version at `\">=2\"` in mine.yaml")),
        ("\"<1.2\"", Some("base-version at `\"<1.2\"` in mine.yaml")),
        ("~1.1", Some("base-version at `~1.1` in mine.yaml")),
        ("1 to 2", Some("invalid-version at `1 to 2` in mine.yaml")),
        ("newest", Some("invalid-version at `newest` in mine.yaml")),
    ] {
        let folder = folder(&format!("extends: {{ mapping: base.yaml, version: {version} }}\n"));
        let told = open(&folder.path().join("mine.yaml"), None).told();
        assert_eq!(told, code.into_iter().collect::<Vec<_>>(), "{version}");
    }
}

#[test]
fn a_version_that_can_t_be_compared_is_told() {
    for (line, is_fine) in
        [("version: 1.2", true), ("version: 3", false), ("version: spring", false), ("docs: none", false)]
    {
        let folder = folder("extends: { mapping: base.yaml, version: ^1 }\n");
        files(folder.path(), &[("base.yaml", &BASE.replace("version: 1.2.0", line))]);
        let opened = open(&folder.path().join("mine.yaml"), None);
        assert_eq!(opened.plan.is_some(), is_fine, "{line}: {:?}", opened.told());
    }
}

/// Faults of the base are faults of the base.
#[test]
fn what_is_wrong_with_the_base_is_told_there() {
    let folder = folder("extends: base.yaml\n");
    files(folder.path(), &[("base.yaml", &BASE.replace("to: $closed", "to: $closd"))]);
    assert_eq!(open(&folder.path().join("mine.yaml"), None).told(), ["unknown-param at `closd` in base.yaml"]);
    files(folder.path(), &[("base.yaml", "caseloom: [")]);
    let opened = open(&folder.path().join("mine.yaml"), None);
    assert!(opened.told().iter().all(|told| told.ends_with("in base.yaml")), "{:?}", opened.told());
    assert!(opened.plan.is_none() && !opened.found.is_empty());
}

#[test]
fn functions_beside_both_are_read() {
    let overlay = "extends: lib\nscripts: mine.rhai\nattributes: { case: { Twice: { script: 'twice(3)', label: { en: Twice, fr: Deux fois } } } }\n";
    let folder = folder(overlay);
    let beside = [("lib/mapping.yaml", BASE), ("lib/shared.rhai", SHARED), ("mine.rhai", "fn twice(x) { x * 2 }\n")];
    files(folder.path(), &beside);
    let opened = open(&folder.path().join("mine.yaml"), None);
    assert_eq!(opened.told(), Vec::<String>::new());
    assert_eq!(opened.at("scripts"), yaml("[shared.rhai, mine.rhai]"));
    let names: Vec<&str> = opened.resolved.shared.iter().map(|(_, file)| file.name.as_str()).collect();
    assert_eq!(names, ["shared.rhai", "mine.rhai"]);
}

#[test]
fn functions_of_the_same_file_are_the_overlay_s() {
    let folder = folder("extends: lib\nscripts: { add: [shared.rhai] }\n");
    let own = "fn heavy(weight) { weight != () && weight > 99 }\n";
    files(folder.path(), &[("lib/mapping.yaml", BASE), ("lib/shared.rhai", SHARED), ("shared.rhai", own)]);
    let opened = open(&folder.path().join("mine.yaml"), None);
    assert_eq!(opened.told(), Vec::<String>::new());
    let texts: Vec<&str> = opened.resolved.shared.iter().map(|(_, file)| file.text.as_str()).collect();
    assert_eq!(texts, [own]);
}

#[test]
fn a_script_file_is_looked_for_beside_the_file_that_names_it() {
    let folder = folder("extends: lib\nscripts: mine.rhai\n");
    files(folder.path(), &[("lib/mapping.yaml", BASE), ("lib/shared.rhai", SHARED), ("lib/mine.rhai", "")]);
    let told = open(&folder.path().join("mine.yaml"), None).told();
    assert_eq!(told, ["script-file-not-found at `mine.rhai` in mine.yaml"]);
    let gone = self::folder("extends: lib\nscripts: off\n");
    files(gone.path(), &[("lib/mapping.yaml", BASE)]);
    let told = open(&gone.path().join("mine.yaml"), None).told();
    assert_eq!(told, ["disabled-in-use at `scripts: off` in mine.yaml"]);
}

#[test]
fn a_mapping_without_extends_is_none() {
    let opened = open(Path::new("servicenow-incident"), None);
    assert!(opened.resolved.extended.is_none());
    assert!(opened.plan.unwrap().files.is_empty());
}
