//! The hand-written test cases of mappings: `mappings/<system>/tests/*.yaml`, run through the binary.

mod actual;
mod align;
mod compare;
mod covered;
mod cx;
mod find;
mod format;
mod genesys;
mod itself;
mod run;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use find::{Found, of_mappings};

/// How many tests run at a time; each is a process.
const AT_ONCE: usize = 4;

/// Names only these tests: those whose file or name has this in it.
const ONLY: &str = "CASELOOM_CASES";

#[test]
fn the_cases_of_every_mapping_hold() {
    let only = std::env::var(ONLY).unwrap_or_default();
    let mut found = of_mappings();
    found.retain(|test| test.title().contains(&only));
    let failures = failures(&found);
    assert!(failures.is_empty(), "{} of {} tests fail\n\n{}", failures.len(), found.len(), failures.join("\n"));
}

/// What the tests that fail have to say, in the order of the tests.
fn failures(tests: &[Found]) -> Vec<String> {
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(test) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
            let problems = problems(test);
            if !problems.is_empty() {
                let text = format!("{}\n    {}\n", test.title(), problems.join("\n    "));
                failures.lock().unwrap().push((test.title(), text));
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(AT_ONCE);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    failures.into_iter().map(|(_, text)| text).collect()
}

/// What is wrong with what the program does.
fn problems(found: &Found) -> Vec<String> {
    if found.test.expects_nothing() {
        return vec![
            "expects nothing: add `events`, `cases`, `log`, `quarantine`, `findings`, `says` or `exit`".to_owned(),
        ];
    }
    match run::run(found) {
        Ok(actual) => compare::compare(&found.test, &actual),
        Err(problem) => vec![problem],
    }
}

/// Reads and runs a file of tests for a mapping's folder.
fn failures_of(mapping: &Path, name: &str, text: &str) -> Vec<String> {
    match find::of_text(mapping, &mapping.join("tests").join(name), text) {
        Ok(tests) => failures(&tests),
        Err(problem) => vec![problem],
    }
}
