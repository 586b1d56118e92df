//! `caseloom upgrade-check`

use serde_json::Value;

use super::{BASE, SHARED, folder};
use crate::cli::{Ran, caseloom_in, files};

const OVERLAY: &str = "\
extends: base.yaml
name: mine
params: { closed: { add: [Gone] }, patience: 2h }
activities:
  late: off
  opened: { label: { en: Begun } }
  held: { label: Held, change: status, to: Hold }
sources: { tickets: { columns: { Status: { header: { add: [État] } } } } }
";

/// What a base with other words means for the overlay.
fn checked(from: &str, to: &str) -> Ran {
    assert!(BASE.contains(from), "{from}");
    let folder = folder(OVERLAY);
    files(folder.path(), &[("old/mapping.yaml", BASE), ("old/shared.rhai", SHARED)]);
    files(folder.path(), &[("base.yaml", &BASE.replace(from, to))]);
    caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--old", "old"])
}

#[test]
fn what_the_overlay_says_too_is_to_be_looked_at() {
    for (from, to, wanted) in [
        (
            "en: Opened, fr",
            "en: Received, fr",
            "mine.yaml:6  activities: the base renamed opened: `label.en` is Received, was Opened; the overlay has a value of its own here",
        ),
        (
            "default: 4h",
            "default: 8h",
            "mine.yaml:3  params: the base changed patience: `default` is 8h, was 4h; the overlay has a value of its own here",
        ),
        (
            "within: 4h",
            "within: 9h",
            "mine.yaml:5  activities: the base changed late: `deadline.within` is 9h, was 4h; the overlay switches it off",
        ),
        (
            "activities:\n",
            "activities:\n  held: { label: On hold, change: status, to: Parked }\n",
            "mine.yaml:7  activities: the base added held (On hold); the overlay adds one of that name",
        ),
        (
            "  late: {",
            "  overdue: {",
            "mine.yaml:5  activities: the base renamed late is overdue now; the overlay changes it",
        ),
        ("      Status: text\n", "", "mine.yaml:8  columns: the base removed tickets.Status; the overlay changes it"),
    ] {
        let ran = checked(from, to);
        assert_eq!(ran.code, 1, "{to}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.stdout, format!("to be looked at\n  {wanted}\n"), "{to}");
    }
}

#[test]
fn all_else_comes_along() {
    for (from, to, wanted) in [
        (
            "en: Closed, fr: Fermé }, change",
            "en: Done, fr: Fermé }, change",
            "  activities\n    renamed  closed: `label.en` is Done, was Closed\n",
        ),
        // What is added to a list is added to the new one.
        ("default: [Closed]", "default: [Closed, Done]", "  params\n    changed  closed: `default` also has Done\n"),
        ("fr: Ouvert", "fr: Reçu", "  activities\n    renamed  opened: `label.fr` is Reçu, was Ouvert\n"),
        // The base says what the overlay says.
        ("default: 4h", "default: 2h", "  params\n    changed  patience: `default` is 2h, was 4h\n"),
        ("name: desk", "name: help-desk", "  mapping\n    changed  `name` is help-desk, was desk\n"),
        ("version: 1.2.0", "version: 1.3.0", "  mapping\n    changed  `version` is 1.3.0, was 1.2.0\n"),
    ] {
        let ran = checked(from, to);
        assert_eq!((ran.code, ran.stdout), (0, format!("comes along\n{wanted}")), "{to}");
    }
}

#[test]
fn what_was_accepted_counts_as_the_old_base() {
    let folder = folder(OVERLAY);
    assert_eq!(caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--accept"]).code, 0);
    files(
        folder.path(),
        &[("base.yaml", &BASE.replace("default: 4h", "default: 8h").replace("fr: Ouvert", "fr: Reçu"))],
    );
    let ran = caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    let conflict = &told["conflicts"][0];
    assert_eq!(
        (&conflict["why"], &conflict["file"], &conflict["line"]),
        (&"overridden".into(), &"mine.yaml".into(), &3.into())
    );
    assert_eq!(conflict["change"]["old"], serde_json::json!(["4h"]));
    assert_eq!(told["along"][0]["key"], "label.fr");
    // Accepting tells it once more, and then it is so.
    let ran = caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--accept"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 5), "{}", ran.stdout);
    let ran = caseloom_in(folder.path(), &["upgrade-check", "mine.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
}

#[test]
fn without_an_old_base_there_is_nothing_to_compare() {
    let folder = folder(OVERLAY);
    caseloom_in(folder.path(), &["upgrade-check", "mine.yaml"]).refused(&[
        "no lock file `mine.lock`",
        "--accept",
        "--old",
    ]);
    caseloom_in(folder.path(), &["upgrade-check", "base.yaml"]).refused(&["`base.yaml` extends no mapping"]);
    caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--old", "gone"]).refused(&["`gone`"]);
}

/// What the overlay needs and the base hasn't any more is told, though it can't be laid over it.
#[test]
fn it_works_where_the_overlay_doesn_t() {
    let folder = folder(OVERLAY);
    assert_eq!(caseloom_in(folder.path(), &["upgrade-check", "mine.yaml", "--accept"]).code, 0);
    files(folder.path(), &[("base.yaml", &BASE.replace("  patience:", "  delay:").replace("< patience", "< delay"))]);
    assert_eq!(caseloom_in(folder.path(), &["validate", "mine.yaml"]).code, 1);
    let ran = caseloom_in(folder.path(), &["upgrade-check", "mine.yaml"]);
    assert!(
        ran.stdout.contains("params: the base renamed patience is delay now; the overlay changes it"),
        "{}",
        ran.stdout
    );
}
