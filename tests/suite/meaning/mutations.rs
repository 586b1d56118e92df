//! The comparison finds mistakes: each of these changes of the mapping is caught.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::rows::Export;
use super::{differences, engine, generate};

/// The same exports each time.
pub fn exports(count: usize) -> Vec<Export> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| generate::export().new_tree(&mut runner).unwrap().current()).collect()
}

/// What stands in the mapping, and what a mistake would write.
const MISTAKES: [(&str, &str); 24] = [
    // Twins of owner changes.
    ("        - { DataType: EntityId }\n", ""),
    ("DataType: { present: false }, any: [", "DataType: { present: true }, any: ["),
    ("      take: { OldName: OldValue, NewName: NewValue }", "      take: { OldName: NewValue, NewName: OldValue }"),
    (
        "values: { Owner: [ownerAssignment, ownerAccepted, ownerEscalated, OwnerId] }",
        "values: { Owner: [ownerEscalated] }",
    ),
    ("NewOwner: { type: salesforce_id,", "NewOwner: { type: text,"),
    // Rows and their order.
    (
        "    order: Id                                  # ids ascend",
        "    order: NewValue                            # ids ascend",
    ),
    (
        "keep_if: { IsDeleted: { not: true }, MasterRecordId: { present: false } }",
        "keep_if: { MasterRecordId: { present: false } }",
    ),
    ("where: { ParentId: { present: true }, IsDeleted: { not: true } }", "where: { ParentId: { present: true } }"),
    ("values: { Draft: [\"5\", 草稿, Brouillon, Entwurf] }", "values: { Draft: [草稿] }"),
    // Activities.
    ("change: owner\n    which: later", "change: owner\n    which: last"),
    ("change: [priority, type, reason]", "change: [priority, type]"),
    ("direction: up", "direction: down"),
    ("to: { not: [$resolved, $closed] }", "to: { not: $closed }"),
    ("while: { status: $waiting } }", "while: { status: $working } }"),
    ("merge_within: 10m                          # one event", "# one event"),
    ("yields_to: [case_reopened, information_received]", "yields_to: case_reopened"),
    ("{ change: escalated, to: true }", "{ change: escalated }"),
    ("resource: { value: null }, otherwise: true }", "resource: { value: null } }"),
    ("    at: ParentId.CreatedDate\n", "    at: $extracted_at\n"),
    // Attributes.
    ("resolved_at ?? closed_at", "closed_at ?? resolved_at"),
    ("if CaseResolvedTime <= SlaTargetResolutionTime", "if CaseResolvedTime < SlaTargetResolutionTime"),
    ("        - case.SlaExitDate\n", ""),
    ("        - { as_of: owner_name }\n", ""),
    (
        "events.eventually_follows(\"solution_proposed\", \"agent_investigates\")",
        "events.directly_follows(\"solution_proposed\", \"agent_investigates\")",
    ),
];

#[test]
fn every_mistake_is_caught() {
    let (text, exports) = (engine::text(), exports(96));
    for (right, wrong) in MISTAKES {
        assert_eq!(text.matches(right).count(), 1, "`{right}` doesn't stand once in the mapping");
        let plan = engine::plan(&text.replace(right, wrong));
        let is_caught = exports.iter().any(|export| !differences(&plan, export).is_empty());
        assert!(is_caught, "`{wrong}` instead of `{right}` is not caught");
    }
}
