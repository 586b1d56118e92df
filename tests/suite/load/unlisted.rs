//! Values that a column doesn't list.

use caseloom::load::inspect;

use super::Setup;

fn mapping(column: &str) -> String {
    format!(
        "params:
  done: {{ type: list, default: [Done] }}
sources:
  calls:
    files: Calls.csv
    key: Id
    at: At
    timezone: UTC
    columns: {{ Id: id, At: timestamp, Way: {column} }}
case: {{ record: calls }}
activities: {{ called: {{ label: Called, source: calls, where: {{ Way: {{ not: $done }} }} }} }}
attributes: {{ case: {{ Way: case.Way }} }}
"
    )
}

fn setup(column: &str, ways: &[&str]) -> Setup {
    let rows = ways.iter().enumerate().map(|(row, way)| format!("{row},2026-01-05T09:00:00Z,{way}\n"));
    Setup::new(&mapping(column), &[("Calls.csv", &format!("Id,At,Way\n{}", rows.collect::<String>()))])
}

/// The warnings of a load, which are those of a look at the input.
fn warnings(column: &str, ways: &[&str]) -> Vec<String> {
    let setup = setup(column, ways);
    let of = |found: Vec<caseloom::diagnostic::Diagnostic>| -> Vec<String> {
        found.into_iter().map(|each| format!("{}: {}", each.code.name(), each.message)).collect()
    };
    let told = of(setup.load().warnings.sorted());
    assert_eq!(told, of(inspect(&setup.plan, &setup.options, &|_| {}).sorted()));
    told
}

const LISTED: &str = "{ type: text, values: { In: [inbound, IN], Out: outbound }, others: warn }";

#[test]
fn others_pass_and_are_named_with_their_rows() {
    let ways = ["inbound", "In", "sideways", "IN", "Sideways", "sideways", "outbound"];
    assert_eq!(
        warnings(LISTED, &ways),
        ["unlisted-value: `calls.Way` has values that aren't listed: `Sideways` in 1 row, `sideways` in 2 rows"]
    );
    let setup = setup(LISTED, &ways);
    assert_eq!(
        setup.column_values(&setup.load(), "calls", "Way"),
        ["In", "In", "sideways", "In", "Sideways", "sideways", "Out"]
    );
}

#[test]
fn listed_values_those_of_params_and_nulls_are_known() {
    assert_eq!(warnings(LISTED, &["inbound", "Out", "", "Done"]), Vec::<String>::new());
}

#[test]
fn nobody_is_told_who_does_not_ask() {
    for column in
        ["text", "{ type: text, values: { In: inbound } }", "{ type: text, values: { In: inbound }, others: pass }"]
    {
        assert_eq!(warnings(column, &["sideways"]), Vec::<String>::new(), "{column}");
    }
}

#[test]
fn a_column_that_is_only_written_asks_too() {
    let text = mapping(LISTED)
        .replace(", where: { Way: { not: $done } }", "")
        .replace("params:\n  done: { type: list, default: [Done] }\n", "");
    let setup =
        Setup::new(&text, &[("Calls.csv", "Id,At,Way\n1,2026-01-05T09:00:00Z,Done\n2,2026-01-05T09:00:00Z,IN\n")]);
    let loaded = setup.load();
    assert_eq!(loaded.warnings.iter().map(|each| each.code.name()).collect::<Vec<_>>(), ["unlisted-value"]);
    assert_eq!(setup.column_values(&loaded, "calls", "Way"), ["Done", "In"]);
}

#[test]
fn a_column_that_only_another_is_computed_from_asks_too() {
    let text = mapping(LISTED)
        .replace("others: warn }", "others: warn }, IsIn: '= Way == \"In\"'")
        .replace(", where: { Way: { not: $done } }", ", where: { Id: { not: $done } }")
        .replace("Way: case.Way", "IsIn: case.IsIn");
    let setup =
        Setup::new(&text, &[("Calls.csv", "Id,At,Way\n1,2026-01-05T09:00:00Z,over\n2,2026-01-05T09:00:00Z,IN\n")]);
    let loaded = setup.load();
    assert_eq!(loaded.warnings.iter().map(|each| each.code.name()).collect::<Vec<_>>(), ["unlisted-value"]);
    assert_eq!(setup.column_values(&loaded, "calls", "IsIn"), ["false", "true"]);
}

#[test]
fn twenty_values_are_named_and_the_rest_counted() {
    let ways: Vec<String> = (10..35).map(|number| format!("way {number}")).collect();
    let told = warnings(LISTED, &ways.iter().map(String::as_str).collect::<Vec<_>>()).remove(0);
    assert!(told.ends_with("`way 29` in 1 row and 5 more"), "{told}");
}
