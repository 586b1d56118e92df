//! Packed files, and files larger than the memory that there is.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::{TALKS, loads, run, stops};

const TEXT: &str = r#"{"talks":[{"id":1,"start":"2024-01-01T00:00:00Z"},
 {"id":2,"start":"2024-01-01T00:01:00Z","parts":[{"who":"ann"}]}],"cursor":"next"}"#;

fn mapping() -> String {
    format!("{}\nactivities: {{ started: {{ source: talk }} }}", TALKS.replace("\"*.json\"", "\"export*\""))
}

fn gz(text: &str) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).unwrap();
    gz.finish().unwrap()
}

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn events(name: &str, bytes: &[u8]) -> String {
    format!("{:#?}", run(&mapping(), &[(name, bytes)], 1).cases)
}

#[test]
fn packed_files_give_what_plain_ones_give() {
    let plain = events("export.json", TEXT.as_bytes());
    assert_eq!(run(&mapping(), &[("export.json", TEXT.as_bytes())], 1).cases.len(), 2);
    assert_eq!(events("export.json.gz", &gz(TEXT)), plain);
    assert_eq!(events("export.json.zst", &zstd::encode_all(TEXT.as_bytes(), 0).unwrap()), plain);
    assert_eq!(events("export.zip", &zip(&[("talks/export-1.json", TEXT), ("export-2.json", "[]")])), plain);
    let lines = TEXT.replace("{\"talks\":[", "").replace(",\n ", "\n").replace("],\"cursor\":\"next\"}", "");
    assert_eq!(events("export.ndjson.gz", &gz(&lines)), plain);
    assert_eq!(events("export.jsonl.zst", &zstd::encode_all(lines.as_bytes(), 0).unwrap()), plain);
}

#[test]
fn a_packed_file_that_is_cut_off_stops_the_run() {
    let mut cut = gz(&TEXT.repeat(40));
    cut.truncate(cut.len() - 12);
    let packed = zstd::encode_all(TEXT.repeat(40).as_bytes(), 0).unwrap();
    for (name, bytes) in [("export.json.gz", &cut[..]), ("export.json.zst", &packed[..packed.len() - 5])] {
        let stops = stops(&mapping(), &[(name, bytes)]);
        assert_eq!(stops.len(), 1, "{name}: {stops:?}");
        assert!(stops[0].1.contains(name), "{stops:?}");
    }
}

#[test]
fn what_is_broken_in_a_packed_file_is_found_by_its_unpacked_bytes() {
    let lines =
        "{\"id\":1,\"start\":\"2024-01-01T00:00:00Z\"}\n{\"id\":2,\n{\"id\":3,\"start\":\"2024-01-01T00:02:00Z\"}\n";
    let loaded = loads(&crate::run::plan(&mapping()), &[("export.ndjson.gz", &gz(lines))]);
    let rows: Vec<(u64, bool)> =
        loaded.quarantine.iter().map(|row| (row.line, row.reason.contains("byte 48"))).collect();
    assert_eq!(rows, [(2, true)], "{:?}", loaded.quarantine.iter().map(|row| &row.reason).collect::<Vec<_>>());
}

/// One document of `talks` many conversations, each with a text that no column reads.
fn write_large(path: &Path, talks: usize) -> u64 {
    let mut out = zstd::Encoder::new(fs::File::create(path).unwrap(), 1).unwrap();
    let text = "the same words again and again ".repeat(1000);
    let mut bytes = 0;
    for number in 0..talks {
        let open = if number == 0 { "{\"talks\":[" } else { "," };
        let talk = format!("{open}{{\"id\":{number},\"text\":\"{text}\",\"start\":\"2024-01-01T00:00:00Z\"}}\n");
        bytes += talk.len() as u64;
        out.write_all(talk.as_bytes()).unwrap();
    }
    out.write_all(b"]}").unwrap();
    out.finish().unwrap();
    bytes
}

/// The limit is the operating system's: the process gets no more data than a fifth of the document.
#[test]
#[cfg(target_os = "linux")]
fn a_document_larger_than_memory_is_streamed() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let bytes = write_large(&folder.path().join("in/export.json.zst"), 8_000);
    let header = "caseloom: 1\nname: talks\n";
    fs::write(folder.path().join("talks.yaml"), format!("{header}{}", mapping())).unwrap();
    let limit = bytes / 5 / 1024;
    let run =
        format!("ulimit -d {limit}; exec \"$0\" generate --mapping talks.yaml --input in --output out --threads 2");
    let output = Command::new("bash")
        .args(["-c", &run, env!("CARGO_BIN_EXE_caseloom")])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let events = fs::read_to_string(folder.path().join("out/events.csv")).unwrap();
    assert_eq!(events.lines().count(), 8_001);
}
