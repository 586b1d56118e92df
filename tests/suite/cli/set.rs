//! `--set`: values that can't be, and values that may not be meant.

use tempfile::{TempDir, tempdir};

use super::{MAPPING, Ran, caseloom_in, files};

/// A mapping with a scale and rules on it.
fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    let params = "params:
  steps: { type: scale, default: [Low, Medium, High] }
  target: { type: text, default: High }
";
    let history = "  history:
    files: history.csv
    case: id
    at: at
    new: priority
    columns: { id: id, at: timestamp, priority: text }
case:
";
    let activities = "tracked_fields:
  priority: { source: history, scale: $steps }
activities:
  raised: { label: Raised, change: priority, direction: up, to: $target }
  high: { label: High, change: priority, direction: up, to: High }
";
    let mapping = MAPPING.replace("params:\n", params).replace("case:\n  record", &format!("{history}  record"));
    let mapping = mapping.replace("activities:\n", activities);
    files(
        folder.path(),
        &[
            ("mapping.yaml", mapping.as_str()),
            ("export/tickets.csv", "id,opened,state\nT1,2026-03-01T09:00:00Z,Closed\n"),
            ("export/history.csv", "id,at,priority\nT1,2026-03-01T10:00:00Z,Low\nT1,2026-03-01T11:00:00Z,High\n"),
        ],
    );
    folder
}

/// The same for each command that takes `--set`.
fn each(value: &str, check: impl Fn(Ran)) {
    let folder = folder();
    let validate = ["validate", "mapping.yaml", "--set", value];
    check(caseloom_in(folder.path(), &validate));
    check(caseloom_in(folder.path(), &[&validate[..], &["--input", "export"]].concat()));
    let generate = ["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log", "--set", value];
    check(caseloom_in(folder.path(), &generate));
}

#[test]
fn a_list_without_values_is_refused_unless_it_is_meant() {
    each("closed=", |ran| {
        ran.refused(&["E0903", "`--set closed=` gives no values", "`closed=[]` says that there are none"])
    });
    each("closed=  ", |ran| ran.refused(&["`--set closed=` gives no values"]));
    each("closed=A,,B", |ran| ran.refused(&["`--set closed=A,,B` has an empty value"]));
    each("closed=A,", |ran| ran.refused(&["has an empty value"]));
    each("closed=['']", |ran| ran.refused(&["has an empty value"]));
    each("target=", |ran| ran.refused(&["`--set target=` gives no value", "leave the option out"]));
    each("closed=[]", |ran| {
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, 0, "{told}");
        assert!(told.contains("W0908") && told.contains("`closed` is set to an empty list"), "{told}");
    });
}

#[test]
fn a_step_that_the_scale_s_own_lack_is_told() {
    each("steps=Low,Hihg,High", |ran| {
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, 0, "{told}");
        assert!(
            told.contains("W0908") && told.contains("`Hihg`") && told.contains("`Low`, `Medium`, `High`"),
            "{told}"
        );
    });
    each("steps=Low,High,Low", |ran| ran.refused(&["E0903", "has the step `Low` twice"]));
    each("steps=High,Medium,Low", |ran| assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("W0908")));
}

#[test]
fn a_value_that_is_not_on_the_scale_is_refused() {
    each("target=Urgent", |ran| ran.refused(&["E0412", "`Urgent` isn't on the scale", "`Low`, `Medium`, `High`"]));
    each("steps=Low,Medium", |ran| ran.refused(&["E0412", "`High` isn't on the scale"]));
    each("target=Medium", |ran| assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr));
}

#[test]
fn validate_takes_params_as_generate_does() {
    each("closd=X", |ran| ran.refused(&["`--set` names `closd`", "did you mean `closed`?"]));
    each("closed", |ran| ran.refused(&["write `NAME=VALUE`"]));
    let folder = folder();
    let twice = ["validate", "mapping.yaml", "--set", "closed=A", "--set", "closed=B"];
    caseloom_in(folder.path(), &twice).refused(&["`--set` gives `closed` twice"]);
}

#[test]
fn a_param_without_a_value_is_asked_for() {
    let folder = folder();
    let mapping = std::fs::read_to_string(folder.path().join("mapping.yaml")).unwrap();
    let without = mapping.replace("closed: { type: list, default: [Closed] }", "closed: { type: list }");
    files(folder.path(), &[("mapping.yaml", &without)]);
    let generate = ["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log"];
    caseloom_in(folder.path(), &generate).refused(&["E0408", "`closed` has no value", "`--set closed=VALUE`"]);
    let given = caseloom_in(folder.path(), &[&generate[..], &["--set", "closed=Closed"]].concat());
    assert_eq!(given.code, 0, "{}", given.stderr);
    assert_eq!(caseloom_in(folder.path(), &["validate", "mapping.yaml"]).code, 0, "a run may give it");
    let from = without
        .replace("closed: { type: list }", "closed: { type: list, from: history.priority, where: { priority: X } }");
    files(folder.path(), &[("mapping.yaml", &from)]);
    let ran =
        caseloom_in(folder.path(), &["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log2"]);
    ran.refused(&["E0408", "the export tells no value for `closed`"]);
}
