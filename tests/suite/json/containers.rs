//! Where records stand in files: documents, arrays, lines, and around the rows.

use caseloom::read::json::{Batch, Extent, JsonFile, JsonPath, Piece, Place};
use caseloom::read::{Encoding, InputFile, ReadError, discover};
use proptest::prelude::*;

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> InputFile {
    std::fs::write(folder.path().join(name), bytes).unwrap();
    discover(folder.path(), &["*".to_owned()]).unwrap().remove(0)
}

fn paths(texts: &[&str]) -> Vec<JsonPath> {
    texts.iter().map(|text| JsonPath::parse(text).unwrap()).collect()
}

/// A record's line, place and text, or what is broken, where, and how many rows are lost with it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Record(u64, Place, String),
    Broken(u64, String, Extent),
}

fn pieces(batch: &Batch) -> Vec<Found> {
    let piece = |piece: &Piece| match piece {
        Piece::Record { start, end, place } => {
            let text = String::from_utf8_lossy(batch.text(*start..*end)).into_owned();
            Found::Record(batch.line + batch.lines_before(*start), *place, text)
        }
        Piece::Broken(broken) => Found::Broken(batch.offset + broken.at, broken.what.clone(), broken.extent),
    };
    batch.pieces.iter().map(piece).collect()
}

fn scan(name: &str, bytes: &[u8], rows: &[&str], block: usize) -> Result<Vec<Found>, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let json = JsonFile::new(&file(&folder, name, bytes), None).with_block(block);
    let parts = json.scan(&paths(rows), pieces, &|_| ())?;
    Ok(parts.into_iter().flat_map(|part| part.value).collect())
}

/// Places and texts of records, and what is broken, whatever the block.
fn found(name: &str, text: &str, rows: &[&str]) -> Vec<String> {
    let whole = scan(name, text.as_bytes(), rows, 1 << 20).unwrap();
    for block in [1, 2, 3, 7, 64, 65] {
        assert_eq!(scan(name, text.as_bytes(), rows, block).unwrap(), whole, "in blocks of {block}");
    }
    let shown = |found: Found| match found {
        Found::Record(line, place, text) => {
            let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
            let path = place.path.map_or("-".to_owned(), |path| path.to_string());
            format!("{line}:{}/{path}/{} {text}", number(place.document), number(place.element))
        }
        Found::Broken(at, what, extent) => {
            let lost = match extent {
                Extent::Row => "",
                Extent::Rows => " ROWS",
                Extent::Rest => " END",
            };
            format!("{what} at {at}{lost}")
        }
    };
    whole.into_iter().map(shown).collect()
}

#[test]
fn a_document_is_a_record() {
    assert_eq!(found("a.json", r#" {"a":1} "#, &[]), [r#"1:-/-/- {"a":1}"#]);
    assert_eq!(found("a.json", "\u{feff}{\"a\":\"}\\\"{\"}", &["."]), ["1:-/-/- {\"a\":\"}\\\"{\"}"]);
}

#[test]
fn documents_in_a_row() {
    let text = "{\"a\":1}\n\n{\"a\":\n2}{\"a\":3}\u{1e}{\"a\":4}";
    let wanted = ["1:-/-/- {\"a\":1}", "3:-/-/- {\"a\":\n2}", "4:-/-/- {\"a\":3}", "4:-/-/- {\"a\":4}"];
    assert_eq!(found("a.json", text, &["."]), wanted);
}

#[test]
fn an_array_of_documents() {
    let text = "[\n{\"a\":[1,{}]} ,\n {\"a\":2}]";
    assert_eq!(found("a.json", text, &[]), ["2:0/-/- {\"a\":[1,{}]}", "3:1/-/- {\"a\":2}"]);
    assert_eq!(found("a.json", "[]", &[]), [""; 0]);
    assert_eq!(found("a.json", " [ ] ", &["rows", "."]), [""; 0]);
}

#[test]
fn lines() {
    let text = "{\"a\":1}\r\n\n  {\"a\":2}\n{\"a\":3}";
    assert_eq!(found("a.ndjson", text, &[]), ["1:-/-/- {\"a\":1}", "3:-/-/- {\"a\":2}", "4:-/-/- {\"a\":3}"]);
    assert_eq!(found("a.jsonl", "[{\"a\":1},{\"a\":2}]\n", &[]), ["1:0/-/- {\"a\":1}", "1:1/-/- {\"a\":2}"]);
}

#[test]
fn a_broken_line_breaks_no_other() {
    let text = "{\"a\":1}\n{\"a\":\n{\"a\":3}}\nx\n{\"a\":4}";
    let wanted = [
        "1:-/-/- {\"a\":1}",
        "the line ends within the value that begins here at 8",
        "3:-/-/- {\"a\":3}",
        "expected a value at 21",
        "expected a record at 23",
        "5:-/-/- {\"a\":4}",
    ];
    assert_eq!(found("a.ndjson", text, &[]), wanted);
}

#[test]
fn a_broken_line_is_one_row_only_where_no_others_can_stand_in_it() {
    let page = r#"{"rows":[{"a":1} {"a":2},{"a":3}]}"#;
    let wanted = [r#"1:-/0/0 {"a":1}"#, "expected `,` or `]` at 17 ROWS", r#"2:-/0/0 {"a":4}"#];
    assert_eq!(found("a.ndjson", &format!("{page}\n{{\"rows\":[{{\"a\":4}}]}}"), &["rows", "."]), wanted);
    for (line, lost) in [
        (r#"{"a":1,x}"#, "expected a key in quotes at 7"),
        (r#"{"a":1,x,"rows":[{"b":2}]}"#, "expected a key in quotes at 7 ROWS"),
        (r#"{"rows":[{"a":1}],x}"#, "expected a key in quotes at 18 ROWS"),
        (r#"[{"a":1},{"a":"#, "the object never closes at 14 ROWS"),
        (r#"{"a":"#, "the object never closes at 5"),
    ] {
        assert_eq!(found("a.ndjson", line, &["rows", "."]).last().unwrap(), lost, "{line}");
    }
}

#[test]
fn an_element_without_keys_is_a_row() {
    assert_eq!(found("a.json", r#"[{},{"a":1}]"#, &["rows", "."]), ["1:0/-/- {}", r#"1:1/-/- {"a":1}"#]);
    assert_eq!(found("a.json", r#"[{ },{"a":1}]"#, &[]), ["1:0/-/- { }", r#"1:1/-/- {"a":1}"#]);
    // An answer without rows.
    assert_eq!(found("a.json", r#"{}"#, &["rows", "."]), [""; 0]);
}

/// What is kept of broken text, and whether there was more.
fn kept(name: &str, text: &str, block: usize) -> Vec<(usize, bool)> {
    let folder = tempfile::tempdir().unwrap();
    let json = JsonFile::new(&file(&folder, name, text.as_bytes()), None).with_block(block);
    let of_piece = |piece: &Piece| match piece {
        Piece::Record { .. } => None,
        Piece::Broken(broken) => Some(((broken.end - broken.start) as usize, broken.is_cut)),
    };
    let of_batch = |batch: &Batch| batch.pieces.iter().filter_map(of_piece).collect::<Vec<_>>();
    json.scan(&paths(&["rows", "."]), of_batch, &|_| ()).unwrap().into_iter().flat_map(|part| part.value).collect()
}

#[test]
fn broken_text_is_kept_whole_or_told_to_be_cut() {
    let long = "x".repeat(100_000);
    for block in [1 << 10, 256 << 10, 1 << 20] {
        let row = format!(r#"{{"a":"{long}","b":1"#);
        assert_eq!(kept("a.json", &format!(r#"{{"rows":[{{"a":1}},{row}"#), block), [(row.len(), false)]);
        let line = format!(r#"{{"a":"{long}" "b":1}}"#);
        assert_eq!(kept("a.ndjson", &format!("{line}\n{{\"a\":1}}\n"), block), [(line.len(), false)]);
        let twice = format!(r#"[{{"a":"{long}"}}]"#);
        assert_eq!(kept("a.json", &format!(r#"{{"rows":[],"rows":{twice}}}"#), block), [(twice.len(), false)]);
        let rest = r#" {"a":2}"#.repeat(20_000);
        assert_eq!(kept("a.json", &format!(r#"{{"rows":[{{"a":1}}{rest}"#), block), [(64 << 10, true)]);
        let short = r#" {"a":2},{"a":3}]}"#;
        assert_eq!(kept("a.json", &format!(r#"{{"rows":[{{"a":1}}{short}"#), block), [(short.len() - 1, false)]);
    }
}

#[test]
fn a_file_that_changes_its_length_is_told() {
    use std::fs::OpenOptions;
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let text = format!("[{}{{\"a\":1}}]", "{\"a\":1},\n".repeat(50_000));
    for (name, is_longer) in [("a.json", true), ("a.json", false), ("a.ndjson", true), ("a.ndjson", false)] {
        let text = if name == "a.json" { text.clone() } else { "{\"a\":1}\n".repeat(50_000) };
        let json = JsonFile::new(&file(&folder, name, text.as_bytes()), None).with_block(4096);
        let change = |_: &Batch| {
            let mut file = OpenOptions::new().append(true).open(folder.path().join(name)).unwrap();
            if is_longer { file.write_all(b" \n").unwrap() } else { file.set_len(100_000).unwrap() }
        };
        let error = json.scan(&[], change, &|_| ()).unwrap_err();
        assert!(matches!(error, ReadError::Changed { .. }), "{name}, {is_longer}: {error}");
        std::fs::remove_file(folder.path().join(name)).unwrap();
    }
}

#[test]
fn pages_around_rows() {
    let text = r#"{"cursor":{"rows":[9]},"rows":[{"a":1},{"a":2}],"total":2}{"rows":[],"x":"]}"}"#;
    let wanted = [r#"1:-/0/0 {"a":1}"#, r#"1:-/0/1 {"a":2}"#];
    assert_eq!(found("a.json", text, &["rows"]), wanted);
    assert_eq!(found("a.json", text, &["rows", "."]), wanted);
    let pages = r#"[{"rows":[{"a":1}]},{"rows":[{"a":2}]}]"#;
    assert_eq!(found("a.json", pages, &["rows", "."]), [r#"1:0/0/0 {"a":1}"#, r#"1:1/0/0 {"a":2}"#]);
}

#[test]
fn rows_far_down() {
    let text = r#"{"log":{"page":1,"data":[{"a":1}]},"data":[{"a":2}]}"#;
    assert_eq!(found("a.json", text, &["log.data"]), [r#"1:-/0/0 {"a":1}"#]);
    assert_eq!(found("a.json", r#"{"a.b":[{"c":1}]}"#, &[r#""a.b""#]), [r#"1:-/0/0 {"c":1}"#]);
    assert_eq!(found("a.json", r#"{"\u0072ows":[{"c":1}]}"#, &["rows"]), [r#"1:-/0/0 {"c":1}"#]);
}

#[test]
fn one_object_is_one_row() {
    assert_eq!(found("a.json", r#"{"row":{"a":1}}"#, &["row"]), [r#"1:-/0/- {"a":1}"#]);
}

#[test]
fn the_document_where_no_path_leads() {
    let text = r#"{"a":1} {} {"rows":[{"a":2}]}"#;
    assert_eq!(found("a.json", text, &["rows", "."]), [r#"1:-/-/- {"a":1}"#, r#"1:-/0/0 {"a":2}"#]);
    let wanted = ["the document has no `rows` and no `log.data` at 0", r#"1:-/0/0 {"a":2}"#];
    assert_eq!(found("a.json", text, &["rows", "log.data"]), wanted);
}

#[test]
fn null_rows_are_none() {
    assert_eq!(found("a.json", r#"{"rows":null}{"rows":[{"a":1}]}"#, &["rows"]), [r#"1:-/0/0 {"a":1}"#]);
    assert_eq!(found("a.json", r#"{"rows":"x"}"#, &["rows"]), ["`rows` holds no rows at 8"]);
}

#[test]
fn rows_twice_are_told() {
    let text = r#"{"rows":[{"a":1}],"data":[{"a":2}]}{"rows":[],"rows":[]}{"rows":[{"a":3}]}"#;
    let wanted = [
        r#"1:-/0/0 {"a":1}"#,
        "the document has both `rows` and `data` at 25 ROWS",
        "the document has `rows` twice at 53",
        r#"1:-/0/0 {"a":3}"#,
    ];
    assert_eq!(found("a.json", text, &["rows", "data"]), wanted);
}

#[test]
fn what_breaks_off() {
    for (text, rows, wanted) in [
        (r#"{"rows":[{"a":1},{"a":"#, "rows", "the file ends within the value that begins here at 17 END"),
        (r#"{"rows":[{"a":1}"#, "rows", "the array never closes at 16 END"),
        (r#"{"rows":[{"a":1} {"a":2}]}"#, "rows", "expected `,` or `]` at 17 END"),
        (r#"{"rows":[{"a":1}]"#, "rows", "the object never closes at 17 END"),
        (r#"{"rows":[{"a":1}] "x":1}"#, "rows", "expected `,` or `}` at 18 END"),
        (r#"{"rows":[{"a":1}],x:1}"#, "rows", "expected a key in quotes at 18 END"),
        (r#"{"rows":[{"a":1}],"x" 1}"#, "rows", "expected `:` at 22 END"),
        (r#"{"rows":[{"a":1}],"x"#, "rows", "the file ends within the value that begins here at 18 END"),
    ] {
        let all = found("a.json", text, &[rows]);
        assert_eq!(all.last().unwrap(), wanted, "{text}");
        assert_eq!(all[0], r#"1:-/0/0 {"a":1}"#, "{text}");
    }
}

#[test]
fn what_is_no_record_is_passed_over() {
    let wanted =
        ["expected a record at 1", r#"1:1/-/- {"a":1}"#, "expected a record at 11", "expected a record at 18 ROWS"];
    assert_eq!(found("a.json", r#"[7,{"a":1},"a\"]",[{"a":2}]]"#, &[]), wanted);
}

#[test]
fn a_file_without_text_stops() {
    for name in ["a.json", "a.ndjson"] {
        for bytes in [&b""[..], b" \n\r\n ", b"\xef\xbb\xbf"] {
            assert!(matches!(scan(name, bytes, &[], 64), Err(ReadError::NoDocument { .. })), "{name} {bytes:?}");
        }
    }
}

#[test]
fn utf16_needs_its_mark() {
    let text = "{\"a\":\"é\"}";
    let bytes = |mark: &str| -> Vec<u8> { format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let wanted = [Found::Record(1, Place::default(), text.to_owned())];
    assert_eq!(scan("a.json", &bytes("\u{feff}"), &[], 64).unwrap(), wanted);
    assert!(matches!(scan("a.json", &bytes(""), &[], 64), Err(ReadError::NotText { .. })));
    let folder = tempfile::tempdir().unwrap();
    let json = JsonFile::new(&file(&folder, "b.json", &bytes("")), Some(Encoding::UTF_16LE));
    assert_eq!(json.scan(&[], pieces, &|_| ()).unwrap().remove(0).value, wanted);
}

#[test]
fn brackets_in_strings_are_text() {
    // Every length of string, so that quotes and backslashes fall on every place of a word of 64 bytes.
    for length in 0..200 {
        let text = format!("{}\\\\\\\"]}}{{[", "é]".repeat(length));
        let record = format!("{{\"a\":[\"{text}\",{{\"b\":\"{}\\\\\"}}]}}", "\\\"".repeat(length));
        let all = scan("a.json", format!("[{record},{record}]").as_bytes(), &[], 64).unwrap();
        assert_eq!(all.len(), 2, "{length}");
        for one in all {
            assert!(matches!(one, Found::Record(_, _, text) if text == record), "{length}");
        }
    }
}

/// Any value.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[a-z\"\\\\{}\\[\\],: \n\u{1}é😀]{0,80}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map("[a-z\"\\\\{]{0,6}", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = serde_json::Value> {
    prop::collection::btree_map("[a-q\"\\\\]{1,6}", value(), 1..5)
        .prop_map(|map| serde_json::Value::Object(map.into_iter().collect()))
}

fn texts(found: &[Found]) -> Vec<serde_json::Value> {
    let text = |found: &Found| match found {
        Found::Record(_, _, text) => serde_json::from_str(text).unwrap(),
        Found::Broken(..) => panic!("{found:?}"),
    };
    found.iter().map(text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_container_gives_the_records(records in prop::collection::vec(object(), 1..8), block in 1usize..200) {
        let plain: Vec<String> = records.iter().map(ToString::to_string).collect();
        let pretty: Vec<String> = records.iter().map(|each| serde_json::to_string_pretty(each).unwrap()).collect();
        for (name, text) in [
            ("a.ndjson", plain.join("\n")),
            ("a.json", plain.join("\n")),
            ("a.json", pretty.join("")),
            ("a.json", format!("[{}]", pretty.join(",\n"))),
            ("a.json", format!("{{\"z\":{{\"rows\":[1]}},\"rows\":[{}],\"cursor\":\"x\"}}", plain.join(","))),
            ("a.json", plain.iter().map(|each| format!("{{\"rows\":[{each}]}}")).collect::<Vec<_>>().join(" ")),
        ] {
            let found = scan(name, text.as_bytes(), &["rows", "."], block).unwrap();
            prop_assert_eq!(&texts(&found), &records, "{}", text);
        }
    }

    #[test]
    fn no_text_breaks_it(text in "[\\[\\]{},:\"\\\\ \n1ar]{0,40}", block in 1usize..20) {
        for name in ["a.json", "a.ndjson"] {
            let one = scan(name, text.as_bytes(), &["a", "."], block);
            let other = scan(name, text.as_bytes(), &["a", "."], 1 << 16);
            prop_assert_eq!(one.map_err(|error| error.to_string()), other.map_err(|error| error.to_string()));
        }
    }
}
