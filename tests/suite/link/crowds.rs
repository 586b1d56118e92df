//! Values that stand for nobody in particular.

use caseloom::load::LinkReport;

use super::{calls, cases, mapping};
use crate::run::{loaded, plan};

const RULE: &str = "same: [customer, issue], until: end, within: 10m, at_most: 3";

fn report(rule: &str, rows: &str) -> LinkReport {
    loaded(&plan(&mapping(rule)), &[("calls.csv", &calls(rows))]).links.unwrap()
}

/// Calls of one customer, so many minutes apart.
fn every(minutes: i64, count: i64, customer: &str) -> String {
    let row = |call: i64| format!("{customer}{call},,{customer},bill,@{0},@{0}\n", call * minutes);
    (0..count).map(row).collect()
}

#[test]
fn more_cases_than_allowed_within_a_window_join_none() {
    assert_eq!(cases(RULE, &every(4, 3, "x")), "x0: x0 x1 x2");
    assert_eq!(cases(RULE, &every(4, 4, "x")), "x0: x0 x1 x2 x3", "at most three begin within ten minutes");
    assert_eq!(cases(RULE, &every(3, 4, "x")), "x0: x0 | x1: x1 | x2: x2 | x3: x3");
}

#[test]
fn a_long_chain_of_few_at_a_time_is_no_crowd() {
    let report = report(RULE, &every(5, 40, "x"));
    assert_eq!((report.crowds, report.cases, report.joined, report.largest), (0, 1, 40, 40));
}

#[test]
fn a_crowd_joins_nothing_at_any_time() {
    let rows = format!("{}y0,,x,bill,@500,@500\ny1,,x,bill,@505,@505\n", every(1, 4, "x"));
    assert_eq!(cases(RULE, &rows), "x0: x0 | x1: x1 | x2: x2 | x3: x3 | y0: y0 | y1: y1");
}

#[test]
fn crowds_are_counted_and_named_by_their_first_case() {
    let rows = format!("{}{}{}", every(1, 4, "x"), every(1, 5, "y"), every(1, 2, "z"));
    let report = report(RULE, &rows);
    assert_eq!((report.crowds, report.crowded, report.cases), (2, 9, 1));
    let examples: Vec<(&str, u64)> = report.examples.iter().map(|crowd| (crowd.case.as_str(), crowd.rows)).collect();
    assert_eq!(examples, [("y0", 5), ("x0", 4)]);
}

#[test]
fn cases_are_counted_and_not_rows() {
    let rows = "a,R1,ann,bill,@0,@0\nb,R1,ann,bill,@1,@1\nc,R1,ann,bill,@2,@2\nd,R1,ann,bill,@3,@3\ne,,ann,bill,@4,@4";
    assert_eq!(cases(RULE, rows), "R1: a b c d e");
}

#[test]
fn without_a_maximum_all_are_joined() {
    let rule = "same: [customer, issue], until: end, within: 10m";
    assert_eq!(report(rule, &every(1, 200, "x")).largest, 200);
}
