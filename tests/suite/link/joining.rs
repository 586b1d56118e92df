//! Which rows belong together.

use super::{RULE, calls, cases, cases_of, mapping, run};
use crate::run::log;

#[test]
fn a_call_soon_after_another_is_of_its_case() {
    let log = run(RULE, "b,,ann,bill,@5,@8\nc,,ann,bill,@12,@13\na,,ann,bill,@90,@91\nd,,bob,bill,@6,@7");
    assert_eq!(cases_of(&log), "a: a | b: b c | d: d");
    let events = |case: usize| -> Vec<(i64, &str)> {
        log.cases[case].events.iter().map(|event| (event.minute, event.activity.as_str())).collect()
    };
    assert_eq!(events(1), [(5, "called"), (12, "called"), (12, "again")]);
    let reopened: Vec<&str> = log.cases.iter().map(|case| case.attributes["IsReopened"].as_str()).collect();
    assert_eq!(reopened, ["false", "true", "false"]);
}

#[test]
fn the_window_begins_where_the_earlier_call_ends() {
    assert_eq!(cases(RULE, "a,,ann,bill,@0,@20\nb,,ann,bill,@30,@31"), "a: a b", "at its very end");
    assert_eq!(cases(RULE, "a,,ann,bill,@0,@20\nb,,ann,bill,@31,@32"), "a: a | b: b");
    let without_end = "same: [customer, issue], within: 10m";
    assert_eq!(cases(without_end, "a,,ann,bill,@0,@20\nb,,ann,bill,@11,@12"), "a: a | b: b", "`at` is the end");
    assert_eq!(cases(without_end, "a,,ann,bill,@0,@20\nb,,ann,bill,@10,@12"), "a: a b");
}

#[test]
fn chains_go_on_for_as_long_as_calls_follow() {
    let chain = "a,,ann,bill,@0,@1\nb,,ann,bill,@10,@11\nc,,ann,bill,@20,@21\nd,,ann,bill,@40,@41\ne,,ann,bill,@50,@50";
    assert_eq!(cases(RULE, chain), "a: a b c | d: d e");
}

#[test]
fn the_latest_end_counts_and_not_that_of_the_latest_call() {
    assert_eq!(cases(RULE, "a,,ann,bill,@0,@100\nb,,ann,bill,@5,@6\nc,,ann,bill,@105,@106"), "a: a b c");
}

#[test]
fn what_is_null_or_different_joins_nothing() {
    let rows = "a,,ann,bill,@0,@1\nb,,ann,,@1,@2\nc,,ann,,@2,@3\nd,,,bill,@3,@4\ne,,,bill,@4,@5\nf,,ann,move,@5,@6";
    assert_eq!(cases(RULE, rows), "a: a | b: b | c: c | d: d | e: e | f: f");
}

#[test]
fn an_unknown_end_and_one_before_the_beginning_count_as_the_beginning() {
    assert_eq!(cases(RULE, "a,,ann,bill,@0,\nb,,ann,bill,@11,@12"), "a: a | b: b");
    assert_eq!(cases(RULE, "a,,ann,bill,@0,\nb,,ann,bill,@10,@12"), "a: a b");
    assert_eq!(cases(RULE, "a,,ann,bill,@20,@2\nb,,ann,bill,@30,@31"), "a: a b");
    assert_eq!(cases(RULE, "a,,ann,bill,@20,@2\nb,,ann,bill,@31,@31"), "a: a | b: b");
}

#[test]
fn several_values_may_say_when_a_call_ends() {
    let rule = "same: customer, until: [end, begin], within: 10m";
    assert_eq!(cases(rule, "a,,ann,,@0,@20\nb,,ann,,@30,"), "a: a b");
}

#[test]
fn a_call_without_time_joins_nothing() {
    let log = run(RULE, "a,,ann,bill,,@5\nb,,ann,bill,@6,@7\nc,,ann,bill,@8,@9");
    assert_eq!(cases_of(&log), "a:  | b: b c");
}

#[test]
fn of_calls_at_one_time_the_first_id_gives_the_case() {
    assert_eq!(cases(RULE, "c,,ann,bill,@0,@1\nb,,ann,bill,@0,@1\nd,,ann,bill,@0,@9"), "b: b c d");
}

#[test]
fn a_window_of_no_length_joins_what_overlaps() {
    let rule = "same: customer, until: end, within: 0s";
    assert_eq!(cases(rule, "a,,ann,,@0,@10\nb,,ann,,@10,@11\nc,,ann,,@12,@13"), "a: a b | c: c");
}

#[test]
fn rows_of_other_sources_move_with_their_case() {
    let files = [
        ("calls.csv", calls("a,,ann,bill,@0,@1\nb,,ann,bill,@5,@6")),
        ("notes.csv", "call,at\nb,@7\na,@2\nz,@3".to_owned()),
    ];
    let log = log(&mapping(RULE), &[(files[0].0, &files[0].1), (files[1].0, &files[1].1)]);
    let events: Vec<String> = log
        .cases
        .iter()
        .map(|case| {
            let events: Vec<String> =
                case.events.iter().map(|each| format!("{} {}", each.minute, each.activity)).collect();
            format!("{}: {}", case.id, events.join(", "))
        })
        .collect();
    assert_eq!(events, ["a: 0 called, 2 noted, 5 called, 5 again, 7 noted", "z: 3 noted"]);
}

#[test]
fn calls_of_one_case_may_stand_in_several_files() {
    let (one, two) = (calls("b,,ann,bill,@5,@6\nx,,bob,bill,@0,@1"), calls("a,,ann,bill,@0,@1\nc,,ann,bill,@9,@9"));
    let log = log(&mapping(RULE), &[("calls-1.csv", &one), ("calls-2.csv", &two)]);
    assert_eq!(cases_of(&log), "a: a b c | x: x");
}

#[test]
fn a_list_in_same_is_the_first_that_is_present() {
    let rule = "same: [[customer, issue]], until: end, within: 10m";
    assert_eq!(cases(rule, "a,,ann,,@0,@1\nb,,,ann,@2,@3\nc,,eve,ann,@4,@5\nd,,,,@5,@6"), "a: a b | c: c | d: d");
}
