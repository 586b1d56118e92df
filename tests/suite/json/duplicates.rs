//! The same record in several files: one stays, with all that stands in it.

use super::{at, run};

const TALKS: &str = r#"
sources:
  talk:
    files: "*.json"
    rows: [talks, .]
    key: id
    at: start
    case: [ticket, id]
    duplicates: { same: id, keep: [{ end: { present: true } }], last_by: [last, bytes] }
    columns:
      id: id
      start: timestamp
      end: { type: timestamp, optional: true }
      ticket: { type: id, optional: true }
      last: { max: step.at }
      bytes: { size: record }
  part: { in: talk, rows: parts, columns: { who: { type: text, optional: true } } }
  step: { in: part, rows: steps, optional: true, at: at, columns: { at: { type: timestamp, optional: true }, kind: { type: text, optional: true } } }
activities:
  started: { source: talk }
  stepped: { source: step }
attributes:
  event: { Kind: step.kind }
"#;

/// A talk with an end or not, and steps at these minutes.
fn talk(ticket: &str, end: Option<i64>, steps: &[i64], kind: &str) -> String {
    let steps: Vec<String> =
        steps.iter().map(|minute| format!(r#"{{"at":"{}","kind":"{kind}"}}"#, at(*minute))).collect();
    let end = end.map_or(String::new(), |end| format!(r#","end":"{}""#, at(end)));
    let steps = steps.join(",");
    format!(r#"{{"id":"1","start":"{}","ticket":"{ticket}"{end},"parts":[{{"who":"x","steps":[{steps}]}}]}}"#, at(0))
}

/// Both orders, in one file and in two.
fn of_two(one: &str, other: &str) -> String {
    let mut logs = Vec::new();
    for (first, second) in [(one, other), (other, one)] {
        let together = format!("[{first},{second}]");
        let files: [&[(&str, &[u8])]; 2] =
            [&[("a.json", first.as_bytes()), ("b.json", second.as_bytes())], &[("a.json", together.as_bytes())]];
        for files in files {
            let log = run(TALKS, files, 2);
            let (talks, steps) = (log.account("talk"), log.account("step"));
            assert_eq!((talks.read, talks.events, talks.duplicates), (2, 1, 1));
            assert_eq!(steps.events + steps.duplicates, steps.read);
            assert_eq!(log.account("part").duplicates, 1);
            logs.push(format!("{}: {} {:?}", log.cases[0].id, log.trace(), log.of_events("Kind")));
        }
    }
    logs.dedup();
    assert_eq!(logs.len(), 1, "{logs:#?}");
    logs.remove(0)
}

#[test]
fn the_one_that_has_ended_stays() {
    let found = of_two(&talk("T", None, &[1, 9], "open"), &talk("T", Some(5), &[1], "done"));
    assert_eq!(found, r#"T: 0 started, 1 stepped ["-", "done"]"#);
}

#[test]
fn else_the_one_that_goes_on_longer() {
    let found = of_two(&talk("T", Some(5), &[1, 2, 3], "early"), &talk("T", Some(5), &[4], "late"));
    assert_eq!(found, r#"T: 0 started, 4 stepped ["-", "late"]"#);
}

#[test]
fn else_the_larger_one() {
    let found = of_two(&talk("T", None, &[4], "a"), &talk("T", None, &[4], "much more"));
    assert_eq!(found, r#"T: 0 started, 4 stepped ["-", "much more"]"#);
}

#[test]
fn a_later_record_may_name_another_case() {
    let found = of_two(&talk("", None, &[1], "a"), &talk("T9", Some(5), &[1], "b"));
    assert_eq!(found, r#"T9: 0 started, 1 stepped ["-", "b"]"#);
}

#[test]
fn a_key_seen_before_takes_its_rows_along() {
    let mapping =
        TALKS.replace("    duplicates: { same: id, keep: [{ end: { present: true } }], last_by: [last, bytes] }\n", "");
    let (one, other) = (talk("T", None, &[1, 2], "a"), talk("T", None, &[3], "b"));
    let mut logs = Vec::new();
    for (first, second) in [(&one, &other), (&other, &one)] {
        let log = run(&mapping, &[("a.json", first.as_bytes()), ("b.json", second.as_bytes())], 1);
        assert_eq!(log.account("talk").quarantined.values().sum::<u64>(), 1);
        let steps = log.account("step");
        assert_eq!(steps.quarantined.values().sum::<u64>() + steps.events, 3);
        logs.push(log.trace());
    }
    assert_eq!(logs[0], logs[1]);
}

#[test]
fn rows_of_a_level_are_alike_within_one_row_above_only() {
    let mapping = TALKS.replace("optional: true, at: at,", "optional: true, at: at, duplicates: { same: [at] },");
    let step = format!(r#"{{"at":"{}","kind":"a"}}"#, at(1));
    let json = format!(
        r#"{{"id":"1","start":"{}","parts":[{{"who":"x","steps":[{step},{step}]}},{{"who":"y","steps":[{step}]}}]}}"#,
        at(0)
    );
    let log = run(&mapping, &[("a.json", json.as_bytes())], 1);
    assert_eq!(log.trace(), "0 started, 1 stepped, 1 stepped");
    assert_eq!(log.account("step").duplicates, 1);
}
