//! Which cases there are, and their rows.

use super::{Setup, assert_adds_up, ids, shown};

const MAPPING: &str = "sources:
  cases:
    files: Case.csv
    key: Id
    at: Created
    columns: { Id: id, Number: text, Created: timestamp, Status: text }
  history:
    files: History.csv
    case: CaseId
    at: At
    columns: { CaseId: id, At: timestamp, Note: text }
case:
  record: cases
  id: Number
activities: { made: { label: Made, source: cases }, noted: { label: Noted, source: history } }
attributes: { case: { Status: case.Status }, event: { Note: history.Note } }
";

const CASES: &str = "Id,Number,Created,Status
x,9,2025-01-01T00:00:00Z,Open
y,10,2025-01-01T00:00:00Z,Closed
z,,2025-01-01T00:00:00Z,Open
";
const HISTORY: &str = "CaseId,At,Note
y,2025-01-01T00:00:00Z,y1
x,2025-01-01T00:00:00Z,x1
y,2025-01-01T00:00:00Z,y2
z,2025-01-01T00:00:00Z,z1
";

fn setup(mapping: &str, cases: &str, history: &str) -> Setup {
    Setup::new(mapping, &[("Case.csv", cases), ("History.csv", history)])
}

#[test]
fn cases_come_by_id_bytewise() {
    let setup = setup(MAPPING, CASES, HISTORY);
    let loaded = setup.load();
    assert_eq!(ids(&loaded), ["10", "9", "z"], "a record without a number is called by its key");
    assert_eq!(setup.column_values(&loaded, "history", "Note"), ["y1", "y2", "x1", "z1"]);
    assert_eq!(loaded.tables[1].starts, [0, 2, 3, 4]);
    let key = |case: usize| loaded.texts.get(loaded.cases.key(case as u32).unwrap()).to_owned();
    assert_eq!((0..3).map(key).collect::<Vec<_>>(), ["y", "x", "z"]);
    let status = &setup.plan.sources[0].columns[3];
    let of_record = |case| shown(loaded.tables[0].row(loaded.cases.record(case).unwrap()).cell(status), &loaded.texts);
    assert_eq!((0..3).map(of_record).collect::<Vec<_>>(), ["Closed", "Open", "Open"]);
    assert_adds_up(&setup, &loaded);
}

#[test]
fn without_a_record_a_case_is_what_rows_name() {
    let mapping = "sources:
  history:
    files: History.csv
    case: CaseId
    at: At
    columns: { CaseId: id, At: timestamp, Note: text }
activities: { noted: { label: Noted, source: history } }
attributes: { event: { Note: history.Note } }
";
    let setup = Setup::new(mapping, &[("History.csv", HISTORY)]);
    let loaded = setup.load();
    assert_eq!(ids(&loaded), ["x", "y", "z"]);
    assert_eq!(loaded.cases.record(0), None);
    assert_adds_up(&setup, &loaded);
}

#[test]
fn orphans_may_be_kept() {
    let mapping = MAPPING.replace("  id: Number", "  id: Number\n  orphans: keep");
    let setup = setup(&mapping, CASES, &format!("{HISTORY}w,2025-01-01T00:00:00Z,w1\n"));
    let loaded = setup.load();
    assert_eq!(ids(&loaded), ["10", "9", "w", "z"]);
    assert_eq!(loaded.cases.record(2), None);
    assert_eq!(setup.column_values(&loaded, "history", "Note"), ["y1", "y2", "x1", "w1", "z1"]);
    assert_eq!(loaded.quarantine, []);
    assert_adds_up(&setup, &loaded);
}

#[test]
fn keep_if_leaves_cases_out_with_all_their_rows() {
    let mapping = MAPPING.replace("  id: Number", "  id: Number\n  keep_if: { Status: Open }");
    let setup = setup(&mapping, CASES, HISTORY);
    let loaded = setup.load();
    assert_eq!(ids(&loaded), ["9", "z"]);
    assert_eq!(loaded.sources.iter().map(|each| each.case_filtered).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(loaded.quarantine, []);
    assert_adds_up(&setup, &loaded);
}

#[test]
fn where_filters_rows_before_they_need_a_case() {
    let mapping = MAPPING.replace("    at: At\n", "    at: At\n    where: { Note: { not: skip } }\n");
    let history = format!("{HISTORY},2025-01-01T00:00:00Z,skip\nnone,2025-01-01T00:00:00Z,skip\n");
    let setup = setup(&mapping, CASES, &history);
    let loaded = setup.load();
    assert_eq!((loaded.sources[1].filtered, loaded.quarantine.len()), (2, 0));
    assert_adds_up(&setup, &loaded);
}

#[test]
fn of_two_records_with_one_id_the_later_key_goes() {
    let cases = CASES.replace("x,9", "x,10");
    let setup = setup(MAPPING, &cases, HISTORY);
    let loaded = setup.load();
    let found: Vec<_> =
        setup.quarantined(&loaded).into_iter().map(|(source, line, code, _)| (source, line, code)).collect();
    assert_eq!(
        found,
        [
            ("cases".to_owned(), 3, "case-id-seen-before"),
            ("history".to_owned(), 2, "case-without-record"),
            ("history".to_owned(), 4, "case-without-record")
        ]
    );
    assert_eq!(ids(&loaded), ["10", "z"]);
    assert_adds_up(&setup, &loaded);
}

#[test]
fn where_orphans_stay_rows_of_a_case_whose_id_is_taken_say_so() {
    let mapping = MAPPING.replace("  id: Number", "  id: Number\n  orphans: keep");
    let cases = CASES.replace("x,9", "x,zz").replace("y,10", "y,zz");
    let setup = setup(&mapping, &cases, &format!("{HISTORY}zz,2025-01-01T00:00:00Z,o\n"));
    let loaded = setup.load();
    let found: Vec<_> = loaded.quarantine.iter().map(|row| (row.source, row.line, row.code.name())).collect();
    let taken = "case-id-seen-before";
    assert_eq!(found, [(0, 3, taken), (1, 2, taken), (1, 4, taken), (1, 6, taken)]);
    assert!(loaded.quarantine.iter().all(|row| row.reason == "another case has the id `zz`"));
    assert_eq!(ids(&loaded), ["z", "zz"]);
    assert_adds_up(&setup, &loaded);
}

#[test]
fn shuffled_rows_make_the_same_cases() {
    let mut history: Vec<String> = (0..3_000).map(|at| format!("c{},2025-01-01T00:00:00Z,n{at}", at % 700)).collect();
    let cases: String = (0..700).map(|at| format!("c{at},{},2025-01-01T00:00:00Z,Open\n", at * 7 % 700)).collect();
    let cases = format!("Id,Number,Created,Status\n{cases}");
    let notes = |history: &[String]| {
        let setup = setup(MAPPING, &cases, &format!("CaseId,At,Note\n{}\n", history.join("\n")));
        let loaded = setup.load();
        assert_adds_up(&setup, &loaded);
        let source = &setup.plan.sources[1];
        let note = &source.columns[2];
        let of_case = |case| {
            let rows =
                loaded.tables[1].rows_of(case).map(|at| shown(loaded.tables[1].row(at).cell(note), &loaded.texts));
            let mut rows: Vec<String> = rows.collect();
            rows.sort();
            rows
        };
        ((0..700).map(of_case).collect::<Vec<_>>(), ids(&loaded))
    };
    let before = notes(&history);
    history.reverse();
    history.rotate_left(1_000);
    assert_eq!(notes(&history), before);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| notes(&history)), before);
}

#[test]
fn a_repeated_key_is_told_with_its_own_line_behind_rows_that_cannot_be_used() {
    // So many long rows that they are read in several blocks.
    let row = |number: usize| match number {
        10 => "k00010,10,soon,Open\n".to_owned(),
        1_400 => format!("k00020,again,2025-01-01T00:00:00Z,{}\n", "o".repeat(600)),
        _ => format!("k{number:05},{number},2025-01-01T00:00:00Z,{}\n", "o".repeat(600)),
    };
    let cases = "Id,Number,Created,Status\n".to_owned() + (0..1_500).map(row).collect::<String>().as_str();
    let setup = setup(MAPPING, &cases, HISTORY);
    let loaded = setup.load();
    let of_cases = loaded.quarantine.iter().filter(|row| row.source == 0);
    let told: Vec<(u64, &str)> =
        of_cases.map(|row| (row.line, std::str::from_utf8(&row.raw).unwrap().split(",2").next().unwrap())).collect();
    assert_eq!(told, [(12, "k00010,10,soon,Open\n"), (1_402, "k00020,again")]);
    assert_eq!(loaded.cases.len(), 1_498);
    assert_adds_up(&setup, &loaded);
}
