//! What `init` refuses, and what it says then.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{folder, init};
use crate::program::{command, root};

const TICKETS: &str = "Ticket,Opened\nT1,2026-01-05T09:00:00Z\nT2,2026-01-06T09:00:00Z\n";

fn refused(files: &[(&str, &str)], more: &[&str], code: i32, words: &[&str]) {
    let export = folder(files);
    let ran = init(export.path(), more);
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.said);
    assert!(ran.text.is_empty(), "{}", ran.text);
    words.iter().for_each(|word| assert!(ran.said.contains(word), "{word}: {}", ran.said));
}

#[test]
fn folders_without_tables() {
    refused(&[], &[], 3, &["E1501", "holds no tables", "name the folder"]);
    refused(&[("export.xlsx", "x"), ("readme.txt", "x")], &[], 3, &["E1501", "`export.xlsx`, `readme.txt`"]);
}

#[test]
fn folders_that_are_none() {
    let here = tempfile::tempdir().unwrap();
    let ran = init(&here.path().join("missing"), &[]);
    assert!(ran.code == 2 && ran.said.contains("E0904") && ran.text.is_empty(), "{}", ran.said);
    fs::write(here.path().join("file.csv"), TICKETS).unwrap();
    let ran = init(&here.path().join("file.csv"), &[]);
    assert!(ran.code == 2 && ran.said.contains("is a file"), "{}", ran.said);
}

#[test]
fn files_that_can_t_be_read_stop_it_all_of_them_named() {
    refused(
        &[("a.csv", ""), ("b.csv.gz", "no gzip"), ("c.csv", TICKETS)],
        &[],
        3,
        &["E0703", "`a.csv`", "E0708", "`b.csv.gz`"],
    );
    refused(&[("a.csv", "x\0y\0,\n")], &[], 3, &["E0707", "NUL"]);
    refused(&[("a.json", "")], &[], 3, &["E0703", "`a.json`"]);
    refused(&[("a.zip", "no zip")], &[], 3, &["E0708", "`a.zip`"]);
    refused(&[("a.csv", TICKETS), ("a.csv.gz", TICKETS)], &[], 3, &["two files of one name"]);
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let export = folder(&[("t.csv", TICKETS)]);
    let file = export.path().join("t.csv");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&file).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let ran = init(export.path(), &[]);
    assert!(ran.code == 3 && ran.said.contains("`t.csv` can't be read"), "{}", ran.said);
}

#[test]
fn columns_that_make_no_mapping() {
    refused(&[("t.csv", "Name,Town\nA,X\nB,Y\n")], &[], 3, &["E1504", "no column of any table holds times", "`t.csv`"]);
    refused(
        &[("t.csv", "Ticket,Day\nT1,2026-01-05\nT2,2026-01-06\n")],
        &[],
        3,
        &["E1504", "no column of any table holds times"],
    );
    refused(
        &[("t.csv", "At,Note\n2026-01-05T09:00:00Z,some words of a text\n2026-01-06T09:00:00Z,some words of a text\n")],
        &[],
        3,
        &["E1504", "no table has both times"],
    );
    refused(&[("t.csv", "Ticket,Opened\n")], &[], 3, &["E1504"]);
}

#[test]
fn bases_that_don_t_fit_or_aren_t_there() {
    refused(
        &[("t.csv", TICKETS)],
        &["--base", "salesforce-service-cloud"],
        3,
        &["E1503", "`salesforce-service-cloud`", "`t.csv`"],
    );
    refused(
        &[("t.csv", TICKETS)],
        &["--base", "salesforce-service-clod"],
        2,
        &["did you mean `salesforce-service-cloud`?"],
    );
    let wrong = folder(&[("mapping.yaml", "caseloom: 1\nname: x\n")]);
    let ran = init(&root().join("mappings/servicenow-incident/sample"), &["--base", wrong.path().to_str().unwrap()]);
    assert!(ran.code == 1 && ran.text.is_empty(), "{} {}", ran.code, ran.said);
}

#[test]
fn exports_of_two_systems_in_one_folder() {
    let both = tempfile::tempdir().unwrap();
    for sample in ["mappings/salesforce-service-cloud/sample", "mappings/servicenow-incident/sample"] {
        for entry in fs::read_dir(root().join(sample)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, both.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let ran = init(both.path(), &[]);
    assert!(ran.code == 2 && ran.text.is_empty(), "{} {}", ran.said, ran.text);
    for word in ["E1502", "`salesforce-service-cloud`", "`servicenow-incident`", "--base"] {
        assert!(ran.said.contains(word), "{word}: {}", ran.said);
    }
    let ran = init(both.path(), &["--base", "servicenow-incident"]).fine();
    assert!(ran.has_line("extends: servicenow-incident") && ran.has_line("#   Case.csv: "), "{}", ran.text);
}

#[test]
fn files_are_not_written_over_unless_it_is_said() {
    let export = folder(&[("t.csv", TICKETS)]);
    let file = export.path().join("mine.yaml");
    fs::write(&file, "precious").unwrap();
    let run = |more: &[&str]| {
        let mut arguments =
            vec!["init", "--input", export.path().to_str().unwrap(), "--output", file.to_str().unwrap()];
        arguments.extend(more);
        command(root(), &arguments).output().unwrap()
    };
    let ran = run(&[]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.code() == Some(2) && said.contains("E0906") && said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    assert!(run(&["--force"]).status.success());
    assert!(fs::read_to_string(&file).unwrap().contains("name: mine"));
    let left: Vec<_> = fs::read_dir(export.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn outputs_that_can_t_be_there() {
    let export = folder(&[("t.csv", TICKETS)]);
    let input = export.path().to_str().unwrap();
    let run = |output: &std::path::Path| {
        command(root(), &["init", "--input", input, "--output", output.to_str().unwrap()]).output().unwrap()
    };
    let ran = run(&export.path().join("no/such/folder/x.yaml"));
    assert!(ran.status.code() == Some(2) && String::from_utf8_lossy(&ran.stderr).contains("E0901"));
    let ran = run(export.path());
    assert!(ran.status.code() == Some(2) && String::from_utf8_lossy(&ran.stderr).contains("is a folder"));
}

#[test]
fn a_zone_has_to_be_one() {
    refused(&[("t.csv", TICKETS)], &["--timezone", "Europe/Berlinn"], 2, &["Europe/Berlin"]);
}
