//! Whole sections and keys that an overlay switches off or leaves empty: one finding, in the overlay.

use caseloom::diagnostic::Place;
use caseloom::shipped;

use super::{folder, laid, open};

/// An overlay, the text that its only finding marks, and what the message says.
const IN_USE: &[(&str, &str, &str)] = &[
    (
        "params: off",
        "params: off",
        "`params` is switched off, and the activity `closed`, the attribute `IsQuick` use it",
    ),
    ("sources: off", "sources: off", "`sources` is switched off, and "),
    ("case: off", "case: off", "`case` is switched off, and "),
    ("tracked_fields: off", "tracked_fields: off", "the activity `closed`, the activity `changed` use it"),
    ("calendars: off", "calendars: off", "`calendars` is switched off, and the activity `late` uses it"),
    ("activities: off", "activities: off", "`activities` is switched off, and the attribute `OpenFor`, "),
    ("scripts: off", "scripts: off", "`scripts` is switched off, and the column `tickets.IsHeavy` uses it"),
    ("sources: { tickets: { columns: off } }", "columns: off", "`columns` is switched off, and "),
    ("sources: { tickets: { key: off } }", "key: off", "`key` is switched off, and the case notion uses it"),
    ("name: off", "name: off", "`name` can't be switched off"),
    ("calendars: { support: { timezone: off } }", "timezone: off", "`timezone` can't be switched off"),
];

#[test]
fn what_is_used_is_told_where_it_is_switched_off() {
    for (overlay, marked, message) in IN_USE {
        let opened = laid(overlay);
        assert_eq!(opened.told(), [format!("disabled-in-use at `{marked}` in mine.yaml")], "{overlay}");
        assert!(opened.found[0].message.contains(message), "{overlay}: {}", opened.found[0].message);
        assert!(opened.plan.is_none(), "{overlay}");
    }
}

#[test]
fn what_nothing_uses_may_go() {
    for overlay in [
        "attributes: off",
        "attributes: { case: off }",
        "profiles: off",
        "activities: off\nattributes: off",
        "calendars: off\nactivities: { late: off }",
    ] {
        assert_eq!(laid(overlay).told(), [""; 0], "{overlay}");
    }
}

#[test]
fn an_empty_section_leaves_the_base_as_it_is() {
    for overlay in [
        "params:",
        "sources:",
        "sources:\n  tickets:",
        "sources:\n  tickets:\n    columns:",
        "case:",
        "tracked_fields:",
        "activities:",
        "activities:\n  opened:",
        "attributes:",
        "attributes:\n  case:",
        "calendars:",
        "profiles:\n  report:",
        "activities: [opened]",
        "sources: none",
    ] {
        let told = laid(overlay).told();
        let [told] = told.as_slice() else { panic!("{overlay}: {told:?}") };
        assert!(told.starts_with("wrong-kind-of-value at ") && told.ends_with(" in mine.yaml"), "{overlay}: {told}");
    }
}

#[test]
fn each_of_two_mistakes_is_told() {
    for (overlay, told) in [
        (
            "params: off\ncalendars: off",
            vec!["disabled-in-use at `params: off` in mine.yaml", "disabled-in-use at `calendars: off` in mine.yaml"],
        ),
        (
            "params: off\nattributes: { case: { Status: case.Stauts } }",
            vec!["disabled-in-use at `params: off` in mine.yaml", "unknown-column at `Stauts` in mine.yaml"],
        ),
        (
            "sources: off\nactivities: { late: { label: { en: A, zh: B }, resourse: x } }",
            vec!["disabled-in-use at `sources: off` in mine.yaml", "unknown-key at `resourse` in mine.yaml"],
        ),
        (
            "activities: { late: off, closed: off }\nparams: off",
            vec!["disabled-in-use at `closed: off` in mine.yaml", "disabled-in-use at `params: off` in mine.yaml"],
        ),
        (
            "sources: { tickets: }\nattributes: { case: { Status: case.Stauts } }",
            vec!["wrong-kind-of-value at `` in mine.yaml", "unknown-column at `Stauts` in mine.yaml"],
        ),
    ] {
        assert_eq!(laid(overlay).told(), told, "{overlay}");
    }
}

/// Whatever a shipped mapping's section is used by, its file isn't at fault.
#[test]
fn so_it_is_over_shipped_mappings() {
    for base in shipped::names() {
        for section in ["params", "sources", "case", "tracked_fields", "activities", "attributes", "scripts", "name"] {
            for overlay in [format!("{section}: off"), format!("{section}:")] {
                let folder =
                    folder(&format!("extends: {base}\nname: x\n{overlay}\n").replacen("name: x\nname", "name", 1));
                let opened = open(&folder.path().join("mine.yaml"), None);
                assert!(opened.found.len() <= 1, "{base}: {overlay}: {:?}", opened.told());
                for finding in &opened.found {
                    let Some(Place::Text(span)) = finding.primary().map(|label| &label.place) else {
                        panic!("{overlay}")
                    };
                    assert!(opened.files.name(span.file).ends_with("mine.yaml"), "{base}: {overlay}");
                }
            }
        }
    }
}
