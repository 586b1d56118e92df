//! Rows that can't be used: what is said of them, how they are kept, and how they come back.

use std::fs;
use std::path::Path;

use tempfile::{TempDir, tempdir};

use super::{MAPPING, Ran, caseloom_in, files};
use crate::program::Rows;

const HEADER: &str = "id,opened,state\n";

fn folder(mapping: &str, tickets: &[u8]) -> TempDir {
    let folder = tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", mapping), ("export/tickets.csv", "")]);
    fs::write(folder.path().join("export/tickets.csv"), tickets).unwrap();
    folder
}

fn generate(folder: &Path, more: &[&str]) -> Ran {
    let arguments = ["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "log"];
    caseloom_in(folder, &[&arguments[..], more].concat())
}

fn quarantine(folder: &Path) -> Rows {
    Rows::read(&fs::read(folder.join("log/quarantine.csv")).unwrap())
}

#[test]
fn both_commands_say_the_same_of_rows() {
    let rows = format!(
        "{HEADER}T1,tomorrow,Open\nT2,2026-03-01T09:00:00Z,Open\n,2026-03-01T09:00:00Z,Open\nT3,yesterday,Open,x\n"
    );
    let folder = folder(MAPPING, rows.as_bytes());
    let validated = caseloom_in(folder.path(), &["validate", "mapping.yaml", "--input", "export"]);
    let ran = generate(folder.path(), &[]);
    assert_eq!((validated.code, ran.code), (1, 1));
    assert!(ran.stderr.starts_with(validated.stdout.as_str()), "{}\n---\n{}", validated.stdout, ran.stderr);
    let told: String = validated.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for help in [
        "add the format of these values to `formats:` of `opened`",
        "give each row its `id`",
        "quote values that hold the delimiter",
    ] {
        assert!(told.contains(help), "`{help}` isn't in {told}");
    }
}

#[test]
fn the_help_of_a_cell_depends_on_its_type() {
    for (kind, help) in [
        ("boolean", "under `words:`"),
        ("duration", "name the numbers' `unit:`"),
        ("integer", "change the column's `type:`"),
    ] {
        let mapping =
            MAPPING.replace("state: text", &format!("state: {kind}")).replace("where: { state: $closed }", "");
        let mapping = mapping.replace("params:\n  closed: { type: list, default: [Closed] }\n", "");
        let folder = folder(&mapping, format!("{HEADER}T1,2026-03-01T09:00:00Z,perhaps\n").as_bytes());
        let ran = caseloom_in(folder.path(), &["validate", "mapping.yaml", "--input", "export"]);
        let told = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("E0801") && told.contains(help), "{kind}: {}", ran.stdout);
    }
}

#[test]
fn the_file_is_utf8_whatever_the_row() {
    let row = b"T1,2026-03-01T09:00:00Z,caf\xe9 \\ \xff\xc3\xa9\n";
    let folder = folder(MAPPING, &[HEADER.as_bytes(), row].concat());
    assert_eq!(generate(folder.path(), &[]).code, 1);
    let kept = quarantine(folder.path());
    assert_eq!((kept.values("form"), kept.values("code")), (vec!["escaped"], vec!["E0807"]));
    assert_eq!(kept.values("record"), [r"T1,2026-03-01T09:00:00Z,caf\xE9 \\ \xFFé"]);
}

#[test]
fn rows_that_a_script_stops_for_keep_their_line_and_bytes() {
    let mapping = "caseloom: 1
name: parts
timezone: UTC
sources:
  log:
    files: tickets.csv
    case: id
    at: = at + seconds / parts
    columns: { id: id, at: timestamp, seconds: { type: duration, unit: s }, parts: integer, note: text }
activities: { seen: { label: Seen, source: log, where: { note: { not: x } } } }
";
    let rows = "id,at,seconds,parts,note\na,2026-03-01T09:00:00,60,1,\"two\nlines\"\na,2026-03-01T09:00:00,60,0,\"one,\ntwo\"\n";
    let folder = folder(mapping, rows.as_bytes());
    let ran = generate(folder.path(), &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let kept = quarantine(folder.path());
    assert_eq!(kept.values("code"), ["E0810"], "{}", ran.stderr);
    assert_eq!((kept.values("file"), kept.values("line")), (vec!["tickets.csv"], vec!["4"]));
    assert_eq!(kept.values("record"), ["a,2026-03-01T09:00:00,60,0,\"one,\ntwo\""]);
    assert!(ran.stderr.contains("tickets.csv:4"), "{}", ran.stderr);
}

#[test]
fn records_below_the_header_are_fed_in_again_once_they_are_mended() {
    let rows = format!(
        "{HEADER}T1,2026-03-01T09:00:00Z,Open\nT2,tomorrow,\"Closed, \"\"so\"\"\nto say\"\nT3,tomorrow,Closed\n"
    );
    let broken = folder(MAPPING, rows.as_bytes());
    assert_eq!(generate(broken.path(), &[]).code, 1);
    let records = quarantine(broken.path()).values("record").join("\n");
    let whole = folder(MAPPING, rows.replace("tomorrow", "2026-03-02T09:00:00Z").as_bytes());
    assert_eq!(generate(whole.path(), &[]).code, 0);
    let mended = records.replace("tomorrow", "2026-03-02T09:00:00Z");
    let again = folder(MAPPING, format!("{HEADER}{mended}\n").as_bytes());
    assert_eq!(generate(again.path(), &[]).code, 0);
    let cases = |folder: &TempDir| fs::read_to_string(folder.path().join("log/cases.csv")).unwrap();
    assert_eq!(cases(&again), cases(&whole).replace("T1,Open\n", ""));
    assert_eq!(cases(&again).lines().count(), 4, "a header, a row of two lines, a row");
}

#[test]
fn a_limit_may_look_like_an_option() {
    let folder = folder(MAPPING, format!("{HEADER}T1,2026-03-01T09:00:00Z,Open\n").as_bytes());
    for wrong in ["-1", "-1%", "--5", "1,5", "1e3", "0x1", "5%%", "inf%", " "] {
        generate(folder.path(), &["--max-quarantined", wrong]).refused(&["a number of rows such as `10`"]);
    }
    generate(folder.path(), &["--threads", "-1"]).refused(&["write a number from 1"]);
    generate(folder.path(), &["--extracted-at", "-1"]).refused(&["write a time such as"]);
    assert!(!folder.path().join("log").exists());
}

#[test]
fn warnings_about_the_input_are_notes_of_the_manifest_and_told_once() {
    let mapping = MAPPING
        .replace("opened: timestamp", "opened: { type: timestamp, formats: [\"%d/%m/%Y %H:%M\"], timezone: UTC }");
    let folder = folder(&mapping, format!("{HEADER}T1,01/02/2026 08:00,Open\nT2,03/04/2026 08:00,Open\n").as_bytes());
    let ran = generate(folder.path(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("log/manifest.json")).unwrap()).unwrap();
    let note = manifest["notes"][0].as_str().unwrap();
    assert!(note.starts_with("day and month of `tickets.opened` can't be told apart"), "{note}");
    let told = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(told.matches("day and month of").count(), 1, "{}", ran.stderr);
}

/// A limit on the size of files stands for a full disk: writing fails in the middle.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_ends_the_run() {
    let rows: String = (0..40_000).map(|at| format!("T{at:06},2026-03-01T09:00:00Z,Open\n")).collect();
    let folder = folder(MAPPING, format!("{HEADER}{rows}").as_bytes());
    let command = "trap '' XFSZ; ulimit -f 16; exec \"$0\" generate --mapping mapping.yaml --input export --output log";
    let output = std::process::Command::new("sh")
        .args(["-c", command, env!("CARGO_BIN_EXE_caseloom")])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("E0901") && told.contains("file too large") && !told.contains("os error"), "{told}");
    assert!(!folder.path().join("log").exists(), "nothing is left");
}

#[test]
fn messages_of_the_system_have_no_numbers() {
    let folder = folder(MAPPING, b"");
    let ran = caseloom_in(
        folder.path(),
        &["generate", "--mapping", "mapping.yaml", "--input", "export", "--output", "mapping.yaml/log"],
    );
    assert_eq!(ran.code, 3);
    assert!(
        ran.stderr.contains("can't be written: not a directory") && !ran.stderr.contains("os error"),
        "{}",
        ran.stderr
    );
}

#[test]
fn bytes_of_another_encoding_are_kept_as_they_were() {
    let row = b"T1,2026-03-01T09:00:00Z,\x83\x65\x83\x20\xfc\xfd\n";
    let shift_jis = MAPPING.replace("files: tickets.csv", "files: tickets.csv\n    encoding: shift_jis");
    let folder_of = folder(&shift_jis, &[HEADER.as_bytes(), row].concat());
    assert_eq!(generate(folder_of.path(), &[]).code, 1);
    let kept = quarantine(folder_of.path());
    assert_eq!((kept.values("form"), kept.values("code")), (vec!["escaped"], vec!["E0807"]));
    assert_eq!(kept.values("record"), [r"T1,2026-03-01T09:00:00Z,テ\x83 \xFC\xFD"]);

    let mut bytes: Vec<u8> =
        format!("\u{feff}{HEADER}T1,2026-03-01T09:00:00Z,x").encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.extend([0x2c, 0xd8, b'y', 0, b'\n', 0]);
    let folder_of = folder(MAPPING, &bytes);
    assert_eq!(generate(folder_of.path(), &[]).code, 1);
    assert_eq!(quarantine(folder_of.path()).values("record"), [r"T1,2026-03-01T09:00:00Z,x\x2C\xD8y"]);
}

#[test]
fn what_steers_a_terminal_is_not_printed() {
    let mapping = MAPPING.replace("state: text", "state: integer").replace("where: { state: $closed }", "");
    let mapping = mapping.replace("params:\n  closed: { type: list, default: [Closed] }\n", "");
    let folder = folder(&mapping, format!("{HEADER}T1,2026-03-01T09:00:00Z,\u{1b}[31mred\u{9b}\n").as_bytes());
    let ran = generate(folder.path(), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("`\\u{1b}[31mred\\u{9b}`"), "{}", ran.stderr);
    assert!(!ran.stderr.contains(['\u{1b}', '\u{9b}']), "{:?}", ran.stderr);
}

#[test]
fn a_number_beyond_all_is_told_as_such() {
    let mapping = MAPPING.replace("state: text", "state: number").replace("where: { state: $closed }", "");
    let mapping = mapping.replace("params:\n  closed: { type: list, default: [Closed] }\n", "");
    let folder = folder(&mapping, format!("{HEADER}T1,2026-03-01T09:00:00Z,1e999\n").as_bytes());
    let told = generate(folder.path(), &[]).stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("numbers lie between -1.797e308 and 1.797e308") && !told.contains("whole ones"), "{told}");
}

/// `--max-quarantined` counts rows, and can't say anything of text that holds nobody knows how many.
#[test]
fn a_run_that_lost_nobody_knows_how_many_rows_is_never_fine() {
    let row = |id: &str| format!(r#"{{"id":"{id}","opened":"2026-03-01T09:00:00Z","state":"Open"}}"#);
    let mapping =
        MAPPING.replace("files: tickets.csv", "files: [\"*.json\", \"*.ndjson\", \"*.csv\"]\n    rows: [items, .]");
    for (name, text, told) in [
        ("a.json", format!(r#"{{"items":[{}],"items":[{},{}]}}"#, row("1"), row("2"), row("3")), "has `items` twice"),
        ("a.ndjson", format!("{{\"items\":[{} {}]}}\n{}\n", row("1"), row("2"), row("3")), "expected `,` or `]`"),
        ("a.csv", format!("{HEADER}T1,2026-03-01T09:00:00Z,\"Open\nT2,2026-03-01T09:00:00Z,Open\n"), "never closes"),
    ] {
        let folder = tempdir().unwrap();
        files(folder.path(), &[("mapping.yaml", &mapping), (&format!("export/{name}"), &text)]);
        let ran = generate(folder.path(), &["--max-quarantined", "100%"]);
        let said = ran.stderr.replace('│', "").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(ran.code, 1, "{name}: {said}");
        assert!(said.contains("E0715") && said.contains(told), "{name}: {said}");
        assert_eq!(quarantine(folder.path()).values("code").len(), 1, "{name}");
    }
}
