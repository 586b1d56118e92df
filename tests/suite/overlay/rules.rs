//! How each kind of value goes together with the base's.

use super::{laid, yaml};

/// What an overlay says, where that lies in the mapping, and what stands there then.
const CASES: &[(&str, &str, &str)] = &[
    // Scalars and lists replace.
    ("name: mine", "name", "mine"),
    ("timezone: Asia/Tokyo", "timezone", "Asia/Tokyo"),
    ("sources: { tickets: { files: [a.csv, b.csv] } }", "sources.tickets.files", "[a.csv, b.csv]"),
    ("sources: { tickets: { at: = Opened } }", "sources.tickets.at", "= Opened"),
    // Without a name of its own, it has its base's.
    ("version: 0.1.0", "name", "desk"),
    // Lists are added to; one value is a list, too.
    ("sources: { tickets: { files: { add: [b.csv] } } }", "sources.tickets.files", "[tickets.csv, b.csv]"),
    ("sources: { history: { files: { add: b.csv } } }", "sources.history.files", "[history.csv, b.csv]"),
    ("sources: { history: { order: { add: [row] } } }", "sources.history.order", "[Row, row]"),
    ("sources: { tickets: { nulls: { add: [n/a] } } }", "sources.tickets.nulls", "[n/a]"),
    ("sources: { tickets: { by: { add: [Status] } } }", "sources.tickets.by", "[Owner, Status]"),
    // Params: a value alone is the default.
    (
        "params: { closed: [Done, Gone] }",
        "params.closed",
        "{ type: list, default: [Done, Gone], label: { en: Closed, fr: Fermé } }",
    ),
    ("params: { closed: Done }", "params.closed.default", "Done"),
    ("params: { closed: { add: [Done] } }", "params.closed.default", "[Closed, Done]"),
    ("params: { closed: { default: { add: Done } } }", "params.closed.default", "[Closed, Done]"),
    ("params: { patience: 2h }", "params.patience.type", "duration"),
    ("params: { patience: { docs: How long. } }", "params.patience.default", "4h"),
    ("params: { team: { type: text, default: L1 } }", "params.team", "{ type: text, default: L1 }"),
    // Columns: a type alone becomes a group, and is one.
    ("sources: { tickets: { columns: { Status: id } } }", "sources.tickets.columns.Status", "id"),
    (
        "sources: { tickets: { columns: { Status: { header: State } } } }",
        "sources.tickets.columns.Status",
        "{ type: text, header: State }",
    ),
    (
        "sources: { tickets: { columns: { Status: { header: { add: [État] } } } } }",
        "sources.tickets.columns.Status",
        "{ type: text, header: [Status, État] }",
    ),
    (
        "sources: { tickets: { columns: { Opened: date } } }",
        "sources.tickets.columns.Opened",
        "{ type: date, formats: ['%d.%m.%Y %H:%M'], docs: When it came. }",
    ),
    (
        "sources: { tickets: { columns: { Opened: { formats: { add: ['%Y'] } } } } }",
        "sources.tickets.columns.Opened.formats",
        "['%d.%m.%Y %H:%M', '%Y']",
    ),
    (
        "sources: { history: { columns: { At: { formats: { add: ['%Y'] } } } } }",
        "sources.history.columns.At.formats",
        "[iso8601, '%Y']",
    ),
    (
        "sources: { tickets: { columns: { Weight: { from: Status } } } }",
        "sources.tickets.columns.Weight",
        "{ type: number, nulls: ['?'], from: Status }",
    ),
    ("sources: { tickets: { columns: { Weight: = 5 } } }", "sources.tickets.columns.Weight.from", "= 5"),
    ("sources: { tickets: { columns: { IsHeavy: = Weight > 3 } } }", "sources.tickets.columns.IsHeavy", "= Weight > 3"),
    ("sources: { tickets: { columns: { IsHeavy: off } } }", "sources.tickets.columns.IsHeavy", "null"),
    (
        "sources: { history: { columns: { Field: { values: { Status: { add: [Zustand] }, Owner: [Besitzer] } } } } }",
        "sources.history.columns.Field.values",
        "{ Status: [État, Zustand], Owner: [Besitzer] }",
    ),
    ("sources: { tickets: { columns: { Team: text } } }", "sources.tickets.columns.Team", "text"),
    // Labels and docs: language by language, part by part.
    ("activities: { opened: { label: { en: Begun } } }", "activities.opened.label", "{ en: Begun, fr: Ouvert }"),
    ("activities: { opened: { label: Begun } }", "activities.opened.label", "Begun"),
    (
        "activities: { opened: { label: { de: Offen } } }",
        "activities.opened.label",
        "{ en: Opened, fr: Ouvert, de: Offen }",
    ),
    (
        "activities: { closed: { docs: { why: It ends. } } }",
        "activities.closed.docs",
        "{ description: { en: It is done., fr: C'est fini. }, why: It ends. }",
    ),
    (
        "attributes: { case: { Status: { docs: { fr: Où il en est. } } } }",
        "attributes.case.Status.docs",
        "{ description: { en: Where it stands., fr: Où il en est. }, why: It says so. }",
    ),
    (
        "sources: { tickets: { columns: { Opened: { docs: { fr: Quand. } } } } }",
        "sources.tickets.columns.Opened.docs",
        "{ en: When it came., fr: Quand. }",
    ),
    // Conditions are replaced as a whole.
    ("activities: { opened: { where: { Status: New } } }", "activities.opened.where", "{ Status: New }"),
    ("activities: { opened: { where: off } }", "activities.opened.where", "null"),
    ("case: { keep_if: { Status: $closed } }", "case", "{ record: tickets, keep_if: { Status: $closed } }"),
    // Activities: what is said in another way rules the first out.
    (
        "activities: { closed: { from: New } }",
        "activities.closed",
        "{ label: { en: Closed, fr: Fermé }, change: status, to: $closed, docs: { en: It is done., fr: C'est fini. }, from: New }",
    ),
    (
        "activities: { closed: { source: tickets } }",
        "activities.closed",
        "{ label: { en: Closed, fr: Fermé }, docs: { en: It is done., fr: C'est fini. }, source: tickets }",
    ),
    (
        "activities: { changed: { change: status, to: New } }",
        "activities.changed",
        "{ label: { en: Changed, fr: Changé }, change: status, to: New }",
    ),
    (
        "activities: { opened: { rules: { add: [{ change: status, to: New }] } } }",
        "activities.opened",
        "{ label: { en: Opened, fr: Ouvert }, rules: [{ source: tickets, where: { Weight: { above: 0 } } }, { change: status, to: New }] }",
    ),
    (
        "activities: { changed: { rules: { add: [{ source: tickets }] } } }",
        "activities.changed.rules",
        "[{ change: status, yields_to: closed }, { source: history, where: { Field: Owner } }, { source: tickets }]",
    ),
    (
        "activities: { late: { deadline: { within: 1h } } }",
        "activities.late.deadline",
        "{ after: opened, within: 1h, unless: closed, calendar: support }",
    ),
    (
        "activities: { late: { deadline: { unless: { add: [changed] } } } }",
        "activities.late.deadline.unless",
        "[closed, changed]",
    ),
    (
        "activities: { held: { label: Held, change: status, to: Hold } }",
        "activities.held",
        "{ label: Held, change: status, to: Hold }",
    ),
    // Values: how they are shown stays.
    (
        "attributes: { case: { Status: case.Owner } }",
        "attributes.case.Status",
        "{ from: case.Owner, label: { en: Status, fr: État }, docs: { description: Where it stands., why: It says so. } }",
    ),
    (
        "attributes: { case: { Changes: { count: history } } }",
        "attributes.case.Changes",
        "{ count: history, label: { en: Changes, fr: Changements } }",
    ),
    (
        "attributes: { case: { OpenFor: = 1 } }",
        "attributes.case.OpenFor",
        "{ label: { en: Open for, fr: Durée }, from: = 1 }",
    ),
    (
        "attributes: { case: { OpenFor: { unit: d } } }",
        "attributes.case.OpenFor",
        "{ duration: [first opened, last closed], unit: d, label: { en: Open for, fr: Durée } }",
    ),
    (
        "attributes: { case: { Status: { add: [case.Owner] } } }",
        "attributes.case.Status.from",
        "[case.Status, case.Owner]",
    ),
    (
        "attributes: { case: { Changes: { add: [case.Weight] } } }",
        "attributes.case.Changes",
        "{ from: [{ count: changed }, case.Weight], label: { en: Changes, fr: Changements } }",
    ),
    ("attributes: { case: { Changes: off } }", "attributes.case.Changes", "null"),
    // Calendars, profiles.
    (
        "calendars: { support: { open: { sat: off, sun: '10:00-11:00' } } }",
        "calendars.support.open",
        "{ mon-fri: '08:00-18:00', sun: '10:00-11:00' }",
    ),
    (
        "profiles: { report: { sources: { tickets: { columns: { Status: { header: Statut } } } } } }",
        "profiles.report.sources.tickets.columns",
        "{ Opened: { header: Date }, Status: { header: Statut } }",
    ),
    ("profiles: { api: { sources: { history: off } } }", "profiles.api.sources.history", "{ off: true }"),
    ("profiles: { report: off }", "profiles.report", "null"),
    // Only plain `off` switches off.
    ("activities: { opened: { label: 'off' } }", "activities.opened.label", "'off'"),
    ("params: { closed: ['off'] }", "params.closed.default", "['off']"),
    // Functions of both.
    ("timezone: UTC", "scripts", "shared.rhai"),
];

#[test]
fn each_value_goes_together_with_the_base_s() {
    let mut wrong = Vec::new();
    for (overlay, path, wanted) in CASES {
        let (found, wanted) = (laid(overlay).at(path), yaml(wanted));
        if found != wanted {
            wrong.push(format!("{overlay}\n  {path} is {found}\n  wanted {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

/// No case says anything that the rest of the mapping would notice, but for what it misses then.
#[test]
fn what_comes_of_it_can_be_read() {
    for (overlay, ..) in CASES {
        let opened = laid(overlay);
        let told = opened.told();
        let shape = told.iter().filter(|told| told.starts_with("wrong-kind") || told.starts_with("unknown-key"));
        assert_eq!(shape.count(), 0, "{overlay}: {told:?}");
    }
}

#[test]
fn a_new_thing_stands_behind_those_of_the_base() {
    let opened = laid("activities: { held: { label: Held, change: status, to: Hold }, opened: { label: Begun } }");
    let ids: Vec<String> = opened.at("activities").as_object().unwrap().keys().cloned().collect();
    assert_eq!(ids, ["opened", "closed", "changed", "late", "held"]);
    assert_eq!(opened.plan.unwrap().activities.len(), 5);
}

#[test]
fn a_profile_of_the_base_counts_more_than_a_section_of_the_overlay() {
    let folder = super::folder(
        "extends: base.yaml\nsources: { tickets: { columns: { Opened: { header: Seen, formats: ['%Y'] } } } }\n",
    );
    let opened = super::open(&folder.path().join("mine.yaml"), Some("report"));
    assert_eq!(opened.at("sources.tickets.columns.Opened.header"), "Date");
    assert_eq!(opened.at("sources.tickets.columns.Opened.formats"), yaml("['%Y']"));
    assert_eq!(opened.at("sources.history.files"), "changes.csv");
}
