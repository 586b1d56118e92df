//! The shipped mappings on their samples as one log, in each language.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{fine, manifest, table};
use crate::cli::{Ran, caseloom_in, files};
use crate::program::root;

const SYSTEMS: &[&str] = &["salesforce-service-cloud", "genesys-cloud-cx", "cx-interaction-log"];

const LANGUAGES: [&str; 4] = ["en", "zh", "fr", "th"];

fn run(folder: &Path, systems: &[&str], more: &[&str]) -> Ran {
    let mut arguments = vec!["generate".to_owned()];
    for system in systems {
        let input = format!("{system}={}", root().join("mappings").join(system).join("sample").display());
        arguments.extend(["--mapping".to_owned(), (*system).to_owned(), "--input".to_owned(), input]);
    }
    arguments.extend(["--output".to_owned(), "log".to_owned()]);
    arguments.extend(more.iter().map(|each| (*each).to_owned()));
    caseloom_in(folder, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

fn log(systems: &[&str], more: &[&str]) -> TempDir {
    let folder = tempdir().unwrap();
    fine(&run(folder.path(), systems, more));
    folder
}

/// `time activity` of a case, with the source system's first word.
fn trace(folder: &Path, case: &str) -> Vec<String> {
    let events = table(folder, "events.csv");
    let [id, time, activity, system] =
        ["case_id", "timestamp", "activity", "source_system"].map(|name| events.column(name));
    let of_case = events.rows.iter().filter(|row| row[id] == case);
    of_case
        .map(|row| {
            let system = row[system].split(' ').next().unwrap();
            format!("{} {system} {}", row[time].replace(".000Z", "Z"), row[activity])
        })
        .collect()
}

/// Worked out by hand from CaseHistory.csv and conversations-about-a-case.json: between the first resolution and the second
/// reopening the customer calls.
#[test]
fn a_call_about_a_case_is_part_of_it() {
    let folder = log(&["salesforce-service-cloud", "genesys-cloud-cx"], &[]);
    assert_eq!(
        trace(folder.path(), "00000676"),
        [
            "2025-01-16T09:40:03Z Salesforce Case Created",
            "2025-01-16T10:02:10Z Salesforce Agent Investigates Issue",
            "2025-01-16T10:30:40Z Salesforce Initial Acknowledgement Sent",
            "2025-01-16T10:33:01Z Salesforce Case Closed",
            "2025-01-17T07:44:21Z Salesforce Case Reopened",
            "2025-01-20T12:08:00Z Salesforce Case Resolved",
            "2025-01-22T08:05:00Z Genesys Interaction Started",
            "2025-01-22T08:05:20Z Genesys Conversation Routed to Queue",
            "2025-01-22T08:06:00Z Genesys Interaction Offered to Agent",
            "2025-01-22T08:06:05Z Genesys Agent Accepted Interaction",
            "2025-01-22T08:09:30Z Genesys Interaction Placed on Hold",
            "2025-01-22T08:12:00Z Genesys Interaction Removed from Hold",
            "2025-01-22T08:16:40Z Genesys After-Call Work Started",
            "2025-01-22T08:17:30Z Genesys Wrap-Up Code Assigned",
            "2025-01-22T08:17:30Z Genesys After-Call Work Ended",
            "2025-01-22T08:17:30Z Genesys Interaction Disconnected",
            "2025-01-22T08:19:37Z Salesforce Case Reopened",
            "2025-01-22T08:25:02Z Salesforce Case Assigned to Agent",
            "2025-01-22T08:31:02Z Salesforce Agent Investigates Issue",
            "2025-01-24T15:00:44Z Salesforce Case Resolved",
            "2025-01-31T01:00:05Z Salesforce Case Closed",
        ]
    );
    let cases = table(folder.path(), "cases.csv");
    let row = cases.rows.iter().find(|row| row[cases.column("case_id")] == "00000676").unwrap();
    for (attribute, value) in [
        // Salesforce's are taken where both have one,
        ("ServiceRequest", "00000676"),
        ("CommunicationChannel", "Email"),
        ("CaseStatus", "Closed"),
        ("IsFirstContactResolution", "false"),
        // and each gives what only it knows.
        ("QueueName", "Technical Support - Voice"),
        ("WrapUpCode", "Follow-up needed"),
        ("ConversationCount", "1"),
        ("ReopenCount", "2"),
    ] {
        assert_eq!(row[cases.column(attribute)], value, "{attribute}");
    }
    assert_eq!(manifest(folder.path())["totals"]["cases_in_several"], 1);
}

/// The number is a text: without its zeros it is another one.
#[test]
fn a_number_without_its_zeros_is_another_case() {
    let call = std::fs::read_to_string(root().join("mappings/genesys-cloud-cx/sample/conversations-about-a-case.json"));
    let call = call.unwrap();
    let run = |call: &str| {
        let folder = tempdir().unwrap();
        files(folder.path(), &[("calls/conversations.json", call)]);
        let salesforce = root().join("mappings/salesforce-service-cloud/sample");
        let salesforce = format!("salesforce-service-cloud={}", salesforce.display());
        let arguments = ["generate", "--mapping", "salesforce-service-cloud", "--mapping", "genesys-cloud-cx"];
        let inputs = ["--input", &salesforce, "--input", "genesys-cloud-cx=calls", "--output", "log"];
        fine(&caseloom_in(folder.path(), &[&arguments[..], &inputs].concat()));
        manifest(folder.path())["totals"]["cases_in_several"].clone()
    };
    assert_eq!(run(&call), 1);
    assert_eq!(run(&call.replace("\"00000676\"", "\"676\"")), 0);
    assert_eq!(run(&call.replace("CaseNumber", "Unknown")), 0);
    // An older attribute of the org, and the tag that it sets from outside.
    assert_eq!(run(&call.replace("CaseNumber", "ServiceRequestId")), 1);
    let tagged =
        call.replace("CaseNumber", "Unknown").replace("\"originating", "\"externalTag\":\"00000676\",\"originating");
    assert_eq!(run(&tagged), 1);
}

#[test]
fn what_both_systems_call_differently_is_one_column() {
    let folder = log(SYSTEMS, &["--extracted-at", "2026-04-01T00:00:00Z"]);
    let manifest = manifest(folder.path());
    let of_log: Vec<&String> = manifest["log"].as_object().unwrap().keys().collect();
    assert_eq!(of_log, ["LastDataUpdate", "SourceSystem"]);
    let (cases, events) = (table(folder.path(), "cases.csv").header, table(folder.path(), "events.csv").header);
    for (header, alone) in
        [("CommunicationChannel", "MediaType"), ("SlaTargetSeconds", "genesys-cloud-cx.SlaTargetResolutionTime")]
    {
        assert!(cases.contains(&header.to_owned()) && !cases.contains(&alone.to_owned()), "{header}: {cases:?}");
    }
    assert!(events.contains(&"EndTime".to_owned()) && !events.contains(&"EventEndTime".to_owned()), "{events:?}");
    let apart: Vec<&String> = cases.iter().chain(&events).filter(|header| header.contains('.')).collect();
    assert_eq!(apart, Vec::<&String>::new());
}

/// The activities of each mapping with their events and their name in each language, and what the log holds.
fn summary(manifests: &[(&str, Value)]) -> String {
    let (_, first) = &manifests[0];
    let mut text = format!("{:#}\n", first["totals"]);
    for (position, entry) in first["mappings"].as_array().unwrap().iter().enumerate() {
        let totals = &entry["totals"];
        let _ = writeln!(
            text,
            "\n{}: {} cases, {} events",
            entry["mapping"]["name"].as_str().unwrap(),
            totals["cases"],
            totals["events"]
        );
        for (activity, own) in entry["activities"].as_array().unwrap().iter().enumerate() {
            let name = |(_, manifest): &(&str, Value)| {
                manifest["mappings"][position]["activities"][activity]["label"].as_str().unwrap().to_owned()
            };
            let names: Vec<String> = manifests.iter().map(name).collect();
            let _ = writeln!(
                text,
                "{:>5} {} | {}",
                own["events"].as_u64().unwrap(),
                own["activity"].as_str().unwrap(),
                names.join(" | ")
            );
        }
    }
    text
}

#[test]
fn all_systems_give_one_log_in_each_language() {
    let mut manifests = Vec::new();
    for language in LANGUAGES {
        let folder = tempdir().unwrap();
        let ran = run(folder.path(), SYSTEMS, &["--locale", language]);
        fine(&ran);
        // Every name is in the language.
        assert!(!ran.stderr.contains("W0909"), "{language}: {}", ran.stderr);
        manifests.push((language, manifest(folder.path())));
    }
    // Names apart, the log is the same.
    for (language, manifest) in &manifests[1..] {
        assert_eq!(manifest["totals"], manifests[0].1["totals"], "{language}");
    }
    crate::snapshots().bind(|| insta::assert_snapshot!("set__systems", summary(&manifests)));
}

#[test]
fn columns_of_all_systems_have_names_in_each_language() {
    for language in LANGUAGES {
        let folder = tempdir().unwrap();
        let ran = run(folder.path(), SYSTEMS, &["--locale", language, "--column-names", "locale"]);
        fine(&ran);
        assert!(!ran.stderr.contains("W0909"), "{language}: {}", ran.stderr);
        let header = table(folder.path(), "cases.csv").header.join(",");
        let wanted = match language {
            "en" => "Communication channel",
            "zh" => "沟通渠道",
            "fr" => "Canal de Communication",
            _ => "ช่องทางการสื่อสาร",
        };
        assert!(header.contains(wanted), "{language}: {header}");
    }
}
