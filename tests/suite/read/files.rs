//! Which files a pattern names.

use std::fs;
use std::io::Write;
use std::path::Path;

use caseloom::read::{ReadError, discover};

use super::found;

fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if name.ends_with(".zip") { zip(&path, &["b.csv", "a/c.csv"]) } else { fs::write(path, "a\n1\n").unwrap() }
    }
    folder
}

fn zip(path: &Path, members: &[&str]) {
    let mut archive = zip::ZipWriter::new(fs::File::create(path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    archive.add_directory("folder/", options).unwrap();
    for name in members.iter().chain(&["__MACOSX/._b.csv", ".hidden.csv", "a/.DS_Store"]) {
        archive.start_file(*name, options).unwrap();
        archive.write_all(b"a\n1\n").unwrap();
    }
    archive.finish().unwrap();
}

fn names(folder: &Path, globs: &[&str]) -> Vec<String> {
    let globs: Vec<String> = globs.iter().map(|&glob| glob.to_owned()).collect();
    discover(folder, &globs).unwrap().iter().map(|file| file.name().to_owned()).collect()
}

#[test]
fn files_come_by_glob_then_by_name_and_once() {
    let folder = folder(&["Case-2.csv", "Case-10.csv", "Case.csv", "User.csv", "case.csv"]);
    assert_eq!(names(folder.path(), &["Case.csv", "Case*.csv"]), ["Case.csv", "Case-10.csv", "Case-2.csv"]);
    assert_eq!(names(folder.path(), &["Nothing.csv"]), Vec::<String>::new());
}

#[test]
fn a_star_stays_in_its_folder_and_two_do_not() {
    let folder = folder(&["a.csv", "x/b.csv", "x/y/c.csv"]);
    assert_eq!(names(folder.path(), &["*.csv"]), ["a.csv"]);
    assert_eq!(names(folder.path(), &["*/*.csv"]), ["x/b.csv"]);
    assert_eq!(names(folder.path(), &["**/*.csv"]), ["a.csv", "x/b.csv", "x/y/c.csv"]);
    assert_eq!(names(folder.path(), &["./x/b.csv"]), ["x/b.csv"]);
}

#[test]
fn hidden_files_are_matched_on_purpose_only() {
    let folder = folder(&[".a.csv", ".x/b.csv", "c.csv"]);
    assert_eq!(names(folder.path(), &["**/*.csv"]), ["c.csv"]);
    assert_eq!(names(folder.path(), &[".*.csv"]), [".a.csv"]);
}

#[test]
fn packed_files_are_found_by_the_name_inside() {
    let folder = folder(&["Case.csv.gz", "User.csv.zst", "Email.csv.zip"]);
    let expected = ["Case.csv.gz", "Email.csv.zip!a/c.csv", "Email.csv.zip!b.csv", "User.csv.zst"];
    assert_eq!(names(folder.path(), &["*.csv"]), expected);
}

#[test]
fn a_zip_is_its_data_members() {
    let folder = folder(&["log.zip"]);
    assert_eq!(names(folder.path(), &["log.zip"]), ["log.zip!a/c.csv", "log.zip!b.csv"]);
    assert_eq!(names(folder.path(), &["log.zip!*.csv"]), ["log.zip!b.csv"]);
    assert_eq!(names(folder.path(), &["log.zip!*.csv", "*.zip"]), ["log.zip!b.csv", "log.zip!a/c.csv"]);
}

#[test]
fn of_a_zip_that_a_pattern_does_not_name_it_takes_the_members_that_it_matches() {
    let folder = folder(&[]);
    zip(&folder.path().join("e.zip"), &["e1.csv", "old/e2.csv", "readme.txt", "E3.csv"]);
    let folder = folder.path();
    assert_eq!(names(folder, &["e*"]), ["e.zip!e1.csv", "e.zip!old/e2.csv"]);
    assert_eq!(names(folder, &["**/e*"]), ["e.zip!e1.csv", "e.zip!old/e2.csv"]);
    assert_eq!(names(folder, &["e"]).len(), 4, "`e` is `e.zip` without its ending");
    assert_eq!(names(folder, &["*.zip"]).len(), 4, "it names zips");
    assert_eq!(names(folder, &["e.zip!old/*"]), ["e.zip!old/e2.csv"]);
}

#[test]
fn two_copies_of_a_file_are_refused() {
    let folder = folder(&["Case.csv", "Case.csv.gz"]);
    let error = found(folder.path(), "Case.csv").unwrap_err();
    assert_eq!(error.to_string(), "`Case.csv` and `Case.csv.gz` are two files of one name");
    assert_eq!(names(folder.path(), &["Case.csv.gz"]), ["Case.csv.gz"]);
}

#[test]
fn patterns_that_cannot_be_used_are_refused() {
    let folder = folder(&["a.csv"]);
    let refused = |glob: &str| found(folder.path(), glob).unwrap_err().to_string();
    assert_eq!(refused("/etc/*"), "`/etc/*` can't be used as a pattern for files: it is absolute");
    assert_eq!(
        refused("../*.csv"),
        "`../*.csv` can't be used as a pattern for files: it leads out of the input folder"
    );
    assert_eq!(refused(""), "`` can't be used as a pattern for files: it is empty");
    assert!(refused("a[.csv").starts_with("`a[.csv` can't be used as a pattern for files: "));
    assert!(refused("a.zip!{b").starts_with("`a.zip!{b` can't be used as a pattern for files: "));
}

#[test]
fn a_folder_that_is_not_there_is_refused() {
    let folder = folder(&[]);
    let error = found(&folder.path().join("none"), "*.csv").unwrap_err();
    assert!(matches!(error, ReadError::Io { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_in_circles() {
    let folder = folder(&["x/a.csv"]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("x/back")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("x/a.csv"), folder.path().join("b.csv")).unwrap();
    assert_eq!(names(folder.path(), &["**/*.csv"]), ["b.csv", "x/a.csv"]);
    std::os::unix::fs::symlink("nowhere", folder.path().join("c.csv")).unwrap();
    assert_eq!(names(folder.path(), &["b.csv"]), ["b.csv"]);
    assert!(found(folder.path(), "*.csv").unwrap_err().to_string().starts_with("`c.csv` can't be read: "));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_look_alike_are_two_files() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    for name in [&b"caf\xe9.csv"[..], b"caf\xe8.csv"] {
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), "a\n1\n").unwrap();
    }
    assert_eq!(names(folder.path(), &["caf*.csv", "caf?.csv"]), ["caf\\xE8.csv", "caf\\xE9.csv"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file() {
    let folder = folder(&["a.csv"]);
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("b.csv")).status().unwrap();
    assert!(made.success());
    assert_eq!(names(folder.path(), &["a.csv"]), ["a.csv"]);
    let error = found(folder.path(), "*.csv").unwrap_err();
    assert_eq!(error.to_string(), "`b.csv` can't be read: it isn't a regular file");
}

#[test]
fn a_member_above_its_zip_is_read_and_one_that_stands_twice_is_told() {
    let folder = folder(&[]);
    let path = folder.path().join("e.zip");
    zip(&path, &["../x.csv", "a1.csv", "a2.csv", "b.csv"]);
    assert_eq!(names(folder.path(), &["e.zip"]), ["e.zip!../x.csv", "e.zip!a1.csv", "e.zip!a2.csv", "e.zip!b.csv"]);
    // No library writes such a zip; names of one length can be changed in place.
    let mut bytes = fs::read(&path).unwrap();
    while let Some(at) = bytes.windows(6).position(|name| name == b"a2.csv") {
        bytes[at + 1] = b'1';
    }
    fs::write(&path, bytes).unwrap();
    let error = found(folder.path(), "e.zip").unwrap_err();
    assert_eq!(error.to_string(), "`e.zip` holds two files of the name `a1.csv`");
    assert_eq!(names(folder.path(), &["e.zip!b.csv"]), ["e.zip!b.csv"], "nobody asks for the others");
}
