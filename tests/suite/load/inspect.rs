//! What `validate --input` finds.

use caseloom::load::inspect;

use super::Setup;

const MAPPING: &str = "params:
  open: { type: list, default: [Open, New] }
sources:
  history:
    files: History.csv
    case: CaseId
    at: At
    timezone: UTC
    columns: { CaseId: id, At: { type: timestamp, formats: [\"%d/%m/%Y\\\\ %H:%M\"] }, State: text, Amount: integer }
tracked_fields: { state: { source: history, new: State } }
activities:
  opened: { label: Opened, change: state, to: $open }
  closed: { label: Closed, change: state, to: Closed }
attributes: { event: { Amount: history.Amount } }
";

fn found(rows: &str) -> Vec<(&'static str, String)> {
    let mapping = MAPPING.replace("\\\\ ", " ");
    let setup = Setup::new(&mapping, &[("History.csv", &format!("CaseId,At,State,Amount\n{rows}"))]);
    let found = inspect(&setup.plan, &setup.options, &|_| {}).sorted();
    found.into_iter().map(|each| (each.code.name(), each.message)).collect()
}

#[test]
fn nothing_is_found_in_right_input() {
    assert_eq!(found("a,13/02/2025 10:00,Open,1\na,14/02/2025 10:00,Closed,2\n"), []);
}

#[test]
fn values_that_do_not_parse_are_counted() {
    let found = found("a,13/02/2025 10:00,Open,x\na,13/02/2025 10:00,Open,y\na,2/13/2025 10:00,Open,1\n");
    assert_eq!(
        found,
        [
            (
                "cell-of-wrong-type",
                "2 rows of `history.Amount` can't be used: a cell isn't of its column's type".to_owned()
            ),
            ("time-in-no-format", "1 row of `history.At` can't be used: a time is in none of the formats".to_owned()),
        ]
    );
}

#[test]
fn a_column_that_can_be_read_both_ways_is_told() {
    let found = found("a,01/02/2025 10:00,Open,1\na,12/11/2025 10:00,Closed,1\n");
    assert_eq!(found.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["ambiguous-day-and-month"]);
}

#[test]
fn one_clear_day_is_enough() {
    assert_eq!(found("a,01/02/2025 10:00,Open,1\na,31/12/2025 10:00,Closed,1\n"), []);
    assert_eq!(found("a,02/02/2025 10:00,Open,1\n"), [], "the same day either way");
}

#[test]
fn values_that_no_rule_knows_are_named() {
    let found = found(
        "a,13/02/2025 10:00,-100,1\nb,13/02/2025 10:00,-100,1\nb,14/02/2025 10:00,New,1\nc,15/02/2025 10:00,Gone,1\n",
    );
    assert_eq!(
        found,
        [(
            "unknown-field-value",
            "`state` has values that no rule knows: `-100` in 2 rows, `Gone` in 1 row".to_owned()
        )]
    );
}

#[test]
fn what_stops_a_run_is_found_too() {
    let setup = Setup::new(&MAPPING.replace("\\\\ ", " "), &[]);
    let found = inspect(&setup.plan, &setup.options, &|_| {});
    assert_eq!(found.iter().map(|each| each.code.name()).collect::<Vec<_>>(), ["file-missing"]);
}
