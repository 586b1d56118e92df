//! What is written and says nothing is told, and so is what is taken as a text where something else was meant.

use caseloom::diagnostic::Diagnostic;

use crate::mapping::{checked, root};

const DESK: &str = r#"
caseloom: 1
name: desk
timezone: UTC
params:
  few: { type: integer, default: 3 }
  done: { type: list, default: [Solved] }
  P
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    S
    columns: { Id: id, Opened: timestamp, Rank: integer, Status: text, Vip: boolean C }
  history:
    files: history.csv
    case: Ticket
    at: At
    field: Field
    new: New
    columns: { Ticket: id, At: timestamp, Field: text, New: text }
case: { record: tickets, N }
tracked_fields:
  status: { source: history, field: Status F }
activities:
  opened: { label: Opened, source: tickets }
  solved: { label: Solved, change: status, to: $done }
  A
attributes:
  case:
    Rank: case.Rank
    Late: = record.Rank > few
    V
output:
  time: seconds
  O
"#;

fn found(place: &str, line: &str) -> Vec<Diagnostic> {
    let slots = [("\n  P\n", "\n"), ("\n    S\n", "\n"), (" C }", " }"), (", N }", " }"), (" F }", " }")];
    let slots = slots.into_iter().chain([("\n  A\n", "\n"), ("\n    V\n", "\n"), ("\n  O\n", "\n")]);
    let text = slots.fold(DESK.to_owned(), |text, (slot, without)| {
        let with = slot.replacen(place, line, 1);
        text.replacen(slot, if slot.contains(place) { &with } else { without }, 1)
    });
    // What nothing uses is told of the desk without that line, too.
    checked(&root().join("desk.yaml"), &text).0.into_iter().filter(|each| !each.code.id().starts_with("W060")).collect()
}

fn ids(place: &str, line: &str) -> Vec<&'static str> {
    found(place, line).iter().map(|each| each.code.id()).collect()
}

#[test]
fn the_desk_is_right() {
    assert!(found("-", "").is_empty(), "{:?}", found("-", ""));
}

#[test]
fn lists_of_alternatives_have_some() {
    for (place, line) in [
        ("S", "by: []"),
        ("S", "case: []"),
        ("N", "id: []"),
        ("N", "begins: []"),
        ("N", "ends: []"),
        ("F", ", scale: []"),
        ("F", ", current: []"),
        ("V", "X: []"),
        ("V", "X: { from: [] }"),
        ("V", "X: [case.Rank, []]"),
        ("V", "X: { count: tickets, where: { Status: [] } }"),
        ("V", "X: { time_in: { status: [] } }"),
        ("A", "x: { label: X, source: tickets, at: [] }"),
        ("A", "x: { label: X, source: tickets, end: [] }"),
        ("A", "x: { label: X, source: tickets, resource: [] }"),
        ("A", "x: { label: X, change: status, to: [] }"),
    ] {
        assert_eq!(ids(place, line), ["E0210"], "{line}: {:?}", found(place, line));
    }
}

#[test]
fn conditions_say_something() {
    for condition in [
        "{}",
        "{ Status: {} }",
        "{ Status: { contains: [] } }",
        "{ Status: { starts_with: [] } }",
        "{ Status: { ends_with: [] } }",
        "{ any: [] }",
        "{ all: [] }",
        "{ any: {} }",
        "{ any: [{ Status: A }, {}] }",
        "{ not: {} }",
        "{ Status: { not: {} } }",
        "{ Status: { not: [] } }",
    ] {
        let line = format!("x: {{ label: X, source: tickets, where: {condition} }}");
        assert_eq!(ids("A", &line), ["E0210"], "{line}: {:?}", found("A", &line));
    }
    assert_eq!(ids("A", "x: { label: X, change: status, to: {} }"), ["E0210"]);
    assert_eq!(ids("N", "keep_if: {}"), ["E0210"]);
}

#[test]
fn a_condition_that_cannot_be_read_is_told_once() {
    for condition in ["{ Status: { contain: [a] } }", "{ Status: [[a]] }", "{ any: [a] }"] {
        let line = format!("x: {{ label: X, source: tickets, where: {condition} }}");
        assert_eq!(ids("A", &line).len(), 1, "{line}: {:?}", found("A", &line));
    }
}

#[test]
fn scripts_and_params_that_are_texts_are_told() {
    for (place, line) in [
        ("A", "x: { label: X, change: status, to: = whatever + 1 }"),
        ("A", "x: { label: X, change: status, to: [New, \"= whatever\"] }"),
        ("A", "x: { label: X, source: tickets, where: { Status: \"= Priority\" } }"),
        ("A", "x: { label: X, source: tickets, where: { Status: { contains: =Priority } } }"),
        ("V", "X: { value: = 1 + 2 }"),
        ("S", "nulls: [= a]"),
        ("S", "nulls: [$done]"),
        ("C", ", X: { type: text, values: { Open: [= a] } }"),
        ("C", ", X: { type: boolean, words: { true: $done, false: [no] } }"),
        ("P", "p: { type: list, default: [$nosuch] }"),
        ("P", "p: { type: text, default: $few }"),
        ("P", "p: { type: text, default: = 1 + 2 }"),
    ] {
        assert_eq!(ids(place, line), ["W0616"], "{line}: {:?}", found(place, line));
    }
    for (place, line) in [
        ("A", "x: { label: X, change: status, to: \"=Priority\" }"),
        ("A", "x: { label: X, change: status, to: [\"=\", \"==\", \"=> x\"] }"),
        ("S", "nulls: [\"$done\", $, $5]"),
        ("P", "p: { type: list, default: [\"$nosuch\"] }"),
    ] {
        assert_eq!(ids(place, line), [] as [&str; 0], "{line}: {:?}", found(place, line));
    }
    let wrong = &found("A", "x: { label: X, source: tickets, where: { Rank: { above: = few } } }")[0];
    assert_eq!(wrong.code.id(), "E0402");
    assert!(wrong.help.as_deref().is_some_and(|help| help.starts_with("no script can stand here")), "{wrong:?}");
}

#[test]
fn a_default_has_a_value() {
    for kind in ["text", "boolean", "integer", "number", "duration", "timestamp"] {
        for default in ["[]", "", "~"] {
            let line = format!("p: {{ type: {kind}, default: {default} }}");
            let wrong = found("P", &line);
            let is_null_text = kind == "text" && default == "~";
            assert_eq!(wrong.len(), usize::from(!is_null_text), "{line}: {wrong:?}");
            if let Some(wrong) = wrong.first() {
                assert_eq!(wrong.code.id(), "E0402", "{line}");
                let says_empty = wrong.message.starts_with("the value is empty, expected ");
                assert!(says_empty || default == "~", "{line}: {}", wrong.message);
            }
        }
        assert_eq!(ids("P", &format!("p: {{ type: {kind}, default: {{}} }}")), ["E0203"]);
    }
    assert!(found("P", "p: { type: list, default: [] }").is_empty());
    assert_eq!(ids("P", "p: { type: list, default: }"), ["E0402"]);
}

#[test]
fn names_are_not_empty() {
    let text = DESK.replace("name: desk", "name: \"\"");
    let text = ["\n  P\n", "\n    S\n", "\n  A\n", "\n    V\n", "\n  O\n"]
        .iter()
        .fold(text, |text, slot| text.replacen(slot, "\n", 1));
    let text = text.replacen(" C }", " }", 1).replacen(", N }", " }", 1).replacen(" F }", " }", 1);
    let (wrong, _) = checked(&root().join("desk.yaml"), &text);
    let codes: Vec<&str> = wrong.iter().map(|each| each.code.id()).filter(|id| !id.starts_with("W060")).collect();
    assert_eq!(codes, ["E0210"], "{wrong:?}");
    assert_eq!(ids("O", "columns: { case_id: \"\" }"), ["E0210"]);
}

#[test]
fn a_length_of_time_is_a_literal() {
    for (written, message) in [
        ("$few", "`$few` names a param, and no param can stand here"),
        ("true", "expected a duration such as `30m`, found `true`"),
        ("soon", "expected a duration such as `30m`, found `soon`"),
        ("10 minutes", "`10 minutes` is no length of time"),
        ("10", "`10` has no unit"),
    ] {
        let deadline = format!("x: {{ label: X, deadline: {{ after: opened, within: {written} }} }}");
        let merged = format!("x: {{ label: X, merge_within: {written}, rules: [{{ source: tickets }}] }}");
        for line in [deadline, merged] {
            let wrong = found("A", &line);
            assert_eq!(wrong.len(), 1, "{line}: {wrong:?}");
            assert_eq!((wrong[0].code.id(), wrong[0].message.as_str()), ("E0406", message), "{line}");
        }
    }
}
