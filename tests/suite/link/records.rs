//! Joined cases beside records, keys and duplicates.

use super::{REST, RULE, SOURCES, calls, cases_of};
use crate::run::{Log, loaded, log, plan, run_with};
use caseloom::run::RunOptions;

fn with_case(sources: &str, case: &str, rest: &str, rows: &[(&str, &str)]) -> Log {
    log(&format!("{sources}case:\n{case}  same_case: {{ source: call, {RULE} }}\n{rest}"), rows)
}

#[test]
fn the_earliest_record_is_the_record_of_the_case() {
    let sources = SOURCES.replace("    case: [request, id]\n", "");
    let rest = REST.replace("case: {", "case: { Issue: case.issue, First: case.begin, Number: case.id,");
    let rows = calls("b,N2,ann,bill,@5,@6\na,N1,ann,bill,@0,@1\nc,N3,bob,move,@0,@1");
    let log = with_case(
        &sources,
        "  record: call\n  id: request\n",
        &rest,
        &[("calls.csv", &rows), ("notes.csv", "call,at\nb,@9")],
    );
    assert_eq!(cases_of(&log), "N1: a b | N3: c");
    let values: Vec<&str> = log.cases.iter().map(|case| case.attributes["Number"].as_str()).collect();
    assert_eq!(values, ["a", "c"]);
    assert_eq!(log.cases[0].events.last().map(|event| event.minute), Some(9), "the note of the later call");
}

#[test]
fn keep_if_asks_the_record_that_counts() {
    let sources = SOURCES.replace("    case: [request, id]\n", "");
    let rows = calls("b,drop,ann,bill,@5,@6\na,keep,ann,bill,@0,@1\nc,drop,bob,move,@0,@1\nd,keep,bob,move,@2,@3");
    let log = with_case(&sources, "  record: call\n  keep_if: { request: keep }\n", REST, &[("calls.csv", &rows)]);
    assert_eq!(cases_of(&log), "a: a b");
    assert_eq!(log.outcome.account.sources[0].case_filtered, 2);
}

const DESK: &str = "
  desk:
    files: desk.csv
    key: number
    at: opened
    columns: { number: id, opened: timestamp }
";

#[test]
fn a_case_with_a_record_gives_the_id_before_one_without() {
    let sources = format!("{SOURCES}{DESK}");
    let rest = REST.replace("activities:", "activities:\n  opened: { source: desk }");
    let files = [("calls.csv", &*calls("a,,ann,bill,@0,@1\nb,,ann,bill,@2,@3")), ("desk.csv", "number,opened\nb,@2\n")];
    assert_eq!(cases_of(&with_case(&sources, "  record: desk\n", &rest, &files)), "b: a b");
}

#[test]
fn rows_of_a_repeated_key_are_set_aside_before() {
    let plan = plan(&super::mapping(RULE));
    let rows = calls("a,,ann,bill,@0,@1\nb,,ann,bill,@5,@6\nb,,eve,bill,@7,@8\nc,,eve,bill,@9,@9");
    let loaded = loaded(&plan, &[("calls.csv", &rows)]);
    let set_aside: Vec<&str> = loaded.quarantine.iter().map(|row| row.code.name()).collect();
    assert_eq!(set_aside, ["key-seen-before"]);
    let log = run_with(plan, loaded, &RunOptions { threads: 1, ..RunOptions::default() });
    assert_eq!(cases_of(&log), "a: a b | c: c", "the later row of `b` joins nothing");
}

#[test]
fn duplicates_go_before() {
    let duplicates = "    duplicates: { same: id, last_by: end }\n    columns:";
    let sources = SOURCES.replacen("    columns:", duplicates, 1);
    let rows = calls("a,,ann,bill,@0,\na,,ann,bill,@0,@30\nb,,ann,bill,@35,@36");
    let log = with_case(&sources, "", REST, &[("calls.csv", &rows)]);
    assert_eq!(cases_of(&log), "a: a b", "the row that stays says when the call ended");
    assert_eq!(log.outcome.account.sources[0].duplicates, 1);
}

#[test]
fn the_source_may_be_looked_up() {
    let sources = SOURCES.replace("columns: { call: id", "columns: { call: { type: id, refers_to: call }");
    let rest = REST.replace("event: {", "event: { Issue: note.call.issue,");
    let files = [("calls.csv", &*calls("a,,ann,bill,@0,@1\nb,,ann,bill,@5,@6")), ("notes.csv", "call,at\nb,@9")];
    let log = with_case(&sources, "", &rest, &files);
    assert_eq!(cases_of(&log), "a: a b");
    assert_eq!(log.cases[0].events.last().map(|event| event.attributes["Issue"].clone()), Some("bill".to_owned()));
}
