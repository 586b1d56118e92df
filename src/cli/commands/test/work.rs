//! All cases, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use caseloom::diagnostic::{Diagnostic, Place};
use caseloom::script::THREAD_STACK;
use caseloom::testing::{Coverage, Report, Status, TestCase, TestReport};

use super::TestArgs;
use super::case::{self, Ran};
use super::find::CaseFile;
use super::opened::Tested;

/// A case to run, or what is wrong with it or with its file.
#[derive(Debug)]
pub struct Job<'a> {
    /// The mapping.
    pub tested: &'a Tested,
    /// The file.
    pub file: &'a CaseFile,
    /// The case; `None` for what is wrong with the file as a whole.
    pub test: Option<&'a TestCase>,
    /// What is wrong, so that nothing is run.
    findings: Vec<Diagnostic>,
}

/// The cases that are asked for, in the order of the files; what is wrong with a file is told whatever is asked for.
pub fn jobs<'a>(args: &TestArgs, tested: &'a Tested, files: &'a [CaseFile]) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    for file in files {
        let tests: Vec<&TestCase> = file.tests.iter().flat_map(|tests| &tests.tests).collect();
        let of_tests = tests.iter().map(|test| found_in(file, test));
        let (of_tests, mut of_file) = (of_tests.collect::<Vec<_>>(), file.findings.clone());
        of_file.retain(|finding| !of_tests.iter().flatten().any(|own| own == finding));
        if !of_file.is_empty() {
            jobs.push(Job { tested, file, test: None, findings: of_file });
        }
        let wanted = tests.into_iter().zip(of_tests).filter(|(test, _)| is_wanted(args, file, test));
        jobs.extend(wanted.map(|(test, findings)| Job { tested, file, test: Some(test), findings }));
    }
    jobs
}

/// What is wrong within a test.
fn found_in(file: &CaseFile, test: &TestCase) -> Vec<Diagnostic> {
    let is_within = |finding: &&Diagnostic| match finding.primary().map(|label| &label.place) {
        Some(Place::Text(span)) => test.span.range().contains(&(span.start as usize)),
        _ => false,
    };
    file.findings.iter().filter(is_within).cloned().collect()
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
                Some(test) if job.findings.is_empty() => case::run(job, test, args),
                _ => Ran { report: Some(wrong(job)), ..Ran::default() },
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

/// What is wrong with a case, or with a file.
fn wrong(job: &Job<'_>) -> TestReport {
    let findings = job.findings.clone();
    if let Some(test) = job.test {
        return TestReport { status: Status::Wrong, findings, ..case::blank(job, test) };
    }
    let line = match findings.first().and_then(Diagnostic::primary).map(|label| &label.place) {
        Some(Place::Text(span)) => job.file.files.line_column(span.file, span.start).0,
        _ => 1,
    };
    TestReport {
        mapping: job.tested.argument.clone(),
        file: job.file.display.clone(),
        line,
        name: job.file.stem.clone(),
        covers: Vec::new(),
        expects: Vec::new(),
        status: Status::Wrong,
        findings,
        files: job.file.files.clone(),
        review: Vec::new(),
        said: None,
        took: Duration::ZERO,
    }
}
