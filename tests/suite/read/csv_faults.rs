//! What is wrong with a record, with a header, or with a whole file.

use caseloom::read::csv::{Dialect, Fault};
use caseloom::read::{Encoding, ReadError};

use super::{opened, read, rows};

fn faults(text: &str) -> Vec<Option<Fault>> {
    read(text).iter().map(|row| row.fault).collect()
}

fn refused(bytes: &[u8]) -> String {
    let error = opened(bytes, &Dialect::default()).unwrap_err();
    assert!(!error.help().is_empty());
    assert_eq!(error.file(), Some("table.csv"));
    error.to_string()
}

fn header(text: &str) -> (Vec<String>, u8) {
    let (_folder, csv) = opened(text.as_bytes(), &Dialect::default()).unwrap();
    (csv.header().names.clone(), csv.header().delimiter)
}

#[test]
fn rows_of_another_width_are_ragged() {
    let short = Some(Fault::Ragged { expected: 3, found: 2 });
    let long = Some(Fault::Ragged { expected: 3, found: 4 });
    assert_eq!(faults("a,b,c\n1,2,3\n1,2\n1,2,3,\n1,2,\n"), [None, short, long, None]);
    assert_eq!(read("a,b,c\n1\n")[0].raw, b"1\n");
}

#[test]
fn a_header_among_the_rows_is_found_however_it_is_quoted() {
    let repeated = Some(Fault::HeaderRepeated);
    let text = "\u{feff}a,b\n1,2\na,b\n\"a\",\"b\"\n\u{feff}a,b\na,c\nA,b\n";
    assert_eq!(faults(text), [None, repeated, repeated, repeated, None, None]);
}

#[test]
fn a_quote_that_never_closes_leaves_the_rows_before_it() {
    let rows = read("a,b\n1,2\n3,\"4\n5,6\n");
    assert_eq!(rows.iter().map(|row| row.fault).collect::<Vec<_>>(), [None, Some(Fault::UnclosedQuote)]);
    assert_eq!(rows[1].raw, b"3,\"4\n5,6\n");
    assert_eq!(rows[1].line, 3);
}

#[test]
fn invalid_text_counts_in_wanted_columns_alone() {
    let (_folder, csv) = opened(b"a,b,c\n1,\xff,3\n4,5,\xc3\xa9\n", &Dialect::default()).unwrap();
    let faults = |wanted: &[usize]| {
        let scan = csv.scan(wanted, |chunk| chunk.records().map(|row| row.fault()).collect::<Vec<_>>(), &|_| ());
        scan.unwrap().parts.remove(0).value
    };
    assert_eq!(faults(&[2, 0]), [None, None]);
    assert_eq!(faults(&[2, 1]), [Some(Fault::InvalidText { wanted: 1 }), None]);
}

#[test]
fn text_behind_a_closing_quote_is_a_fault_of_its_field() {
    let behind = |wanted| Some(Fault::TextBehindQuote { wanted });
    let text = "a,b\n\"1\"x,2\n1,\"2\"x\r\n1,\"2 \"\"x\"\"\"\n\"\"x,2\n\"1\"x\"y\",2\n1,\"\"\"2\" \"3\"\n";
    assert_eq!(faults(text), [behind(0), behind(1), None, behind(0), behind(0), behind(1)]);
    assert_eq!(read(text)[1].text(), ["1", "2x"]);
    // A word of the index ends between the quote and what follows.
    for before in 50..80 {
        let text = format!("a,b\n{},\"2\"x\n", "1".repeat(before));
        assert_eq!(faults(&text), [behind(1)], "{before}");
    }
}

#[test]
fn spaces_may_follow_a_closing_quote() {
    assert_eq!(faults("a,b\n\"1\" ,\"2\"\t\n"), [None]);
    assert_eq!(faults("a,b\n1,5\" pipe\n"), [None]);
}

#[test]
fn text_behind_a_closing_quote_counts_in_wanted_columns_alone() {
    let (_folder, csv) = opened(b"a,b,c\n1,\"2\"x,3\n", &Dialect::default()).unwrap();
    let faults = |wanted: &[usize]| {
        let scan = csv.scan(wanted, |chunk| chunk.records().map(|row| row.fault()).collect::<Vec<_>>(), &|_| ());
        scan.unwrap().parts.remove(0).value
    };
    assert_eq!(faults(&[2, 0]), [None]);
    assert_eq!(faults(&[2, 1]), [Some(Fault::TextBehindQuote { wanted: 1 })]);
}

#[test]
fn a_cell_that_is_not_wanted_may_not_swallow_records() {
    let faults = |text: &str| {
        let (_folder, csv) = opened(text.as_bytes(), &Dialect::default()).unwrap();
        let scan = csv.scan(&[0], |chunk| chunk.records().map(|row| row.fault()).collect::<Vec<_>>(), &|_| ());
        scan.unwrap().parts.remove(0).value
    };
    let swallowed = Some(Fault::RecordsBehindQuote { column: 1 });
    assert_eq!(faults("a,b\n1,\"open\n2,x\n3,\"y\"\n"), [swallowed]);
    assert_eq!(faults("a,b\r1,\"open\r2,x\r3,\"y\"\r4,z\r"), [swallowed, None]);
    assert_eq!(faults("a,b\n1,\"two\nlines\"\n2,\"one \"\"line\"\"\"\n3,\"4\" pipe\"\n"), [None, None, None]);
}

#[test]
fn without_a_quote_character_nothing_is_behind_one() {
    let dialect = Dialect { quote: None, ..Dialect::default() };
    let (_folder, csv) = opened(b"a,b\n\"1\"x,2\n", &dialect).unwrap();
    assert_eq!(rows(&csv).unwrap()[0].fault, None);
}

#[test]
fn the_gravest_fault_is_named() {
    assert_eq!(faults("a,b\n\"1\"x,2,3\n"), [Some(Fault::Ragged { expected: 2, found: 3 })]);
    assert_eq!(faults("a,b\n1,2,\"3"), [Some(Fault::UnclosedQuote)]);
    let (_folder, csv) = opened(b"a,b\n\xff\n", &Dialect::default()).unwrap();
    assert_eq!(rows(&csv).unwrap()[0].fault, Some(Fault::Ragged { expected: 2, found: 1 }));
}

#[test]
fn fields_are_given_in_the_order_they_are_wanted() {
    let (_folder, csv) = opened(b"a,b,c\n1,\"2\"\"\",3\n4\n", &Dialect::default()).unwrap();
    let fields = |chunk: &caseloom::read::csv::Chunk<'_>| -> Vec<Vec<u8>> {
        chunk.records().flat_map(|row| [row.field(0).into_owned(), row.field(1).into_owned()]).collect()
    };
    let scan = csv.scan(&[2, 1], fields, &|_| ()).unwrap();
    assert_eq!(scan.parts[0].value, [&b"3"[..], b"2\"", b"", b""]);
    assert_eq!((scan.parts[0].first_record, scan.parts[0].first_line, scan.bytes), (0, 2, 18));
}

#[test]
fn a_column_beyond_the_header_is_refused() {
    let (_folder, csv) = opened(b"a,b\n1,2\n", &Dialect::default()).unwrap();
    let error = csv.scan(&[0, 2], |_| (), &|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "`table.csv` has 2 columns, so there is no column 3");
}

#[test]
fn files_without_header_are_refused() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"\n\r\n\r", b"\xff\xfe"] {
        assert_eq!(refused(bytes), "`table.csv` is empty");
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let utf16: Vec<u8> = "a,b\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(&utf16), "`table.csv` has NUL bytes in its first line, so it isn't UTF-8 text");
    assert_eq!(
        refused(b"PK\x03\x04\x00\x00\"\x00"),
        "`table.csv` has NUL bytes in its first line, so it isn't UTF-8 text"
    );
}

#[test]
fn a_header_in_another_encoding_is_refused() {
    assert_eq!(refused(b"a,gr\xf6\xdfe\n1,2\n"), "the header of `table.csv` isn't valid UTF-8 in column 2");
}

#[test]
fn a_header_that_never_closes_is_refused() {
    assert_eq!(refused(b"\r\na,\"b\n1,2\n"), "the header of `table.csv`, on line 2, has a quote that never closes");
}

#[test]
fn a_header_alone_has_no_records() {
    for text in ["a,b", "a,b\n", "a,b\r\n", "\u{feff}a,b\n\n\r\n"] {
        assert_eq!(read(text), []);
    }
}

#[test]
fn names_are_unquoted_trimmed_and_may_repeat() {
    let text = "\u{feff}\"a\"\"x\", b ,,a,\"multi\nline\",b,,a\n";
    assert_eq!(header(text).0, ["a\"x", "b", "", "a", "multi\nline", "b", "", "a"]);
    let (_folder, csv) = opened(text.as_bytes(), &Dialect::default()).unwrap();
    assert_eq!(csv.header().repeated(), ["b", "a"]);
    assert_eq!(csv.header().positions("a").collect::<Vec<_>>(), [3, 7]);
    assert_eq!(csv.header().position("c"), None);
}

#[test]
fn the_delimiter_is_the_one_with_most_columns() {
    assert_eq!(header("a;b;c,d\n").1, b';');
    assert_eq!(header("a\tb\n").1, b'\t');
    assert_eq!(header("\"a;b;c;d\"|e\n").1, b'|');
    assert_eq!(header("a,b;c\n").1, b',');
    assert_eq!(header("a|b;c\n").1, b';');
    assert_eq!(header("alone\n"), (vec!["alone".to_owned()], b','));
}

/// Excel reads and writes such a line.
#[test]
fn a_first_line_may_name_the_delimiter() {
    for text in ["sep=;\r\na;b,c\r\n1;2\r\n", "\u{feff}SEP=;\na;b,c\n1;2\n", "\"sep=;\"\n\na;b,c\n1;2\n"] {
        let (_folder, csv) = opened(text.as_bytes(), &Dialect::default()).unwrap();
        assert_eq!((csv.header().names.join("+").as_str(), csv.header().delimiter), ("a+b,c", b';'), "{text}");
        let found = rows(&csv).unwrap();
        assert_eq!(found[0].text(), ["1", "2"]);
        assert_eq!(found[0].line, text.matches('\n').count() as u64, "{text}");
    }
    assert_eq!(header("sep=\t\na\tb\n").1, b'\t');
    assert_eq!(header("sep=^\na^b;c;d\n").0, ["a", "b;c;d"]);
    // What the mapping says counts.
    let dialect = Dialect { delimiter: Some(b','), ..Dialect::default() };
    let (_folder, csv) = opened(b"sep=;\na,b;c\n", &dialect).unwrap();
    assert_eq!(csv.header().names, ["a", "b;c"]);
    for other in ["sep=\n1\n", "sep=ab\n1\n", "sepx;b\n1;2\n", "sep=x\n1\n"] {
        assert_eq!(header(other).0[0], other.split(['\n', ';']).next().unwrap());
    }
    assert!(matches!(opened(b"sep=;\n", &Dialect::default()), Err(ReadError::Empty { .. })));
}

#[test]
fn a_dialect_is_obeyed() {
    let dialect = Dialect { delimiter: Some(b';'), quote: Some(b'\''), encoding: None };
    let (_folder, csv) = opened(b"a;b,c\n'1;2';\"3\n", &dialect).unwrap();
    assert_eq!(rows(&csv).unwrap()[0].text(), ["1;2", "\"3"]);
    let unquoted = Dialect { quote: None, ..Dialect::default() };
    let (_folder, csv) = opened(b"a\tb\n\"1\t2\"\n", &unquoted).unwrap();
    assert_eq!(rows(&csv).unwrap()[0].text(), ["\"1", "2\""]);
}

#[test]
fn a_file_that_shrinks_is_told() {
    let (folder, csv) = opened(b"a,b\n1,2\n3,4\n", &Dialect::default()).unwrap();
    std::fs::write(folder.path().join("table.csv"), "a,b\n1").unwrap();
    assert!(matches!(rows(&csv), Err(ReadError::Changed { .. })));
    std::fs::remove_file(folder.path().join("table.csv")).unwrap();
    assert!(matches!(rows(&csv), Err(ReadError::Io { .. })));
}

#[test]
fn encodings_are_found_by_any_of_their_labels() {
    assert_eq!(Encoding::named("latin1"), Some(Encoding::WINDOWS_1252));
    assert_eq!(Encoding::named("UTF-16"), Some(Encoding::UTF_16LE));
    assert_eq!(Encoding::named("utf-17"), None);
}
