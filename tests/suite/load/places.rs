//! Where a cell that can't be used stands in its file.

use caseloom::diagnostic::{Excerpt, Place};
use caseloom::load::inspect;

use super::Setup;

const MAPPING: &str = "sources:
  cases:
    files: a.csv
    MORE
    key: id
    at: t
    columns: { id: id, t: timestamp, n: integer }
case: { record: cases }
activities: { made: { label: Made, source: cases } }
attributes: { case: { N: case.n } }
";

/// The places in files of CSV of all findings in this text, with lines and columns.
fn places(more: &str, text: &str) -> Vec<(u64, Option<u64>, Excerpt)> {
    let mapping = MAPPING.replace("    MORE\n", &if more.is_empty() { String::new() } else { format!("    {more}\n") });
    let setup = Setup::new(&mapping, &[("a.csv", text)]);
    let found = inspect(&setup.plan, &setup.options, &|_| {}).sorted();
    let places = found.into_iter().flat_map(|each| each.labels).filter_map(|label| match label.place {
        Place::Data { line, column, text, .. } => Some((line, column, text.unwrap_or_default())),
        _ => None,
    });
    places.collect()
}

/// The one place in a text whose header is `id,t,n,more`, with its line and column.
#[track_caller]
fn place(text: &str) -> (u64, u64, Excerpt) {
    let mut found = places("", &format!("id,t,n,more\n{text}"));
    assert_eq!(found.len(), 1, "{found:?}");
    let (line, column, excerpt) = found.remove(0);
    (line, column.expect("a column"), excerpt)
}

fn excerpt(before: &str, text: &str, after: &str) -> Excerpt {
    Excerpt { before: before.to_owned(), text: text.to_owned(), after: after.to_owned(), ..Excerpt::default() }
}

#[test]
fn the_cell_at_fault_is_marked_in_its_row() {
    let expected = (2, 24, excerpt("a,2025-01-01T00:00:00Z,", "x", ",y"));
    assert_eq!(place("a,2025-01-01T00:00:00Z,x,y\n"), expected);
    assert_eq!(place("a,2025-01-01T00:00:00Z,x,y"), expected, "without a line end");
    assert_eq!(place("a,2025-01-01T00:00:00Z,x,y\r\n"), expected);
    assert_eq!(place("a,2025-13-01T00:00:00Z,1,y\n"), (2, 3, excerpt("a,", "2025-13-01T00:00:00Z", ",1,y")));
}

#[test]
fn quotes_around_it_are_not_marked() {
    let expected = excerpt("\"a\",\"2025-01-01T00:00:00Z\",\"", "x", "\",\"y\"");
    assert_eq!(place("\"a\",\"2025-01-01T00:00:00Z\",\"x\",\"y\"\n"), (2, 29, expected));
    let expected = excerpt("\"a, \"\"b\"\"\",2025-01-01T00:00:00Z,\"", "1 \"\"or\"\" 2", "\",");
    assert_eq!(place("\"a, \"\"b\"\"\",2025-01-01T00:00:00Z,\"1 \"\"or\"\" 2\",\n"), (2, 34, expected));
}

#[test]
fn an_empty_key_is_marked_where_it_is_missing() {
    assert_eq!(place(",2025-01-01T00:00:00Z,1,\n"), (2, 1, excerpt("", "", ",2025-01-01T00:00:00Z,1,")));
    assert_eq!(place("\"\",2025-01-01T00:00:00Z,1,\n"), (2, 1, excerpt("", "\"\"", ",2025-01-01T00:00:00Z,1,")));
}

#[test]
fn a_repeated_key_is_marked() {
    let (line, column, excerpt) =
        place("a,2025-01-01T00:00:00Z,1,\nb,2025-01-01T00:00:00Z,1,\na,2025-01-01T00:00:00Z,1,\n");
    assert_eq!((line, column, excerpt.text.as_str()), (4, 1, "a"));
}

#[test]
fn columns_are_counted_in_characters() {
    let (line, column, excerpt) = place("案件é,2025-01-01T00:00:00Z,乙,丙\n");
    assert_eq!((line, column), (2, 26));
    assert_eq!((excerpt.text.as_str(), excerpt.after.as_str()), ("乙", ",丙"));
    let long = format!("{},2025-01-01T00:00:00Z,x,\n", "𝄞".repeat(150));
    let (_, column, excerpt) = place(&long);
    assert_eq!((column, excerpt.pairs_before), (150 + 23, 150), "also of those that aren't shown");
}

/// Lines are those of the file, so that an editor finds the cell.
#[test]
fn cells_may_stand_below_the_first_line_of_their_row() {
    for end in ["\n", "\r\n"] {
        let row = format!("\"a{end}b\",2025-01-01T00:00:00Z,x,\"c{end}d\"{end}");
        let expected = excerpt("b\",2025-01-01T00:00:00Z,", "x", ",\"c");
        assert_eq!(place(&row), (3, 25, expected), "{end:?}");
    }
    let expected = excerpt("a,2025-01-01T00:00:00Z,\"", "1\n2", "");
    assert_eq!(place("a,2025-01-01T00:00:00Z,\"1\n2\",\n"), (2, 25, expected));
}

/// The first column is of another row's length; what is shown stays within 120 characters.
#[test]
fn of_long_rows_the_part_around_the_cell_is_shown() {
    let long = "word ".repeat(60);
    let (_, column, shown) = place(&format!("{},2025-01-01T00:00:00Z,x,{long}\n", "k".repeat(300)));
    assert_eq!(column, 300 + 23);
    assert_eq!((shown.before.as_str(), shown.text.as_str()), ("2025-01-01T00:00:00Z,", "x"));
    assert_eq!(shown.after.chars().count(), 120 - 1 - 21);
    let (_, column, shown) = place(&format!("a,2025-01-01T00:00:00Z,{long},\n"));
    assert_eq!(column, 24);
    assert_eq!((shown.before.as_str(), shown.text.as_str(), shown.after.as_str()), ("", &long[..120], ""));
}

#[test]
fn the_delimiter_is_that_of_the_file() {
    let found = places("", "id;t;n\na;2025-01-01T00:00:00Z;1,5\n");
    assert_eq!(found, [(2, Some(24), excerpt("a;2025-01-01T00:00:00Z;", "1,5", ""))]);
    let found = places("delimiter: \"~\"", "id~t~n\na~2025-01-01T00:00:00Z~1,5\n");
    assert_eq!(found, [(2, Some(24), excerpt("a~2025-01-01T00:00:00Z~", "1,5", ""))]);
}

/// The order of columns is the file's, not the mapping's.
#[test]
fn the_column_is_found_by_its_header() {
    let found = places("", "n,other,t,id\nx,,2025-01-01T00:00:00Z,a\n");
    assert_eq!(found, [(2, Some(1), excerpt("", "x", ",,2025-01-01T00:00:00Z,a"))]);
}

#[test]
fn where_no_cell_is_at_fault_the_row_is_marked() {
    let found = places("", "id,t,n\na,2025-01-01T00:00:00Z\n");
    assert_eq!(found, [(2, None, excerpt("", "a,2025-01-01T00:00:00Z", ""))]);
}
