//! What is switched off, and who uses it.

use caseloom::diagnostic::Place;

use super::{Opened, laid};

/// The lone finding's message, and what its labels mark with the files they stand in.
fn lone(overlay: &str) -> (String, Vec<String>) {
    let opened = laid(overlay);
    let [finding] = opened.found.as_slice() else { panic!("{overlay}: {:?}", opened.told()) };
    assert_eq!(finding.code.name(), "disabled-in-use", "{overlay}");
    assert!(opened.plan.is_none());
    (finding.message.clone(), finding.labels.iter().map(|label| marked(&opened, &label.place)).collect())
}

fn marked(opened: &Opened, place: &Place) -> String {
    let Place::Text(span) = place else { panic!("{place:?}") };
    opened.files.text(span.file)[span.range()].to_owned()
}

#[test]
fn who_uses_it_is_named() {
    for (overlay, message) in [
        (
            "activities: { opened: off }",
            "the activity `opened` is switched off, and the activity `late`, the attribute `OpenFor`, the attribute `Took` use it",
        ),
        ("activities: { changed: off }", "the activity `changed` is switched off, and the attribute `Changes` uses it"),
        ("params: { patience: off }", "the param `patience` is switched off, and the attribute `IsQuick` uses it"),
        ("params: { closed: off }", "the param `closed` is switched off, and the activity `closed` uses it"),
        ("calendars: { support: off }", "the calendar `support` is switched off, and the activity `late` uses it"),
        (
            "sources: { tickets: { columns: { IsHeavy: off } } }",
            "the column `IsHeavy` is switched off, and the attribute `IsHeavy` uses it",
        ),
        (
            "sources: { tickets: { columns: { Owner: off } } }",
            "the column `Owner` is switched off, and the source `tickets` uses it",
        ),
        (
            "sources: { history: { columns: { Row: off } } }",
            "the column `Row` is switched off, and the source `history` uses it",
        ),
        (
            "tracked_fields: { status: off }",
            "the tracked field `status` is switched off, and the activity `closed`, the activity `changed` use it",
        ),
    ] {
        assert_eq!(lone(overlay).0, message, "{overlay}");
    }
}

#[test]
fn the_first_place_is_where_it_is_switched_off() {
    let (_, marked) = lone("activities: { changed: off }");
    assert_eq!(marked, ["changed: off", "changed"]);
}

#[test]
fn scripts_use_it_too() {
    let added = "attributes: { case: { WasLate: { script: 'events.has(\"late\")', label: Late } } }\n";
    let (message, marked) = lone(&format!("{added}activities: {{ late: off }}"));
    assert_eq!(message, "the activity `late` is switched off, and the attribute `WasLate` uses it");
    assert_eq!(marked[0], "late: off");
}

#[test]
fn what_uses_it_may_be_switched_off_as_well() {
    let opened = laid("activities: { changed: off }\nattributes: { case: { Changes: off } }");
    assert_eq!(opened.told(), Vec::<String>::new());
    assert_eq!(opened.plan.unwrap().activities.len(), 3);
}

/// That the base has a param more than it needs now is nothing that the overlay's author could mend.
#[test]
fn what_it_leaves_unused_is_no_finding() {
    let opened = laid("activities: { late: off }");
    assert_eq!(opened.told(), Vec::<String>::new());
}

#[test]
fn what_the_overlay_itself_leaves_unused_is_one() {
    let told = laid("params: { team: { type: text, default: L1, label: { en: Team, fr: Équipe } } }").told();
    assert_eq!(told, ["unused-param at `team` in mine.yaml"]);
}

/// A name that nothing ever had is told as such.
#[test]
fn an_unknown_name_is_no_use_of_it() {
    let told = laid("activities: { late: off }\nattributes: { case: { Lates: { count: lates, label: Late } } }").told();
    assert_eq!(told, ["unknown-source at `lates` in mine.yaml"]);
}

#[test]
fn a_place_that_several_rules_read_is_marked_once() {
    let twice = "rules: [{ change: status, to: New }, { change: status, to: Old }]";
    let overlay = format!("activities: {{ closed: off, late: off, changed: {{ yields_to: closed, {twice} }} }}");
    let opened = laid(&overlay);
    let [finding] = opened.found.as_slice() else { panic!("{:?}", opened.told()) };
    let mut places: Vec<_> = finding.labels.iter().map(|label| label.place.clone()).collect();
    places.dedup();
    assert_eq!(places.len(), finding.labels.len(), "{finding:?}");
}

/// Each profile would tell it, and not of the same users.
#[test]
fn it_is_told_once_for_all_profiles() {
    let folder = super::folder("extends: base.yaml\nsources: { history: off }\n");
    let ran = crate::cli::caseloom_in(folder.path(), &["validate", "mine.yaml"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout.matches("E1105").count(), 1, "{}", ran.stdout);
    assert!(ran.stderr.ends_with("mine.yaml: 1 error\n"), "{}", ran.stderr);
    let ran = crate::cli::caseloom_in(folder.path(), &["docs", "mine.yaml"]);
    assert_eq!(ran.stderr.matches("E1105").count(), 1, "{}", ran.stderr);
}
