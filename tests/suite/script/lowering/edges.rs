//! What is lowered, what is not and why, and where the limits are.

use caseloom::script::{Limits, ScriptErrorKind, Value};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::plain::{Happened, Plain, case};
use super::{both, compiled, functions, grammar};

fn some_case() -> Plain {
    let mut plain = case().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    plain.variables = vec![
        Value::Boolean(true),
        Value::Integer(7),
        Value::Number(0.5),
        Value::text("Open"),
        Value::Null,
        Value::Time(3_600_000),
        Value::Duration(60_000),
        Value::List(vec![Value::text("New")]),
        Value::Null,
    ];
    plain
}

#[test]
fn what_is_not_lowered_says_what_and_where() {
    let shared = functions(
        "fn loops(x) { let n = 0; while n < x { n += 1; } n }\nfn sub_string(x, y) { x }\nfn itself(x) { itself(x) }",
    );
    let cases = [
        ("for e in events { } 1", "a loop", "for", None),
        ("let x = 0; loop { break; } x", "a loop", "loop", None),
        ("let x = 1; x = 2; x", "an assignment", "=", None),
        ("let x = 1; x += 2; x", "an assignment", "+=", None),
        ("events.any(|e| e.resource == \"ann\")", "`any`", "any", None),
        ("waiting[0]", "an element by index", "[", None),
        ("#{a: 1}.get(\"a\")", "a map", "#", None),
        ("'x' == Status", "a single character", "x", None),
        ("switch amount { 1..3 => 1, _ => 2 }", "`switch` over a range", "switch", None),
        ("switch amount { 1.5 => 1, _ => 2 }", "`switch` on this value", "switch", None),
        ("1 in 0..3", "a range", "..", None),
        ("throw \"no\"", "`throw`", "throw", None),
        ("Status.split(\",\")", "`split`", "split", None),
        ("loops(amount)", "a loop", "while", Some(0)),
        ("itself(amount)", "a function that calls itself", "itself", Some(0)),
        ("Status.sub_string(1)", "the function `sub_string` called as a method", "sub_string", None),
        ("Status.matches(Status)", "`matches`", "matches", None),
        ("let r = record; 1", "`record` by itself", "record", None),
    ];
    let mut wrong: Vec<String> = Vec::new();
    for (text, construct, word, file) in cases {
        let script = compiled(text, &shared).unwrap_or_else(|| panic!("{text}"));
        let reason = script.lowered().expect_err(text);
        let stands_in = if file.is_some() { &shared.files()[0].text } else { text };
        assert_eq!((reason.construct.as_str(), reason.file), (construct, file), "{text}");
        wrong.extend(
            (&stands_in[reason.range.clone()] != word)
                .then(|| format!("{text}: `{}`", &stands_in[reason.range.clone()])),
        );
        // It runs all the same.
        let ((outcome, handed_over), (wanted, _)) = both(&script, &some_case(), &shared, Limits::default());
        assert_eq!((outcome, handed_over), (wanted, 0), "{text}");
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_script_of_very_many_parts_is_left_to_the_interpreter() {
    let shared = functions("");
    let sum = |parts: usize| format!("let x = 0;\n{}x", "let x = amount + 1;\n".repeat(parts));
    assert!(compiled(&sum(100), &shared).unwrap().lowered().is_ok());
    assert_eq!(compiled(&sum(400), &shared).unwrap().lowered().unwrap_err().construct, "many parts");
}

#[test]
fn functions_within_each_other_do_not_multiply_without_end() {
    let mut text = String::from("fn f0(x) { x }\n");
    for level in 1..12 {
        text += &format!("fn f{level}(x) {{ f{}(x) ?? f{}(x) }}\n", level - 1, level - 1);
    }
    let shared = functions(&text);
    assert!(compiled("f3(amount)", &shared).unwrap().lowered().is_ok());
    let reason = compiled("f11(amount)", &shared).unwrap().lowered().unwrap_err().clone();
    assert_eq!((reason.construct.as_str(), reason.file), ("many functions within each other", Some(0)));
}

#[test]
fn an_error_is_the_interpreters_own() {
    let shared = functions(grammar::SHARED);
    let cases = [
        ("Status < 1", "<", ScriptErrorKind::Type, None),
        ("amount / 0", "/", ScriptErrorKind::Arithmetic, None),
        ("amount + 9223372036854775807", "+", ScriptErrorKind::Arithmetic, None),
        ("if Status { 1 }", "Status", ScriptErrorKind::Type, None),
        ("true && amount", "amount", ScriptErrorKind::Type, None),
        ("over(Status)", ">", ScriptErrorKind::Type, Some(0)),
        ("let e = events.first(\"opened\"); e.nothing", "nothing", ScriptErrorKind::Type, None),
        ("Owner.Name.Name", "Name", ScriptErrorKind::Type, None),
        ("events", "events", ScriptErrorKind::Type, None),
        ("[events.first()]", "[events.first()]", ScriptErrorKind::Type, None),
    ];
    let mut plain = some_case();
    plain.events = vec![Happened { activity: 0, time: 1, values: [const { Value::Null }; 4] }];
    for (text, word, kind, file) in cases {
        let Some(script) = compiled(text, &shared) else { continue };
        let ((outcome, handed_over), (wanted, _)) = both(&script, &plain, &shared, Limits::default());
        assert_eq!(outcome, wanted, "{text}");
        let error = outcome.expect_err(text);
        let stands_in = if file.is_some() { grammar::SHARED } else { text };
        assert_eq!((error.kind, error.file, &stands_in[error.range.clone()]), (kind, file, word), "{text}");
        assert_eq!(handed_over, 1, "{text}");
    }
}

#[test]
fn arguments_behind_a_null_are_evaluated_all_the_same() {
    let shared = functions("");
    for text in
        ["ended?.date_text().contains(Status < 1)", "Owner.Name?.sub_string(1 / 0)", "Owner.Name?.contains(amount / 0)"]
    {
        let script = compiled(text, &shared).unwrap();
        assert!(script.lowered().is_ok());
        let ((outcome, _), (wanted, _)) = both(&script, &some_case(), &shared, Limits::default());
        assert!(wanted.is_err(), "{text}");
        assert_eq!(outcome, wanted, "{text}");
    }
}

#[test]
fn limits_hold_as_without_lowering() {
    let shared = functions("");
    let long = "x".repeat(1 << 20);
    let mut plain = some_case();
    plain.variables[3] = Value::text(&long);
    plain.record[0] = Value::text(&long[1..]);
    plain.variables[7] = Value::List(vec![Value::Integer(1); 10_001]);
    plain.rows = vec![(None, [Value::Null, Value::text(&long)]); 600];
    let cases = [
        "Status + \"y\"",
        "Status + Status",
        "`${Status}y`",
        "record.Title",
        "record.Title + \"xyz\"",
        "waiting.len()",
        "1 in waiting",
        "waiting + waiting",
        "rows.email.count_where(\"Subject\", \"z\")",
        "rows.email.values(\"Subject\")",
        "Status.len()",
    ];
    let mut errors = 0;
    for text in cases {
        let script = compiled(text, &shared).unwrap();
        assert!(script.lowered().is_ok(), "{text}");
        let ((outcome, handed_over), (wanted, _)) = both(&script, &plain, &shared, Limits::default());
        assert_eq!(handed_over, 1, "{text}");
        errors += u32::from(wanted.is_err());
        assert!(outcome == wanted, "{text}: {:?} and {:?}", outcome.err(), wanted.err());
    }
    assert!(errors >= 5, "{errors}");
}

#[test]
fn where_limits_are_tight_nothing_is_lowered() {
    let shared = functions("");
    let script = compiled("amount + 1 + 1 + 1", &shared).unwrap();
    let tight = [
        Limits { operations: 3, ..Limits::default() },
        Limits { memory: 1, ..Limits::default() },
        Limits { text: 4, ..Limits::default() },
        Limits { list: 4, ..Limits::default() },
        Limits { calls: 0, ..Limits::default() },
    ];
    for limits in tight {
        let ((outcome, handed_over), (wanted, _)) = both(&script, &some_case(), &shared, limits);
        assert_eq!((outcome, handed_over), (wanted, 0), "{limits:?}");
    }
}

#[test]
fn what_is_computed_from_values_that_fit_is_never_handed_over() {
    let shared = functions(grammar::SHARED);
    let cases = [
        "\"a\" + \"b\"",
        "amount / 2",
        "amount % 2 - rate * 2",
        "-rate",
        "`${amount} ${Status} ${started} ${delay}`",
        "started + hours(1)",
        "twice(1).to_text()",
        "deep(Status)",
        "delay / hours(1)",
        "[1] + [2]",
        "Status.to_upper().trim()",
        "started.year() + started.weekday()",
        "round(rate)",
        "Status.replace(\"p\", \"q\").sub_string(1, 2)",
        "switch `${Status}` { \"Open\" => 1, _ => 2 }",
    ];
    for text in cases {
        let script = compiled(text, &shared).unwrap();
        let ((outcome, handed_over), (wanted, _)) = both(&script, &some_case(), &shared, Limits::default());
        assert!(wanted.is_ok(), "{text}: {wanted:?}");
        assert_eq!((outcome, handed_over), (wanted, 0), "{text}");
    }
}

#[test]
fn constants_of_shared_files_are_there_whatever_the_thread_allocated_before() {
    for _ in 0..20 {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(32 << 20)));
    }
    let shared = functions(grammar::SHARED);
    let script = compiled("LIMIT", &shared).unwrap();
    let ((native, _), (interpreted, _)) = both(&script, &some_case(), &shared, Limits::default());
    assert_eq!((native, interpreted), (Ok(Value::Integer(3)), Ok(Value::Integer(3))));
}
