//! Options that are each mapping's own, and what can be wrong with them.

use super::{
    CALLS, DESK, INPUTS, SET, fine, folder, generate, generate_from, generate_set, manifest, table, text, trace,
};
use crate::cli::{Ran, caseloom_in, files};

fn refused(more: &[&str], words: &[&str]) {
    let folder = folder();
    let ran = generate(folder.path(), more);
    ran.refused(words);
    assert!(!folder.path().join("log").exists(), "nothing may be written");
}

#[test]
fn one_folder_serves_all() {
    let folder = folder();
    files(
        folder.path(),
        &[("all/tickets.csv", super::TICKETS), ("all/steps.csv", super::STEPS), ("all/calls.csv", super::RECORDS)],
    );
    fine(&generate_from(folder.path(), &["--input", "all"]));
    let together = text(folder.path(), "events.csv");
    fine(&generate(folder.path(), &[]));
    assert_eq!(text(folder.path(), "events.csv"), together);
    // A folder of its own counts more.
    fine(&generate_from(folder.path(), &["--input", "desk", "--input", "calls=calls"]));
    assert_eq!(text(folder.path(), "events.csv"), together);
}

#[test]
fn a_folder_may_hold_a_sign_of_equality() {
    let folder = folder();
    files(folder.path(), &[("a=b/calls.csv", super::RECORDS), ("desk=x/calls.csv", "")]);
    fine(&generate_from(folder.path(), &["--input", "desk=desk", "--input", "a=b"]));
    fine(&generate_from(folder.path(), &["--input", "desk=desk", "--input", "calls=a=b"]));
    assert_eq!(trace(folder.path()).len(), 9);
}

#[test]
fn a_single_mapping_takes_its_name_too() {
    let folder = folder();
    let run = |more: &[&str]| {
        let arguments = [&["generate", "--mapping", "desk.yaml", "--output", "log"], more].concat();
        fine(&caseloom_in(folder.path(), &arguments));
        (text(folder.path(), "events.csv"), text(folder.path(), "manifest.json"))
    };
    let plain = run(&["--input", "desk", "--set", "closed=Looked", "--timezone", "UTC"]);
    assert_eq!(run(&["--input", "desk=desk", "--set", "desk.closed=Looked", "--timezone", "desk=UTC"]), plain);
}

#[test]
fn inputs_that_are_missing_or_of_nobody() {
    let folder = folder();
    let run = |more: &[&str]| generate_from(folder.path(), more);
    run(&["--input", "desk=desk"]).refused(&["E1004", "`calls` has no input", "`--input calls=DIR`"]);
    run(&["--input", "dask=desk", "--input", "calls"]).refused(&[
        "E0316",
        "`--input` names `dask`",
        "did you mean `desk`?",
    ]);
    run(&["--input", "desk=export", "--input", "calls"]).refused(&["E0904", "there is no input folder `export`"]);
    run(&["--input", "desk", "--input", "calls"]).refused(&["E1006", "`--input` is given twice"]);
    let twice = ["--input", "desk=desk", "--input", "desk=calls", "--input", "calls"];
    run(&twice).refused(&["E1006", "`--input` is given twice for `desk`"]);
    assert!(!folder.path().join("log").exists());
    let alone = caseloom_in(
        folder.path(),
        &["generate", "--mapping", "desk.yaml", "--input", "desk", "--input", "calls", "--output", "log"],
    );
    alone.refused(&["E1006", "`--input` is given twice"]);
}

#[test]
fn outputs_do_not_go_among_any_of_the_inputs() {
    let folder = folder();
    let run = |output: &str| {
        let arguments = ["generate", "--mapping", "desk.yaml", "--mapping", "calls.yaml", "--output", output];
        caseloom_in(folder.path(), &[&arguments, INPUTS].concat())
    };
    run("calls").refused(&["E0906", "the output folder `calls` is the input folder"]);
    run("desk").refused(&["E0906", "the output folder `desk` is the input folder"]);
}

#[test]
fn the_same_mapping_twice_and_two_of_one_name() {
    let folder = folder();
    files(folder.path(), &[("other.yaml", &CALLS.replace("name: calls", "name: desk"))]);
    let run = |first: &str, second: &str| {
        let mappings = ["generate", "--mapping", first, "--mapping", second, "--output", "log", "--input", "desk"];
        caseloom_in(folder.path(), &mappings)
    };
    run("desk.yaml", "desk.yaml").refused(&["E1001", "the mapping `desk` is given twice"]);
    run("desk.yaml", "other.yaml").refused(&["E1001", "two mappings are called `desk`: `desk.yaml` and `other.yaml`"]);
    run("set.yaml", "desk.yaml").refused(&["E1002", "`set.yaml` is a set, and no mapping runs beside a set"]);
    run("desk.yaml", "set.yaml").refused(&["E1002", "`set.yaml` is a set"]);
    run("desk.yaml", "nothing.yaml").refused(&["E0316", "`nothing.yaml`"]);
}

#[test]
fn params_go_to_the_mapping_that_has_them() {
    let folder = folder();
    fine(&generate(folder.path(), &["--set", "desk.closed=Looked", "--set", "calls.closed=voice"]));
    let activities: Vec<String> = trace(folder.path()).into_iter().filter(|event| event.ends_with(" Closed")).collect();
    assert_eq!(activities, ["C9 08:05 Calls Closed", "T1 09:30 Desk Closed"]);
    // Only the desk has `urgent`.
    fine(&generate(folder.path(), &["--set", "urgent=mail"]));
    assert!(trace(folder.path()).contains(&"T2 10:00 Desk Urgent".to_owned()));
}

#[test]
fn params_that_nobody_or_everybody_has() {
    refused(
        &["--set", "closed=A"],
        &["E1005", "several mappings have such a param", "`desk.closed=…` or `calls.closed=…`"],
    );
    refused(&["--set", "urgnt=A"], &["E0305", "`--set` names `urgnt`", "did you mean `urgent`?"]);
    refused(&["--set", "desk.closd=A"], &["E0305", "`closd`", "did you mean `closed`?"]);
    refused(&["--set", "calls.urgent=A"], &["E0305", "`urgent`"]);
    refused(&["--set", "dask.closed=A"], &["E0316", "`--set` names `dask`", "did you mean `desk`?"]);
    refused(&["--set", "urgent=A", "--set", "desk.urgent=B"], &["E0409", "`--set` gives `urgent` twice"]);
}

#[test]
fn profiles_zones_and_times_are_of_one_mapping_or_of_all() {
    let folder = folder();
    let profiles =
        format!("{CALLS}profiles:\n  dump: {{ sources: {{ calls: {{ files: dump.csv }} }} }}\n  api: {{}}\n");
    let local = super::RECORDS.replace(":00Z", ":00");
    files(folder.path(), &[("calls.yaml", &profiles), ("calls/dump.csv", &local)]);
    let run = |more: &[&str]| generate(folder.path(), more);
    let ran = run(&["--profile", "calls=dump", "--timezone", "calls=Europe/Paris"]);
    fine(&ran);
    assert_eq!(trace(folder.path())[0], "C9 07:00 Calls Call Opened");
    fine(&run(&["--profile", "calls=dump", "--timezone", "Asia/Tokyo", "--timezone", "calls=Europe/Paris"]));
    assert_eq!(trace(folder.path())[0], "C9 07:00 Calls Call Opened");
    let settings = &manifest(folder.path())["mappings"];
    assert_eq!(
        (&settings[0]["settings"]["timezone"], &settings[1]["settings"]["timezone"]),
        (&"Asia/Tokyo".into(), &"Europe/Paris".into())
    );
    assert_eq!(settings[1]["mapping"]["profile"], "dump");
    // Without a name the profile is looked for in every mapping, and the desk has none.
    run(&["--profile", "dump"]).refused(&["E0310", "the mapping has no profile `dump`"]);
    run(&["--profile", "calls=dmp"]).refused(&["E0310", "did you mean `dump`?"]);
    run(&["--profile", "cals=dump"]).refused(&["E0316", "`--profile` names `cals`", "did you mean `calls`?"]);
    run(&["--timezone", "cals=UTC"]).refused(&["E0316", "`--timezone` names `cals`"]);
    run(&["--timezone", "calls=Pari"]).refused(&["`Pari` is no known time zone"]);
    run(&["--timezone", "UTC", "--timezone", "UTC"]).refused(&["E1006", "`--timezone` is given twice"]);
    run(&["--extracted-at", "x=2026-03-05T00:00:00Z"]).refused(&["E0316", "`--extracted-at` names `x`"]);
}

#[test]
fn a_profile_that_fits_is_found_for_each_mapping() {
    let folder = folder();
    let profiles =
        format!("{CALLS}profiles:\n  dump: {{ sources: {{ calls: {{ files: dump.csv }} }} }}\n  api: {{}}\n");
    files(folder.path(), &[("calls.yaml", &profiles)]);
    let ran = generate(folder.path(), &[]);
    fine(&ran);
    assert!(ran.stderr.contains("profile `api` fits the input"), "{}", ran.stderr);
}

#[test]
fn the_time_of_extraction_is_of_one_mapping_or_of_all() {
    let folder = folder();
    let times = |more: &[&str]| {
        fine(&generate(folder.path(), more));
        let manifest = manifest(folder.path());
        (manifest["log"]["LastDataUpdate"].clone(), manifest["notes"].to_string())
    };
    let (none, notes) = times(&[]);
    assert!(none.is_null() && !notes.contains("LastDataUpdate"));
    let (same, notes) = times(&["--extracted-at", "2026-03-05T00:00:00Z"]);
    assert!(same == "2026-03-05T00:00:00Z" && !notes.contains("LastDataUpdate"), "{same} {notes}");
    let (only, _) = times(&["--extracted-at", "calls=2026-03-06T00:00:00Z"]);
    assert_eq!(only, "2026-03-06T00:00:00Z");
    let both = ["--extracted-at", "calls=2026-03-06T00:00:00Z", "--extracted-at", "desk=2026-03-05T00:00:00Z"];
    let (first, notes) = times(&both);
    assert_eq!(first, "2026-03-05T00:00:00Z");
    let told = "`LastDataUpdate` is `2026-03-05T00:00:00Z` by `desk`, and would be `2026-03-06T00:00:00Z` by `calls`";
    assert!(notes.contains(told), "{notes}");
}

#[test]
fn the_command_line_counts_more_than_the_sets_file() {
    let folder = folder();
    let set = SET.replace(
        "desk: { mapping: desk.yaml }",
        "desk: { mapping: desk.yaml, timezone: UTC, set: { closed: [Looked], urgent: mail } }",
    );
    files(folder.path(), &[("set.yaml", &set)]);
    let param = |more: &[&str]| {
        fine(&generate_set(folder.path(), more));
        let desk = &manifest(folder.path())["mappings"][0]["settings"];
        (desk["params"][0]["values"].to_string(), desk["params"][0]["from"].clone(), desk["timezone"].clone())
    };
    assert_eq!(param(&[]), ("[\"Looked\"]".to_owned(), "set".into(), "UTC".into()));
    assert!(trace(folder.path()).contains(&"T2 10:00 Desk Urgent".to_owned()));
    let more = ["--set", "desk.closed=Closed,Done", "--timezone", "desk=Asia/Tokyo"];
    assert_eq!(param(&more), ("[\"Closed\",\"Done\"]".to_owned(), "set".into(), "Asia/Tokyo".into()));
    // What is said of one mapping counts more than what is said of all, wherever it stands.
    assert_eq!(param(&["--timezone", "Asia/Tokyo"]).2, "UTC");
}

#[test]
fn problems_of_all_inputs_are_told_at_once_and_name_their_mapping() {
    let folder = folder();
    files(folder.path(), &[("calls/calls.csv", ""), ("desk/tickets.csv", "a,b\n")]);
    let ran: Ran = generate(folder.path(), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("`desk`: ") && ran.stderr.contains("`calls`: "), "{}", ran.stderr);
    assert!(!folder.path().join("log").exists());
}

#[test]
fn mistakes_in_all_mappings_are_told_at_once() {
    let folder = folder();
    files(
        folder.path(),
        &[("desk.yaml", &DESK.replace("case.Due", "case.Duu")), ("calls.yaml", &CALLS.replace("at: Over", "at: Ovr"))],
    );
    let ran = generate(folder.path(), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.stderr);
    for told in ["desk.yaml:", "calls.yaml:", "did you mean `Due`?", "did you mean `Over`?"] {
        assert!(ran.stderr.contains(told), "`{told}`: {}", ran.stderr);
    }
    assert_eq!(table_or_nothing(&folder), None);
}

fn table_or_nothing(folder: &tempfile::TempDir) -> Option<usize> {
    folder.path().join("log").exists().then(|| table(folder.path(), "events.csv").rows.len())
}

#[test]
fn keys_of_xes_are_checked_over_the_joined_log() {
    let folder = folder();
    files(
        folder.path(),
        &[("set.yaml", &format!("{SET}output: {{ columns: {{ case_id: C, kind: \"concept:name\" }} }}\n"))],
    );
    let ran = generate_set(folder.path(), &["--format", "xes"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("E0907"), "{}", ran.stderr);
}
