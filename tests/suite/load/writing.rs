//! Numbers and times as people write them.

use caseloom::diagnostic::codes;

use super::cells::{mapping, read, reason, values};
use super::{Setup, assert_adds_up};

/// Cells in quotes, as many hold a comma.
fn numbers(column: &str, cells: &[&str]) -> Vec<String> {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
    values(column, &quoted.iter().map(String::as_str).collect::<Vec<_>>())
}

fn wrong(column: &str, cell: &str) -> String {
    reason(column, &format!("\"{cell}\""))
}

#[test]
fn digits_of_the_declared_scripts_are_read() {
    assert_eq!(values("{ type: integer, digits: thai }", &["๑๒๓", "-๔๕", "67"]), ["123", "-45", "67"]);
    assert_eq!(values("{ type: integer, digits: fullwidth }", &["１２３", "－４５", "＋６"]), ["123", "-45", "6"]);
    assert_eq!(values("{ type: number, digits: [thai, fullwidth] }", &["๑.๕", "２．５"]), ["1.5", "2.5"]);
    let every = ["٣", "۳", "३", "৩", "੩", "૩", "୩", "௩", "౩", "೩", "൩", "໓", "༣", "၃", "៣", "᠓", "๓", "３"];
    assert_eq!(values("{ type: integer, digits: any }", &every), vec!["3"; every.len()]);
}

#[test]
fn digits_of_other_scripts_are_no_digits() {
    assert_eq!(wrong("integer", "๑๒"), "`x` is `๑๒`, expected a whole number");
    assert_eq!(
        wrong("{ type: integer, digits: fullwidth }", "๑๒"),
        "`x` is `๑๒`, expected a whole number in digits 0 to 9 or full-width"
    );
    assert_eq!(
        wrong("{ type: number, digits: any }", "๑ครั้ง"),
        "`x` is `๑ครั้ง`, expected a number such as `2.5` in digits of any script"
    );
    // What is a digit somewhere, and no decimal one.
    for cell in ["三", "②", "Ⅳ", "½", "๓²"] {
        assert!(wrong("{ type: integer, digits: any }", cell).contains(cell), "{cell}");
    }
}

#[test]
fn full_width_times_have_full_width_signs() {
    let column = "{ type: timestamp, timezone: Asia/Shanghai, digits: fullwidth, formats: [\"%Y/%-m/%-d %H:%M\"] }";
    assert_eq!(values(column, &["２０２５／３／５　１８：３０", "2025/3/5 18:30"]), vec!["2025-03-05T10:30:00Z"; 2]);
    let clock = "{ type: time_of_day, digits: thai }";
    assert_eq!(values(clock, &["๐๘:๓๐"]), values("time_of_day", &["08:30"]));
}

#[test]
fn telephone_numbers_have_digits_of_any_script_anyway() {
    assert_eq!(values("{ type: phone, country: TH }", &["๐๘๑-๒๓๔-๕๖๗๘"]), ["+66812345678"]);
}

#[test]
fn a_decimal_comma_reads_the_ways_of_grouping() {
    let column = "{ type: number, decimal: \",\" }";
    let cells = ["1234,5", "1.234,5", "1 234,5", "1\u{a0}234,5", "1\u{202f}234,5", "1'234,5", "1’234,5"];
    assert_eq!(numbers(column, &cells), vec!["1234.5"; cells.len()]);
    assert_eq!(
        numbers(column, &["1.234", "-1.234.567,25", "\u{2212}0,5", ",5", "7"]),
        ["1234", "-1234567.25", "-0.5", "0.5", "7"]
    );
    assert_eq!(numbers("{ type: number, decimal: \"٫\", digits: arabic }", &["١٬٢٣٤٫٥"]), ["1234.5"]);
}

#[test]
fn marks_stand_where_they_may() {
    let column = "{ type: number, decimal: \",\" }";
    assert_eq!(wrong(column, "12.34,5"), "`x` is `12.34,5`, expected a number such as `1.234,5`");
    for cell in [
        "1.5",
        "1.2345",
        "1234.567",
        "1.234 567",
        "1,234,5",
        "1,234.5",
        ".123",
        "1.",
        "1..234",
        "1.234,5.6",
        "1.23x",
        "0.123",
        "0.123,4",
        "-0.500",
    ] {
        assert!(wrong(column, cell).contains("expected a number such as `1.234,5`"), "{cell}");
    }
    let strict = "{ type: number, decimal: \",\", grouping: none }";
    assert_eq!(numbers(strict, &["1234,5"]), ["1234.5"]);
    assert_eq!(wrong(strict, "1.234,5"), "`x` is `1.234,5`, expected a number such as `1234,5`");
    assert_eq!(wrong("number", "1.234,5"), "`x` is `1.234,5`, expected a number such as `2.5`");
}

#[test]
fn whole_numbers_may_be_grouped() {
    assert_eq!(
        numbers("{ type: integer, grouping: [space] }", &["1 234", "12\u{202f}345\u{202f}678"]),
        ["1234", "12345678"]
    );
    assert_eq!(numbers("{ type: integer, grouping: \".\" }", &["1.234"]), ["1234"]);
    assert_eq!(numbers("{ type: integer, decimal: \".\" }", &["1,234"]), ["1234"]);
    assert_eq!(
        wrong("{ type: integer, decimal: \",\" }", "1.234,5"),
        "`x` is `1.234,5`, expected a whole number such as `1.234`"
    );
    assert_eq!(
        wrong("{ type: integer, grouping: _ }", "1 234"),
        "`x` is `1 234`, expected a whole number such as `1_234`"
    );
}

#[test]
fn durations_in_units_are_numbers() {
    let column = "{ type: duration, unit: h, decimal: \",\", digits: thai }";
    assert_eq!(numbers(column, &["1,5", "๐,๒๕", "1.000"]), ["5400000ms", "900000ms", "3600000000ms"]);
    assert_eq!(
        wrong(column, "1.5"),
        "`x` is `1.5`, expected a number of hours such as `1.234,5` in digits 0 to 9 or Thai"
    );
}

#[test]
fn buddhist_years_are_543_ahead() {
    let column = "{ type: timestamp, timezone: Asia/Bangkok, era: buddhist, formats: [iso8601, \"%-d/%-m/%Y %H:%M\", \"%-d/%-m/%y\\\\ %H:%M\"] }";
    let column = column.replace("\\\\ ", " ");
    assert_eq!(
        values(&column, &["2567-02-29T10:00:00+07:00", "29/2/2567 10:00", "1/1/2568 00:30", "29/2/67 10:00"]),
        ["2024-02-29T03:00:00Z", "2024-02-29T03:00:00Z", "2024-12-31T17:30:00Z", "2024-02-29T03:00:00Z"]
    );
    let date = "{ type: date, era: buddhist, digits: thai, formats: [\"%d/%m/%Y\"] }";
    assert_eq!(values(date, &["๑๕/๐๓/๒๕๖๗"]), values("date", &["2024-03-15"]));
}

#[test]
fn years_of_another_era_are_told() {
    let column = "{ type: timestamp, timezone: UTC, era: buddhist }";
    assert_eq!(
        reason(column, "2024-03-15T10:00:00Z"),
        "`x` is `2024-03-15T10:00:00Z`, expected a time in the format `iso8601`, in years of the Buddhist era"
    );
    // 2566 isn't a leap year in either era, nor is 2567 by its own number.
    assert!(reason(column, "2566-02-29T10:00:00Z").contains("Buddhist era"));
    let date = "{ type: date, era: buddhist, formats: [\"%d.%m.%Y\"] }";
    assert_eq!(
        reason(date, "15.03.2024"),
        "`x` is `15.03.2024`, expected a date in the format `%d.%m.%Y`, in years of the Buddhist era"
    );
}

#[test]
fn a_source_speaks_for_its_columns() {
    let text = mapping("{ type: number, decimal: \".\" }")
        .replace("    columns:\n", "    decimal: \",\"\n    digits: thai\n    era: buddhist\n    columns:\n")
        .replace(
            "      id: id\n",
            "      id: id\n      y: number\n      n: text\n      e: { type: timestamp, formats: epoch_s }\n",
        )
        .replace("X: case.x", "X: case.x, Y: case.y, N: case.n, E: case.e");
    let setup = Setup::new(&text, &[("a.csv", "id,t,x,y,n,e\nก๑,๒๕๖๗-01-01T00:00:00Z,\"๑,๐๐๐.๕\",\"๑.๐๐๐,๕\",๑,๐\n")]);
    let loaded = setup.load();
    assert_adds_up(&setup, &loaded);
    assert_eq!(loaded.quarantine, []);
    let column = |name: &str| setup.column_values(&loaded, "cases", name).remove(0);
    assert_eq!([column("t"), column("x"), column("y")], ["2024-01-01T00:00:00Z", "1000.5", "1000.5"]);
    // Texts stay as they are, and seconds since 1970 have no years.
    assert_eq!([column("id"), column("n"), column("e")], ["ก๑", "๑", "1970-01-01T00:00:00Z"]);
}

#[test]
fn numbers_of_json_have_a_point_whatever_texts_have() {
    let text = mapping("{ type: number, decimal: \",\" }").replace("a.csv", "a.ndjson");
    let rows = "{\"id\":\"a\",\"t\":\"2025-01-01T00:00:00Z\",\"x\":1.234}\n{\"id\":\"b\",\"t\":\"2025-01-01T00:00:00Z\",\"x\":\"1.234\"}\n";
    let setup = Setup::new(&text, &[("a.ndjson", rows)]);
    let loaded = setup.load();
    assert_eq!(setup.column_values(&loaded, "cases", "x"), ["1.234", "1234"]);
}

#[test]
fn nulls_and_spellings_are_compared_as_written() {
    assert_eq!(
        values("{ type: integer, digits: thai, nulls: [\"๐\", \"-\"] }", &["๐", "-", "0", "๑"]),
        ["-", "-", "0", "1"]
    );
    assert_eq!(values("{ type: integer, digits: thai, values: { \"๑๐\": [ten] } }", &["ten"]), ["10"]);
}

#[test]
fn rows_that_do_not_fit_are_set_aside_one_by_one() {
    let (found, reasons) = read("{ type: number, decimal: \",\" }", &["\"1,5\"", "\"1.5\"", "\"2.500\""]);
    assert_eq!(found, ["1.5", "2500"]);
    assert_eq!(reasons, ["`x` is `1.5`, expected a number such as `1.234,5`"]);
    let setup = Setup::new(
        &mapping("{ type: date, era: buddhist }"),
        &[("a.csv", "id,t,x\na,2025-01-01T00:00:00Z,2024-01-01\n")],
    );
    let codes: Vec<_> = setup.load().quarantine.iter().map(|row| row.code).collect();
    assert_eq!(codes, [codes::TIME_IN_NO_FORMAT]);
}
