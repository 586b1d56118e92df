//! Rows that nothing asks for are counted while they are read, and kept nowhere: all else is as though they were there.

use std::path::Path;

use caseloom::load::{LoadOptions, load};
use caseloom::plan::Plan;

use super::packing::{CASES, MAPPING, add, all_ways_give_the_same, export};
use crate::run::plan;

/// The mapping, without attributes that look at all notes of a case.
fn without_attributes(replaced: &[(&str, &str)]) -> Plan {
    let mut mapping = MAPPING.replace("ORDER", "id").replace("MORE\n", "").replace("KEEP", "orphans: quarantine");
    for line in ["    Last: { last: note.text }\n", "    Most: { max: note.amount }\n", "    Notes: { count: note }\n"]
    {
        mapping = mapping.replace(line, "");
    }
    mapping = mapping.replace("    Spent: { last: note.spent }\n", "");
    for (from, to) in replaced {
        assert!(mapping.contains(from), "{from}");
        mapping = mapping.replace(from, to);
    }
    plan(&mapping)
}

/// How many notes are only counted.
fn only_counted(plan: &Plan, folder: &Path) -> u64 {
    let options = LoadOptions { input: folder.to_owned(), packs_rows: true, ..LoadOptions::default() };
    let loaded = load(plan, &options, &|_| {}).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let unwanted = &loaded.sources[1].unwanted;
    unwanted.alone.count + unwanted.by_name.values().map(|seen| seen.count).sum::<u64>()
}

fn counted(replaced: &[(&str, &str)]) -> u64 {
    counted_beside(replaced, |_| {})
}

/// Checks that both ways give the same, and gives how many rows one of them only counts.
fn counted_beside(replaced: &[(&str, &str)], spoil: impl Fn(&Path)) -> u64 {
    all_ways_give_the_same(|| without_attributes(replaced), &spoil);
    let folder = tempfile::tempdir().unwrap();
    export(folder.path());
    spoil(folder.path());
    only_counted(&without_attributes(replaced), folder.path())
}

const NOTED: &str = "where: { internal: false }";

#[test]
fn of_fields_that_are_not_tracked_and_conditions_that_fail() {
    // A third of the notes tells of another field, and two thirds of these are not wanted.
    let count = counted(&[]);
    assert!((1_000..1_700).contains(&count), "{count}");
}

#[test]
fn where_several_conditions_have_to_hold() {
    let all = counted(&[]);
    let more = counted(&[(NOTED, "where: { internal: [false, null], text: { not: null }, field: [state, other] }")]);
    let fewer = counted(&[(NOTED, "where: { internal: true, field: nothing }")]);
    assert!(more < all && all < fewer, "{more} {all} {fewer}");
}

#[test]
fn where_texts_are_compared_that_no_row_has() {
    assert!(counted(&[(NOTED, "where: { field: nowhere }")]) > 0);
}

#[test]
fn where_many_texts_are_compared() {
    let fields: Vec<String> = (0..20).map(|field| format!("field {field}")).collect();
    let wanted = format!("where: {{ field: [other, {}] }}", fields.join(", "));
    assert_eq!(counted(&[(NOTED, wanted.as_str())]), 0, "each note is of a field that is wanted");
}

#[test]
fn of_a_change_log_without_tracked_fields() {
    let replaced = [
        ("  state: { source: note, field: state, current: case.status }\n", ""),
        ("tracked_fields:\n", ""),
        ("  moved: { label: Moved, change: state }\n", ""),
    ];
    assert!(counted(&replaced) > 0);
}

#[test]
fn with_more_rows_of_one_moment_than_are_put_in_order() {
    let count = counted_beside(&[("order: id", "order: written")], |folder| {
        let row = |row: u32| {
            let (case, field) = (row % 3, if row.is_multiple_of(2) { "state" } else { "other" });
            let (old, new) = ((row * 7 + 3) % 40, (row * 7 + 10) % 40);
            format!("x{row},500x{case:06},2024-03-01T10:00:00Z,u1,,true,,,,{field},s{old},s{new}\n")
        };
        add(folder, "note-2.csv", &(0..480).map(row).collect::<String>());
    });
    assert!(count > 0);
}

#[test]
fn with_orphans_and_cases_that_are_left_out() {
    all_ways_give_the_same(
        || without_attributes(&[("orphans: quarantine", "keep_if: { status: { not: done } }")]),
        |folder| add(folder, "note-1.csv", "x,nobody,2024-03-01T10:00:00Z,u1,,true,,,,other,,\n"),
    );
}

#[test]
fn every_row_stays_where_something_may_ask_for_it() {
    let conditions = [
        "where: { internal: { not: true } }",
        "where: { any: [{ internal: false }, { field: other }] }",
        "where: = internal == false",
        "where: { amount: { above: 0 } }",
        "where: { author.name: Agent 7 }",
        "which: first",
    ];
    for condition in conditions {
        assert_eq!(counted(&[(NOTED, condition)]), 0, "{condition}");
    }
    let cases = [
        ("    Owner: case.owner.name\n", "    Owner: case.owner.name\n    Notes: { count: note }\n"),
        ("    Owner: case.owner.name\n", "    Owner: = rows.note.count()\n"),
        ("    Owner: case.owner.name\n", "    Owner: { last: note.text }\n"),
        ("orphans: quarantine", "keep_if: = events.count(\"noted\") > 0"),
        ("  state: { source: note, field: state, current: case.status }\n", "  state: { source: note, new: new }\n"),
        ("    order: id\n", "    order: id\n    duplicates: { same: [about, field, new] }\n"),
    ];
    for case in cases {
        assert_eq!(counted(&[case]), 0, "{case:?}");
    }
}

#[test]
fn rows_that_stay_out_are_told_with_examples() {
    let folder = tempfile::tempdir().unwrap();
    export(folder.path());
    let rows = (0..CASES).map(|case| format!("x{case},500x{case:06},2024-03-01T10:00:00Z,u1,,true,,,,colour,,\n"));
    add(folder.path(), "note-1.csv", &rows.collect::<String>());
    let plan = without_attributes(&[]);
    let options = LoadOptions { input: folder.path().to_owned(), packs_rows: true, ..LoadOptions::default() };
    let loaded = load(&plan, &options, &|_| {}).unwrap();
    let run = crate::run::run_with(plan, loaded, &caseloom::run::RunOptions::default());
    let colour = run.account("note").unmatched_by.iter().find(|each| each.field.as_deref() == Some("colour")).unwrap();
    assert_eq!((colour.rows, colour.is_tracked), (u64::from(CASES), false));
    // The first in the order of cases, which is that of their ids' texts.
    assert_eq!(colour.examples, ["N-0", "N-1", "N-10"]);
}
