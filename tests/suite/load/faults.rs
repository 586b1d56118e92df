//! Rows that go to quarantine, with their bytes and lines.

use super::{Setup, assert_adds_up, ids};

/// A quarantined row: its source, line, code and bytes.
type Row = (String, u64, &'static str, String);

const MAPPING: &str = "sources:
  cases:
    files: Case*.csv
    key: Id
    at: Created
    columns: { Id: id, Created: timestamp, Status: text }
  history:
    files: History.csv
    optional: true
    case: CaseId
    at: At
    columns: { CaseId: id, At: timestamp, Amount: integer }
case: { record: cases }
activities: { made: { label: Made, source: cases }, noted: { label: Noted, source: history } }
attributes: { case: { Status: case.Status }, event: { Amount: history.Amount } }
";

fn load(files: &[(&str, &str)]) -> (Vec<Row>, Vec<String>) {
    let setup = Setup::new(MAPPING, files);
    let loaded = setup.load();
    assert_adds_up(&setup, &loaded);
    (setup.quarantined(&loaded), ids(&loaded))
}

fn cases(rows: &str) -> (Vec<Row>, Vec<String>) {
    load(&[("Case.csv", &format!("Id,Created,Status\n{rows}"))])
}

fn at(line: u64, code: &'static str, raw: &str) -> Row {
    ("cases".to_owned(), line, code, raw.to_owned())
}

#[test]
fn ragged_rows_keep_their_bytes() {
    let (found, ids) =
        cases("a,2025-01-01T00:00:00Z,Open,more\r\n\r\nb,2025-01-01T00:00:00Z\nc,2025-01-01T00:00:00Z,x\n");
    assert_eq!(
        found,
        [at(2, "ragged-row", "a,2025-01-01T00:00:00Z,Open,more\r\n"), at(4, "ragged-row", "b,2025-01-01T00:00:00Z\n")]
    );
    assert_eq!(ids, ["c"]);
}

#[test]
fn a_header_among_the_rows_is_no_row() {
    let (found, ids) = cases("a,2025-01-01T00:00:00Z,Open\nId,Created,Status\nb,2025-01-01T00:00:00Z,Open\n");
    assert_eq!(found, [at(3, "header-repeated", "Id,Created,Status\n")]);
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn a_quote_that_never_closes_takes_the_rest() {
    let (found, ids) = cases("a,2025-01-01T00:00:00Z,Open\nb,2025-01-01T00:00:00Z,\"Open\nc,x,y\n");
    assert_eq!(found, [at(3, "quote-never-closes", "b,2025-01-01T00:00:00Z,\"Open\nc,x,y\n")]);
    assert_eq!(ids, ["a"]);
}

#[test]
fn lines_behind_a_quote_that_never_closes_are_told_whatever_their_number() {
    for (rest, told) in [("\"Open\nc,x,y\n", 1), ("\"Open\n", 0)] {
        let rows = format!("Id,Created,Status\na,2025-01-01T00:00:00Z,Open\nb,2025-01-01T00:00:00Z,{rest}");
        let setup = Setup::new(MAPPING, &[("Case.csv", &rows)]);
        let loaded = setup.load();
        let broken = loaded.warnings.iter().filter(|each| each.code.name() == "file-breaks-off");
        let messages: Vec<_> = broken.map(|each| each.message.as_str()).collect();
        let message = "`Case.csv` can't be read on from line 3: a quote opens there and never closes";
        assert_eq!(messages, vec![message; told]);
    }
}

#[test]
fn a_header_among_the_rows_is_known_behind_a_byte_order_mark() {
    for quote in ["", "\""] {
        let header = ["Id", "Created", "Status"].map(|name| format!("{quote}{name}{quote}")).join(",");
        let row = |id: &str| [id, "2025-01-01T00:00:00Z", "Open"].map(|cell| format!("{quote}{cell}{quote}")).join(",");
        let rows = format!("{}\n\u{feff}{header}\n{}\n", row("a"), row("b"));
        let (found, ids) = cases(&rows);
        assert_eq!(found, [at(3, "header-repeated", &format!("\u{feff}{header}\n"))]);
        assert_eq!(ids, ["a", "b"]);
    }
}

#[test]
fn bytes_that_are_no_text_are_kept_as_they_are() {
    let setup = Setup::new(MAPPING, &[]);
    let mut bytes = b"Id,Created,Status\na,2025-01-01T00:00:00Z,".to_vec();
    bytes.extend(b"\xff\xfe\nb,2025-01-01T00:00:00Z,ok\n");
    std::fs::write(setup.folder.path().join("Case.csv"), bytes).unwrap();
    let loaded = setup.load();
    assert_eq!(loaded.quarantine.len(), 1);
    assert_eq!(loaded.quarantine[0].code.name(), "row-not-utf8");
    assert_eq!(loaded.quarantine[0].raw, b"a,2025-01-01T00:00:00Z,\xff\xfe\n");
    assert_eq!(ids(&loaded), ["b"]);
}

#[test]
fn a_key_may_not_be_empty() {
    let (found, ids) = cases(",2025-01-01T00:00:00Z,Open\nb,2025-01-01T00:00:00Z,Open\n");
    assert_eq!(found, [at(2, "key-is-null", ",2025-01-01T00:00:00Z,Open\n")]);
    assert_eq!(ids, ["b"]);
}

#[test]
fn a_null_time_is_no_fault() {
    let (found, ids) = cases("a,,Open\n");
    assert_eq!((found, ids), (Vec::new(), vec!["a".to_owned()]));
}

#[test]
fn of_records_with_one_key_the_first_in_order_stays() {
    let first = "a,2025-01-01T00:00:00Z,Open\n";
    let second = "a,2025-01-02T00:00:00Z,Closed\n";
    let (found, ids) = cases(&format!("{first}{second}"));
    assert_eq!((found, ids), (vec![at(3, "key-seen-before", second)], vec!["a".to_owned()]));
    let (found, _) = cases(&format!("{second}{first}"));
    assert_eq!(found, [at(2, "key-seen-before", second)], "wherever it stands");
}

#[test]
fn late_faults_are_found_again_in_their_file() {
    let one = "Id,Created,Status\na,2025-01-01T00:00:00Z,\"two\nlines\"\nb,2025-01-01T00:00:00Z,Open\n";
    let two = "Id,Created,Status\nc,2025-01-01T00:00:00Z,Open\nb,2025-02-01T00:00:00Z,Late\n";
    let setup = Setup::new(MAPPING, &[("Case-1.csv", one), ("Case-2.csv", two)]);
    let loaded = setup.load();
    assert_eq!(setup.quarantined(&loaded), [at(3, "key-seen-before", "b,2025-02-01T00:00:00Z,Late\n")]);
    assert_eq!(loaded.quarantine[0].file, Some(1));
    assert_eq!(loaded.quarantine[0].number, 3);
}

#[test]
fn rows_of_no_case_are_orphans() {
    let history = "CaseId,At,Amount\na,2025-01-01T00:00:00Z,1\nz,2025-01-01T00:00:00Z,2\n,2025-01-01T00:00:00Z,3\n";
    let (found, ids) =
        load(&[("Case.csv", "Id,Created,Status\na,2025-01-01T00:00:00Z,Open\n"), ("History.csv", history)]);
    let of = |line, code, raw: &str| ("history".to_owned(), line, code, raw.to_owned());
    assert_eq!(
        found,
        [of(3, "case-without-record", "z,2025-01-01T00:00:00Z,2\n"), of(4, "key-is-null", ",2025-01-01T00:00:00Z,3\n")]
    );
    assert_eq!(ids, ["a"]);
}

#[test]
fn the_order_is_source_then_file_then_line() {
    let history =
        "CaseId,At,Amount\nz,2025-01-01T00:00:00Z,1\na,soon,2\nz,2025-01-01T00:00:00Z,3\na,2025-01-01T00:00:00Z,x\n";
    let (found, _) =
        load(&[("Case.csv", "Id,Created,Status\na,2025-01-01T00:00:00Z,Open\nshort\n"), ("History.csv", history)]);
    let order: Vec<_> = found.iter().map(|(source, line, code, _)| (source.as_str(), *line, *code)).collect();
    assert_eq!(
        order,
        [
            ("cases", 3, "ragged-row"),
            ("history", 2, "case-without-record"),
            ("history", 3, "time-in-no-format"),
            ("history", 4, "case-without-record"),
            ("history", 5, "cell-of-wrong-type"),
        ]
    );
}

#[test]
fn a_script_that_fails_sends_the_row_away() {
    let mapping = MAPPING
        .replace("Status: text }", "Status: text, share: = 100 / Count, Count: integer }")
        .replace("{ Status: case.Status }", "{ Share: case.share }");
    let setup = Setup::new(
        &mapping,
        &[("Case.csv", "Id,Created,Status,Count\na,2025-01-01T00:00:00Z,Open,0\nb,2025-01-01T00:00:00Z,Open,5\n")],
    );
    let loaded = setup.load();
    let found: Vec<_> = loaded.quarantine.iter().map(|row| row.code.name()).collect();
    assert_eq!((found, ids(&loaded)), (vec!["script-failed"], vec!["b".to_owned()]));
}
