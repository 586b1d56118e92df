//! Every requirement on the logs of contact centres is pinned by a test, and named where the mapping is documented.

use std::collections::BTreeSet;

use super::covered::{covered, requirements};
use super::{Test, of_mappings};
use crate::program::root;

/// What the log of a system has to have.
struct System {
    mapping: &'static str,
    /// What its requirements begin with.
    prefix: &'static str,
    attributes: usize,
    activities: usize,
    /// Quirks of the export that the facts about it number.
    quirks: usize,
    fixtures: &'static [&'static str],
}

const SYSTEMS: [System; 2] = [
    System {
        mapping: "genesys-cloud-cx",
        prefix: "GC",
        attributes: 20,
        activities: 14,
        quirks: 12,
        fixtures: &["F11", "F12", "F13", "F14", "F15"],
    },
    System {
        mapping: "cx-interaction-log",
        prefix: "CX",
        attributes: 17,
        activities: 15,
        quirks: 0,
        fixtures: &["F16", "F17"],
    },
];

impl System {
    fn of_the_log(&self) -> Vec<String> {
        let attributes = (1..=self.attributes).map(|number| format!("{}-A{number:02}", self.prefix));
        attributes.chain((1..=self.activities).map(|number| format!("{}-E{number:02}", self.prefix))).collect()
    }

    fn of_the_export(&self) -> Vec<String> {
        let quirks = (1..=self.quirks).map(|number| format!("{}-Q{number}", self.prefix));
        quirks.chain(self.fixtures.iter().map(|&fixture| fixture.to_owned())).collect()
    }
}

fn missing(needed: Vec<String>, there: &BTreeSet<String>) -> Vec<String> {
    needed.into_iter().filter(|id| !there.contains(id)).collect()
}

#[test]
fn everything_has_a_test() {
    for system in SYSTEMS {
        let mut tests = of_mappings();
        tests.retain(|test| test.mapping.ends_with(system.mapping));
        let of_the_log = covered(&tests, Test::expects_a_log);
        assert_eq!(missing(system.of_the_log(), &of_the_log), Vec::<String>::new());
        assert_eq!(missing(system.of_the_export(), &covered(&tests, |_| true)), Vec::<String>::new());
    }
}

#[test]
fn every_requirement_is_named_in_the_docs_of_the_mapping() {
    for system in SYSTEMS {
        let path = root().join("mappings").join(system.mapping).join("mapping.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        let mut named = BTreeSet::new();
        requirements(&serde_yaml::from_str(&text).unwrap(), &mut named);
        assert_eq!(missing(system.of_the_log(), &named), Vec::<String>::new());
    }
}
