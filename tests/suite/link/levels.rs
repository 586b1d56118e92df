//! Nested JSON: a conversation joins its case to others, and all that stands in it goes along.

use caseloom::load::{LoadOptions, load};
use caseloom::run::RunOptions;

use crate::run::{plan, run_with};

const MAPPING: &str = "
sources:
  call:
    files: \"*.json\"
    rows: [calls, .]
    key: id
    at: begin
    case: [request, id]
    duplicates: { same: id, last_by: [end] }
    columns: { id: id, begin: timestamp, end: { type: timestamp, optional: true }, request: { first: leg.request },
               contact: { first: leg.contact, where: { purpose: external } }, issue: { last: talk.issue }, last: { max: talk.at } }
  leg:  { in: call, rows: legs, columns: { purpose: text, contact: { type: id, optional: true }, request: { type: id, optional: true } } }
  talk: { in: leg, rows: talks, at: at, columns: { at: timestamp, issue: { type: text, optional: true } } }
case:
  same_case: { source: call, same: [contact, issue], until: [end, last], within: 7d }
activities:
  called: { source: call }
  talked: { source: talk, which: first, per: leg }
  reopened: { source: call, which: later }
attributes:
  case: { IsReopened: '= events.has(\"reopened\")' }
  event: { Call: call.id }
";

/// A call of day so and so of March.
fn call(id: &str, day: u32, end: &str, contact: &str, request: &str) -> String {
    let at = |hour: u32| format!("2026-03-{day:02}T{hour:02}:00:00Z");
    let end = if end.is_empty() { String::new() } else { format!(r#""end": "{end}","#) };
    format!(
        r#"{{"id": "{id}", "begin": "{}", {end} "legs": [
            {{"purpose": "external", "contact": "{contact}", "request": "{request}", "talks": [{{"at": "{}"}}]}},
            {{"purpose": "agent", "talks": [{{"at": "{}", "issue": "billing"}}, {{"at": "{}", "issue": "billing"}}]}}]}}"#,
        at(8),
        at(9),
        at(10),
        at(11)
    )
}

fn run(files: &[Vec<String>]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (number, calls) in files.iter().enumerate() {
        let text = format!(r#"{{"calls": [{}]}}"#, calls.join(","));
        std::fs::write(folder.path().join(format!("{number}.json")), text).unwrap();
    }
    let plan = plan(MAPPING);
    let options = LoadOptions { input: folder.path().to_owned(), ..LoadOptions::default() };
    let loaded = load(&plan, &options, &|_| ()).unwrap_or_else(|problems| panic!("{:#?}", problems.sorted()));
    let log = run_with(plan, loaded, &RunOptions { threads: 1, ..RunOptions::default() });
    let case = |case: &crate::run::Case| {
        let events = case.events.iter().map(|event| format!("{} {}", event.attributes["Call"], event.activity));
        format!("{}: {}", case.id, events.collect::<Vec<_>>().join(", "))
    };
    log.cases.iter().map(case).collect()
}

#[test]
fn what_stands_in_a_conversation_goes_with_it() {
    let first = call("c2", 1, "2026-03-01T12:00:00Z", "K1", "");
    let second = call("c1", 5, "", "K1", "");
    let third = call("c3", 12, "", "K1", "");
    let other = call("c4", 2, "", "K2", "");
    let whole = "c2: c2 called, c2 talked, c2 talked, c1 called, c1 reopened, c1 talked, c1 talked, c3 called, c3 reopened, \
                 c3 talked, c3 talked";
    let alone = "c4: c4 called, c4 talked, c4 talked";
    assert_eq!(run(&[vec![third.clone(), first.clone()], vec![other.clone(), second.clone()]]), [whole, alone]);
    assert_eq!(run(&[vec![other, second, first, third]]), [whole, alone]);
}

#[test]
fn the_request_in_a_participant_is_the_case() {
    let calls = [
        call("c1", 1, "", "K1", ""),
        call("c2", 2, "", "K1", "R9"),
        call("c3", 3, "", "K1", "R8"),
        call("c4", 4, "", "K1", ""),
    ];
    let ids: Vec<String> =
        run(&[calls.to_vec()]).into_iter().map(|case| case.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(ids, ["R8: c3", "R9: c1"], "c2 follows c1, c4 follows c3");
}

#[test]
fn a_conversation_exported_again_counts_once() {
    let early = call("c1", 1, "", "K1", "");
    let late = call("c1", 1, "2026-03-20T08:00:00Z", "K1", "");
    let next = call("c2", 25, "", "K1", "");
    assert_eq!(run(&[vec![early.clone(), next.clone()]]).len(), 2);
    assert_eq!(run(&[vec![early, next], vec![late]]).len(), 1, "it was still open when it was exported first");
}
