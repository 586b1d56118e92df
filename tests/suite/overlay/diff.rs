//! `caseloom diff`

use serde_json::Value;

use super::{BASE, folder};
use crate::cli::{caseloom_in, files};

/// What differs from the base, in words.
fn told(base: &str) -> String {
    let folder = folder("extends: base.yaml\n");
    files(folder.path(), &[("other.yaml", base)]);
    let ran = caseloom_in(folder.path(), &["diff", "base.yaml", "other.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn an_overlay_alone_is_compared_with_its_base() {
    let folder = folder(
        "extends: base.yaml\nname: mine\nparams: { closed: { add: [Gone] }, patience: 2h }\n\
         sources: { tickets: { files: { add: [b.csv] }, columns: { Status: { header: { add: [État] } }, Team: text, Opened: { formats: [iso8601] } } } }\n\
         activities: { late: off, opened: { label: { en: Begun } }, held: { label: Held, change: status, to: Hold } }\n\
         attributes: { case: { Status: case.Owner, Changes: { label: { fr: Nombre } } } }\n",
    );
    let ran = caseloom_in(folder.path(), &["diff", "mine.yaml"]);
    let wanted = "\
mapping
  changed  `name` is mine, was desk
params
  changed  closed: `default` also has Gone
  changed  patience: `default` is 2h, was 4h
sources
  changed  tickets: `files` also has b.csv
columns
  changed  tickets.Opened: `formats` is iso8601, was %d.%m.%Y %H:%M
  changed  tickets.Status: `header` is [Status, État]
  added    tickets.Team
activities
  renamed  opened: `label.en` is Begun, was Opened
  removed  late (Late)
  added    held (Held)
attributes of cases
  changed  Status: the value is case.Owner, was case.Status
  renamed  Changes: `label.fr` is Nombre, was Changements
";
    assert_eq!((ran.stdout.as_str(), ran.code), (wanted, 0));
    let both = caseloom_in(folder.path(), &["diff", "base.yaml", "mine.yaml"]);
    assert_eq!(both.stdout, wanted);
}

#[test]
fn each_kind_of_change_has_its_words() {
    for (from, to, wanted) in [
        (
            "closed: { label: { en: Closed, fr: Fermé }, change",
            "done: { label: { en: Closed, fr: Fermé }, change",
            "activities\n  renamed  closed is done now",
        ),
        (
            "where: { Weight: { above: 0 } }",
            "where: { Weight: { above: 5 } }",
            "activities\n  changed  opened: `where` is { Weight: { above: 5 } }, was { Weight: { above: 0 } }\n",
        ),
        (
            "where: { Weight: { above: 0 } }",
            "which: first",
            "activities\n  changed  opened: no `where`, was { Weight: { above: 0 } }\n  changed  opened: `which` is first\n",
        ),
        ("timezone: UTC", "timezone: Asia/Tokyo", "mapping\n  changed  `timezone` is Asia/Tokyo, was UTC\n"),
        ("scripts: shared.rhai", "scripts: [shared.rhai, more.rhai]", "scripts\n  changed  also has more.rhai\n"),
        ("record: tickets,", "record: tickets, orphans: keep,", "case\n  changed  `orphans` is keep\n"),
        (
            "unit: h",
            "unit: d",
            "attributes of cases\n  changed  OpenFor: the value is { duration: [first opened, last closed], unit: d }",
        ),
        ("by: Owner\n", "by: [Owner, Status]\n", "sources\n  changed  tickets: `by` is [Owner, Status], was Owner\n"),
        (
            "header: Date",
            "header: Datum",
            "profiles\n  changed  report: `sources.tickets.columns.Opened.header` is Datum, was Date\n",
        ),
        ("[first opened, last closed]", "[first opened, last changed]", "attributes of cases\n  changed  OpenFor"),
        ("    files: [history.csv]", "    files: history.csv", ""),
        ("version: 1.2.0", "version: 1.2.0 # nothing new", ""),
        ("Status: text\n", "Status: { type: text }\n", ""),
    ] {
        assert!(BASE.contains(from), "{from}");
        let told = told(&BASE.replace(from, to));
        assert!(told.starts_with(wanted) && (told.is_empty() == wanted.is_empty()), "{to}:\n{told}");
    }
}

#[test]
fn a_script_file_with_another_text_differs() {
    let folder = folder("extends: base.yaml\n");
    files(folder.path(), &[("x/mapping.yaml", BASE), ("x/shared.rhai", "fn heavy(weight) { true }\n")]);
    let ran = caseloom_in(folder.path(), &["diff", "base.yaml", "x"]);
    assert_eq!(ran.stdout, "scripts\n  changed  shared.rhai: another text\n");
}

#[test]
fn for_programs_each_change_is_an_object() {
    let folder = folder("extends: base.yaml\nactivities: { late: off }\nparams: { closed: Done }\n");
    let ran = caseloom_in(folder.path(), &["diff", "mine.yaml", "--format", "json"]);
    let changes: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(changes.as_array().unwrap().len(), 2);
    let closed = serde_json::json!({
        "change": "changed", "section": "params", "id": "closed", "key": "default",
        "path": ["params", "closed", "default"], "old": ["Closed"], "new": ["Done"],
    });
    assert_eq!(changes[0], closed);
    let late = &changes[1];
    assert_eq!((&late["change"], &late["id"], &late["key"]), (&"removed".into(), &"late".into(), &Value::Null));
    assert_eq!(late["old"]["deadline"]["after"], "opened");
}

#[test]
fn whether_they_differ_may_be_the_exit_code() {
    let folder = folder("extends: base.yaml\nname: mine\n");
    for (arguments, code) in [
        (&["diff", "mine.yaml", "--exit-code"][..], 1),
        (&["diff", "mine.yaml"], 0),
        (&["diff", "base.yaml", "base.yaml", "--exit-code"], 0),
    ] {
        assert_eq!(caseloom_in(folder.path(), arguments).code, code, "{arguments:?}");
    }
    let same = caseloom_in(folder.path(), &["diff", "base.yaml", "base.yaml"]);
    assert_eq!((same.stdout.as_str(), same.stderr.as_str()), ("", "no differences\n"));
}

#[test]
fn what_can_t_be_compared_is_told() {
    let folder = folder("extends: nowhere.yaml\n");
    files(folder.path(), &[("set.yaml", "caseloom: 1\nset: all\nmappings: { a: {} }\n")]);
    caseloom_in(folder.path(), &["diff", "base.yaml"]).refused(&["`base.yaml` extends no mapping", "two mappings"]);
    caseloom_in(folder.path(), &["diff", "base.yaml", "set.yaml"]).refused(&["is a set of mappings"]);
    caseloom_in(folder.path(), &["diff", "base.yaml", "gone.yaml"]).refused(&["`gone.yaml`"]);
    let ran = caseloom_in(folder.path(), &["diff", "mine.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("nowhere.yaml"), "{}", ran.stderr);
}

#[test]
fn a_text_is_no_param_and_no_other_number() {
    let with = |to: &str| BASE.replace("to: $closed", &format!("to: {to}")).replace("1.2.0", "1.20");
    let folder = folder("extends: base.yaml\n");
    files(
        folder.path(),
        &[
            ("param.yaml", &with("$closed")),
            ("text.yaml", &with("\"$closed\"")),
            ("both.yaml", &with("[$closed, \"$closed\"]").replace("1.20", "1.2")),
        ],
    );
    let diff = |second: &str| caseloom_in(folder.path(), &["diff", "param.yaml", second]).stdout;
    assert_eq!(diff("text.yaml"), "activities\n  changed  closed: `to` is \"$closed\", was $closed\n");
    assert_eq!(
        diff("both.yaml"),
        "mapping\n  changed  `version` is 1.2, was 1.20\nactivities\n  changed  closed: `to` is [$closed, \"$closed\"], was $closed\n"
    );
}
