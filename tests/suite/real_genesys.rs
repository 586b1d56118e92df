//! The shipped mapping of Genesys on a vendor's published sample, against counts that were worked out from its JSON alone.
//!
//! `CASELOOM_DATA` names the folder with the exports. Unset, these tests say that they are skipped; set, the files have
//! to be there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use crate::program::{Log, generate};

/// Events by activity, counted from the rules by a script that doesn't share a line with the engine.
const EXPECTED: [(&str, u64); 15] = [
    ("interaction_started", 25),
    ("service_request_reopened", 0),
    ("routed_to_queue", 21),
    ("offered_to_agent", 27),
    ("offer_not_answered", 2),
    ("agent_accepted", 25),
    ("placed_on_hold", 1),
    ("removed_from_hold", 0),
    ("transferred", 0),
    ("after_call_work_started", 24),
    ("wrap_up_code_assigned", 24),
    ("after_call_work_ended", 24),
    ("survey_sent", 0),
    ("unrecognised_segment", 0),
    ("disconnected", 25),
];

/// The two conversations in which an agent's session has an alert and no interact.
const UNANSWERED: [&str; 2] = ["0b72885e-a925-42e8-89e0-26e50ae082b0", "585f63eb-e0be-47b6-a1d0-c65ba586bef2"];

/// The conversation whose customer was left on hold.
const LEFT_ON_HOLD: &str = "09bfeb5e-7e4b-4572-a44a-cc05120efd5e";

fn folder() -> Option<PathBuf> {
    let Some(root) = std::env::var_os("CASELOOM_DATA").map(PathBuf::from) else {
        eprintln!("skipped: CASELOOM_DATA is not set");
        return None;
    };
    let folder = root.join("genesys");
    assert!(folder.is_dir(), "{} is missing", folder.display());
    Some(folder)
}

fn log() -> Option<Log> {
    let log = generate("genesys-cloud-cx", &folder()?, &[]);
    assert_eq!(log.code(), 0, "{}", log.said());
    Some(log)
}

#[test]
fn events_by_activity_come_out() {
    let Some(log) = log() else { return };
    let manifest = log.manifest();
    let activities = manifest["activities"].as_array().unwrap();
    let counted = |each: &Value| (each["activity"].as_str().unwrap().to_owned(), each["events"].as_u64().unwrap());
    let found: BTreeMap<String, u64> = activities.iter().map(counted).collect();
    let wanted: BTreeMap<String, u64> = EXPECTED.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_segment_is_accounted_for() {
    let Some(log) = log() else { return };
    let manifest = log.manifest();
    let of = |source: &str| {
        let rows = manifest["rows"].as_array().unwrap();
        rows.iter().find(|each| each["id"] == source).unwrap().clone()
    };
    assert_eq!(
        ["conversation", "participant", "session", "segment"].map(|id| of(id)["read"].clone()),
        [25, 75, 75, 131]
    );
    let segments = of("segment");
    // 21 of queues, 27 alerts, 25 interacts, 1 hold and 24 wrap-ups of agents; of the two delays each is its session's first
    // segment, so that the two interacts behind them aren't chosen.
    assert_eq!([&segments["events"], &segments["not_chosen"], &segments["unmatched"]], [98, 2, 31]);
    assert_eq!(segments["quarantined"].as_object().unwrap().len(), 0);
}

#[test]
fn unanswered_offers_and_the_hold_stand_where_they_should() {
    let Some(log) = log() else { return };
    let (events, cases) = (log.table("events.csv"), log.table("cases.csv"));
    let of = |label: &str| -> BTreeSet<&str> {
        let pairs = events.values("case_id").into_iter().zip(events.values("activity"));
        pairs.filter(|(_, activity)| *activity == label).map(|(case, _)| case).collect()
    };
    assert_eq!(of("Offer Not Answered"), UNANSWERED.into_iter().collect());
    assert_eq!(of("Interaction Placed on Hold"), [LEFT_ON_HOLD].into_iter().collect());
    let left = cases.values("case_id").into_iter().zip(cases.values("HoldAbandonedCount"));
    assert_eq!(left.filter(|(_, count)| *count != "0").collect::<Vec<_>>(), [(LEFT_ON_HOLD, "1")]);
    // None has a conversationEnd, and all segments have ended.
    let ends = events.values("activity").into_iter().zip(events.values("kind"));
    assert!(ends.filter(|(activity, _)| *activity == "Interaction Disconnected").all(|(_, kind)| kind == "inferred"));
}
