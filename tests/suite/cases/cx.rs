//! Every requirement on the log of CX interactions is pinned by a test, and named where the mapping is documented.

use std::collections::BTreeSet;

use super::covered::{covered, requirements};
use super::{Test, of_mappings};
use crate::program::root;

const MAPPING: &str = "cx-interaction-log";

/// How many columns of the export the log has to have.
const ATTRIBUTES: usize = 17;

/// How many activities the log has to have.
const ACTIVITIES: usize = 15;

/// Fixtures of this mapping.
const FIXTURES: [&str; 2] = ["F16", "F17"];

fn needed() -> Vec<String> {
    let attributes = (1..=ATTRIBUTES).map(|number| format!("CX-A{number:02}"));
    attributes.chain((1..=ACTIVITIES).map(|number| format!("CX-E{number:02}"))).collect()
}

fn missing(needed: Vec<String>, there: &BTreeSet<String>) -> Vec<String> {
    needed.into_iter().filter(|id| !there.contains(id)).collect()
}

#[test]
fn everything_has_a_test() {
    let mut tests = of_mappings();
    tests.retain(|test| test.mapping.ends_with(MAPPING));
    let of_the_log = covered(&tests, Test::expects_a_log);
    assert_eq!(missing(needed(), &of_the_log), Vec::<String>::new());
    let fixtures = FIXTURES.map(str::to_owned).to_vec();
    assert_eq!(missing(fixtures, &covered(&tests, |_| true)), Vec::<String>::new());
}

#[test]
fn every_requirement_is_named_in_the_docs_of_the_mapping() {
    let text = std::fs::read_to_string(root().join("mappings").join(MAPPING).join("mapping.yaml")).unwrap();
    let mut named = BTreeSet::new();
    requirements(&serde_yaml::from_str(&text).unwrap(), &mut named);
    assert_eq!(missing(needed(), &named), Vec::<String>::new());
}
