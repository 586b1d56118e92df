//! One case from several records: `same_case`, and the columns that tell customers apart.
//!
//! Rows are calls: id, request, customer, issue, when they begin and end. Cases come out as `A: A B`, the case's id and
//! its calls in order.

mod contact;
mod crowds;
mod ids;
mod joining;
mod levels;
mod output;
mod property;
mod records;

use crate::run::{Log, log};

/// Calls, and notes that name them; a call may name its request.
const SOURCES: &str = "
sources:
  call:
    files: \"calls*.csv\"
    key: id
    at: begin
    case: [request, id]
    columns: { id: id, request: id, customer: text, issue: text, begin: timestamp, end: timestamp }
  note:
    files: notes.csv
    optional: true
    case: call
    at: at
    columns: { call: id, at: timestamp }
";

const REST: &str = "
activities:
  called: { source: call }
  again: { source: call, which: later }
  noted: { source: note }
attributes:
  case: { IsReopened: '= events.has(\"again\")' }
  event: { Call: call.id }
";

/// The mapping with that rule.
fn mapping(rule: &str) -> String {
    format!("{SOURCES}case: {{ same_case: {{ source: call, {rule} }} }}\n{REST}")
}

/// The usual rule.
const RULE: &str = "same: [customer, issue], until: end, within: 10m";

fn calls(rows: &str) -> String {
    format!("id,request,customer,issue,begin,end\n{rows}")
}

fn run(rule: &str, rows: &str) -> Log {
    log(&mapping(rule), &[("calls.csv", &calls(rows))])
}

/// The cases of a log, each with its calls.
fn cases_of(log: &Log) -> String {
    let cases = log.cases.iter().map(|case| {
        let called = case.events.iter().filter(|event| event.activity == "called");
        let calls: Vec<&str> = called.map(|event| event.attributes["Call"].as_str()).collect();
        format!("{}: {}", case.id, calls.join(" "))
    });
    cases.collect::<Vec<_>>().join(" | ")
}

fn cases(rule: &str, rows: &str) -> String {
    cases_of(&run(rule, rows))
}
