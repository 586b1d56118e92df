//! What can be wrong with a bound, and what can't be done within one.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::exports::{Export, LARGE, RECORDS, TICKETS, large};
use super::{TINY, stops};

/// A job that is right.
struct Job {
    folder: tempfile::TempDir,
}

impl Job {
    fn new(cases: u64) -> Self {
        let job = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(job.input()).unwrap();
        large(&job.input(), cases);
        fs::write(job.mapping(), LARGE.trim_start()).unwrap();
        job
    }

    fn input(&self) -> std::path::PathBuf {
        self.folder.path().join("input")
    }

    fn mapping(&self) -> std::path::PathBuf {
        self.folder.path().join("large.yaml")
    }

    fn stops(&self, more: &[&str]) -> (i32, String) {
        stops(self.mapping().to_str().unwrap(), &self.input(), more)
    }
}

#[test]
fn sizes_are_a_number_and_a_unit() {
    let job = Job::new(2);
    for size in
        ["0", "12", "0MiB", "512", "512MB?", "MiB", "-1GiB", "1.5GiB", "512 MiB MiB", "512XB", "99999999999TiB", ""]
    {
        let (code, said) = job.stops(&["--memory", size]);
        assert_eq!(code, 2, "{size}: {said}");
        assert!(said.contains("write a size with its unit, such as `512MiB`"), "{size}: {said}");
    }
}

#[test]
fn a_bound_that_the_program_itself_needs_is_too_small() {
    let job = Job::new(2);
    for size in ["1KiB", "63MiB", "64MB"] {
        let (code, said) = job.stops(&["--memory", size]);
        assert!(code == 2 && said.contains("a run takes at least 64 MiB"), "{size}: {said}");
    }
}

#[test]
fn a_place_for_temporary_files_needs_a_bound() {
    let (code, said) = Job::new(2).stops(&["--temporary", "/tmp"]);
    assert!(code == 2 && said.contains("--memory"), "{said}");
}

#[test]
fn the_place_for_temporary_files_has_to_be_there() {
    let job = Job::new(2);
    let missing = job.folder.path().join("missing");
    let (code, said) = job.stops(&["--memory", "64MiB", "--temporary", missing.to_str().unwrap()]);
    assert_eq!(code, 3);
    assert!(said.contains("E0913") && said.contains("missing"), "{said}");
}

#[test]
fn the_place_for_temporary_files_has_to_be_a_folder() {
    let job = Job::new(2);
    let (code, said) = job.stops(&["--memory", "64MiB", "--temporary", job.mapping().to_str().unwrap()]);
    assert!(code == 3 && said.contains("E0913"), "{said}");
}

/// Whoever may write everywhere can't see it.
#[cfg(unix)]
#[test]
fn the_place_for_temporary_files_has_to_be_writable() {
    use std::os::unix::fs::PermissionsExt as _;
    let job = Job::new(2);
    let place = job.folder.path().join("readonly");
    fs::create_dir(&place).unwrap();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(place.join("probe"), "").is_ok() {
        return;
    }
    let (code, said) = job.stops(&["--memory", "64MiB", "--temporary", place.to_str().unwrap()]);
    assert!(code == 3 && said.contains("E0913"), "{said}");
}

/// A limit on the size of files stands for a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing() {
    let job = Job::new(4000);
    let output = job.folder.path().join("log");
    let run = format!(
        "trap '' XFSZ; ulimit -f 256; exec '{}' generate --mapping '{}' --input '{}' --output '{}' --memory 64MiB",
        env!("CARGO_BIN_EXE_caseloom"),
        job.mapping().display(),
        job.input().display(),
        output.display()
    );
    let ran = std::process::Command::new("sh").args(["-c", &run]).output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(3), "{said}");
    assert!(said.contains("E0913") && said.contains("can't be written"), "{said}");
    assert!(!output.exists());
}

/// Users of whom each has a name of its own.
fn write_users(input: &Path, users: u64) {
    let mut text = "Id,Name,Boss\n".to_owned();
    for user in 0..users {
        writeln!(text, "U{user:09},somebody who is called {user:09},U{:09}", user / 2).unwrap();
    }
    fs::write(input.join("users.csv"), text).unwrap();
}

#[test]
fn lookups_that_do_not_fit_are_told_with_what_they_need() {
    let export = Export::new(1);
    write_users(&export.input(), 250_000);
    let mapping = export.mapping("tickets.yaml", &TICKETS.replace("CASE", "{ record: tickets }"));
    let (code, said) = stops(&mapping, &export.input(), &["--memory", "64MiB"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("E0912") && said.contains("lookups need about"), "{said}");
    let enough = said.split("`--memory ").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let ran = super::run(home.path(), &mapping, &export.input(), &["--memory", enough, "--max-quarantined", "99%"]);
    assert_ne!(ran.code, Some(3), "{}: {}", enough, ran.said);
}

#[test]
fn a_case_that_does_not_fit_is_told_by_name() {
    let job = Job::new(2);
    let mut text = fs::read_to_string(job.input().join("changes.csv")).unwrap();
    for change in 0..100_000 {
        writeln!(text, "T000000001,2026-01-01T00:00:00Z,Status,,Open,note {change} of the one case with all of them")
            .unwrap();
    }
    fs::write(job.input().join("changes.csv"), text).unwrap();
    let (code, said) = job.stops(&["--memory", "64MiB"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("E0912") && said.contains("`T000000001`"), "{said}");
}

#[test]
fn rows_that_can_not_be_used_have_to_fit() {
    let job = Job::new(2);
    let mut text = "Id,Opened,Subject\n".to_owned();
    for ticket in 0..40_000 {
        writeln!(text, "T{ticket},not a time,a subject").unwrap();
    }
    fs::write(job.input().join("tickets.csv"), text).unwrap();
    let (code, said) = job.stops(&["--memory", "64MiB"]);
    assert!(code == 3 && said.contains("E0912") && said.contains("rows that can't be used"), "{said}");
}

/// Orphans turn out only when cases are grouped.
#[test]
fn rows_of_no_case_have_to_fit() {
    let job = Job::new(4000);
    fs::write(job.input().join("tickets.csv"), "Id,Opened,Subject\nT1,2026-01-01T00:00:00Z,x\n").unwrap();
    let (code, said) = job.stops(&["--memory", "64MiB"]);
    assert!(code == 3 && said.contains("E0912") && said.contains("rows that can't be used"), "{said}");
}

#[test]
fn rows_of_cases_that_others_look_up_are_not_possible() {
    let export = Export::new(1);
    let text = TICKETS.replace("CASE", "{ record: tickets }");
    let text = text
        .replace("Ticket: id, At: timestamp, Text", "Ticket: { type: id, refers_to: tickets }, At: timestamp, Text");
    let text = text.replace("    Text: notes.Text", "    Text: notes.Text\n    Of: notes.Ticket.Subject");
    let mapping = export.mapping("tickets.yaml", &text);
    let (code, said) = stops(&mapping, &export.input(), TINY);
    assert!(code == 3 && said.contains("E0914") && said.contains("`tickets`"), "{said}");
}

#[test]
fn rows_of_cases_in_rows_of_none_are_not_possible() {
    let export = Export::new(1);
    let text = RECORDS.replace("    case: [ext, id]\n", "").replace("  begun: { label: Begun, source: rec }\n", "");
    let text =
        text.replace(", Title: { first: rec.title }", "").replace("[other, rec.ext, rec.id]", "[other, rec.ext]");
    let (code, said) = stops(&export.mapping("records.yaml", &text), &export.input(), TINY);
    assert!(code == 3 && said.contains("E0914") && said.contains("`part`"), "{said}");
}

#[test]
fn sets_of_mappings_are_not_possible() {
    let job = Job::new(2);
    let other = job.folder.path().join("other.yaml");
    fs::write(&other, LARGE.trim_start().replace("name: large", "name: other")).unwrap();
    let (code, said) = job.stops(&["--mapping", other.to_str().unwrap(), "--memory", "64MiB"]);
    assert!(code == 2 && said.contains("E0914"), "{said}");
}
