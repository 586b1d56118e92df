//! Files in zips: what the manifest says of them, and what is told where nobody asks for them.

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{MAPPING, Ran, caseloom_in, files};

const TICKETS: &str = "id,opened,state\nT1,2026-03-01T09:00:00Z,Closed\n";

fn zip(folder: &Path, name: &str, members: &[&str]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for member in members {
        archive.start_file(*member, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(TICKETS.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    std::fs::write(folder.join("in").join(name), &bytes).unwrap();
    bytes
}

fn folder(pattern: &str) -> TempDir {
    let folder = tempdir().unwrap();
    let mapping = MAPPING.replace("files: tickets.csv", &format!("files: {pattern}"));
    files(folder.path(), &[("desk.yaml", &mapping), ("in/readme.txt", "\n")]);
    folder
}

fn generate(folder: &TempDir) -> Ran {
    caseloom_in(folder.path(), &["generate", "--mapping", "desk.yaml", "--input", "in", "--output", "log"])
}

/// What a program can check: size and digest are those of a file on the disk.
#[test]
fn size_and_digest_are_of_one_file() {
    let folder = folder("export.zip!tickets.csv");
    let bytes = zip(folder.path(), "export.zip", &["history.csv", "tickets.csv"]);
    let ran = generate(&folder);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let manifest = std::fs::read_to_string(folder.path().join("log/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let file = &manifest["inputs"][0]["files"][0];
    assert_eq!((file["file"].as_str(), file["archive"].as_str()), (Some("export.zip!tickets.csv"), Some("export.zip")));
    assert_eq!(file["bytes"].as_u64(), Some(bytes.len() as u64));
    assert_eq!(file["blake3"].as_str(), Some(blake3::hash(&bytes).to_hex().as_str()));
}

#[test]
fn a_zip_that_nobody_asks_for_is_told() {
    let told = |pattern: &str, name: &str, members: &[&str], words: &[&str]| {
        let folder = folder(pattern);
        zip(folder.path(), name, members);
        zip(folder.path(), "history.csv.zip", &["history.csv"]);
        let ran = generate(&folder);
        // Long lines may be broken behind a mark.
        let said = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ").replace("! ", "!");
        assert_eq!(ran.code, 3, "{said}");
        words.iter().for_each(|word| assert!(said.contains(word), "`{word}` isn't in: {said}"));
        // What is told is what helps.
        let help = said.rsplit_once("is written `files: ").unwrap().1.split_once('`').unwrap().0.to_owned();
        let mapping = std::fs::read_to_string(folder.path().join("desk.yaml")).unwrap();
        let mended = mapping.replace(&format!("files: {pattern}"), &format!("files: {help}"));
        std::fs::write(folder.path().join("desk.yaml"), mended).unwrap();
        assert_eq!(generate(&folder).code, 0, "{help}");
    };
    let both =
        "`tickets.zip` holds `history.csv`, `tickets.csv`: a file in a zip is written `files: tickets.zip!tickets.csv`";
    told("tickets*.csv", "tickets.zip", &["history.csv", "tickets.csv"], &["E0701", "nothing matches", both]);
    told("tickets*.csv", "tickets.csv.zip", &["other.csv"], &["`tickets.csv.zip` holds `other.csv`"]);
    told("tickets.csv", "all.zip", &["sub/x.csv", "sub/tickets.csv"], &["`files: all.zip!sub/tickets.csv`"]);
}
