//! A bound changes not a byte of what is written and said.

use super::exports::{CALLS, Export, LARGE, RECORDS, TICKETS, large};
use super::same;
use crate::program::root;

/// Everything in a folder, by name.
fn names(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn shipped_samples() {
    for mapping in names("mappings") {
        let folder = format!("mappings/{mapping}");
        for sample in names(&folder).iter().filter(|name| name.starts_with("sample")) {
            same(&mapping, &root().join(&folder).join(sample), &["--timezone", "UTC"]);
        }
    }
}

/// Also where a run stops.
#[test]
fn broken_inputs() {
    let hostile = |name: &String| name.starts_with("hostile-");
    for name in names("tests/broken").iter().filter(|name| !hostile(name)) {
        let folder = root().join("tests/broken").join(name);
        if folder.join("input").is_dir() && folder.join("input").read_dir().unwrap().next().is_some() {
            same(folder.join("mapping.yaml").to_str().unwrap(), &folder.join("input"), &[]);
        }
    }
}

fn tickets(case: &str) {
    for seed in 0..2 {
        let export = Export::new(seed);
        let mapping = export.mapping("tickets.yaml", &TICKETS.replace("CASE", case));
        same(&mapping, &export.input(), &["--max-quarantined", "99%"]);
    }
}

#[test]
fn keys_of_several_cases_and_ids_of_several_keys() {
    tickets("{ record: tickets, id: Number, keep_if: { Kind: { not: b } } }");
}

#[test]
fn ids_that_are_keys_of_orphans() {
    tickets("{ record: tickets, id: [Kind, Number], orphans: keep }");
}

#[test]
fn cases_left_out_for_what_they_refer_to() {
    tickets("{ record: tickets, keep_if: { Owner.Boss.Name: { not: Name 3 } } }");
}

#[test]
fn cases_of_several_records() {
    let export = Export::new(3);
    same(&export.mapping("calls.yaml", CALLS), &export.input(), &[]);
}

#[test]
fn rows_in_records_of_other_cases() {
    let export = Export::new(4);
    same(&export.mapping("records.yaml", RECORDS), &export.input(), &[]);
}

#[test]
fn packed_files() {
    use std::io::Write as _;
    let export = Export::new(5);
    for name in ["updates-1.csv", "tickets-2.csv"] {
        let path = export.input().join(name);
        let file = std::fs::File::create(export.input().join(format!("{name}.gz"))).unwrap();
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        packed.write_all(&std::fs::read(&path).unwrap()).unwrap();
        packed.finish().unwrap();
        std::fs::remove_file(path).unwrap();
    }
    let text = TICKETS.replace("CASE", "{ record: tickets }").replace("-*.csv\"", "-*.csv*\"");
    same(&export.mapping("tickets.yaml", &text), &export.input(), &["--threads", "2"]);
}

#[test]
fn flat_with_a_time_of_extraction_and_threads() {
    let export = Export::new(6);
    let mapping = export.mapping("tickets.yaml", &TICKETS.replace("CASE", "{ record: tickets }"));
    let more = ["--flat", "--extracted-at", "2026-12-01T00:00:00Z", "--threads", "3", "--column-names", "locale"];
    same(&mapping, &export.input(), &more);
}

/// Several blocks of input, several buckets, many runs.
#[test]
fn many_cases() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input");
    std::fs::create_dir(&input).unwrap();
    large(&input, 1500);
    let mapping = folder.path().join("large.yaml");
    std::fs::write(&mapping, LARGE.trim_start()).unwrap();
    same(mapping.to_str().unwrap(), &input, &["--threads", "2"]);
}
