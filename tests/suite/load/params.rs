//! Params: given, told by the export, or by default.

use caseloom::load::ParamOrigin;
use caseloom::plan::Operand;

use super::Setup;

const MAPPING: &str = "params:
  closed: { type: list, default: [Closed], from: status.Name, where: { IsClosed: true } }
  limit: { type: integer, default: 3 }
sources:
  cases:
    files: Case.csv
    key: Id
    at: Created
    where: { Status: $closed, Count: { above: $limit } }
    columns: { Id: id, Created: timestamp, Status: text, Count: integer }
  status: { files: Status.csv, optional: true, columns: { Name: text, IsClosed: boolean } }
case: { record: cases }
activities: { made: { label: Made, source: cases } }
";

const CASES: &str = "Id,Created,Status,Count
a,2025-01-01T00:00:00Z,Closed,5
b,2025-01-01T00:00:00Z,Done,4
c,2025-01-01T00:00:00Z,Done,2
";

fn texts(values: &[Operand]) -> Vec<String> {
    values.iter().map(|value| format!("{value:?}")).collect()
}

#[test]
fn the_default_holds_where_nothing_else_does() {
    let setup = Setup::new(MAPPING, &[("Case.csv", CASES)]);
    let loaded = setup.load();
    assert_eq!(loaded.param_origins, [ParamOrigin::Default, ParamOrigin::Default]);
    assert_eq!(loaded.params.of(1), [Operand::Integer(3)]);
    assert_eq!(super::ids(&loaded), ["a"]);
}

#[test]
fn the_export_tells_what_it_knows_in_time_for_filters() {
    let status = "Name,IsClosed\nOpen,false\nResolved,true\nDone,true\nDone,true\n";
    let setup = Setup::new(MAPPING, &[("Case.csv", CASES), ("Status.csv", status)]);
    let loaded = setup.load();
    assert_eq!(loaded.param_origins[0], ParamOrigin::Export);
    assert_eq!(texts(loaded.params.of(0)), ["Text(\"Done\")", "Text(\"Resolved\")"]);
    assert_eq!((super::ids(&loaded), loaded.sources[0].filtered), (vec!["b".to_owned()], 2));
}

#[test]
fn an_export_that_tells_nothing_leaves_the_default() {
    let setup = Setup::new(MAPPING, &[("Case.csv", CASES), ("Status.csv", "Name,IsClosed\nOpen,false\n")]);
    assert_eq!(setup.load().param_origins[0], ParamOrigin::Default);
}

#[test]
fn what_is_set_wins() {
    let status = "Name,IsClosed\nDone,true\n";
    let files = [("Case.csv", CASES), ("Status.csv", status)];
    let setup = Setup::new(MAPPING, &files).set("closed", "Closed, Done").set("limit", "1");
    let loaded = setup.load();
    assert_eq!(loaded.param_origins, [ParamOrigin::Set, ParamOrigin::Set]);
    assert_eq!(super::ids(&loaded), ["a", "b", "c"]);
    let setup = Setup::new(MAPPING, &files).set("closed", "[\"a, b\", c]");
    assert_eq!(texts(setup.load().params.of(0)), ["Text(\"a, b\")", "Text(\"c\")"]);
}

#[test]
fn what_is_set_wrongly_stops() {
    let setup = Setup::new(MAPPING, &[("Case.csv", CASES)]).set("limt", "1").set("limit", "many");
    let found: Vec<_> =
        setup.stops().into_iter().map(|each| (each.code.name(), each.message, each.help.unwrap())).collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].1, "the mapping has no param `limt`");
    assert_eq!(found[0].2, "did you mean `limit`?");
    assert_eq!(found[1].1, "`many` is no value for `limit`, which is of type `integer`");
}

const WALL_CLOCK: &str = "
params:
  from: { type: timestamp, default: 2024-07-01 }
sources:
  cases:
    files: Case.csv
    key: Id
    at: Created
    where: { Created: { WHERE } }
    columns: { Id: id, Created: timestamp }
case: { record: cases }
activities: { made: { label: Made, source: cases } }
";

const AROUND_MIDNIGHT: &str = "Id,Created\na,2024-06-30T21:59:59Z\nb,2024-06-30T22:00:00Z\nc,2024-07-01T00:00:00Z\n";

fn around_midnight(zone: &str, condition: &str) -> Setup {
    let mapping = format!("{zone}{}", WALL_CLOCK.replace("WHERE", condition));
    Setup::new(&mapping, &[("Case.csv", AROUND_MIDNIGHT)])
}

#[test]
fn a_day_begins_in_the_mappings_zone() {
    for condition in ["since: 2024-07-01", "since: $from", "since: 2024-07-01T00:00", "since: 2024-06-30T22:00:00Z"] {
        let setup = around_midnight("timezone: Europe/Paris", condition);
        assert_eq!(super::ids(&setup.load()), ["b", "c"], "{condition}");
    }
    let setup = around_midnight("timezone: Europe/Paris", "before: 2024-07-01");
    assert_eq!(super::ids(&setup.load()), ["a"]);
}

#[test]
fn a_day_begins_in_the_runs_zone_where_the_mapping_names_none() {
    for condition in ["since: 2024-07-01", "since: $from"] {
        let setup = around_midnight("", condition);
        assert_eq!(super::ids(&setup.load()), ["c"], "without a zone it's UTC's: {condition}");
        assert_eq!(super::ids(&setup.timezone("Europe/Paris").load()), ["b", "c"], "{condition}");
        let setup = around_midnight("timezone: UTC", condition).timezone("Europe/Paris");
        assert_eq!(super::ids(&setup.load()), ["c"], "the mapping's zone wins: {condition}");
    }
}

#[test]
fn a_time_given_for_the_run_is_a_wall_clocks() {
    let setup = around_midnight("timezone: Europe/Paris", "since: $from").set("from", "2024-07-01T02:00:00");
    assert_eq!(super::ids(&setup.load()), ["c"]);
    let setup = around_midnight("timezone: Europe/Paris", "since: $from").set("from", "2024-06-30T21:59:59Z");
    assert_eq!(super::ids(&setup.load()), ["a", "b", "c"]);
}

#[test]
fn a_written_time_that_the_clock_skips_has_a_place_whatever_the_policy() {
    let zone = "timezone: Europe/Paris\ndaylight_saving: { gap: reject, overlap: reject }";
    let setup = around_midnight(zone, "since: 2024-03-31T02:30:00");
    assert_eq!(super::ids(&setup.load()), ["a", "b", "c"]);
}
