//! A case: its input, a run as `generate` makes it, and what differs.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use caseloom::diagnostic::{Diagnostic, Diagnostics, codes, nearest, system};
use caseloom::load::{self, LoadOptions};
use caseloom::plan::Plan;
use caseloom::testing::{
    self, Actual, ActualLog, Coverage, Names, Settings, Status, TestCase, TestReport, with_standard_columns,
};
use caseloom::write::log::{CASES, EVENTS, QUARANTINE};
use tempfile::TempDir;

use super::TestArgs;
use super::opened::Opened;
use super::work::Job;
use super::{input, snapshots};
use crate::cli::commands::generate::{self, GenerateArgs, Made};
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::Runnable;
use crate::cli::terminal::Terminal;

/// What came of a case.
#[derive(Debug, Default)]
pub struct Ran {
    /// What is told of it.
    pub report: Option<TestReport>,
    /// What was written, in words.
    pub update: Option<String>,
    /// What it reached.
    pub coverage: Coverage,
}

/// Runs a case.
pub fn run(job: &Job<'_>, test: &TestCase, args: &TestArgs) -> Ran {
    let began = Instant::now();
    let (mut ran, mut report) = (Ran::default(), blank(job, test));
    let mut found = Diagnostics::new();
    match room() {
        Ok(folder) => in_folder(job, test, args, folder.path(), &mut ran, &mut report, &mut found),
        Err(error) => {
            let message = format!("there is no room for the input: {}", system::reason(&error));
            let finding = Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).at(test.name.span, "this test");
            found.push(finding.help("check the folder for temporary files"));
        }
    }
    if !found.is_empty() {
        report.status = Status::Wrong;
        report.findings = found.sorted();
    }
    report.took = began.elapsed();
    ran.report = Some(report);
    ran
}

/// A folder for the input of a case and its log, with one for the input in it.
fn room() -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join(INPUT))?;
    Ok(folder)
}

/// The folder with the input.
const INPUT: &str = "input";

/// A case of which nothing is known yet.
pub fn blank(job: &Job<'_>, test: &TestCase) -> TestReport {
    let span = test.name.span;
    TestReport {
        mapping: job.tested.argument.clone(),
        file: job.file.display.clone(),
        line: job.file.files.line_column(span.file, span.start).0,
        name: test.name.text.clone(),
        covers: test.covers.iter().map(|id| id.text.clone()).collect(),
        expects: test.expectations(),
        status: Status::Passed,
        findings: Vec::new(),
        files: Arc::clone(&job.file.files),
        review: Vec::new(),
        said: None,
        took: std::time::Duration::ZERO,
    }
}

/// What is wrong with the test itself goes into `found`, and keeps it from running.
fn in_folder(
    job: &Job<'_>,
    test: &TestCase,
    args: &TestArgs,
    folder: &Path,
    ran: &mut Ran,
    report: &mut TestReport,
    found: &mut Diagnostics,
) {
    let own = folder.join(INPUT);
    let Some(input) = input::prepare(test, job.file, &own, found) else { return };
    let terminal = Terminal::silent();
    let Some(opened) = opened(job, test, &input, &terminal, found) else { return };
    let each = job.tested.each();
    let Some(known) = Some(&opened).filter(|opened| opened.is_ok()).or_else(|| each.iter().find(|each| each.is_ok()))
    else {
        return cannot_run(&opened, test, terminal, report);
    };
    let Ok(runnable) = &**known else { return };
    let plans: Vec<&Plan> = runnable.mappings.iter().map(|mapping| &*mapping.plan).collect();
    let names = Names { plans: &plans, log: &runnable.log };
    let defaults = job.file.tests.as_ref().map(|file| &file.defaults);
    let settings = defaults.map(|defaults| testing::check(test, defaults, names, found)).unwrap_or_default();
    testing::check_names(test, names, found);
    check_input(job, test, &own, found);
    if found.is_empty() {
        let run = Run { folder, input: &input, settings: &settings, wants_findings: test.findings.is_some() };
        let actual = run.actual(&opened, terminal, &mut ran.coverage, args.wants_coverage());
        judge(job, test, args, &actual, names, ran, report);
    }
}

/// The mapping as the case runs it: under the profile that is asked for, else under the one that fits.
fn opened(job: &Job<'_>, test: &TestCase, input: &Path, told: &Terminal, found: &mut Diagnostics) -> Option<Opened> {
    let defaults = job.file.tests.as_ref().and_then(|file| file.defaults.profile.as_ref());
    let tested = job.tested;
    let profile = test.profile.as_ref().or(defaults);
    if tested.is_set() {
        return Some(tested.of_input(profile.map(|profile| profile.text.as_str()), input, told));
    }
    let Some(profile) = profile else { return Some(tested.fitting(input, told)) };
    let known = || tested.profiles().iter().map(String::as_str);
    if !known().any(|each| each == profile.text) {
        let message = format!("the mapping has no profile `{}`", profile.text);
        let help = nearest::suggest(&profile.text, "profiles", known());
        let finding = Diagnostic::new(codes::UNKNOWN_PROFILE, message).at(profile.span, "unknown profile");
        found.push(finding.help(help.unwrap_or_else(|| "the mapping has no profiles; leave it out".to_owned())));
        return None;
    }
    Some(tested.under(Some(&profile.text)))
}

fn check_input(job: &Job<'_>, test: &TestCase, folder: &Path, found: &mut Diagnostics) {
    let each = job.tested.each();
    let runnable = each.iter().filter_map(|opened| opened.as_ref().as_ref().ok());
    let plans: Vec<&Plan> = runnable.flat_map(|each| each.mappings.iter().map(|mapping| &*mapping.plan)).collect();
    input::check_read(test, folder, &plans, job.tested.is_set(), found);
}

/// The mapping is wrong under the profile of the case.
fn cannot_run(opened: &Opened, test: &TestCase, terminal: Terminal, report: &mut TestReport) {
    if let Err(Failure::Stopped { diagnostics, files, .. }) = &**opened {
        terminal.complain(diagnostics, files);
    }
    let finding = Diagnostic::new(codes::EXPECTATION_NOT_MET, "the mapping can't run").at(test.name.span, "this test");
    report.findings = vec![finding.help("mend the mapping: `caseloom validate` shows what is wrong")];
    report.said = Some(terminal.into_told());
    report.status = Status::Failed;
}

/// How a case runs.
struct Run<'a> {
    folder: &'a Path,
    input: &'a Path,
    settings: &'a Settings,
    wants_findings: bool,
}

impl Run<'_> {
    /// What the run gave.
    fn actual(&self, opened: &Opened, terminal: Terminal, coverage: &mut Coverage, covers: bool) -> Actual {
        let output = self.folder.join("log");
        let mut actual = Actual { findings: self.wants_findings.then(BTreeSet::new), ..Actual::default() };
        let made = match &**opened {
            Ok(runnable) => {
                let runnable = self.runnable(runnable);
                self.inspect(&runnable, &mut actual);
                let args = GenerateArgs::tables(output.clone(), self.settings.locale.clone());
                let made = generate::make(&args, &runnable, &terminal, Instant::now());
                if covers {
                    cover(coverage, &runnable, made.as_ref().ok());
                }
                actual.log = made.as_ref().ok().and_then(|made| read(&output, &runnable, made));
                made.map(|made| told(&made, &mut actual))
            }
            Err(Failure::Stopped { exit, diagnostics, files }) => {
                Err(Failure::Stopped { exit: *exit, diagnostics: diagnostics.clone(), files: files.clone() })
            }
            Err(Failure::NobodyReads) => Ok(Exit::Fine),
        };
        let exit = made.unwrap_or_else(|failure| complained(failure, &terminal, &mut actual));
        actual.exit = exit as u8;
        actual.said = terminal.into_told().replace(&format!("{}/", self.folder.display()), "");
        actual
    }

    /// The mappings with what the case says of them.
    fn runnable(&self, checked: &Runnable) -> Runnable {
        let mut runnable = checked.clone();
        with_standard_columns(&mut runnable.log);
        for (mapping, set) in runnable.mappings.iter_mut().zip(&self.settings.set) {
            let options = &mut mapping.options;
            options.input.get_or_insert_with(|| self.input.to_owned());
            options.timezone = options.timezone.take().or_else(|| self.settings.timezone.clone());
            options.extracted_at = self.settings.extracted_at;
            options.set.retain(|(id, _)| set.iter().all(|(own, _)| own != id));
            options.set.extend(set.iter().cloned());
        }
        runnable
    }

    /// What `validate` finds in the input.
    fn inspect(&self, runnable: &Runnable, actual: &mut Actual) {
        let Some(codes) = &mut actual.findings else { return };
        for mapping in &runnable.mappings {
            let options = LoadOptions {
                input: mapping.input().to_owned(),
                set: mapping.options.set.clone(),
                timezone: mapping.options.timezone.clone(),
                ..LoadOptions::default()
            };
            let found = load::inspect(&mapping.plan, &options, &|_| {});
            codes.extend(found.iter().map(|finding| finding.code.id().to_owned()));
        }
    }
}

fn told(made: &Made, actual: &mut Actual) -> Exit {
    if let Some(codes) = &mut actual.findings {
        codes.extend(made.findings.all().map(|finding| finding.code.id().to_owned()));
    }
    made.findings.exit()
}

fn complained(failure: Failure, terminal: &Terminal, actual: &mut Actual) -> Exit {
    let Failure::Stopped { exit, diagnostics, files } = failure else { return Exit::Fine };
    if let Some(codes) = &mut actual.findings {
        codes.extend(diagnostics.iter().map(|finding| finding.code.id().to_owned()));
    }
    terminal.complain(&diagnostics, &files);
    exit
}

fn cover(coverage: &mut Coverage, runnable: &Runnable, made: Option<&Made>) {
    let rules = made.map(|made| made.manifest.rules()).unwrap_or_default();
    for (at, mapping) in runnable.mappings.iter().enumerate() {
        coverage.add(&mapping.plan, &runnable.files, rules.get(at).copied().unwrap_or_default());
    }
}

/// The log that was written; `None` where it can't be read back.
fn read(folder: &Path, runnable: &Runnable, made: &Made) -> Option<ActualLog> {
    let table = |name: &str| fs::read(folder.join(name)).ok();
    let plans: Vec<&Plan> = runnable.mappings.iter().map(|mapping| &*mapping.plan).collect();
    let log = ActualLog::read(&table(EVENTS)?, &table(CASES)?, &table(QUARANTINE)?, &plans).ok()?;
    let attributes = made.manifest.log_attributes().iter();
    let attributes = attributes.map(|(name, value)| (name.clone(), value.clone().unwrap_or_default()));
    Some(ActualLog { attributes: attributes.collect(), ..log })
}

fn judge(
    job: &Job<'_>,
    test: &TestCase,
    args: &TestArgs,
    actual: &Actual,
    names: Names<'_>,
    ran: &mut Ran,
    report: &mut TestReport,
) {
    let difference = testing::compare(test, actual);
    report.findings = difference.findings;
    report.review = difference.review;
    if let Some(log) = actual.log.as_ref().filter(|_| test.has_snapshot()) {
        let compared = snapshots::compare(job.file, test, log, names, args.update);
        report.findings.extend(compared.finding);
        report.review.extend(compared.review);
        ran.update = compared.update;
    }
    if !report.findings.is_empty() {
        report.status = Status::Failed;
        report.said = difference.shows_said.then(|| actual.said.clone());
    }
}
