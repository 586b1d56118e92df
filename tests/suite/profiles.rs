//! One org exported twice, through the API and as reports, gives one log, apart from what a report can't know.

use crate::program::{Log, Rows, command, generate, root};
use std::collections::{BTreeMap, BTreeSet};

const MAPPING: &str = "salesforce-service-cloud";
const EXTRACTED: [&str; 2] = ["--extracted-at", "2025-07-01T06:00:00Z"];

/// Where the two logs may differ.
enum Difference {
    /// Events of a source.
    Source(&'static str),
    /// Events of an activity, in some cases.
    Activity(&'static [&'static str], &'static str),
    /// Events before a time, in some cases.
    Before(&'static [&'static str], &'static str),
    /// The order of the events of one minute, in some cases.
    Order(&'static [&'static str]),
    /// Columns of the events of some cases.
    OfEvents(&'static [&'static str], &'static [&'static str]),
    /// Attributes of some cases; of all where none is named.
    OfCases(&'static [&'static str], &'static [&'static str]),
}
use Difference::{Activity, Before, OfCases, OfEvents, Order, Source};

/// The permitted differences, and why. Besides, times are to the minute, and event ids are made from what a source has.
const PERMITTED: &[(Difference, &str)] = &[
    (Source("feed"), "feed posts aren't in the reports that the mapping reads"),
    (Source("file_link"), "files have no case number in reports"),
    (Source("team_member"), "nor have team members"),
    (Source("article"), "nor have articles"),
    (OfCases(&[], &["CommentCount"]), "feed posts count as comments"),
    (OfCases(&[], &["CaseTeamSize"]), "no team members"),
    (OfCases(&[], &["KnowledgeArticleCount"]), "no articles"),
    (Activity(&["00000690"], "Satisfaction Survey Sent"), "an invitation without an e-mail has no case number"),
    (OfEvents(&["00000677"], &["source"]), "of invitation and e-mail only the e-mail is there"),
    (Before(&["00000387", "00000412"], "2024-01-01"), "reports show 18 months of history, the API 24"),
    (
        OfCases(
            &["00000387"],
            &[
                "IsFirstContactResolution",
                "IsFirstCallResolution",
                "AgentWorkingTime",
                "AgentWorkingBusinessTime",
                "CustomerWaitingTime",
            ],
        ),
        "the waiting lies before the history of reports",
    ),
    (
        OfCases(
            &["00000412"],
            &[
                "HasFirstAssignment",
                "DistinctAgentCountMinusOne",
                "IsHistoryIncomplete",
                "AgentWorkingTime",
                "AgentWorkingBusinessTime",
            ],
        ),
        "the assignment lies before the history of reports",
    ),
    (OfEvents(&["00000412"], &["AssignedAgent", "CaseStatus"]), "so do the first owner and the first status"),
    (Order(&["00000686"]), "changes of different fields in one second have ids in the API alone"),
    (OfEvents(&["00000686"], &["AssignedAgent"]), "so the escalation may come before the change of the owner"),
    (Activity(&["00000685"], "Information Received from Customer"), "the answer comes in the minute of the question"),
    (Activity(&["00000685"], "Agent Investigates Issue"), "so the later change is taken for the answer"),
];

/// The table of permitted differences, with what was needed of it: its lines, and names in them.
#[derive(Default)]
struct Permission {
    needed: BTreeSet<(usize, String)>,
}

impl Permission {
    fn any(&mut self, name: &str, applies: impl Fn(&Difference) -> bool) -> bool {
        let found: Vec<usize> = (0..PERMITTED.len()).filter(|at| applies(&PERMITTED[*at].0)).collect();
        self.needed.extend(found.iter().map(|at| (*at, name.to_owned())));
        !found.is_empty()
    }

    fn leaves_out(&mut self, event: &Event) -> bool {
        self.any("", |difference| match difference {
            Source(source) => event["source"] == *source,
            Activity(cases, activity) => is_of(cases, event) && event["activity"] == *activity,
            Before(cases, time) => {
                is_of(cases, event) && event["timestamp"].as_str() < *time && event["source"] == "history"
            }
            Order(_) | OfEvents(..) | OfCases(..) => false,
        })
    }

    fn leaves_order_open(&mut self, case: &str) -> bool {
        self.any("", |difference| matches!(difference, Order(cases) if cases.contains(&case)))
    }

    fn excuses_event(&mut self, case: &str, name: &str) -> bool {
        self.any(
            name,
            |difference| matches!(difference, OfEvents(cases, names) if cases.contains(&case) && names.contains(&name)),
        )
    }

    fn excuses_case(&mut self, case: &str, name: &str) -> bool {
        self.any(name, |difference| {
            matches!(difference, OfCases(cases, names) if (cases.is_empty() || cases.contains(&case)) && names.contains(&name))
        })
    }

    /// Fails where something is permitted without need: that would hide what goes wrong later.
    fn assert_needed(&self, of_cases: bool) {
        for (at, (difference, why)) in PERMITTED.iter().enumerate() {
            let names = match difference {
                OfCases(_, names) | OfEvents(_, names) => names,
                Source(_) | Activity(..) | Before(..) | Order(_) => &[""][..],
            };
            for name in names.iter().filter(|_| matches!(difference, OfCases(..)) == of_cases) {
                assert!(self.needed.contains(&(at, (*name).to_owned())), "nothing differs because {why}: {name}");
            }
        }
    }
}

fn is_of(cases: &[&str], event: &Event) -> bool {
    cases.contains(&event["case_id"].as_str())
}

type Event = BTreeMap<String, String>;

/// A time as a report has it; everything else as it is.
fn to_the_minute(value: &str) -> String {
    let is_time = value.len() == 20 && value.ends_with('Z') && value.as_bytes()[10] == b'T';
    if is_time { format!("{}:00Z", &value[..16]) } else { value.to_owned() }
}

/// The events, or the attributes, by case.
fn by_case(table: &Rows) -> BTreeMap<String, Vec<Event>> {
    let case = table.column("case_id");
    let mut cases: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for row in &table.rows {
        let values = row.iter().map(|value| to_the_minute(value));
        cases.entry(row[case].clone()).or_default().push(table.header.iter().cloned().zip(values).collect());
    }
    cases
}

fn logs() -> (Log, Log) {
    let folder = root().join("mappings").join(MAPPING);
    let api = generate(MAPPING, &folder.join("sample"), &EXTRACTED);
    let options = ["--profile", "report", "--timezone", "America/New_York", "--set", "closed=Closed,Cancelled"];
    let report = generate(MAPPING, &folder.join("sample-report"), &[&EXTRACTED[..], &options].concat());
    for log in [&api, &report] {
        assert_eq!(log.code(), 0, "{}", log.said());
    }
    (api, report)
}

/// A case's events, without those that may differ.
fn comparable(events: &[Event], case: &str, permission: &mut Permission) -> Vec<Event> {
    let mut left: Vec<Event> = events.iter().filter(|event| !permission.leaves_out(event)).cloned().collect();
    if permission.leaves_order_open(case) {
        left.sort_by(|left, right| {
            (&left["timestamp"], &left["activity"]).cmp(&(&right["timestamp"], &right["activity"]))
        });
    }
    left
}

fn sequence(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| format!("{} {}", event["timestamp"], event["activity"])).collect()
}

/// Whether two values differ by no more than the seconds that a report lacks, once for each of some events.
fn differ_by_seconds(name: &str, left: &str, right: &str, events: usize) -> bool {
    let is_duration = name.ends_with("Time") || name.ends_with("Delay");
    let (Ok(left), Ok(right)) = (left.parse::<i64>(), right.parse::<i64>()) else { return false };
    is_duration && (left - right).abs() <= 60_000 * i64::try_from(events).unwrap()
}

#[test]
fn both_profiles_give_the_same_events() {
    let (api, report) = logs();
    let (api, report) = (by_case(&api.table("events.csv")), by_case(&report.table("events.csv")));
    let mut permission = Permission::default();
    let mut differences = Vec::new();
    assert!(api.keys().eq(report.keys()), "the same cases");
    for (case, events) in &api {
        let left = comparable(events, case, &mut permission);
        let right = comparable(&report[case], case, &mut permission);
        if sequence(&left) != sequence(&right) {
            differences.push(format!("{case}: {:#?} is not {:#?}", sequence(&left), sequence(&right)));
            continue;
        }
        for (left, right) in left.iter().zip(&right) {
            for (name, value) in left.iter().filter(|(name, _)| *name != "event_id") {
                if *value != right[name] && !permission.excuses_event(case, name) {
                    let (time, activity) = (&left["timestamp"], &left["activity"]);
                    differences.push(format!("{case}, {time} {activity}: {name} is `{value}`, `{}`", right[name]));
                }
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    permission.assert_needed(false);
}

#[test]
fn both_profiles_give_the_same_case_attributes() {
    let (api, report) = logs();
    let (events, cases) = (by_case(&api.table("events.csv")), by_case(&api.table("cases.csv")));
    let others = by_case(&report.table("cases.csv"));
    let mut permission = Permission::default();
    let mut differences = Vec::new();
    assert!(cases.keys().eq(others.keys()), "the same cases");
    for (case, rows) in &cases {
        for (name, left) in &rows[0] {
            let right = &others[case][0][name];
            let is_equal = left == right || differ_by_seconds(name, left, right, events[case].len());
            if !is_equal && !permission.excuses_case(case, name) {
                differences.push(format!("{case}: {name} is `{left}`, `{right}`"));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    permission.assert_needed(true);
}

/// Reports end with lines that are no rows, unless the org has switched them off: they cost no case and no event.
#[test]
fn the_disclaimer_below_a_report_goes_to_quarantine() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(root().join("mappings").join(MAPPING).join("sample-report")).unwrap() {
        let entry = entry.unwrap();
        let mut text = std::fs::read_to_string(entry.path()).unwrap();
        text.push_str("\n\n\"Confidential Information - Do Not Distribute\"\n");
        text.push_str("\"Copyright © 2000-2025 salesforce.com, inc. All rights reserved.\"\n");
        std::fs::write(folder.path().join(entry.file_name()), text).unwrap();
    }
    let options = ["--timezone", "America/New_York", "--set", "closed=Closed,Cancelled", "--profile", "report"];
    let log = generate(MAPPING, folder.path(), &[&EXTRACTED[..], &options].concat());
    assert_eq!(log.code(), 1, "{}", log.said());
    let (_, without) = logs();
    assert!(
        log.bytes("events.csv") == without.bytes("events.csv") && log.bytes("cases.csv") == without.bytes("cases.csv")
    );
    assert_eq!(log.table("quarantine.csv").values("code"), ["E0806"; 10]);
}

/// What `validate` finds in both exports is what an org has to decide on: statuses that mean nothing to the mapping.
#[test]
fn validating_both_exports_names_the_statuses_to_decide_on() {
    let wanted = [
        ("sample", "`status` has values that no rule knows: `Reopened` in 1 row"),
        ("sample-report", "`status` has values that no rule knows: `Cancelled` in 2 rows, `Reopened` in 1 row"),
    ];
    for (folder, message) in wanted {
        let input = root().join("mappings").join(MAPPING).join(folder);
        let input = input.to_str().unwrap();
        let arguments =
            ["validate", MAPPING, "--input", input, "--timezone", "America/New_York", "--format", "json", "--quiet"];
        let output = command(root(), &arguments).output().unwrap();
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let messages: Vec<&str> =
            found.as_array().unwrap().iter().map(|each| each["message"].as_str().unwrap()).collect();
        assert_eq!(messages, [message], "{folder}");
    }
}
