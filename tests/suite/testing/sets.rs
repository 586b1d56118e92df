//! Cases of a set of mappings: each reads the folder that has its name.

use super::{Desk, MAPPING};

const CALLS: &str = "caseloom: 1\nname: calls\nsource_system: Calls\ntimezone: UTC\nparams:\n  long: { type: duration, default: 1h }\nsources:\n  calls:\n    files: calls.csv\n    case: Id\n    at: At\n    columns: { Id: id, At: timestamp }\nactivities:\n  called: { label: Called, source: calls }\nattributes:\n  case: { Limit: $long }\n";

const TESTS: &str = r#"tests:
  - name: a call about a ticket
    set: { calls.long: 2h }
    input:
      desk/tickets.csv: |
        Id,Created,By
        001,2026-01-05T09:00:00Z,ann
      calls/calls.csv: |
        Id,At
        001,2026-01-05T08:00:00Z
    events:
      - { case: "001", activity: called, source_system: Calls }
      - { case: "001", activity: created, source_system: Desk }
    cases: { "001": { Reporter: ann, Limit: 7200000 } }
"#;

fn set(tests: &str) -> Desk {
    let desk = Desk::new();
    desk.write("desk.yaml", MAPPING);
    desk.write("calls.yaml", CALLS);
    desk.write(
        "both/set.yaml",
        "caseloom: 1\nset: both\nmappings:\n  desk: { mapping: ../desk.yaml }\n  calls: { mapping: ../calls.yaml }\n",
    );
    desk.write("both/tests/both.yaml", tests);
    desk
}

#[test]
fn a_set_is_tested_as_one_log() {
    let ran = crate::cli::caseloom_in(set(TESTS).path(), &["test", "both/set.yaml", "--coverage"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("2 of 4 rules fired"), "{}", ran.stdout);
}

#[test]
fn what_differs_or_is_misspelt_is_told() {
    for (from, to, words) in [
        ("source_system: Desk", "source_system: Desks", "source_system: `Desks` → `Desk`"),
        ("calls.long", "calls.lang", "there is no param `calls.lang`"),
        ("calls/calls.csv", "call/calls.csv", "no source reads `call/calls.csv`"),
        ("Limit: 7200000", "Limits: 1", "did you mean `Limit`?"),
    ] {
        let ran = crate::cli::caseloom_in(set(&TESTS.replace(from, to)).path(), &["test", "both/set.yaml"]);
        assert_eq!(ran.code, 1, "{}", ran.stdout);
        assert!(ran.stdout.contains(words), "{words} is not in {}", ran.stdout);
    }
}
