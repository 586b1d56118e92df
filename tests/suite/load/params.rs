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
    assert_eq!(found[1].1, "`many` is no value for `limit`, which is of type integer");
}
