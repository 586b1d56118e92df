//! Cases that stand on disk in the order of their keys, whatever these look like, and cases that can't.

use std::fmt::Write as _;
use std::fs;

use super::exports::Random;
use super::same_within;

/// Bounds within which all cases are one batch, and several; and one that needs more batches than there are intervals of
/// keys.
const BOUNDS: &[&[&str]] = &[
    &["--memory", "64MiB"],
    &["--memory", "64MiB", "--batch", "40KiB"],
    &["--memory", "256MiB", "--batch", "8KiB", "--threads", "2"],
    &["--memory", "256MiB", "--batch", "1KiB", "--threads", "2"],
];

const MAPPING: &str = r#"
caseloom: 1
name: ordered
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    columns: { Id: id, Number: id, Opened: timestamp, Kind: text, Subject: text }
  changes:
    files: changes.csv
    case: Ticket
    at: At
    field: Field
    old: Old
    new: New
    columns: { Ticket: id, At: timestamp, Field: text, Old: text, New: text, Note: text, Score: integer }
case: CASE
tracked_fields:
  status: { source: changes, field: Status }
activities:
  opened: { label: Opened, source: tickets }
  changed: { label: Changed, change: status }
attributes:
  case: { Number: case.Number, Subject: case.Subject, Count: = events.count() }
  event: { Note: changes.Note, Score: changes.Score }
"#;

/// Cases with these keys, some of which stand in several records; and changes of them, of others, and of none.
fn export(keys: &[String], changes: usize) -> (String, String) {
    let mut random = Random(11);
    let quoted = |key: &str| format!("\"{}\"", key.replace('"', "\"\""));
    let mut tickets = "Id,Number,Opened,Kind,Subject\n".to_owned();
    for (number, key) in keys.iter().enumerate() {
        let (opened, kind) = (random.time(), random.one(&["a", "b"]));
        // Numbers have another order than keys, and some are there twice.
        let number = (number * 7919) % 10_007 / (1 + usize::from(number % 50 == 0));
        writeln!(tickets, "{},N{number},{opened},{kind},subject {number}", quoted(key)).unwrap();
    }
    writeln!(tickets, ",N1,2026-01-01T00:00:00Z,a,no key\nbad,N2,no time,a,x").unwrap();
    let mut rows = "Ticket,At,Field,Old,New,Note,Score\n".to_owned();
    for change in 0..changes {
        // The first case has far more than any other.
        let key = match random.below(20) {
            0 => &keys[0],
            1 => "of nobody",
            2 if change % 5 == 0 => "",
            _ => &keys[random.below(keys.len() as u64) as usize],
        };
        let at = if random.rarely(60) { "bad".to_owned() } else { random.time() };
        let score = if random.rarely(80) { "x".to_owned() } else { random.below(99).to_string() };
        let (old, new) = (random.one(&["Open", "Closed"]), random.one(&["Open", "Closed", "Waiting"]));
        writeln!(rows, "{},{at},Status,{old},{new},note {change},{score}", quoted(key)).unwrap();
    }
    (tickets, rows)
}

fn check_with(keys: &[String], changes: usize, case: &str, bounds: &[&[&str]]) {
    let folder = tempfile::tempdir().unwrap();
    let (input, mapping) = (folder.path().join("input"), folder.path().join("ordered.yaml"));
    let (tickets, rows) = export(keys, changes);
    fs::create_dir(&input).unwrap();
    fs::write(input.join("tickets.csv"), tickets).unwrap();
    fs::write(input.join("changes.csv"), rows).unwrap();
    fs::write(&mapping, MAPPING.trim_start().replace("CASE", case)).unwrap();
    same_within(bounds, mapping.to_str().unwrap(), &input, &["--max-quarantined", "99%"]);
}

fn check(keys: &[String], case: &str) {
    check_with(keys, 5 * keys.len().max(100), case, BOUNDS);
}

const BY_KEY: &str = "{ record: tickets, id: Id }";

fn shuffled(mut keys: Vec<String>) -> Vec<String> {
    let mut random = Random(5);
    for at in (1..keys.len()).rev() {
        keys.swap(at, random.below(at as u64 + 1) as usize);
    }
    keys
}

fn counted(count: usize) -> Vec<String> {
    (0..count).map(|key| format!("5005g00031{key:06}AAE")).collect()
}

#[test]
fn keys_in_order() {
    check(&counted(300), BY_KEY);
}

#[test]
fn keys_in_any_order() {
    check(&shuffled(counted(300)), BY_KEY);
}

#[test]
fn keys_that_begin_alike() {
    let long = "a beginning of more bytes than are looked at at once, ";
    let keys = (0..260).map(|key| match key % 5 {
        0 => format!("{long}{key}"),
        1 => format!("{long}and another {key:04}"),
        2 => long[..key / 5 % long.len() + 1].to_owned(),
        3 => format!("a b{}", "\u{1}".repeat(key)),
        _ => format!("ä{key}漢字"),
    });
    check(&shuffled(keys.collect()), BY_KEY);
}

#[test]
fn few_keys_and_one() {
    let keys = |count: u64| (0..count).map(|key| format!("K{key}")).collect::<Vec<_>>();
    check(&keys(3), BY_KEY);
    check(&keys(1), BY_KEY);
}

#[test]
fn keys_of_several_records() {
    let keys: Vec<String> = (0..300).map(|key| format!("K{}", key * key % 97)).collect();
    check(&keys, BY_KEY);
}

#[test]
fn cases_without_a_record() {
    let mut keys = shuffled(counted(300));
    keys.truncate(40);
    check(&keys, "{ record: tickets, orphans: keep }");
}

#[test]
fn other_ids_than_keys() {
    check(&shuffled(counted(300)), "{ record: tickets, id: Number }");
    check(&shuffled(counted(300)), "{ record: tickets, id: [Kind, Id] }");
}

/// So many that rows are packed when they come back.
#[test]
fn packed_rows() {
    let one: &[&[&str]] = &[&["--memory", "64MiB"]];
    check_with(&shuffled(counted(4500)), 5000, "{ record: tickets, id: Number, keep_if: { Kind: a } }", one);
    let two: &[&[&str]] = &[&["--memory", "256MiB", "--batch", "2400KiB", "--threads", "1"]];
    check_with(&shuffled(counted(9000)), 6000, BY_KEY, two);
}
