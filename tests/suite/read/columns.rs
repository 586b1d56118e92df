//! Chunks column by column, and digests that come with a scan.

use caseloom::read::csv::Dialect;

use super::{file, opened, pool};
use caseloom::read::csv::CsvFile;

/// Whether the only chunk of a file can be read column by column.
fn is_grid(text: &str) -> bool {
    let (_folder, csv) = opened(text.as_bytes(), &Dialect::default()).unwrap();
    csv.scan(&[0], |chunk| chunk.grid().is_some(), &|_| ()).unwrap().parts[0].value
}

#[test]
fn regular_records_make_a_grid() {
    assert!(is_grid("a,b\n1,2\r\n\r\n\"3\",\"4 \"\"x\"\"\"\n,\n"));
}

#[test]
fn a_record_with_a_field_too_few_makes_none() {
    assert!(!is_grid("a,b\n1,2\n3\n4,5\n"));
}

#[test]
fn fields_that_add_up_make_none_where_records_differ() {
    assert!(!is_grid("a,b\n1\n2,3,4\n"));
}

#[test]
fn a_header_once_more_makes_none() {
    assert!(!is_grid("a,b\n1,2\na,b\n"));
    assert!(!is_grid("a,b\n1,2\n\" a\",b\n"));
}

#[test]
fn an_unclosed_quote_makes_none() {
    assert!(!is_grid("a,b\n1,2\n3,\"4\n"));
}

#[test]
fn text_behind_a_closing_quote_makes_none() {
    assert!(!is_grid("a,b\n1,2\n3,\"4\"x\n"));
    assert!(!is_grid("a,b\n\"1\",\"2\"\n\"3\"x,\"4\"\n"));
}

#[test]
fn text_that_is_no_utf8_makes_none() {
    let (_folder, csv) = opened(b"a,b\n1,\xff\n", &Dialect::default()).unwrap();
    assert!(!csv.scan(&[0], |chunk| chunk.grid().is_some(), &|_| ()).unwrap().parts[0].value);
}

/// The digest that comes with a scan, in blocks of 1,024 bytes.
fn digest(text: &str, threads: usize) -> Option<[u8; 32]> {
    let folder = tempfile::tempdir().unwrap();
    let csv = CsvFile::open(&file(folder.path(), "a.csv", text.as_bytes()), &Dialect::default()).unwrap();
    let csv = csv.with_block(1_024);
    let scan = pool(threads).install(|| csv.scan_digesting(&[0], |_| (), &|_| ()));
    scan.unwrap().digest
}

#[test]
fn a_scan_digests_the_file_whatever_its_length() {
    let body = (0..2_000).map(|number| format!("{number},x\n")).collect::<String>();
    for length in [5, 1_000, 1_023, 1_024, 1_025, 2_047, 2_048, 2_049, 3_072, 5_000, 8_192, 9_000] {
        let text = format!("a,b\n{}", &body[..length - 4]);
        for threads in [1, 2, 8] {
            assert_eq!(digest(&text, threads), Some(*blake3::hash(text.as_bytes()).as_bytes()), "{length} bytes");
        }
    }
}

#[test]
fn a_header_longer_than_a_block_leaves_the_digest_to_a_second_reading() {
    let text = format!("{},b\n1,2\n", "a".repeat(2_000));
    assert_eq!(digest(&text, 1), None);
}

#[test]
fn a_file_without_records_leaves_the_digest_to_a_second_reading() {
    assert_eq!(digest("a,b\n", 1), None);
}
