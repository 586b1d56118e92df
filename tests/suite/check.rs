//! Names and types, as far as the fixtures of `tests/broken` leave them.

use caseloom::diagnostic::Diagnostic;
use caseloom::plan::{ColumnFrom, ValueType};

use crate::mapping::{checked, planned, root};

const BASE: &str = r#"
caseloom: 1
name: base
timezone: UTC
params:
  few: { type: integer, default: 3 }
  done: { type: list, default: [Solved] }
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    columns: { Id: id, Opened: timestamp, Closed: timestamp, Rank: integer, Weight: number, Vip: boolean, Tags: list,
               Wait: duration, Day: date, Status: text, Owner: { type: id, refers_to: [agents, teams] } }
  history:
    files: history.csv
    case: Ticket
    at: At
    field: Field
    old: Old
    new: New
    columns: { Ticket: id, At: timestamp, Field: text, Old: text, New: text }
  agents: { files: agents.csv, key: Id, columns: { Id: id, Name: text, Since: timestamp, Boss: { type: id, refers_to: agents } } }
  teams: { files: teams.csv, key: Id, columns: { Id: id, Name: text, Since: text } }
case: { record: tickets }
tracked_fields:
  status: { source: history, field: Status }
  owner: { source: history, field: Owner, refers_to: agents }
activities:
  opened: { source: tickets }
  solved: { change: status, to: $done }
attributes:
  case:
    Kept: case.Status
  event:
    Own: history.New
"#;

/// The findings that are errors, after a line was put below another.
fn errors(below: &str, line: &str) -> Vec<Diagnostic> {
    assert!(BASE.contains(below), "{below}");
    let text = BASE.replacen(below, &format!("{below}\n{line}"), 1);
    let (found, _) = checked(&root().join("base.yaml"), &text);
    found.into_iter().filter(|each| each.code.id().starts_with('E')).collect()
}

fn codes(below: &str, line: &str) -> Vec<&'static str> {
    errors(below, line).iter().map(|each| each.code.name()).collect()
}

const ACTIVITIES: &str = "activities:";
const OF_CASES: &str = "attributes:\n  case:";
const OF_EVENTS: &str = "  event:";

#[test]
fn the_base_is_right() {
    assert!(errors(ACTIVITIES, "").is_empty());
}

#[test]
fn right_lines_are_right() {
    for (below, line) in [
        (ACTIVITIES, "  x: { source: tickets, where: { Rank: { above: $few } }, at: Closed }"),
        (ACTIVITIES, "  x: { source: tickets, where: { Weight: { above: $few, below: 2.5 } } }"),
        (ACTIVITIES, "  x: { source: tickets, where: { Wait: { at_least: 10m } }, at: [Closed, Opened] }"),
        (ACTIVITIES, "  x: { source: tickets, where: { Tags: { contains: a } }, at: next.Opened }"),
        (ACTIVITIES, "  x: { source: tickets, where: { Owner.Name: [A, ~] }, resource: Owner.Name }"),
        (ACTIVITIES, "  x: { change: owner, where: { old.Boss.Name: A, new: { column: old } }, resource: new.Name }"),
        (OF_CASES, "    X: [case.Closed, { last: history.At }]"),
        (OF_CASES, "    X: { duration: [case.Opened, last solved], unit: h }"),
        (OF_CASES, "    X: { count: history.New, distinct: true, where: { New: $done } }"),
        (OF_CASES, "    X: = record.Rank > few && events.has(\"solved\")"),
        (OF_EVENTS, "    X: [{ as_of: owner.Boss.Name }, { before: owner }]"),
        (OF_EVENTS, "    X: { next: change }"),
    ] {
        assert!(codes(below, line).is_empty(), "{line}: {:?}", errors(below, line));
    }
}

#[test]
fn paths_lead_somewhere() {
    for (line, wanted) in [
        ("    X: case.Owner.Boss", "unknown-column"),
        ("    X: case.Owner.Name.Id", "path-through-nothing"),
        ("    X: case", "unknown-attribute"),
        ("    X: case.", "unknown-column"),
        ("    X: tickets.Status", "row-not-determined"),
        ("    X: { last: agents.Name }", "not-available-here"),
        ("    X: { last: history }", "row-not-determined"),
        ("    X: { first: [history.Old, history.New] }", "wrong-kind-of-value"),
        ("    X: { count: histori }", "unknown-source"),
        ("    X: { count: agents }", "not-available-here"),
        ("    X: next.Status", "unknown-attribute"),
        ("    X: $many", "unknown-param"),
        ("    X: { next: event }", "not-available-here"),
    ] {
        assert_eq!(codes(OF_CASES, line), [wanted], "{line}: {:?}", errors(OF_CASES, line));
    }
}

#[test]
fn types_fit() {
    for (where_, wanted) in [
        ("{ Vip: perhaps }", "literal-does-not-fit"),
        ("{ Rank: 1st }", "literal-does-not-fit"),
        ("{ Rank: $done }", "literal-does-not-fit"),
        ("{ Wait: { above: soon } }", "literal-does-not-fit"),
        ("{ Opened: { since: yesterday } }", "literal-does-not-fit"),
        ("{ Day: { before: 2026-02-30 } }", "literal-does-not-fit"),
        ("{ Status: { since: 2026-01-01 } }", "operator-does-not-fit"),
        ("{ Rank: { contains: 1 } }", "operator-does-not-fit"),
        ("{ Vip: { above: 1 } }", "operator-does-not-fit"),
        ("{ Tags: a }", "operator-does-not-fit"),
        ("{ Opened: { matches: x } }", "operator-does-not-fit"),
        ("{ Opened: { column: Status } }", "types-differ"),
        ("{ Status: { matches: '(' } }", "invalid-pattern"),
    ] {
        let line = format!("  x: {{ source: tickets, where: {where_} }}");
        assert_eq!(codes(ACTIVITIES, &line), [wanted], "{where_}: {:?}", errors(ACTIVITIES, &line));
    }
}

#[test]
fn the_first_present_is_of_one_type() {
    for value in ["[case.Closed, case.Status]", "[case.Rank, case.Status]", "[case.Vip, case.Rank]"] {
        assert_eq!(codes(OF_CASES, &format!("    X: {value}")), ["types-differ"], "{value}");
    }
    for (value, wanted) in [
        ("[case.Rank, case.Weight]", ValueType::Number),
        ("[case.Closed, case.Opened]", ValueType::Time),
        ("[case.Closed, '= record.Opened']", ValueType::Any),
        ("{ duration: [case.Opened, case.Closed] }", ValueType::Duration),
        ("{ duration: [case.Opened, case.Closed], unit: m }", ValueType::Number),
        ("{ min: history.At }", ValueType::Time),
        ("{ join: history.New }", ValueType::Text),
    ] {
        let text = BASE.replacen("    Kept: case.Status", &format!("    Kept: {value}"), 1);
        let (found, _, plan) = planned(&root().join("base.yaml"), &text, None);
        assert_eq!(plan.unwrap_or_else(|| panic!("{found:?}")).case_attributes[0].kind, wanted, "{value}");
    }
}

#[test]
fn rules_ask_for_what_their_subject_has() {
    for (line, wanted) in [
        ("  x: { source: tickets, to: Solved }", "conflicting-keys"),
        ("  x: { source: tickets, direction: up }", "conflicting-keys"),
        ("  x: { change: status, direction: up }", "not-on-scale"),
        ("  x: { source: tickets, per: Owner }", "key-needs-another"),
        ("  x: { source: tickets, where: { old: A } }", "unknown-column"),
        ("  x: { source: tickets, resource: by }", "not-available-here"),
        ("  x: { source: agents }", "no-case"),
        ("  x: { change: status, at: New }", "wrong-type"),
        ("  x: { source: tickets, end: Rank }", "wrong-type"),
        ("  x: { known: { a: {} }, source: tickets }", "key-needs-another"),
        ("  x: { named_by: Status, deadline: { after: opened, within: 4h } }", "key-needs-another"),
        ("  x: { deadline: { after: opened, within: soon } }", "invalid-duration"),
        ("  x: { deadline: { within: 4h } }", "missing-key"),
        ("  x: {}", "missing-key"),
    ] {
        assert_eq!(codes(ACTIVITIES, line), [wanted], "{line}: {:?}", errors(ACTIVITIES, line));
    }
}

#[test]
fn circles_are_told_with_their_members() {
    let found =
        errors(OF_CASES, "    A: = B\n    B: [C, case.Status]\n    C: { duration: [A, case.Opened] }\n    D: = A");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].message, "attributes need each other: `A`, `B`, `C`");
    assert_eq!(found[0].labels.len(), 3);
    let found = errors(
        ACTIVITIES,
        "  a: { source: tickets, yields_to: b }\n  b: { source: tickets, yields_to: a }\n  c: { source: tickets, yields_to: a }",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].message, "activities yield to each other: `a`, `b`");
}

#[test]
fn several_mistakes_are_all_told() {
    let line = "  x: { source: tikets }\n  y: { change: stats }\n  z: { source: tickets, where: { Stat: 1 }, at: Rank, kind: odd }";
    assert_eq!(
        codes(ACTIVITIES, line),
        ["unknown-source", "unknown-tracked-field", "unknown-column", "wrong-type", "value-not-allowed"]
    );
}

const PROFILES: &str = r#"
profiles:
  api: { sources: { history: { columns: { New: { type: text, header: NewValue } } } } }
  report: { timezone: Europe/Paris, params: { few: 5 }, sources: { agents: { files: Agents.csv } } }
  odd: { sources: { histories: { files: x } }, params: { fewer: 1 } }
  less: { sources: { history: { off: true } } }
"#;

fn in_profile(name: &str) -> Vec<&'static str> {
    let text = format!("{BASE}{PROFILES}");
    let (found, ..) = planned(&root().join("base.yaml"), &text, Some(name));
    found.iter().filter(|each| each.code.id().starts_with('E')).map(|each| each.code.name()).collect()
}

#[test]
fn profiles_change_what_is_there() {
    assert!(in_profile("api").is_empty());
    assert!(in_profile("report").is_empty());
    assert_eq!(in_profile("odd"), ["unknown-source", "unknown-param"]);
    assert_eq!(in_profile("reprt"), ["unknown-profile"]);
    let without_history = in_profile("less");
    assert!(
        !without_history.is_empty() && without_history.iter().all(|code| code.starts_with("unknown-")),
        "{without_history:?}"
    );
}

/// A column of `tickets` as a profile leaves it: its type, its headers, whether it is optional.
fn column_in_profile(column: &str, changes: &str) -> (ValueType, Vec<String>, bool) {
    let text = format!("{BASE}profiles: {{ p: {{ sources: {{ tickets: {{ columns: {{ {changes} }} }} }} }} }}\n");
    let text = text.replace("Weight: number", "Weight: { type: number, header: [W, Weight], optional: true }");
    let text =
        text.replace("Day: date", "Day: date, Clock: time_of_day, Twice: \"= Rank * 2\", Who: { from: Owner.Name }");
    let (found, _, plan) = planned(&root().join("base.yaml"), &text, Some("p"));
    let errors: Vec<_> = found.iter().filter(|each| each.code.id().starts_with('E')).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let plan = plan.unwrap();
    let planned = plan.sources[0].columns.iter().find(|each| each.id == column).unwrap();
    match &planned.from {
        ColumnFrom::Cell { headers, optional, .. } => (planned.kind, headers.clone(), *optional),
        _ => (planned.kind, Vec::new(), false),
    }
}

#[test]
fn a_profile_changes_a_column_key_by_key() {
    let headers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let of = |column: &str, changes: &str| column_in_profile(column, changes);
    assert_eq!(of("Opened", "Opened: { header: Open Date }"), (ValueType::Time, headers(&["Open Date"]), false));
    assert_eq!(of("Weight", "Weight: { header: Mass }"), (ValueType::Number, headers(&["Mass"]), true));
    assert_eq!(of("Weight", "Weight: { optional: false }"), (ValueType::Number, headers(&["W", "Weight"]), false));
    assert_eq!(of("Weight", "Weight: integer"), (ValueType::Integer, headers(&["Weight"]), false));
    assert_eq!(of("Weight", "Weight: { type: integer }"), (ValueType::Integer, headers(&["W", "Weight"]), true));
    assert_eq!(of("More", "More: { type: text }"), (ValueType::Text, headers(&["More"]), false));
}

#[test]
fn a_profile_may_take_a_column_from_elsewhere() {
    let headers = |name: &str| vec![name.to_owned()];
    assert_eq!(column_in_profile("Twice", "Twice: { type: integer }"), (ValueType::Integer, headers("Twice"), false));
    assert_eq!(
        column_in_profile("Who", "Who: { type: text, header: Name }"),
        (ValueType::Text, headers("Name"), false)
    );
    assert_eq!(column_in_profile("Weight", "Weight: { script: Rank * 1.5 }"), (ValueType::Number, Vec::new(), false));
    let split = "Opened: { type: timestamp, date: Day, time: Clock }";
    assert_eq!(column_in_profile("Opened", split), (ValueType::Time, Vec::new(), false));
}

#[test]
fn a_profile_sets_params() {
    let text = format!("{BASE}{PROFILES}");
    let (.., plan) = planned(&root().join("base.yaml"), &text, Some("report"));
    let plan = plan.unwrap();
    assert_eq!(plan.params[0].default.as_deref(), Some(["5".to_owned()].as_slice()));
    assert_eq!(plan.profile.as_deref(), Some("report"));
}

#[test]
fn good_mappings_have_no_finding() {
    for path in crate::mapping::good() {
        let (found, _) = checked(&path, &std::fs::read_to_string(&path).unwrap());
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}

/// The change log of a mapping in which what a duplicate gives is declared nowhere else.
const TWICE: &str = r#"    duplicates:
      same: [Ticket, Field, At]
      keep: [{ holds_id: true }]
      take: { OldName: Old, NewName: New }
    columns: { Ticket: id, At: timestamp, Field: text, Old: text, New: text, holds_id: "= New.matches(\"^00\")", Rank: integer }
"#;

fn with_duplicates(change: &str, to: &str) -> Vec<(&'static str, String)> {
    let columns = "    columns: { Ticket: id, At: timestamp, Field: text, Old: text, New: text }\n";
    assert!(BASE.contains(columns) && format!("{BASE}{TWICE}").contains(change));
    let text = BASE.replace(columns, TWICE).replace(change, to);
    let (found, _) = checked(&root().join("base.yaml"), &text);
    let of_columns = found.into_iter().filter(|each| {
        each.code.id().starts_with('E') || each.message.contains("OldName`") || each.message.contains("NewName`")
    });
    of_columns.map(|each| (each.code.name(), each.message)).collect()
}

#[test]
fn what_is_taken_needs_no_column_of_its_own() {
    let own = "Own: history.New";
    let used = "Own: [history.OldName, history.NewName, { last: history.NewName }]\n    Script: = rows.history.first().OldName";
    assert_eq!(with_duplicates(own, used), []);
    let unused = |name: &str| ("unused-column", format!("nothing uses the column `{name}`"));
    assert_eq!(with_duplicates(own, own), [unused("OldName"), unused("NewName")]);
}

#[test]
fn what_is_taken_has_a_type_and_refers_to_nothing() {
    let own = "Own: history.New";
    let found = with_duplicates(own, "Own: [history.OldName.Name, history.NewName]");
    assert_eq!(found.iter().map(|each| each.0).collect::<Vec<_>>(), ["path-through-nothing"]);
    let found = with_duplicates(own, "Own: [history.OldNmae, history.OldName, history.NewName]");
    assert_eq!(found.iter().map(|each| each.0).collect::<Vec<_>>(), ["unknown-column"]);
    let found = with_duplicates("OldName: Old, NewName: New", "Rank: New");
    assert_eq!(found, [("wrong-type", "`Rank` takes a whole number, found a text".to_owned())]);
    let found = with_duplicates("OldName: Old, NewName: New", "Olden: Nothing");
    assert_eq!(found.iter().map(|each| each.0).collect::<Vec<_>>(), ["unknown-column"]);
}

/// Owner changes come twice, once with ids and once with names: the names are taken from the row that goes.
const OWNERS: &str = r#"
caseloom: 1
name: owners
timezone: UTC
sources:
  history:
    files: CaseHistory.csv
    optional: true
    case: CaseId
    at: CreatedDate
    by: CreatedById
    order: Id                                  # who comes first at the same time
    field: Field
    old: OldValue
    new: NewValue
    duplicates:                                # two rows per owner change, one with ids, one with names
      same: [CaseId, Field, CreatedDate, CreatedById]
      keep: [{ holds_id: true }]
      take: { OldName: OldValue, NewName: NewValue }                      # from the row that goes
    columns:
      Id: id
      CaseId: id
      Field: text
      DataType: { type: text, optional: true }
      OldValue: text
      NewValue: text
      CreatedDate: timestamp
      CreatedById: { type: id, refers_to: user }
      holds_id: = DataType == "EntityId" || (DataType == () && NewValue.matches("^00[5G][0-9A-Za-z]{12,15}$"))
  user: { files: User.csv, optional: true, key: Id, columns: { Id: id, Name: text } }
tracked_fields:
  owner: { source: history, field: [Owner, ownerAssignment, ownerAccepted] }
activities:
  case_assigned: { change: owner, which: first, attributes: { Before: OldName, After: NewName, By: CreatedById.Name } }
"#;

#[test]
fn owner_changes_that_come_twice_are_one_with_names() {
    let (found, _) = checked(&root().join("owners.yaml"), OWNERS);
    let errors: Vec<_> = found.iter().filter(|each| each.code.id().starts_with('E')).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_change_log_s_fields_and_new_values_aren_t_optional() {
    let optional = |column: &str| {
        (format!("      {column}: text\n"), format!("      {column}: {{ type: text, optional: true }}\n"))
    };
    let told = |text: &str| {
        let (found, _) = checked(&root().join("owners.yaml"), text);
        found.iter().filter(|each| each.code.name() == "change-column-optional").count()
    };
    for (column, wanted) in [("Field", 1), ("NewValue", 1), ("OldValue", 0)] {
        let (needed, optional) = optional(column);
        let text = OWNERS.replacen(&needed, &optional, 1);
        assert_ne!(text, OWNERS);
        assert_eq!(told(&text), wanted, "{column}");
        // JSON leaves out what is null.
        assert_eq!(told(&text.replacen("CaseHistory.csv", "CaseHistory.json", 1)), 0, "{column}");
    }
    // What a row holds of a field that an org may not have.
    let (needed, optional) = optional("NewValue");
    let text = OWNERS.replacen(&needed, &optional, 1).replacen("    field: Field\n    old: OldValue\n", "", 1);
    let text = text.replacen(", field: [Owner, ownerAssignment, ownerAccepted]", "", 1);
    let (found, _) = checked(&root().join("owners.yaml"), &text);
    assert!(found.iter().all(|each| !each.code.id().starts_with('E')), "{found:#?}");
    assert_eq!(told(&text), 0);
}

/// All findings on the base with one text in place of another, as code names.
fn found_with(replaced: &str, with: &str) -> Vec<&'static str> {
    assert!(BASE.contains(replaced), "{replaced}");
    let (found, _) = checked(&root().join("base.yaml"), &BASE.replacen(replaced, with, 1));
    found
        .iter()
        .filter(|each| !matches!(each.code.name(), "unused-column" | "unused-tracked-field" | "unused-source"))
        .map(|each| each.code.name())
        .collect()
}

#[test]
fn one_cause_gives_one_finding() {
    for (replaced, with, wanted) in [
        ("sources:\n", "souces:\n", "unknown-key"),
        ("params:\n", "parms:\n", "unknown-key"),
        ("activities:\n", "activites:\n", "unknown-key"),
        ("activities:\n", "happenings:\n", "unknown-key"),
        ("    files: tickets.csv", "    file: tickets.csv", "unknown-key"),
        ("{ source: history, field: Status }", "[history, Status]", "wrong-kind-of-value"),
        ("  opened: { source: tickets }", "  opened: { sorce: tickets }", "unknown-key"),
        ("  opened: { source: tickets }", "  opened: { rules: [ { sorce: tickets } ] }", "unknown-key"),
        ("refers_to: [agents, teams] }", "refers_to: agent }", "unknown-reference-target"),
        ("columns: { Ticket: id, At: timestamp", "columns: [Ticket, At] # ", "wrong-kind-of-value"),
        ("  history:\n", "  tickets:\n", "duplicate-key"),
        ("  solved: {", "  is-solved: {", "invalid-id"),
        ("  few: {", "  a-few: {", "invalid-id"),
    ] {
        assert_eq!(found_with(replaced, with), [wanted], "{with}");
    }
}

#[test]
fn other_mistakes_are_told_beside_a_duplicate() {
    let text =
        BASE.replacen("  history:\n", "  tickets:\n", 1).replacen("{ source: tickets }", "{ source: tickts }", 1);
    let (found, _) = checked(&root().join("base.yaml"), &text);
    let codes: Vec<&str> = found.iter().map(|each| each.code.name()).collect();
    assert_eq!(codes, ["duplicate-key", "unknown-source"], "{found:?}");
}

#[test]
fn a_mistake_in_a_profile_is_told_once() {
    let text = format!(
        "{BASE}profiles:\n  other: {{ sources: {{ tickets: {{ quoting: none, columns: {{ Rank: {{ typ: text }} }} }} }} }}\n"
    );
    for profile in [None, Some("other")] {
        let (found, ..) = planned(&root().join("base.yaml"), &text, profile);
        let errors: Vec<&str> =
            found.iter().map(|each| each.code.name()).filter(|name| *name == "unknown-key").collect();
        assert_eq!(errors.len(), 2, "{profile:?}: {found:?}");
    }
}

#[test]
fn a_forgotten_dollar_is_told() {
    for (below, line, is_told) in [
        (ACTIVITIES, "  x: { change: status, to: done, label: a }", true),
        (ACTIVITIES, "  x: { change: status, to: [New, done], label: a }", true),
        (ACTIVITIES, "  x: { change: status, where: { old: { not: done } }, label: a }", true),
        (ACTIVITIES, "  x: { source: tickets, where: { any: [ { Status: done } ] }, label: a }", true),
        (ACTIVITIES, "  x: { change: status, to: \"done\", label: a }", false),
        (ACTIVITIES, "  x: { change: status, to: Solved, label: a }", false),
    ] {
        let text = BASE.replacen(below, &format!("{below}\n{line}"), 1);
        let (found, _) = checked(&root().join("base.yaml"), &text);
        let told: Vec<_> = found.iter().filter(|each| each.code.name() == "param-without-dollar").collect();
        assert_eq!(told.len(), usize::from(is_told), "{line}: {found:?}");
        assert!(told.iter().all(|each| each.help.as_deref().unwrap_or_default().contains("`$done`")), "{told:?}");
    }
    // A param may have a value that is called as it is.
    assert!(!found_with("default: [Solved] }", "default: [done] }").contains(&"param-without-dollar"));
}

#[test]
fn values_are_steps_of_a_scale() {
    let scale = "  status: { source: history, field: Status, scale: [New, Open, Solved] }";
    for (rule, wanted) in [
        ("to: Opn", 1),
        ("from: [New, Opn], to: { not: [Sovled, ~] }", 2),
        ("where: { old: Opn }", 1),
        ("while: { status: Opn }", 1),
        ("from: any, to: Solved", 0),
        ("to: $done", 0),
        ("where: { by: Opn }", 0),
    ] {
        let text = BASE.replacen("  status: { source: history, field: Status }", scale, 1);
        let text = text.replacen("    new: New\n", "    new: New\n    by: Field\n", 1);
        let text = text.replacen(ACTIVITIES, &format!("{ACTIVITIES}\n  x: {{ change: status, label: a, {rule} }}"), 1);
        let (found, _) = checked(&root().join("base.yaml"), &text);
        let off: Vec<_> = found.iter().filter(|each| each.code.name() == "value-off-scale").collect();
        assert_eq!(off.len(), wanted, "{rule}: {found:?}");
    }
}
