//! Joined logs against the logs of their mappings, whatever the rows, their order and the number of threads.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::{fine, folder, generate, manifest, text};
use crate::cli::{caseloom_in, files};
use crate::program::Rows;

/// Minutes of the day, few, so that many are the same.
fn time() -> impl Strategy<Value = String> {
    (0..4).prop_map(|minute| format!("2026-03-01T09:0{minute}:00Z"))
}

/// A step: ticket, time, what.
fn step() -> impl Strategy<Value = (u8, String, &'static str)> {
    (0_u8..4, time(), prop::sample::select(vec!["Looked", "Closed", ""]))
}

/// A call: request, began, over.
fn call() -> impl Strategy<Value = (u8, String, String)> {
    (0_u8..4, time(), time())
}

fn steps(rows: &[(usize, (u8, String, &str))]) -> String {
    let row = |(id, (ticket, at, step)): &(usize, (u8, String, &str))| format!("{id},T{ticket},{at},{step}\n");
    format!("Id,Ticket,At,Step\n{}", rows.iter().map(row).collect::<String>())
}

fn calls(rows: &[(usize, (u8, String, String))], letter: char) -> String {
    let row = |(id, (request, began, over)): &(usize, (u8, String, String))| {
        format!("c{id},{letter}{request},{began},{over},zoe,voice\n")
    };
    format!("Call,Request,Began,Over,Agent,Channel\n{}", rows.iter().map(row).collect::<String>())
}

const ALL_TICKETS: &str = "Id,Opened,Who,Channel,Due\nT0,2026-03-01T09:00:00Z,,,\nT1,2026-03-01T09:01:00Z,,web,\nT2,,,,\nT3,2026-03-01T09:02:00Z,,,\n";

fn write(folder: &Path, steps: &str, calls: &str) {
    files(folder, &[("desk/tickets.csv", ALL_TICKETS), ("desk/steps.csv", steps), ("calls/calls.csv", calls)]);
}

fn outputs(folder: &Path) -> Vec<String> {
    ["events.csv", "cases.csv", "log.xes"].iter().map(|file| text(folder, file)).collect()
}

/// Rows as columns by header, nulls left out.
fn cells(table: &str, renamed: &[(&str, &str)]) -> Vec<BTreeMap<String, String>> {
    let Rows { header, rows } = Rows::read(table.as_bytes());
    let name = |header: &String| {
        renamed.iter().find(|(from, _)| from == header).map_or(header.clone(), |(_, to)| (*to).to_owned())
    };
    let names: Vec<String> = header.iter().map(name).collect();
    let row = |row: Vec<String>| names.iter().cloned().zip(row).filter(|(_, value)| !value.is_empty()).collect();
    rows.into_iter().map(row).collect()
}

/// A mapping's own log, with the names that its columns have in the joined one: events, and cases.
fn alone(folder: &Path, name: &str, system: &str, renamed: &[(&str, &str)]) -> [Vec<BTreeMap<String, String>>; 2] {
    let mapping = format!("{name}.yaml");
    fine(&caseloom_in(folder, &["generate", "--mapping", &mapping, "--input", name, "--output", "log", "--quiet"]));
    let mut events = cells(&text(folder, "events.csv"), renamed);
    events.iter_mut().for_each(|event| drop(event.insert("source_system".to_owned(), system.to_owned())));
    [events, cells(&text(folder, "cases.csv"), renamed)]
}

/// Rows with their numbers.
type Numbered<T> = Vec<(usize, T)>;

fn shuffled<T: Clone + std::fmt::Debug>(
    rows: impl Strategy<Value = T>,
) -> impl Strategy<Value = (Numbered<T>, Numbered<T>)> {
    let numbered = |rows: Vec<T>| rows.into_iter().enumerate().collect::<Vec<_>>();
    prop::collection::vec(rows, 0..10)
        .prop_map(numbered)
        .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn without_a_case_in_both_the_log_is_both_logs_side_by_side(
        (steps_, _) in shuffled(step()),
        (calls_, _) in shuffled(call()),
    ) {
        let folder = folder();
        write(folder.path(), &steps(&steps_), &calls(&calls_, 'C'));
        fine(&generate(folder.path(), &["--quiet"]));
        let joined = [cells(&text(folder.path(), "events.csv"), &[]), cells(&text(folder.path(), "cases.csv"), &[])];
        prop_assert_eq!(&manifest(folder.path())["totals"]["cases_in_several"], 0);
        let calls = alone(folder.path(), "calls", "Calls", &[("Due", "calls.Due")]);
        let desk = alone(folder.path(), "desk", "Desk", &[("EndTime", "Ended")]);
        // Requests of the contact centre begin with C, tickets with T.
        for ((joined, calls), desk) in joined.into_iter().zip(calls).zip(desk) {
            prop_assert_eq!(joined, [calls, desk].concat());
        }
    }

    #[test]
    fn shuffled_rows_and_threads_change_nothing(
        (steps_, other_steps) in shuffled(step()),
        (calls_, other_calls) in shuffled(call()),
    ) {
        let folder = folder();
        let run = |threads: &str| {
            let more = ["--quiet", "--format", "csv,xes", "--threads", threads, "--flat"];
            fine(&generate(folder.path(), &more));
            (outputs(folder.path()), manifest(folder.path())["totals"].clone(), manifest(folder.path())["ties"].clone())
        };
        write(folder.path(), &steps(&steps_), &calls(&calls_, 'T'));
        let one = run("1");
        let manifest_of_one = text(folder.path(), "manifest.json");
        let four = run("4");
        prop_assert_eq!(&one, &four);
        prop_assert_eq!(manifest_of_one, text(folder.path(), "manifest.json"));
        write(folder.path(), &steps(&other_steps), &calls(&other_calls, 'T'));
        prop_assert_eq!(&one, &run("3"));
    }
}

/// More cases than a block has.
#[test]
fn blocks_come_out_in_order_on_any_number_of_threads() {
    let folder = folder();
    let tickets: String = (0..2_500).map(|id| format!("T{id:05},2026-03-01T09:00:00Z,,,\n")).collect();
    let calls: String = (0..2_500).map(|id| format!("c{id},T{:05},2026-03-01T09:00:00Z,,,\n", id * 2)).collect();
    files(
        folder.path(),
        &[
            ("desk/tickets.csv", &format!("Id,Opened,Who,Channel,Due\n{tickets}")),
            ("desk/steps.csv", "Id,Ticket,At,Step\n"),
            ("calls/calls.csv", &format!("Call,Request,Began,Over,Agent,Channel\n{calls}")),
        ],
    );
    let run = |threads: &str| {
        fine(&generate(folder.path(), &["--quiet", "--threads", threads, "--format", "csv,xes"]));
        outputs(folder.path())
    };
    let one = run("1");
    assert_eq!(one, run("4"));
    let cases = Rows::read(one[1].as_bytes());
    assert_eq!(cases.rows.len(), 3_750);
    assert!(cases.values("case_id").is_sorted());
    assert_eq!(manifest(folder.path())["totals"]["cases_in_several"], 1_250);
}
