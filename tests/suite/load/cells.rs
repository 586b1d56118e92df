//! Cells as columns read them.

use super::{Setup, assert_adds_up};

/// A mapping with one source of one column beside its key; an activity reads it.
pub(super) fn mapping(column: &str) -> String {
    format!(
        "sources:
  cases:
    files: a.csv
    key: id
    at: t
    columns:
      id: id
      t: timestamp
      x: {column}
case: {{ record: cases }}
activities: {{ made: {{ label: Made, source: cases }} }}
attributes: {{ case: {{ X: case.x }} }}
"
    )
}

pub(super) fn read(column: &str, cells: &[&str]) -> (Vec<String>, Vec<String>) {
    let rows = cells.iter().enumerate();
    let rows: String = rows.map(|(at, cell)| format!("c{at:02},2025-01-01T00:00:00Z,{cell}\n")).collect();
    let setup = Setup::new(&mapping(column), &[("a.csv", &format!("id,t,x\n{rows}"))]);
    let loaded = setup.load();
    assert_adds_up(&setup, &loaded);
    let reasons = loaded.quarantine.iter().map(|row| row.reason.clone()).collect();
    (setup.column_values(&loaded, "cases", "x"), reasons)
}

pub(super) fn values(column: &str, cells: &[&str]) -> Vec<String> {
    let (values, reasons) = read(column, cells);
    assert_eq!(reasons, Vec::<String>::new());
    values
}

pub(super) fn reason(column: &str, cell: &str) -> String {
    let (values, mut reasons) = read(column, &[cell]);
    assert_eq!((values.len(), reasons.len()), (0, 1), "{cell} is no fault");
    reasons.remove(0)
}

#[test]
fn texts_stay_as_they_are() {
    assert_eq!(values("text", &["00412", "\" a \"", "\"\"", "", " "]), ["00412", " a ", "-", "-", " "]);
    assert_eq!(values("id", &["007", "1e5"]), ["007", "1e5"]);
}

#[test]
fn nulls_and_spellings_come_first() {
    assert_eq!(values("{ type: integer, nulls: [n/a, \"?\"] }", &["n/a", " ? ", "3"]), ["-", "-", "3"]);
    let column = "{ type: text, values: { Draft: [\"5\", draft], Sent: [\"3\"] } }";
    assert_eq!(values(column, &["5", "draft", "3", "7"]), ["Draft", "Draft", "Sent", "7"]);
}

#[test]
fn numbers_are_trimmed_and_checked() {
    assert_eq!(values("integer", &[" 7 ", "-12", "+3", "007"]), ["7", "-12", "3", "7"]);
    assert_eq!(reason("integer", "1.5"), "`x` is `1.5`, expected a whole number");
    for large in ["9223372036854775808", "-9223372036854775808", "123456789012345678901"] {
        let reason = reason("integer", large);
        assert!(reason.starts_with(&format!("`x` is `{large}`, a number too large to be read: whole")), "{reason}");
    }
    assert!(reason("number", "1e999").starts_with("`x` is `1e999`, a number too large to be read"));
    assert_eq!(reason("integer", "12345678901234567890x"), "`x` is `12345678901234567890x`, expected a whole number");
    assert_eq!(values("number", &["2.5", "-1e3", "4"]), ["2.5", "-1000", "4"]);
    for wrong in ["NaN", "inf", "infinity", "1,5x", "0x10", "e999"] {
        assert!(reason("number", &format!("\"{wrong}\"")).contains("expected a number"), "{wrong}");
    }
}

#[test]
fn words_tell_true_from_false() {
    assert_eq!(values("boolean", &["TRUE", "false", "1", "0", ""]), ["true", "false", "true", "false", "-"]);
    assert_eq!(values("{ type: boolean, words: { true: [Ja], false: [Nein] } }", &["ja", "NEIN"]), ["true", "false"]);
    for words in
        ["{ true: [x], false: [\"\", n] }", "{ true: [x], false: [n, \"\"] }", "{ true: [x, X], false: [\"\"] }"]
    {
        assert_eq!(values(&format!("{{ type: boolean, words: {words} }}"), &["x", "", "X"]), ["true", "false", "true"]);
        let with_null = format!("{{ type: boolean, nulls: ['?'], words: {words} }}");
        assert_eq!(values(&with_null, &["x", "", "?"]), ["true", "false", "-"]);
    }
    assert_eq!(reason("boolean", "yes"), "`x` is `yes`, expected `true`, `1` for true or `false`, `0` for false");
}

#[test]
fn formats_are_tried_in_order() {
    let column = "{ type: timestamp, timezone: UTC, formats: [iso8601, \"%-d/%-m/%Y %H:%M\"] }";
    assert_eq!(
        values(column, &["2025-02-01T10:00:00+02:00", "1/2/2025 10:00", "13/2/2025 10:00"]),
        ["2025-02-01T08:00:00Z", "2025-02-01T10:00:00Z", "2025-02-13T10:00:00Z"]
    );
    assert_eq!(
        reason(column, "2/13/2025 10:00"),
        "`x` is `2/13/2025 10:00`, expected a time in one of the formats `iso8601`, `%-d/%-m/%Y %H:%M`"
    );
}

#[test]
fn clock_changes_follow_the_policy_and_are_counted() {
    let mapping = mapping("{ type: timestamp, timezone: Europe/Paris }");
    let file = "id,t,x\na,2025-01-01T00:00:00Z,2025-03-30T02:30:00\nb,2025-01-01T00:00:00Z,2025-10-26T02:30:00\n";
    let setup = Setup::new(&mapping, &[("a.csv", file)]);
    let loaded = setup.load();
    assert_eq!(setup.column_values(&loaded, "cases", "x"), ["2025-03-30T01:30:00Z", "2025-10-26T00:30:00Z"]);
    let changes = &loaded.sources[0].clock_changes;
    assert_eq!(changes.iter().map(|each| (each.gaps, each.overlaps)).collect::<Vec<_>>(), [(1, 1)]);
    let warning = loaded.warnings.iter().next().unwrap();
    assert_eq!((loaded.warnings.len(), warning.code.name()), (1, "clock-change"));
    assert!(warning.help.as_ref().unwrap().contains("`daylight_saving: { gap: forward, overlap: earlier }`"));
}

#[test]
fn what_a_policy_rejects_is_told_as_such() {
    let mapping = mapping("{ type: timestamp, timezone: Europe/Paris }");
    let with = |policy: &str| mapping.replace("sources:", &format!("daylight_saving: {policy}\nsources:"));
    let file = "id,t,x\na,2025-01-01T00:00:00Z,2025-03-30T02:30:00\nb,2025-01-01T00:00:00Z,2025-10-26T02:30:00\n";
    let found = |policy: &str| {
        let loaded = Setup::new(&with(policy), &[("a.csv", file)]).load();
        let rows = loaded.quarantine.iter().map(|row| (row.code.id(), row.reason.clone())).collect::<Vec<_>>();
        (rows, loaded.warnings.iter().map(|each| each.message.clone()).collect::<Vec<_>>())
    };
    let (rows, warnings) = found("{ gap: reject, overlap: reject }");
    assert!(rows.iter().all(|(code, reason)| *code == "E0814" && reason.ends_with("skips or shows twice")), "{rows:?}");
    assert_eq!((rows.len(), warnings.len()), (2, 0), "{warnings:?}");
    let (rows, warnings) = found("{ gap: reject }");
    assert_eq!(rows.len(), 1);
    assert_eq!(warnings, ["times of `cases.x` lie in a clock change: 0 that the clock skips, 1 that it shows twice"]);
}

#[test]
fn a_day_that_does_not_exist_is_no_matter_of_formats() {
    let column = "{ type: timestamp, timezone: UTC, formats: [\"%d.%m.%Y %H:%M\", iso8601] }";
    let code = |column: &str, cell: &str| {
        let setup = Setup::new(&mapping(column), &[("a.csv", &format!("id,t,x\na,2025-01-01T00:00:00Z,{cell}\n"))]);
        let loaded = setup.load();
        loaded.quarantine.iter().map(|row| (row.code.id(), row.reason.clone())).next().unwrap()
    };
    for none in ["30.02.2026 09:00", "31.04.2026 09:00", "29.02.2026 09:00", "28.02.2026 24:00", "2026-02-30T09:00:00Z"]
    {
        let (code, reason) = code(column, none);
        assert_eq!(code, "E0815", "{none}");
        assert!(reason.starts_with(&format!("`x` is `{none}`, no day or time that exists")), "{reason}");
    }
    for other in ["03.31.2026 09:00", "30.2.2026 09:00", "32.01.2026 09:00", "29/02/2026 09:00", "2026-02-30"] {
        assert_eq!(code(column, other).0, "E0802", "{other}");
    }
    assert_eq!(code("{ type: date }", "2026-02-29").0, "E0815");
    assert_eq!(code("{ type: time_of_day }", "24:00").0, "E0815");
}

#[test]
fn durations_have_the_form_of_their_column() {
    assert_eq!(values("duration", &["1:00:01", "05:30"]), ["3601000ms", "330000ms"]);
    assert_eq!(values("{ type: duration, unit: s }", &["2", "1.5"]), ["2000ms", "1500ms"]);
    assert_eq!(reason("{ type: duration, unit: s }", "10m"), "`x` is `10m`, expected a number of seconds");
}

#[test]
fn durations_may_have_several_forms() {
    let column = "{ type: duration, formats: [clock, s, iso8601] }";
    assert_eq!(
        values(column, &["0:45:20", "2720", "PT2M", "05:30", "12.5"]),
        ["2720000ms", "2720000ms", "120000ms", "330000ms", "12500ms"]
    );
    let expected =
        "expected a duration such as `1:30:00` or `05:30`, or a number of seconds, or a duration such as `PT1H30M`";
    for wrong in ["45m", "1:5", "1:00:60", "--5", "5 s", "PT"] {
        assert_eq!(reason(column, wrong), format!("`x` is `{wrong}`, {expected}"));
    }
    assert_eq!(values("{ type: duration, formats: m }", &["90"]), ["5400000ms"]);
    assert_eq!(reason("{ type: duration, formats: m }", "1:30:00"), "`x` is `1:30:00`, expected a number of minutes");
}

#[test]
fn lists_are_split() {
    assert_eq!(values("list", &["a;b; c", ";", ""]), ["3", "-", "-"]);
    assert_eq!(values("{ type: list, separator: \"|\" }", &["a;b|c"]), ["2"]);
}

#[test]
fn salesforce_ids_of_both_lengths_are_equal() {
    assert_eq!(
        values("salesforce_id", &["0017000000GMGsr", "0017000000GMGsrAAH", "short"]),
        ["0017000000GMGsrAAH", "0017000000GMGsrAAH", "short"]
    );
}

#[test]
fn date_and_time_make_a_moment() {
    let text = "sources:
  cases:
    files: a.csv
    key: id
    at: t
    timezone: Europe/Berlin
    columns:
      id: id
      day: { type: date, formats: [\"%d.%m.%Y\"] }
      clock: { type: time_of_day }
      sent: { date: day, time: clock }
      t: timestamp
      late: { date: day, time: clock, nearest: t }
case: { record: cases }
activities: { made: { label: Made, source: cases } }
attributes: { case: { Sent: case.sent, Late: case.late } }
";
    let file = "id,day,clock,t\na,01.02.2025,00:10,2025-02-01T23:50:00\nb,,00:10,2025-02-01T23:50:00\n";
    let setup = Setup::new(text, &[("a.csv", file)]);
    let loaded = setup.load();
    assert_eq!(setup.column_values(&loaded, "cases", "sent"), ["2025-01-31T23:10:00Z", "-"]);
    assert_eq!(setup.column_values(&loaded, "cases", "late"), ["2025-02-01T23:10:00Z", "-"]);
}

#[test]
fn scripts_compute_columns_in_their_order() {
    let text = "sources:
  cases:
    files: a.csv
    key: id
    at: t
    columns:
      id: id
      t: timestamp
      minutes: integer
      late: = long && note.contains(\"x\")
      long: = minutes > 10
      note: text
case: { record: cases }
activities: { made: { label: Made, source: cases } }
attributes: { case: { Late: case.late } }
";
    let file =
        "id,t,minutes,note\na,2025-01-01T00:00:00Z,11,xy\nb,2025-01-01T00:00:00Z,11,y\nc,2025-01-01T00:00:00Z,9,x\n";
    let setup = Setup::new(text, &[("a.csv", file)]);
    let loaded = setup.load();
    assert_eq!(loaded.quarantine, []);
    assert_eq!(setup.column_values(&loaded, "cases", "late"), ["true", "false", "false"]);
}
