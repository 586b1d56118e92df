//! A run that whoever writes its log ends.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use caseloom::run::{BlockWriter, CaseLog, RunOptions, run};

struct Nothing;

impl BlockWriter for Nothing {
    fn case(&mut self, _: &CaseLog<'_>) {}
}

const MAPPING: &str = "
timezone: UTC
sources: { log: { files: log.csv, case: Case, at: At, columns: { Case: id, At: timestamp } } }
activities: { seen: { source: log } }
";

/// The cases that were run, and the blocks that came out.
fn ended_after(blocks: u64, threads: usize) -> (u64, u64) {
    let rows: String = (0..500).map(|case| format!("{case},@1\n")).collect();
    let plan = super::plan(MAPPING);
    let loaded = super::loaded(&plan, &[("log.csv", &format!("Case,At\n{rows}"))]);
    let options = RunOptions { threads, block: 1, ..RunOptions::default() };
    let (cases, mut emitted) = (AtomicU64::new(0), 0);
    let emit = |_| {
        emitted += 1;
        if emitted == blocks { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let progress = |done| {
        cases.fetch_add(done, Ordering::Relaxed);
    };
    run(&Arc::new(plan), &Arc::new(loaded), &options, || Nothing, emit, &progress);
    (cases.into_inner(), emitted)
}

#[test]
fn no_block_is_begun_once_the_writer_fails() {
    for threads in [1, 4] {
        let (cases, emitted) = ended_after(1, threads);
        assert_eq!(emitted, 1, "nothing more is written");
        assert!(cases < 100, "{cases} of 500 cases were run");
    }
    assert_eq!(ended_after(u64::MAX, 4), (500, 500));
}
