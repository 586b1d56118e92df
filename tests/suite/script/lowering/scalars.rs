//! Scripts of numbers, times, truths and events alone, which run in a way of their own.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::plain::case;
use super::{both, compiled, functions};
use caseloom::script::Limits;

const SCRIPTS: [&str; 36] = [
    "let done = events.last(\"solved\"); if done == () { () } else { (done.time - record.Due).ms() }",
    "let done = events.first(\"solved\"); events.has(\"closed\") || (done != () && events.after(done.time).has(\"opened\"))",
    "let done = events.first(\"solved\"); done != () && !events.has(\"closed\") && !events.before(done.time).has(\"opened\")",
    "let all = rows.email.count(); if all == 0 { \"None\" } \
     else if rows.email.count_where(\"Incoming\", true) > 0 { \"Some\" } \
     else if rows.email.all(\"Incoming\", false) { \"Not one\" } else { \"Open\" }",
    "fields.status.distinct() - 1",
    "fields.status.changes() + fields.owner.distinct()",
    "flag == true || events.has(\"closed\")",
    "events.count(\"opened\")",
    "events.count() * 2 - amount",
    "events.between(started, ended).count(\"solved\")",
    "events.before(ended).after(started).last()?.time",
    "events.first()?.time ?? started",
    "(ended - started).hours()",
    "(ended - started)?.hours()",
    "let a = 1; let b = { let a = amount; a + 1 }; a + b",
    "let a = amount; let b = a; let c = b; let d = c; a == d && b >= c",
    "let a = 1; let b = 2; let c = 3; let d = 4; let e = 5; a + b + c + d + e",
    "amount ?? 7",
    "rate > amount",
    "amount == rate",
    "started < ended",
    "delay <= delay",
    "flag < amount",
    "!(flag)",
    "flag && amount",
    "amount.is_null() != (record.Count == ())",
    "events.first(\"opened\") == events.last(\"opened\")",
    "events.first(\"opened\") != ()",
    "events.has_any([\"opened\", \"closed\"])",
    "events.directly_follows(\"opened\", \"solved\")",
    "events.after(started).count_directly_follows(\"opened\", \"opened\")",
    "events.eventually_follows(\"opened\", \"closed\")",
    "rows.email.before(ended).any(\"Incoming\", flag)",
    "rows.email.between(started, ended).count()",
    "let a = if amount == 1 { \"One\" } else { \"Many\" }; a == \"One\" && a < \"Two\"",
    "fn own(x) { x } own(events.last())",
];

#[test]
fn they_give_the_same() {
    let shared = functions("");
    let scripts: Vec<_> =
        SCRIPTS.iter().map(|text| compiled(text, &shared).unwrap_or_else(|| panic!("{text}"))).collect();
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&case(), |case| {
        for (script, text) in scripts.iter().zip(SCRIPTS) {
            prop_assert!(script.lowered().is_ok(), "{}", text);
            let ((native, _), (interpreted, _)) = both(script, &case, &shared, Limits::default());
            prop_assert_eq!(format!("{native:?}"), format!("{interpreted:?}"), "{}", text);
        }
        Ok(())
    });
    outcome.unwrap();
}
