//! What is wrong with a command line is said before anything is read or written.

use std::path::Path;

use super::{MAPPING, Ran, caseloom, caseloom_in, files};

fn generate(more: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let ran = generate_in(folder.path(), more);
    assert!(!folder.path().join("log").exists(), "nothing may be written");
    ran
}

fn generate_in(folder: &Path, more: &[&str]) -> Ran {
    files(folder, &[("mapping.yaml", MAPPING), ("export/tickets.csv", "id,opened,state\n")]);
    let mut arguments = vec!["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log"];
    arguments.extend(more);
    caseloom_in(folder, &arguments)
}

#[test]
fn commands_and_options_that_nobody_has() {
    caseloom(&["genrate"]).refused(&["unrecognized subcommand 'genrate'", "generate"]);
    generate(&["--treads", "2"]).refused(&["--treads", "--threads"]);
    caseloom(&["generate"]).refused(&["--mapping <MAPPING>", "--input <DIR>", "--output <DIR>"]);
    caseloom(&["validate"]).refused(&["<MAPPING>..."]);
    caseloom(&["list", "--color", "sometimes"]).refused(&["sometimes", "auto, always, never"]);
    caseloom(&["list", "--format", "xml"]).refused(&["xml", "human, json"]);
    caseloom(&["completions", "tcsh"]).refused(&["tcsh", "bash"]);
    caseloom(&["man", "generat"]).refused(&["there is no such command", "`generate`"]);
}

#[test]
fn values_of_options_that_cannot_be_read() {
    generate(&["--timezone", "Europe/Pariss"]).refused(&["`Europe/Pariss` is no known time zone", "`Europe/Paris`"]);
    generate(&["--extracted-at", "2026-03-01"]).refused(&["write a time such as `2026-03-01T12:00:00Z`"]);
    generate(&["--extracted-at", "2026-03-01T12:00:00"]).refused(&["with `Z` or an offset"]);
    generate(&["--threads", "0"]).refused(&["write a number from 1"]);
    generate(&["--threads", "two"]).refused(&["write a number from 1"]);
    for wrong in ["many", "-1", "101%", "-0.1%", "NaN%", "%", ""] {
        generate(&[&format!("--max-quarantined={wrong}")]).refused(&["a number of rows such as `10`"]);
    }
}

#[test]
fn params_that_cannot_be_set() {
    generate(&["--set", "closed"]).refused(&["write `NAME=VALUE`"]);
    generate(&["--set", "=Done"]).refused(&["write `NAME=VALUE`"]);
    generate(&["--set", "closd=Done"]).refused(&["`--set` names `closd`", "did you mean `closed`?"]);
    generate(&["--set", "closed=A", "--set", "closed=B"]).refused(&["`--set` gives `closed` twice", "`A,B`"]);
}

#[test]
fn profiles_that_the_mapping_does_not_have() {
    generate(&["--profile", "api"]).refused(&["the mapping has no profile `api`", "leave `--profile` out"]);
}

#[test]
fn languages_that_the_mapping_does_not_have() {
    generate(&["--locale", "xx"]).refused(&["`xx` is no code of a language", "`en`, `fr`"]);
}

#[test]
fn mappings_that_are_not_there() {
    let ran = caseloom(&["validate", "no-such-mapping"]);
    ran.refused(&["E0316", "there is no shipped mapping, file or folder `no-such-mapping`"]);
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("empty/readme.txt", "")]);
    caseloom_in(folder.path(), &["show", "empty"]).refused(&["the folder `empty` has no `mapping.yaml`"]);
}

#[test]
fn a_mapping_that_is_not_text_cannot_be_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mapping.yaml"), b"name: \xff\xfe").unwrap();
    let ran = caseloom_in(folder.path(), &["validate", "mapping.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("E0119") && ran.stderr.contains("save the mapping as UTF-8"), "{}", ran.stderr);
    assert!(ran.stderr.contains("[mapping.yaml:1:7]"), "{}", ran.stderr);
}

#[test]
fn inputs_that_are_not_there_or_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    generate_in(folder.path(), &[]);
    let run = |input: &str, output: &str| {
        caseloom_in(folder.path(), &["generate", "--mapping", "mapping.yaml", "--input", input, "--output", output])
    };
    run("exprot", "log2").refused(&["E0904", "there is no input folder `exprot`"]);
    run("mapping.yaml", "log2").refused(&["the input `mapping.yaml` is a file", "name the folder that holds it"]);
    run("export", "export").refused(&["the output folder `export` is the input folder"]);
    run("export", "export/../export").refused(&["is the input folder"]);
    run("export", "mapping.yaml").refused(&["the output `mapping.yaml` is not a folder"]);
    let validate = caseloom_in(folder.path(), &["validate", "mapping.yaml", "--input", "exprot"]);
    validate.refused(&["there is no input folder `exprot`"]);
    assert!(!folder.path().join("log2").exists());
}

#[test]
fn outputs_do_not_go_among_inputs_that_are_all_read() {
    let folder = tempfile::tempdir().unwrap();
    generate_in(folder.path(), &[]);
    let mapping = std::fs::read_to_string(folder.path().join("mapping.yaml")).unwrap();
    let all = mapping.replace("files: tickets.csv", "files: \"**/tickets.csv\"");
    std::fs::write(folder.path().join("all.yaml"), all).unwrap();
    let run = |mapping: &str| {
        caseloom_in(
            folder.path(),
            &["generate", "--mapping", mapping, "--input", "export", "--output", "export/new/log"],
        )
    };
    run("all.yaml").refused(&["the output folder `export/new/log` lies in the input folder"]);
    assert!(!folder.path().join("export/new").exists());
    assert_eq!(run("mapping.yaml").code, 0, "a folder that no pattern reaches is as good as any");
}

#[test]
fn a_file_that_no_run_wrote_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("log/events.csv", "mine\n")]);
    let ran = generate_in(folder.path(), &[]);
    ran.refused(&["E0906", "`log/events.csv` would be replaced, and no earlier run wrote it"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("log/events.csv")).unwrap(), "mine\n");
    assert_eq!(std::fs::read_dir(folder.path().join("log")).unwrap().count(), 1);
}
