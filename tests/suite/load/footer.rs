//! Lines below the rows.

use super::{Setup, assert_adds_up, ids};

const MAPPING: &str = "sources:
  cases:
    files: Case*.csv
    footer: [\"Copyright *\", \"*, inc.\"]
    key: Id
    at: Created
    columns: { Id: id, Created: timestamp, Status: text }
case: { record: cases }
activities: { made: { label: Made, source: cases } }
attributes: { case: { Status: case.Status } }
";
const ROW: &str = "a,2025-01-01T00:00:00Z,Open\n";

/// The lines of the footer, those in quarantine, and the cases.
fn load(files: &[(&str, &str)]) -> (u64, Vec<(u64, &'static str)>, Vec<String>) {
    let files: Vec<(&str, String)> =
        files.iter().map(|(name, rows)| (*name, format!("Id,Created,Status\n{rows}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let setup = Setup::new(MAPPING, &files);
    let loaded = setup.load();
    assert_adds_up(&setup, &loaded);
    let quarantined = setup.quarantined(&loaded).into_iter().map(|(_, line, code, _)| (line, code)).collect();
    (loaded.sources[0].footer, quarantined, ids(&loaded))
}

fn one(below: &str) -> (u64, Vec<(u64, &'static str)>) {
    let (footer, quarantined, ids) = load(&[("Case.csv", &format!("{ROW}{below}"))]);
    assert_eq!(ids, ["a"]);
    (footer, quarantined)
}

#[test]
fn a_line_that_says_it_is_the_footer() {
    assert_eq!(one("\n\n\"Copyright 2026\"\n"), (1, vec![]));
    assert_eq!(one("COPYRIGHT by us"), (1, vec![]), "case and the last line end make no difference");
    assert_eq!(one("\" Example, inc. \"\r\n"), (1, vec![]), "nor do spaces");
    assert_eq!(one("Copyright 2026,\n"), (1, vec![]), "nor empty cells");
}

#[test]
fn lines_below_it_belong_to_it_and_one_above() {
    assert_eq!(one("Name\nCopyright 2026\nBy Ann\n\"\"\nUs\n"), (5, vec![]));
    assert_eq!(one("rest of a text\nName\nCopyright 2026\n"), (2, vec![(3, "ragged-row")]));
}

#[test]
fn other_lines_stay_in_quarantine() {
    assert_eq!(one("Grand Totals\n"), (0, vec![(3, "ragged-row")]));
    assert_eq!(one("All Copyright 2026\n"), (0, vec![(3, "ragged-row")]), "it doesn't begin so");
    assert_eq!(one("Copyright 2026,b\n"), (0, vec![(3, "ragged-row")]), "another cell holds something");
    assert_eq!(one("Copyright 2026,,,\n"), (0, vec![(3, "ragged-row")]), "it is longer than the header");
    assert_eq!(one("\"Copyright 2026\n"), (0, vec![(3, "quote-never-closes")]));
}

#[test]
fn only_the_end_of_a_file_is_its_footer() {
    let rows = format!("Copyright 2025\n{ROW}Copyright 2026\n");
    let (footer, quarantined, ids) = load(&[("Case.csv", &rows)]);
    assert_eq!((footer, quarantined, ids), (1, vec![(2, "ragged-row")], vec!["a".to_owned()]));
    let (footer, quarantined, _) =
        load(&[("Case.csv", "a,2025-01-01T00:00:00Z,Open\nb,2025-01-01T00:00:00Z\nCopyright\n")]);
    assert_eq!((footer, quarantined), (0, vec![(3, "ragged-row"), (4, "ragged-row")]), "`Copyright *` wants a space");
}

#[test]
fn every_file_has_its_own() {
    let other = ROW.replace('a', "b");
    let (footer, quarantined, ids) = load(&[
        ("Case1.csv", &format!("{ROW}Copyright 2026\n")),
        ("Case2.csv", &format!("{other}Name\nCopyright 2026\n")),
        ("Case3.csv", "Copyright 2026\n"),
    ]);
    assert_eq!((footer, quarantined, ids), (4, vec![], vec!["a".to_owned(), "b".to_owned()]));
}

/// The footer and the rows before it may be read in different pieces.
#[test]
fn a_footer_longer_than_what_is_read_at_once() {
    let rows: String = (0..20_000).map(|row| format!("{row},2025-01-01T00:00:00Z,Open\n")).collect();
    let lines = "a line below\n".repeat(60_000);
    let (footer, quarantined, ids) = load(&[("Case.csv", &format!("{rows}Name\nCopyright 2026\n{lines}"))]);
    assert_eq!((footer, quarantined.len(), ids.len()), (60_002, 0, 20_000));
}

#[test]
fn a_row_whose_only_value_says_it_is_a_row() {
    let (footer, _, ids) = load(&[("Case.csv", &format!("{ROW}Copyright 2026,,\n"))]);
    assert_eq!((footer, ids.len()), (0, 2));
}
