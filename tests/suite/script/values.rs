use caseloom::script::{Form, ScriptErrorKind, SharedFunctions, Value};

use super::{HOUR, all_true, compiled, compiled_with, run, run_in, runtime, shared};

#[test]
fn kinds_that_do_not_fit_are_errors_at_the_operator() {
    let cases = [
        ("[\"10\"][0] > 9", ">"),
        ("\"é\"; [1][0] + \"x\"", "+"),
        ("[\"x\"][0] + 1", "+"),
        ("Status == 3", "=="),
        ("started < \"2026\"", "<"),
        ("started + started", "+"),
        ("[minutes(1)][0] < 5", "<"),
        ("[true][0] + 1", "+"),
        ("let x = 1; x += \"y\"; x", "+="),
        ("[[1]][0] == 1", "=="),
        ("let x = 2; x **= 3; x", "**="),
    ];
    for (text, operator) in cases {
        let error = run(text).expect_err(text);
        assert_eq!(error.kind, ScriptErrorKind::Type, "{text}: {error:?}");
        assert_eq!(&text[error.range.clone()], operator, "{text}: {error:?}");
    }
}

#[test]
fn wrong_arguments_and_receivers_are_errors_at_the_name() {
    let cases = [
        ("Status.contains(3)", "contains", "needs text, not a number"),
        ("amount.contains(\"x\")", "contains", "a number has no `contains`"),
        ("minutes([\"x\"][0])", "minutes", "needs a number, not text"),
        ("#{a: 1}.b", "b", "nothing under `b`"),
        ("[1].any(|x| 3)", "any", "must give true or false"),
        ("throw \"no é\"", "throw", "no é"),
    ];
    for (text, word, said) in cases {
        let error = run(text).unwrap_err();
        assert!(error.message.contains(said), "{text}: {error:?}");
        assert_eq!(&text[error.range.clone()], word, "{text}: {error:?}");
    }
}

#[test]
fn arithmetic_never_wraps_or_divides_by_zero() {
    for text in [
        "9223372036854775807 + 1",
        "let x = 9223372036854775807; x *= 2; x",
        "1 / 0",
        "1.0 / 0.0",
        "1 % 0",
        "minutes(1) / 0",
        "days(9223372036854775807)",
        "1e300 * 1e300",
        "-(-9223372036854775807 - 1)",
        "minutes(1) / minutes(0)",
    ] {
        assert_eq!(run(text).unwrap_err().kind, ScriptErrorKind::Arithmetic, "{text}");
    }
}

#[test]
fn null_equals_null_and_orders_with_nothing() {
    all_true(&[
        "() == ()",
        "Status != ()",
        "!(() < 1)",
        "!(() >= ())",
        "!(started > ())",
        "(() + 1) == ()",
        "(started - ()) == ()",
        "(() ?? 3) == 3",
        "is_null(())",
        "!is_null(1)",
        "().is_null()",
        "!().contains(\"x\")",
        "().to_lower() == ()",
        "!(1 in [()])",
        "\"a\" in [\"b\", \"a\"]",
        "rows.phone.first()?.Length == ()",
        "to_integer(\"x\") == ()",
    ]);
}

#[test]
fn times_and_durations_calculate() {
    all_true(&[
        "started + hours(1) - started == hours(1)",
        "minutes(90) / hours(1) == 1.5",
        "minutes(30) * 2 == hours(1)",
        "2 * minutes(30) == hours(1)",
        "days(7).hours() == 168",
        "seconds(1).ms() == 1000",
        "hours(1) > minutes(59)",
        "started.year() == 2026",
        "started.month() == 3",
        "started.day() == 9",
        "started.weekday() == 1",
        "started.hour() == 10",
        "started.minute() == 0",
        "started.date_text() == \"2026-03-09\"",
        "abs(started - (started + hours(2))) == hours(2)",
        "max(started, started + days(1)) == started + days(1)",
        "-hours(1) < hours(0)",
        "seconds(0.5) == seconds(1) / 2",
        "`${started}` == \"2026-03-09T10:00:00Z\"",
    ]);
}

#[test]
fn text_numbers_and_lists_have_what_is_promised() {
    all_true(&[
        "Status.len() == 7",
        "Status.sub_string(1, 2) == \"ör\"",
        "Status.to_upper() == \"WÖRKING\"",
        "\" a \".trim() == \"a\"",
        "Status.contains(\"ö\") && Status.starts_with(\"W\") && Status.ends_with(\"g\")",
        "Status.matches(\"^W.rk\")",
        "Status.contains_any([\"x\", \"WÖR\"])",
        "\"a,b\".split(\",\") == [\"a\", \"b\"]",
        "\"a-b\".replace(\"-\", \"+\") == \"a+b\"",
        "amount.to_text() == \"7\"",
        "to_number(\"1.5\") == 1.5",
        "to_number(\"NaN\") == () && \"-inf\".to_number() == () && \"Infinity\".to_number() == ()",
        "round(2.5) == 3.0",
        "min(1, 2) == 1",
        "abs(-3) == 3",
        "(1.5).floor() == 1.0",
        "2 == 2.0",
        "7 / 2 == 3",
        "[1, 2, 3].filter(|x| x > 1).map(|x| x * 2) == [4, 6]",
        "let k = 2; [1, 2].any(|x| x == k)",
        "[1, 2].all(|x| x > 0)",
        "waiting.contains(\"On Hold\") && \"Waiting\" in waiting",
        "[3, 4].index_of(4) == 1",
        "[1] + [2] == [1, 2]",
        "[\"a\", (), \"b\"].join(\"/\") == \"a/b\"",
        "let m = #{a: 1}; m.a == 1 && m.get(\"b\") == () && \"a\" in m",
        "let s = 0; for i in 0..5 { s += i; } s == 10",
        "let l = []; l.push(1); l.len() == 1",
        "switch Status { \"Wörking\" => true, _ => false }",
        "OwnerId.Name.starts_with(\"A\") && OwnerId == \"005\"",
        "[1].any(|x| OwnerId.Name == \"Ann\")",
        "let OwnerId_Name = 1; OwnerId . Name == \"Ann\"",
        "fn double(x) { x * 2 } double(4) == 8",
    ]);
}

#[test]
fn what_is_no_value_is_refused() {
    for text in ["events", "rows.email.first()", "#{a: 1}", "0..3", "fields.status"] {
        // What is certain is found before.
        let text = &format!("fn own(x) {{ x }} own({text})");
        assert_eq!(run(text).unwrap_err().kind, ScriptErrorKind::Type, "{text}");
    }
}

#[test]
fn an_error_in_a_shared_file_points_into_it() {
    let text = "const ONE = 1;\nfn é_free(x) { x }\n";
    assert!(!shared(text).1.is_empty());
    let text = "const LIMIT = 9;\nfn over(x) { x > LIMIT }";
    let (functions, problems) = shared(text);
    assert_eq!(problems, []);
    let script = compiled_with("over(amount + 3)", Form::Expression, &functions).unwrap();
    assert_eq!(run_in(&mut runtime(&functions), &script), Ok(Value::Boolean(true)));
    let script = compiled_with("over(Status)", Form::Expression, &functions).unwrap();
    let error = run_in(&mut runtime(&functions), &script).unwrap_err();
    assert_eq!((error.file, &text[error.range.clone()]), (Some(0), ">"), "{error:?}");
}

#[test]
fn evaluations_leave_nothing_behind() {
    let mut runtime = runtime(&SharedFunctions::default());
    let bomb = compiled("let x = \"a\"; loop { x += x; }").unwrap();
    let count = compiled("let n = 0; while n < 60000 { n += 1; } n").unwrap();
    let fresh = run_in(&mut runtime, &count);
    assert_eq!(fresh, Ok(Value::Integer(60_000)));
    let first = run_in(&mut runtime, &bomb);
    for _ in 0..3 {
        assert_eq!(run_in(&mut runtime, &bomb), first);
        assert_eq!(run_in(&mut runtime, &count), fresh);
    }
}

#[test]
fn the_current_case_is_looked_at_anew() {
    let script = compiled("fields.status.time_in([\"Working\"])").unwrap();
    let mut runtime = runtime(&SharedFunctions::default());
    assert_eq!(run_in(&mut runtime, &script), Ok(Value::Duration(3 * HOUR)));
    runtime.current().borrow_mut().extracted = None;
    assert_eq!(run_in(&mut runtime, &script), Ok(Value::Null));
}

#[test]
fn what_is_compiled_goes_to_every_thread() {
    let script = compiled("Status == \"Wörking\"").unwrap();
    let functions = SharedFunctions::default();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..3).map(|_| scope.spawn(|| run_in(&mut runtime(&functions), &script).is_ok())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes, [true, true, true]);
}
