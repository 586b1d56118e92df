//! What values of JSON are for columns.

use super::{quarantined, run, stops};

fn mapping(columns: &str) -> String {
    format!(
        "timezone: UTC\nsources:\n  row:\n    files: \"*.json\"\n    case: id\n    at: t\n    columns: {{ id: id, t: timestamp, {columns} \
         }}\nactivities:\n  seen: {{ source: row }}\nattributes:\n  event: {{ V: row.v }}\n"
    )
}

const HEAD: &str = r#""t":"2024-01-01T00:00:00Z""#;

/// The value that a column has for each of these.
fn values(column: &str, values: &[&str]) -> Vec<String> {
    let record = |(id, value): (usize, &&str)| format!("{{\"id\":{},{HEAD},\"v\":{value}}}", 100 + id);
    let records: Vec<String> = values.iter().enumerate().map(record).collect();
    let log = run(&mapping(&format!("v: {column}")), &[("a.json", records.join("\n").as_bytes())], 1);
    log.of_events("V").into_iter().map(str::to_owned).collect()
}

/// Why a value sends its row to quarantine.
fn reason(column: &str, value: &str) -> String {
    let json = format!("{{\"id\":1,{HEAD},\"v\":{value}}}");
    let mut found = quarantined(&mapping(&format!("v: {column}")), &[("a.json", json.as_bytes())]);
    assert_eq!(found.len(), 1, "{value}");
    let (_, _, code, reason) = found.remove(0);
    format!("{code}: {reason}")
}

#[test]
fn ids_keep_every_digit() {
    let numbers = ["12345678901234567890123", "0", "-7", "1.50", "1e3", "\"007\"", "true"];
    assert_eq!(values("id", &numbers), ["12345678901234567890123", "0", "-7", "1.50", "1e3", "007", "true"]);
    let json = format!("{{\"id\":123456789012345678901234567890,{HEAD},\"v\":1}}");
    let log = run(&mapping("v: id"), &[("a.json", json.as_bytes())], 1);
    assert_eq!(log.cases[0].id, "123456789012345678901234567890");
}

#[test]
fn nothing_is_null() {
    assert_eq!(values("{ type: text, optional: true }", &["null", "\"\"", "\"a\""]), ["-", "-", "a"]);
    assert_eq!(values("{ type: integer, nulls: [n/a] }", &["null", "\"\"", "\"n/a\"", "3"]), ["-", "-", "-", "3"]);
    let missing = format!("{{\"id\":1,{HEAD}}} {{\"id\":2,{HEAD},\"v\":\"x\"}}");
    let log = run(&mapping("v: text"), &[("a.json", missing.as_bytes())], 1);
    assert_eq!(log.of_events("V"), ["-", "x"]);
}

#[test]
fn numbers_times_and_truths() {
    assert_eq!(values("integer", &["3", "\"3\"", "3.0", "2.72e3", "-0"]), ["3", "3", "3", "2720", "0"]);
    assert_eq!(values("number", &["3", "2.5", "1e2", "\"2.5\""]), ["3", "2.5", "100", "2.5"]);
    assert_eq!(values("boolean", &["true", "false", "\"true\"", "null"]), ["true", "false", "true", "-"]);
    assert_eq!(
        values("{ type: boolean, words: { true: [yes], false: [no] } }", &["true", "\"no\""]),
        ["true", "false"]
    );
    assert_eq!(values("{ type: timestamp, formats: epoch_ms }", &["0", "1500", "\"0\""])[0], "1970-01-01T00:00:00Z");
    assert_eq!(values("{ type: duration, unit: s }", &["90"]).len(), 1);
}

#[test]
fn the_three_times_of_a_record() {
    let times = ["\"2026-03-30 08:30:00.000+00\"", "\"2026-03-30 09:15:20+00\"", "\"2026-03-30T08:30:05.123Z\""];
    let read = values("timestamp", &times);
    assert_eq!(read, ["2026-03-30T08:30:00Z", "2026-03-30T09:15:20Z", "2026-03-30T08:30:05.123Z"]);
}

#[test]
fn escapes() {
    let texts = [r#""a\"b\\c\/d\n""#, r#""\u0e01\ud83d\ude00""#, r#""พบ""#];
    assert_eq!(values("text", &texts), ["a\"b\\c/d\n", "ก😀", "พบ"]);
    let half = reason("text", r#""\ud83d x""#);
    assert!(
        half.starts_with("cell-of-wrong-type: `v` is a text with an escape that stands for no character"),
        "{half}"
    );
}

#[test]
fn lists() {
    let lists = [r#"["a","b;c",3]"#, "[]", "[null,\"\"]", "\"x;y\"", "null"];
    assert_eq!(values("list", &lists), ["a; b;c; 3", "-", "-", "x; y", "-"]);
    let tags = r#"{"tags":[{"name":"a"},{"x":1},{"name":"b"}]}"#;
    assert_eq!(values("{ type: list, header: \"v.tags[].name\" }", &[tags, "{}", "null"]), ["a; b", "-", "-"]);
    assert!(reason("list", "[[1]]").contains("`v` is a list of something else than texts and numbers"));
}

#[test]
fn paths_into_records() {
    let value = r#"{"a":{"b.c":"x"},"l":[{"n":1},{"n":2}]}"#;
    assert_eq!(values(r#"{ type: text, header: 'v.a."b.c"' }"#, &[value]), ["x"]);
    assert_eq!(values("{ type: text, header: \"v.l[1].n\" }", &[value, "{\"l\":[]}"]), ["2", "-"]);
    assert_eq!(values("{ type: text, header: [v.none, v.a.x, \"v.l[0].n\"], optional: true }", &[value]), ["1"]);
    let first = r#"{"x":null,"y":"second"}"#;
    assert_eq!(values("{ type: text, header: [v.x, v.y] }", &[first, r#"{"y":"b","x":"a"}"#]), ["second", "a"]);
}

#[test]
fn what_is_no_cell() {
    assert_eq!(reason("text", r#"{"a":1}"#), "cell-of-wrong-type: `v` is an object, expected a text, at `v`, byte 0");
    assert!(reason("id", "[1]").contains("`v` is an array, expected a text, at `v`"));
    assert!(reason("integer", "2.5").contains("`v` is `2.5`, expected a whole number, at `v`"));
    assert!(reason("integer", "99999999999999999999").contains("a number too large to be read"));
    assert!(reason("timestamp", "\"2021-04-2T15:30:51.418Z\"").starts_with("time-in-no-format"));
}

#[test]
fn what_is_no_json() {
    for value in ["NaN", "Infinity", "01", "'a'", "\"a\u{1}b\"", "undefined", "1.", "\"\\x\""] {
        let found = reason("text", value);
        assert!(found.starts_with("no-record-here: "), "{value}: {found}");
        assert!(found.contains("byte "), "{value}: {found}");
    }
}

#[test]
fn a_key_twice_is_told() {
    assert_eq!(reason("text", "\"a\",\"v\":\"b\""), "no-record-here: the key `v` stands twice, at byte 0");
    // What isn't wanted may stand there as often as it likes.
    let json = format!("{{\"id\":1,{HEAD},\"v\":1,\"x\":1,\"x\":2}}");
    assert_eq!(run(&mapping("v: text"), &[("a.json", json.as_bytes())], 1).of_events("V"), ["1"]);
}

#[test]
fn depth_costs_nothing() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let json = format!("{{\"id\":1,{HEAD},\"v\":1,\"x\":{deep}}}");
    assert_eq!(run(&mapping("v: text"), &[("a.json", json.as_bytes())], 1).of_events("V"), ["1"]);
    assert!(reason("text", &deep).contains("`v` is an array"));
}

#[test]
fn bytes_that_are_no_text() {
    let json =
        [format!("{{\"id\":1,{HEAD},\"v\":\"").as_bytes(), b"\xff\"}\n{\"id\":2,\"t\":\"2024-01-01T00:00:00Z\"}"]
            .concat();
    let found =
        quarantined(&mapping("v: text").replace("v: text", "v: { type: text, optional: true }"), &[("a.json", &json)]);
    assert_eq!((found[0].2, found[0].1), ("row-not-utf8", 1));
}

#[test]
fn elements_that_are_rows_themselves() {
    let mapping = "sources:\n  row: { files: \"*.json\", case: id, at: t, columns: { id: id, t: timestamp } }\n  tag: { in: row, rows: tags, \
                   at: row.t, columns: { name: { type: text, header: . } } }\nactivities:\n  tagged: { source: tag }\nattributes:\n  event: \
                   { Name: tag.name }\n";
    let json = format!("{{\"id\":1,{HEAD},\"tags\":[\"a\",7]}}");
    assert_eq!(
        run(mapping, &[("a.json", json.as_bytes())], 1).of_events("Name"),
        ["7", "a"].map(|name| name).iter().rev().copied().collect::<Vec<_>>()
    );
}

#[test]
fn csv_and_json_are_one_source() {
    let mapping = mapping("v: { type: text, header: [v, a.v] }").replace("\"*.json\"", "\"*\"");
    let json = format!("[{{\"id\":2,{HEAD},\"a\":{{\"v\":\"json\"}}}}]");
    let csv = "id,t,v\n1,2024-01-01T00:00:00Z,csv\n3,2024-01-01T00:00:00Z,more\n";
    let log = run(
        &mapping,
        &[
            ("b.json", json.as_bytes()),
            ("a.csv", csv.as_bytes()),
            ("c.csv", csv.replace("\n1,", "\n4,").replace("\n3,", "\n5,").as_bytes()),
        ],
        1,
    );
    assert_eq!(log.of_events("V"), ["csv", "json", "more", "csv", "more"]);
    assert_eq!(log.account("row").read, 5);
}

#[test]
fn an_empty_file_stops() {
    let stopped = stops(&mapping("v: text"), &[("a.json", b" \n")]);
    assert_eq!(stopped[0].0, "empty-file");
    assert_eq!(stopped[0].1, "`a.json` is empty: it has no document");
}

#[test]
fn tables_stand_beside_documents_whose_rows_lie_deeper() {
    let of = |files: &str| mapping("v: text").replace("\"*.json\"", &format!("{files}\n    rows: [list.items, .]"));
    let json = format!("{{\"list\":{{\"items\":[{{\"id\":1,{HEAD},\"v\":\"json\"}}]}}}}");
    let csv = "id,t,v\n2,2024-01-01T00:00:00Z,csv\n";
    let files: [(&str, &[u8]); 2] = [("a.json", json.as_bytes()), ("b.csv", csv.as_bytes())];
    assert_eq!(run(&of("[\"*.json\", \"*.csv\"]"), &files, 1).of_events("V"), ["json", "csv"]);
    // Nothing says that files of this name are tables.
    assert_eq!(run(&of("\"a*\""), &[("a", json.as_bytes())], 1).of_events("V"), ["json"]);
}
