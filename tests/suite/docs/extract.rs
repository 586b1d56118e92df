//! The queries that fetch a source's rows.

use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::extract::{self, Bound, Piece, Window, pieces};
use caseloom::mapping::{Mapping, Source};
use caseloom::resolve;
use chrono::NaiveDate;

use super::{MAPPING, docs_of};

fn mapping_of(text: &str) -> Mapping {
    let mut found = Diagnostics::new();
    let tree = resolve::parse(&mut Files::new(), "mapping.yaml", text, &mut found);
    Mapping::of_tree(&tree, &mut found).unwrap()
}

fn shipped(name: &str) -> Mapping {
    let path = crate::mapping::root().join("mappings").join(name).join("mapping.yaml");
    mapping_of(&std::fs::read_to_string(path).unwrap())
}

/// A source's queries over a month.
fn queries(source: &Source) -> Vec<String> {
    let day = |month| NaiveDate::from_ymd_opt(2025, month, 1).unwrap();
    let window = Window { since: day(3), before: day(4) };
    let queries = source.extract.0.iter().map(|extract| extract::query(extract, source).unwrap());
    queries.map(|query| query.over(&window)).collect()
}

/// The queries of a source that says so.
fn queries_of(extract: &str) -> Vec<String> {
    let mapping = MAPPING.replace("    key: id\n", &format!("    key: id\n    extract: {extract}\n"));
    queries(mapping_of(&mapping).sources.find("tickets").unwrap().1)
}

#[test]
fn a_query_of_salesforce_asks_for_every_column() {
    let mapping = shipped("salesforce-service-cloud");
    for (key, source) in mapping.sources.iter() {
        let [query] = queries(source).try_into().unwrap_or_else(|_| panic!("{}: one query", key.text));
        let (select, rest) = query.split_once("\nFROM ").unwrap();
        let asked: Vec<&str> = select.trim_start_matches("SELECT ").split(',').map(str::trim).collect();
        for (id, column) in source.columns.iter() {
            let field = extract::field_of(&id.text, column);
            let is_computed = matches!(column, caseloom::mapping::Column::Form(form) if !form.is_cell());
            assert_eq!(field.is_none(), is_computed, "{}.{} has no field", key.text, id.text);
            assert!(field.is_none_or(|field| asked.contains(&field.as_str())), "{}.{}: {query}", key.text, id.text);
        }
        let mut unique = asked.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), asked.len(), "{query}: SOQL refuses a field that stands twice");
        let object = rest.lines().next().unwrap();
        let files = source.files.0.iter().map(|file| file.text.as_str());
        assert!(files.clone().any(|file| file == format!("{object}.csv")), "{object}: {:?}", files.collect::<Vec<_>>());
    }
}

#[test]
fn every_table_of_the_shipped_mappings_is_fetched_somehow() {
    for name in caseloom::shipped::names() {
        for (key, source) in shipped(&name).sources.iter() {
            let comes_along = source.r#in.is_some() || source.inline.is_some();
            assert_eq!(source.extract.0.is_empty(), comes_along, "{name}: {}", key.text);
        }
    }
}

#[test]
fn the_queries_of_the_shipped_mappings() {
    let mut all = String::new();
    for name in caseloom::shipped::names() {
        for (key, source) in shipped(&name).sources.iter() {
            queries(source).iter().for_each(|query| all.push_str(&format!("-- {name}: {}\n{query}\n\n", key.text)));
        }
    }
    crate::snapshots().bind(|| insta::assert_snapshot!("docs@queries.txt", all));
}

#[test]
fn a_column_that_is_added_is_asked_for() {
    let query = |mapping: &str| docs_of(mapping, &[]);
    let mapping = MAPPING.replace("    key: id\n", "    key: id\n    extract: { query: soql, object: Ticket__c }\n");
    assert!(query(&mapping).contains("SELECT id, opened, state\nFROM Ticket__c\n"));
    let more = mapping.replace(
        "      state: text\n",
        "      state: text\n      who: { type: text, header: [Owner.Name, Besitzer] }\n",
    );
    assert!(query(&more).contains("SELECT id, opened, state, Owner.Name\nFROM Ticket__c\n"));
}

#[test]
fn a_field_is_the_first_header_that_can_be_one() {
    let column = |form: &str| {
        let text = MAPPING.replace("state: text", &format!("state: {form}"));
        extract::fields(mapping_of(&text).sources.find("tickets").unwrap().1).pop().unwrap()
    };
    assert_eq!(column("{ type: text, header: [Ticket State, State__c, state] }"), "State__c");
    assert_eq!(column("{ type: text, header: 'State#2' }"), "State");
    assert_eq!(column("{ type: text, header: Ticket State }"), "opened", "no header is a field's name");
    assert_eq!(column("= opened"), "opened");
    assert_eq!(column("{ from: opened }"), "opened");
}

#[test]
fn days_stand_as_their_format_says() {
    let soql = queries_of("{ query: soql, object: T, filter: 'd >= {since}T00:00:00Z AND d < {before:%d.%m.%Y}' }");
    assert_eq!(soql, ["SELECT id, opened, state\nFROM T\nWHERE d >= 2025-03-01T00:00:00Z AND d < 01.04.2025"]);
}

#[test]
fn what_a_shell_would_read_is_quoted() {
    let http = queries_of(
        r#"{ query: http, request: 'POST https://api.<region>/x', headers: ["x-a: it's"], body: '{ "a": "it''s $HOME `x`" }' }"#,
    );
    let expected = r#"curl --request POST 'https://api.<region>/x' \
  --header "Authorization: Bearer $TOKEN" \
  --header 'Content-Type: application/json' \
  --header 'x-a: it'\''s' \
  --data '{ "a": "it'\''s $HOME `x`" }'"#;
    assert_eq!(http, [expected]);
}

#[test]
fn a_shell_gives_curl_what_was_meant() {
    let [http] = queries_of(
        r#"{ query: http, request: 'POST https://api.<region>/x', headers: ["x-a: it's"], body: '{ "a": "it''s $HOME `x`" }' }"#,
    )
    .try_into()
    .unwrap();
    let script = format!("curl() {{ printf '%s\\n' \"$@\"; }}\nTOKEN=secret\n{http}");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let expected = [
        "--request",
        "POST",
        "https://api.<region>/x",
        "--header",
        "Authorization: Bearer secret",
        "--header",
        "Content-Type: application/json",
        "--header",
        "x-a: it's",
        "--data",
        r#"{ "a": "it's $HOME `x`" }"#,
    ];
    assert_eq!(printed.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_table_api_is_asked_for_fields_of_its_own_and_of_the_columns() {
    let [table] = queries_of(
        "{ query: servicenow, object: incident, fields: [sys_id, '{columns}', state], filter: 'fieldIN{columns}', parameters: [a=b] }",
    )
    .try_into()
    .unwrap();
    assert!(
        table.starts_with("curl --get 'https://<instance>.service-now.com/api/now/table/incident' \\\n"),
        "{table}"
    );
    assert!(table.contains("'sysparm_query=fieldINid,opened,state'"), "{table}");
    assert!(table.contains("'sysparm_fields=sys_id,state,id,opened'"), "{table}");
    assert!(table.contains("'a=b'"), "{table}");
}

#[test]
fn braces_of_json_are_no_placeholders() {
    let text = r#"{ "a": {}, "b": [{"c": "{since}"}], "d": "{ x }" }"#;
    let found = pieces(text).unwrap();
    let days = found.iter().filter(|piece| matches!(piece, Piece::Day { bound: Bound::Since, .. })).count();
    assert_eq!((found.len(), days), (3, 1));
    assert_eq!(pieces("").unwrap(), []);
    assert_eq!(pieces("{").unwrap().len(), 1);
    assert_eq!(pieces("{{since}}").unwrap().len(), 3);
}

#[test]
fn placeholders_that_stand_for_nothing_are_told() {
    for (text, name, is_format, range) in [
        ("a {sinse} b", "sinse", false, 2..9),
        ("{since:%H}", "since", true, 0..10),
        ("{since:%Y-%m}", "since", true, 0..13),
        ("{before:}", "before", true, 0..9),
        ("ü{columns:%Y}", "columns", true, 2..14),
    ] {
        let found = pieces(text).unwrap_err();
        assert_eq!((found.name.as_str(), found.is_format, found.range), (name, is_format, range), "{text}");
    }
}
