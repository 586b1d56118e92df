//! Rules: conditions, times, choices, activities that give way, events that are one.

use super::{CASE, TICKETS, changes, history, log, notes};

#[test]
fn no_time_means_no_event_and_is_counted() {
    let log = notes("activities: { answered: { source: notes, at: Later } }\n", "1,@1,x,,,@9,\n1,@2,x,,,,");
    assert_eq!(log.trace(), "9 answered");
    assert_eq!(log.rule("answered", 0).no_time, 1);
    assert_eq!(log.account("notes").no_time, 1);
}

#[test]
fn null_equals_only_null_and_fails_comparisons() {
    let rows = "1,@1,x,,,,\n1,@2,x,a,,,5";
    let with = |condition: &str| {
        notes(&format!("activities: {{ seen: {{ source: notes, where: {condition} }} }}\n"), rows).trace()
    };
    assert_eq!(with("{ Kind: a }"), "2 seen");
    assert_eq!(with("{ Kind: null }"), "1 seen");
    assert_eq!(with("{ Count: { above: 1 } }"), "2 seen");
    assert_eq!(with("{ Count: { below: 9 } }"), "2 seen");
    assert_eq!(with("{ Kind: { contains: [A] } }"), "2 seen");
}

#[test]
fn not_holds_for_null() {
    let rows = "1,@1,x,,,,\n1,@2,x,a,,,5";
    let log = notes("activities: { seen: { source: notes, where: { Kind: { not: a } } } }\n", rows);
    assert_eq!(log.trace(), "1 seen");
}

#[test]
fn words_are_found_whatever_their_case_beyond_ascii() {
    let rows = "1,@1,x,,ΟΔΟΣ frei,,\n1,@2,x,,STRASSE,,\n1,@3,x,,Über,,\n1,@4,x,,nichts,,";
    let log = notes("activities: { seen: { source: notes, where: { Text: { contains: [οδος, über] } } } }\n", rows);
    assert_eq!(log.trace(), "1 seen, 3 seen");
}

#[test]
fn which_comes_after_where() {
    let rows = "1,@1,x,a,,,\n1,@2,x,b,,,\n1,@3,x,b,,,\n1,@4,x,b,,,";
    let with = |which: &str| {
        notes(&format!("activities: {{ seen: {{ source: notes, where: {{ Kind: b }}, which: {which} }} }}\n"), rows)
    };
    assert_eq!(with("first").trace(), "2 seen");
    assert_eq!(with("last").trace(), "4 seen");
    assert_eq!(with("later").trace(), "3 seen, 4 seen");
    assert_eq!(with("first").account("notes").not_chosen, 2);
}

#[test]
fn which_comes_after_while() {
    let log = log(
        &format!("{TICKETS}activities: {{ seen: {{ source: notes, while: {{ status: $waiting }}, which: first }} }}\n"),
        &[
            ("cases.csv", CASE),
            ("history.csv", &history("5,Status,New,Waiting")),
            ("notes.csv", "CaseId,At,By,Kind,Text,Later,Count\n1,@1,x,,,,\n1,@6,x,,,,\n1,@7,x,,,,"),
        ],
    );
    assert_eq!(log.trace(), "6 seen");
}

#[test]
fn what_has_no_time_is_not_chosen_instead_of_what_has() {
    let rows = "1,@1,x,,,,\n1,@2,x,,,@8,";
    let log = notes("activities: { seen: { source: notes, at: Later, which: first } }\n", rows);
    assert_eq!(log.trace(), "8 seen");
}

#[test]
fn per_chooses_for_each_value() {
    let rows = "1,@1,x,a,,,\n1,@2,x,b,,,\n1,@3,x,a,,,\n1,@4,x,,,,\n1,@5,x,,,,";
    let log = notes("activities: { seen: { source: notes, which: first, per: Kind } }\n", rows);
    assert_eq!(log.trace(), "1 seen, 2 seen, 4 seen");
}

#[test]
fn an_event_yields_to_one_of_the_same_row() {
    let log = changes(
        "activities:\n  moved: { change: status, yields_to: [waits] }\n  waits: { change: status, to: $waiting }\n",
        "1,Status,New,Open\n2,Status,Open,Waiting",
    );
    assert_eq!(log.trace(), "1 moved, 2 waits");
    assert_eq!(log.rule("moved", 0).yielded, 1);
}

#[test]
fn an_event_yields_to_one_that_was_merged() {
    let mapping = format!(
        "{TICKETS}activities:
  resumed: {{ change: status, from: $waiting, yields_to: [answered] }}
  answered:
    merge_within: 10m
    rules:
      - {{ source: notes, while: {{ status: $waiting }} }}
      - {{ change: status, from: $waiting, to: Open }}
"
    );
    let files = [
        ("cases.csv", CASE),
        ("history.csv", &*history("1,Status,New,Waiting\n6,Status,Waiting,Open")),
        ("notes.csv", "CaseId,At,By,Kind,Text,Later,Count\n1,@5,x,,,,"),
    ];
    let log = log(&mapping, &files);
    assert_eq!(log.trace(), "5 answered");
    assert_eq!(log.account("history").merged, 1);
}

const RULES: &str = "
  seen:
    MERGE
    rules:
      - { source: notes, where: { Kind: a } }
      - { source: notes, where: { Kind: b } }
";

#[test]
fn several_rules_all_give_events() {
    let log = notes(&format!("activities:{}", RULES.replace("MERGE", "kind: explicit")), "1,@1,x,a,,,\n1,@2,x,b,,,");
    assert_eq!(log.trace(), "1 seen, 2 seen");
}

#[test]
fn otherwise_applies_where_no_rule_above_gave_any() {
    let activities = "activities:
  closed:
    rules:
      - { change: status, to: $done }
      - { source: cases, at: Closed, otherwise: true }
";
    let cases = "Id,Created,Closed,Status,Owner,By\n1,@0,@8,Done,,ann\n2,@0,@9,Done,,ann";
    let log =
        log(&format!("{TICKETS}{activities}"), &[("cases.csv", cases), ("history.csv", &history("5,Status,New,Done"))]);
    assert_eq!(log.trace(), "5 closed | 9 closed");
    assert_eq!(log.rule("closed", 1).not_chosen, 1);
    assert_eq!((log.account("cases").not_chosen, log.account("cases").events), (1, 1));
}

#[test]
fn the_source_records_what_rules_find_unless_they_stand_in() {
    let activities = "activities:
  opened: { source: cases }
  moved: { change: status, to: Open }
  closed:
    rules:
      - { change: status, to: $done }
      - { source: cases, at: Closed, otherwise: true }
  guessed: { change: status, to: $done, kind: inferred }
  late: { deadline: { after: opened, within: 1m, unless: closed } }
attributes: { event: { What: activity_id, How: kind } }
";
    let cases = "Id,Created,Closed,Status,Owner,By\n1,@0,@8,Done,,ann\n2,@0,@9,Done,,ann";
    let changes = history("4,Status,New,Open\n5,Status,Open,Done");
    let log = log(&format!("{TICKETS}{activities}"), &[("cases.csv", cases), ("history.csv", &changes)]);
    let kinds: Vec<String> =
        log.of_events("What").iter().zip(log.of_events("How")).map(|(what, how)| format!("{what} {how}")).collect();
    let first = ["opened explicit", "late calculated", "moved explicit", "closed explicit", "guessed inferred"];
    assert_eq!(kinds[..5], first);
    assert_eq!(kinds[5..], ["opened explicit", "late calculated", "closed inferred"]);
}

#[test]
fn merging_takes_one_event_of_each_rule_measured_from_the_earliest() {
    let mapping = format!("activities:{}", RULES.replace("MERGE", "merge_within: 10m"));
    let at = |rows: &str| notes(&mapping, rows).trace();
    assert_eq!(at("1,@1,x,a,,,\n1,@11,x,b,,,"), "1 seen");
    assert_eq!(at("1,@1,x,a,,,\n1,@12,x,b,,,"), "1 seen, 12 seen");
    assert_eq!(at("1,@1,x,a,,,\n1,@2,x,b,,,\n1,@3,x,b,,,"), "1 seen, 3 seen");
    assert_eq!(at("1,@1,x,b,,,\n1,@2,x,a,,,\n1,@11,x,b,,,\n1,@12,x,a,,,"), "1 seen, 11 seen");
}

#[test]
fn events_of_one_rule_never_merge() {
    let mapping = format!("activities:{}", RULES.replace("MERGE", "merge_within: 10m"));
    assert_eq!(notes(&mapping, "1,@1,x,a,,,\n1,@2,y,a,,,").trace(), "1 seen, 2 seen");
}

#[test]
fn the_merged_event_fills_what_the_earliest_lacks() {
    let mapping = format!(
        "activities:{}attributes: {{ event: {{ Said: notes.Text, Count: notes.Count }} }}\n",
        RULES.replace("MERGE", "merge_within: 10m")
    );
    let log = notes(&mapping, "1,@1,,a,,,4\n1,@2,bob,b,hello,,5");
    assert_eq!(log.trace(), "1 seen");
    assert_eq!((log.of_events("Said"), log.of_events("Count")), (vec!["hello"], vec!["4"]));
    assert_eq!(log.cases[0].events[0].resource, "bob");
    assert_eq!((log.rule("seen", 1).merged, log.account("notes").merged), (1, 1));
}

#[test]
fn what_a_field_held_before_the_event_is_not_filled_from_later_rows() {
    let mapping = "
timezone: UTC
sources:
  audit: { files: audit.csv, case: Case, at: At, columns: { Case: id, At: timestamp, State: text, Group: text } }
tracked_fields: { state: { source: audit, new: State }, group: { source: audit, new: Group } }
activities: { seen: { merge_within: 1h, rules: [{ change: group }, { change: state }] } }
attributes: { event: { Before: { before: group }, After: { as_of: group } } }
";
    let rows = "Case,At,State,Group\na,@0,New,\na,@10,New,g1\na,@20,Open,g1";
    let log = log(mapping, &[("audit.csv", rows)]);
    assert_eq!(
        (log.trace().as_str(), log.of_events("Before"), log.of_events("After")),
        ("10 seen", vec!["-"], vec!["g1"])
    );
}

#[test]
fn nor_from_changes_behind_it_of_the_same_moment() {
    let mapping = "
timezone: UTC
sources:
  audit: { files: audit.csv, case: Case, at: At, order: Number, columns: { Case: id, At: timestamp, Number: integer, Group: text, State: text } }
  notes: { files: notes.csv, case: Case, at: At, columns: { Case: id, At: timestamp } }
tracked_fields: { state: { source: audit, new: State }, group: { source: audit, new: Group } }
activities: { seen: { merge_within: 1h, rules: [{ change: state }, { source: notes }] } }
attributes: { event: { After: { as_of: group } } }
";
    let rows = "Case,At,Number,Group,State\na,@0,1,,New\na,@10,2,,Open\na,@10,3,g1,Open";
    let log = log(mapping, &[("audit.csv", rows), ("notes.csv", "Case,At\na,@20")]);
    assert_eq!((log.trace().as_str(), log.of_events("After")), ("10 seen", vec!["-"]));
}

#[test]
fn an_activity_may_be_named_by_data() {
    let mapping = "activities:\n  outcome: { source: notes, named_by: Kind, known: { a: { label: Alpha } } }\n";
    let log = notes(mapping, "1,@1,x,a,,,\n1,@2,x,b,,,\n1,@3,x,,,,");
    assert_eq!(log.trace(), "1 known:a, 2 b, 3 outcome");
    let unknown = &log.outcome.unknown_names;
    assert_eq!((unknown.len(), unknown[0].name.as_str(), unknown[0].events), (1, "b", 1));
}

#[test]
fn conditions_see_the_rows_beside() {
    let rows = "1,@1,x,hold,,,\n1,@2,x,talk,,,\n1,@3,x,hold,,,";
    let log = notes("activities: { resumed: { source: notes, where: { Kind: hold, next.Kind: talk } } }\n", rows);
    assert_eq!(log.trace(), "1 resumed");
    let log = notes("activities: { again: { source: notes, where: { previous.Kind: talk } } }\n", rows);
    assert_eq!(log.trace(), "3 again");
}

#[test]
fn rules_see_old_and_new_and_what_they_refer_to() {
    let log = log(
        &format!("{TICKETS}activities: {{ to_bob: {{ change: owner, where: {{ new.Name: Bob, old: null }} }} }}\n"),
        &[
            ("cases.csv", CASE),
            ("history.csv", &history("1,Owner,,u1\n2,Owner,u1,u2\n3,Owner,u2,u1")),
            ("user.csv", "Id,Name\nu1,Bob\nu2,Cat"),
        ],
    );
    assert_eq!(log.trace(), "1 to_bob");
}

#[test]
fn texts_are_tested_at_their_ends_by_patterns_and_as_lists() {
    let mapping = "
timezone: UTC
sources:
  log: { files: log.csv, case: Case, at: At, columns: { Case: id, At: timestamp, Text: text, Tags: { type: list, separator: \"+\" } } }
activities: { seen: { source: log, where: CONDITION } }
";
    let rows = "Case,At,Text,Tags\na,@1,Re: Hallo,x+vip\na,@2,hallo re:,vip2\na,@3,,";
    let with = |condition: &str| log(&mapping.replace("CONDITION", condition), &[("log.csv", rows)]).trace();
    assert_eq!(with("{ Text: { starts_with: [RE] } }"), "1 seen");
    assert_eq!(with("{ Text: { ends_with: [\"RE:\"] } }"), "2 seen");
    assert_eq!(with("{ Text: { matches: \"^[a-z]\" } }"), "2 seen");
    assert_eq!(with("{ Tags: { starts_with: [vip] } }"), "1 seen, 2 seen");
    assert_eq!(with("{ Tags: { not: { ends_with: [vip] } } }"), "2 seen, 3 seen");
    assert_eq!(with("{ any: [ { Tags: { contains: [vip2] } }, { Text: null } ] }"), "2 seen, 3 seen");
}

#[test]
fn two_columns_are_compared() {
    let rows = "1,@1,a,a,,,\n1,@2,a,b,,,\n1,@3,,,,,";
    let log = notes("activities: { seen: { source: notes, where: { Kind: { column: By } } } }\n", rows);
    assert_eq!(log.trace(), "1 seen, 3 seen");
}

#[test]
fn many_rules_are_like_few() {
    let to = |name: &str, more: &dyn Fn(usize) -> String| {
        let activity =
            |number: usize| format!("  {name}{number}: {{ change: status, to: V{number}{} }}\n", more(number));
        (0..70).map(activity).collect::<String>()
    };
    let winners = to("winner", &|_| String::new());
    let others = to("other", &|number| format!(", yields_to: winner{number}"));
    let rows = "5,Status,New,V3\n6,Status,V3,V68\n7,Status,V68,V69";
    let log = changes(&format!("activities:\n{winners}{others}"), rows);
    assert_eq!(log.trace(), "5 winner3, 6 winner68, 7 winner69");
    for number in [3, 68, 69] {
        assert_eq!(log.rule(&format!("other{number}"), 0).yielded, 1);
    }
}
