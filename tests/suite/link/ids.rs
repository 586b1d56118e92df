//! Ids that the export itself gives: what it calls differently is never one case.

use super::{RULE, SOURCES, cases, cases_of, run};
use crate::run::log;

#[test]
fn calls_of_one_request_are_one_case_anyway() {
    assert_eq!(cases(RULE, "a,R1,ann,bill,@0,@1\nb,R1,bob,move,@900,@901"), "R1: a b");
}

#[test]
fn different_requests_stay_apart() {
    let log = run(RULE, "a,R1,ann,bill,@0,@1\nb,R2,ann,bill,@2,@3");
    assert_eq!(cases_of(&log), "R1: a | R2: b");
}

#[test]
fn a_request_gives_the_id_wherever_it_is_named() {
    assert_eq!(cases(RULE, "a,,ann,bill,@0,@1\nb,R1,ann,bill,@2,@3\nc,,ann,bill,@4,@5"), "R1: a b c");
}

#[test]
fn between_two_requests_a_call_follows_the_one_that_ended_last() {
    assert_eq!(cases(RULE, "a,R1,ann,bill,@0,@9\nb,R2,ann,bill,@2,@3\nc,,ann,bill,@12,@13"), "R1: a c | R2: b");
    assert_eq!(cases(RULE, "a,R1,ann,bill,@0,@3\nb,R2,ann,bill,@2,@9\nc,,ann,bill,@12,@13"), "R1: a | R2: b c");
    let between = "a,,ann,bill,@0,@1\nb,R1,ann,bill,@2,@3\nc,R2,ann,bill,@4,@5\nd,,ann,bill,@6,@7";
    assert_eq!(cases(RULE, between), "R1: a b | R2: c d");
}

#[test]
fn a_request_joins_calls_of_several_customers() {
    let rows =
        "a,,ann,bill,@0,@1\nb,R1,ann,bill,@2,@3\nc,R1,bob,bill,@50,@51\nd,,bob,bill,@52,@53\ne,,bob,bill,@99,@99";
    assert_eq!(cases(RULE, rows), "R1: a b c d | e: e");
}

#[test]
fn a_call_may_be_named_as_a_request_by_a_later_one() {
    assert_eq!(cases(RULE, "a,,ann,bill,@0,@1\nb,a,bob,move,@50,@51\nc,,bob,move,@55,@56"), "a: a b c");
}

#[test]
fn links_that_would_unite_requests_are_counted() {
    let rows = "id,request,customer,issue,begin,end\na,R1,ann,bill,@0,@1\nb,R2,ann,bill,@2,@3\nc,R3,ann,bill,@4,@5";
    let plan = crate::run::plan(&super::mapping(RULE));
    let links = crate::run::loaded(&plan, &[("calls.csv", rows)]).links.unwrap();
    assert_eq!((links.kept_apart, links.cases, links.joined), (2, 0, 0));
}

/// Rows of one case column name nothing but themselves, however many have the same.
#[test]
fn several_rows_may_tell_of_one_call() {
    let sources = SOURCES.replace("    key: id\n", "").replace("case: [request, id]", "case: id");
    let mapping = format!("{sources}case: {{ same_case: {{ source: call, {RULE} }} }}\n{}", super::REST);
    let rows = "a,,,bill,@0,@1\na,,ann,bill,@3,@4\nb,,ann,bill,@2,@3\nb,,eve,move,@30,@31\nc,,eve,move,@35,@36\nd,,ann,move,@4,@5";
    let log = log(&mapping, &[("calls.csv", &super::calls(rows))]);
    assert_eq!(cases_of(&log), "a: a b a b c | d: d", "the earliest row of all gives the id");
}
