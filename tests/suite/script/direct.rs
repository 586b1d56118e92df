//! Calls of library functions in scripts that the interpreter runs: they go straight to the functions, and give what they
//! give where each is looked up.

use caseloom::script::{ScriptErrorKind, Value};

use super::{all_true, run};

#[test]
fn variables_are_what_they_were_after_a_call() {
    all_true(&[
        "let n = 0; while n < 3 { let a = amount; a = a + n; n += 1; if a - a != 0 { return false; } } n == 3",
        "let n = 2; while n > 1 { n -= 1; } let all = [n, n + n, n * n]; all == [1, 2, 1]",
        "let x = 1; { let x = x + 1; x = x * 10; if x != 20 { return false; } } x == 1",
        "let last = (); for e in events { if last != () && e.time < last.time { return false; } last = e; } last.time == events.last().time",
        "let text = \"a\"; for i in 0..3 { text = `${text}${text.len()}`; } text == \"a123\"",
        "const fixed = 4; let n = 0; while n < fixed { n += 1; } n == fixed && min(fixed, n) == 4",
        "let t = started; let later = t + hours(1); while later < t { later = t; } later - t == hours(1) && t == started",
    ]);
}

#[test]
fn lists_and_maps_are_looked_at_where_they_stand() {
    all_true(&[
        "let l = []; for i in 0..5 { l.push(i * i); } l.len() == 5 && l.last() == 16 && l.contains(9)",
        "let l = [1]; let n = 0; while l.len() < 4 { l.push(l.len() + n); n += 1; } l == [1, 1, 3, 5]",
        "let m = #{time: 1, count: 2}; let n = 0; while n < m.count { n += 1; } m.time + n == 3 && m.len() == 2",
        "let m = #{}; m.a = 1; for i in 0..2 { m.a += i; } m.a == 2 && m.get(\"b\") == ()",
        "let l = [[1, 2], [3]]; let n = 0; for i in l { n += i.len(); } n == 3 && l[0][1] == 2 && l[1].first() == 3",
        "let n = 0; for name in events.activities() { if name in [\"case_created\", \"case_resolved\"] { n += 1; } } n == 2",
    ]);
}

#[test]
fn closures_see_what_changed() {
    all_true(&[
        "let most = 1; let n = 0; while n < 2 { n += 1; most += 1; } events.filter(|e| e.time > started || most == 3).len() == 6",
        "let seen = 0; let n = events.any(|e| { seen += 1; e.activity == \"solution_proposed\" }); while seen < 3 { seen = 9; } n && seen == 3",
        "let from = events.first(\"case_assigned\").time; let n = 0; while n < 1 { n += 1; } rows.email.filter(|r| r.time >= from).len() == 3 && from == events.first(\"case_assigned\").time",
    ]);
}

#[test]
fn conditions_are_looked_at_as_far_as_they_matter() {
    all_true(&[
        "let n = 0; let yes = true; while n < 2 && yes { n += 1; } yes && n == 2 && yes",
        "let none = (); let n = 0; while n < 1 { n += 1; } none == () || none.time > started",
        "let none = (); let n = 0; while n < 1 { n += 1; } !(none != () && none.time > started)",
        "let n = 1; while n > 1 { n -= 1; } (n > 5 && n < n * 2) == (n == 2 || n > n + 1 && n < 9) && (n > 5 || n < 2)",
        "let n = 1; while n > 1 { n -= 1; } events.has(\"case_created\") && (n < 0 || events.count() == 6 && (n == 1 && n < 3))",
        "fn small(x) { x < 9 } let n = 4; while n > 4 { n -= 1; } small(n) && n > 3 && !(small(n + 9) || n < 4)",
        "let n = 0; for e in events { if e.activity == \"agent_investigates\" || e.time == events.last().time { n += 1; } } n > 1",
    ]);
}

#[test]
fn what_stands_between_is_the_interpreters() {
    all_true(&[
        "let n = 0; for e in events { switch e.activity { \"agent_investigates\" => n += 10, _ => n += 1 } } n == 24",
        "let n = 0; loop { n += 1; if n >= events.count() { break; } } n == 6",
        "let n = 0; do { n += 1; } while n < rows.email.count_where(\"Incoming\", true); n == 2",
        "let n = 3; while n > 0 { n = n - 1; } let text = `${n}-${events.count()}-${-n - 1}`; text == \"0-6--1\"",
        "let none = (); let n = 0; while n < 1 { n += 1; } none?.time == () && none?.value(\"Channel\") == () && (none ?? n) == 1",
        "let l = [3, 1]; let n = 0; while n < 1 { n += 1; } l[n - 1] == 3 && l[events.count() - 5] == 1",
        "fn twice(x) { x + x } let n = 0; while n < 2 { n = twice(n) + 1; } n == 3",
        "fn count(x) { 7 } let n = 0; while n < 1 { n += 1; } events.has(\"case_created\")",
    ]);
}

/// Errors come from the script as it was written: what happened, and where.
#[test]
fn errors_are_the_interpreters() {
    let cases = [
        ("let n = 0; while n < 3 { n += 1; } n.time", ScriptErrorKind::Type),
        ("let n = 0; while n < 3 { n += 1; } n - Status", ScriptErrorKind::Type),
        ("let n = 3; while n > 0 { n -= 1; } 1 / n", ScriptErrorKind::Arithmetic),
        (
            "let n = 0; for e in events { n += e.time.year(); if n > 2000 { throw \"enough\"; } } n",
            ScriptErrorKind::Other,
        ),
        ("let l = []; loop { l.push(1); }", ScriptErrorKind::Size),
        ("let n = 0; while n < 3 { n += 1; } n > 2 && n", ScriptErrorKind::Type),
        ("let n = 0; while n < 3 { n += 1; } n > 5 || Status", ScriptErrorKind::Type),
        ("let none = (); let n = 0; while n < 3 { n += 1; } n > 2 && none.time > started", ScriptErrorKind::Type),
        ("let n = 0; while n >= 0 && n < 9000000 || n < 0 { n += 1; } n", ScriptErrorKind::Operations),
        ("let n = 0; while n >= 0 { n += 1; } n", ScriptErrorKind::Operations),
        (
            "let first = events.first(\"case_reopened\"); let n = 0; while n < 1 { n += 1; } first.time",
            ScriptErrorKind::Type,
        ),
    ];
    for (text, kind) in cases {
        assert_eq!(run(text).map_err(|error| error.kind), Err(kind), "{text}");
    }
}

/// A script may stop with direct calls where it doesn't as it was written: it is evaluated as written from then on.
#[test]
fn what_no_function_of_the_library_takes_is_looked_up() {
    let text = "let m = #{ms: 5}; let n = 0; while n < 1 { n += 1; } m.ms + n";
    assert_eq!(run(text), Ok(Value::Integer(6)));
    let text = "let all = [#{time: 3}, #{time: 4}]; let n = 0; for one in all { n += one.time; } n";
    assert_eq!(run(text), Ok(Value::Integer(7)));
}
