//! What stops a run.

use super::Setup;

const TWO: &str = "sources:
  cases:
    files: Case.csv
    key: Id
    at: Created
    columns: { Id: id, Created: timestamp, Status: { type: text, header: [Status, 状态] } }
  history:
    files: History.csv
    case: CaseId
    at: At
    columns: { CaseId: id, At: timestamp, Note: { type: text, optional: true } }
case: { record: cases }
activities: { made: { label: Made, source: cases }, noted: { label: Noted, source: history } }
attributes: { case: { Status: case.Status }, event: { Note: history.Note } }
";

const CASES: &str = "Id,Created,Status\na,2025-01-01T00:00:00Z,Open\n";
const HISTORY: &str = "CaseId,At\na,2025-01-02T00:00:00Z\n";

fn stops(cases: &str, history: &str) -> Vec<(String, String)> {
    let setup = Setup::new(TWO, &[("Case.csv", cases), ("History.csv", history)]);
    setup.stops().into_iter().map(|each| (each.code.name().to_owned(), each.message)).collect()
}

fn names(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_right_input_loads() {
    let setup = Setup::new(TWO, &[("Case.csv", CASES), ("History.csv", HISTORY)]);
    let loaded = setup.load();
    assert_eq!(loaded.sources[1].missing_columns, [2]);
    assert_eq!(loaded.sources[0].files[0].columns[2], (2, 2, "Status".to_owned()));
}

#[test]
fn all_problems_come_at_once() {
    let found = stops("Id,Created,Stauts\n", "");
    assert_eq!(names(&found), ["column-missing", "empty-file"]);
    assert_eq!(found[0].1, "`Case.csv` has no column `Status` or `状态` for `cases.Status`");
}

#[test]
fn the_nearest_header_is_named() {
    let setup = Setup::new(TWO, &[("Case.csv", "Id,Created,Stauts\n"), ("History.csv", HISTORY)]);
    let help = setup.stops()[0].help.clone().unwrap();
    assert!(help.starts_with("did you mean `Stauts`?"), "{help}");
}

#[test]
fn the_nearest_file_is_named() {
    let setup = Setup::new(TWO, &[("Cases.csv", CASES), ("History.csv", HISTORY)]);
    let found = setup.stops();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.name(), "file-missing");
    assert!(found[0].help.as_ref().unwrap().contains("`Cases.csv`"));
}

#[test]
fn a_missing_folder_is_told_alone() {
    let mut setup = Setup::new(TWO, &[]);
    setup.options.input = setup.folder.path().join("nowhere");
    let codes: Vec<_> = setup.stops().iter().map(|each| each.code.name()).collect();
    assert_eq!(codes, ["input-folder-missing"]);
}

#[test]
fn data_without_a_header_is_told_once() {
    assert_eq!(names(&stops("a,2025-01-01T00:00:00Z,Open\n", HISTORY)), ["no-header"]);
    assert_eq!(names(&stops("\n\n", HISTORY)), ["empty-file"]);
}

#[test]
fn a_used_header_must_not_stand_twice() {
    let found = stops("Id,Created,Status,Status\n", HISTORY);
    assert_eq!(names(&found), ["header-twice"]);
    assert_eq!(found[0].1, "`Case.csv` has two columns `Status`, and `cases.Status` reads one of them");
}

#[test]
fn an_unused_header_may_stand_twice() {
    let cases = "Id,Fax,Created,Fax,Status\na,1,2025-01-01T00:00:00Z,2,Open\n";
    let setup = Setup::new(TWO, &[("Case.csv", cases), ("History.csv", HISTORY)]);
    assert_eq!(setup.column_values(&setup.load(), "cases", "Status"), ["Open"]);
}

#[test]
fn the_second_of_two_headers_can_be_named() {
    let mapping = TWO.replace("[Status, 状态]", "\"Status#2\"");
    let cases = "Id,Status,Created,Status\na,first,2025-01-01T00:00:00Z,second\n";
    let setup = Setup::new(&mapping, &[("Case.csv", cases), ("History.csv", HISTORY)]);
    assert_eq!(setup.column_values(&setup.load(), "cases", "Status"), ["second"]);
}

#[test]
fn naive_times_without_a_zone_stop_in_every_source() {
    let found = stops(
        "Id,Created,Status\na,2025-01-01T00:00:00Z,Open\nb,2025-01-01T10:00:00,Open\n",
        "CaseId,At\na,2025-01-02 00:00\n",
    );
    assert_eq!(names(&found), ["time-without-zone"], "one zone mends them all");
    let message = "times in `cases.Created` and `history.At` carry no offset, and no zone is given for them";
    assert_eq!(found[0].1, message);
}

#[test]
fn the_first_naive_time_is_shown() {
    let cases = "Id,Created,Status\na,2025-01-01T00:00:00Z,Open\nb,2025-01-01T10:00:00,Open\n";
    let setup = Setup::new(TWO, &[("Case.csv", cases), ("History.csv", HISTORY)]);
    let found = format!("{:?}", setup.stops()[0].labels[1].place);
    assert!(found.contains("\"Case.csv\"") && found.contains("line: 3"), "{found}");
}

#[test]
fn the_run_may_give_the_zone() {
    let cases = "Id,Created,Status\nb,2025-07-01T10:00:00,Open\n";
    let setup = Setup::new(TWO, &[("Case.csv", cases), ("History.csv", "CaseId,At\n")]).timezone("Europe/Paris");
    assert_eq!(setup.column_values(&setup.load(), "cases", "Created"), ["2025-07-01T08:00:00Z"]);
}

#[test]
fn columns_may_stand_in_another_order_in_each_file() {
    let mapping = TWO.replace("Case.csv", "Case-*.csv");
    let files = [
        ("Case-1.csv", "Id,Created,Status\na,2025-01-01T00:00:00Z,Open\n"),
        ("Case-2.csv", "状态,Id,Created\nClosed,b,2025-01-01T00:00:00Z\n"),
        ("History.csv", HISTORY),
    ];
    let setup = Setup::new(&mapping, &files);
    let loaded = setup.load();
    assert_eq!(setup.column_values(&loaded, "cases", "Status"), ["Open", "Closed"]);
    assert_eq!(loaded.sources[0].files.iter().map(|file| file.rows).collect::<Vec<_>>(), [1, 1]);
}
