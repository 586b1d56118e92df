//! All cases, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use caseloom::diagnostic::Place;
use caseloom::script::THREAD_STACK;
use caseloom::testing::{Coverage, Report, Status, TestCase, TestReport};

use super::TestArgs;
use super::case::{self, Ran};
use super::find::CaseFile;
use super::opened::Tested;

/// A case to run, or a file that is wrong.
#[derive(Debug)]
pub struct Job<'a> {
    /// The mapping.
    pub tested: &'a Tested,
    /// The file.
    pub file: &'a CaseFile,
    /// The case; `None` for what is wrong with the file.
    pub test: Option<&'a TestCase>,
}

/// The cases that are asked for, in the order of the files; what is wrong with a file is told whatever is asked for.
pub fn jobs<'a>(args: &TestArgs, tested: &'a Tested, files: &'a [CaseFile]) -> Vec<Job<'a>> {
    let of_file = |file: &'a CaseFile| {
        let is_wrong = !file.findings.is_empty();
        let tests = file.tests.iter().flat_map(|tests| &tests.tests).filter(|test| is_wanted(args, file, test));
        let wrong = is_wrong.then_some(Job { tested, file, test: None });
        wrong.into_iter().chain(tests.map(move |test| Job { tested, file, test: Some(test) }))
    };
    files.iter().flat_map(of_file).collect()
}

fn is_wanted(args: &TestArgs, file: &CaseFile, test: &TestCase) -> bool {
    let is_named = |filter: &str| format!("{}: {}", file.display, test.name.text).contains(filter);
    let covers = |filter: &str| test.covers.iter().any(|id| id.text == filter);
    args.filter.as_deref().is_none_or(|filter| is_named(filter) || covers(filter))
}

/// Runs all of them; what comes of them stands in their order.
pub fn run(args: &TestArgs, jobs: &[Job<'_>]) -> Report {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Ran)>> = Mutex::default();
    let work = || {
        while let Some((at, job)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, jobs.get(at)?)))
        {
            let ran = match job.test {
                Some(test) => case::run(job, test, args),
                None => Ran { report: of_file(job), ..Ran::default() },
            };
            done.lock().unwrap_or_else(PoisonError::into_inner).push((at, ran));
        }
    };
    let threads = args.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(THREAD_STACK).spawn_scoped(scope, work).ok();
        let workers: Vec<_> = (0..threads.min(jobs.len())).map_while(spawn).collect();
        // Where the system gives no thread, there is this one.
        if workers.is_empty() {
            work();
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    gathered(args, done.into_iter().map(|(_, ran)| ran))
}

fn gathered(args: &TestArgs, done: impl Iterator<Item = Ran>) -> Report {
    let mut report = Report::default();
    let mut coverage = Coverage::default();
    for ran in done {
        report.tests.extend(ran.report);
        report.updates.extend(ran.update);
        coverage.join(ran.coverage);
    }
    report.coverage = args.wants_coverage().then_some(coverage);
    report
}

/// What is wrong with a file.
fn of_file(job: &Job<'_>) -> Option<TestReport> {
    let first = job.file.findings.first().and_then(|finding| finding.primary());
    let line = match first.map(|label| &label.place) {
        Some(Place::Text(span)) => job.file.files.line_column(span.file, span.start).0,
        _ => 1,
    };
    Some(TestReport {
        mapping: job.tested.argument.clone(),
        file: job.file.display.clone(),
        line,
        name: job.file.stem.clone(),
        covers: Vec::new(),
        expects: Vec::new(),
        status: Status::Wrong,
        findings: job.file.findings.clone(),
        files: job.file.files.clone(),
        review: Vec::new(),
        said: None,
        took: Duration::ZERO,
    })
}
