//! What the mapping of Salesforce means: its requirements stated once more, plainly and slowly, without the engine, and
//! compared with what the engine makes of exports in which everything that goes wrong is mixed at random.

mod engine;
mod events;
mod expected;
mod files;
mod generate;
mod history;
mod log;
mod mutations;
mod rows;
mod sketch;

use proptest::prelude::*;

use rows::Export;

/// What differs between what an export has to give and what a mapping makes of it.
fn differences(plan: &std::sync::Arc<caseloom::plan::Plan>, export: &Export) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    files::write(export, folder.path());
    expected::log(export).differences(&engine::log(plan, folder.path()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn exports_give_what_the_requirements_say(export in generate::export()) {
        let differences = differences(&engine::PLAN, &export);
        prop_assert!(differences.is_empty(), "{}", differences.join("\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    /// F19.
    #[test]
    fn shuffled_rows_and_sixteen_threads_give_the_same_bytes(export in generate::export(), shuffle in any::<u64>()) {
        let bytes = |shuffle: u64, threads: usize| {
            let mut export = export.clone();
            export.habits.shuffle = shuffle;
            let folder = tempfile::tempdir().unwrap();
            files::write(&export, folder.path());
            let written = engine::written(&engine::PLAN, folder.path(), threads, 1);
            (String::from_utf8(written.events).unwrap(), String::from_utf8(written.cases).unwrap())
        };
        prop_assert_eq!(bytes(export.habits.shuffle, 1), bytes(shuffle, 16));
    }
}

/// The generator reaches every activity, or the comparison would say little.
#[test]
fn every_activity_occurs() {
    let mut found = std::collections::BTreeSet::new();
    for export in mutations::exports(64) {
        found.extend(expected::log(&export).events.into_iter().map(|event| event.activity));
    }
    let activities: std::collections::BTreeSet<String> =
        engine::PLAN.activities.iter().map(|activity| activity.id.clone()).collect();
    assert_eq!(found, activities);
}
