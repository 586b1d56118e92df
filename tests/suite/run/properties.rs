//! The same rows in another order, or on another number of threads, give the same log; all rows are accounted for.

use caseloom::run::RunOptions;
use proptest::prelude::*;

use super::{Log, TICKETS, loaded, plan, run_with};

const REST: &str = r#"
activities:
  opened: { source: cases }
  waits: { change: status, to: $waiting }
  resumed: { change: status, from: $waiting, yields_to: [answered] }
  answered:
    merge_within: 3m
    rules:
      - { source: notes, where: { Kind: a }, while: { status: $waiting } }
      - { change: status, from: $waiting, to: Open }
  raised: { change: [priority, status], direction: any }
  noted: { source: notes, which: later, per: Kind }
  late: { deadline: { after: waits, within: 5m, unless: [answered] } }
attributes:
  case:
    Waited: { time_in: { status: $waiting }, unit: m }
    Kinds: { join: notes.Kind, distinct: true }
    Follows: '= events.eventually_follows("waits", "answered")'
  event: { State: { as_of: status }, Text: notes.Text, New: history.New }
"#;

fn mapping() -> String {
    format!("{TICKETS}{}", REST.replace("change: [priority, status], direction: any", "change: [priority, status]"))
}

/// A row of the history: case, minute, field, old, new.
fn change() -> impl Strategy<Value = String> {
    let value = || prop::sample::select(vec!["New", "Open", "Waiting", "Hold", "Done", ""]);
    let field = prop::sample::select(vec!["Status", "Status", "Priority", "Color"]);
    (0..3, 0..6, field, value(), value())
        .prop_map(|(case, minute, field, old, new)| format!("{case},@{minute},bob,{field},{old},{new}"))
}

fn note() -> impl Strategy<Value = String> {
    (0..3, 0..6, prop::sample::select(vec!["a", "b", ""]), prop::sample::select(vec!["x", "y"]))
        .prop_map(|(case, minute, kind, text)| format!("{case},@{minute},eve,{kind},{text},,"))
}

fn run(changes: &[String], notes: &[String], threads: usize) -> Log {
    let plan = plan(&mapping());
    let cases = "Id,Created,Closed,Status,Owner,By\n0,@0,,New,,x\n1,@1,,Hold,,x\n2,@2,,Done,,x";
    let history = format!("Id,CaseId,At,By,Field,Old,New\n{}", changes.join("\n"));
    let notes = format!("CaseId,At,By,Kind,Text,Later,Count\n{}", notes.join("\n"));
    let loaded = loaded(&plan, &[("cases.csv", cases), ("history.csv", &history), ("notes.csv", &notes)]);
    run_with(plan, loaded, &RunOptions { threads, block: 1, ..RunOptions::default() })
}

fn summary(log: &Log) -> String {
    serde_json::to_string(&log.outcome).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn shuffled_rows_and_threads_change_nothing(
        (changes, shuffled) in prop::collection::vec(change(), 0..14).prop_map(numbered)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        (notes, other) in prop::collection::vec(note(), 0..8)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let one = run(&changes, &notes, 1);
        let again = run(&shuffled, &other, 3);
        prop_assert_eq!(&one.cases, &again.cases);
        prop_assert_eq!(summary(&one), summary(&again));
    }
}

/// Ids that tie: rows of one minute often have the same.
fn numbered(rows: Vec<String>) -> Vec<String> {
    rows.into_iter().enumerate().map(|(number, row)| format!("{},{row}", number / 3)).collect()
}
