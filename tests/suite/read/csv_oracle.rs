//! The `csv` crate as oracle, and one block as oracle for many.

use caseloom::read::csv::{CsvFile, Dialect, Fault};
use proptest::prelude::*;

use super::{Row, opened, pool, rows};

const COMMA: Dialect = Dialect { delimiter: Some(b','), quote: Some(b'"'), encoding: None };

/// What the `csv` crate makes of it, the header left out.
fn oracle(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
}

fn with_blocks(csv: CsvFile, block: usize, threads: usize) -> (CsvFile, Vec<Row>) {
    let csv = csv.with_block(block);
    let rows = pool(threads).install(|| rows(&csv)).unwrap();
    (csv, rows)
}

/// Where each record begins, by its raw bytes: blank lines are all that stands between two of them.
fn lines_of(text: &[u8], rows: &[Row]) -> Vec<u64> {
    let mut position = 0;
    let mut lines = Vec::new();
    for row in rows {
        while !text[position..].starts_with(&row.raw) || matches!(text[position], b'\r' | b'\n') {
            position += 1;
        }
        let before = String::from_utf8_lossy(&text[..position]).replace("\r\n", "\n").replace('\r', "\n");
        lines.push(1 + before.matches('\n').count() as u64);
        position += row.raw.len();
    }
    lines
}

/// The first field that goes on behind its closing quote, byte after byte.
fn behind_quote(raw: &[u8]) -> Option<usize> {
    let (mut field, mut at) = (0, At::Start);
    for byte in raw {
        at = match (at, byte) {
            (At::Start | At::Closed, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) => At::Quoted,
            (_, b',') => {
                field += 1;
                At::Start
            }
            (_, b'\r' | b'\n') => break,
            (At::Closed | At::Behind, b' ') => At::Behind,
            (At::Closed | At::Behind, _) => return Some(field),
            (At::Start | At::Bare, _) => At::Bare,
        };
    }
    None
}

#[derive(Clone, Copy)]
enum At {
    Start,
    Bare,
    Quoted,
    Closed,
    Behind,
}

fn check(body: &str, block: usize, threads: usize) {
    let text = format!("a,b,c\n{body}");
    let (_folder, csv) = opened(text.as_bytes(), &COMMA).unwrap();
    let whole = rows(&csv).unwrap();
    // The fields that stand beyond the header's last aren't given.
    let expected: Vec<Vec<Vec<u8>>> = oracle(text.as_bytes());
    assert_eq!(whole.len(), expected.len(), "{text:?}");
    for (row, expected) in whole.iter().zip(&expected) {
        assert_eq!(row.fields.len(), expected.len(), "{text:?}");
        assert_eq!(
            row.fields.iter().take(3).collect::<Vec<_>>(),
            expected.iter().take(3).collect::<Vec<_>>(),
            "{text:?}"
        );
    }
    for row in &whole {
        let found = match row.fault {
            Some(Fault::TextBehindQuote { wanted }) => Some(wanted),
            Some(_) => continue,
            None => None,
        };
        assert_eq!(found, behind_quote(&row.raw), "{text:?}");
    }
    let starts = lines_of(&text.as_bytes()[6..], &whole);
    assert_eq!(whole.iter().map(|row| row.line - 1).collect::<Vec<_>>(), starts, "{text:?}");
    let (_folder, common) = opened(text.as_bytes(), &COMMA).unwrap();
    assert_eq!(rows(&common.with_common_instructions()).unwrap(), whole, "{text:?} by common instructions");
    let (_, parts) = with_blocks(csv, block, threads);
    assert_eq!(parts, whole, "{text:?} in blocks of {block}");
}

fn symbol() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\"", "\"\"", ",", "\n", "\r", "\r\n", "x", "y ", " ", "é", "\",\"", "\"\n\""])
}

/// Fields as exporters write them, now and then with a quote where none belongs.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{0,40}",
        4 => "[a-z\",\r\n]{0,60}".prop_map(|text| format!("\"{}\"", text.replace('"', "\"\""))),
        1 => "[a-z]{1,9}\"[a-z]{0,9}",
    ]
}

fn table() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]);
    let row = prop::collection::vec(field(), 1..5).prop_map(|fields| fields.join(","));
    (prop::collection::vec(row, 0..40), end).prop_map(|(rows, end)| rows.join(end))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_split_as_the_csv_crate_does(
        body in prop::collection::vec(symbol(), 0..60).prop_map(|parts| parts.concat()),
        block in 1_usize..80,
        threads in prop::sample::select(vec![1_usize, 2, 8]),
    ) {
        check(&body, block, threads);
    }

    #[test]
    fn tables_are_split_as_the_csv_crate_does(
        body in table(),
        block in prop_oneof![1_usize..10, 60_usize..70, 100_usize..2000],
        threads in prop::sample::select(vec![1_usize, 2, 8]),
    ) {
        check(&body, block, threads);
    }
}

#[test]
fn every_block_size_gives_the_same() {
    let body =
        "1,\"x\r\n\"\"y\"\"\",3\r\n\r\n4,5\" pipe,\"6\"z\n\"7\n\n\",\"\",\"8,\"\r9,,\n,,\n\"a\"\"\"\"\",\"\"\"\",b";
    for block in 1..=body.len() + 1 {
        check(body, block, 1);
        check(body, block, 2);
    }
}

#[test]
fn as_many_fields_as_bytes_are_all_found() {
    for count in [63, 64, 4_094, 4_095, 4_096, 4_097, 8_191, 8_192, 8_193, 16_384] {
        for before in ["", "x", "1,2,3\n"] {
            check(&format!("{before}{}\nk,l,m\n", ",".repeat(count)), 1 << 20, 1);
        }
    }
}

#[test]
fn a_block_that_seems_to_begin_outside_quotes_is_read_again() {
    let inner = "\nx,y,z".repeat(3000);
    let body = format!("1,\"{inner}\",3\n4,5,6\n");
    let (_folder, csv) = opened(format!("a,b,c\n{body}").as_bytes(), &COMMA).unwrap();
    let (_, rows) = with_blocks(csv, 500, 8);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].fields[1], inner.as_bytes());
    assert_eq!((rows[1].line, rows[1].text()), (3003, vec!["4", "5", "6"]));
}

#[test]
fn an_open_quote_takes_the_rest_whatever_the_block() {
    let text = format!("a,b,c\n0,0,0\n1,\"x\ny\",2\n3,\"open\n{}", "7,8,9\n".repeat(500));
    for block in [1, 7, 64, 4096] {
        let (_folder, csv) = opened(text.as_bytes(), &COMMA).unwrap();
        let (_, rows) = with_blocks(csv, block, 8);
        let last = rows.last().unwrap();
        assert_eq!(last.fault, Some(Fault::UnclosedQuote));
        assert_eq!(last.raw, &text.as_bytes()[22..]);
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 5]);
        assert!(rows[..2].iter().all(|row| row.fault.is_none()));
    }
}
