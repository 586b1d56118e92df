//! `codes`

use caseloom::diagnostic::Code;
use serde_json::Value;

use super::caseloom;

#[test]
fn every_code_has_a_line_of_the_table() {
    let ran = caseloom(&["codes"]);
    assert_eq!(ran.code, 0);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), Code::all().count());
    for (line, code) in lines.iter().zip(Code::all()) {
        assert!(line.starts_with(code.id()) && line.ends_with(code.title()), "{line}");
    }
}

#[test]
fn a_code_is_found_by_number_in_any_case_and_by_name() {
    let by_number = caseloom(&["codes", "E0802"]);
    assert_eq!(by_number.code, 0);
    assert!(by_number.stdout.starts_with("E0802 time-in-no-format (error)\n"));
    assert_eq!(by_number.stdout, caseloom(&["codes", "e0802"]).stdout);
    assert_eq!(by_number.stdout, caseloom(&["codes", "time-in-no-format"]).stdout);
}

#[test]
fn codes_as_json_are_an_array_and_one_is_an_object() {
    let all: Value = serde_json::from_str(&caseloom(&["codes", "--format", "json"]).stdout).unwrap();
    assert_eq!(all.as_array().unwrap().len(), Code::all().count());
    let one: Value = serde_json::from_str(&caseloom(&["codes", "W0711", "--format", "json"]).stdout).unwrap();
    assert_eq!(one["severity"], "warning");
    assert!(all.as_array().unwrap().contains(&one));
}

#[test]
fn an_unknown_code_is_refused_with_the_nearest() {
    caseloom(&["codes", "time-in-no-fromat"]).refused(&["there is no such code", "did you mean `time-in-no-format`?"]);
    caseloom(&["codes", "Q"]).refused(&["there is no such code", "`caseloom codes` lists all of them"]);
}
