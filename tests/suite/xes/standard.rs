//! What the standard asks for beyond the grammar.

use super::parsed::{Parsed, Typed};
use super::{awkward, parsed, sample};

fn check(parsed: &Parsed) {
    for event in parsed.events() {
        for key in parsed.globals["event"].keys() {
            assert!(event.contains_key(key), "`{key}` is global, and an event lacks it: {event:?}");
        }
    }
    for trace in &parsed.traces {
        assert!(parsed.globals["trace"].keys().all(|key| trace.attributes.contains_key(key)), "{trace:?}");
    }
    for (name, keys) in &parsed.classifiers {
        assert!(keys.iter().all(|key| parsed.globals["event"].contains_key(key)), "{name}");
    }
    let traces = parsed.traces.iter().map(|trace| &trace.attributes);
    for element in parsed.events().chain(traces).chain([&parsed.attributes]) {
        for prefix in element.keys().filter_map(|key| Some(key.split_once(':')?.0)) {
            assert!(parsed.extensions.iter().any(|(declared, _)| declared == prefix), "{prefix} isn't declared");
        }
    }
    for (prefix, address) in &parsed.extensions {
        assert_eq!(*address, format!("http://www.xes-standard.org/{prefix}.xesext"));
    }
}

#[test]
fn globals_classifiers_and_extensions_are_true() {
    check(&parsed(&awkward(&[])));
    check(&parsed(&awkward(&["--flat"])));
    check(&parsed(&sample(&[])));
}

#[test]
fn what_only_some_events_have_is_not_global() {
    let of_sample = parsed(&sample(&[]));
    let keys: Vec<&str> = of_sample.globals["event"].keys().map(String::as_str).collect();
    assert_eq!(keys, ["concept:name", "identity:id", "kind", "lifecycle:transition", "source", "time:timestamp"]);
    // Deadlines come from no source.
    assert!(!parsed(&awkward(&[])).globals["event"].contains_key("source"));
}

#[test]
fn the_log_has_its_attributes_with_their_types() {
    let text = |text: &str| Typed::String(text.to_owned());
    let attributes = parsed(&awkward(&[])).attributes;
    for (key, value) in [
        ("concept:name", text("awkward")),
        ("lifecycle:model", text("standard")),
        ("LastDataUpdateTime", Typed::Date(1_775_001_600_000)),
        ("SourceSystemName", text("Desk <&> \"Sons\"")),
        ("Words", Typed::List(vec![text("one"), text("t<w>o")])),
        ("Limit", Typed::Int(3)),
    ] {
        assert_eq!(attributes.get(key), Some(&value), "{key}");
    }
    assert_eq!(attributes.len(), 6);
    assert!(!parsed(&sample(&[])).attributes.contains_key("LastDataUpdateTime"), "it is null there");
}

#[test]
fn ids_are_uuids_and_each_event_has_its_own() {
    let parsed = parsed(&awkward(&[]));
    let mut ids: Vec<&str> = parsed
        .events()
        .map(|event| match &event["identity:id"] {
            Typed::Id(id) => id.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    let count = ids.len();
    for id in &ids {
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
        assert_eq!((id.as_bytes()[14], id.as_bytes()[19]), (b'8', b'8'), "{id}");
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
