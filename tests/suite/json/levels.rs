//! Levels: what rows see of those above, below and beside them.

use super::{TALKS, at, log, run, stops, talks};

fn talk(id: &str, start: i64, parts: &str) -> String {
    format!(r#"{{"id":"{id}","start":"{}","parts":[{parts}]}}"#, at(start))
}

fn part(who: &str, steps: &[(i64, &str)]) -> String {
    let steps: Vec<String> =
        steps.iter().map(|(minute, kind)| format!(r#"{{"at":"{}","kind":"{kind}"}}"#, at(*minute))).collect();
    format!(r#"{{"who":"{who}","steps":[{}]}}"#, steps.join(","))
}

#[test]
fn rows_of_all_levels_belong_to_the_case() {
    let json = talk("1", 0, &format!("{},{}", part("ann", &[(1, "a"), (2, "b")]), part("bob", &[(3, "a")])));
    let log = log(&talks("  stepped: { source: step }"), &json);
    assert_eq!(log.trace(), "0 started, 1 stepped, 2 stepped, 3 stepped");
    assert_eq!(log.account("step").events, 3);
    assert_eq!(log.account("part").unmatched, 2);
    assert_eq!(log.cases[0].events[3].resource, "bob");
}

#[test]
fn a_row_sees_those_above_it() {
    let rest = "  hers: { source: step, where: { part.who: ann, talk.id: \"1\" } }\nattributes:\n  event:\n    Who: step.part.who\n    \
                Talk: talk.id\n    Start: step.talk.start";
    let json = talk("1", 0, &format!("{},{}", part("ann", &[(1, "a")]), part("bob", &[(3, "a")])));
    let log = log(&talks(rest), &json);
    assert_eq!(log.trace(), "0 started, 1 hers");
    assert_eq!(log.of_events("Who"), ["-", "ann"]);
    assert_eq!(log.of_events("Talk"), ["1", "1"]);
    assert_eq!(log.of_events("Start"), ["-", "2024-01-01T00:00:00Z"]);
}

#[test]
fn next_and_previous_stay_in_the_row_above() {
    let rest = "  back: { source: step, where: { kind: hold, next.kind: talk }, at: next.at }\n  \
                late: { source: step, where: { previous.kind: hold } }";
    // The steps of the two parts alternate.
    let parts = format!(
        "{},{}",
        part("ann", &[(1, "hold"), (3, "talk"), (5, "hold")]),
        part("bob", &[(2, "talk"), (4, "hold"), (6, "end")])
    );
    assert_eq!(log(&talks(rest), &talk("1", 0, &parts)).trace(), "0 started, 3 back, 3 late, 6 late");
}

#[test]
fn per_names_a_level_above() {
    let json = |per: &str| {
        let rest = format!("  first: {{ source: step, where: {{ kind: a }}, which: first{per} }}");
        let parts = format!("{},{}", part("ann", &[(1, "a"), (3, "a")]), part("ann", &[(2, "a"), (4, "a")]));
        log(&talks(&rest), &format!("{}{}", talk("1", 0, &parts), talk("2", 10, &part("ann", &[(11, "a"), (12, "a")]))))
    };
    assert_eq!(json("").trace(), "0 started, 1 first | 10 started, 11 first");
    assert_eq!(json(", per: part").trace(), "0 started, 1 first, 2 first | 10 started, 11 first");
    assert_eq!(json(", per: talk").trace(), "0 started, 1 first | 10 started, 11 first");
    assert_eq!(json(", per: part.who").trace(), "0 started, 1 first | 10 started, 11 first");
}

#[test]
fn rows_of_one_time_keep_their_order_in_the_record() {
    let rest = "  stepped: { source: step }\nattributes: { event: { Kind: step.kind } }";
    let json = talk("1", 0, &format!("{},{}", part("x", &[(1, "z"), (1, "a")]), part("w", &[(1, "m")])));
    assert_eq!(log(&talks(rest), &json).of_events("Kind"), ["-", "z", "a", "m"]);
}

#[test]
fn a_column_looks_down() {
    let columns = "      steps: { count: step }\n      holds: { count: step.kind, where: { kind: hold, part.who: ann } }\n      \
                   kinds: { join: step.kind, distinct: true, separator: \"+\" }\n      last: { max: step.at }\n      \
                   opener: { first: step.kind }\n      closer: { last: step.kind }\n";
    let mapping = TALKS.replace("      ticket: { first", &format!("{columns}      ticket: {{ first"));
    let attributes = "attributes:\n  event: { Steps: talk.steps, Holds: talk.holds, Kinds: talk.kinds, Last: talk.last, Opener: \
                      talk.opener, Closer: talk.closer }";
    let mapping = format!("{mapping}activities:\n  started: {{ source: talk }}\n{attributes}");
    let parts = format!("{},{}", part("ann", &[(1, "hold"), (9, "a")]), part("bob", &[(2, "hold"), (3, "b")]));
    let log = log(&mapping, &format!("{}{}", talk("1", 0, &parts), talk("2", 20, "")));
    let of = |name: &str| log.of_events(name).join(" ");
    assert_eq!(of("Steps"), "4 0");
    assert_eq!(of("Holds"), "1 0");
    assert_eq!(of("Kinds"), "hold+a+b -");
    assert_eq!(of("Last"), "2024-01-01T00:09:00Z -");
    assert_eq!(of("Opener"), "hold -");
    assert_eq!(of("Closer"), "b -");
}

#[test]
fn a_middle_level_looks_down_and_those_below_see_it() {
    let mapping = TALKS
        .replace("columns: { who:", "columns: { answered: { count: step, where: { kind: talk } }, who:")
        .replace("columns: { at: {", "where: { kind: { not: noise } }\n    columns: { at: {");
    let mapping = format!(
        "{mapping}activities:\n  missed: {{ source: step, where: {{ kind: alert, part.answered: 0 }} }}\n  \
         none: {{ source: part, at: talk.start, where: {{ answered: 0 }} }}\n"
    );
    let parts = format!(
        "{},{},{}",
        part("ann", &[(1, "alert"), (2, "noise")]),
        part("bob", &[(3, "alert"), (4, "talk")]),
        part("eve", &[])
    );
    let log = log(&mapping, &talk("1", 0, &parts));
    assert_eq!(log.trace(), "0 none, 0 none, 1 missed");
    assert_eq!(log.account("step").filtered, 1);
}

#[test]
fn rows_that_are_left_out_take_those_in_them_along() {
    let mapping = TALKS.replace("    rows: parts\n", "    rows: parts\n    where: { who: ann }\n");
    let mapping = format!("{mapping}activities:\n  stepped: {{ source: step }}\n");
    let json = talk("1", 0, &format!("{},{}", part("ann", &[(1, "a")]), part("bob", &[(2, "a"), (3, "b")])));
    let log = log(&mapping, &json);
    assert_eq!(log.trace(), "1 stepped");
    assert_eq!((log.account("part").filtered, log.account("step").filtered), (1, 2));
}

#[test]
fn a_script_sees_the_rows_above() {
    let mapping = TALKS.replace("columns: { at: {", "columns: { mine: '= part.who == \"ann\"', at: {");
    let mapping = format!(
        "{mapping}activities:\n  mine: {{ source: step, where: {{ mine: true }} }}\n  \
         others: {{ source: step, where: '= part.who != \"ann\" && talk.id == \"1\"' }}\n"
    );
    let json = talk("1", 0, &format!("{},{}", part("ann", &[(1, "a")]), part("bob", &[(2, "a")])));
    assert_eq!(log(&mapping, &json).trace(), "1 mine, 2 others");
}

#[test]
fn the_case_may_come_from_below() {
    let part = r#"{"who":"ann","more":{"ticket":"T1"},"steps":[]}"#;
    let json = format!("{}{}{}", talk("1", 0, part), talk("2", 5, part), talk("3", 9, r#"{"more":{}}"#));
    let log = log(&talks(""), &json);
    let ids: Vec<&str> = log.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["3", "T1"]);
    assert_eq!(log.trace(), "9 started | 0 started, 5 started");
}

#[test]
fn levels_are_there_or_not() {
    let log = |json: &str| log(&talks("  stepped: { source: step }"), json).trace();
    assert_eq!(log(&format!(r#"{{"id":"1","start":"{}"}}"#, at(0))), "0 started");
    assert_eq!(log(&format!(r#"{{"id":"1","start":"{}","parts":null}}"#, at(0))), "0 started");
    let one = format!(r#"{{"id":"1","start":"{}","parts":{}}}"#, at(0), part("ann", &[(1, "a")]));
    assert_eq!(log(&one), "0 started, 1 stepped");
}

#[test]
fn a_level_that_no_record_has_stops() {
    let mapping = talks("  stepped: { source: step }").replace("rows: parts\n    optional: true", "rows: partz");
    let files: &[(&str, &[u8])] = &[("a.json", br#"{"id":"1","start":"2024-01-01T00:00:00Z","parts":[]}"#)];
    let stopped = stops(&mapping, files);
    assert_eq!(stopped.len(), 1, "{stopped:?}");
    assert_eq!(stopped[0].0, "column-missing");
    assert!(stopped[0].1.contains("no row of `talk` has `partz` for the rows of `part`"), "{stopped:?}");
    assert!(stopped[0].2.contains("did you mean `parts`?"), "{stopped:?}");
}

#[test]
fn a_column_that_no_record_has_stops() {
    let mapping = talks("").replace("start: timestamp", "start: { type: timestamp, header: begin.start }");
    let files: &[(&str, &[u8])] = &[("a.json", br#"{"id":"1","begin":{"Start":"x"}}"#)];
    let stopped = stops(&mapping, files);
    assert_eq!(stopped[0].0, "column-missing");
    assert!(stopped[0].2.contains("did you mean `Start`?"), "{stopped:?}");
}

#[test]
fn several_paths_to_a_level() {
    let mapping = talks("  stepped: { source: step }").replace("rows: steps", "rows: [more.steps, steps]");
    let steps = |minute: i64| format!(r#"[{{"at":"{}","kind":"a"}}]"#, at(minute));
    let both = format!(r#"{{"steps":{},"more":{{"steps":{}}}}}"#, steps(2), steps(1));
    let second = format!(r#"{{"steps":{}}}"#, steps(3));
    let json = format!(r#"{{"id":"1","start":"{}","parts":[{both},{second}]}}"#, at(0));
    assert_eq!(log(&mapping, &json).trace(), "0 started, 1 stepped, 3 stepped");
}

#[test]
fn references_lead_out_of_levels() {
    let mapping =
        TALKS.replace("who: { type: text, optional: true }", "who: { type: id, refers_to: user, optional: true }");
    let mapping = mapping
        .replace("\n  part:", "\n  user: { files: users.csv, key: Id, columns: { Id: id, Name: text } }\n  part:");
    let mapping = format!(
        "{mapping}activities:\n  stepped: {{ source: step }}\nattributes:\n  event: {{ Name: step.part.who.Name }}\n"
    );
    let json = talk("1", 0, &format!("{},{}", part("u1", &[(1, "a"), (2, "a")]), part("u9", &[(3, "a")])));
    let log = run(&mapping, &[("a.json", json.as_bytes()), ("users.csv", b"Id,Name\nu1,Ann\n")], 1);
    assert_eq!(log.of_events("Name"), ["Ann", "Ann", "-"]);
}

#[test]
fn a_level_may_be_looked_up() {
    let mapping = format!(
        "{TALKS}  note:\n    files: notes.csv\n    case: Talk\n    at: At\n    columns: {{ Talk: id, At: timestamp, Ticket: {{ type: id, \
         refers_to: part }} }}\nactivities:\n  noted: {{ source: note }}\nattributes:\n  event: {{ Who: note.Ticket.who, Start: \
         note.Ticket.talk.start }}\n"
    );
    let mapping = mapping.replace("in: talk\n", "in: talk\n    key: ticket\n");
    let json = talk("1", 0, r#"{"who":"ann","more":{"ticket":"T7"}}"#).replace("\"id\":\"1\"", "\"id\":\"1\",\"x\":0");
    let notes = format!("Talk,At,Ticket\nT7,{},T7\n", at(4));
    let log = run(&mapping, &[("a.json", json.as_bytes()), ("notes.csv", notes.as_bytes())], 1);
    assert_eq!(log.of_events("Who"), ["ann"]);
    assert_eq!(log.of_events("Start"), ["2024-01-01T00:00:00Z"]);
}
