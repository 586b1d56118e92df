//! Keys of rows that make events: the later row with a key is set aside.

use super::{Setup, assert_adds_up};

fn mapping(kind: &str, rest: &str) -> String {
    format!(
        "sources:
  log:
    files: Log*.csv
    key: Key
    case: Case
    at: At
    {rest}
    columns: {{ Key: {kind}, Case: id, At: timestamp, Value: text }}
activities: {{ seen: {{ source: log }} }}
attributes: {{ event: {{ Value: log.Value }} }}
"
    )
}

const HEADER: &str = "Key,Case,At,Value\n";

/// The values that stay, the lines that are set aside, and how many duplicates there are.
fn found(mapping: &str, rows: &str) -> (Vec<String>, Vec<u64>, u64) {
    let setup = Setup::new(mapping, &[("Log.csv", &format!("{HEADER}{rows}"))]);
    let loaded = setup.load();
    assert_adds_up(&setup, &loaded);
    assert!(loaded.quarantine.iter().all(|row| row.code.name() == "key-seen-before"), "{:?}", loaded.quarantine);
    let lines = loaded.quarantine.iter().map(|row| row.line).collect();
    (setup.column_values(&loaded, "log", "Value"), lines, loaded.sources[0].duplicates)
}

const FIRST: &str = "7,a,2024-01-01T00:00:00Z,first\n";
const SECOND: &str = "7,a,2024-01-02T00:00:00Z,second\n";
const ELSEWHERE: &str = "7,b,2024-01-01T12:00:00Z,elsewhere\n";
const OTHER: &str = "8,a,2024-01-03T00:00:00Z,other\n";

#[test]
fn the_later_row_of_a_case_is_set_aside() {
    for kind in ["id", "integer", "text", "duration"] {
        let kind = if kind == "duration" { "{ type: duration, unit: s }" } else { kind };
        let mapping = mapping(kind, "");
        assert_eq!(
            found(&mapping, &format!("{FIRST}{SECOND}{OTHER}")),
            (vec!["first".into(), "other".into()], vec![3], 0)
        );
        assert_eq!(
            found(&mapping, &format!("{SECOND}{OTHER}{FIRST}")),
            (vec!["other".into(), "first".into()], vec![2], 0)
        );
    }
}

#[test]
fn keys_of_different_cases_are_equal_too() {
    let (values, lines, _) = found(&mapping("id", ""), &format!("{SECOND}{ELSEWHERE}{FIRST}"));
    assert_eq!((values, lines), (vec!["first".to_owned()], vec![2, 3]));
}

#[test]
fn of_rows_that_differ_in_their_case_alone_the_first_case_keeps_its_row() {
    let (in_b, in_a) = ("7,b,2024-01-01T00:00:00Z,x\n", "7,a,2024-01-01T00:00:00Z,x\n");
    assert_eq!(found(&mapping("id", ""), &format!("{in_b}{in_a}")).1, [2]);
    assert_eq!(found(&mapping("id", ""), &format!("{in_a}{in_b}")).1, [3]);
}

#[test]
fn the_row_as_it_stands_is_kept() {
    let second = "7,a,2024-01-02T00:00:00Z,\"two\nlines\"\n";
    let setup = Setup::new(
        &mapping("id", ""),
        &[("Log-1.csv", &format!("{HEADER}{FIRST}")), ("Log-2.csv", &format!("{HEADER}{OTHER}{second}"))],
    );
    let loaded = setup.load();
    let row = &loaded.quarantine[0];
    assert_eq!((row.file, row.line, row.raw.as_slice()), (Some(1), 3, second.as_bytes()));
    assert_eq!(row.reason, "another row of `log` has the key `7`");
    assert_eq!(row.column, Some(0));
}

#[test]
fn duplicates_have_no_key_of_their_own() {
    let mapping = mapping("id", "duplicates: { same: [Case, Value] }");
    let again = FIRST.replace("01T", "05T");
    assert_eq!(found(&mapping, &format!("{again}{FIRST}{OTHER}")), (vec!["first".into(), "other".into()], vec![], 1));
}

#[test]
fn what_a_row_that_is_set_aside_made_needless_stays_so() {
    let mapping = mapping("id", "duplicates: { same: [Case, Value] }");
    // Of the two `x` the first stays; its key is another's.
    let rows = format!("{FIRST}7,a,2024-01-02T00:00:00Z,x\n8,a,2024-01-03T00:00:00Z,x\n");
    assert_eq!(found(&mapping, &rows), (vec!["first".into()], vec![3], 1));
}

#[test]
fn without_a_key_no_row_is_set_aside() {
    let mapping = mapping("id", "").replace("    key: Key\n", "");
    assert_eq!(found(&mapping, &format!("{FIRST}{SECOND}")).1, [0_u64; 0]);
}

#[test]
fn shuffled_rows_and_threads_set_the_same_rows_aside() {
    let mut rows: Vec<String> = (0..40_000)
        .map(|row| format!("k{},c{},2024-01-{:02}T00:00:00Z,v{row}\n", row * 7 % 39_000, row % 900, 1 + row % 28))
        .collect();
    let values = |rows: &[String]| {
        let (mut values, lines, _) = found(&mapping("id", ""), &rows.concat());
        values.sort();
        (values, lines.len())
    };
    let before = values(&rows);
    assert_eq!((before.0.len(), before.1), (39_000, 1_000));
    rows.reverse();
    rows.rotate_left(777);
    assert_eq!(values(&rows), before);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| values(&rows)), before);
}
