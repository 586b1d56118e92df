//! Rows that say the same thing twice.

use super::log;

fn mapping(duplicates: &str) -> String {
    format!(
        "
timezone: UTC
sources:
  log:
    files: log.csv
    case: Case
    at: At
    duplicates: {duplicates}
    columns: {{ Case: id, At: timestamp, Kind: text, Value: text, Name: {{ type: text, optional: true }}, Rank: {{ type: integer, optional: true }} }}
activities: {{ seen: {{ source: log }} }}
attributes: {{ event: {{ Value: log.Value, Name: log.Name }} }}
"
    )
}

#[test]
fn rows_equal_in_every_declared_column_become_one() {
    let log = log(&mapping("{}"), &[("log.csv", "Case,At,Kind,Value,Other\na,@1,x,1,p\na,@1,x,1,q\na,@1,x,2,p")]);
    assert_eq!(log.of_events("Value"), ["1", "2"]);
    assert_eq!((log.account("log").duplicates, log.account("log").events), (1, 2));
}

#[test]
fn without_duplicates_equal_rows_are_two() {
    let mapping = mapping("{}").replace("    duplicates: {}\n", "");
    let log = log(&mapping, &[("log.csv", "Case,At,Kind,Value\na,@1,x,1\na,@1,x,1")]);
    assert_eq!(log.trace(), "1 seen, 1 seen");
    assert_ne!(log.cases[0].events[0].id, log.cases[0].events[1].id);
}

#[test]
fn the_first_condition_that_any_row_meets_decides() {
    let both = "Case,At,Kind,Value\na,@1,name,Bob\na,@1,id,u1\na,@1,id,u2";
    let names = "Case,At,Kind,Value\na,@1,name,Bob\na,@1,other,Cat";
    let none = "Case,At,Kind,Value\na,@1,p,Bob\na,@1,q,Cat";
    let mapping = mapping("{ same: [Case, At], keep: [{ Kind: id }, { Kind: name }] }");
    assert_eq!(log(&mapping, &[("log.csv", both)]).of_events("Value"), ["u1", "u2"]);
    assert_eq!(log(&mapping, &[("log.csv", names)]).of_events("Value"), ["Bob"]);
    assert_eq!(log(&mapping, &[("log.csv", none)]).of_events("Value"), ["Bob", "Cat"]);
}

#[test]
fn last_by_keeps_the_greatest_and_null_is_least() {
    let rows = "Case,At,Kind,Value,Rank\na,@1,x,one,9\na,@1,x,two,10\na,@1,x,three,\na,@2,x,four,";
    let log = log(&mapping("{ same: [Case, At], last_by: Rank }"), &[("log.csv", rows)]);
    assert_eq!(log.of_events("Value"), ["two", "four"]);
}

#[test]
fn take_copies_from_the_row_that_goes() {
    let mapping = mapping("{ same: [Case, At], keep: [{ Kind: id }], take: { Name: Value } }");
    let pair = "Case,At,Kind,Value,Name\na,@1,name,Bob,\na,@1,id,u1,";
    let turned = "Case,At,Kind,Value,Name\na,@1,id,u1,\na,@1,name,Bob,";
    for rows in [pair, turned] {
        let log = log(&mapping, &[("log.csv", rows)]);
        assert_eq!((log.of_events("Value"), log.of_events("Name")), (vec!["u1"], vec!["Bob"]));
    }
}

#[test]
fn take_copies_nothing_where_several_go_or_stay() {
    let mapping = mapping("{ same: [Case, At], keep: [{ Kind: id }], take: { Name: Value } }");
    let rows = "Case,At,Kind,Value,Name\na,@1,name,Bob,\na,@1,name,Cat,\na,@1,id,u1,\na,@1,id,u2,";
    assert_eq!(log(&mapping, &[("log.csv", rows)]).of_events("Name"), ["-", "-"]);
}

#[test]
fn what_is_taken_refers_to_what_it_names() {
    let mapping = mapping("{ same: [Case, At], keep: [{ Kind: id }], take: { Name: Value } }")
        .replace("Name: { type: text, optional: true }", "Name: { type: text, optional: true, refers_to: user }")
        .replace("activities:", "  user: { files: user.csv, key: Id, columns: { Id: id, Mail: text } }\nactivities:")
        .replace("Name: log.Name", "Name: log.Name, Mail: log.Name.Mail");
    let rows = "Case,At,Kind,Value,Name\na,@1,name,Bob,\na,@1,id,u1,\na,@2,name,Cat,\na,@2,id,u2,\na,@3,id,u3,Bob";
    let log = log(&mapping, &[("log.csv", rows), ("user.csv", "Id,Mail\nBob,bob at x")]);
    assert_eq!(log.of_events("Name"), ["Bob", "Cat", "Bob"]);
    assert_eq!(log.of_events("Mail"), ["bob at x", "-", "bob at x"]);
    let unmatched = &log.outcome.unmatched_references;
    assert_eq!(unmatched.iter().map(|each| (each.column.as_str(), each.count)).collect::<Vec<_>>(), [("Name", 1)]);
    let codes: Vec<&str> = log.outcome.diagnostics.iter().map(|each| each.code.name()).collect();
    assert_eq!(codes, ["unmatched-reference"]);
}

#[test]
fn a_name_that_no_column_has_becomes_one() {
    let rows = "Case,At,Kind,Value,Rank\na,@1,name,Bob,7\na,@1,id,u1,\na,@2,id,u2,";
    let mapping = mapping("{ same: [Case, At], keep: [{ Kind: id }], take: { Old: Value, Height: Rank } }").replace(
        "Name: log.Name",
        "Old: log.Old, Height: log.Height, Next: '= rows.log.first().Old', Twice: '= rows.log.first().Height * 2'",
    );
    let log = log(&mapping, &[("log.csv", rows)]);
    assert_eq!((log.of_events("Value"), log.of_events("Old")), (vec!["u1", "u2"], vec!["Bob", "-"]));
    assert_eq!((log.of_events("Height"), log.of_events("Next")), (vec!["7", "-"], vec!["Bob", "Bob"]));
    assert_eq!(log.of_events("Twice"), ["14", "14"]);
    assert_eq!(log.account("log").duplicates, 1);
}

#[test]
fn a_file_with_a_header_of_that_name_does_not_fill_it() {
    let rows = "Case,At,Kind,Value,Old\na,@1,name,Bob,x\na,@1,id,u1,x\na,@2,id,u2,x";
    let mapping =
        mapping("{ same: [Case, At], keep: [{ Kind: id }], take: { Old: Value } }").replace("log.Name", "log.Old");
    assert_eq!(log(&mapping, &[("log.csv", rows)]).of_events("Name"), ["Bob", "-"]);
}

#[test]
fn records_and_lookups_have_such_columns_too() {
    let mapping = "
timezone: UTC
sources:
  cases:
    files: cases.csv
    key: Id
    at: At
    duplicates: { same: [Id], keep: [{ Kind: id }], take: { Name: Value } }
    columns: { Id: id, At: timestamp, Kind: text, Value: text }
case: { record: cases }
activities: { made: { source: cases } }
attributes: { case: { Name: case.Name, Value: case.Value, Script: = record.Name } }
";
    let log = log(mapping, &[("cases.csv", "Id,At,Kind,Value\n1,@1,name,Bob\n1,@1,id,u1\n2,@1,id,u2")]);
    assert_eq!((log.of_cases("Name"), log.of_cases("Value")), (vec!["Bob", "-"], vec!["u1", "u2"]));
    assert_eq!(log.of_cases("Script"), ["Bob", "-"]);
    assert_eq!((log.account("cases").duplicates, log.account("cases").events), (1, 2));
}
