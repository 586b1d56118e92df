//! Overrides of what isn't there.

use super::laid;

/// What an overlay says; where its finding stands, and what the message and the help say.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("activities: { opend: off }", "opend", "switches off `opend`", "did you mean `opened`?"),
    ("activities: { opend: { label: Begun } }", "opend", "no activity of that name", "did you mean `opened`?"),
    ("activities: { zzz: { label: Begun } }", "zzz", "changes `zzz`", "a new activity needs one of `source`, `change`"),
    ("params: { closd: [Done] }", "closd", "no param of that name", "did you mean `closed`?"),
    ("params: { closd: { add: [Done] } }", "closd", "no param of that name", "did you mean `closed`?"),
    ("params: { sort: { default: 3 } }", "sort", "no param of that name", "a new param needs `type`"),
    ("sources: { ticket: { optional: true } }", "ticket", "no source of that name", "did you mean `tickets`?"),
    (
        "sources: { tickets: { columns: { Statsu: { header: État } } } }",
        "Statsu",
        "no column",
        "did you mean `Status`?",
    ),
    ("sources: { tickets: { columns: { Statsu: off } } }", "Statsu", "no column", "did you mean `Status`?"),
    ("sources: { history: { columns: { Field: { values: { Statsu: off } } } } }", "Statsu", "no value", "`Status`"),
    (
        "sources: { history: { columns: { Field: { values: { Statsu: { add: [x] } } } } } }",
        "Statsu",
        "no value",
        "`Status`",
    ),
    ("tracked_fields: { stauts: { nulls: skip } }", "stauts", "no tracked field", "did you mean `status`?"),
    ("calendars: { suport: { closed: [2026-12-25] } }", "suport", "no calendar", "did you mean `support`?"),
    ("attributes: { case: { Staus: { label: State } } }", "Staus", "no attribute", "did you mean `Status`?"),
    ("attributes: { event: { Od: off } }", "Od", "no attribute", "`Old`"),
    ("attributes: { case: { Staus: { add: [case.Owner] } } }", "Staus", "no attribute", "did you mean `Status`?"),
    ("profiles: { reprot: { timezone: UTC } }", "reprot", "no profile", "did you mean `report`?"),
    ("activities: { opened: { resource: off } }", "resource", "doesn't have it here", ""),
    ("activities: { opened: { while: off } }", "while", "switches off `while`", "`where`"),
    ("sources: { tickets: { files: { ad: [b.csv] } } }", "ad", "a list has no key `ad`", "`{ add: […] }`"),
    ("sources: { tickets: { files: { add: [b.csv], of: 1 } } }", "of", "a list has no key `of`", "`{ add: […] }`"),
];

#[test]
fn they_are_told_where_they_stand() {
    for (overlay, marked, message, help) in CASES {
        let opened = laid(overlay);
        let [finding] = opened.found.as_slice() else { panic!("{overlay}: {:?}", opened.told()) };
        assert!(opened.told()[0].ends_with(&format!("at `{marked}` in mine.yaml")), "{overlay}: {:?}", opened.told());
        assert!(finding.message.contains(message), "{overlay}: {}", finding.message);
        assert!(finding.help.as_ref().unwrap().contains(help), "{overlay}: {:?}", finding.help);
        assert!(opened.plan.is_none(), "{overlay}");
    }
}

/// Keys that no mapping has are found as in any mapping.
#[test]
fn so_are_keys_that_no_mapping_has() {
    for (overlay, marked) in [
        ("activites: { opened: off }", "activites"),
        ("activities: { opened: { labl: Begun } }", "labl"),
        ("sources: { tickets: { columns: { Status: { headers: État } } } }", "headers"),
        ("params: { closed: { defalt: [x] } }", "defalt"),
        ("profiles: { report: { source: {} } }", "source"),
        ("sources: { tickets: { columns: { Opened: { headre: { add: [X] } } } } }", "headre"),
    ] {
        assert_eq!(laid(overlay).told(), [format!("unknown-key at `{marked}` in mine.yaml")], "{overlay}");
    }
}

#[test]
fn a_value_of_the_wrong_kind_is_told_in_the_overlay() {
    for (overlay, told) in [
        ("activities: { opened: nothing }", "wrong-kind-of-value at `nothing` in mine.yaml"),
        ("activities: [opened]", "wrong-kind-of-value at `[opened]` in mine.yaml"),
        ("case: { record: { add: [x] } }", "wrong-kind-of-value at `{ add: [x] }` in mine.yaml"),
        ("sources: { tickets: { optional: perhaps } }", "wrong-kind-of-value at `perhaps` in mine.yaml"),
    ] {
        assert!(laid(overlay).told().contains(&told.to_owned()), "{overlay}: {:?}", laid(overlay).told());
    }
}

/// What is wrong between the two is told where it was written, be it in the base.
#[test]
fn findings_stand_where_the_value_was_written() {
    for (overlay, told) in [
        ("attributes: { case: { Status: case.Stauts } }", "unknown-column at `Stauts` in mine.yaml"),
        ("activities: { closed: { to: $closd } }", "unknown-param at `closd` in mine.yaml"),
        ("case: { record: ticket }", "unknown-source at `ticket` in mine.yaml"),
        ("params: { patience: 4 hours }", "literal-does-not-fit at `4 hours` in mine.yaml"),
        ("sources: { tickets: { columns: { Weight: text } } }", "operator-does-not-fit at `above` in base.yaml"),
    ] {
        let opened = laid(overlay);
        assert!(opened.told().contains(&told.to_owned()), "{overlay}: {:?}", opened.told());
    }
}

/// A profile's columns are laid over those of a source when the profile is taken.
#[test]
fn a_column_of_a_profile_is_one_of_the_source_or_says_its_type() {
    let told = |columns: &str| {
        let overlay = format!("profiles: {{ report: {{ sources: {{ tickets: {{ columns: {{ {columns} }} }} }} }} }}\n");
        let folder = super::folder(&format!("extends: base.yaml\n{overlay}"));
        let opened = super::open(&folder.path().join("mine.yaml"), Some("report"));
        let help = opened.found.iter().filter_map(|finding| finding.help.clone()).collect::<Vec<_>>();
        (opened.told(), help.join("; "))
    };
    let (found, help) = told("Statuss: { header: État }");
    assert_eq!(found, ["unknown-column at `Statuss` in mine.yaml"]);
    assert_eq!(help, "did you mean `Status`?");
    let (found, help) = told("Zzz: { header: État }");
    assert_eq!(found, ["unknown-column at `Zzz` in mine.yaml"]);
    assert!(help.starts_with("a new column needs a `type`; columns: `Id`"), "{help}");
    assert_eq!(told("Status: { header: État }"), (Vec::new(), String::new()));
    assert_eq!(told("Zzz: { type: text, header: État }").0, ["unused-column at `Zzz` in mine.yaml"]);
}

#[test]
fn a_new_profile_may_be_a_misspelt_one() {
    let told = |name: &str| {
        laid(&format!("profiles: {{ {name}: {{ sources: {{ tickets: {{ files: t.csv }} }} }} }}\n")).told()
    };
    assert_eq!(told("repot"), ["nearly-known-profile at `repot` in mine.yaml"]);
    for name in ["report", "report2", "monthly"] {
        assert_eq!(told(name), [""; 0], "{name}");
    }
}
