//! Cases, events and attributes of several mappings in one log.

use super::{CALLS, DESK, RECORDS, TICKETS, fine, folder, generate, generate_set, table, text, trace};
use crate::cli::files;

#[test]
fn a_case_of_one_mapping_joins_that_of_the_other_by_its_id() {
    let folder = folder();
    fine(&generate(folder.path(), &[]));
    assert_eq!(
        trace(folder.path()),
        [
            "C9 08:00 Calls Call Opened",
            "C9 08:05 Calls Closed",
            "T1 09:00 Desk Opened",
            "T1 09:30 Desk Stepped",
            "T1 09:30 Calls Call Opened",
            "T1 09:40 Calls Closed",
            "T1 11:00 Desk Closed",
            "T2 10:00 Desk Opened",
            "T2 12:00 Desk Closed",
        ]
    );
}

#[test]
fn ids_are_compared_as_exact_text() {
    let folder = folder();
    files(folder.path(), &[("calls/calls.csv", &RECORDS.replace(",T1,", ",t1,").replace(",C9,", ",T01,"))]);
    fine(&generate(folder.path(), &[]));
    assert_eq!(table(folder.path(), "cases.csv").values("case_id"), ["T01", "T1", "T2", "t1"]);
}

#[test]
fn at_the_same_time_the_rank_decides_then_the_position_of_the_mapping() {
    let folder = folder();
    let calls_first = ["--mapping", "calls.yaml", "--mapping", "desk.yaml", "--output", "log"];
    let run = || {
        let arguments = [&["generate"], &calls_first[..], super::INPUTS].concat();
        fine(&crate::cli::caseloom_in(folder.path(), &arguments));
        let events = trace(folder.path());
        events.into_iter().filter(|event| event.starts_with("T1 09:30")).collect::<Vec<_>>()
    };
    assert_eq!(run(), ["T1 09:30 Calls Call Opened", "T1 09:30 Desk Stepped"]);
    let late = CALLS.replace("label: Call Opened,", "label: Call Opened, rank: 1,");
    files(folder.path(), &[("calls.yaml", &late)]);
    assert_eq!(run(), ["T1 09:30 Desk Stepped", "T1 09:30 Calls Call Opened"]);
}

#[test]
fn attributes_stand_in_the_columns_that_they_share() {
    let folder = folder();
    fine(&generate(folder.path(), &[]));
    let events = table(folder.path(), "events.csv");
    let expected = "case_id,event_id,activity,timestamp,end,resource,kind,source,source_system,Step,Ended,Agent";
    assert_eq!(events.header.join(","), expected);
    // Both mappings fill `Ended`; `Step` and `Agent` are null where the event is the other's.
    assert!(events.values("Ended").iter().all(|value| !value.is_empty()));
    assert_eq!(events.values("Step"), ["", "", "", "Looked", "", "", "Closed", "", "Closed"]);
    assert_eq!(events.values("Agent"), ["zoe", "zoe", "", "", "zoe", "zoe", "", "", ""]);
    assert_eq!(events.values("source")[..3], ["calls", "calls", "tickets"]);
}

#[test]
fn of_two_values_for_a_case_the_first_that_is_there_is_taken() {
    let folder = folder();
    files(folder.path(), &[("calls/calls.csv", &format!("{RECORDS}c3,T2,2026-03-01T13:00:00Z,,zoe,voice\n"))]);
    fine(&generate(folder.path(), &[]));
    let cases = table(folder.path(), "cases.csv");
    assert_eq!(cases.values("case_id"), ["C9", "T1", "T2"]);
    // The desk has no channel for T1, and another than the contact centre for T2.
    assert_eq!(cases.values("Channel"), ["chat", "voice", "mail"]);
    // A count of nothing is 0, not null; a mapping that doesn't know the case says nothing.
    assert_eq!(cases.values("Steps"), ["", "2", "1"]);
}

#[test]
fn a_column_of_another_type_stands_apart_and_is_warned_of() {
    let folder = folder();
    let ran = generate(folder.path(), &[]);
    assert!(ran.stderr.contains("W1008"), "{}", ran.stderr);
    let told = "`Due` is a time in `desk` and a whole number in `calls`, where it is written `calls.Due`";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let cases = table(folder.path(), "cases.csv");
    assert_eq!(cases.header, ["case_id", "Channel", "Due", "Steps", "calls.Due"]);
    assert_eq!(cases.values("Due"), ["", "2026-03-02T00:00:00Z", ""]);
    assert_eq!(cases.values("calls.Due"), ["1", "1", ""]);
}

#[test]
fn whole_numbers_and_numbers_are_one_column() {
    let folder = folder();
    let desk = DESK.replace("Due: case.Due\n", "Due: { duration: [first opened, last closed], unit: h }\n");
    files(folder.path(), &[("desk.yaml", &desk)]);
    let ran = generate(folder.path(), &[]);
    assert!(!ran.stderr.contains("W1008"), "{}", ran.stderr);
    assert_eq!(table(folder.path(), "cases.csv").values("Due"), ["1", "2", "2"]);
}

#[test]
fn an_attribute_with_the_header_of_a_standard_column_stands_apart() {
    let folder = folder();
    files(folder.path(), &[("calls.yaml", &CALLS.replace("Agent: calls.Agent", "source_system: calls.Agent"))]);
    let ran = generate(folder.path(), &[]);
    assert!(
        ran.stderr.contains("`source_system` of `calls` would have the header of a standard column"),
        "{}",
        ran.stderr
    );
    assert_eq!(table(folder.path(), "events.csv").values("calls.source_system")[0], "zoe");
}

#[test]
fn the_columns_that_a_mapping_chose_are_those_of_the_log() {
    let folder = folder();
    let desk = format!("{DESK}output: {{ columns: {{ case_id: Request, activity: Name, timestamp: When }} }}\n");
    files(folder.path(), &[("desk.yaml", &desk)]);
    fine(&generate(folder.path(), &[]));
    let header = table(folder.path(), "events.csv").header.join(",");
    assert_eq!(header, "Request,Name,When,source_system,Step,Ended,Agent");
    assert_eq!(table(folder.path(), "cases.csv").header[0], "Request");
    // What the set says of it counts more.
    let set = format!(
        "{}output: {{ time: milliseconds, columns: {{ activity: A, case_id: C, source_system: S }} }}\n",
        super::SET
    );
    files(folder.path(), &[("set.yaml", &set)]);
    fine(&generate_set(folder.path(), &[]));
    assert_eq!(table(folder.path(), "events.csv").header.join(","), "A,C,S,Step,Ended,Agent");
    assert_eq!(table(folder.path(), "cases.csv").header[0], "C");
    assert!(text(folder.path(), "cases.csv").contains("2026-03-02T00:00:00.000Z"));
}

#[test]
fn flat_events_have_the_attributes_of_their_joined_case() {
    let folder = folder();
    fine(&generate(folder.path(), &["--flat"]));
    let events = table(folder.path(), "events.csv");
    assert!(events.header.ends_with(&["Channel", "Due", "Steps", "calls.Due"].map(str::to_owned)));
    assert_eq!(events.values("Channel"), ["chat", "chat", "voice", "voice", "voice", "voice", "voice", "mail", "mail"]);
}

#[test]
fn a_case_that_one_mapping_leaves_out_keeps_what_the_other_knows() {
    let folder = folder();
    let desk = DESK.replace("record: tickets }", "record: tickets, keep_if: { Steps: { above: 1 } } }");
    let calls = format!("{CALLS}case: {{ keep_if: {{ Channel: chat }} }}\n");
    let cases = |desk: &str, calls: &str| {
        files(folder.path(), &[("desk.yaml", desk), ("calls.yaml", calls)]);
        fine(&generate(folder.path(), &[]));
        let cases = table(folder.path(), "cases.csv");
        cases.values("case_id").join(" ")
    };
    assert_eq!(cases(&desk, CALLS), "C9 T1");
    assert_eq!(cases(DESK, &calls), "C9 T1 T2");
    assert_eq!(cases(&desk, &calls), "C9 T1");
    let none = desk.replace("above: 1", "above: 9");
    assert_eq!(cases(&none, &calls), "C9");
}

#[test]
fn labels_are_in_the_language_asked_for_or_that_of_the_set() {
    let folder = folder();
    fine(&generate(folder.path(), &["--locale", "fr"]));
    assert!(trace(folder.path()).contains(&"T1 09:30 Desk Avancé".to_owned()));
    files(folder.path(), &[("set.yaml", &format!("{}output: {{ locale: fr }}\n", super::SET))]);
    fine(&generate_set(folder.path(), &[]));
    assert!(trace(folder.path()).contains(&"T1 09:30 Desk Avancé".to_owned()));
    fine(&generate_set(folder.path(), &["--locale", "en"]));
    assert!(trace(folder.path()).contains(&"T1 09:30 Desk Stepped".to_owned()));
}

/// Ids of events come from the system, the source, the row and the activity: here all of these are the same.
#[test]
fn ids_of_events_differ_where_two_mappings_are_of_systems_of_one_name() {
    let folder = folder();
    let other = DESK.replace("name: desk", "name: calls");
    files(folder.path(), &[("calls.yaml", &other), ("calls/tickets.csv", TICKETS), ("calls/steps.csv", super::STEPS)]);
    fine(&generate(folder.path(), &[]));
    let events = table(folder.path(), "events.csv");
    let mut ids = events.values("event_id");
    assert_eq!(ids.len(), 10);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10, "{ids:?}");
}

#[test]
fn ids_of_events_are_those_of_the_mappings_own_logs() {
    let folder = folder();
    fine(&generate(folder.path(), &[]));
    let joined = table(folder.path(), "events.csv");
    for name in ["desk", "calls"] {
        let mapping = format!("{name}.yaml");
        let alone = ["generate", "--mapping", &mapping, "--input", name, "--output", "log"];
        fine(&crate::cli::caseloom_in(folder.path(), &alone));
        for id in table(folder.path(), "events.csv").values("event_id") {
            assert!(joined.values("event_id").contains(&id), "{id} of {name}");
        }
    }
}

#[test]
fn a_mapping_without_a_source_system_is_one_by_its_name() {
    let folder = folder();
    files(folder.path(), &[("calls.yaml", &CALLS.replace("source_system: Calls\n", ""))]);
    fine(&generate(folder.path(), &[]));
    assert_eq!(trace(folder.path())[0], "C9 08:00 calls Call Opened");
}

#[test]
fn log_xes_has_the_same_cases_and_events() {
    let folder = folder();
    fine(&generate(folder.path(), &["--format", "csv,xes", "--flat"]));
    let xes = text(folder.path(), "log.xes");
    let document = roxmltree::Document::parse(&xes).unwrap();
    let value = |node: roxmltree::Node<'_, '_>, key: &str| {
        let found = node.children().find(|child| child.attribute("key") == Some(key));
        found.and_then(|child| child.attribute("value")).unwrap_or_default().to_owned()
    };
    let root = document.root_element();
    assert_eq!((value(root, "concept:name"), value(root, "SourceSystem")), ("desk+calls".into(), "Desk".into()));
    let traces = root.children().filter(|node| node.has_tag_name("trace"));
    let mut events = Vec::new();
    for case in traces {
        let id = value(case, "concept:name");
        for event in case.children().filter(|node| node.has_tag_name("event")) {
            let time = value(event, "time:timestamp").replace("2026-03-01T", "").replace(":00Z", "");
            events.push(format!("{id} {time} {} {}", value(event, "source_system"), value(event, "concept:name")));
            assert_eq!(value(event, "Channel"), value(case, "Channel"));
        }
    }
    assert_eq!(events, trace(folder.path()));
    assert!(xes.contains("<int key=\"calls.Due\" value=\"1\"/>") && xes.contains("<date key=\"Due\""), "{xes}");
}

#[test]
fn three_mappings_meet_in_one_case() {
    let folder = folder();
    let third = CALLS.replace("name: calls", "name: chats").replace("source_system: Calls", "source_system: Chats");
    files(
        folder.path(),
        &[
            ("chats.yaml", &third),
            ("chats/calls.csv", "Call,Request,Began,Over,Agent,Channel\nx,T1,2026-03-01T09:30:00Z,,eve,chat\n"),
        ],
    );
    let ran = generate(folder.path(), &["--mapping", "chats.yaml", "--input", "chats=chats"]);
    fine(&ran);
    let at_once: Vec<String> = trace(folder.path()).into_iter().filter(|event| event.starts_with("T1 09:30")).collect();
    assert_eq!(at_once, ["T1 09:30 Desk Stepped", "T1 09:30 Calls Call Opened", "T1 09:30 Chats Call Opened"]);
    // Of the same type, the third mapping's `Due` still isn't the first one's.
    let header = table(folder.path(), "cases.csv").header.join(",");
    assert_eq!(header, "case_id,Channel,Due,Steps,calls.Due,chats.Due");
}
