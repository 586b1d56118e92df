//! Every requirement on the log of Salesforce is pinned by a test, and named where the mapping is documented.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::{Test, of_mappings};
use crate::program::root;

const MAPPING: &str = "salesforce-service-cloud";

/// What the log has to have: ids and names.
const REQUIREMENTS: [(&str, &str); 43] = [
    ("SF-A01", "ServiceRequest"),
    ("SF-A02", "EventTime"),
    ("SF-A03", "LastDataUpdateTime"),
    ("SF-A04", "ActivityName"),
    ("SF-A05", "SourceSystemName"),
    ("SF-A06", "CasePriority"),
    ("SF-A07", "CaseResolutionTime"),
    ("SF-A08", "SlaStatus"),
    ("SF-A09", "SlaTargetResolutionTime"),
    ("SF-A10", "AssignedAgent"),
    ("SF-A11", "IsFirstContactResolution"),
    ("SF-A12", "CaseStatus"),
    ("SF-A13", "CaseType"),
    ("SF-A14", "CommunicationChannel"),
    ("SF-A15", "EndTime"),
    ("SF-A16", "CaseSubject"),
    ("SF-A17", "AgentHandoffCount"),
    ("SF-A18", "CustomerName"),
    ("SF-A19", "IsEscalated"),
    ("SF-A20", "IsRework"),
    ("SF-A21", "ProductInvolved"),
    ("SF-E01", "Case Created"),
    ("SF-E02", "Case Assigned to Agent"),
    ("SF-E03", "Case Reassigned"),
    ("SF-E04", "Case Classified and Prioritised"),
    ("SF-E05", "Agent Investigates Issue"),
    ("SF-E06", "Initial Acknowledgement Sent"),
    ("SF-E07", "Information Requested from Customer"),
    ("SF-E08", "Information Received from Customer"),
    ("SF-E09", "Solution Proposed to Customer"),
    ("SF-E10", "Internal Escalation Triggered"),
    ("SF-E11", "SLA Milestone Violated"),
    ("SF-E12", "Case Resolved"),
    ("SF-E13", "Case Closed"),
    ("SF-E14", "Case Reopened"),
    ("SF-E15", "Satisfaction Survey Sent"),
    ("CM-E01", "Comment Posted"),
    ("CM-E02", "File Attached"),
    ("CM-E03", "Case Team Member Added"),
    ("CM-E04", "Knowledge Article Attached"),
    ("CM-E05", "Priority Raised"),
    ("CM-A01", "CaseTeamSize, KnowledgeArticleCount, CommentCount"),
    ("CM-A02", "IsFirstCallResolution"),
];

/// Fixtures that stand in files of tests: numbers and what they are about.
///
/// F19, shuffled input on many threads, is `meaning::shuffled_rows_and_sixteen_threads_give_the_same_bytes`; F20, scripts that
/// want everything, is `script::hostile`: scripts of a mapping are fixed, so hostile ones stand there. Others are of other mappings.
const FIXTURES: [(&str, &str); 11] = [
    ("F1", "an owner change in two rows"),
    ("F2", "the two rows in the other order, and without DataType"),
    ("F3", "an owner change from a queue to a user"),
    ("F4", "a case inserted closed"),
    ("F5", "a case closed, reopened and closed again"),
    ("F6", "a case closed before it was created"),
    ("F7", "an owner who gets a case back"),
    ("F8", "a milestone violated and completed later"),
    ("F9", "a survey invitation joined through its subject"),
    ("F10", "a report export without a zone"),
    ("F18", "a time that daylight saving repeats"),
];

/// How many traps of the history the facts about Salesforce number.
const TRAPS: usize = 10;

fn of_salesforce() -> Vec<Test> {
    let mut tests = of_mappings();
    tests.retain(|test| test.mapping.ends_with(MAPPING));
    tests
}

/// What tests that say something of the outcome cover.
pub(super) fn covered(tests: &[Test], counts: impl Fn(&Test) -> bool) -> BTreeSet<String> {
    tests.iter().filter(|test| counts(test)).flat_map(|test| test.covers.clone()).collect()
}

fn missing(ids: &[(&str, &str)], there: &BTreeSet<String>) -> Vec<String> {
    ids.iter().filter(|(id, _)| !there.contains(*id)).map(|(id, name)| format!("{id} {name}")).collect()
}

#[test]
fn every_requirement_has_a_test_of_the_log() {
    let covered = covered(&of_salesforce(), Test::expects_a_log);
    assert_eq!(missing(&REQUIREMENTS, &covered), Vec::<String>::new());
}

#[test]
fn every_fixture_and_trap_has_a_test() {
    let covered = covered(&of_salesforce(), |_| true);
    assert_eq!(missing(&FIXTURES, &covered), Vec::<String>::new());
    let traps = (1..=TRAPS).map(|number| format!("T{number}"));
    assert_eq!(traps.filter(|trap| !covered.contains(trap)).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_requirement_is_named_in_the_docs_of_the_mapping() {
    let text = std::fs::read_to_string(root().join("mappings").join(MAPPING).join("mapping.yaml")).unwrap();
    let mut named = BTreeSet::new();
    requirements(&serde_yaml::from_str(&text).unwrap(), &mut named);
    assert_eq!(missing(&REQUIREMENTS, &named), Vec::<String>::new());
}

/// The ids that stand under `docs: { requirement: … }`, wherever that is.
pub(super) fn requirements(tree: &Value, named: &mut BTreeSet<String>) {
    match tree {
        Value::Mapping(entries) => {
            let ids = tree.get("docs").and_then(|docs| docs.get("requirement"));
            named.extend(ids.and_then(Value::as_str).map(str::to_owned));
            named.extend(
                ids.and_then(Value::as_sequence).into_iter().flatten().filter_map(|id| Some(id.as_str()?.to_owned())),
            );
            entries.iter().for_each(|(_, value)| requirements(value, named));
        }
        Value::Sequence(items) => items.iter().for_each(|item| requirements(item, named)),
        _ => (),
    }
}

#[test]
fn tests_cover_only_what_there_is() {
    let unknown = |id: &String| !is_known(id);
    let found = covered(&of_mappings(), |_| true);
    assert_eq!(found.into_iter().filter(unknown).collect::<Vec<_>>(), Vec::<String>::new());
}

/// Requirements of this mapping and fixtures are listed; those of other mappings are known by their form.
fn is_known(id: &str) -> bool {
    let number = |prefix: &str| id.strip_prefix(prefix).and_then(|rest| rest.parse::<usize>().ok());
    match id.split('-').next() {
        Some("SF" | "CM") => REQUIREMENTS.iter().any(|(known, _)| known == &id),
        Some("GC" | "CX" | "KP") => id.len() > 3,
        _ => {
            number("T").is_some_and(|trap| (1..=TRAPS).contains(&trap))
                || number("F").is_some_and(|one| (1..=20).contains(&one))
        }
    }
}

#[test]
fn unknown_ids_are_told_from_known_ones() {
    for id in ["SF-A22", "SF-E00", "CM-A1", "SFA01", "T0", "T11", "F21", "F", "", "XX-A01"] {
        assert!(!is_known(id), "{id}");
    }
    assert!(["SF-A21", "CM-E05", "T10", "F20", "GC-E13", "KP-01"].into_iter().all(is_known));
}
