//! Fields and records.

use caseloom::write::csv::{put_field, put_record};
use proptest::prelude::*;

fn field(text: &str) -> String {
    let mut out = Vec::new();
    put_field(&mut out, text.as_bytes());
    String::from_utf8(out).unwrap()
}

#[test]
fn only_what_needs_quotes_has_them() {
    for plain in ["", "a", "a b", "'a'", "a;b", "案件创建", " a ", "a\tb", "a field that is longer than a short one is"]
    {
        assert_eq!(field(plain), plain);
    }
    for (text, quoted) in [
        ("a,b", "\"a,b\""),
        ("a\nb", "\"a\nb\""),
        ("a\rb", "\"a\rb\""),
        ("\"", "\"\"\"\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        (
            "a field that is longer than a short one, with a comma",
            "\"a field that is longer than a short one, with a comma\"",
        ),
        (
            "a field that is longer than a short one\rwith a return",
            "\"a field that is longer than a short one\rwith a return\"",
        ),
    ] {
        assert_eq!(field(text), quoted);
    }
}

#[test]
fn a_record_of_one_empty_field_is_no_blank_line() {
    let mut out = Vec::new();
    put_record(&mut out, [&b""[..]]);
    put_record(&mut out, [&b""[..], &b""[..]]);
    assert_eq!(out, b"\"\"\n,\n");
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(records in prop::collection::vec(prop::collection::vec("[ab,\"\r\n; é]{0,40}", 3), 0..8)) {
        let mut out = Vec::new();
        for record in &records {
            put_record(&mut out, record.iter().map(String::as_bytes));
        }
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_slice());
        let read: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(read, records);
    }

    #[test]
    fn a_usual_writer_writes_the_same(record in prop::collection::vec("[ab,\"\r\n; é]{0,40}", 2..5)) {
        let mut out = Vec::new();
        put_record(&mut out, record.iter().map(String::as_bytes));
        let mut writer = ::csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(&record).unwrap();
        prop_assert_eq!(out, writer.into_inner().unwrap());
    }
}

#[test]
fn a_special_byte_is_found_at_every_place_of_a_field_of_any_length() {
    for length in 1..40 {
        for place in 0..length {
            for special in [",", "\"", "\n", "\r"] {
                let mut text = "a".repeat(length);
                text.replace_range(place..=place, special);
                let expected = format!("\"{}\"", text.replace('"', "\"\""));
                assert_eq!(field(&text), expected, "{special:?} at {place} of {length}");
            }
            for plain in [" ", "!", "+", "-", "\t", "\u{7f}", "#"] {
                let mut text = "ü".repeat(length);
                text.replace_range(2 * place..2 * place + 2, plain);
                assert_eq!(field(&text), text);
            }
        }
    }
}
